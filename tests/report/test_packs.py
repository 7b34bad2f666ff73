"""Every output names the signatures: version, digest, age, oldest engine, counts; of every pack, and what is wrong."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from scanner.document.build import build
from scanner.document.report import Report
from scanner.document.result import PackPart
from scanner.report.registry import FORMATS
from tests.document import sample
from tests.report.shown import readable

OTHER = PackPart(
    "city-of-x", "City of X", "2026.1.0", "2026-01-01", 328, "0.3.0", "", "added", "f" * 64, signatures=1, facts=7
)


def _texts(**changes: object) -> dict[str, str]:
    pack = replace(sample.PACK, **changes)  # type: ignore[arg-type]
    report = build(replace(sample.nothing_found(), pack=pack))
    Report.parse(report.to_json().encode())
    return {form.NAME: readable(form.render(report)) for form in FORMATS}


@pytest.mark.parametrize("name", [form.NAME for form in FORMATS])
def test_every_format_tells_the_pack(name: str) -> None:
    text = _texts(age_days=41, min_engine="0.2.7", signatures=61, facts=4500)[name]
    digest = sample.PACK.digest if name != "text" else sample.PACK.digest[:12]
    facts = "4500" if name == "json" else "4,500"
    for word in ("2026.11.25", digest, "41", "0.2.7", "61", facts):
        assert word in text


@pytest.mark.parametrize("name", [form.NAME for form in FORMATS])
def test_every_format_tells_the_other_packs_and_the_remarks(name: str) -> None:
    sentence = "The signature pack x 2026.1.0 expired on 2026-02-01."
    text = " ".join(_texts(packs=(*sample.PACK.packs, OTHER), remarks=(sentence,))[name].split())
    for word in (sentence, "city-of-x", "f" * 12, "2026.1.0", "328"):
        assert word in text


@pytest.mark.parametrize("name", [form.NAME for form in FORMATS if form.NAME != "json"])
def test_signatures_and_laws_that_are_not_the_installed_ones_are_told(name: str) -> None:
    """An edited copy, in which a law bans nothing, has the name, the version and the date of the installed one."""
    warned = "The signatures and laws are not the installed ones"
    (part,) = sample.PACK.packs
    chosen = " ".join(_texts(packs=(replace(part, origin="chosen"),))[name].split())
    assert warned in chosen
    assert name != "html" or chosen.index(warned) < chosen.index('id="meaning-title"')  # on page one
    assert warned not in " ".join(_texts(packs=(replace(part, origin="installed"), OTHER))[name].split())


@pytest.mark.parametrize("name", ["text", "html"])
def test_a_pack_above_the_policys_age_is_told_under_any_verdict(name: str) -> None:
    result = sample.found()
    law = replace(result.verdicts[0].policy, max_pack_age_days=180)
    verdicts = (replace(result.verdicts[0], policy=law),)
    old = replace(result, verdicts=verdicts, pack=replace(sample.PACK, age_days=181))
    formats = {form.NAME: form for form in FORMATS}
    warned = "The signatures are older than the policy"
    assert warned in formats[name].render(build(old)).decode()
    young = replace(old, pack=replace(sample.PACK, age_days=180))
    assert warned not in formats[name].render(build(young)).decode()


def test_a_pack_of_a_later_date_has_an_age_below_zero() -> None:
    texts = _texts(age_days=-3)
    assert json.loads(texts["json"])["screening"]["pack"]["age_days"] == -3
    assert "3 days younger" in texts["text"]
