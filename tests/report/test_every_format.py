"""Every registered format shows verdict, findings, unread regions and the signatures, or counts what it leaves out."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

import pytest

from scanner.document.build import build
from scanner.document.report import Report
from scanner.document.result import Result
from scanner.report.interface import Format
from scanner.report.registry import FORMATS, formats
from tests.document import sample
from tests.report.shown import missing, records

ALL = (*FORMATS, *formats("full", "1.6")[4:7:2])
IDS = [*(form.NAME for form in FORMATS), "sarif-full", "cyclonedx-1.6"]
MAKERS = (
    sample.found,
    sample.inconclusive,
    sample.review,
    sample.nothing_found,
    sample.hostile,
    sample.crowded,
)


@cache
def _report(make: Callable[[], Result]) -> Report:
    return build(make())


@cache
def _rendered(form: Format, make: Callable[[], Result]) -> bytes:
    return form.render(_report(make))


def test_the_options_give_other_documents() -> None:
    assert [form.NAME for form in ALL[-2:]] == ["sarif", "cyclonedx"]
    assert b'"specVersion":"1.6"' in _rendered(ALL[-1], sample.found)
    assert b'"kind":"review"' in _rendered(ALL[-2], sample.found)


@pytest.mark.parametrize("form", ALL, ids=IDS)
@pytest.mark.parametrize("make", MAKERS)
def test_nothing_is_forgotten(form: Format, make: Callable[[], Result]) -> None:
    assert missing(form.NAME, _rendered(form, make), _report(make)) == []


class _Forgetful:
    """A format that shows all but lines with some word, as one that forgot them would."""

    NAME = "new"
    SUFFIX = ".new"

    def __init__(self, forgotten: str) -> None:
        self._forgotten = forgotten

    def render(self, report: Report) -> bytes:
        (whole,) = [form for form in FORMATS if form.NAME == "csv"]
        text = "\n".join(records("csv", whole.render(report)))
        return "\n".join(line for line in text.split("\n") if not re.search(self._forgotten, line)).encode()


@pytest.mark.parametrize(
    ("forgotten", "noticed"),
    [
        ("(?i)inconclusive|could not be checked", "verdict"),
        ("pack", "pack digest"),
        ("days old", "pack age"),
        ("^evidence", "1 of 1 findings"),
        ("^unread", "2 of 2 regions"),
        ("partition-3.*unread|^unread.*partition-3", "1 of 2 regions"),
    ],
)
def test_a_new_format_that_forgets_one_is_noticed(forgotten: str, noticed: str) -> None:
    report = _report(sample.inconclusive)
    assert missing("new", _Forgetful("(?!)").render(report), report) == []
    assert any(noticed in lost for lost in missing("new", _Forgetful(forgotten).render(report), report))


def test_a_cap_without_the_digest_is_noticed() -> None:
    report = _report(sample.crowded)
    (form,) = [form for form in FORMATS if form.NAME == "text"]
    content = form.render(report)
    assert missing("text", content, report) == []
    assert len(missing("text", content.replace(report.digest.encode(), b""), report)) == 2
    assert len(missing("text", re.sub(rb"and [0-9,]+ findings", b"and 7 findings", content), report)) == 1
