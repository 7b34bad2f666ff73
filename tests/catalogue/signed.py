"""Signed packs, good and spoilt, for tests."""

from __future__ import annotations

import hashlib
import json
import zipfile
from dataclasses import replace
from pathlib import Path

from securesystemslib.dsse import Envelope
from securesystemslib.signer import CryptoSigner

from scanner.catalogue.load import load
from scanner.catalogue.pack import Origin
from scanner.catalogue.signed.archive import Archive
from scanner.catalogue.signed.export import export
from scanner.catalogue.signed.manifest import ENVELOPE, MEDIA_TYPE, Manifest, decode
from tests.catalogue.packs import ABOUT, SIGNATURE, write_pack

TODAY = "2026-11-25"
KEY, OTHER = CryptoSigner.generate_ed25519(), CryptoSigner.generate_ed25519()


def city(folder: Path, name: str = "city-of-x", version: str = "2026.11.0", **more: str) -> Path:
    """A private pack without policies; ``more`` replaces words of its ``pack.yaml``."""
    about = ABOUT.replace("id: acme", f"id: {name}").replace("2026.11.0", version)
    for old, new in more.items():
        about = about.replace(old, new)
    own = {"pack.yaml": about, "policies/sets.yaml": None, "policies/test-law.yaml": None}
    own["sdk/acme/acme-face.yaml"] = None
    own[f"sdk/city/{name}-face.yaml"] = SIGNATURE.replace("acme-face", f"{name}-face")
    return write_pack(folder, own)


def signed(folder: Path, target: Path, number: int = 1, expires: str = "2027-06-01", key: CryptoSigner = KEY) -> Path:
    """The pack in ``folder`` as a signed file."""
    export(load(folder, origin=Origin.ADDED), target, key, number, expires)
    return target


def manifest_of(file: Path) -> Manifest:
    """The manifest, unverified."""
    return decode(Envelope.from_dict(json.loads(Archive(file).read(ENVELOPE))).payload)


def spoilt(file: Path, target: Path, **changes: object) -> Path:
    """``file`` written anew: ``manifest`` (fields), ``members`` (name → bytes or None), ``media``, ``key``,
    ``payload``; signed by KEY unless said otherwise."""
    with zipfile.ZipFile(file) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    manifest = replace(manifest_of(file), **changes.get("manifest", {}))  # type: ignore[arg-type]
    envelope = Envelope(changes.get("payload", manifest.encode()), changes.get("media", MEDIA_TYPE), {})  # type: ignore[arg-type]
    envelope.sign(changes.get("key", KEY))  # type: ignore[arg-type]
    members[ENVELOPE] = json.dumps(envelope.to_dict()).encode()
    members.update(changes.get("members", {}))  # type: ignore[call-overload]
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            if content is not None:
                archive.writestr(name, content)
    return target


def entry(content: bytes) -> tuple[int, str]:
    """Size and digest as a manifest has them."""
    return len(content), hashlib.sha256(content).hexdigest()
