"""From an untrusted file to a verified pack: the signature first, then everything that it covers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from scanner.catalogue.engine import too_old_for
from scanner.catalogue.signed.archive import Archive
from scanner.catalogue.signed.errors import Refused
from scanner.catalogue.signed.manifest import ENVELOPE, MEDIA_TYPE, Manifest, decode
from scanner.text import safe_text

if TYPE_CHECKING:
    from securesystemslib.dsse import Envelope
    from securesystemslib.signer import SSlibKey

_MOST_SIGNATURES = 16


def verified(archive: Archive, keys: Sequence[SSlibKey]) -> tuple[Manifest, tuple[str, ...]]:
    """The manifest of ``archive`` and the ids of all keys out of ``keys`` that signed it.

    :raises Refused: when none of ``keys`` did.
    """
    envelope = _envelope(archive.read(ENVELOPE))
    if envelope.payload_type != MEDIA_TYPE:
        raise Refused("wrong signature: what is signed is no signature pack")
    if not keys:
        signers = safe_text(", ".join(sorted(envelope.signatures)) or "nobody", 300)
        raise Refused(
            f"no key is trusted yet; the file says that it is signed by {signers}. Get the publisher's public key on "
            "another way than the file itself, and import with --trust PUBKEY"
        )
    accepted = tuple(key.keyid for key in keys if _signed_by(envelope, key))
    if not accepted:
        raise Refused("wrong signature: no trusted key signed this file as it is")
    return decode(envelope.payload), accepted


def _signed_by(envelope: Envelope, key: SSlibKey) -> bool:
    from securesystemslib.exceptions import VerificationError

    try:
        envelope.verify([key], 1)
    except VerificationError:
        return False
    return True


def _envelope(content: bytes) -> Envelope:
    from securesystemslib.dsse import Envelope
    from securesystemslib.exceptions import FormatError

    try:
        value = json.loads(content)
        _check_shape(value)
        return Envelope.from_dict(value)
    except (ValueError, KeyError, FormatError, RecursionError) as error:
        raise Refused(f"the signature in {ENVELOPE} cannot be read: {error}") from error


def _check_shape(value: Any) -> None:
    """Types before the library meets them.

    :raises ValueError: when ``value`` is no envelope.
    """
    texts = isinstance(value, dict) and all(isinstance(value.get(key), str) for key in ("payload", "payloadType"))
    signatures = value.get("signatures") if texts else None
    if not isinstance(signatures, list) or len(signatures) > _MOST_SIGNATURES:
        raise ValueError("no envelope")
    for entry in signatures:
        if not isinstance(entry, dict) or not all(isinstance(entry.get(key), str) for key in ("keyid", "sig")):
            raise ValueError("no signature")


def check_terms(manifest: Manifest, last_number: int, today: str) -> None:
    """Whether a verified manifest may be taken now. ``last_number`` is that of the last import of this pack, or 0.

    :raises Refused: when this program is too old for it, it expired, or it is older than what was imported before.
    """
    old = too_old_for(manifest.min_engine)
    if old:
        raise Refused(f"the pack {manifest.id} {manifest.version} {old}")
    if manifest.expires < today:
        raise Refused(f"expired: the publisher stood by this file until {manifest.expires}, today is {today}")
    if manifest.number <= last_number:
        raise Refused(
            f"rollback: this is number {manifest.number:,} of the pack {manifest.id}, "
            f"number {last_number:,} was imported before"
        )


def contents(archive: Archive, manifest: Manifest) -> Mapping[str, bytes]:
    """Name → content of all files of the pack, each as the manifest says.

    :raises Refused: when a file is missing, changed, or not in the manifest.
    """
    stray = sorted(archive.names - manifest.files.keys() - {ENVELOPE})
    if stray:
        raise Refused(f"the file was changed: {stray[0]} is not in the signed manifest")
    found: dict[str, bytes] = {}
    for name, (size, digest) in manifest.files.items():
        content = archive.read(name)
        if len(content) != size or hashlib.sha256(content).hexdigest() != digest:
            raise Refused(f"the file was changed: {name} is not as it was signed")
        found[name] = content
    return found
