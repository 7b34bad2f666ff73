"""Fingerprints over the classes of one archive and the dex files of one app."""

from __future__ import annotations

import struct

import pytest

from scanner.catalogue.fingerprints import Learned, Part, Record
from scanner.catalogue.recorded import with_facts
from scanner.catalogue.vocabulary import Vocabulary
from scanner.match.findings import match
from scanner.match.fingerprints import united
from scanner.types import Capability, FactKind, Node, Observation, Place

JAR, OTHER = "app.war!/lib/faces.jar", "app.war!/lib/maps.jar"


def part(kind: str, total: int = 8, threshold: float = 20.0, least: int = 4) -> Part:
    hashes = struct.pack(f"<{total}Q", *range(1, total + 1))
    return Part(kind, hashes, bytes([48] * total), threshold, least, tuple((n, f"{kind} {n}") for n in range(total)))


RECORD = Record(
    *("acme", "face", "acme", "Acme recogniser", (Capability.TEMPLATE,), "java"),
    (part("call"), part("str")),
    (),
    Learned("2026-11-25", (), 3, (), 900, ""),
)


def told(path: str, setting: str, word: str = " traces") -> Observation:
    return Observation(FactKind.FINGERPRINT, f"acme{word}", path, Place.TEXT, setting=setting)


def together(*seen: Observation, form: str = "class", parent: str | None = JAR) -> list[tuple[str, str, str]]:
    nodes = [Node(o.path, parent, 1, format=form) for o in seen]
    return [(o.value, o.path, o.setting) for o in united([RECORD], nodes, seen)]


def test_classes_that_say_little_alone_are_certain_together():
    seen = [told(f"{JAR}!/a/{n}.class", f"call:{2 * n},{2 * n + 1};str:{2 * n},{2 * n + 1}") for n in range(3)]
    assert together(*seen) == [("acme", JAR, "call:0,1,2,3,4,5;str:0,1,2,3,4,5")]
    (one,) = united([RECORD], [Node(o.path, JAR, 1, format="class") for o in seen], seen)
    assert one.count == 3
    assert one.detail.startswith("in 3 files together: runs of platform calls: 6 of 8 (75 %), weight 36 where 20")
    assert "('call 0', 'call 1', 'call 2')" in one.detail


def test_one_type_in_dex_files_of_an_app_is_likely():
    seen = [told("app.apk!/classes.dex", "str:0,1"), told("app.apk!/classes2.dex", "str:2,3;call:1")]
    assert together(*seen, form="dex", parent="app.apk") == [("acme likely", "app.apk", "call:1;str:0,1,2,3")]


def test_dex_files_with_one_group_each_are_certain_together():
    seen = [
        told("app.apk!/classes.dex", "str:0,1,2,3", " likely"),
        told("app.apk!/classes2.dex", "call:0,1,2,3", " likely"),
    ]
    assert together(*seen, form="dex", parent="app.apk") == [("acme", "app.apk", "call:0,1,2,3;str:0,1,2,3")]


@pytest.mark.parametrize(
    "seen",
    [
        [told(f"{JAR}!/a/A.class", "str:0,1,2,3,4,5;call:0,1,2,3,4,5")],
        [told(f"{JAR}!/a/A.class", "str:0,1"), told(f"{JAR}!/a/B.class", "str:0,1")],
        [told(f"{JAR}!/a/A.class", "str:0,1,2,3;call:1,2,3,4", ""), told(f"{JAR}!/a/B.class", "call:1")],
        [told(f"{JAR}!/a/A.class", "str:0,1,99;;x:1;str"), told(f"{JAR}!/a/B.class", "str:2,\u0663," + "9" * 5000)],
    ],
    ids=["one file", "the same features", "certain already", "nonsense"],
)
def test_nothing_is_added_where_files_say_no_more_together(seen):
    assert together(*seen) == []


def test_files_of_two_archives_are_not_one_library():
    seen = [told(f"{JAR}!/a/A.class", "str:0,1"), told(f"{OTHER}!/a/B.class", "str:2,3")]
    nodes = [Node(seen[0].path, JAR, 1, format="class"), Node(seen[1].path, OTHER, 1, format="class")]
    assert list(united([RECORD], nodes, seen)) == []


def test_native_libraries_side_by_side_are_not_one():
    seen = [told(f"{JAR}!/a.so", "str:0,1"), told(f"{JAR}!/b.so", "str:2,3")]
    assert together(*seen, form="elf") == []


def test_loose_classes_are_told_at_the_one_with_most():
    seen = [told("A.class", "str:0"), told("B.class", "str:1,2,3")]
    assert together(*seen, parent=None) == [("acme likely", "B.class", "str:0,1,2,3")]


def test_records_that_are_not_in_the_pack_are_passed_over():
    seen = [told(f"{JAR}!/a/{n}.class", f"str:{n}") for n in range(4)]
    nodes = [Node(o.path, JAR, 1, format="class") for o in seen]
    assert list(united([], nodes, seen)) == []


def test_the_library_is_shipped_in_the_archive_and_traces_alone_are_no_finding():
    seen = [told(f"{JAR}!/a/{n}.class", f"call:{2 * n},{2 * n + 1};str:{2 * n},{2 * n + 1}") for n in range(3)]
    nodes = [Node(JAR, "app.war", 9, format="zip"), *(Node(o.path, JAR, 1, format="class") for o in seen)]
    vocabulary = Vocabulary(None, {}, {}, frozenset(), fingerprints=(RECORD,))
    signatures = with_facts([], [RECORD])
    (found,) = match(signatures, vocabulary, nodes, seen, 9).findings
    assert (found.capability, found.state.word) == (Capability.TEMPLATE, "shipped")
    assert [proof.observation.path for proof in found.proofs] == [JAR]
    assert match(signatures, vocabulary, nodes, seen[:1], 9).findings == ()
