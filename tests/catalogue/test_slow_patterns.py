"""No pattern may slow the scan of everything else: YARA's warning of it is an error, for rules and for facts."""

from __future__ import annotations

import pytest
import yara

from scanner.catalogue.compile import compile_pack
from scanner.catalogue.errors import CatalogueError
from scanner.catalogue.load import load
from tests.catalogue.packs import FACT, SIGNATURE, write_pack

FILE = "sdk/acme/acme-face.yaml"
_FACT = "{{id: a, kind: {}, value: {}, strength: support, top: shipped, source: s, verified: true}}"

SLOW = {
    "hex with gaps": "{ 00 ?? ?? 11 }",
    "short repetition": "/a{1,300}b/",
    "one byte repeated": r'"\x00\x00\x00\x00"',
    "anything first": "/.*face/",
    "anything between": "/face.+print/",
}


@pytest.mark.parametrize("case", SLOW)
def test_a_slow_rule_is_refused(case, tmp_path):
    rule = f"rule acme {{ strings: $a = {SLOW[case]} condition: $a }}"
    assert yara.compile(source=rule).warnings
    text = SIGNATURE.replace(FACT, _FACT.format("yara", "acme"))
    with pytest.raises(CatalogueError, match="do not compile"):
        compile_pack(load(write_pack(tmp_path, {FILE: text, "sdk/acme/acme-face.yar": rule})))


def test_a_slow_fact_is_refused(tmp_path):
    slow = SIGNATURE.replace(FACT, _FACT.format("string", "'      '"))
    with pytest.raises(CatalogueError, match=r"do not compile: .*slow down"):
        compile_pack(load(write_pack(tmp_path, {FILE: slow})))


def test_the_installed_pack_draws_no_warning():
    assert compile_pack(load()).rules.warnings == []
