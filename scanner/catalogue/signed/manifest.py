"""The manifest of a signed pack: everything that the signature covers. The files are covered by their SHA-256."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from scanner.catalogue.errors import CatalogueError
from scanner.catalogue.schema import check
from scanner.catalogue.signed.errors import Refused

MEDIA_TYPE = "application/vnd.facescreen.pack+json"
"""The payload type of the DSSE envelope: a signature for another purpose is no signature of a pack."""
ENVELOPE = "manifest.dsse.json"
"""The envelope's name in the file (Dead Simple Signing Envelope, secure-systems-lab/dsse, protocol 1.0)."""
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Manifest:
    """``files``: name → (size, SHA-256 hex); the rest as in ``pack.yaml``, with the number of this file."""

    id: str
    name: str
    version: str
    date: str
    min_engine: str
    number: int
    expires: str
    digest: str
    files: Mapping[str, tuple[int, str]]

    def encode(self) -> bytes:
        """The manifest as JSON, the same bytes for the same manifest."""
        value = {"format": FORMAT, **asdict(self)}
        value["files"] = {name: {"size": size, "sha256": digest} for name, (size, digest) in self.files.items()}
        return json.dumps(value, sort_keys=True, indent=1).encode()


def decode(content: bytes) -> Manifest:
    """The manifest in ``content``, whose signature was verified.

    :raises Refused: when it is not of this version's form.
    """
    try:
        value = json.loads(content)
        check(value, "manifest", "manifest")
    except (ValueError, RecursionError, CatalogueError) as error:
        raise Refused(f"the signed manifest is not of a form that this facescreen knows: {error}") from error
    del value["format"]
    files = {name: (entry["size"], entry["sha256"]) for name, entry in value.pop("files").items()}
    return Manifest(**value, files=files)
