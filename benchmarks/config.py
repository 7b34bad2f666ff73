"""Configuration bundles, measured: ``python -m benchmarks.config speed|bombs|mutants|silence|recall|binary [more]``.

``speed`` reads real and generated configuration, ``bombs`` what was made to exhaust a reader, ``mutants`` damaged
files, ``silence`` configuration that has nothing to do with faces, ``recall`` public files that configure face systems.
A part is the function ``measure`` of ``benchmarks/config_<part>.py``: it takes the words behind its name, keeps its
result and returns 1 where a target is missed. ``binary`` compares property lists and databases with what plistlib and
SQLite read.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence

PARTS = ("speed", "bombs", "mutants", "silence", "recall", "binary")


def main(words: Sequence[str]) -> int:
    """Run one part."""
    if not words or words[0] not in PARTS:
        print(__doc__, file=sys.stderr)
        return 2
    return int(importlib.import_module(f"benchmarks.config_{words[0]}").measure(words[1:]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
