"""Reports of the samples and what the formats make of them, each made once for all tests."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from typing import Any

from scanner.document.build import build
from scanner.document.report import Report
from scanner.document.result import Result
from scanner.report.registry import formats

Make = Callable[[], Result]


@cache
def report(make: Make) -> Report:
    """The report of the sample ``make``; nothing may change it."""
    return build(make())


@cache
def rendered(name: str, make: Make, profile: str = "ci", version: str = "1.7") -> bytes:
    """The sample in the format ``name``, with the options of SARIF and CycloneDX."""
    (form,) = [form for form in formats(profile, version) if name == form.NAME]
    return form.render(report(make))


@cache
def parsed(name: str, make: Make, profile: str = "ci", version: str = "1.7") -> Any:
    """:func:`rendered` as JSON; nothing may change it."""
    return json.loads(rendered(name, make, profile, version))
