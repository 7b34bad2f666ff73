"""Words that name what a face recogniser does, and what several of them mean together: for products nobody listed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

WORDS = "WORDS"
"""The YARA namespace of the rule that looks for roots and phrases."""
SEVERAL, HEAVY, SOME = "several-names", "heavy-names", "some-name"
"""Values that detectors give beside the lexicon's meanings: a file has enough names; three of them or more say much by
themselves; a file has a name that says much, and not enough."""
MOST_TELLING = 3
"""Names that say much by themselves, from which a file has many."""
_TOKEN = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_ONE_TO_MANY = re.compile(r"1(?:[:vV]|vs|[tT]o|_to_)[nN](?![a-z])")
_ONE_TO_ONE = re.compile(r"1(?:[:vV]|vs|[tT]o|_to_)1(?!\d)")
_LONGEST_RUN, _MOST_PARTS, _SHORTEST = 40, 5, 3
"""Letters of a run that may be several words written as one, parts that it is cut into, letters of a part."""
_WIDE_ENCODINGS = ("utf-8", "utf-16-le", "gb18030", "big5", "shift_jis", "euc_kr", "cp1251")
"""How programs hold texts of languages without Latin letters."""


class Meaning(NamedTuple):
    """What words of all classes ``needs`` (bits) mean together, and how much that says."""

    value: str
    needs: int
    weight: int
    beside: bool = False
    """Of names without a word for the face: they count in a file that has such a word elsewhere."""


class Need(NamedTuple):
    """A file is shown that has so many names, meanings, so much weight of meanings, and so many names of weight 2."""

    names: int
    meanings: int
    weight: int
    heavy: int = 0


class Sense(NamedTuple):
    """One meaning of one name or text."""

    value: str
    weight: int
    beside: bool = False
    """It counts only in a file that has a word for the face elsewhere, and another meaning of this kind."""


@dataclass(frozen=True)
class Lexicon:
    """The words of a pack, made for cutting names into them. ``phrases``: texts of languages that do not part words."""

    roots: tuple[str, ...]
    words: Mapping[str, int]
    """Word → the classes that it is of, as bits."""
    pairs: Mapping[tuple[str, str], int]
    """Two words, one after the other, → classes."""
    face: int
    finding: int
    """Bit of the class of words for the subject, and of words for finding faces."""
    others: frozenset[str]
    other_pairs: frozenset[tuple[str, str]]
    no_face: frozenset[str]
    near: tuple[int, int]
    """How many words apart the words of one meaning stand, in names and in texts."""
    meanings: tuple[Meaning, ...]
    phrases: Mapping[str, tuple[Sense, ...]]
    needs: tuple[Need, ...]
    _parts: Any = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_parts", lru_cache(1 << 16)(self._cut))

    def patterns(self) -> Iterator[tuple[bytes, str]]:
        """Bytes to look for, each with the root or phrase that it is."""
        for root in self.roots:
            yield root.encode(), root
            yield root.encode("utf-16-le"), root
        for phrase in self.phrases:
            yield from ((data, phrase) for data in dict.fromkeys(_encoded(phrase)))

    def senses(self, text: str) -> tuple[Sense, ...]:
        """What the name or short text ``text`` means; the heaviest of each meaning.

        In a text of several words, and beside words for finding faces, only what is heavy counts: people write about
        faces of many kinds.
        """
        words = self._words(text)
        if not self.others.isdisjoint(words) or not self.other_pairs.isdisjoint(pairwise(words)):
            return ()
        classes = self._classes(words)
        careful = " " in text.strip() or any(one & self.finding for one in classes)
        near = self.near[" " in text.strip()]
        best: dict[str, int] = {}
        beside = not any(one & self.face for one in classes)
        for index, one in enumerate(classes):
            if beside or one & self.face:
                self._weigh(_union(classes[max(index - near, 0) : index + near + 1]), beside, best)
        return tuple(Sense(value, weight, beside) for value, weight in best.items() if weight > 1 or not careful)

    def names_face(self, text: str) -> bool:
        """Whether ``text`` has a word for the face, and none of another trade."""
        words = self._words(text)
        return self.others.isdisjoint(words) and any(one & self.face for one in self._classes(words))

    def is_enough(self, names: int, heavy: int, senses: Mapping[str, int]) -> bool:
        """Whether so many names, of which ``heavy`` say much, with these meanings (value → weight) show a recogniser to
        a person."""
        has = Need(names, len(senses), sum(senses.values()), heavy)
        return any(all(need <= got for need, got in zip(needed, has, strict=True)) for needed in self.needs)

    def _weigh(self, classes: int, beside: bool, best: dict[str, int]) -> None:
        for meaning in self.meanings:
            met = classes & meaning.needs == meaning.needs and meaning.beside is beside
            if met and meaning.weight > best.get(meaning.value, 0):
                best[meaning.value] = meaning.weight

    def _words(self, text: str) -> list[str]:
        text = _ONE_TO_ONE.sub(" onetoone ", _ONE_TO_MANY.sub(" onetomany ", text))
        return [word for token in _TOKEN.findall(text) for word in self._parts(token.lower())]

    def _classes(self, words: list[str]) -> list[int]:
        classes = [self.words.get(word, 0) for word in words]
        for index, pair in enumerate(pairwise(words)):
            classes[index] |= self.pairs.get(pair, 0)
        return classes

    def _cut(self, run: str) -> tuple[str, ...]:
        """``run`` as words: itself, the words that it is joined of, or a name that is made of "face"."""
        if run in self.words or run in self.others or not 2 * _SHORTEST <= len(run) <= _LONGEST_RUN:
            return (run,)
        joined = self._joined(run, _MOST_PARTS)
        if joined:
            return joined
        made = run.startswith("face") or run.endswith("face")
        return ("face",) if made and run not in self.no_face else (run,)

    def _joined(self, run: str, most: int) -> tuple[str, ...] | None:
        """``run`` cut into words without a rest, the longest first; None where it cannot be."""
        if not run or not most:
            return None if run else ()
        for length in range(len(run), _SHORTEST - 1, -1):
            if run[:length] in self.words:
                rest = self._joined(run[length:], most - 1)
                if rest is not None:
                    return (run[:length], *rest)
        return None


def lexicon_from(data: Mapping[str, Any]) -> Lexicon:
    """``data`` must have passed the schema ``lexicon``, and :func:`unknown_classes` found none."""
    bits = {name: 1 << number for number, name in enumerate(data["words"])}
    words: dict[str, int] = {}
    pairs: dict[tuple[str, str], int] = {}
    for name, listed in data["words"].items():
        for word in listed:
            first, _, second = word.partition(" ")
            if second:
                subject = bits["face"] if first in data["words"]["face"] else 0
                pairs[first, second] = pairs.get((first, second), 0) | bits[name] | subject
            else:
                words[word] = words.get(word, 0) | bits[name]
    return Lexicon(
        roots=tuple(data["roots"]),
        words=words,
        pairs=pairs,
        face=bits["face"],
        finding=bits["finding"],
        others=frozenset(other for other in data["others"] if " " not in other),
        other_pairs=frozenset((a, b) for a, _, b in (other.partition(" ") for other in data["others"]) if b),
        no_face=frozenset(data["no_face"]),
        near=(data["near"]["names"], data["near"]["texts"]),
        meanings=tuple(_meaning(m, bits) for m in data["meanings"]),
        phrases=_phrases(data["phrases"]),
        needs=tuple(Need(**need) for need in data["needs"]),
    )


def _meaning(data: Mapping[str, Any], bits: Mapping[str, int]) -> Meaning:
    return Meaning(
        data["value"], _union([bits[name] for name in data["all"]]), data["weight"], data.get("beside", False)
    )


def unknown_classes(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(meaning, class) for every class of a meaning that has no words."""
    for meaning in data["meanings"]:
        yield from ((meaning["value"], name) for name in meaning["all"] if name not in data["words"])


def _phrases(listed: Any) -> dict[str, tuple[Sense, ...]]:
    found: dict[str, tuple[Sense, ...]] = {}
    for entry in listed:
        for text in entry["texts"]:
            found[text] = (*found.get(text, ()), Sense(entry["value"], entry["weight"]))
    return found


def _encoded(text: str) -> Iterator[bytes]:
    for encoding in _WIDE_ENCODINGS:
        try:
            yield text.encode(encoding)
        except UnicodeEncodeError:
            continue


def _union(bits: list[int]) -> int:
    total = 0
    for one in bits:
        total |= one
    return total
