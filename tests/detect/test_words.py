"""Names that several words make together: what is said of a recogniser, of other trades, and of hostile files."""

from __future__ import annotations

import pytest

from scanner.detect.words.detector import Words
from scanner.types import FactKind, LimitReached, Place
from tests.detect.vocabulary import LEXICON, observe

ENOUGH = b"face_feature_extract\0FaceFeatureCompare\0enroll face failed\0"


def look(tmp_path, data: bytes, path: str = "x!/lib.so", form: str = "elf"):
    (tmp_path / "node").write_bytes(data)
    return observe(Words(), tmp_path / "node", path, form)


def senses(text: str) -> dict[str, int]:
    return {sense.value: sense.weight for sense in LEXICON.senses(text)}


@pytest.mark.parametrize(
    ("name", "meaning"),
    [
        ("xx_face_feature_extract", "template"),
        ("FaceFeatureCompare", "comparison"),
        ("_ZN4acme10FaceEngine14compareFeatureERKNS_11FaceFeatureES3_", "comparison"),
        ("?verify@FaceEngine@acme@@QEAA_NXZ", "verification"),
        ("Java_org_acme_FaceNative_registerFaceFeature", "enrollment"),
        ("-[XXFaceManager compareFaceTemplate:with:]", "comparison"),
        ("POST /api/v1/face/enroll", "enrollment"),
        ("face_similarity_threshold", "similarity"),
        ("CREATE TABLE face_blacklist", "gallery"),
        ("t_face_lib", "gallery"),
        ("ACME_FR_FeatureCompare", "comparison"),
        ("ACME_FR_Verify", "verification"),
        ("facerecognizer", "recognition"),
        ("RENLIAN_SHIBIE", "recognition"),
        ("RenLianBiDui", "comparison"),
        ("reconocimiento_facial", "recognition"),
        ("GesichtErkennung", "recognition"),
        ("face identify person", "search"),
        ("faceMatch1toN", "search"),
    ],
)
def test_says_what_a_name_means(name, meaning):
    assert meaning in senses(name)


@pytest.mark.parametrize(
    "name",
    [
        "FontFaceMatcher",
        "register_typeface",
        "hb_face_feature_extract",
        "compareMeshFaces",
        "glFrontFaceMatch",
        "registerInterface",
        "SurfaceTemplateExtractor",
        "searchFacebookPerson",
        "FaceTimeIdentifier",
        "no matching face found",
        "face_detect_threshold",
        "FaceDetectorScore",
        "face_descriptor",
        "hugging_face_search",
        "half_edge_face_library",
        "embrace the faceless user",
        "matchFeatures",
        "enroll_certificate",
        "FacialExpressionRecognition",
        "PackageManager.FEATURE_FACE",
        "AuthenticationType.facialRecognition",
    ],
)
def test_says_nothing_of_other_trades(name):
    assert senses(name) == {}


def test_shows_each_meaning_and_that_there_are_several(tmp_path):
    seen = {o.value: o for o in look(tmp_path, ENOUGH)}
    assert set(seen) == {"several-names", "template", "comparison", "enrollment"}
    assert {o.kind for o in seen.values()} == {FactKind.WORDS}
    assert {o.place for o in seen.values()} == {Place.TEXT}
    assert (seen["comparison"].detail, seen["comparison"].offset) == (
        "FaceFeatureCompare",
        ENOUGH.index(b"FaceFeature"),
    )
    assert seen["several-names"].detail == "3 names of 3 kinds"


def test_reads_utf16_at_even_and_odd_offsets(tmp_path):
    wide = ENOUGH.decode().replace("\0", "\1").encode("utf-16-le")
    assert len(look(tmp_path, wide)) == len(look(tmp_path, b"\xff" + wide)) == 4


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "gb18030"])
def test_finds_phrases_in_the_usual_encodings(tmp_path, encoding):
    texts = "\n".join(("人脸比对失败", "人脸库已满", "人脸注册")).encode(encoding)
    assert {o.value for o in look(tmp_path, texts)} == {
        "several-names",
        "heavy-names",
        "comparison",
        "gallery",
        "enrollment",
    }


def test_one_telling_name_is_a_remark_in_programs_only(tmp_path):
    one = b"\0AcmeFaceRecognition\0"
    assert [(o.value, o.detail) for o in look(tmp_path, one)] == [("some-name", "AcmeFaceRecognition")]
    assert look(tmp_path, one, "x!/a.py", "text:script") == []


def test_leaves_out_documents_lists_and_descriptions(tmp_path):
    assert look(tmp_path, ENOUGH, "x!/a.txt", "text:document") == []
    assert look(tmp_path, ENOUGH, "x!/a.dist-info/RECORD", "text:keyvalue") == []
    assert look(tmp_path, ENOUGH, "x!/a.dist-info/scm_file_list.json", "text:json") == []
    assert look(tmp_path, b'{"openapi": "3.1",' + ENOUGH, "x!/a.json", "text:json") == []
    assert len(look(tmp_path, ENOUGH, "x!/a.json", "text:json")) == 4


def test_leaves_out_comments(tmp_path):
    code = b"def compareFaceFeature(): faceSimilarityThreshold\n"
    assert len(look(tmp_path, code, "x!/a.py", "text:script")) == 3
    assert look(tmp_path, b"# compareFaceFeature\n# faceSimilarityThreshold\n", "x!/a.py", "text:script") == []


def test_shows_of_data_only_the_word_itself(tmp_path):
    row = b"enroll face Jane Miller\0compareFaceFeature Jane\0faceLibrary\0"
    details = " ".join(o.detail for o in look(tmp_path, row, "x!/a.db", "sqlite"))
    assert "compareFaceFeature" in details
    assert "Jane" not in details


def test_counts_names_without_a_face_only_beside_others(tmp_path):
    bare = b"acme_extract_feature\0acme_compare_feature\0acme_feature_compare_verify\0"
    assert look(tmp_path, bare) == []
    assert {o.value for o in look(tmp_path, bare + b"acme_face_create\0")} >= {
        "several-names",
        "comparison",
        "template",
    }


def test_three_heavy_names_of_one_kind_are_enough(tmp_path):
    names = b"AcmeFaceRecognizer\0create_face_recognition\0face_recognition_model_add\0"
    assert {o.value for o in look(tmp_path, names)} == {"several-names", "heavy-names", "recognition"}
    assert {o.value for o in look(tmp_path, names[:40])} == {"some-name"}


def test_hides_what_looks_like_a_secret(tmp_path):
    url = b"http://admin:hunter22@cam/face/compare/feature\0" + ENOUGH
    assert not any("hunter22" in o.detail for o in look(tmp_path, url))


def test_gives_up_in_the_open_where_there_is_too_much(tmp_path, monkeypatch):
    monkeypatch.setattr("scanner.detect.words.detector.MOST_PLACES", 100)
    with pytest.raises(LimitReached, match="100 names"):
        look(tmp_path, b"face\0" * 101)


@pytest.mark.parametrize("first", ["FaceEngine{:05}", "compareFeature{:05}"])
def test_many_names_of_one_meaning_do_not_hide_another(first, tmp_path):
    flood = b"\0".join(first.format(number).encode() for number in range(10_500))
    seen = {o.value for o in look(tmp_path, flood + b"\0" + ENOUGH)}
    alone = {o.value for o in look(tmp_path, ENOUGH)}
    assert {"template", "comparison", "enrollment"} <= alone <= seen


@pytest.mark.parametrize(
    ("line", "format_id"),
    [
        ("<{0}>{1}</{0}>", "text:xml"),
        ('<{0} version="2.0"> {1} </{0}>', "text:xml"),
        ('"{}": {},', "text:json"),
        ("{} = {}  ; y", "text:ini"),
        ("{}: {}\n# y", "text:yaml"),
    ],
)
def test_a_list_of_what_a_device_cannot_do_says_nothing(tmp_path, line, format_id):
    names = (
        "isSupportFaceFeatureExtract",
        "isSupportFaceFeatureCompare",
        "supportFaceEnroll",
        "faceTemplateEnrollment",
    )
    files = {word: "\n".join(line.format(name, word) for name in names).encode() for word in ("true", "false", "0")}
    assert look(tmp_path, files["true"], "x!/caps", format_id) != []
    assert look(tmp_path, files["false"], "x!/caps", format_id) == []
    assert look(tmp_path, files["0"], "x!/caps", format_id) == []


MESSAGES = b"""
acme.FaceContent.verify(m.content); acme.FaceFrame.verify(m.frame); acme.FaceList.verify(m.list);
FaceContent.verify = function verify(m) { return typeof m === "object" ? null : "object expected"; };
"""


@pytest.mark.parametrize("missing", [b"", b"encodeDelimited", b"decodeDelimited", b"object expected"])
def test_the_check_of_a_message_verifies_nobody(tmp_path, missing):
    """Every class that protobuf.js makes of a message has a function of this name, whatever the message is about."""
    data = MESSAGES + b"FaceContent.encodeDelimited = 1; FaceContent.decodeDelimited = 1;\n"
    found = look(tmp_path, data.replace(missing, b"x") if missing else data, "x!/a.js", "text:script")
    assert bool(found) is bool(missing)


def test_other_functions_beside_messages_still_say_what_they_do(tmp_path):
    data = MESSAGES + b"encodeDelimited decodeDelimited engine.verifyFace(a); compareFaceFeature(a, b); enrollFace(c);"
    assert look(tmp_path, data, "x!/a.js", "text:script")


def test_the_field_of_a_passport_is_no_search():
    """ICAO Doc 9303, part 10: data group 2 of a passport is "Encoded Identification Features (Face)", a picture."""
    assert not senses("dg2EncodedIdentificationFeaturesFace")
    assert senses("identificationFeaturesFace")
