"""A tagged PDF as a screen reader meets it: its structure, with the text of each element in the order of the structure.

Reads what typst writes (fonts with two bytes a glyph and a ToUnicode table); no reader for any PDF.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import pikepdf

_BLOCKS = {"P", "H1", "H2", "H3", "Title", "LI", "Lbl", "TR", "TH", "TD", "Figure", "Div"}
_RECORDS = {"P", "H1", "H2", "H3", "Title", "LI", "TR", "Figure"}
_PAIR = re.compile(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_RANGE = re.compile(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")


@dataclass
class Element:
    """One element of the structure; ``children`` are elements and texts in order."""

    tag: str
    node: Any
    children: list[Element | str] = field(default_factory=list)
    marks: list[tuple[Any, int]] = field(default_factory=list)
    """(page, number) of the marked contents that are its own."""

    @property
    def text(self) -> str:
        """All text below, with a space around paragraphs and the like."""
        return "".join(each if isinstance(each, str) else each.spaced for each in self.children)

    @property
    def spaced(self) -> str:
        """The text, with a space around it where the element is a block."""
        return f" {self.text} " if self.tag in _BLOCKS else self.text

    def walk(self) -> Iterator[Element]:
        """This element and all below, in reading order."""
        yield self
        for each in self.children:
            if isinstance(each, Element):
                yield from each.walk()

    def find(self, *tags: str) -> list[Element]:
        """All elements below with one of these tags."""
        return [each for each in self.walk() if each.tag in tags]


@dataclass
class Marked:
    """The marked content of one page: text by its number, and what is painted outside of every mark."""

    texts: dict[int, str] = field(default_factory=dict)
    unmarked: list[str] = field(default_factory=list)
    artifacts: str = ""


@lru_cache(8)
def opened(content: bytes) -> pikepdf.Pdf:
    """The PDF of ``content``."""
    return pikepdf.open(io.BytesIO(content))


@lru_cache(8)
def structure(content: bytes) -> Element:
    """The structure of a tagged PDF."""
    pdf = opened(content)
    pages = {page.objgen: marked(page) for page in pdf.pages}
    root = Element("root", pdf.Root.StructTreeRoot)
    _fill(root, pages, None)
    return root


def records(content: bytes) -> list[str]:
    """The text of each heading, paragraph, list item and table row; of those that stand in another, the outer one."""
    return [" ".join(part.split()) for part in _records(structure(content))]


def _records(element: Element) -> Iterator[str]:
    if element.tag in _RECORDS:
        yield f"{element.node.get('/Alt', '')} {element.text}"
        return
    for each in element.children:
        if isinstance(each, Element):
            yield from _records(each)
        elif each.strip():
            yield each


def _fill(element: Element, pages: dict[Any, Marked], page: Any) -> None:
    kids = element.node.get("/K", pikepdf.Array())
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if not isinstance(kid, pikepdf.Dictionary):
            element.children.append(pages[page].texts.get(int(kid), ""))
            element.marks.append((page, int(kid)))
        elif "/S" in kid:
            child = Element(str(kid.S)[1:], kid)
            _fill(child, pages, kid.Pg.objgen if "/Pg" in kid else page)
            element.children.append(child)
        elif "/MCID" in kid:
            where = kid.Pg.objgen if "/Pg" in kid else page
            element.children.append(pages[where].texts.get(int(kid.MCID), ""))
            element.marks.append((where, int(kid.MCID)))


def marked(page: pikepdf.Page) -> Marked:
    """What ``page`` paints, by the number of the mark around it."""
    found = Marked()
    fonts = {name: _unicode(font) for name, font in page.Resources.get("/Font", {}).items()}
    glyphs: dict[int, str] = {}
    inside: list[int | None] = []
    for instruction in pikepdf.parse_content_stream(page):
        operands, operator = instruction.operands, str(instruction.operator)
        if operator in {"BDC", "BMC"}:
            inside.append(_number(operands))
        elif operator == "EMC":
            inside.pop()
        elif operator == "Tf":
            glyphs = fonts[str(operands[0])]
        elif operator in {"Tj", "TJ"}:
            _text(found, inside, _shown(operands[0], glyphs))
        elif operator in {"f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "Do", "sh"} and not inside:
            found.unmarked.append(operator)
    return found


def _number(operands: Any) -> int | None:
    """The number of a mark, minus one for an artifact, None for any other."""
    if str(operands[0]) == "/Artifact":
        return -1
    return int(operands[1].MCID) if len(operands) > 1 and "/MCID" in operands[1] else None


def _text(found: Marked, inside: list[int | None], text: str) -> None:
    number = next((each for each in reversed(inside) if each is not None), None)
    if number is None:
        found.unmarked.append(text)
    elif number < 0:
        found.artifacts += text
    else:
        found.texts[number] = found.texts.get(number, "") + text


def _shown(operand: Any, glyphs: dict[int, str]) -> str:
    parts = operand if isinstance(operand, pikepdf.Array) else [operand]
    raw = b"".join(bytes(part) for part in parts if isinstance(part, pikepdf.String))
    return "".join(glyphs[int.from_bytes(raw[at : at + 2], "big")] for at in range(0, len(raw), 2))


def _unicode(font: Any) -> dict[int, str]:
    """Glyph → text, by the font's ToUnicode table."""
    table = font.ToUnicode.read_bytes().decode("ascii")
    found: dict[int, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for glyph, text in _PAIR.findall(block):
            found[int(glyph, 16)] = bytes.fromhex(text).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for first, last, text in _RANGE.findall(block):
            start = ord(bytes.fromhex(text).decode("utf-16-be"))
            found.update(
                (code, chr(start + code - int(first, 16))) for code in range(int(first, 16), int(last, 16) + 1)
            )
    return found
