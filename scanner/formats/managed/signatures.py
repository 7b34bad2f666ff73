"""Signatures of fields and methods in a .NET assembly: ECMA-335, II.23.2."""

from __future__ import annotations

from collections.abc import Callable

from scanner.formats.managed.tables import decoded
from scanner.types import ParseFailure

_PLAIN = {
    **dict(
        zip(range(0x01, 0x0F), ("void", "bool", "char", "i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8"), strict=False)
    ),
    **{0x0C: "r4", 0x0D: "r8", 0x0E: "string", 0x16: "typedref", 0x18: "i", 0x19: "u", 0x1C: "object"},
}
"""Element types without anything behind them (II.23.1.16)."""
_POINTER, _BYREF, _VALUETYPE, _CLASS, _VAR, _ARRAY, _GENERIC = 0x0F, 0x10, 0x11, 0x12, 0x13, 0x14, 0x15
_SZARRAY, _MVAR, _REQUIRED, _OPTIONAL, _SENTINEL, _PINNED = 0x1D, 0x1E, 0x1F, 0x20, 0x41, 0x45
_WRAPPED = {_POINTER: "*", _BYREF: "&", _SZARRAY: "[]", _PINNED: ""}
_FIELD, _GENERIC_METHOD = 0x06, 0x10
_DEEPEST = 16
_MOST_PARAMETERS = 255


class Signature:
    """Reads one signature; types are told by ``named``, which gets their table and row."""

    def __init__(self, blob: bytes, named: Callable[[int, int], str]) -> None:
        self._blob = blob
        self._at = 0
        self._named = named

    def field(self) -> str:
        """The type of a field.

        :raises ParseFailure: where the signature is another one or broken.
        """
        if self._byte() != _FIELD:
            raise ParseFailure("a field's signature is none")
        return self._type(0)

    def method(self) -> tuple[list[str], str]:
        """Types of the parameters and of the result of a method.

        :raises ParseFailure: where the signature is broken.
        """
        if self._byte() & _GENERIC_METHOD:
            self._number()
        count = self._number()
        if count > _MOST_PARAMETERS:
            raise ParseFailure(f"a method with {count:,} parameters")
        result = self._type(0)
        return [self._type(0) for _ in range(count)], result

    def _byte(self) -> int:
        if self._at >= len(self._blob):
            raise ParseFailure("a signature ends early")
        self._at += 1
        return self._blob[self._at - 1]

    def _number(self) -> int:
        """A compressed unsigned number (II.23.2)."""
        first = self._byte()
        if first < 0x80:
            return first
        if first < 0xC0:
            return (first & 0x3F) << 8 | self._byte()
        return (first & 0x1F) << 24 | self._byte() << 16 | self._byte() << 8 | self._byte()

    def _type(self, depth: int) -> str:
        if depth > _DEEPEST:
            raise ParseFailure("a signature is nested too deep")
        kind = self._byte()
        while kind in (_REQUIRED, _OPTIONAL, _SENTINEL):
            if kind != _SENTINEL:
                self._number()
            kind = self._byte()
        if kind in _PLAIN:
            return _PLAIN[kind]
        if kind in _WRAPPED:
            return self._type(depth + 1) + _WRAPPED[kind]
        return self._composed(kind, depth)

    def _composed(self, kind: int, depth: int) -> str:
        if kind in (_VALUETYPE, _CLASS):
            return self._named(*decoded("TypeDefOrRef", self._number()))
        if kind in (_VAR, _MVAR):
            self._number()
            return "T"
        if kind == _ARRAY:
            return self._array(depth)
        if kind == _GENERIC:
            outer = self._type(depth + 1)
            inner = [self._type(depth + 1) for _ in range(min(self._number(), _MOST_PARAMETERS))]
            return f"{outer}<{','.join(inner)}>"
        raise ParseFailure(f"element type {kind:#04x} in a signature")

    def _array(self, depth: int) -> str:
        """A type with its rank; sizes and lower bounds of the dimensions are passed over (II.23.2.13)."""
        inner, rank = self._type(depth + 1), self._number()
        for _ in range(2):
            for _ in range(min(self._number(), _MOST_PARAMETERS)):
                self._number()
        return f"{inner}[{rank}]"
