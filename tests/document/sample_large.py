"""A delivery in which everything is many at once: findings, their evidence, unread regions, files, arrows and links."""

from __future__ import annotations

from dataclasses import replace

from scanner.document.result import Result
from scanner.types import Edge, Link, Place, Proof, State
from tests.document import sample
from tests.document.sample_parts import COMPARE, DAEMON, EXTRACT, LIBRARY, ROOT, SONAME, proof

_FACTS = (COMPARE, EXTRACT, SONAME)
_IN_A_FILE = 3
"""Places of a finding that lie in the same file."""


def everything(count: int = 10_000, places: int = 5) -> Result:
    """``count`` findings of ``places`` rows of evidence each, and as many unread regions, arrows and links; in twice as
    many files."""
    base = sample.spread(count, 2 * count, count)
    findings = tuple(
        replace(finding, proofs=_proofs(number, places), remarks=_remarks(number))
        for number, finding in enumerate(base.findings)
    )
    edges = tuple(
        Edge(f"{ROOT}!/opt/app{n // 100:03}/module{n:05}.so", LIBRARY if n % 2 else DAEMON, "imports", (f"face_{n}",))
        for n in range(count)
    )
    links = tuple(Link(f"{ROOT}!/usr/lib/libface.so.{n}", f"libface.so.{n}.0") for n in range(count))
    return replace(base, findings=findings, edges=edges, links=links)


def _proofs(number: int, places: int) -> tuple[Proof, ...]:
    """Evidence of three kinds, in a file of its own for every three places."""
    folder = f"{ROOT}!/opt/app{number // 100:03}"
    return tuple(
        proof(
            _FACTS[at % len(_FACTS)],
            f"{folder}/module{number + at // _IN_A_FILE:05}.so",
            Place.DEFINED,
            State.SHIPPED,
            number * 4096 + at * 16,
            f"function number {number}-{at}",
        )
        for at in range(places)
    )


def _remarks(number: int) -> tuple[str, ...]:
    """One that many findings share, or one that is of this finding alone."""
    return (f"Module {number} is loaded late.",) if number % 4 == 0 else ("The settings of this part are off.",)
