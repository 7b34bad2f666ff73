"""``python -m benchmarks.images COMMAND [IMAGE...]``; see benchmarks/README.md."""

from __future__ import annotations

import sys

from benchmarks.images.build import build
from benchmarks.images.cost import cost
from benchmarks.images.losses import losses
from benchmarks.images.recall import recall

COMMANDS = {"build": build, "recall": recall, "losses": losses, "cost": cost}


def main() -> int:
    """Run one command."""
    if len(sys.argv) < 2 or sys.argv[1] not in COMMANDS:
        print(f"usage: python -m benchmarks.images {'|'.join(COMMANDS)} [IMAGE...]", file=sys.stderr)
        return 2
    return COMMANDS[sys.argv[1]](sys.argv[2:])


if __name__ == "__main__":
    sys.exit(main())
