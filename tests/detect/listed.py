"""Files that hold what a listing says: the same settings as JSON, XML or ``key=value`` lines."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape, quoteattr

Line = tuple[str, str]
"""Key path and value, as a listing has them."""
_INDEXES = re.compile(r"(?:\[\d+\])*$")
_PRESENT = "anything"


def steps(path: str) -> list[tuple[str, list[int]]]:
    """The elements of a key path with their indexes: ``a/b[2][0]`` → ``[("a", []), ("b", [2, 0])]``."""
    ends = [(element, _INDEXES.search(element)) for element in path.split("/")]
    return [(e[: end.start()], [int(n) for n in re.findall(r"\d+", end[0])]) for e, end in ends if end is not None]


def as_json(lines: Iterable[Line]) -> str:
    """Nested maps and lists; a list at the root where the first element of a path is an index alone."""
    root: dict[str, Any] = {}
    for path, value in lines:
        keys = [key for name, indexes in steps(path) for key in ([name] if name else []) + indexes]
        _put(root, keys if isinstance(keys[0], str) else ["", *keys], _scalar(value))
    return json.dumps(_lists(root.get("", root)))


def _put(place: dict[Any, Any], keys: list[Any], value: Any) -> None:
    for key in keys[:-1]:
        place = place.setdefault(key, {})
    place[keys[-1]] = value


def _lists(value: Any) -> Any:
    """Maps whose keys are numbers become lists; what is missing between them is empty."""
    if not isinstance(value, dict):
        return value
    if any(isinstance(key, int) for key in value):
        return [_lists(value.get(index)) for index in range(max(value) + 1)]
    return {key: _lists(inner) for key, inner in value.items()}


def _scalar(value: str) -> Any:
    if value in {"true", "false", "null"} or re.fullmatch(r"-?\d{1,9}", value):
        return json.loads(value) if not re.fullmatch(r"-?0\d+", value) else value
    return _PRESENT if value == "present" else value


@dataclass
class _Element:
    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[_Element] = field(default_factory=list)
    text: str = ""

    def child(self, name: str, index: int) -> _Element:
        same = [one for one in self.children if one.name == name]
        while len(same) <= index:
            same.append(_Element(name))
            self.children.append(same[-1])
        return same[index]

    def __str__(self) -> str:
        attributes = "".join(f" {name}={quoteattr(value)}" for name, value in self.attributes.items())
        inside = "".join(map(str, self.children)) or escape(self.text)
        return f"<{self.name}{attributes}>{inside}</{self.name}>"


def as_xml(lines: Iterable[Line]) -> str:
    """One element for each element of a path; of those of one name the first has no index."""
    root = _Element("root")
    for path, value in lines:
        place = root
        for name, indexes in steps(path):
            if name.startswith("@"):
                place.attributes[name[1:]] = value
                break
            place = place.child(name, indexes[0] if indexes else 0)
        else:
            place.text = _PRESENT if value == "present" else value
    return str(root)


def as_lines(lines: Iterable[Line]) -> str:
    """``a.b[0].c=value``, as devices answer."""
    return "".join(f"{path.replace('/', '.')}={_PRESENT if v == 'present' else v}\n" for path, v in lines)


WRITERS: Mapping[str, Callable[[Iterable[Line]], str]] = {
    "text:json": as_json,
    "text:xml": as_xml,
    "text:keyvalue": as_lines,
}
