"""What the measurements found, kept below ``.work`` until ``python -m benchmarks.page`` makes the page of it."""

from __future__ import annotations

import datetime
import json
from typing import Any

import scanner
from benchmarks.places import WORK

_FOLDER = WORK / "results"


def keep(name: str, rows: list[dict[str, Any]]) -> None:
    """Keep the ``rows`` of the measurement ``name`` with today's date and the tested version."""
    _FOLDER.mkdir(parents=True, exist_ok=True)
    date = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    document = {"date": date, "version": scanner.__version__, "rows": rows}
    (_FOLDER / f"{name}.json").write_text(json.dumps(document, indent=1) + "\n")


def kept(name: str) -> dict[str, Any] | None:
    """The last result of the measurement ``name``; None where it was never run."""
    path = _FOLDER / f"{name}.json"
    return dict(json.loads(path.read_text())) if path.exists() else None
