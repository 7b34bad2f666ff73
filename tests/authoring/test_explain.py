"""Why a product was found, or was not: the reasons are the matcher's own, and say what the finding says."""

from __future__ import annotations

import json

import pytest

from scanner.authoring.explain import explain
from scanner.authoring.listing import cases
from scanner.authoring.scene import scene
from scanner.authoring.telling import as_data, inside, lines
from scanner.authoring.trial import bench
from scanner.catalogue.load import load
from scanner.match.findings import match
from scanner.types import ByteState, Capability, LedgerEntry
from tests.catalogue.packs import write_pack


def fact(number, kind, value, strength="strong", **more):
    words = {"capabilities": "[verification]", "top": "called", **more}
    extra = ", ".join(f"{key}: {word}" for key, word in words.items())
    start = f"id: f{number:03d}, kind: {kind}, value: {value}, strength: {strength}"
    return f"  - {{{start}, {extra}, source: s, verified: true}}\n"


HEAD = """\
id: acme-face
name: Acme Face
vendor: Acme
kind: sdk
presence: shipped
sentence: Acme Face is invented for this test and compares faces.
"""
FACTS = (
    fact(1, "symbol", "AcmeFaceCompare", places="[defined, imported]")
    + fact(2, "string", "acme face licence", "support")
    + fact(3, "soname", "libacmeface.so", "support")
    + fact(4, "string", "acme face model", "support")
    + fact(5, "string", "acme face camera", "context")
)
HOSTS = "hosts:\n  - {kind: soname, value: libeverything}\n"
LIBRARY = "  lib/libx.so elf\n    defined symbol AcmeFaceCompare\n"


@pytest.fixture(name="told")
def explainer(tmp_path):
    def told(listing, head=HEAD, facts=FACTS, entries=(), folder="sdk/acme"):
        files = {"sdk/acme/acme-face.yaml": None, f"{folder}/acme-face.yaml": head + "facts:\n" + facts}
        root = write_pack(tmp_path / "pack", {name: text for name, text in files.items() if text})
        if folder != "sdk/acme":
            (root / "sdk/acme/acme-face.yaml").unlink()
        pack = load(root)
        with bench(pack) as made:
            (case,) = cases(f"A case.\n{listing}  -> nothing\n")
            shown = scene(case, made.vocabulary, tmp_path)
            found = match(pack.signatures, made.vocabulary, shown.nodes, shown.observations, 50).findings
            everything = pack.signatures, made.vocabulary, shown.nodes, shown.observations
            result = explain(pack.signatures[0], *everything, entries, "delivery")
        assert {(f.capability, f.state) for f in found} == {
            (judged.capability, judged.state) for judged in result.judgements if judged.state is not None
        }
        return result

    return told


def states(told):
    return {f.id: [proof.state.word for proof in proofs] for f, proofs in told.hits.items()}


def test_a_library_and_its_caller(told):
    one = told(
        LIBRARY.replace("\n", "\n    defined soname libacmeface.so\n", 1)
        + "  bin/app elf\n    imported symbol AcmeFaceCompare\n"
    )
    assert states(one)["f001"] == ["called", "shipped"]
    assert one.own == ("delivery/lib/libx.so",)
    assert all(proof.why for proofs in one.hits.values() for proof in proofs)
    said = "\n".join(lines(one, verbose=False))
    assert "Facts that hit: 2 of 5" in said
    assert "verification: called." in said
    assert "imported in delivery/bin/app" in said
    assert "3 string (-v names them)" in said


def test_one_supporting_fact_is_too_little_and_two_kinds_are_enough(told):
    one = told('  bin/app elf\n    text string "acme face licence"\n')
    (judged,) = one.judgements
    assert judged.state is None
    assert "2 kinds or 3 facts are needed" in judged.reason
    assert "verification: no finding. No strong fact" in "\n".join(lines(one, verbose=False))
    library = "  bin/libacmeface.so elf\n    defined soname libacmeface.so\n"
    (judged,) = told(library + '  bin/app elf\n    text string "acme face licence"\n').judgements
    assert "2 weaker facts of 2 kinds together in delivery/bin" in judged.reason


def test_a_mention(told):
    one = told(
        "  readme text\n    document symbol AcmeFaceCompare\n", facts=FACTS.replace(", places: [defined, imported]", "")
    )
    (judged,) = one.judgements
    assert (judged.state.word, "mention" in judged.reason) == ("mentioned", True)


def test_a_fact_seen_where_it_does_not_count(told):
    one = told("  bin/app elf\n    text symbol AcmeFaceCompare\n")
    assert one.hits == {}
    said = "\n".join(lines(one, verbose=False))
    assert "seen at text in delivery/bin/app; it counts at defined, imported only" in said
    assert "None: no fact of the product was seen at a place where it counts." in said


def test_context_only(told):
    said = "\n".join(lines(told('  bin/app elf\n    text string "acme face camera"\n'), verbose=False))
    assert "Facts that hit: 1 of 5" in said
    assert "None: the facts that hit are context" in said


def test_a_carrier_and_the_nursery_cap(told):
    listing = LIBRARY.replace("\n", "\n    defined soname libeverything.so.1\n", 1)
    one = told(listing, head=HEAD + HOSTS)
    assert (one.carriers, states(one)["f001"]) == (("delivery/lib/libx.so",), ["available"])
    one = told("  bin/app elf\n    imported symbol AcmeFaceCompare\n", folder="nursery/acme")
    (judged,) = one.judgements
    assert (judged.state.word, "nursery" in judged.reason) == ("available", True)
    assert "in the nursery" in next(lines(one, verbose=False))


def test_unread_bytes_are_said(told):
    one = told("  bin/app elf\n", entries=[LedgerEntry("delivery/x", 0, 1200, ByteState.ENCRYPTED)])
    assert "nothing in them can hit: 1,200 encrypted." in "\n".join(lines(one, verbose=False))


def test_evidence_that_another_product_has_all_of(told, tmp_path):
    folder = tmp_path / "pack"
    bigger = HEAD.replace("acme-face", "acme-big") + "facts:\n" + FACTS + fact(6, "symbol", "AcmeFaceExtra")
    write_pack(folder, {"sdk/acme/acme-big.yaml": bigger, "sdk/acme/acme-face.yaml": HEAD + "facts:\n" + FACTS})
    pack = load(folder)
    lines_of = "  bin/app elf\n    imported symbol AcmeFaceCompare\n    imported symbol AcmeFaceExtra\n"
    (case,) = cases(f"A case.\n{lines_of}  -> nothing\n")
    with bench(pack) as made:
        shown = scene(case, made.vocabulary, tmp_path)
        everything = pack.signatures, made.vocabulary, shown.nodes, shown.observations
        small = next(s for s in pack.signatures if s.id == "acme-face")
        one = explain(small, *everything, (), "delivery")
    assert (one.findings, dict(one.shown_by)) == ({}, {Capability.VERIFICATION: "acme-big"})
    assert "In the report under acme-big" in "\n".join(lines(one, verbose=False))
    assert as_data(one)["capabilities"][0]["shown_by"] == "acme-big"


def test_many_places_are_cut_without_verbose(told):
    listing = "".join(f"  bin/app{number} elf\n    imported symbol AcmeFaceCompare\n" for number in range(7))
    one = told(listing)
    assert "… and 2 more places (-v)" in "\n".join(lines(one, verbose=False))
    assert sum("imported in" in line for line in lines(one, verbose=True)) == 7


def test_the_data_says_the_same(told):
    data = as_data(told("  bin/app elf\n    imported symbol AcmeFaceCompare\n"))
    assert json.loads(json.dumps(data)) == data
    assert data["capabilities"][0]["state"] == "called"
    (place,) = data["hits"][0]["places"]
    assert (place["place"], place["state"], bool(place["why"])) == ("imported", "called", True)
    assert len(data["hits"]) + len(data["missed"]) == 5


@pytest.mark.parametrize(
    ("path", "shown"), [("a.zip!/x/b", "…!/x/b"), ("folder/a.zip!/b", "folder/a.zip!/b"), ("a", "a")]
)
def test_paths_lose_what_all_have_in_common(path, shown):
    assert inside(path) == shown
