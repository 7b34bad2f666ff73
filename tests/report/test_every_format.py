"""Every registered format shows verdict, findings, unread regions and the signatures, or counts what it leaves out."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from scanner.document.build import build
from scanner.document.report import Report
from scanner.document.result import Result
from scanner.report.registry import FORMATS
from scanner.types import Version
from tests.document import sample
from tests.report.rendered import rendered, report
from tests.report.shown import missing, readable, records

ALL = (*((form.NAME, "ci", "1.7") for form in FORMATS), ("sarif", "full", "1.7"), ("cyclonedx", "ci", "1.6"))
IDS = [*(form.NAME for form in FORMATS), "sarif-full", "cyclonedx-1.6"]
MAKERS = (
    sample.found,
    sample.inconclusive,
    sample.review,
    sample.nothing_found,
    sample.hostile,
    sample.crowded,
)


def _rendered(form: tuple[str, str, str], make: Callable[[], Result]) -> bytes:
    name, profile, version = form
    return rendered(name, make, profile, version)


def test_the_options_give_other_documents() -> None:
    assert b'"specVersion":"1.6"' in _rendered(ALL[-1], sample.found)
    assert b'"kind":"review"' in _rendered(ALL[-2], sample.found)


@pytest.mark.parametrize("form", ALL, ids=IDS)
@pytest.mark.parametrize("make", MAKERS)
def test_nothing_is_forgotten(form: tuple[str, str, str], make: Callable[[], Result]) -> None:
    assert missing(form[0], _rendered(form, make), report(make)) == []


@pytest.mark.parametrize("form", ALL, ids=IDS)
def test_the_version_of_a_product_is_shown(form: tuple[str, str, str]) -> None:
    assert "7.3.11" not in readable(_rendered(form, sample.found))
    assert "7.3.11" in readable(_rendered(form, _with_version))


def test_the_table_has_the_version_in_every_row_of_the_product() -> None:
    rows = list(csv.DictReader(io.StringIO(_rendered(("csv", "ci", "1.7"), _with_version).decode())))
    assert {row["version"] for row in rows if row["record"] == "evidence"} == {"7.3.11"}
    assert {row["version"] for row in rows if row["record"] != "evidence"} == {""}


def _with_version() -> Result:
    known = sample.found()
    version = Version("7.3.11", sample.DAEMON, "text")
    return replace(known, findings=tuple(replace(finding, versions=(version,)) for finding in known.findings))


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
        ("law|sentence|city", "law "),
        ("problem", "problem"),
        ("^evidence", "1 of 1 findings"),
        ("^unread", "2 of 2 regions"),
        ("partition-3.*unread|^unread.*partition-3", "1 of 2 regions"),
    ],
)
def test_a_new_format_that_forgets_one_is_noticed(forgotten: str, noticed: str) -> None:
    whole = build(replace(sample.inconclusive(), problems=("a fault of the run",)))
    assert missing("new", _Forgetful("(?!)").render(whole), whole) == []
    assert any(noticed in lost for lost in missing("new", _Forgetful(forgotten).render(whole), whole))


def test_a_page_without_one_region_is_noticed() -> None:
    page = rendered("html", sample.inconclusive).decode()
    first = page.index("<tr><td>", page.index('class="unread-rows"'))
    cut = page[:first] + page[page.index("</tr>", first) + 5 :]
    assert missing("html", page.encode(), report(sample.inconclusive)) == []
    assert missing("html", cut.encode(), report(sample.inconclusive)) == ["1 of 2 regions"]


def test_a_cap_without_the_digest_is_noticed() -> None:
    whole, content = report(sample.crowded), rendered("text", sample.crowded)
    assert missing("text", content, whole) == []
    assert len(missing("text", content.replace(whole.digest.encode(), b""), whole)) == 2
    assert len(missing("text", re.sub(rb"and [0-9,]+ findings", b"and 7 findings", content), whole)) == 1
