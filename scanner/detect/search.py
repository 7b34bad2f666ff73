"""One pass of the pack's YARA rules over a node, for all detectors that ask for what it hit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scanner.types import LimitReached

if TYPE_CHECKING:
    from scanner.catalogue.vocabulary import Vocabulary
    from scanner.detect.interface import Subject
    from scanner.formats.source import Source

Answer = list[Any] | LimitReached


class _Last:
    """The last answer: a node's detectors come one after the other."""

    def __init__(self) -> None:
        self._asked: tuple[Source, Vocabulary] | None = None
        self._answer: Answer = []

    def of(self, subject: Subject) -> Answer:
        """The answer for ``subject``, searched for if its bytes are not those of the last one."""
        asked = self._asked
        if asked is None or asked[0] is not subject.source or asked[1] is not subject.vocabulary:
            self._answer = _search(subject)
            self._asked = subject.source, subject.vocabulary
        return self._answer


_LAST = _Last()


def hits(subject: Subject) -> list[Any]:
    """Every rule of the pack that matches, with the first place of each of its strings.

    :raises LimitReached: where YARA does not finish within ``limits.match_seconds``, however often it is asked.
    """
    answer = _LAST.of(subject)
    if isinstance(answer, LimitReached):
        raise answer
    return answer


def _search(subject: Subject) -> Answer:
    try:
        return matched(subject.vocabulary.rules, subject)
    except LimitReached as error:
        return error


def matched(rules: Any, subject: Subject) -> list[Any]:
    """What ``rules`` hit in the bytes of ``subject``.

    :raises LimitReached: where YARA does not finish within ``limits.match_seconds``.
    """
    return matched_in(rules, subject.source.data, subject.limits.match_seconds)


def matched_in(rules: Any, data: Any, seconds: int) -> list[Any]:
    """What ``rules`` hit in the buffer ``data``.

    Fast mode keeps only the first hit of a pattern that stands alone in its condition: a node that repeats one text a
    million times then costs no memory. Data above 2 GiB works (tried with 3 GiB).

    :raises LimitReached: where YARA does not finish within ``seconds``.
    """
    import yara

    try:
        matches: list[Any] = rules.match(data=data, fast=True, timeout=seconds, warnings_callback=_carry_on)
    except yara.TimeoutError as error:
        raise LimitReached(f"the signature scan took longer than {seconds:,} s (--max-match-seconds)") from error
    return matches


def _carry_on(_kind: int, _message: object) -> int:
    """Answer to "too many matches" of one pattern: its hits so far stand, the scan goes on (0 is CALLBACK_CONTINUE)."""
    return 0
