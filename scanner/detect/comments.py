"""What a source file says in prose: comments, docstrings, sentences in texts. A name in it is no use of anything."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache

from scanner.detect.languages import Kind, Rule, Syntax, opening, syntax_of, syntax_of_settings

_PLACES = 1000
"""Places of one text that are looked at; a text that stands in more counts as used."""
_WITHIN_LINE, _BLOCK = 2000, 1 << 16
"""Longest comment that is believed: behind code on its line, and a block that begins its line. In a program of one line
a mark that is none would hide all that follows."""
_LINE_START = 200
_WORD = rb"[^\s;={}<>$|]++"
_SENTENCE = re.compile(_WORD + rb"(?:\s++" + _WORD + rb")++")
"""A text of two words or more, without the marks of code and commands."""
_PLAIN = re.compile(rb"(?<![^\s(\"'`])[A-Za-z]?[a-z]++[.,:!?)]*+(?![^\s)\"'`])")
"""A word of language. A list of names of functions, to be loaded one by one, has none."""
_CALL = re.compile(rb"\w\((?!\))|[\"'`](?:import|from)\s+[\w.]+(?:\s+import\b|[\"'`])")
"""A call with arguments, an import: code that is evaluated, or a part of it."""
_EVALUATED = re.compile(rb"\b(?:exec|eval|compile)\b")

Span = tuple[int, int]


class Prose:
    """The prose of one source file. In doubt a place is code: an unknown language, an unclosed comment."""

    def __init__(self, source: bytes, name: str, settings: str = "") -> None:
        """``name``: the file's, its ending tells the language; else the first line does. ``settings``: the format id
        of a configuration file."""
        self._folded = source.lower()
        syntax = syntax_of_settings(name, settings) if settings else syntax_of(name, source)
        self._known = syntax is not None
        self._remarks, sentences = _spans(source, syntax) if syntax is not None else ([], [])
        self._all = sorted(self._remarks + sentences)

    def covers(self, offset: int) -> bool:
        """Whether ``offset`` stands in a comment or docstring; in an unknown language, on a line like one."""
        if self._known:
            return _in(self._remarks, offset)
        line = self._folded[max(offset - _LINE_START, 0) : offset].rpartition(b"\n")[2].lstrip()
        return line.startswith((b"//", b"#", b"--", b"/*"))

    def holds(self, text: bytes, *, name: bool = False) -> bool:
        """Whether every ``text`` (in any case of letters) stands in comments or docstrings; a ``name`` of code in
        sentences as well, such as messages to the user."""
        spans, wanted, offset = self._all if name else self._remarks, text.lower(), -1
        for _ in range(_PLACES if spans else 0):
            offset = self._folded.find(wanted, offset + 1)
            if offset < 0:
                return True
            if not _in(spans, offset):
                return False
        return False


def comment_mark(name: str) -> str:
    """What begins a comment line in the source file ``name``; nothing where comments of its language are not told."""
    syntax = syntax_of(name)
    return syntax.mark if syntax is not None else ""


def _in(spans: list[Span], offset: int) -> bool:
    index = bisect_right(spans, offset, key=lambda span: span[0]) - 1
    return index >= 0 and offset < spans[index][1]


def _spans(source: bytes, syntax: Syntax) -> tuple[list[Span], list[Span]]:
    """Comments and docstrings, and texts that are sentences: disjoint, in order."""
    remarks: list[Span] = []
    sentences: list[Span] = []
    depth = 0
    runs_itself = b"__doc__" in source and _EVALUATED.search(source) is not None
    for kind, start, end in pieces(source, syntax.rules):
        depth = max(depth + {Kind.OPEN: 1, Kind.CLOSE: -1}.get(kind, 0), 0)
        stands_alone = kind is Kind.TEXT and syntax.docstrings and not depth and _stands_alone(source, start)
        documents = stands_alone and not runs_itself
        if documents or (kind is Kind.COMMENT and _believable(source, start, end)):
            remarks.append((start, end))
        elif kind is Kind.TEXT and syntax.sentences and _is_sentence(source, start, end):
            sentences.append((start, end))
    return remarks, sentences


def _is_sentence(source: bytes, start: int, end: int) -> bool:
    if _SENTENCE.fullmatch(source, start, end) is None or _CALL.search(source, start, end) is not None:
        return False
    return _PLAIN.search(source, start, end) is not None


def pieces(source: bytes, rules: tuple[Rule, ...]) -> Iterator[tuple[Kind, int, int]]:
    """Kind, start and end of comments, texts and brackets, in order."""
    at = 0
    unclosed = [0] * len(rules)
    beginning, rests = _compiled(rules)
    while (opened := beginning.search(source, at)) is not None:
        number = int((opened.lastgroup or "r0")[1:])
        rule, at = rules[number], opened.end()
        closed = rests[number].match(source, at) if at > unclosed[number] else None
        if closed is not None:
            at = closed.end()
            yield rule.kind, opened.start(), at
        elif at > unclosed[number]:
            line_end = source.find(b"\n", at)
            unclosed[number] = line_end if rule.line and line_end >= 0 else len(source)


@cache
def _compiled(rules: tuple[Rule, ...]) -> tuple[re.Pattern[bytes], tuple[re.Pattern[bytes], ...]]:
    return opening(rules), tuple(re.compile(rule.rest) for rule in rules)


def _believable(source: bytes, start: int, end: int) -> bool:
    return end - start <= _WITHIN_LINE or (end - start <= _BLOCK and _begins_line(source, start))


def _begins_line(source: bytes, offset: int) -> bool:
    line = source[max(offset - _LINE_START, 0) : offset].rpartition(b"\n")
    return not line[2].strip() and (bool(line[1]) or offset <= _LINE_START)


def _stands_alone(source: bytes, offset: int) -> bool:
    """Whether a text is the first on its line and no part of the line before."""
    before = source[max(offset - _LINE_START, 0) : offset].rpartition(b"\n")[0].rstrip(b"\r")
    return _begins_line(source, offset) and not before.endswith(b"\\")
