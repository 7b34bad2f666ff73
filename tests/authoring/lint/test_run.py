"""Linting as a whole: everything is said, broken files too; files, ids and the program."""

from __future__ import annotations

import json

import pytest

from scanner.authoring.lint.choice import chosen, name_in_pack
from scanner.authoring.lint.run import lint
from scanner.authoring.lint.shelf import shelf_of
from scanner.detect.config import KEPT
from scanner.types import UsageError
from tests.authoring.lint.cases import (
    CASES,
    COUNTER,
    FILE,
    GOOD,
    KIT,
    fact,
    one,
    other,
    rule,
    setting,
    shelf,
    silent,
    strong,
    text,
)
from tests.catalogue.packs import write_pack
from tests.cli.program import run

TWO = '$a = "acmeface"\n    $b = "acmescan"'


def names(files):
    return {(problem.place, problem.lint) for problem in lint(shelf(files))}


def test_every_problem_is_said_and_a_bad_fact_does_not_hide_the_others():
    files = one(fact(top="seen"), fact(id="f003", value="Ac"), strong("symbol", "face", id="f4", verified=False))
    assert names(files) == {
        ("facts/f002/top", "unknown-word"),
        ("f003", "too-short"),
        ("f4", "too-short"),
        ("f4", "common-word"),
        ("f4", "strong-unverified"),
    }


def test_a_bad_head_does_not_hide_the_facts():
    files = one(fact(value="Ac"), presence="presence: here", sources="sources: [1]")
    assert names(files) >= {("presence", "unknown-word"), ("sources", "schema"), ("f002", "too-short")}


@pytest.mark.parametrize(
    "content", ["id: [", "- 1", "", "facts: 1", "facts: [1, {}]", "id: x\nfacts: {a: b}", "\0", "a: &b c"]
)
def test_a_file_that_is_no_signature_is_a_problem_not_a_crash(content):
    assert {problem.lint for problem in lint(shelf({FILE: content}))} >= {"schema"}


def test_a_missing_sentence_and_a_missing_source_are_named():
    found = names(one(fact(source=None), sentence="note: none"))
    assert {place_lint[1] for place_lint in found} == {"no-sentence", "no-source"}


def test_its_own_counter_example_may_not_show_a_strong_fact():
    shown = silent("imported symbol AcmeFaceCompare", "A program with Acme's kit.")
    assert names(one(counter=shown)) == {("f001", "counter-overlap")}
    inside = silent("text string XAcmeFaceCompare")
    assert names(one(counter=inside)) == set()
    elsewhere = {FILE: text({**GOOD, "places": ["imported"]}, counter=silent("text string AcmeFaceCompare"))}
    assert names(elsewhere) == set()


def test_a_declared_value_may_be_of_two_products(monkeypatch):
    files = {FILE: text(GOOD), **other(GOOD)}
    assert {name for _, name in names(files)} == {"shared-value"}
    declared = {("symbol", "AcmeFaceCompare"): frozenset({"acme-face", "other-kit"})}
    monkeypatch.setattr("scanner.authoring.lint.twice.shared_values", lambda: declared)
    assert names(files) == set()
    declared = {("symbol", "AcmeFaceCompare"): frozenset({"acme-face", "third-kit"})}
    assert {name for _, name in names(files)} == {"shared-value"}


def test_a_value_longer_than_what_is_kept_never_matches():
    assert names(one(setting(on=["a" * (KEPT + 1)]))) == {("f002", "never-kept")}
    assert names(one(setting(on=["a" * KEPT, f"/{'a' * 70}/"]))) == set()


@pytest.mark.parametrize(
    ("theirs", "line"),
    [
        ({"kind": "import", "value": "acmeface.compare"}, "script import acmeface.compare"),
        ({"kind": "package", "value": "pypi:acme-face"}, "file package pypi:acme-face"),
        ({"kind": "soname", "value": "libacmeface.so"}, "imported needed libacmeface.so"),
        ({"kind": "class", "value": "com.acme.face.", "prefix": True}, "invoked class com.acme.face.Engine"),
        ({"kind": "soname", "value": "AcmeFace.dll", "ignore_case": True}, "imported needed ACMEFACE.DLL"),
    ],
)
def test_names_in_a_counter_example_are_looked_up_as_detectors_do(theirs, line):
    files = {FILE: text({**GOOD, **theirs}), **other(KIT, counter=silent(line))}
    assert names(files) == {("f001", "counter-overlap")}
    assert names({**files, **other(KIT, counter=silent("document string acme"))}) == set()


def test_a_hand_written_rule_is_tried_on_the_whole_of_a_file():
    files = one(strong("yara", "acme_rule", top="shipped", capabilities=["template"]), rules=rule(TWO, "all of them"))
    both = silent("text string acmeface\n      text string acmescan")
    assert names({**files, **other(KIT, counter=both)}) == {("f002", "counter-overlap")}
    assert names({**files, **other(KIT, counter=silent("text string acmeface"))}) == set()


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("soname", "lib/acmeface.so"),
        ("needed", "C:\\\\acmeface.dll"),
        ("path", "a" * 256),
        ("symbol", "acme::Face::compare"),
        ("symbol", "_AcmeFaceOpen@16"),
        ("class", "Lcom.acme.Face;"),
        ("import", "acmeface.py"),
        ("import", "import acmeface"),
        ("endpoint", "https://face.acme.example"),
        ("endpoint", "Face.Acme.com/compare"),
        ("package", "npm:@acmeface"),
        ("package", "maven:com.acme"),
        ("package", "oci:acme/face:1.0"),
        ("package", "deb:Acme"),
        ("class", " com.acme.Face"),
    ],
)
def test_spellings_that_no_detector_gives(kind, value):
    top = "shipped" if kind == "path" else "called"
    assert names(one(fact(kind=kind, value=value, top=top))) == {("f002", "never-given")}


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("symbol", "?create@Face@acme@@SAXXZ"),
        ("class", "Acme.Face.Engine$Inner"),
        ("import", "@acme/face-kit"),
        ("endpoint", "face.acme.com:8443/v1/compare"),
        ("endpoint", "/Acme/faceCompare.cgi?action=add"),
        ("package", "npm:@acme/face"),
        ("package", "oci:ghcr.io/acme/face"),
        ("package", "oci:localhost:5000/acme/face"),
        ("package", "maven:com.acme:face"),
        ("path", "Acme Face.bin"),
    ],
)
def test_spellings_that_detectors_give(kind, value):
    top = "shipped" if kind == "path" else "called"
    assert names(one(fact(kind=kind, value=value, top=top))) == set()


def test_a_name_that_a_pattern_finds_adds_nothing():
    pattern = fact(kind="path", value="acme_[0-9]{1,3}[.]bin", pattern=True, top="shipped")
    name = fact(id="f003", kind="path", value="acme_12.bin", top="shipped")
    assert names(one(pattern, name)) == {("f003", "adds-nothing")}
    assert names(one(pattern, {**name, "value": "acme_x.bin"})) == set()
    assert names(one({**pattern, "value": "acme(.bin"}, name)) == {("f002", "misfit")}


def test_a_counter_example_may_show_another_product_of_its_maker():
    shown = silent("imported symbol AcmeFaceCompare", "The kit for devices.")
    assert names({FILE: text(GOOD), **other(KIT, counter=shown)}) == {("f001", "counter-overlap")}
    assert names({FILE: text(GOOD), **other(KIT, counter=shown, vendor="vendor: Acme")}) == set()


def test_placeholders_and_remarks_of_texts_are_texts():
    assert names(one(fact(kind="string", value="Acme: %s of <none>, %d (faces)", top="shipped"))) == set()


@pytest.fixture
def pack(tmp_path):
    files = {
        "sdk/acme/acme-face.yaml": text(GOOD),
        "client/b/b-kit.yaml": text({**GOOD, "value": "Abc"}, id="id: b-kit"),
    }
    return write_pack(tmp_path / "pack", files)


def test_ids_and_files_are_chosen(pack, tmp_path):
    everything = shelf_of(pack)
    assert [s.name for s in chosen(everything, [])[1]] == ["client/b/b-kit.yaml", "sdk/acme/acme-face.yaml"]
    assert [s.name for s in chosen(everything, ["acme-face"])[1]] == ["sdk/acme/acme-face.yaml"]
    new = tmp_path / "sdk" / "new" / "new-face.yaml"
    new.parent.mkdir(parents=True)
    new.write_text(text(GOOD, id="id: new-face"))
    with_new, subjects = chosen(everything, [str(new), str(pack / FILE)])
    assert [s.name for s in subjects] == ["sdk/new/new-face.yaml", FILE]
    assert len(with_new.subjects) == 3
    assert {problem.lint for problem in lint(with_new, subjects)} == {"shared-value"}
    with pytest.raises(UsageError, match="no-such"):
        chosen(everything, ["no-such"])
    assert name_in_pack(pack / "nursery" / "x" / "y.yaml") == "nursery/x/y.yaml"


def test_the_program_says_one_line_each_and_exits_1(pack):
    done = run("signatures", "lint", "--pack", pack)
    lines = done.stdout.decode().splitlines()
    assert done.returncode == 1
    assert lines[0].startswith(
        "client/b/b-kit.yaml: f001: too-short: 'Abc' is shorter than 5 bytes; take a longer value"
    )
    assert lines[-1] == "2 signatures with 2 facts: 2 problems, 0 warnings."
    assert lines[1].startswith("client/b/b-kit.yaml: kind: folder: must equal")


def test_the_program_as_json_and_without_problems(pack):
    done = run("signatures", "lint", "--pack", pack, "--json", "acme-face")
    assert (done.returncode, json.loads(done.stdout)) == (0, {"files": [FILE], "problems": []})
    done = run("signatures", "lint", "--pack", pack, "no-such")
    assert (done.returncode, done.stdout, b"no-such" in done.stderr) == (2, b"", True)


def test_warnings_do_not_fail(pack):
    (pack / FILE).write_text(CASES["unstated-meaning"][0][FILE])
    done = run("signatures", "lint", "--pack", pack, "acme-face")
    assert (done.returncode, b"unstated-meaning (warning)" in done.stdout) == (0, True)


def test_all_lints_are_listed():
    listed = run("signatures", "lint", "--list").stdout.decode().splitlines()
    assert [line.split(": ")[0].removesuffix(" (warning)") for line in listed] == list(CASES)


def test_a_counter_example_that_is_broken_is_named_with_its_line():
    (problem,) = lint(shelf(one(counter=COUNTER.replace("-> nothing", "nothing"))))
    assert (problem.lint, "line" in problem.wrong) == ("no-counter-example", True)
