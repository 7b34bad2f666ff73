"""``python -m benchmarks.hostile [bombs|shapes]``: bombs end within limits, hostile archives write nowhere else."""

from __future__ import annotations

import sys

from benchmarks.hostile.measure_bombs import bombs
from benchmarks.hostile.measure_shapes import shapes

PARTS = {"bombs": bombs, "shapes": shapes}


def main() -> int:
    """Run the parts that are asked for, all without arguments."""
    wanted = sys.argv[1:] or list(PARTS)
    if not set(wanted) <= PARTS.keys():
        print(f"usage: python -m benchmarks.hostile [{'|'.join(PARTS)}]", file=sys.stderr)
        return 2
    return max(PARTS[part]() for part in wanted)


if __name__ == "__main__":
    sys.exit(main())
