"""Loading: everything wrong is an error that names file and field."""

from __future__ import annotations

import os

import pytest

from scanner.catalogue.errors import CatalogueError
from scanner.catalogue.load import load
from scanner.catalogue.schema import check
from scanner.catalogue.yamlfile import read_yaml
from scanner.types import UsageError
from tests.catalogue.packs import ABOUT, FACT, POLICY, SETS, SIGNATURE, write_pack

FILE = "sdk/acme/acme-face.yaml"


def _with(old, new):
    assert old in SIGNATURE
    return {FILE: SIGNATURE.replace(old, new)}


def _fact(text):
    return {FILE: SIGNATURE.replace(FACT, text)}


BASE = "source: s, verified: true"


def _value(kind, value, more="strength: strong, top: shipped"):
    return _fact(f"{{id: a, kind: {kind}, value: {value}, {more}, {BASE}}}")


WEAK = "strength: support, top: shipped"
WRONG = {
    "unknown field": (_with("vendor: Acme", "vendor: Acme\ncolour: red"), "colour"),
    "missing sentence": (_with("sentence: Acme Face is invented for this test and compares faces.\n", ""), "sentence"),
    "state word": (_with("presence: shipped", "presence: present"), "presence"),
    "capability word": (_with("[verification]", "[recognition]"), "facts/f001/capabilities/0"),
    "strength word": (_with("strength: strong", "strength: high"), "facts/f001/strength"),
    "kind word": (_with("kind: symbol", "kind: library_file"), "facts/f001/kind"),
    "verified word": (_with("verified: true", "verified: probably"), "facts/f001/verified"),
    "id is not the file": (_with("id: acme-face", "id: acme"), "id"),
    "kind is not the folder": (_with("kind: sdk", "kind: client"), "kind"),
    "fact id twice": (_fact(f"{FACT}\n  - {FACT.replace('AcmeFaceCompare', 'AcmeOther')}"), "stands twice"),
    "fact value twice": (_fact(f"{FACT}\n  - {FACT.replace('f001', 'f002')}"), "facts/f002/value"),
    "key twice": (_with("vendor: Acme", "vendor: Acme\nvendor: Other"), "a key stands twice"),
    "not YAML": ({FILE: "id: [\n"}, "not readable as YAML"),
    "not a mapping": ({FILE: "- 1\n"}, "acme-face.yaml"),
    "unverified and strong": (_with("verified: true", "verified: false"), "not verified"),
    "secondary and strong": (_with("verified: true", "verified: secondary"), "not verified"),
    "doubtful and strong": (_with("verified: true", "verified: true, doubtful: also a word"), "doubtful"),
    "strong file name": (_value("path", "acme.so"), "file name"),
    "path with folder": (_value("path", "x/acme.so", WEAK), "facts/a/value"),
    "path without a host": (_value("endpoint", "acme.cgi?do=compare"), "without its host"),
    "word without a host": (_value("endpoint", "acmeface/compare"), "without its host"),
    "short free text": (_value("string", "AcmeFaceXYZ1"), "own_prefixes"),
    "too short": (_value("symbol", "Acme", WEAK), "shorter than 5"),
    "not a hash": (_value("hash", "abc"), "facts/a/value"),
    "package without system": (_value("package", "acme", WEAK), "facts/a/value"),
    "config without role": (_value("config", "Acme/on", "strength: support, top: enabled"), "role"),
    "role without config": (_with("top: called", "top: called, role: switch"), "facts/f001"),
    "prefix without case": (_with("top: called", "top: called, prefix: true, ignore_case: true"), "facts/f001/prefix"),
    "prefix of a hash": (
        _value("hash", "0" * 63 + "a", "prefix: true, " + WEAK),
        "facts/a/prefix",
    ),
    "pattern of a symbol": (_with("top: called", "top: called, pattern: true"), "facts/f001"),
    "pattern and prefix": (_value("path", "acme.+", f"pattern: true, prefix: true, {WEAK}"), "facts/a"),
    "pattern with folder": (_value("path", "x/acme.+", f"pattern: true, {WEAK}"), "facts/a/value"),
    "pattern no expression": (_value("path", "'acme(x'", f"pattern: true, {WEAK}"), "not a regular expression"),
    "pattern with a flag": (_value("path", "'(?i)acme'", f"pattern: true, {WEAK}"), "no flags"),
    "pattern with a back reference": (_value("path", r"'(acme)\1'", f"pattern: true, {WEAK}"), "refers to none"),
    "host no expression": (_with("facts:", "hosts:\n  - {kind: path, value: 'lib(x'}\nfacts:"), "hosts/0/value"),
    "host symbol expression": (_with("facts:", "hosts:\n  - {kind: symbol, value: 'PyInit_.*'}\nfacts:"), "plain name"),
    "id in two folders": ({"sdk/other/acme-face.yaml": SIGNATURE}, "is also the id"),
    "rule without signature": ({"sdk/acme/other.yar": "rule a { condition: true }"}, "beside"),
    "unknown suffix": ({"sdk/acme/more.yml": SIGNATURE}, "would be ignored"),
    "version": ({"pack.yaml": ABOUT.replace("2026.11.0", "1.0")}, "version"),
    "day": ({"pack.yaml": ABOUT.replace("11-25", "02-30")}, "no day 2026-02-30"),
    "engine": ({"pack.yaml": ABOUT.replace("0.1.0", "99.1.0")}, "needs facescreen 99.1.0 or later"),
    "engine of a later format": (
        {"pack.yaml": ABOUT.replace("0.1.0", "99.1.0") + "new: field\n"},
        "needs facescreen 99.1.0",
    ),
    "no policies": ({"policies/sets.yaml": None}, "policies/sets.yaml must be there"),
    "set of nothing": ({"policies/sets.yaml": SETS.replace("test-law", "no-law")}, "no policy no-law"),
    "policy id": ({"policies/test-law.yaml": POLICY.replace("id: test-law", "id: law")}, "must equal"),
    "policy outcome": ({"policies/test-law.yaml": POLICY.replace("violation_indicator", "found")}, "outcome"),
    "policy word": ({"policies/test-law.yaml": POLICY.replace("[identification]", "[1N]")}, "capabilities/0"),
}


def test_a_valid_pack_loads(tmp_path):
    pack = load(write_pack(tmp_path))
    assert [signature.id for signature in pack.signatures] == ["acme-face"]
    assert (pack.version, pack.date, pack.facts) == ("2026.11.0", "2026-11-25", 1)


@pytest.mark.parametrize("case", WRONG)
def test_each_kind_of_error_names_its_place(case, tmp_path):
    changes, words = WRONG[case]
    with pytest.raises(CatalogueError, match=r"\.yaml|\.yar|\.yml") as raised:
        load(write_pack(tmp_path, changes))
    assert words in str(raised.value)


def test_a_folder_that_is_no_pack_is_refused(tmp_path):
    with pytest.raises(CatalogueError, match="not a signature pack"):
        load(tmp_path)


def test_words_of_yaml_1_1_stay_text(tmp_path):
    more = "strength: support, top: enabled, role: switch, formats: [xml], on: [on, 'true'], off: [off, no]"
    loaded = load(write_pack(tmp_path, _value("config", "A/enabled", more))).signatures[0].facts[0]
    assert (loaded.on, loaded.off) == (("on", "true"), ("off", "no"))


def test_strong_text_of_medium_length_needs_a_prefix_of_its_own(tmp_path):
    fact = f"{{id: a, kind: string, value: AcmeFaceXYZ1, strength: strong, top: shipped, {BASE}}}"
    text = SIGNATURE.replace(FACT, fact).replace("facts:", "own_prefixes: [AcmeFace]\nfacts:")
    assert load(write_pack(tmp_path, {FILE: text})).signatures[0].facts[0].value == "AcmeFaceXYZ1"


def test_digest_changes_with_any_byte_and_any_name_and_with_nothing_else(tmp_path):
    first = load(write_pack(tmp_path / "a")).digest
    assert load(write_pack(tmp_path / "b", {"README.md": "ignored", "sdk/.hidden": "x"})).digest == first
    assert load(write_pack(tmp_path / "c", {FILE: SIGNATURE + "\n"})).digest != first
    moved = write_pack(tmp_path / "d")
    (moved / "sdk/new").mkdir()
    (moved / FILE).rename(moved / "sdk/new/acme-face.yaml")
    assert load(moved).digest != first


def test_policies_are_found_by_id_and_by_set_in_any_case(tmp_path):
    pack = load(write_pack(tmp_path))
    assert [policy.id for policy in pack.select(["ALL", "test-law"])] == ["test-law"]
    with pytest.raises(UsageError, match="all, test-law"):
        pack.select(["nothing"])


@pytest.mark.parametrize(
    "content",
    [b"&a [*a]", b"a: !!python/name:os.system x", b"a: &x 1\nb: {<<: *x}", b"? [1]\n: 2", b"\xff\xfe", b""],
)
def test_yaml_that_does_more_than_data_is_refused(content):
    with pytest.raises(CatalogueError, match=r"x\.yaml"):
        check(read_yaml(content, "x.yaml"), "pack", "x.yaml")


def test_a_folder_that_cannot_be_listed_is_an_error(tmp_path, monkeypatch):
    write_pack(tmp_path)
    real = os.scandir

    def closed(path):
        if str(path).endswith("acme"):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", closed)
    with pytest.raises(CatalogueError, match=r"sdk.acme: cannot be read: Permission denied"):
        load(tmp_path)


def test_what_git_and_editors_keep_is_no_part_of_a_pack(tmp_path):
    before = load(write_pack(tmp_path)).digest
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "config").write_text("x")
    (tmp_path / "sdk" / ".acme-face.yaml.swp").write_text("x")
    (tmp_path / "README.md").write_text("x")
    assert load(tmp_path).digest == before


def test_a_linked_folder_is_not_left_out_in_silence(tmp_path):
    pack = write_pack(tmp_path / "pack")
    (tmp_path / "elsewhere").mkdir()
    (pack / "client").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(CatalogueError, match="client: a pack holds"):
        load(pack)
