"""U-Boot FIT images (U-Boot ``doc/usage/fit/source_file_format.rst``): a device tree that holds or locates images."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import ClassVar

from scanner.formats.source import Source
from scanner.text import safe_text
from scanner.types import ByteState, ParseFailure, Span
from scanner.unpack.firmware.fdt import HEADER, Blocks, Property, Tree, blocks
from scanner.unpack.media.walked import Aside
from scanner.unpack.outlet import Outlet
from scanner.unpack.placed import Placed, hand_over_placed
from scanner.unpack.regions import unaccounted
from scanner.unpack.sums import crc32
from scanner.unpack.tail import hand_over_tail

LONG = 4096
"""Bytes of a property above which it is a child, whatever it is for."""
SHORT = 64
"""Bytes of a property that is never one: names, addresses, hashes."""
IMAGES = b"images"
DIGESTS = {b"md5": "md5", b"sha1": "sha1", b"sha256": "sha256", b"sha384": "sha384", b"sha512": "sha512"}
CHUNK = 1 << 20
MOST_IMAGES = 4096


@dataclass(slots=True)
class Image:
    """What the tree says about one image: its place, and by the name of each subnode the values in it."""

    values: dict[bytes, bytes] = field(default_factory=dict)
    below: dict[bytes, dict[bytes, bytes]] = field(default_factory=dict)
    data: Span | None = None

    def number(self, name: bytes) -> int | None:
        """The value of a property of four bytes, or None."""
        value = self.values.get(name, b"")
        return int.from_bytes(value, "big") if len(value) == 4 else None


class Fit:
    """Hands over the data of every image under the name of its node, inside or behind the tree, and checks hashes."""

    NAME: ClassVar[str] = "fit"
    FORMATS: ClassVar[frozenset[str]] = frozenset({"fit"})
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "Signatures are not verified; hashes are, where the image has some, and without one a changed bit can go "
        "unnoticed.",
        "Properties of up to 64 bytes, and of up to 4 KiB as long as they are 64 KiB in all, are not scanned.",
    )
    TOOLS: ClassVar[tuple[str, ...]] = ()
    SCANNED: ClassVar[bool] = False

    def read(self, source: Source, outlet: Outlet) -> None:
        """Account for all of ``source``; of a tree that is cut, the images before the cut."""
        head = blocks(source.data)
        walk = _Walk(source, outlet, Aside(outlet))
        try:
            walk.tree(head)
        finally:
            walk.behind(head)
            walk.verify_all()


class _Walk:
    """Declares the tree and keeps what it says about images."""

    def __init__(self, source: Source, outlet: Outlet, aside: Aside) -> None:
        self.source, self.outlet, self.aside = source, outlet, aside
        self.images: dict[bytes, Image] = {}

    def tree(self, head: Blocks) -> None:
        """Declare all of ``[0, total)``."""
        tree, at = Tree(self.source.data, head), head.structure
        try:
            for found in tree:
                if self._value(found):
                    self.outlet.parsed(at, found.value.offset - at)
                    at = (found.value.end + 3) // 4 * 4
                    self.outlet.state(found.value.end, at - found.value.end, ByteState.PADDING)
                self._note(found)
        finally:
            self.outlet.parsed(at, tree.end - at)
            for name in tree.long_names:
                self.aside.take(b"name", name.offset, name.length)
        self._blocks(head, Span(head.structure, tree.end - head.structure))

    def behind(self, head: Blocks) -> None:
        """Hand over images behind the tree: ``data-offset`` counts from its end, ``data-position`` from the start."""
        outside = []
        for name, image in self.images.items():
            size, position, offset = (image.number(key) for key in (b"data-size", b"data-position", b"data-offset"))
            if position is None and offset is not None:
                position = (head.total + 3) // 4 * 4 + offset
            if image.data is None and size and position is not None:
                image.data = Span(position, size)
                outside.append(Placed(name, image.data))
        base = min(head.total, self.source.size)
        end = max((placed.span.end for placed in outside), default=base)
        if end > self.source.size:
            missing = f"{end - self.source.size:,} bytes of images are missing"
            self.outlet.state(0, HEADER, ByteState.FAILED, missing)
        hand_over_placed(self.source, self.outlet, outside, Span(base, max(0, end - base)))
        hand_over_tail(self.source, self.outlet, max(base, end))

    def _blocks(self, head: Blocks, structure: Span) -> None:
        """Declare header, reservations and strings, and what stands between the blocks."""
        self.outlet.parsed(0, HEADER)
        end, at = min(head.total, self.source.size), HEADER
        for span in sorted((head.reserved, structure, head.strings), key=lambda span: span.offset):
            unaccounted(self.source, self.outlet, at, min(span.offset, end), "gap")
            at = max(at, span.end)
        for label, span in ((b"reserved", head.reserved), (b"strings", head.strings)):
            self.aside.take(label, span.offset, max(0, min(span.end, end) - span.offset))
        unaccounted(self.source, self.outlet, at, end, "gap")
        if head.total > self.source.size:
            missing = f"{head.total - self.source.size:,} bytes of the tree are missing"
            self.outlet.state(0, HEADER, ByteState.FAILED, missing)

    def _value(self, found: Property) -> bool:
        """Hand over a value that is an image or long; False for a short one, which is part of the structure."""
        span = found.value
        here = max(0, min(span.end, self.source.size) - span.offset)
        is_data = len(found.path) == 3 and found.path[1] == IMAGES and found.name in (b"data", b"")
        name = found.path[2] if is_data else b"/".join((*found.path[1:], found.name))
        if here < span.length:
            self.outlet.state(span.offset, here, ByteState.FAILED, f"{safe_text(name, 200)} is cut")
        if span.length > LONG or (is_data and found.name and span.length):
            self.outlet.view(name, span.offset, here)
        elif span.length > SHORT:
            self.aside.take(b"property", span.offset, here)
        else:
            return False
        return True

    def _image(self, name: bytes) -> Image:
        if len(self.images) >= MOST_IMAGES:
            raise ParseFailure(f"more than {MOST_IMAGES:,} images")
        return self.images.setdefault(name, Image())

    def _note(self, found: Property) -> None:
        """Keep what the tree says about an image and its hashes."""
        depth = len(found.path)
        if depth not in (3, 4) or found.path[1] != IMAGES:
            return
        image = self._image(found.path[2])
        if depth == 3 and found.name == b"data":
            image.data = found.value
        elif found.value.length <= SHORT:
            values = image.values if depth == 3 else image.below.setdefault(found.path[3], {})
            values[found.name] = self.source.read(found.value.offset, found.value.length)

    def verify_all(self) -> None:
        """Compare every image that is there with its hashes."""
        for name, image in self.images.items():
            span = image.data
            if span is None or span.end > self.source.size:
                continue
            for node, values in image.below.items():
                self._verify(safe_text(name, 200), span, node, values)

    def _verify(self, shown: str, span: Span, node: bytes, values: dict[bytes, bytes]) -> None:
        algorithm = values.get(b"algo", b"").rstrip(b"\0")
        if node.startswith(b"hash"):
            value = _digest(self.source.data, span, algorithm)
            if value is not None and value != values.get(b"value", value):
                reason = f"the {safe_text(algorithm, 20)} of {shown} is wrong"
                self.outlet.state(span.offset, span.length, ByteState.FAILED, reason)
        elif node.startswith(b"cipher"):
            reason = f"{shown} is encrypted with {safe_text(algorithm, 40)}"
            self.outlet.state(span.offset, span.length, ByteState.ENCRYPTED, reason)


def _digest(data: memoryview, span: Span, algorithm: bytes) -> bytes | None:
    """The hash of ``span`` as U-Boot stores it; None for an unknown algorithm."""
    if algorithm == b"crc32":
        return crc32(data, span.offset, span.length).to_bytes(4, "big")
    if algorithm not in DIGESTS:
        return None
    digest = hashlib.new(DIGESTS[algorithm], usedforsecurity=False)
    for start in range(span.offset, span.end, CHUNK):
        digest.update(data[start : min(start + CHUNK, span.end)])
    return digest.digest()
