"""Several packs together: everything of each, nothing twice, in any order."""

from __future__ import annotations

import pytest

from scanner import screen
from scanner.catalogue.engine import numbers, too_old_for
from scanner.catalogue.errors import CatalogueError
from scanner.catalogue.load import load
from scanner.catalogue.packs import load_packs
from scanner.screening import Options
from scanner.types import UsageError
from tests.catalogue.packs import ABOUT, POLICY, SIGNATURE, write_pack

_CITY = ABOUT.replace("id: acme", "id: city-of-x")


def _city(folder, changes=None, about=_CITY):
    """A city's own pack: one signature, no policies."""
    own = {"pack.yaml": about, "policies/sets.yaml": None, "policies/test-law.yaml": None}
    own["sdk/acme/acme-face.yaml"] = None
    own["sdk/city/city-face.yaml"] = SIGNATURE.replace("acme-face", "city-face")
    return write_pack(folder, {**own, **(changes or {})})


def test_added_packs_keep_their_own_metadata(tmp_path):
    main = write_pack(tmp_path / "main")
    one = _city(tmp_path / "one")
    two = _city(
        tmp_path / "two",
        {"sdk/city/city-face.yaml": None, "sdk/b/b-face.yaml": SIGNATURE.replace("acme-face", "b-face")},
        ABOUT.replace("id: acme", "id: b-town").replace("2026.11.0", "2026.1.7"),
    )
    pack = load_packs([one, two], main=main)
    assert [(a.id, a.version, a.origin) for a in pack.about] == [
        ("acme", "2026.11.0", "chosen"),
        ("b-town", "2026.1.7", "added"),
        ("city-of-x", "2026.11.0", "added"),
    ]
    assert [signature.id for signature in pack.signatures] == ["acme-face", "b-face", "city-face"]
    assert [about.digest for about in pack.about[:1]] == [load(main).digest] != [pack.digest]
    assert pack == load_packs([two, one], main=main)
    assert (pack.version, pack.facts) == ("2026.11.0", 3)


def test_without_an_added_pack_the_digest_is_the_packs_own(tmp_path):
    assert load_packs(main=write_pack(tmp_path)).digest == load(tmp_path).digest


def test_the_installed_pack_is_the_main_one(tmp_path):
    pack = load_packs([_city(tmp_path)])
    assert [about.id for about in pack.about] == ["facescreen", "city-of-x"]
    assert "us-ma-boston-16-62" in pack.policies


def test_a_digest_is_of_the_content_and_of_whose_it_is(tmp_path):
    main, one = write_pack(tmp_path / "main"), _city(tmp_path / "one")
    before = load_packs([one], main=main).digest
    (one / "sdk/city/city-face.yaml").write_text(
        SIGNATURE.replace("acme-face", "city-face").replace("called", "shipped")
    )
    assert load_packs([one], main=main).digest != before


CLASHES = {
    "pack": ({"pack.yaml": ABOUT}, "two packs have this id"),
    "signature": ({"sdk/acme/acme-face.yaml": SIGNATURE}, "both have a signature of this id"),
    "policy": (
        {"policies/test-law.yaml": POLICY, "policies/sets.yaml": "sets: {mine: [test-law]}\ninherit: {}\n"},
        "both have a policy of this id",
    ),
    "set": (
        {
            "policies/own.yaml": POLICY.replace("id: test-law", "id: own"),
            "policies/sets.yaml": "sets: {all: [own]}\ninherit: {}\n",
        },
        "both have a set of policies of this id",
    ),
    "set and policy": (
        {
            "policies/own.yaml": POLICY.replace("id: test-law", "id: own"),
            "policies/sets.yaml": "sets: {test-law: [own]}\ninherit: {}\n",
        },
        "is a policy in one pack",
    ),
    "policies without sets": ({"policies/own.yaml": POLICY.replace("id: test-law", "id: own")}, "beside them"),
    "too new": ({"pack.yaml": _CITY.replace("0.1.0", "99.0.0")}, "needs facescreen 99.0.0"),
}


@pytest.mark.parametrize("case", CLASHES)
def test_what_two_packs_have_in_common_is_refused(case, tmp_path):
    changes, words = CLASHES[case]
    with pytest.raises(CatalogueError, match=words):
        load_packs([_city(tmp_path / "city", changes)], main=write_pack(tmp_path / "main"))


def test_a_citys_own_policy_can_be_chosen(tmp_path):
    own = {
        "policies/own.yaml": POLICY.replace("id: test-law", "id: own"),
        "policies/sets.yaml": "sets: {city: [own]}\ninherit: {}\n",
    }
    pack = load_packs([_city(tmp_path / "city", own)], main=write_pack(tmp_path / "main"))
    assert [policy.id for policy in pack.select(["city", "all"])] == ["own", "test-law"]


def test_a_screening_date_is_a_day(tmp_path):
    (tmp_path / "x").write_text("x")
    with pytest.raises(UsageError, match="'soon' is no day"):
        screen(tmp_path / "x", options=Options(as_of="soon"))


@pytest.mark.parametrize(
    ("needed", "engine", "refused"),
    [("0.9", "0.10.0", False), ("1.0.1", "1.0", True), ("2.0", "10.0.0.dev1", False), ("0.1.0", "0.1.0", False)],
)
def test_versions_compare_as_numbers(needed, engine, refused):
    assert bool(too_old_for(needed, engine)) is refused


def test_a_version_begins_with_two_numbers():
    with pytest.raises(ValueError, match="not a version"):
        numbers("next")
