"""Java class files (Java Virtual Machine Specification, chapter 4; version 50, which needs no stack maps)."""

from __future__ import annotations

import struct
from collections.abc import Sequence

from vendor_samples.carriers.managed import RUN, ManagedClass

_UTF8, _CLASS, _STRING, _METHOD, _NAME_AND_TYPE = 1, 7, 8, 10, 12
_PUBLIC, _STATIC, _SUPER, _NATIVE, _INTERFACE, _ABSTRACT = 1, 8, 0x20, 0x100, 0x200, 0x400
_INVOKESTATIC, _LDC_W, _POP, _RETURN = b"\xb8", b"\x13", b"\x57", b"\xb1"
_NOTHING, _TEXT = "()V", "(Ljava/lang/String;)V"


class _Pool:
    """The constants, each once."""

    def __init__(self) -> None:
        self._entries: dict[bytes, int] = {}

    def add(self, tag: int, body: bytes) -> int:
        return self._entries.setdefault(bytes([tag]) + body, len(self._entries) + 1)

    def text(self, value: str) -> int:
        raw = value.encode()
        return self.add(_UTF8, struct.pack(">H", len(raw)) + raw)

    def named(self, tag: int, value: str) -> int:
        return self.add(tag, struct.pack(">H", self.text(value)))

    def owner(self, name: str) -> int:
        return self.named(_CLASS, name.replace(".", "/"))

    def method(self, owner: str, name: str, descriptor: str = _NOTHING) -> int:
        described = self.add(_NAME_AND_TYPE, struct.pack(">2H", self.text(name), self.text(descriptor)))
        return self.add(_METHOD, struct.pack(">2H", self.owner(owner), described))

    def bytes(self) -> bytes:
        return struct.pack(">H", len(self._entries) + 1) + b"".join(self._entries)


def build(one: ManagedClass) -> bytes:
    """The class file of ``one``."""
    pool = _Pool()
    this, parent = pool.owner(one.name), pool.owner("java.lang.Object")
    bare = _PUBLIC | (_ABSTRACT if one.interface else _NATIVE | _STATIC)
    methods = [_member(pool, bare, name, b"") for name in one.declares]
    if one.calls or one.texts or one.library:
        methods.append(_member(pool, _PUBLIC | _STATIC, RUN, _code(pool, _instructions(pool, one))))
    flags = _PUBLIC | (_INTERFACE | _ABSTRACT if one.interface else _SUPER)
    tail = struct.pack(">5H", flags, this, parent, 0, 0) + _counted(methods) + struct.pack(">H", 0)
    return struct.pack(">IHH", 0xCAFEBABE, 0, 50) + pool.bytes() + tail


def _instructions(pool: _Pool, one: ManagedClass) -> bytes:
    code = [_LDC_W + struct.pack(">H", pool.named(_STRING, text)) + _POP for text in one.texts]
    if one.library:
        load = pool.method("java.lang.System", "loadLibrary", _TEXT)
        code.append(_LDC_W + struct.pack(">H", pool.named(_STRING, one.library)))
        code.append(_INVOKESTATIC + struct.pack(">H", load))
    code += [_INVOKESTATIC + struct.pack(">H", pool.method(owner, name)) for owner, name in one.calls]
    return b"".join(code) + _RETURN


def _code(pool: _Pool, code: bytes) -> bytes:
    body = struct.pack(">HHI", 1, 0, len(code)) + code + struct.pack(">2H", 0, 0)
    return struct.pack(">HI", pool.text("Code"), len(body)) + body


def _member(pool: _Pool, flags: int, name: str, attribute: bytes) -> bytes:
    head = struct.pack(">4H", flags, pool.text(name), pool.text(_NOTHING), 1 if attribute else 0)
    return head + attribute


def _counted(items: Sequence[bytes]) -> bytes:
    return struct.pack(">H", len(items)) + b"".join(items)
