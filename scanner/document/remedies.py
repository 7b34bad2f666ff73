"""What would make unread bytes readable, in one sentence: as exact as the ledger's reason allows."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from scanner.types import ByteState, LedgerEntry

_OPTION = re.compile(r"--max-[a-z-]+")
_DISK = "--work-dir"
_BY_OPTION = {ByteState.LIMIT, ByteState.FAILED}
"""What a detector did not finish is failed, also where it met a limit."""


def remedies() -> dict[str, str]:
    """Unread state → the sentence that says what would make such bytes readable."""
    return dict(_table()["states"])


def remedy(entry: LedgerEntry, packages: Mapping[str, str]) -> str:
    """The sentence for one unread region. It names the options of a limit, or the package of a missing program.

    ``packages`` maps programs to the Debian packages that have them.
    """
    table = _table()
    if entry.state in _BY_OPTION and (options := _OPTION.findall(entry.reason)):
        return str(table["option"].format(options=" or ".join(dict.fromkeys(options))))
    if entry.state is ByteState.LIMIT and _DISK in entry.reason:
        return str(table["disk"])
    if entry.state is ByteState.NO_TOOL:
        for program in packages:
            if packages[program] and re.search(rf"(?<![\w.-]){re.escape(program)}(?![\w-])", entry.reason):
                return str(table["package"].format(package=packages[program], program=program))
    return str(table["states"][entry.state.value])


@cache
def _table() -> dict[str, Any]:
    text = resources.files("scanner.document").joinpath("resolve.json").read_text("utf-8")
    return dict(json.loads(text))
