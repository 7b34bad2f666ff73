"""The page's drawings as a browser would find them: every rectangle, path and text of an SVG, and tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import combinations

from scanner.report.charts.squares import Box

_VOID = {"meta", "link", "br", "hr", "img", "input"}


@dataclass
class Element:
    """One element with everything in it as text."""

    tag: str
    attributes: dict[str, str]
    inside: list[Element] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its text with that of everything below it, in order."""
        return "".join(self.texts)

    def all(self, tag: str, **attributes: str) -> list[Element]:
        """Elements below it, in the page's order; ``class_="bar"`` asks for one of several classes."""
        wanted = {key.rstrip("_"): value for key, value in attributes.items()}
        found = []
        for each in self.inside:
            fits = all(value in each.attributes.get(key, "").split() for key, value in wanted.items())
            found += [each] if each.tag == tag and fits else []
            found += each.all(tag, **attributes)
        return found

    def box(self) -> Box:
        """Of a ``rect``."""
        return Box(*(float(self.attributes[key]) for key in ("x", "y", "width", "height")))


class _Tree(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = [Element("", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {key: value or "" for key, value in attrs})
        self.open[-1].inside.append(element)
        if tag not in _VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].inside.append(Element(tag, {key: value or "" for key, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, f"<{self.open[-1].tag}> is closed by </{tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.texts.append(data)


def page(content: bytes) -> Element:
    """The whole page as a tree.

    :raises AssertionError: where an element is not closed in its turn.
    """
    parser = _Tree()
    parser.feed(content.decode("utf-8"))
    parser.close()
    assert len(parser.open) == 1
    return parser.open[0]


def section(content: bytes, identifier: str) -> Element:
    """The section ``identifier`` of a page."""
    (found,) = page(content).all("section", id=identifier)
    return found


def apart(boxes: list[Box]) -> bool:
    """Whether no two boxes overlap by more than can be blamed on rounding."""
    return not any(_common(one, other) > 1e-6 for one, other in combinations(boxes, 2))


def _common(one: Box, other: Box) -> float:
    width = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    height = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    return width * height if width > 0 and height > 0 else 0.0
