"""What follows from a report, worked out once for all formats: 10,000 findings under 29 laws take a quarter second."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

from scanner.document.report import Report

ValueT = TypeVar("ValueT")


def kept(report: Report, make: Callable[[Report], ValueT]) -> ValueT:
    """``make(report)``, kept with the report as a cached property is: only for what no language changes."""
    values = vars(report)
    name = f"{make.__module__}.{make.__qualname__}"
    if name not in values:
        values[name] = make(report)
    return cast("ValueT", values[name])
