"""Unpack a delivery as a screening does, without any detector: ``python -m benchmarks.unpack_only PATH``.

Everything but the looking is done: intake, identification, readers in fenced workers, hashes and the ledger. Left out
are signature pack, detectors, matching and report. Prints how many nodes there are and how many bytes are unread.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import cast

from scanner import examine, screening
from scanner.catalogue.vocabulary import Vocabulary
from scanner.detect import registry
from scanner.types import UNREAD, Limits


def main() -> int:
    """Unpack what the command line names."""
    examine.DETECTORS = ()
    registry.warm = lambda: None  # detectors' libraries are not needed either
    options = screening.Options(limits=Limits())
    path = Path(sys.argv[1])
    with screening.no_collector():
        ran = screening.examine_all(path, None, cast("Vocabulary", None), "", options)
    unread = sum(entry.length for entry in ran.survey.entries if entry.state in UNREAD)
    print(f"{len(ran.survey.nodes)} nodes, {unread} bytes unread")
    return 0


if __name__ == "__main__":
    sys.exit(main())
