"""Binary XML of Android: manifests, preferences and layouts in packages, with the paths that the XML reader gives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from scanner.detect.settings.android.chunks import CLOSE, OPEN, TEXT, Chunk, Texts, chunks
from scanner.detect.settings.interface import Setting, bounded, check_depth, content, element
from scanner.types import Limits, ParseFailure

if TYPE_CHECKING:
    from scanner.formats.source import Source

_NAMESPACE = "@xmlns"


class AndroidXml:
    """Reads elements, attributes (``@name``) and texts. Of elements of one name the second is ``name[1]``."""

    FORMAT: ClassVar[str] = "android-xml"
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "what an attribute refers to in the resource table is not looked up, its number is the value (@0x7f…)",
        "sizes, fractions and colours stay numbers",
    )

    def read(self, source: Source, limits: Limits) -> Iterator[Setting]:
        """All settings, with the offset of the element's chunk."""
        return bounded(_settings(memoryview(content(source, limits)), limits), limits)


@dataclass(slots=True)
class _Element:
    path: tuple[str, ...]
    space: str
    offset: int
    names: dict[str, int] = field(default_factory=dict)
    text: list[str] = field(default_factory=list)


def _settings(data: memoryview, limits: Limits) -> Iterator[Setting]:
    texts = Texts(len(data))
    opened: list[_Element] = []
    for chunk in chunks(data):
        if chunk.kind == OPEN:
            check_depth(len(opened) + 1, limits)
            yield from _open(chunk, texts, opened)
        elif chunk.kind == CLOSE:
            yield from _close(opened)
        elif chunk.kind == TEXT and opened and len(chunk.body) >= 4:
            opened[-1].text.append(texts.text(int.from_bytes(chunk.body[:4], "little")))
        else:
            texts.take(chunk)
    if opened:
        raise ParseFailure("no binary XML: an element does not end")
    if texts.broken is not None:
        raise texts.broken


def _open(chunk: Chunk, texts: Texts, opened: list[_Element]) -> Iterator[Setting]:
    space, name, attributes = texts.element(chunk)
    around = opened[-1] if opened else None
    made = _Element(
        (*around.path, _numbered(element(name), around)) if around else (element(name),), space, chunk.offset
    )
    opened.append(made)
    if space and (around is None or around.space != space):
        yield Setting((*made.path, _NAMESPACE), space, chunk.offset)
    for key, value in attributes:
        yield Setting((*made.path, "@" + element(key)), value, chunk.offset)


def _close(opened: list[_Element]) -> Iterator[Setting]:
    if not opened:
        raise ParseFailure("no binary XML: an element ends that did not begin")
    done = opened.pop()
    if not done.names:
        yield Setting(done.path, "".join(done.text).strip(), done.offset)


def _numbered(name: str, around: _Element) -> str:
    number = around.names.get(name, 0)
    around.names[name] = number + 1
    return f"{name}[{number}]" if number else name
