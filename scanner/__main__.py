"""``python -m scanner``: the same program as ``facescreen``."""

import sys
from pathlib import Path


def leave_current_folder() -> None:
    """Import nothing from the current folder, where ``python -m`` looks first: it may be a delivery with a yaml.py."""
    here = Path.cwd()
    if not sys.flags.safe_path and sys.path[:1] == [str(here)] and here != Path(__file__).resolve().parents[1]:
        del sys.path[0]


if __name__ == "__main__":
    leave_current_folder()

from scanner.cli.main import main  # noqa: E402 - only now, see above

if __name__ == "__main__":
    main()
