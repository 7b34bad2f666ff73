"""Sentences of the report document in the spoken language: whole, or by the pattern that they were made from.

The document is English, and the same for every reader. Its sentences are made by lower rooms out of fixed words and
values; ``phrases.json``, ``reasons.json`` and, for what a command refuses, ``refusals.json`` hold them with ``{name}``
in the place of each value, and say which value is itself put over. A sentence that nothing knows stays English, and
is marked so where a format can.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from scanner.report.languages.patterns import NUMBER, SLOT, Pattern, compiled, kind_of, list_of, one_of
from scanner.report.languages.speaking import ENGLISH, gettext, ngettext, spoken, translated
from scanner.report.languages.standins import stand_ins

_SENTENCES = re.compile(r"(?<=[.?!]) (?=[A-Z])")
_COUNT = re.compile(r"(?P<number>[\d,]+) (?P<noun>.+)")
_LONGEST = 20_000
"""Characters: a name has 4,096 at most, and a sentence some of them; a longer text is shown as it is."""
_MOST_PARTS = 8
"""Sentences that are tried one by one where they stand together."""
_DEEPEST = 6
"""Sentences within sentences."""


def said(sentence: str) -> str:
    """``sentence`` out of the document in the spoken language; as it is where nothing is known of it."""
    return sentence if spoken() == ENGLISH or not sentence else (_known(sentence, spoken()) or sentence)


def is_known(sentence: str) -> bool:
    """Whether :func:`said` speaks the language: false for what stays English and is to be marked so."""
    return spoken() == ENGLISH or not sentence or bool(_known(sentence, spoken()))


def counted(number: int, noun: str, many: str | None = None) -> str:
    """``1 file`` or ``1,204 files`` in the spoken language; the nouns stand in ``phrases.json``."""
    return ngettext(f"%(num)s {noun}", f"%(num)s {many or noun + 's'}", number)


def _known(sentence: str, language: str) -> str:
    return "" if len(sentence) > _LONGEST else _put_over(sentence, language, _DEEPEST)


@lru_cache(1 << 14)
def _put_over(sentence: str, language: str, depth: int) -> str:
    """``sentence`` in the spoken language, or nothing. Kept, so that no piece of a hostile text is tried twice."""
    if whole := translated(sentence):
        return whole
    return (_by_pattern(sentence, depth) or _in_parts(sentence, depth)) if depth > 0 else ""


def _by_pattern(sentence: str, depth: int) -> str:
    for pattern in _patterns():
        for late in (False, True):
            values = pattern.match(sentence, late=late)
            if values is not None and (text := translated(pattern.text)):
                spoken_values = {name: _value(name, value, depth - 1) for name, value in values.items()}
                if all(spoken_values.values()):
                    return _filled(text, spoken_values)
    return ""


def _filled(text: str, values: dict[str, str]) -> str:
    return SLOT.sub(lambda slot: values.get(slot[1], slot[0]), text)


def _in_parts(sentence: str, depth: int) -> str:
    """Several sentences after each other, where all are known, one by one or some of them together."""
    parts = _SENTENCES.split(sentence, _MOST_PARTS)
    put_over, at = [], 0
    while at < len(parts):
        for end in range(len(parts) if at else len(parts) - 1, at, -1):
            if text := _put_over(" ".join(parts[at:end]), spoken(), depth - 1):
                put_over.append(text)
                at = end
                break
        else:
            return ""
    return " ".join(put_over)


def _value(name: str, value: str, depth: int) -> str:
    """The value in the spoken language; empty for one without which its pattern is not meant."""
    kind = kind_of(name, _phrases()["values"])
    if kind in _phrases()["sets"]:
        return _word(value)
    return _SPOKEN[kind](value, depth) if kind in _SPOKEN else value


def _said(value: str, depth: int) -> str:
    return _put_over(value, spoken(), depth) or stand_ins(value)


def _sentence_begun(value: str, depth: int) -> str:
    """A sentence that goes on: known where it is one with a full stop."""
    return _put_over(f"{value}.", spoken(), depth).removesuffix(".")


def _count(value: str, _depth: int) -> str:
    found = _COUNT.fullmatch(value)
    if found is None or found["noun"] not in _nouns():
        return ""
    one, many = _nouns()[found["noun"]]
    return ngettext(f"%(num)s {one}", f"%(num)s {many}", int(found["number"].replace(",", "")))


def _word(value: str, _depth: int = 0) -> str:
    """A fixed word, also at the beginning of a sentence."""
    if found := translated(value):
        return found
    found = translated(value[:1].lower() + value[1:])
    return found[:1].upper() + found[1:] or value


def _words(value: str, _depth: int) -> str:
    return ", ".join(map(_word, value.split(", ")))


def _and(value: str, depth: int) -> str:
    """``a, b and 2 more functions``: words, the last may be counted."""
    head, found, last = value.rpartition(" and ")
    if not found:
        return _word(value)
    return gettext("%(first)s and %(last)s", first=_words(head, depth), last=_count(last, depth) or _word(last))


def _listed(value: str, depth: int) -> str:
    return "; ".join(_said(part, depth) for part in value.split("; "))


def _instances(value: str, _depth: int) -> str:
    """``channel 3, rule 1``; empty for anything else."""
    parts = [part.partition(" ") for part in value.split(", ")]
    return ", ".join(f"{_word(word)} {which}" for word, _, which in parts) if all(p[2] for p in parts) else ""


_LISTS = {"capabilities": "capability", "qualifiers": "qualifier", "states": "state"}
"""Kinds of values that are some words of a set, with commas between."""
_SPOKEN: dict[str, Callable[[str, int], str]] = {
    "said": _said,
    "known": lambda value, depth: _put_over(value, spoken(), depth),
    "begun": _sentence_begun,
    "count": _count,
    "capabilities": _words,
    "qualifiers": _words,
    "states": _words,
    "value": lambda value, _: stand_ins(value),
    "caller": lambda value, _: value if "/" in value or " " not in value else "",
    "phrase": lambda value, _: translated(value) or value,
    "and": _and,
    "listed": _listed,
    "instances": _instances,
}
"""Kinds of values that are put over; the others are a vendor's, or numbers."""


@cache
def _phrases() -> dict[str, Any]:
    return _read("phrases.json")


def _read(name: str) -> dict[str, Any]:
    return dict(json.loads(resources.files("scanner.report.languages").joinpath(name).read_text("utf-8")))


@cache
def _nouns() -> dict[str, tuple[str, str]]:
    """Noun, as it stands in a sentence → both its forms."""
    pairs = [(str(one), str(many)) for one, many in _phrases()["counted"]]
    return {form: pair for pair in pairs for form in pair}


@cache
def _patterns() -> tuple[Pattern, ...]:
    """All patterns, the most literal first."""
    sets = {name: _with_capitals(words) for name, words in _phrases()["sets"].items()}
    shapes = {name: rf"{one_of(words)}(?!\w)" for name, words in sets.items()}
    shapes |= {kind: rf"{list_of(sets[name])}(?!\w)" for kind, name in _LISTS.items()}
    shapes["count"] = rf"{NUMBER} {one_of(tuple(_nouns()))}(?![\w-])"
    texts = [*_phrases()["sentences"], *_read("reasons.json")["reasons"], *_read("refusals.json")["refusals"]]
    made = [compiled(text, _phrases()["values"], shapes) for text in texts if SLOT.search(text)]
    return tuple(sorted(made, key=lambda pattern: -pattern.weight))


def _with_capitals(words: list[str]) -> tuple[str, ...]:
    """The words, as they are and at the beginning of a sentence."""
    return tuple(dict.fromkeys([*words, *(word[:1].upper() + word[1:] for word in words)]))
