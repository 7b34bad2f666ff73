"""Ed25519 keys (RFC 8032) as PEM files: PKCS #8 (RFC 5958) and SubjectPublicKeyInfo (RFC 8410), as openssl has them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from scanner.catalogue.signed.errors import Refused
from scanner.types import UsageError

if TYPE_CHECKING:
    from securesystemslib.signer import CryptoSigner, SSlibKey

_LARGEST = 1 << 16
"""Bytes of a key file; a real one has less than 500."""


def make_keys(private: Path, public: Path, password: str) -> str:
    """Write a new pair, the private key for this user alone; its key id. An empty ``password`` leaves it unencrypted.

    :raises UsageError: when a file is there already or cannot be written.
    """
    from cryptography.hazmat.primitives import serialization as pem
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.generate()
    how = pem.BestAvailableEncryption(password.encode()) if password else pem.NoEncryption()
    secret = key.private_bytes(pem.Encoding.PEM, pem.PrivateFormat.PKCS8, how)
    shown = key.public_key().public_bytes(pem.Encoding.PEM, pem.PublicFormat.SubjectPublicKeyInfo)
    _create(private, secret, 0o600)
    _create(public, shown, 0o644)
    return str(_signer(key).public_key.keyid)


def read_private(file: Path, password: str) -> CryptoSigner:
    """The signer with the private key in ``file``.

    :raises UsageError: when it is no Ed25519 key, or the password is missing or wrong.
    """
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        key = load_pem_private_key(_read(file), password.encode() if password else None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise UsageError(f"{file} is no private key, or its password is missing or wrong") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise UsageError(f"{file} is no Ed25519 key")
    return _signer(key)


def is_encrypted(file: Path) -> bool:
    """Whether the private key in ``file`` asks for a password.

    :raises UsageError: when it cannot be read.
    """
    return b"ENCRYPTED PRIVATE KEY" in _read(file)


def read_public(file: Path) -> SSlibKey:
    """The public key in ``file``.

    :raises UsageError: when it is no Ed25519 key.
    """
    return public_key(_read(file), str(file))


def public_key(content: bytes, name: str) -> SSlibKey:
    """The public key in the PEM text ``content``; ``name`` is for messages.

    :raises UsageError: when it is no Ed25519 key.
    """
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key
    from securesystemslib.signer import SSlibKey

    try:
        key = load_pem_public_key(content)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise UsageError(f"{name} is no public key") from error
    if not isinstance(key, Ed25519PublicKey):
        raise UsageError(f"{name} is no Ed25519 key")
    return SSlibKey.from_crypto(key)


def pem_of(key: SSlibKey) -> bytes:
    """The PEM text of a public key.

    :raises Refused: when the key does not hold 32 bytes.
    """
    from cryptography.hazmat.primitives import serialization as pem
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        raw = Ed25519PublicKey.from_public_bytes(bytes.fromhex(key.keyval["public"]))
    except ValueError as error:
        raise Refused("the public key is damaged") from error
    return raw.public_bytes(pem.Encoding.PEM, pem.PublicFormat.SubjectPublicKeyInfo)


def _signer(key: object) -> CryptoSigner:
    from securesystemslib.signer import CryptoSigner

    return CryptoSigner(key)  # type: ignore[arg-type]


def _read(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            return stream.read(_LARGEST)
    except OSError as error:
        raise UsageError(f"{file}: {error.strerror}") from error


def _create(file: Path, content: bytes, mode: int) -> None:
    """A new file with ``mode`` from its first moment on."""
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
    except OSError as error:
        raise UsageError(f"{file}: {error.strerror}") from error
