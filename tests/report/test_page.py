"""The web page: self-contained, without script, and readable by everyone."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import pytest

from scanner.document.build import build
from scanner.report.groups import products
from scanner.report.html import HtmlFormat, style_hash
from scanner.report.page.limits import MOST_OPEN
from tests.document import sample

PAGE = HtmlFormat().render(build(sample.found())).decode("utf-8")
CSS = re.search(r"<style>(.*?)</style>", PAGE, re.DOTALL)[1]  # type: ignore[index]


def test_the_policy_allows_this_style_sheet_and_nothing_else() -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', PAGE)
    assert policy is not None
    allowed = f"style-src '{style_hash(CSS)}'"
    assert policy[1] == f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"


def test_nothing_is_loaded_and_nothing_runs() -> None:
    tags = re.findall(r"<(script|link|img|iframe|object|embed|base|form)\b", PAGE)
    assert tags == []
    assert not re.search(r"\s(on\w+|style|src)=", re.sub(r"<style>.*?</style>", "", PAGE, flags=re.DOTALL))
    assert "url(" not in re.sub(r"url\(#[a-z]+\)", "", CSS)
    assert "@import" not in CSS


def test_landmarks_language_and_headings() -> None:
    assert '<html lang="en">' in PAGE
    assert PAGE.count("<h1") == PAGE.count("<main") == 1
    levels = [int(level) for level in re.findall(r"<h([1-6])", PAGE)]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert 'href="#main"' in PAGE
    ids = re.findall(r'\sid="([^"]+)"', PAGE)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', PAGE)) <= set(ids)
    assert PAGE.count("<th ") == PAGE.count("<th scope=")


def _variables(block: str) -> dict[str, str]:
    found = re.findall(r"--([\w-]+): (#[0-9a-f]{3,6})\b", block)
    return {name: "#" + "".join(c * 2 for c in value[1:]) if len(value) == 4 else value for name, value in found}


def _contrast(one: str, other: str) -> float:
    """WCAG 2.1 contrast ratio of two colours."""

    def luminance(colour: str) -> float:
        channels = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


LIGHT = _variables(CSS.split("@media")[0])
DARK = LIGHT | _variables(CSS.split("@media (prefers-color-scheme: dark)")[1].split("* { box-sizing")[0])


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "ground"])
@pytest.mark.parametrize("text", ["ink", "soft", "link", "found-text", "review-text"])
def test_text_has_the_contrast_that_wcag_asks_for(colours: dict[str, str], ground: str, text: str) -> None:
    assert _contrast(colours[text], colours[ground]) >= 4.5


@pytest.mark.parametrize("verdict", ["found", "inconclusive", "review", "nothing"])
def test_verdict_colours_carry_white_text(verdict: str) -> None:
    assert _contrast(LIGHT[verdict], "#ffffff") >= 4.5


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_drawings_stand_out(colours: dict[str, str]) -> None:
    assert _contrast(colours["step"], colours["paper"]) >= 3
    assert _contrast(colours["step"], colours["step-off"]) >= 3
    assert _contrast(colours["read"], colours["paper"]) >= 3
    assert _contrast(colours["hatch"], colours["hatch-ground"]) >= 3


def test_findings_above_those_with_evidence_have_a_row_each() -> None:
    many = sample.huge(60)
    (first, *_) = many.findings
    alike = tuple(replace(f, product=first.product, capability=first.capability) for f in many.findings)
    report = build(replace(many, findings=alike))
    page = HtmlFormat().render(report).decode("utf-8")
    (product,) = products(report)
    (group,) = product.groups
    assert len(group.findings) == 60 > MOST_OPEN
    for finding in report.findings:
        assert finding["id"] in page
        assert finding["evidence"][0]["places"][0]["path"].rpartition("/")[2] in page
