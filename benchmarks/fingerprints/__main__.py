"""Fingerprints of libraries: ``python -m benchmarks.fingerprints corpus|look|learn|test [project or target]``.

``corpus`` fetches and builds what the lists name, ``look`` only says what is there; ``learn`` makes the records of
``signatures/fingerprints`` anew; ``test`` measures them on files that nothing was learned from.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence

from benchmarks.fingerprints.background import background
from benchmarks.fingerprints.copies import copies
from benchmarks.fingerprints.corpus import corpus
from benchmarks.fingerprints.cost import cost
from benchmarks.fingerprints.learning import learn
from benchmarks.fingerprints.lists import WrongList
from benchmarks.fingerprints.mutants import mutants
from benchmarks.fingerprints.recall import test
from benchmarks.fingerprints.silence import silence

PARTS: dict[str, Callable[[str], int]] = {
    "corpus": corpus,
    "background": background,
    "learn": learn,
    "test": test,
    "silence": silence,
    "copies": copies,
    "cost": cost,
    "mutants": mutants,
    "look": lambda asked: corpus(asked, fetch=False),
}


def main(words: Sequence[str]) -> int:
    """Run one part, for everything or for one project or target."""
    if not words or words[0] not in PARTS:
        print(__doc__, f"Parts: {', '.join(PARTS)}", file=sys.stderr)
        return 2
    try:
        return PARTS[words[0]](words[1] if len(words) > 1 else "")
    except WrongList as problem:
        print(problem, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
