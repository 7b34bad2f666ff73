"""Container images in a tar: what the manifests name must be there, and a blob must be what its name says.

``docker save`` writes ``manifest.json`` (moby, ``image/spec``), an OCI layout ``index.json`` and ``blobs/<algorithm>/
<hex>`` (OCI image specification, ``image-layout.md``); newer versions of Docker write both. Layers are members like any
other; this only says what is missing or changed. A deleted file is a member ``.wh.<name>`` (``layer.md``).
"""

from __future__ import annotations

import hashlib
import json
import posixpath
import re
from dataclasses import dataclass, field
from typing import Any

from scanner.formats.source import Source
from scanner.text import safe_text
from scanner.types import ByteState, Span
from scanner.types.delivery import INCOMPLETE
from scanner.unpack.outlet import Outlet

MOST_FILES = 1 << 14
"""Files of one image that are kept in mind; the largest images have some hundred."""
MOST_MANIFESTS = 256
LARGEST_MANIFEST = 4 << 20
"""Bytes; registries refuse larger ones."""
BLOCK = 1 << 20
MOST_SAID = 64
_INDEXES = {"manifest.json", "index.json"}
WHITEOUT, OPAQUE = ".wh.", ".wh..wh..opq"
_BLOB = re.compile(r"blobs/(sha256|sha512)/([0-9a-f]{64,128})\Z")
_CONFIG = re.compile(r"([0-9a-f]{64})\.json\Z")
_PART = re.compile(r"(manifest|index)\.json\Z|blobs/|[^/]+/layer\.tar\Z|[0-9a-f]{64}\.(json|tar)\Z")
_PACKED = (b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"\xfd7zXZ", b"BZh")


def whiteout(name: str) -> str:
    """The path that a member called ``name`` deletes from the layers below it, empty for other members."""
    folder, base = posixpath.split(name)
    if base == OPAQUE:
        return f"{folder}/"
    return posixpath.join(folder, base.removeprefix(WHITEOUT)) if base.startswith(WHITEOUT) else ""


@dataclass(slots=True)
class ContainerImage:
    """The files of a tar that an image is made of, as far as the walk has met them."""

    source: Source
    outlet: Outlet
    files: dict[str, Span] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    digests: dict[tuple[int, str], str] = field(default_factory=dict)
    """Of (offset, algorithm): images that share layers are not measured twice."""

    def file(self, name: str, span: Span) -> None:
        """Keep a member in mind if an image may need it."""
        name = name.removeprefix("./")
        if _PART.match(name) and len(self.files) < MOST_FILES:
            self.files[name] = span

    def link(self, name: str, target: str) -> None:
        """The same for a link: Docker writes a layer that two images share only once."""
        name = name.removeprefix("./")
        if _PART.match(name) and len(self.links) < MOST_FILES:
            self.links[name] = target

    def check(self) -> None:
        """Declare what is missing or changed failed, if this is an image at all."""
        for name, span in self.files.items():
            algorithm, digest = self._stated(name)
            if digest and span.end <= self.source.size and self._digest(span, algorithm) != digest:
                self._failed(span, f"the content of {name[:100]} is not what its name says ({algorithm})")
        self._docker()
        self._layout()

    def _stated(self, name: str) -> tuple[str, str]:
        """(algorithm, digest) that the name of a file states; empty for other files."""
        if blob := _BLOB.match(name):
            return blob[1], blob[2]
        config = _CONFIG.match(name) if "manifest.json" in self.files else None
        return ("sha256", config[1]) if config else ("", "")

    # -- docker save

    def _docker(self) -> None:
        span = self.files.get("manifest.json")
        images = self._json("manifest.json")
        if span is None or not isinstance(images, list):
            return
        for image in images[:MOST_MANIFESTS]:
            if not isinstance(image, dict):
                continue
            layers = [str(layer) for layer in _list(image, "Layers")]
            for name in (*layers, str(image.get("Config", ""))):
                if name and self._place(name) is None:
                    self._missing(span, f"manifest.json names {safe_text(name, 120)}, which is not in this archive")
            self._layers(layers, self._json(str(image.get("Config", ""))))

    def _layers(self, layers: list[str], config: Any) -> None:
        """Layers that are stored as they are must have the digests that the configuration lists."""
        system = config.get("rootfs") if isinstance(config, dict) else None
        for name, expected in zip(layers, _list(system, "diff_ids"), strict=False):
            span = self._place(name)
            stored = span is not None and not self.source.read(span.offset, 5).startswith(_PACKED)
            if span is None or not stored or span.end > self.source.size or _BLOB.match(name):
                continue
            if f"sha256:{self._digest(span, 'sha256')}" != expected:
                self._failed(span, f"layer {safe_text(name, 120)} is not what the configuration lists (sha256)")

    # -- OCI layout

    def _layout(self) -> None:
        pending = ["index.json"]
        seen: set[str] = set()
        while pending and len(seen) < MOST_MANIFESTS:
            name = pending.pop()
            content, span = self._json(name), self.files.get(name)
            if name in seen or span is None or not isinstance(content, dict):
                continue
            seen.add(name)
            for entry in _list(content, "manifests"):
                below = _blob_of(entry)
                if below in self.files:
                    pending.append(below)
                else:
                    self._note(f"{name[:100]} names the manifest {safe_text(below, 120)}, which is not in this archive")
            for entry in (*_list(content, "layers"), content.get("config")):
                below = _blob_of(entry)
                if below and below not in self.files:
                    self._missing(span, f"{name[:100]} names {safe_text(below, 120)}, which is not in this archive")

    # -- what all need

    def _place(self, name: str) -> Span | None:
        name = name.removeprefix("./")
        for _ in range(8):
            if name not in self.links:
                break
            name = posixpath.normpath(posixpath.join(posixpath.dirname(name), self.links[name]))
        return self.files.get(name)

    def _json(self, name: str) -> Any:
        span = self._place(name)
        if span is None or span.length > LARGEST_MANIFEST or span.end > self.source.size:
            return None
        try:
            return json.loads(self.source.read(span.offset, span.length))
        except (ValueError, RecursionError):
            if set(self.files) - _INDEXES:  # else it is a file of that name in an archive of something else
                self._failed(span, f"{safe_text(name, 120)} is no JSON")
            return None

    def _digest(self, span: Span, algorithm: str) -> str:
        known = self.digests.get((span.offset, algorithm))
        if known is not None:
            return known
        digest = hashlib.new(algorithm)
        for start in range(span.offset, span.end, BLOCK):
            digest.update(self.source.data[start : min(start + BLOCK, span.end)])
        return self.digests.setdefault((span.offset, algorithm), digest.hexdigest())

    def _failed(self, span: Span, reason: str) -> None:
        self._note(reason)
        self.outlet.state(span.offset, span.length, ByteState.FAILED, reason)

    def _missing(self, span: Span, reason: str) -> None:
        self._failed(span, reason)
        if len(self.outlet.attributes) < MOST_SAID:
            self.outlet.attributes.append((INCOMPLETE, reason))

    def _note(self, text: str) -> None:
        if ("image", text) not in self.outlet.attributes:
            self.outlet.attributes.append(("image", text))


def _list(content: Any, key: str) -> list[Any]:
    found = content.get(key) if isinstance(content, dict) else None
    return found if isinstance(found, list) else []


def _blob_of(entry: Any) -> str:
    """``sha256:<hex>`` of a descriptor as the name of its blob."""
    digest = str(entry.get("digest", "")) if isinstance(entry, dict) else ""
    return "blobs/" + digest.replace(":", "/", 1) if digest else ""
