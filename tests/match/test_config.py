"""From settings to states: four systems switched on, switched off, and what must not be mistaken for them."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from scanner.catalogue.config_terms import beside, is_expression, key_meets, value_meets
from scanner.match.config import config_state, match_config, settings_of
from scanner.types import Capability, FactKind, Observation, Place, Qualifier, State, Strength
from tests.detect.configuration import FILES, facts, observe, signature

HIKVISION, DAHUA, ONVIF, FRIGATE = "hikvision-isapi", "dahua-http", "onvif-analytics", "frigate"


def proofs(folder, stem, kind, text):
    seen = observe(folder, kind, text)
    return list(match_config(signature(stem).facts, settings_of(seen), {one.path: f"text:{kind}" for one in seen}))


def states(folder, stem, kind, text):
    """Capability word → highest state over all proofs."""
    best: dict[str, str] = {}
    for proof in sorted(proofs(folder, stem, kind, text), key=lambda p: p.state):
        best |= {capability.value: proof.state.word for capability in proof.fact.capabilities}
    return best


RECORDER_ON = """<Backup>
<FaceContrastList><FaceContrast><id>1</id><enable>false</enable></FaceContrast>
<FaceContrast><id>2</id><enable>true</enable><faceContrastType>faceContrast</faceContrastType>
<FDLibList><FDLib><FDID>1</FDID></FDLib></FDLibList></FaceContrast></FaceContrastList>
<FDLibBaseCfgList><FDLibBaseCfg><FDID>1</FDID><name>VIP</name><faceLibType>blackFD</faceLibType>
<totalFaceNum>12</totalFaceNum></FDLibBaseCfg></FDLibBaseCfgList></Backup>"""


def test_hikvision_recorder_with_everything_on(tmp_path):
    assert states(tmp_path, HIKVISION, "xml", RECORDER_ON) == {"identification": "enabled", "enrollment": "enrolled"}


def test_hikvision_recorder_with_everything_off_is_only_available(tmp_path):
    text = RECORDER_ON.replace("<enable>true", "<enable>false").replace(">12<", ">0<")
    assert states(tmp_path, HIKVISION, "xml", text) == {"identification": "available", "enrollment": "available"}


def test_off_lowers_only_its_own_instance(tmp_path):
    switches = [p for p in proofs(tmp_path, HIKVISION, "xml", RECORDER_ON) if p.fact.id == "cf027"]
    found = {p.observation.instance: p.state for p in switches}
    root = "Backup/FaceContrastList/FaceContrast"
    assert found == {root: State.AVAILABLE, f"{root}[1]": State.ENABLED}


def test_mode_of_a_channel_that_is_off_is_available(tmp_path):
    text = "<FaceContrast><enable>false</enable><faceContrastType>faceContrast</faceContrastType></FaceContrast>"
    assert states(tmp_path, HIKVISION, "xml", text) == {"identification": "available"}


@pytest.mark.parametrize(
    ("kind", "text"),
    [("xml", "<isSupportFaceContrast>true</isSupportFaceContrast>"), ("json", '{"isSupportFaceContrast": true}')],
)
def test_declared_is_available(tmp_path, kind, text):
    assert states(tmp_path, HIKVISION, kind, text) == {"identification": "available"}


def test_declared_false_is_nothing(tmp_path):
    text = "<DeviceCap><isSupportFaceContrast>false</isSupportFaceContrast></DeviceCap>"
    assert proofs(tmp_path, HIKVISION, "xml", text) == []


def test_black_list_of_a_door_terminal_is_a_library_not_an_enrolled_watch_list(tmp_path):
    found = proofs(tmp_path, HIKVISION, "json", '{"FDLib": [{"FDID": "1", "faceLibType": "blackFD", "name": "staff"}]}')
    assert [(p.fact.id, p.state, p.fact.strength) for p in found] == [("cf025", State.AVAILABLE, Strength.SUPPORT)]


def test_face_records_are_enrolled(tmp_path):
    text = '{"FaceDataRecord": [{"FDID": "1", "FPID": "a"}, {"FDID": "1", "FPID": "b"}]}'
    (proof,) = proofs(tmp_path, HIKVISION, "json", text)
    assert (proof.state, proof.observation.setting) == (State.ENROLLED, "2")


def test_a_request_template_enrolls_nobody(tmp_path):
    text = "<PictureUploadData><FaceAppendData><name>{name}</name></FaceAppendData></PictureUploadData>"
    assert states(tmp_path, HIKVISION, "xml", text) == {"enrollment": "available"}


def test_misspelt_capability_of_hikvision(tmp_path):
    text = "<FDLibCap><isSuportFCSearch>true</isSuportFCSearch></FDLibCap>"
    assert states(tmp_path, HIKVISION, "xml", text) == {"identification": "available"}


RULES = """table.VideoAnalyseRule[0][0].Type=CrossLineDetection
table.VideoAnalyseRule[0][0].Enable=true
table.VideoAnalyseRule[0][1].Type=FaceDetection
table.VideoAnalyseRule[0][1].Enable=false
table.VideoAnalyseRule[0][1].Config.FeatureEnable=true
"""


def test_dahua_rule_counts_with_the_switch_of_the_same_rule(tmp_path):
    assert states(tmp_path, DAHUA, "keyvalue", RULES) == {"detection": "available", "analysis": "available"}
    on = RULES.replace("[1].Enable=false", "[1].Enable=true")
    assert states(tmp_path, DAHUA, "keyvalue", on) == {"detection": "enabled", "analysis": "enabled"}


def test_dahua_rule_of_another_kind_is_nothing(tmp_path):
    assert proofs(tmp_path, DAHUA, "keyvalue", "\n".join(RULES.splitlines()[:2])) == []


def test_dahua_text_in_a_file_named_like_an_ini_file(tmp_path):
    assert states(tmp_path, DAHUA, "ini", RULES) == {"detection": "available", "analysis": "available"}


def test_dahua_json_backup_reads_like_its_text(tmp_path):
    text = '{"VideoAnalyseRule": [[{"Type": "FaceDetection", "Enable": true}]]}'
    assert states(tmp_path, DAHUA, "json", text) == {"detection": "enabled"}


@pytest.mark.parametrize("scene", ["Normal", "", "Traffic", "FaceDetections", "SurfaceDetection"])
def test_dahua_scene_without_faces_is_nothing(tmp_path, scene):
    assert proofs(tmp_path, DAHUA, "keyvalue", f"table.VideoAnalyseGlobal[0].Scene.Type={scene}\n") == []


def test_dahua_misspellings_of_other_files_prove_nothing_here(tmp_path):
    text = "table.VideoAnalyseGlobal[0].Scene.Type=FaceRecongnition\ntable.FaceReconition[0].Enable=true\n"
    assert proofs(tmp_path, DAHUA, "keyvalue", text) == []


@pytest.mark.parametrize(("size", "state"), [("3", "enrolled"), ("0", "available"), ("", "available")])
def test_dahua_group_with_and_without_people(tmp_path, size, state):
    found = states(tmp_path, DAHUA, "keyvalue", f"GroupList[0].groupType=BlackListDB\nGroupList[0].groupSize={size}\n")
    assert found == {"enrollment": state}


def test_a_group_of_another_kind_has_nothing_to_do_with_faces(tmp_path):
    text = "GroupList[0].groupType=public\nGroupList[0].groupSize=3\n"
    assert states(tmp_path, DAHUA, "keyvalue", text) == {}


def test_dahua_event_line_is_output(tmp_path):
    found = proofs(tmp_path, DAHUA, "keyvalue", "Code=FaceRecognition;action=Start;index=0\n")
    assert [(p.fact.id, p.state, p.fact.qualifiers) for p in found] == [("cf065b", State.ENABLED, (Qualifier.OUTPUT,))]


@pytest.mark.parametrize(("enable", "state"), [("true", "enabled"), ("false", "available")])
def test_dahua_upload_of_face_pictures(tmp_path, enable, state):
    text = f"PictureHttpUpload.Enable={enable}\nPictureHttpUpload.UploadServerList[0].EventType[0]=FaceDetection\n"
    assert states(tmp_path, DAHUA, "keyvalue", text) == {"capture": state, "transfer": state}


METADATA = """<tt:MetadataStream xmlns:tt="http://www.onvif.org/ver10/schema" xmlns:fc="http://www.onvif.org/ver20/analytics/humanface">
<tt:Object><tt:Appearance><tt:Class><tt:Type Likelihood="0.9">HumanFace</tt:Type></tt:Class>
<tt:HumanFace><fc:Complexion>Other</fc:Complexion><fc:Expression>Smile</fc:Expression></tt:HumanFace>
</tt:Appearance></tt:Object></tt:MetadataStream>"""


def test_onvif_metadata_is_output_with_its_qualifiers(tmp_path):
    found = {p.fact.id: p for p in proofs(tmp_path, ONVIF, "xml", METADATA)}
    assert set(found) == {"cf097", "cf098", "cf100", "cf101", "cf103"}
    assert found["cf097"].state is State.AVAILABLE
    assert {p.state for key, p in found.items() if key != "cf097"} == {State.ENABLED}
    assert Qualifier.SENSITIVE in found["cf100"].fact.qualifiers
    assert Qualifier.EMOTION in found["cf101"].fact.qualifiers


def test_onvif_schema_with_human_face_is_nothing(tmp_path):
    text = (
        '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" '
        'xmlns:fc="http://www.onvif.org/ver20/analytics/humanface" '
        'targetNamespace="http://www.onvif.org/ver20/analytics/humanface">'
        '<xs:element name="HumanFace" type="fc:HumanFace"><xs:annotation><xs:appinfo>'
        "<Appearance><HumanFace><fc:Age>1</fc:Age></HumanFace></Appearance>"
        "</xs:appinfo></xs:annotation></xs:element></xs:schema>"
    )
    assert proofs(tmp_path, ONVIF, "xml", text) == []


def test_onvif_recognition_event_and_enrollment(tmp_path):
    text = (
        "<m><Topic>tns1:RuleEngine/Recognition/Face</Topic><Data>"
        '<SimpleItem Name="EnrollmentID" Value="4711"/><SimpleItem Name="Label" Value="Blacklisted"/></Data></m>'
    )
    found = proofs(tmp_path, ONVIF, "xml", text)
    assert {p.fact.id for p in found} == {"cf105", "cf106", "cf107"}
    assert "4711" not in "".join(p.observation.detail for p in found)


def test_onvif_label_of_something_else_is_nothing(tmp_path):
    topic = "<Topic>tns1:RuleEngine/Recognition/LicensePlate</Topic>"
    text = f'<m><SimpleItem Name="Plate" Value="Blacklisted"/>{topic}</m>'
    assert proofs(tmp_path, ONVIF, "xml", text) == []


@pytest.mark.parametrize(("value", "found"), [("Human Face", True), ("Vehicle", False), ("Surface Human", False)])
def test_onvif_class_filter(tmp_path, value, found):
    text = f'<Parameters><SimpleItem Name="ClassFilter" Value="{value}"/></Parameters>'
    assert [p.fact.id for p in proofs(tmp_path, ONVIF, "xml", text)] == (["cf108"] if found else [])


OFF = "face_recognition:\n  enabled: false\n  model_size: large\n  recognition_threshold: 0.9\n"


def test_frigate_off_is_available(tmp_path):
    assert states(tmp_path, FRIGATE, "yaml", OFF) == {"identification": "available"}


@pytest.mark.parametrize("word", ["true", "True", "yes", "on"])
def test_frigate_on_in_every_spelling_of_yaml(tmp_path, word):
    assert states(tmp_path, FRIGATE, "yaml", OFF.replace("false", word)) == {"identification": "enabled"}


@pytest.mark.parametrize(
    ("whole", "camera", "state"),
    [("false", "true", "available"), ("true", "false", "enabled"), ("true", "true", "enabled")],
)
def test_frigate_camera_override(tmp_path, whole, camera, state):
    """The recorder makes no recogniser where its own switch is off (frigate/embeddings/maintainer.py)."""
    text = f"face_recognition: {{enabled: {whole}}}\ncameras:\n  door:\n    face_recognition: {{enabled: {camera}}}\n"
    assert states(tmp_path, FRIGATE, "yaml", text) == {"identification": state}


def test_frigate_comment_and_other_sections_are_nothing(tmp_path):
    text = "# face_recognition: {enabled: true}\nlpr:\n  enabled: true\nobjects:\n  track: [person, interface]\n"
    assert proofs(tmp_path, FRIGATE, "yaml", text) == []


def test_an_example_proves_nothing_but_an_output_is_mentioned():
    switch = next(f for f in facts() if f.id == "cf163")
    output = next(f for f in facts() if f.id == "cf098")
    seen = Observation(FactKind.CONFIG, "example/face_recognition/enabled", "x", Place.DOCUMENT, setting="true")
    face = Observation(FactKind.CONFIG, "example/Appearance/HumanFace", "x", Place.DOCUMENT, setting="1")
    assert config_state(switch, seen) is None
    assert config_state(output, face) is State.MENTIONED


def test_a_fact_counts_only_in_the_formats_that_it_names(tmp_path):
    assert observe(tmp_path, "ini", "[face_recognition]\nenabled = true\n") == []
    seen = observe(tmp_path, "yaml", "face_recognition: {enabled: true}\n")
    facts_of_frigate = signature(FRIGATE).facts
    assert [p.state for p in match_config(facts_of_frigate, settings_of(seen))] == [State.ENABLED]
    assert list(match_config(facts_of_frigate, settings_of(seen), {seen[0].path: "text:ini"})) == []


@pytest.mark.parametrize(
    ("pattern", "value", "expected"),
    [
        (">0", "1", True),
        (">0", "0", False),
        (">0", "0.9", True),
        (">0", "-1", False),
        (">0", "many", False),
        (">0", "9" * 400, False),
        ("present", "x", True),
        ("present", " ", False),
        ("present", "null", False),
        ("true", "TRUE", True),
        ("true", "truely", False),
        ("false", "off", True),
        ("Face", "Typeface", False),
        ("/Face[a-z]+/", "Facebook", True),
        ("/Face/", "xFace", False),
    ],
)
def test_value_patterns(pattern, value, expected):
    assert value_meets(pattern, value) is expected


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        ("a/b", ["x", "a", "b"], True),
        ("a/b", ["b"], False),
        ("a/*/b", ["a", "q", "b"], True),
        ("a/*/b", ["a", "b"], False),
        ("A/b", ["a", "b"], False),
        ("GroupList[n]/x", ["GroupList", "x"], True),
    ],
)
def test_key_patterns(pattern, path, expected):
    assert key_meets(pattern, path) is expected


def test_beside():
    assert beside("A/B/c", "d") == "A/B/d"
    assert beside("A/B/c", "../d") == "A/d"
    assert beside("c", "../../d") == "d"


def test_patterns_of_the_signatures_show_nothing_unbounded():
    assert {file.stem for file in FILES} >= {HIKVISION, DAHUA, ONVIF, FRIGATE}
    for fact in facts():
        for pattern in (*fact.on, *fact.off, *(p for _, p in fact.requires)):
            if is_expression(pattern):
                assert re.compile(pattern[1:-1])
                assert not re.search(r"\.[*+{]|[*+]|\\[wWS]", pattern.replace("\\.", "")), (fact.id, pattern)


def test_facts_of_configuration_can_prove_something():
    for fact in facts():
        if fact.kind is FactKind.CONFIG:
            assert fact.on, fact.id
            assert fact.capabilities, fact.id
            assert fact.role in {"switch", "mode", "declares", "database", "output", "threshold", "address"}
            assert (fact.role == "output") == (Qualifier.OUTPUT in fact.qualifiers), fact.id
            assert fact.top is not State.ENROLLED or Capability.ENROLLMENT in fact.capabilities, fact.id


def test_a_neighbour_two_levels_up_at_the_root_of_a_file():
    fact = next(f for f in facts() if f.id == "cf163")
    wanting = replace(fact, value="train/#rows", on=(">0",), role="database", requires=(("../file/#rows", "present"),))
    rows = [
        Observation(FactKind.CONFIG, f"{table}/#rows", "x.db", Place.CONFIG, instance=table, setting="3")
        for table in ("train", "file")
    ]
    assert [p.observation.value for p in match_config([wanting], settings_of(rows))] == ["train/#rows"]
    assert list(match_config([wanting], settings_of(rows[:1]))) == []
