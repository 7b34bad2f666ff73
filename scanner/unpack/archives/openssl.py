"""Files of ``openssl enc``: ``Salted__``, eight bytes of salt, cipher text; which cipher and derivation is not said.

The derivations are those of the program's versions (openssl-enc(1)): PBKDF2 with 10,000 rounds, and
``EVP_BytesToKey`` with one round of SHA-256 (from 1.1.0 on) or MD5 (before).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import ClassVar

from scanner.formats import ids
from scanner.formats.identify import identify_bytes
from scanner.formats.source import Source
from scanner.types import ByteState, ParseFailure, Span
from scanner.unpack.outlet import Outlet

_HEAD, _BLOCK = 16, 16
_FEED = 1 << 20
_PROBE = 1 << 20
"""Bytes at the start that must be of a known format: chance agrees with a padding once in 256 tries."""
_ROUNDS = 10_000
_KEYS = (32, 16, 24)
_SUFFIXES = (".enc", ".aes", ".aes256", ".crypt", ".ssl")


@dataclass(frozen=True, slots=True)
class _Key:
    key: bytes = field(repr=False)
    vector: bytes = field(repr=False)


class OpenSslSalted:
    """Tries the operator's passwords; without the right one the whole node is encrypted."""

    NAME: ClassVar[str] = "openssl-salted"
    FORMATS: ClassVar[frozenset[str]] = frozenset({"openssl-salted"})
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "Tried with each password: AES-256, AES-128 and AES-192 in CBC mode with the usual derivations of the key.",
        "The format has no integrity data: content counts as decrypted where its padding is right and its beginning is "
        "of a known format.",
    )
    TOOLS: ClassVar[tuple[str, ...]] = ()
    SCANNED: ClassVar[bool] = False

    def read(self, source: Source, outlet: Outlet) -> None:
        """Account for all of ``source``."""
        found = next(_fitting(source, outlet.passwords), None)
        if found is None:
            outlet.state(0, source.size, ByteState.ENCRYPTED, "file encrypted with openssl enc")
            return
        outlet.parsed(0, _HEAD)
        outlet.stream(_name(source.name), _decrypted(source.data, found), Span(_HEAD, source.size - _HEAD))


def _fitting(source: Source, passwords: tuple[str, ...]) -> Iterator[_Key]:
    """Keys that give a right padding and a known format."""
    if not passwords or source.size < _HEAD + _BLOCK or source.size % _BLOCK:
        return
    salt = source.read(8, 8)
    for password in passwords:
        raw = password.encode("utf-8", "surrogateescape")
        for derive in _DERIVATIONS:
            for size in _KEYS:
                material = derive(raw, salt, size + _BLOCK)
                key = _Key(material[:size], material[size:])
                if _fits(source.data, key):
                    yield key


def _fits(data: memoryview, key: _Key) -> bool:
    last = _plain(key.key, bytes(data[-2 * _BLOCK : -_BLOCK]) if len(data) > 48 else key.vector, bytes(data[-_BLOCK:]))
    if not _padding(last):
        return False
    body = bytes(data[_HEAD : min(_HEAD + _PROBE, len(data))])
    plain = _plain(key.key, key.vector, body)
    if len(body) == len(data) - _HEAD:
        plain = plain[: -_padding(last)]
    return identify_bytes(memoryview(plain)) not in {ids.UNKNOWN, ids.EMPTY}


def _padding(last: bytes) -> int:
    """Length of the padding that ends the last block, 0 for none that is right (RFC 5652, 6.3)."""
    count = last[-1]
    return count if 1 <= count <= _BLOCK and last.endswith(bytes((count,)) * count) else 0


def _plain(key: bytes, vector: bytes, body: bytes) -> bytes:
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    return Cipher(algorithms.AES(key), modes.CBC(vector)).decryptor().update(body)


def _decrypted(data: memoryview, key: _Key) -> Iterator[bytes]:
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    decryptor = Cipher(algorithms.AES(key.key), modes.CBC(key.vector)).decryptor()
    for start in range(_HEAD, len(data), _FEED):
        block = decryptor.update(bytes(data[start : start + _FEED]))
        if start + _FEED >= len(data):
            count = _padding(block[-_BLOCK:])
            if not count:
                raise ParseFailure("the padding of the decrypted data is wrong")
            block = block[:-count]
        yield block


def _name(name: str) -> str:
    lower = name.lower()
    return next((name[: -len(s)] for s in _SUFFIXES if lower.endswith(s) and len(name) > len(s)), "decrypted")


def _pbkdf2(password: bytes, salt: bytes, size: int) -> bytes:
    return hashlib.pbkdf2_hmac("sha256", password, salt, _ROUNDS, size)


def _bytes_to_key(name: str) -> Callable[[bytes, bytes, int], bytes]:
    def derive(password: bytes, salt: bytes, size: int) -> bytes:
        result = last = b""
        while len(result) < size:
            last = hashlib.new(name, last + password + salt, usedforsecurity=False).digest()
            result += last
        return result[:size]

    return derive


_DERIVATIONS: tuple[Callable[[bytes, bytes, int], bytes], ...] = (
    _pbkdf2,
    _bytes_to_key("sha256"),
    _bytes_to_key("md5"),
)
