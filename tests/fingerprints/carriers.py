"""Files that look compiled: texts, type names and number tables behind a header, with whatever else a build brings."""

from __future__ import annotations

import random
import struct
from collections.abc import Iterable, Sequence

HEADERS = {
    "x64": b"\x7fELF\x02\x01\x01" + bytes(9) + struct.pack("<HH", 3, 62),
    "s390x": b"\x7fELF\x02\x02\x01" + bytes(9) + struct.pack(">HH", 3, 22),
    "windows": b"MZ" + bytes(62),
    "mac": b"\xcf\xfa\xed\xfe" + bytes(28),
}
TEXTS = tuple(f"the recogniser of acme could not compare picture {n} with {n * 7}" for n in range(40))
TYPES = tuple(("acme", f"FaceThing{n}") for n in range(12))
_CHANCE = random.Random(7)  # noqa: S311 - repeatable
TABLE = tuple(_CHANCE.uniform(-3, 3) for _ in range(64))


def build(
    kind: str = "x64",
    texts: Iterable[str] = TEXTS,
    types: Iterable[tuple[str, str]] = TYPES,
    table: Sequence[float] = TABLE,
    seed: int = 0,
    more: Iterable[str] = (),
) -> bytes:
    """One file of the library, as the compiler of ``kind`` leaves it. ``seed`` changes what is not the library."""
    chance = random.Random(seed)  # noqa: S311 - repeatable
    own = [f"built on machine {chance.randrange(10**9)} by compiler {chance.random()}" for _ in range(9)]
    written = [text.encode() for text in (*texts, *own, *more)]
    written += [_type(kind, *one) for one in types]
    chance.shuffle(written)
    order = ">" if kind == "s390x" else "<"
    numbers = struct.pack(f"{order}{len(table)}d", *table)
    head = HEADERS[kind] + chance.randbytes(256)
    body = head + b"\0" + b"\0".join(written) + b"\0"
    return body + bytes(-len(body) % 8) + numbers + bytes(64)


def _type(kind: str, scope: str, name: str) -> bytes:
    if kind == "windows":
        return f".?AV{name}@{scope}@@".encode()
    return f"N{len(scope)}{scope}{len(name)}{name}E".encode()


def unrelated(seed: int) -> bytes:
    """A file that has nothing of the library."""
    chance = random.Random(1000 + seed)  # noqa: S311 - repeatable
    texts = [f"unrelated sentence {chance.randrange(10**9)} about trains" for _ in range(30)]
    types = [("other", f"Class{seed}_{n}") for n in range(5)]
    return build("x64", texts, types, [chance.uniform(-9, 9) for _ in range(40)], seed)
