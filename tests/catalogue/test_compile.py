"""Compiling: every fact can match, and nothing in a fact can act as YARA syntax."""

from __future__ import annotations

import pytest

from scanner.catalogue.compile import compile_pack
from scanner.catalogue.errors import CatalogueError
from scanner.catalogue.fingerprints import FINGERPRINTS, triggered
from scanner.catalogue.load import load
from scanner.catalogue.patterns import patterns_of
from scanner.catalogue.vocabulary import Names
from scanner.types import FactKind
from tests.catalogue.packs import FACT, SIGNATURE, write_pack

FILE = "sdk/acme/acme-face.yaml"
LOOKED_UP = {FactKind.PATH, FactKind.PACKAGE, FactKind.IMPORT, FactKind.HASH, FactKind.NEEDED}


@pytest.fixture(scope="module")
def pack():
    return load()


@pytest.fixture(scope="module")
def vocabulary(pack):
    return compile_pack(pack)


def _fact(**fields):
    words = {"id": "a", "strength": "support", "top": "shipped", "source": "s", "verified": "true", **fields}
    return SIGNATURE.replace(FACT, "{" + ", ".join(f"{key}: {value}" for key, value in words.items()) + "}")


def _small(tmp_path, **fields):
    return compile_pack(load(write_pack(tmp_path, {FILE: _fact(**fields)})))


def _terms(vocabulary, data):
    found = set()
    for match in vocabulary.rules.match(data=data):
        key = f"rule:{match.rule}"
        # A trigger stands for no fact: it says which file is looked at closer.
        for string in match.strings if match.namespace != FINGERPRINTS else ():
            found |= set(vocabulary.patterns.get(key) or vocabulary.patterns[string.identifier])
    return found


def _facts(pack):
    return [fact for signature in pack.signatures for fact in signature.facts]


def test_a_path_is_found_behind_its_host_and_a_host_only_as_a_whole(tmp_path):
    path = _small(tmp_path / "path", kind="endpoint", value="/face/v1/identify")
    host = _small(tmp_path / "host", kind="endpoint", value="api.acme.example")
    url = b'"https://api.acme.example/face/v1/identify?x=1"'
    assert _terms(path, url) == {(FactKind.ENDPOINT, "/face/v1/identify")}
    assert _terms(host, url) == {(FactKind.ENDPOINT, "api.acme.example")}
    assert not _terms(host, b"https://myapi.acme.example.org1api.acme.examples/")


def test_every_trigger_of_a_fingerprint_is_found(pack, vocabulary):
    for place, record in enumerate(pack.fingerprints):
        for trigger in record.triggers:
            hits = vocabulary.rules.match(data=b"\1" + trigger + b"\1")
            names = {s.identifier for match in hits if match.namespace == FINGERPRINTS for s in match.strings}
            assert place in triggered(names), record.id


def test_every_fact_with_bytes_is_found_in_ascii_and_where_useful_in_utf16(pack, vocabulary):
    checked = 0
    for fact in _facts(pack):
        for pattern in patterns_of(fact):
            texts = [pattern.text.encode()] + ([pattern.text.encode("utf-16-le")] if pattern.wide else [])
            for text in texts:
                assert (fact.kind, fact.value) in _terms(vocabulary, b"\0\0" + text + b"\0\0"), fact
                checked += 1
    assert checked > 1000


def test_every_other_fact_is_in_its_index(pack, vocabulary):
    for fact in _facts(pack):
        if fact.pattern:
            assert fact.value in vocabulary.names[fact.kind].patterns
        elif fact.kind in LOOKED_UP:
            assert fact.value in list(vocabulary.names[fact.kind].find(fact.value)), fact
        if fact.kind is FactKind.YARA:
            assert vocabulary.patterns[f"rule:{fact.value}"] == ((FactKind.YARA, fact.value),)
        if fact.kind is FactKind.CONFIG:
            assert fact.value.rpartition("/")[2].rpartition(":")[2].split("[")[0].lower() in vocabulary.config_keys


def test_no_fact_is_found_where_there_is_none(vocabulary):
    words = b"typeface fontface interface surface Facebook FaceTime dlib opencv rekognition "
    assert _terms(vocabulary, words * 50) == set()


def test_a_name_is_not_found_inside_a_longer_one(vocabulary):
    name = (FactKind.SYMBOL, "FSDK_MatchFaces")
    assert name in _terms(vocabulary, b"\0FSDK_MatchFaces\0")
    assert name not in _terms(vocabulary, b"\0XFSDK_MatchFaces\0")
    assert name not in _terms(vocabulary, b"\0FSDK_MatchFacesX\0")


def test_a_beginning_is_found_inside_a_longer_name(vocabulary):
    mangled = b"\0_ZN2cv16FaceRecognizerSF6createERKNSt7__cxx1112basic_string\0"
    assert (FactKind.SYMBOL, "_ZN2cv16FaceRecognizerSF6create") in _terms(vocabulary, mangled)


@pytest.mark.parametrize(
    "text",
    [b"com.arcsoft.face.FaceEngine", b"Lcom/arcsoft/face/FaceEngine;", b"Java_com_arcsoft_face_FaceEngine_init"],
)
def test_a_class_is_found_in_its_three_forms(vocabulary, text):
    assert (FactKind.CLASS, "com.arcsoft.face.FaceEngine") in _terms(vocabulary, b"\0" + text + b"\0")


def test_underscores_of_a_class_are_written_as_jni_writes_them(vocabulary):
    text = b"\0Java_com_vdt_face_1recognition_sdk_Recognizer_verify\0"
    assert (FactKind.CLASS, "com.vdt.face_recognition.sdk.Recognizer") in _terms(vocabulary, text)


@pytest.mark.parametrize("value", ['say "face" { } \\ $a /* */', "人脸识别引擎", "tab\\tface // any of them"])
def test_no_text_acts_as_syntax(tmp_path, value):
    quoted = "'" + value + "'"
    assert _terms(_small(tmp_path, kind="string", value=quoted), f"..{value}..".encode()) == {(FactKind.STRING, value)}


def test_case_is_ignored_where_a_fact_says_so(tmp_path):
    vocabulary = _small(tmp_path, kind="soname", value="AcmeFace.dll", ignore_case="true")
    assert _terms(vocabulary, b"\0ACMEFACE.DLL\0") == {(FactKind.SONAME, "AcmeFace.dll")}
    assert list(vocabulary.names[FactKind.SONAME].find("acmeface.DLL")) == ["AcmeFace.dll"]


def test_a_pattern_of_a_file_name_is_for_the_whole_name_and_its_case(tmp_path):
    value = "method[0-9]{1,3}v[0-9]_[1-3][.](bin|enc)"
    names = _small(tmp_path, kind="path", value=f"'{value}'", pattern="true").names[FactKind.PATH]
    assert list(names.find("method6v7_1.bin")) == list(names.find("method60v7_3.enc")) == [value]
    for other in ("xmethod6v7_1.bin", "method6v7_1.bin.old", "METHOD6v7_1.bin", "method6v7_4.bin", value):
        assert list(names.find(other)) == []
    assert list(names.find("method6v7_1.bin" + "n" * 2000)) == []


def test_each_of_several_patterns_answers_for_itself(tmp_path):
    facts = [
        f"{{id: p{n}, kind: path, value: '{v}', pattern: true, strength: support, top: shipped, source: s,"
        " verified: true}"
        for n, v in enumerate(("acme_[0-9]{2}", "acme_1[0-9]|beta_x", "gamma"))
    ]
    text = SIGNATURE.replace(FACT, "\n  - ".join(facts))
    find = compile_pack(load(write_pack(tmp_path, {FILE: text}))).names[FactKind.PATH].find
    assert list(find("acme_12")) == ["acme_1[0-9]|beta_x", "acme_[0-9]{2}"]
    assert [list(find(name)) for name in ("beta_x", "gamma", "beta_", "acme_123")] == [
        ["acme_1[0-9]|beta_x"],
        ["gamma"],
        [],
        [],
    ]


def test_equal_texts_share_one_pattern(tmp_path):
    second = FACT.replace("f001", "f002").replace("kind: symbol", "kind: string").replace("strong", "support")
    vocabulary = compile_pack(load(write_pack(tmp_path, {FILE: SIGNATURE.replace(FACT, f"{FACT}\n  - {second}")})))
    assert list(vocabulary.patterns.values()) == [
        ((FactKind.STRING, "AcmeFaceCompare"), (FactKind.SYMBOL, "AcmeFaceCompare"))
    ]


def test_two_ways_to_look_up_one_value_are_refused(tmp_path):
    other = SIGNATURE.replace("acme-face", "other-face").replace("top: called", "top: called, prefix: true")
    with pytest.raises(CatalogueError, match="AcmeFaceCompare"):
        compile_pack(load(write_pack(tmp_path, {"sdk/acme/other-face.yaml": other})))


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("rule acme { condition: nonsense }", "does not compile"),
        ('rule other { strings: $a = "abcdef" condition: $a }', "no fact of kind yara"),
        ('private rule acme { strings: $a = "abcdef" condition: $a }', "no rule of this name"),
        ('include "/etc/passwd"', "does not compile"),
        ("rule acme { strings: $a = /a.*b.*c/ condition: $a }", "do not compile"),
    ],
)
def test_a_hand_written_rule_is_checked(tmp_path, rule, words):
    text = _fact(kind="yara", value="acme_", strength="support").replace("acme_", "acme")
    with pytest.raises(CatalogueError, match=words):
        compile_pack(load(write_pack(tmp_path, {FILE: text, "sdk/acme/acme-face.yar": rule})))


def test_a_rule_belongs_to_the_file_that_it_stands_in(tmp_path):
    """Rules of all files are compiled together: which file has which must still be told, whatever they are called."""
    first = _fact(kind="yara", value="acme", strength="support")
    second = _fact(kind="yara", value="END", strength="support").replace("acme-face", "beta-face")
    rules = {
        "sdk/acme/acme-face.yar": "private rule P { condition: true } rule acme { condition: P }",
        "sdk/acme/beta-face.yar": "rule END { condition: filesize == 3 }",
    }
    files = {FILE: first, "sdk/acme/beta-face.yaml": second}
    vocabulary = compile_pack(load(write_pack(tmp_path / "right", files | rules)))
    assert {m.rule for m in vocabulary.rules.match(data=b"abc")} == {"acme", "END"}
    swapped = dict(zip(rules, reversed(rules.values()), strict=True))
    with pytest.raises(CatalogueError, match="no fact of kind yara") as told:
        compile_pack(load(write_pack(tmp_path / "swapped", files | swapped)))
    assert told.value.file == "acme-face.yar"


def test_a_broken_rule_is_told_with_its_file(tmp_path):
    second = _fact(kind="yara", value="beta", strength="support").replace("acme-face", "beta-face")
    files = {
        FILE: _fact(kind="yara", value="acme", strength="support"),
        "sdk/acme/acme-face.yar": "rule acme { condition: true }",
        "sdk/acme/beta-face.yaml": second,
        "sdk/acme/beta-face.yar": "rule beta { condition: nonsense }",
    }
    with pytest.raises(CatalogueError, match="does not compile") as told:
        compile_pack(load(write_pack(tmp_path, files)))
    assert told.value.file == "beta-face.yar"


def test_symbols_of_hosts_are_looked_for(vocabulary):
    assert list(vocabulary.names[FactKind.SYMBOL].find("PyInit_cv2")) == ["PyInit_cv2"]


def test_a_cloud_call_needs_the_service_and_the_operation(vocabulary):
    call = b"boto3.client('rekognition').search_faces_by_image(CollectionId=c)"
    assert (FactKind.YARA, "aws_rekognition_identification") in _terms(vocabulary, call)
    assert (FactKind.YARA, "aws_rekognition_identification") not in _terms(vocabulary, b"x.search_faces_by_image(c)")
    assert (FactKind.YARA, "aws_rekognition_host") in _terms(
        vocabulary, b"https://rekognition.us-east-1.amazonaws.com/"
    )
    assert (FactKind.YARA, "aws_rekognition_host") not in _terms(vocabulary, b"https://polly.us-east-1.amazonaws.com/")


def test_find_yields_every_prefix_that_begins_the_name():
    names = Names(frozenset({"abc"}), {"abc": "ABC"}, ("ab", "abcd", "abd", "b"))
    assert list(names.find("abc")) == ["abc", "ABC", "ab"]
    assert list(names.find("abcde")) == ["abcd", "ab"]
    assert list(names.find("aa")) == []
    assert list(names.find("")) == []
