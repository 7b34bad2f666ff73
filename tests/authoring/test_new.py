"""A new signature: facts as they are written, what a binary proposes, the file, its examples, what is left to do."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys

import pytest

from scanner.authoring.begin import begin, left_to_do, option_for, owners, packs_with
from scanner.authoring.draft import Draft, Wanted, wanted
from scanner.authoring.guesses import guess
from scanner.authoring.proposals import proposals
from scanner.authoring.trial import bench
from scanner.catalogue.errors import CatalogueError
from scanner.catalogue.location import pack_folder
from scanner.types import Capability, FactKind, UsageError
from tests.catalogue.packs import write_pack
from tests.detect.vocabulary import NATIVE

VERIFICATION = (Capability.VERIFICATION,)


@pytest.fixture(name="root")
def small_pack(tmp_path):
    """A pack that stands alone: without the installed one everything is quick."""
    return write_pack(tmp_path / "main")


def draft(*facts, **changes):
    words = {
        "id": "new-face",
        "name": "Acme Face",
        "vendor": "Acme, Inc.",
        "kind": "sdk",
        "sentence": "Acme Face is a kit that compares faces.",
        "source": "exports of libacmeface 2",
    }
    return Draft(facts=tuple(map(wanted, facts)), **{**words, **changes})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("symbol=AcmeFace", Wanted(FactKind.SYMBOL, "AcmeFace")),
        ("verification:symbol=AcmeFace", Wanted(FactKind.SYMBOL, "AcmeFace", VERIFICATION)),
        ("package=pypi:acme", Wanted(FactKind.PACKAGE, "pypi:acme")),
        (
            "template+verification:string=key: value = 1",
            Wanted(FactKind.STRING, "key: value = 1", (Capability.TEMPLATE, Capability.VERIFICATION)),
        ),
    ],
)
def test_a_fact_as_it_is_written(text, expected):
    assert wanted(text) == expected


@pytest.mark.parametrize("text", ["", "AcmeFace", "symbol=", "sign=x", "seeing:symbol=x", "yara=rule", "version=1.0"])
def test_what_is_no_fact(text):
    with pytest.raises(UsageError, match="a fact is written as"):
        wanted(text)


@pytest.mark.parametrize(
    ("name", "capability"),
    [
        ("acme_match_faces", Capability.VERIFICATION),
        ("AcmeFaceIdentify1N", Capability.IDENTIFICATION),
        ("FaceEngine_GetAge", Capability.ANALYSIS),
        ("AcmeDetectFaceLiveness", Capability.LIVENESS),
        ("AcmeGetImagePage", None),
        ("AcmeFingerprintMatch", None),
        ("acme_init", None),
    ],
)
def test_what_a_name_suggests(name, capability):
    assert guess(name) is capability


@pytest.mark.parametrize("name", ["libexample_face.so", "libexample_face_arm.so", "face.dll"])
def test_a_library_proposes_its_names(name):
    found = proposals(NATIVE / name)
    assert found.source.endswith(hashlib.sha256((NATIVE / name).read_bytes()).hexdigest())
    values = {(fact.kind, fact.value): fact.capabilities for fact in found.facts}
    assert values[FactKind.PATH, name] == ()
    assert values[FactKind.SYMBOL, "ASFFaceFeatureCompare"] == VERIFICATION
    assert values[FactKind.CLASS, "com.example_face.Engine"] == VERIFICATION
    assert not any(value.startswith(("_ZTS", "_ZTI")) for _, value in values)
    if name.endswith(".so"):
        assert (FactKind.SONAME, "libexample_face.so") in values


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="names are Unicode there")
def test_a_name_that_cannot_be_written_is_left_out(tmp_path):
    file = tmp_path / os.fsdecode(b"lib\xff.so")
    shutil.copy(NATIVE / "libexample_face.so", file)
    found = proposals(file)
    assert FactKind.PATH not in {fact.kind for fact in found.facts}
    assert found.source.startswith("exports of lib\\xff.so, sha256 ")


@pytest.mark.parametrize("content", [b"", b"no library", (NATIVE / "libexample_face.so").read_bytes()[:200]])
def test_a_file_that_proposes_nothing_says_so(content, tmp_path):
    file = tmp_path / "libx.so"
    file.write_bytes(content)
    with pytest.raises(UsageError, match=r"libx\.so"):
        proposals(file)


@pytest.mark.parametrize(
    ("fact", "kind"),
    [
        ("verification:symbol=NewFaceCompare", "sdk"),
        ("verification:soname=libacmeface.so", "sdk"),
        ("verification:needed=libacmeface.so", "sdk"),
        ("verification:class=com.acme.face.Engine", "sdk"),
        ("verification:string=ACME FACE licence manager, version one", "sdk"),
        ("verification:import=acme_face", "library"),
        ("verification:package=pypi:acme-face", "library"),
        ("verification:endpoint=face.acme.example", "cloud"),
        (f"verification:hash={'a' * 64}", "model"),
        ('verification:string="ACME FACE" licence manager: {version} one', "sdk"),
    ],
)
def test_every_kind_gives_a_signature_that_passes(fact, kind, root):
    begun = begin(draft(fact, kind=kind), root, "own")
    assert begun.file.relative_to(root).as_posix() == f"{kind}/acme-inc/new-face.yaml"
    pack = packs_with(root)
    signature = next(s for s in pack.signatures if s.id == "new-face")
    with bench(pack) as tried:
        first, second = tried.trials(signature)
    assert first.passed
    assert {capability for capability, _ in first.came} == {Capability.VERIFICATION}
    assert second.passed
    assert second.came == frozenset()


def test_weaker_facts_are_shown_together(root):
    made = draft("verification:path=newface.dll", "verification:string=new face licence")
    text = begin(made, root, "own").file.read_text()
    assert "app/newface.dll unknown" in text
    assert "text string new face licence" in text
    assert "-> verification" in text


def test_what_the_lint_takes_for_an_everyday_word_is_support(root):
    made = draft("verification:import=face_engine", "verification:package=pypi:face-engine")
    text = begin(made, root, "own").file.read_text()
    assert "value: face_engine, strength: support" in text
    assert "file package pypi:face-engine" in text
    assert not any("common-word" in line for line in left_to_do(made, root))


def test_what_was_never_seen_goes_to_the_nursery_and_says_so(root):
    made = draft("verification:class=com.acme.face.Engine", source="")
    begun = begin(made, root, "own")
    assert begun.file.relative_to(root).as_posix() == "nursery/acme-inc/new-face.yaml"
    assert any("no fact was seen at a source" in line for line in left_to_do(made, root))


def test_a_pack_of_ones_own_is_begun_beside_the_installed_one(tmp_path):
    own = tmp_path / "own"
    made = draft("verification:symbol=NewFaceCompare")
    assert begin(made, own, "city").pack_was_made
    assert [about.id for about in packs_with(own).about][-1] == "city"
    with pytest.raises(UsageError, match="a signature arcsoft-arcface already"):
        begin(draft("verification:symbol=OtherFaceCompare", id="arcsoft-arcface"), own, "city")
    facts = [wanted("symbol=ASFFaceFeatureCompare"), wanted("symbol=NewFaceMatch")]
    assert owners(own, facts) == {facts[0]: "arcsoft-arcface"}


def test_nothing_is_overwritten(root):
    made = draft("verification:symbol=NewFaceCompare")
    assert not begin(made, root, "own").pack_was_made
    with pytest.raises(UsageError, match="is there already"):
        begin(made, root, "own")
    with pytest.raises(UsageError, match="a signature new-face already"):
        begin(draft("verification:symbol=NewFaceCompare", kind="library"), root, "own")


@pytest.mark.parametrize("changes", [{"sentence": "short"}, {"vendor": ""}])
def test_a_draft_that_the_schema_refuses_writes_nothing(changes, root):
    before = sorted(root.rglob("*"))
    with pytest.raises(CatalogueError):
        begin(draft("verification:symbol=NewFaceCompare", **changes), root, "own")
    assert sorted(root.rglob("*")) == before


def test_how_commands_are_told_of_the_pack(tmp_path):
    assert option_for(pack_folder()) == ""
    assert option_for(tmp_path) == f" --signatures {tmp_path}"
    (tmp_path / "policies").mkdir()
    assert option_for(tmp_path) == f" --pack {tmp_path}"


@pytest.mark.skipif(not (sys.platform == "linux" and shutil.which("cc")), reason="needs a C compiler for this system")
def test_what_the_compiler_leaves_in_a_library_is_proposed_by_nobody(tmp_path):
    """``register_tm_clones`` stands in every program that gcc linked; it was a strong fact of enrollment."""
    (tmp_path / "a.c").write_text(
        "static int hidden_face(void) { return 1; } int new_face(void) { return hidden_face(); }"
    )
    library = tmp_path / "libnewface.so"
    subprocess.run(["cc", "-O0", "-shared", "-fPIC", "-o", library, tmp_path / "a.c"], check=True)
    assert [fact.value for fact in proposals(library).facts] == ["libnewface.so", "new_face"]


@pytest.mark.parametrize("changes", [{"id": "../../x"}, {"id": "Acme Face"}, {"pack_id": "../own"}, {"pack_id": ".."}])
def test_an_id_that_is_none_writes_nothing(changes, tmp_path):
    pack_id = changes.pop("pack_id", "own")
    with pytest.raises(UsageError, match="is no id"):
        begin(draft("verification:symbol=NewFaceCompare", **changes), tmp_path / "pack", pack_id)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_said(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(UsageError, match="--into"):
        begin(draft("verification:symbol=NewFaceCompare"), tmp_path / "file" / "pack", "own")
