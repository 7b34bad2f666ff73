"""Paths as the record writes them: from the delivery on, whose name stands at the top of every page."""

from __future__ import annotations

from scanner.document.report import Report
from scanner.report.paths import SEPARATOR


def within(path: str, report: Report) -> str:
    """``/rootfs!/usr/bin/ipcamd`` for ``update.bin!/rootfs!/usr/bin/ipcamd``; the delivery itself keeps its name."""
    outer = report.name + SEPARATOR
    return f"/{path.removeprefix(outer)}" if path.startswith(outer) and path != outer else path
