"""A whole screening of programs that hide what they are, with the installed pack."""

from __future__ import annotations

import pytest

import scanner
from scanner.catalogue.load import load
from scanner.types import FactKind, Strength
from tests.detect.hidden.carriers import OTHERS, elf, hide, key_of, section

PRODUCT = "arcsoft-arcface"


def texts_of(product: str) -> list[str]:
    """The strong names of one product of the pack."""
    (found,) = (one for one in load().signatures if one.id == product)
    kinds = {FactKind.STRING, FactKind.SYMBOL}
    return [fact.value for fact in found.facts if fact.kind in kinds and fact.strength is Strength.STRONG]


def products(report) -> set[str]:
    return {finding["product"]["id"] for finding in report.findings}


@pytest.mark.parametrize(("name", "make"), [("camera", elf), ("camera.dat", bytes)], ids=["program", "unknown"])
def test_a_product_that_hides_its_names_is_found(name, make, tmp_path):
    texts = (*OTHERS, *texts_of(PRODUCT))
    folder = tmp_path / "delivery"
    folder.mkdir()
    hidden = make(b"\x01\xfe" * 40 + hide(section(texts), key_of(12)))
    (folder / name).write_bytes(hidden)
    report = scanner.screen(folder)
    assert PRODUCT in products(report)
    (finding, *_) = (one for one in report.findings if one["product"]["id"] == PRODUCT)
    details = [place["detail"] for one in finding["evidence"] for place in one["places"]]
    assert all("hidden by a repeating XOR key of 12 bytes" in detail for detail in details)


def test_nobody_is_accused_of_a_key_alone(tmp_path):
    folder = tmp_path / "delivery"
    folder.mkdir()
    (folder / "camera").write_bytes(elf(hide(section(OTHERS * 20), key_of(12))))
    assert products(scanner.screen(folder)) == set()
