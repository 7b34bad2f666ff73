"""Writing a pack as one signed file."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from scanner.catalogue.load import file_names
from scanner.catalogue.pack import Pack
from scanner.catalogue.schema import check
from scanner.catalogue.signed.manifest import ENVELOPE, MEDIA_TYPE, Manifest
from scanner.catalogue.yamlfile import read_file
from scanner.types import UsageError

if TYPE_CHECKING:
    from securesystemslib.signer import CryptoSigner

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The zero of zip's clock: the same pack gives the same file."""
_PLAIN_FILE = 0o100644 << 16


def export(pack: Pack, target: Path, signer: CryptoSigner, number: int, expires: str) -> Manifest:
    """Write ``pack``, loaded from one folder, to ``target`` and sign it; the manifest says what was signed.

    :raises UsageError: when it expires before its own date, or cannot be written.
    """
    about = pack.about[0]
    if expires < about.date:
        raise UsageError(f"the pack is dated {about.date}: it cannot expire on {expires}")
    files = {name: read_file(pack.path / name, name) for name in file_names(pack.path)}
    manifest = Manifest(
        id=about.id,
        name=about.name,
        version=about.version,
        date=about.date,
        min_engine=about.min_engine,
        number=number,
        expires=min(filter(None, (expires, about.expires))),
        digest=about.digest,
        files={name: (len(content), hashlib.sha256(content).hexdigest()) for name, content in files.items()},
    )
    check(json.loads(manifest.encode()), "manifest", "manifest")
    members = {ENVELOPE: _signed(manifest, signer), **files}
    try:
        target.write_bytes(_zip(members))
    except OSError as error:
        raise UsageError(f"{target}: {error.strerror}") from error
    return manifest


def _signed(manifest: Manifest, signer: CryptoSigner) -> bytes:
    from securesystemslib.dsse import Envelope

    envelope = Envelope(manifest.encode(), MEDIA_TYPE, {})
    envelope.sign(signer)
    return json.dumps(envelope.to_dict(), indent=1).encode()


def _zip(members: Mapping[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, _PLAIN_FILE
            archive.writestr(info, content)
    return out.getvalue()
