"""Values and files of settings that are encrypted: what they switch on cannot be told, so they count as unread.

Each is told by the words with which its program begins it: Ansible Vault, SOPS, Jasypt, Spring Cloud Config, Sealed
Secrets, XML Encryption (W3C), OpenPGP and age armour, short values of ``openssl enc -a``, Fernet, AWS KMS, Windows'
DPAPI. Only the value's own bytes are declared; the keys beside it are read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from scanner.formats import ids
from scanner.types import ByteState, Span
from scanner.types.delivery import INCOMPLETE
from scanner.unpack.outlet import Outlet

WINDOW = 8 << 20
MOST = 2000
"""Values of one file that are declared one by one; all behind the last of them are one range."""
WHOLE = 0.5
"""Share of a file from which on it is the file that is encrypted, and not some values in it."""


@dataclass(frozen=True, slots=True)
class _Lock:
    """``word`` stands in every text that ``value`` can match; group 1, where there is one, is the encrypted part."""

    word: bytes
    value: re.Pattern[bytes]
    reason: str
    is_file: bool = False
    """It may be a whole file of settings."""
    needs: re.Pattern[bytes] | None = None
    """What must stand in the value: without it, it is a template of one."""


_BASE64 = rb"[A-Za-z0-9+/]"
_LOCKS = (
    _Lock(
        b"$ANSIBLE_VAULT;",
        re.compile(rb"\$ANSIBLE_VAULT;[\d.]{1,5};AES(?:256)?[^\r\n]{0,80}(?:\r?\n[ \t]{0,64}[0-9a-f]{2,}+)++"),
        "encrypted with Ansible Vault",
        True,
    ),
    _Lock(b"ENC[AES256_", re.compile(rb"ENC\[AES256_[A-Z]{3},data:[^][\s]{0,1048576}+\]"), "value encrypted with SOPS"),
    _Lock(
        b"ENC(", re.compile(rb"ENC\((%b{16,}+={0,2})\)" % _BASE64), "value encrypted with Jasypt or the like, ENC(…)"
    ),
    _Lock(
        b"{cipher}",
        re.compile(rb"\{cipher\}(%b{32,}+={0,2})" % _BASE64),
        "value encrypted with Spring Cloud Config, {cipher}",
    ),
    _Lock(
        b"-----BEGIN PGP MESSAGE-----",
        re.compile(rb"-----BEGIN PGP MESSAGE-----(?:[^-]|-(?!----))++-----END PGP MESSAGE-----"),
        "OpenPGP message",
        True,
    ),
    _Lock(
        b"-----BEGIN AGE ENCRYPTED FILE-----",
        re.compile(rb"-----BEGIN AGE ENCRYPTED FILE-----[^-]++-----END AGE ENCRYPTED FILE-----"),
        "encrypted with age",
        True,
    ),
    _Lock(
        b"EncryptedData",
        re.compile(
            rb"<(?:[\w-]{1,40}:)?EncryptedData\b[^<>]{0,2000}+>(?:[^<]|<(?!/?(?:[\w-]{1,40}:)?EncryptedData\b))*+"
            rb"</(?:[\w-]{1,40}:)?EncryptedData\s{0,8}>"
        ),
        "encrypted with XML Encryption",
        True,
        re.compile(rb"Cipher(?:Value>\s{0,80}[A-Za-z0-9+/]|Reference\s)"),
    ),
    _Lock(
        b"U2FsdGVkX1",
        re.compile(rb"(?<!%b)U2FsdGVkX1%b{30,49}+={0,2}(?![A-Za-z0-9+/=])" % (_BASE64, _BASE64)),
        "value encrypted with openssl enc, in base64",
    ),
    _Lock(b"gAAAAA", re.compile(rb"(?<![\w-])gAAAAA[A-Za-z0-9_-]{94,}+={0,2}"), "value encrypted with Fernet"),
    _Lock(b"AQICAH", re.compile(rb"(?<!%b)AQICAH%b{180,}+={0,2}" % (_BASE64, _BASE64)), "value encrypted with AWS KMS"),
    _Lock(
        b"AQAAANCMnd8BFdERjHoAwE",
        re.compile(rb"AQAAANCMnd8BFdERjHoAwE%b{60,}+={0,2}" % _BASE64),
        "value encrypted with Windows' DPAPI",
    ),
    _Lock(
        b"01000000D08C9DDF0115D1118C7A00C04FC297EB",
        re.compile(rb"(?i:01000000D08C9DDF0115D1118C7A00C04FC297EB)[0-9A-Fa-f]{100,}+"),
        "value encrypted with Windows' DPAPI",
    ),
)
_OF_FILES = tuple(lock for lock in _LOCKS if lock.is_file)
_HEAD = 4096
"""Bytes in which a file that is encrypted as a whole shows it."""
_SEALED = re.compile(rb"^([ \t]{0,40})encryptedData:[ \t]*\r?\n(?:\1[ \t]+[^\n]*+\n?)++", re.MULTILINE)
_SEALED_VALUE = re.compile(rb":[ \t]*[\"']?(Ag%b{300,}+={0,2})" % _BASE64)
"""Sealed Secrets: a length of two bytes before an RSA block of 512, so that every value begins alike."""
_PLAIN = ids.SETTINGS | {"text"}


def declare_locked(data: memoryview, outlet: Outlet) -> list[Span]:
    """Declare the encrypted parts of ``data``, all of a text node; returns them in order, without overlap.

    Documentation and programs show such values as examples, and are left alone but where one is the whole file.
    A longer value of ``openssl enc`` becomes a child, for which the operator's passwords are tried.
    """
    plain = outlet.node.format in _PLAIN
    if not plain and not _words(data[:_HEAD]):
        return []
    found = _found(data, _LOCKS if plain else _OF_FILES)
    whole = next((lock for span, lock in found if lock.is_file and span.length >= WHOLE * len(data)), None)
    if whole is None and not plain:
        return []
    if whole is not None:
        outlet.attributes.append((INCOMPLETE, f"{whole.reason}: what is set in it is not known"))
    for span, lock in found[:MOST]:
        outlet.state(span.offset, span.length, ByteState.ENCRYPTED, lock.reason)
    if len(found) > MOST:
        start = found[MOST][0].offset
        reason = f"{len(found) - MOST:,} further encrypted values and what stands between them"
        outlet.state(start, found[-1][0].end - start, ByteState.ENCRYPTED, reason)
    return [span for span, _ in found]


def _found(data: memoryview, locks: Sequence[_Lock]) -> list[tuple[Span, _Lock]]:
    present = _words(data)
    if not present:
        return []
    spans = [
        (Span(match.start(group), match.end(group) - match.start(group)), lock)
        for lock in locks
        if lock.word in present
        for match in lock.value.finditer(data)
        if lock.needs is None or lock.needs.search(match[0])
        for group in (lock.value.groups,)
    ]
    if b"encryptedData:" in present and locks is _LOCKS:
        spans += [(span, _SEALED_LOCK) for span in _sealed(data)]
    result: list[tuple[Span, _Lock]] = []
    for span, lock in sorted(spans, key=lambda pair: (pair[0].offset, -pair[0].length)):
        if not result or span.offset >= result[-1][0].end:
            result.append((span, lock))
    return result


_SEALED_LOCK = _Lock(b"encryptedData:", _SEALED_VALUE, "value encrypted with Sealed Secrets")


def _sealed(data: memoryview) -> list[Span]:
    return [
        Span(match.start(1), match.end(1) - match.start(1))
        for block in _SEALED.finditer(data)
        for match in _SEALED_VALUE.finditer(data, block.start(), block.end())
    ]


def _words(data: memoryview) -> set[bytes]:
    """Which words stand in ``data`` at all. Nearly always none: a few searches in memory say so."""
    present: set[bytes] = set()
    for start in range(0, len(data), WINDOW):
        window = bytes(data[start : start + WINDOW + _LONGEST])
        for part, words in _BY_PART.items():
            if part in window:
                present.update(word for word in words if word in window)
    return present


def _first_part(word: bytes) -> bytes:
    return next(part for part in _PARTS if part in word)


_LONGEST = max(len(lock.word) for lock in (*_LOCKS, _SEALED_LOCK))
_PARTS = (
    b"ENC",
    b"ncryptedData",
    b"-----BEGIN ",
    b"AAAAA",
    b"AAANCM",
    b"_VAULT;",
    b"{cipher}",
    b"U2FsdGVk",
    b"AQICAH",
    b"D08C9DDF",
)
"""What words have in common: one search for several of them."""
_BY_PART = {
    part: tuple(lock.word for lock in (*_LOCKS, _SEALED_LOCK) if part in lock.word and part == _first_part(lock.word))
    for part in _PARTS
}
