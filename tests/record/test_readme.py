"""``README.txt``: in plain words what was found and what was not read, what each file is, what the check shows."""

from __future__ import annotations

import gettext
import re
from dataclasses import replace

import pytest

from scanner.document.build import build
from scanner.record.custody import begin
from scanner.record.names import ARCHIVE, LISTED, MANIFEST
from scanner.record.readme import readme
from scanner.report.languages import speaking
from scanner.report.sentences import percent, verdict_sentence
from scanner.report.words import word
from tests.document import sample
from tests.record.making import _report, contents, files, record

MAKERS = (sample.found, sample.inconclusive, sample.review, sample.nothing_found, sample.hostile)


def page(make, language: str = "en") -> str:
    return contents(make, language)["README.txt"].decode("utf-8")


@pytest.mark.parametrize("make", MAKERS)
def test_it_says_the_verdict_and_what_was_not_read(make):
    report, text = _report(make), " ".join(page(make).split())
    assert " ".join(verdict_sentence(report).split()) in text
    assert f"Result: {word('verdict', report.verdict.value)['word']}" in text
    assert f"{percent(report)} % of the delivery could be read." in text
    unread = report.screening["ledger"]["unread"]
    assert (f"{unread:,} byte" in text and "could not be read. report.html says where" in text) == bool(unread)
    assert report.digest in text
    assert report.screening["delivery"]["sha256"] in text


@pytest.mark.parametrize("make", MAKERS)
def test_its_lines_are_plain_and_short(make):
    lines = page(make).splitlines()
    assert all(line.isprintable() for line in lines)
    names = {_report(make).name}
    assert [line for line in lines if len(line) > 76 and " " in line.strip() and not any(n in line for n in names)] == [
        line for line in lines if line.startswith("SHA-256 of the delivery:")
    ]


def test_it_tells_of_every_file_for_whom_it_is():
    text = page(sample.found)
    for name in (*LISTED, MANIFEST, ARCHIVE):
        block = re.search(rf"^{re.escape(name)}\n((?:    .+\n)+)", text, re.MULTILINE)
        assert block is not None, name
        assert name == "record.pdf" or block[1].strip().startswith("For ")


def test_it_promises_no_more_than_a_manifest_can_show():
    text = " ".join(page(sample.found).split())
    for sentence in (
        "The check shows a change by accident",
        "The check cannot show a change on purpose.",
        "Whoever can write to this folder can change a file and write a new MANIFEST.sha256 and a new record.zip",
        "So note the SHA-256 of record.zip in another place",
        "It is no proof that there is nothing else. It is no legal advice.",
        "The others, with their times, are as the person gave them who made them.",
    ):
        assert sentence in text


def test_a_partial_report_says_so(monkeypatch):
    from scanner.document.report import Report
    from scanner.record import custody
    from scanner.record.readme import readme

    whole = _report(sample.found)
    report = Report({**whole.document, "run": {**whole.run, "interrupted": True, "finished": ""}})
    log = custody.begin(report, report.to_bytes(), "en")
    text = " ".join(readme(report, log, with_pdf=True).decode().split())
    assert "The screening was stopped before its end. This report is partial." in text
    assert "1. Screened: the report names no time" in text
    assert "Note: The run was stopped before its end." in text


class Marked(gettext.NullTranslations):
    """Puts every message into brackets."""

    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"⟦{msgid1 if n == 1 else msgid2}⟧"


@pytest.fixture
def marked(monkeypatch):
    """A language ``qq`` in which every sentence that is put over stands in brackets."""
    known, real = speaking.languages(), speaking._catalogue
    monkeypatch.setattr(speaking, "_catalogue", lambda language: Marked() if language == "qq" else real(language))
    monkeypatch.setattr(speaking, "languages", lambda: (*known, "qq"))
    monkeypatch.setattr("scanner.record.writing.languages", lambda: (*known, "qq"))


@pytest.mark.parametrize("make", [sample.found, sample.inconclusive])
def test_every_sentence_speaks_the_language(marked, make):
    text = page(make, "qq")
    report = _report(make)
    bare = re.sub(r"⟦[^⟦⟧]*⟧", "", re.sub(r"⟦[^⟦⟧]*⟧", "", " ".join(text.split())))
    values = {*report.screening["delivery"]["context"].values(), report.name, "sha256sum -c MANIFEST.sha256"}
    values |= {"shasum -a 256 -c MANIFEST.sha256", "Get-FileHash -Algorithm SHA256 *"}
    for value in sorted(values, key=len, reverse=True):
        bare = bare.replace(value, "")
    words = set(re.findall(r"[A-Za-z]{4,}", re.sub(r"\b[0-9a-f]{64}\b", "", bare)))
    # What other rooms say of the report is tested with them; here the record's own words.
    ours = set(re.findall(r"[a-z]{4,}", re.sub(r"\b[0-9a-f]{64}\b", "", page(make))))
    assert (words & ours) - set(re.findall(r"[a-z]{4,}", " ".join([*LISTED, verdict_sentence(report)]))) == set()


def test_the_language_is_kept_for_later_entries(tmp_path, marked):
    from scanner.record.verify import faults
    from scanner.record.writing import add
    from tests.record.making import WHEN

    folder = record(tmp_path, language="qq")
    before = files(folder)
    assert b'lang="qq"' in before["report.html"]
    add(folder, "received", "Front desk", WHEN)
    after = files(folder)
    assert "⟦Received⟧" in after["README.txt"].decode()
    assert faults(folder) == []
    english = contents(sample.found)
    for name in ("report.json", "report.sarif", "junit.xml", "bom.cdx.json", "questions.json"):
        assert after[name] == english[name], "machine formats stay English"


def test_a_language_that_is_gone_is_said(tmp_path, marked, monkeypatch):
    from scanner.record.writing import add
    from scanner.types import UsageError
    from tests.record.making import WHEN

    folder = record(tmp_path, language="qq")
    monkeypatch.setattr("scanner.record.writing.languages", lambda: ("en",))
    with pytest.raises(UsageError, match="speaks qq"):
        add(folder, "received", "Front desk", WHEN)


@pytest.mark.parametrize("language", speaking.languages())
def test_every_language_makes_a_record(language):
    there = contents(sample.found, language)
    assert f'lang="{language}"'.encode() in there["report.html"]
    assert (there["README.txt"] == contents(sample.found)["README.txt"]) == (language == "en")


def test_signatures_and_laws_that_are_not_the_installed_ones_are_told():
    (part,) = sample.PACK.packs
    for origin, told in (("chosen", True), ("installed", False)):
        pack = replace(sample.PACK, packs=(replace(part, origin=origin),))
        report = build(replace(sample.nothing_found(), pack=pack))
        text = " ".join(readme(report, begin(report, b"", "en"), with_pdf=True).decode().split())
        assert ("are not the installed ones" in text) is told
