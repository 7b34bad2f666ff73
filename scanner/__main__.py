"""``python -m scanner``: the same program as ``facescreen``."""

from scanner.cli.main import main

if __name__ == "__main__":
    main()
