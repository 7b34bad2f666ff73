"""Packs of enemies: what is added to the installed one may come from anybody with a stick in his hand."""

from __future__ import annotations

import os

import pytest

from scanner.catalogue import filenames, load, yamlfile
from scanner.catalogue.compile import compile_pack
from scanner.catalogue.errors import CatalogueError
from scanner.catalogue.load import load as load_pack
from scanner.catalogue.pack import Origin
from scanner.catalogue.yamlfile import read_yaml
from tests.catalogue.packs import FACT, SIGNATURE, write_pack

FILE = "sdk/acme/acme-face.yaml"
RULE_FACT = "{id: r, kind: yara, value: acme, strength: support, top: shipped, source: s, verified: true}"


def _refused(folder, words):
    with pytest.raises(CatalogueError, match=words):
        compile_pack(load_pack(folder, origin=Origin.ADDED))


def _value(text):
    fact = f"{{id: a, kind: config, value: a/b, role: switch, formats: [json], on: ['/{text}/'], "
    return SIGNATURE.replace(FACT, fact + "strength: support, top: enabled, source: s, verified: true}")


def _pattern(text):
    fact = f"{{id: a, kind: path, value: '{text}', pattern: true, strength: support, top: shipped, "
    return SIGNATURE.replace(FACT, fact + "source: s, verified: true}")


def _host(text):
    return SIGNATURE.replace("facts:", f"hosts:\n  - {{kind: path, value: '{text}'}}\nfacts:")


EXPRESSIONS = {
    "nested": "(a+)+b",
    "choice": "(?:a|aa)*b",
    "optional": "(?:a?){60}b",
    "five in a row": "q*q*q*q*q*!",
    "behind what must come first": "[0-9]{3}foo[b-k]*[g-z]*[d-h]*g*!",
    "two groups": "(?:a{1,64}){1,64}b",
    "look ahead": "(?=a)acme",
    "flag": "(?i:acme)",
}


@pytest.mark.parametrize("where", [_value, _pattern, _host])
@pytest.mark.parametrize("case", EXPRESSIONS)
def test_an_expression_that_a_name_can_make_endless(case, where, tmp_path):
    _refused(write_pack(tmp_path, {FILE: where(EXPRESSIONS[case])}), r"hosts/0/value|facts/a")


def test_an_expression_that_is_none(tmp_path):
    _refused(write_pack(tmp_path, {FILE: _value("(a")}), "facts/a: .*not a regular expression")


@pytest.mark.parametrize("text", [r"\\(?P<x>acme)", r"\\(?i:acme)", r"acme\\(?=x)"])
def test_a_pattern_cannot_reach_the_others_behind_a_backslash(text, tmp_path):
    _refused(write_pack(tmp_path, {FILE: _pattern(text)}), "no flags")


RULES = {
    "module": ('import "pe" rule acme { strings: $a = "acmeface" condition: $a }', "no module"),
    "module behind a comment": (
        'import /* x */ "console" rule acme { strings: $a = "acmeface" condition: $a and console.log("x") }',
        "no module",
    ),
    "include": ('include "/etc/passwd"', "does not compile"),
    "loop": (
        'rule acme { strings: $a = "acmeface" condition: $a and for all i in (1..filesize) : (uint8(i) < 300) }',
        "no loop",
    ),
    "hidden loop": (
        'rule acme { strings: $a = "acmeface" condition: "a" matches /[\\/*]x/ and for any i in (0 .. #a) : (i > 9) '
        'and "b" matches /x*\\// }',
        "no loop",
    ),
}


@pytest.mark.parametrize("case", RULES)
def test_rules_that_do_more_than_look_for_bytes(case, tmp_path):
    source, words = RULES[case]
    text = SIGNATURE.replace(FACT, RULE_FACT)
    _refused(write_pack(tmp_path, {FILE: text, "sdk/acme/acme-face.yar": source}), words)


def test_a_signature_that_is_called_as_the_rules_of_facts(tmp_path):
    """Its rules stood under the same name, and were replaced without a word."""
    text = SIGNATURE.replace("id: acme-face", "id: facts").replace(FACT, f"{FACT}\n  - {RULE_FACT}")
    rule = 'rule acme { strings: $a = "acmeface" condition: $a }'
    folder = write_pack(tmp_path, {FILE: None, "sdk/acme/facts.yaml": text, "sdk/acme/facts.yar": rule})
    found = compile_pack(load_pack(folder, origin=Origin.ADDED)).rules.match(data="acmeface AcmeFaceCompare")
    assert {match.rule for match in found} == {"acme", "facts_0"}


def test_nine_lines_that_stand_for_a_thousand_million_values():
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    with pytest.raises(CatalogueError, match=r"x\.yaml: not readable as YAML: line .*aliases"):
        read_yaml("\n".join(lines).encode(), "x.yaml")


def test_depth_is_refused_in_one_line():
    with pytest.raises(CatalogueError) as refused:
        read_yaml(b"a: " + b"[" * 200_000, "x.yaml")
    assert "\n" not in str(refused.value)


ACTING = {
    "escape": r'"Acme \e[31mFace"',
    "bell": r'"Acme\a"',
    "line break": r'"Acme\nPack facescreen 2027.1.0"',
    "bidi": r'"Acme \u202eecaF"',
    "zero width": r'"Ac\u200bme"',
    "block": "|\n  Acme\n  Pack facescreen 2027.1.0",
}


@pytest.mark.parametrize("case", ACTING)
def test_a_name_that_acts_on_a_terminal(case, tmp_path):
    _refused(write_pack(tmp_path, {FILE: SIGNATURE.replace("name: Acme Face", f"name: {ACTING[case]}")}), FILE)


def test_a_key_that_acts_on_a_terminal(tmp_path):
    with pytest.raises(CatalogueError) as refused:
        load_pack(write_pack(tmp_path, {FILE: '"\\e[31m": 1\n' + SIGNATURE}), origin=Origin.ADDED)
    assert str(refused.value).isprintable()


def test_a_link_is_not_followed(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("password of the city")
    folder = write_pack(tmp_path / "pack", {FILE: None})
    (folder / FILE).parent.mkdir(parents=True)
    (folder / FILE).symlink_to(secret)
    with pytest.raises(CatalogueError, match="is a link") as refused:
        load_pack(folder, origin=Origin.ADDED)
    assert "password" not in str(refused.value)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_a_pipe_is_not_waited_for(tmp_path):
    folder = write_pack(tmp_path)
    os.mkfifo(folder / "sdk/acme/other.yaml")
    _refused(folder, "no plain file")


def test_a_folder_that_is_called_like_a_file(tmp_path):
    folder = write_pack(tmp_path)
    (folder / "sdk/acme/other.yaml").mkdir()
    load_pack(folder, origin=Origin.ADDED)
    (folder / "sdk/acme/more.yaml").symlink_to(folder / "sdk")
    _refused(folder, "cannot be read|no plain file")


def test_a_large_file(tmp_path, monkeypatch):
    monkeypatch.setattr(yamlfile, "LARGEST", 100)
    _refused(write_pack(tmp_path), "larger than 100 bytes")


def test_many_files(tmp_path, monkeypatch):
    assert filenames.MOST_FILES >= 5_000
    monkeypatch.setattr(load, "MOST_FILES", 3)
    _refused(write_pack(tmp_path), "more than 3 files")


@pytest.mark.parametrize("name", ["acme-face.yaml", "acme-face.yar"])
def test_a_signature_beside_the_folders_is_not_left_out_in_silence(name, tmp_path):
    _refused(write_pack(tmp_path, {name: SIGNATURE}), "it would be ignored")


@pytest.mark.parametrize("name", [b"a b.yaml", b"a\x1b[31m.yaml", b"a\xff.yaml", b"a\n.yaml"])
def test_a_name_that_no_signed_file_carries(name, tmp_path):
    folder = write_pack(tmp_path)
    try:
        (folder / "sdk/acme" / os.fsdecode(name)).write_text(SIGNATURE)
    except OSError:
        pytest.skip("this file system has no such names")
    with pytest.raises(CatalogueError, match="letters, digits") as refused:
        load_pack(folder, origin=Origin.ADDED)
    assert str(refused.value).isprintable()


def test_an_error_names_the_folder_of_several(tmp_path):
    folder = write_pack(tmp_path / "second", {FILE: "id: ["})
    _refused(folder, r"second.sdk.acme.acme-face\.yaml: not readable")


def test_a_folder_that_is_no_pack_is_not_walked(tmp_path):
    (tmp_path / "photo.jpg").write_text("x")
    _refused(tmp_path, r"not a signature pack: it has no pack\.yaml")


def test_what_is_remembered_of_a_chosen_pack_does_not_speak_for_an_added_one(tmp_path):
    kept = {}

    class Kept:
        def recall(self, name):
            return kept.get(name)

        def keep(self, name, value, blob=b""):
            kept[name] = (value, blob)

    folder = write_pack(tmp_path, {FILE: _host("(a+)+b")})
    load_pack(folder, origin=Origin.CHOSEN, memory=Kept())
    with pytest.raises(CatalogueError, match="hosts/0/value"):
        load_pack(folder, origin=Origin.ADDED, memory=Kept())
