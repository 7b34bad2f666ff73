"""Which arrows of a report are drawn: one for each pair of files, those that lead to the same files folded into one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scanner.report.languages.speaking import gettext as _
from scanner.report.languages.speaking import ngettext

MOST_ALIKE = 4
"""Files that use the same files in the same way are drawn one by one up to this number."""
MOST = 60
"""Arrows."""


@dataclass(frozen=True, slots=True)
class Arrow:
    """One arrow of the drawing; ``files`` is the number of its sources when it stands for several."""

    source: str
    target: str
    label: str
    files: int = 1
    title: str = ""
    carries: bool = False


def how_word(how: str) -> str:
    """The way of use in a word, as it stands between two files."""
    words = {
        "imports": _("imports names from"),
        "invokes": _("calls"),
        "loads": _("loads by name"),
        "script": _("uses in a script"),
        "needs": _("needs"),
    }
    return words.get(how, how)


def few(edges: Iterable[Mapping[str, Any]]) -> tuple[list[Arrow], int]:
    """The arrows to draw, those of the most used files first, and how many pairs are left out."""
    pairs = _pairs(edges)
    folded = _folded([Arrow(source, target, _label(by_word)) for (source, target), by_word in pairs.items()])
    used: dict[str, int] = defaultdict(int)
    for arrow in folded:
        used[arrow.target] += arrow.files
    folded.sort(key=lambda arrow: (-used[arrow.target], arrow.target, arrow.source))
    shown = folded[:MOST]
    return shown, sum(arrow.files for arrow in folded[MOST:])


def _pairs(edges: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str], dict[str, set[str]]]:
    """(source, target) → how it is used → by which names."""
    pairs: dict[tuple[str, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for edge in edges:
        if edge["source"] != edge["target"]:
            pairs[edge["source"], edge["target"]][edge["how"]].update(edge["names"])
    return pairs


def _label(by_word: Mapping[str, set[str]]) -> str:
    """``imports 6 names``: the most telling way of use; that a file is needed as well goes without saying."""
    how = next((word for word in ("invokes", "imports", "loads", "script", "needs") if word in by_word), min(by_word))
    count = len(by_word[how])
    if how == "needs":
        return _("needs it")
    return _used(how, count)


def _used(how: str, count: int) -> str:
    labels = {
        "imports": ngettext("imports %(num)s name", "imports %(num)s names", count),
        "invokes": ngettext("calls %(num)s name", "calls %(num)s names", count),
        "loads": ngettext("loads %(num)s name", "loads %(num)s names", count),
        "script": ngettext("uses %(num)s name", "uses %(num)s names", count),
    }
    return labels.get(how, how)


def _folded(arrows: Sequence[Arrow]) -> list[Arrow]:
    """Sources that nothing points to and that use the same targets in the same way become one, where they are many."""
    by_source: dict[str, list[Arrow]] = defaultdict(list)
    for arrow in arrows:
        by_source[arrow.source].append(arrow)
    targets = {arrow.target for arrow in arrows}
    alike: dict[tuple[tuple[str, str], ...], list[str]] = defaultdict(list)
    for source, own in by_source.items():
        key = () if source in targets else tuple((arrow.target, arrow.label) for arrow in own)
        alike[key].append(source)
    made: list[Arrow] = []
    for key, sources in alike.items():
        many = bool(key) and len(sources) > MOST_ALIKE
        for source in sources[: MOST_ALIKE - 1] if many else sources:
            made += by_source[source]
        if many:
            made += _together(sources[MOST_ALIKE - 1 :], key)
    return made


def _together(sources: Sequence[str], key: Iterable[tuple[str, str]]) -> list[Arrow]:
    title = ngettext("%(num)s more file", "%(num)s more files", len(sources))
    return [Arrow(sources[0], target, label, len(sources), title) for target, label in key]
