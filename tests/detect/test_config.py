"""What the configuration detector shows of a file, and what never leaves it."""

from __future__ import annotations

import json

import pytest

from scanner.detect.config import Configuration
from scanner.formats.roles import HOLD_SETTINGS
from scanner.types import FactKind, LimitReached, Limits, ParseFailure, Place
from tests.detect.configuration import each_observation, observe

CONTRAST = (
    "<L><FaceContrast><id>1</id><enable>false</enable></FaceContrast>"
    "<FaceContrast><enable>true</enable></FaceContrast></L>"
)


def test_formats_are_those_of_configuration():
    assert HOLD_SETTINGS - {"text:script"} <= Configuration.FORMATS <= HOLD_SETTINGS


def test_an_observation_says_key_value_place_and_instance(tmp_path):
    number, off, on = observe(tmp_path, "xml", CONTRAST)
    assert (number.value, number.setting) == ("L/FaceContrast/id", "1"), "it names the instance"
    assert (on.kind, on.place, on.path) == (FactKind.CONFIG, Place.CONFIG, "d!/file.xml")
    assert (on.value, on.setting) == ("L/FaceContrast/enable", "true")
    assert on.instance == "L/FaceContrast[1]"
    assert on.detail == "L/FaceContrast[1]/enable = true"
    assert on.offset == CONTRAST.rindex("<enable>")
    assert (off.setting, off.instance) == ("false", "L/FaceContrast")


NAMES = ("Jane Roe", "Roe", "Иванов", "张伟", "4711-0815", "jane.roe@example.org", "1999-01-02")
GALLERIES = {
    "xml": "<PictureUploadData>"
    + "".join(
        f"<FaceAppendData><name>{name}</name><customHumanID>{name}</customHumanID></FaceAppendData>" for name in NAMES
    )
    + "<FDLibBaseCfg><FDID>1</FDID><name>Jane Roe</name><totalFaceNum>7</totalFaceNum></FDLibBaseCfg>"
    + '<Data><SimpleItem Name="EnrollmentID" Value="4711-0815"/><SimpleItem Name="Jane Roe" Value="Roe"/></Data>'
    + "<HumanFace><Age>Roe</Age></HumanFace></PictureUploadData>",
    "json": '{"FaceDataRecord": ['
    + ", ".join(f'{{"FPID": "{name}", "name": "{name}", "faceLibType": "{name}"}}' for name in NAMES)
    + '], "Jane Roe": {"face_recognition": {"enabled": true, "model_size": "Roe"}}, '
    + '"type": "face", "name": "Jane Roe", "Иванов": {"FaceRecognizeMode": {"mode": "张伟"}}}',
    "keyvalue": "".join(
        f"table.FaceRecognitionEventHandler[{n}].GroupName={name}\n"
        f"table.FaceRecognitionEventHandler[{n}].GroupID={name}\n"
        f"Events[{n}].Face.Age=1999-01-02\nEvents[{n}].Candidates[0].Person.Name={name}\n"
        f"GroupList[{n}].groupType={name}\nCode={name};data=Roe\n"
        for n, name in enumerate(NAMES)
    ),
    "yaml": "face_recognition:\n  enabled: true\n  min_faces: 3\n  blur_confidence_filter: Jane Roe\n"
    "cameras:\n  Jane Roe:\n    face_recognition: {enabled: true}\n",
    "ini": "[Jane Roe]\nFaceRecognitionEventHandler[0].GroupName = Jane Roe\nGroupList[0].groupType=Roe\n",
}


@pytest.mark.parametrize("kind", GALLERIES)
def test_no_name_or_number_of_a_person_is_shown(tmp_path, kind):
    seen = observe(tmp_path, kind, GALLERIES[kind])
    assert seen
    said = "\n".join(f"{o.value}\n{o.detail}\n{o.instance}\n{o.setting}" for o in seen)
    assert [name for name in NAMES if name in said] == []


def test_a_gallery_is_a_number_of_entries(tmp_path):
    seen = {o.value: o for o in observe(tmp_path, "xml", GALLERIES["xml"])}
    people = seen["PictureUploadData/FaceAppendData"]
    assert (people.setting, people.detail) == ("7", "PictureUploadData/FaceAppendData = 7 entries")
    assert seen["PictureUploadData/FDLibBaseCfg/totalFaceNum"].setting == "7"


def test_templates_with_placeholders_are_no_entries(tmp_path):
    records = [{"FPID": value, "faceURL": "u"} for value in ("{name}", "%s", "${id}", "{{ id }}", "a1")]
    (seen,) = observe(tmp_path, "json", json.dumps({"FaceDataRecord": records}))
    assert (seen.value, seen.setting) == ("FaceDataRecord", "1")


def test_a_value_that_is_only_asked_to_be_there_is_shown_by_its_length(tmp_path):
    (seen,) = observe(tmp_path, "keyvalue", "table.FaceRecognitionEventHandler[0].GroupName=VIP guests\n")
    assert seen.setting == "(text, 10 characters)"
    assert seen.instance == "table/FaceRecognitionEventHandler[0]"


def test_keys_that_may_be_names_are_numbered_and_stay_apart(tmp_path):
    text = '{"Jane Roe": {"face_recognition": {"enabled": true}}, "John Roe": {"face_recognition": {"enabled": false}}}'
    instances = [seen.instance for seen in observe(tmp_path, "json", text)]
    assert instances == ["(key 1)/face_recognition", "(key 2)/face_recognition"]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("ini", "[fonts]\ntypeface = true\ninterface = face\nsurface=1\n"),
        ("yaml", "objects:\n  track: [person, typeface]\ninterface: {enabled: true}\n"),
        ("xml", "<a><!-- <isSupportFaceContrast>true</isSupportFaceContrast> --><typeface>true</typeface></a>"),
        ("json", '{"geometry": {"face": 1, "faces": [1, 2]}, "note": "isSupportFaceContrast true"}'),
        ("keyvalue", "#table.VideoAnalyseRule[0][0].Type=FaceDetection\nsurface=1\n"),
        ("xml", '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="HumanFace"/></xs:schema>'),
        ("xml", "<tt:FaceDescriptor xmlns:tt='http://www.onvif.org/ver10/schema'>1</tt:FaceDescriptor>"),
    ],
)
def test_look_alikes_comments_and_schemas_say_nothing(tmp_path, kind, text):
    assert observe(tmp_path, kind, text) == []


def test_examples_of_an_api_description_are_documentation(tmp_path):
    (seen,) = observe(tmp_path, "yaml", "example:\n  face_recognition: {enabled: true}\n")
    assert seen.place is Place.DOCUMENT


@pytest.mark.parametrize(("tail", "error"), [("", ParseFailure), ("[" * 1000, LimitReached)])
def test_what_stands_before_a_break_is_said_and_the_break_reported(tmp_path, tail, error):
    text = '{"totalFaceNum": 3, "FaceDataRecord": [{"FPID": "1"}, ' + tail
    seen = []
    with pytest.raises(error):
        # A list that is extended keeps what came before the error: scanner.examine relies on it.
        seen += each_observation(tmp_path, "json", text)
    assert [one.setting for one in seen] == ["3", "1"]


def test_a_broken_file_that_mentions_no_key_is_no_loss(tmp_path):
    assert observe(tmp_path, "json", '{"compilerOptions": {"strict": true') == []
    assert observe(tmp_path, "xml", "<template>{{ body }}") == []


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("json", '{"face_recogn\\u0069tion": {"enabled": true}}'.replace("\\\\", "\\")),
        ("yaml", '"face_recogn\\x69tion": {enabled: true}\n'),
    ],
)
def test_a_key_spelt_with_escapes_is_found(tmp_path, kind, text):
    assert [one.value for one in observe(tmp_path, kind, text)] == ["face_recognition/enabled"]


def test_a_file_above_the_limit_is_not_read(tmp_path):
    with pytest.raises(LimitReached):
        observe(tmp_path, "xml", CONTRAST, Limits(config_bytes=10))
