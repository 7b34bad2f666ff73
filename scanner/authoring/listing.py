"""The text format of examples: what a delivery shows, and the findings that must come of it. See docs/signatures.md."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field

from scanner.types import Capability, FacescreenError, FactKind, Place, State

NOTHING = "nothing"
_ARROW = "->"
_BY_PATH = frozenset({FactKind.PATH, FactKind.VERSION})
"""Kinds that are not written: a file name stands in the node's path, a version is no evidence."""


class ListingError(FacescreenError):
    """A listing that cannot be read: the message names the line."""

    def __init__(self, line: int, problem: str) -> None:
        self.line = line
        self.problem = problem
        super().__init__(f"line {line}: {problem}")


@dataclass(frozen=True, slots=True)
class Shown:
    """One thing that a node shows. For ``config``, ``value`` is the key path and ``setting`` what it is set to."""

    place: Place
    kind: FactKind
    value: str
    setting: str = ""


@dataclass(frozen=True, slots=True)
class ListedNode:
    """One file of the example; ``form`` is a format id of :mod:`scanner.formats.ids`."""

    path: str
    form: str
    shows: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """One example: its title, its files, and exactly the findings that its product must have (none: silence)."""

    title: str
    line: int
    nodes: tuple[ListedNode, ...]
    expected: tuple[tuple[Capability, State], ...]


@dataclass(slots=True)
class _Draft:
    title: str
    line: int
    nodes: list[tuple[str, str, list[Shown]]] = field(default_factory=list)
    expected: list[tuple[Capability, State]] = field(default_factory=list)
    silent: bool = False

    def case(self) -> Case:
        if not self.nodes:
            raise ListingError(self.line, "the case shows no file")
        if self.silent == bool(self.expected):
            raise ListingError(self.line, f"the case needs '{_ARROW} capability state' or '{_ARROW} {NOTHING}'")
        nodes = tuple(ListedNode(path, form, tuple(shows)) for path, form, shows in self.nodes)
        return Case(self.title, self.line, nodes, tuple(self.expected))


def cases(text: str) -> Iterator[Case]:
    """The cases of a listing, in order.

    :raises ListingError: at the first line that is not as the format says.
    """
    draft: _Draft | None = None
    for number, line in enumerate(text.splitlines(), 1):
        content = line.strip()
        if not content or content.startswith("#"):
            continue
        indent = len(line) - len(line.lstrip(" "))
        if indent == 0:
            if draft is not None:
                yield draft.case()
            draft = _Draft(content, number)
        elif draft is None:
            raise ListingError(number, "a case begins with its title at the start of a line")
        else:
            _take(draft, indent, content, number)
    if draft is not None:
        yield draft.case()


def _take(draft: _Draft, indent: int, content: str, number: int) -> None:
    if indent == 2 and content.startswith(_ARROW):
        _expect(draft, content.removeprefix(_ARROW).split(), number)
    elif indent == 2:
        path, _, form = content.rpartition(" ")
        draft.nodes.append((path or form, form if path else "unknown", []))
    elif indent == 4 and draft.nodes:
        draft.nodes[-1][2].append(_shown(content, number))
    else:
        raise ListingError(number, "indent a file and '->' by two spaces, what the file shows by four")


def _expect(draft: _Draft, words: list[str], number: int) -> None:
    if words == [NOTHING]:
        draft.silent = True
        return
    try:
        capability, state = words
        draft.expected.append((Capability(capability), State.of(state)))
    except (ValueError, KeyError) as error:
        raise ListingError(number, f"expected a capability and a state, or {NOTHING}: {' '.join(words)!r}") from error


def _shown(content: str, number: int) -> Shown:
    place, _, rest = content.partition(" ")
    kind, _, value = rest.strip().partition(" ")
    try:
        shown = Shown(Place(place), FactKind(kind), _unquoted(value.strip()))
    except ValueError as error:
        raise ListingError(number, f"expected place, kind and value: {error}") from error
    if not shown.value or shown.kind in _BY_PATH:
        raise ListingError(number, f"{kind} has no value, or stands in the file's path")
    if shown.kind is not FactKind.CONFIG:
        return shown
    key, equals, setting = shown.value.partition(" = ")
    if not equals:
        raise ListingError(number, "a setting is written 'key/path = value'")
    return Shown(shown.place, shown.kind, key.strip(), setting.strip())


def _unquoted(value: str) -> str:
    if not value.startswith('"'):
        return value
    text = json.loads(value)
    if not isinstance(text, str):
        raise ValueError("not a text")
    return text
