"""Terms are found by the last two keys of a setting, and meet all of it."""

from __future__ import annotations

import pytest

from scanner.catalogue.config_terms import ConfigTerm, config_terms, key_meets
from scanner.catalogue.vocabulary import Vocabulary
from scanner.detect.terms import due
from tests.detect.configuration import facts

TERMS = {
    "enabled": (
        ConfigTerm("enabled", ("1",)),
        ConfigTerm("face/enabled", ("2",)),
        ConfigTerm("*/enabled", ("3",)),
        ConfigTerm("Cam/*/enabled", ("4",)),
        ConfigTerm("FACE/Enabled", ("5",), ignore_case=True),
        ConfigTerm("a/face[n]/enabled", ("6",), formats=("json",)),
    )
}
VOCABULARY = Vocabulary(None, {}, {}, frozenset(TERMS), TERMS)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (("enabled",), "1"),
        (("face", "enabled"), "1235"),
        (("tt:face[3]", "enabled[1]"), "1235"),
        (("Face", "Enabled"), "5"),
        (("a", "face[1]", "enabled"), "12356"),
        (("Cam", "x", "enabled"), "134"),
        (("[0]", "enabled"), "1"),
        (("[1][2]", "face", "enabled"), "1235"),
        (("enabled", "other"), ""),
    ],
)
def test_the_terms_that_a_path_meets(path, expected):
    assert sorted(term.patterns[0] for term in due(VOCABULARY, "text:json", path)) == sorted(expected)


def test_other_formats_have_other_terms():
    assert "6" not in {term.patterns[0] for term in due(VOCABULARY, "text:xml", ("a", "face", "enabled"))}


def test_every_key_of_the_pack_meets_what_it_met_one_by_one():
    terms = config_terms(facts())
    vocabulary = Vocabulary(None, {}, {}, frozenset(terms), terms)
    for term in (term for group in terms.values() for term in group):
        path = ("root", *(name.replace("*", "any") for name in term.key.split("/")))
        every = [other for group in terms.values() for other in group if other.applies_to("text:json")]
        plain = [name.partition("[")[0].rpartition(":")[2] for name in path]
        last = plain[-1].lower()
        expected = [t for t in every if key_meets(t.key, plain, t.ignore_case) and t in terms[last]]
        assert sorted(due(vocabulary, "text:json", path), key=repr) == sorted(expected, key=repr)
