"""The command lines of the README by their markers: CI and the tests run what a reader would type.

As a script: ``python3 tests/repo/readme.py tests`` prints the line below ``<!-- line: tests -->``.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

README = Path(__file__).resolve().parents[2] / "README.md"


def line(name: str) -> str:
    """The one command line in the fenced block below the marker ``name``; KeyError when there is not exactly one."""
    blocks = re.findall(rf"<!-- line: {re.escape(name)} -->\s*```sh\n(.*?)\n```", README.read_text("utf-8"), re.DOTALL)
    if len(blocks) != 1 or "\n" in blocks[0]:
        raise KeyError(f"README.md must have exactly one line marked {name}, found {blocks}")
    return str(blocks[0])


if __name__ == "__main__":
    print(line(sys.argv[1]))
