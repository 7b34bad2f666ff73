"""Settings of cameras, recorders and door terminals, screened with the real pack: on, off and look-alikes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

import scanner
from scanner.types import State

LOOK_ALIKES = {
    "wsdl/metadatastream.xsd": """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:fc="http://www.onvif.org/ver20/analytics/humanface" targetNamespace="http://www.onvif.org/ver10/schema">
<xs:complexType name="Appearance"><xs:sequence><xs:element name="HumanFace" type="fc:HumanFace"/></xs:sequence>
</xs:complexType><xs:element name="RuleDescription" type="tt:FaceRecognition"/></xs:schema>""",
    "nx/ExportDialog.qml": 'property var types: ["nx.base.Face", "nx.base.Person", "nx.base.Vehicle"]\n',
    "nx/filters.json": json.dumps({"objectTypeIds": ["nx.base.Face"], "attributes": ["Name"]}),
    "app/words.json": json.dumps(
        {
            "FaceTime": {"enabled": True, "on": 1},
            "facebook": {"enable": True, "FaceDetect": "no"},
            "typeface": {"name": "Arial", "faceContrastType": "high"},
            "surface": {"enabled": True, "totalFaceNum": 1200, "normalFaceNum": 1200},
            "interface": {"face": {"support": 1, "alarm_state": 1}, "recognition": True},
        }
    ),
    "app/words.ini": "[Surface]\nEnable = true\n[Typeface]\nfaceLib = Arial\n[Facebook]\nGroupID = 7\n",
    "app/words.yaml": "interface:\n  enabled: true\n  face: eth0\n# face_recognition:\n#   enabled: true\n",
    "isapi/remark.xml": "<Config><!-- <FaceContrast><enable>true</enable></FaceContrast> --><id>1</id></Config>",
    "isapi/help.html": "<html><body><pre>&lt;FaceContrast&gt;&lt;enable&gt;true&lt;/enable&gt;</pre></body></html>",
    "isapi/openapi.json": json.dumps(
        {"openapi": "3.0.0", "examples": {"contrast": {"FaceContrast": {"enable": True}, "totalFaceNum": 4}}}
    ),
    "isapi/caps.xml": """<DeviceCap xmlns="http://www.hikvision.com/ver20/XMLSchema"><EventCap>
<isSupportFaceContrast>false</isSupportFaceContrast><isSupportHumanRecognition>true</isSupportHumanRecognition>
</EventCap><isSupportConfigFileExport>true</isSupportConfigFileExport></DeviceCap>""",
    "dahua/rules.txt": "table.VideoAnalyseRule[0][0].Enable=true\ntable.VideoAnalyseRule[0][0].Type=CrossLine\n",
    "dahua/notes.ini": "[Doors]\nFaceInfoOpreate = true\nCLIENT_FaceBoard_GetTemperatureEx = 1\n",
    "hanwha/timeline.json": json.dumps({"TotalCount": 1, "Results": [{"Channel": 1, "Type": "Vehicle", "BkID": "0"}]}),
    "uniview/line.json": json.dumps(
        {"Response": {"ResponseURL": "/LAPI/V1.0/Smart/CrossLineDetection", "Data": {"Enabled": 1, "Enable": 1}}}
    ),
    "axis/manifest.json": json.dumps(
        {"acapPackageConf": {"setup": {"appName": "objectanalytics", "friendlyName": "AXIS Object Analytics"}}}
    ),
    "unifi/cameras.json": json.dumps(
        {"cameras": [{"smartDetectSettings": {"objectTypes": ["person", "licensePlate"]}, "marketName": "AI Port"}]}
    ),
    "verkada/report.txt": "Verkada Command\nPeople Analytics: Removed\n",
}


def found(folder: Path, files: Mapping[str, str]) -> dict[tuple[str, str], str]:
    """(product, capability) → state."""
    for name, content in files.items():
        path = folder / "delivery" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    findings = scanner.screen(folder / "delivery").screening["findings"]
    return {(row["product"]["id"], row["capability"]): row["state"] for row in findings}


def test_look_alikes_in_settings_accuse_nobody(tmp_path: Path) -> None:
    raised = {key: state for key, state in found(tmp_path, LOOK_ALIKES).items() if State.of(state) > State.MENTIONED}
    assert raised == {}


ON = {
    "isapi/contrast.xml": "<List><FaceContrast><id>1</id><enable>true</enable></FaceContrast></List>",
    "dahua/rules.txt": "table.VideoAnalyseRule[2][0].Enable=true\ntable.VideoAnalyseRule[2][0].Type=FaceDetection\n",
    "hanwha/engine.txt": "EngineStatus.Channel.0.CamType=Unknown\n"
    "EngineStatus.Channel.0.ObjectEngine=True\nEngineStatus.Channel.0.RecognitionEngine=True\n",
    "uniview/face.json": json.dumps(
        {"Response": {"ResponseURL": "/LAPI/V1.0/Smart/FaceEnable", "Data": {"Enabled": 1, "Enable": 1}}}
    ),
    "unifi/nvr.json": json.dumps({"nvr": {"smartDetection": {"enable": True, "faceRecognition": True}}}),
    "reolink/state.json": json.dumps(
        [{"cmd": "GetAiState", "code": 0, "value": {"channel": 0, "face": {"alarm_state": 1, "support": 1}}}]
    ),
    "xiongmai/detect.json": json.dumps({"Detect.FaceDetection": [{"Enable": True}], "Name": "Detect.FaceDetection"}),
    "nx/manifest.json": json.dumps(
        {"supportedTypes": [{"objectTypeId": "nx.base.Face", "attributes": ["Name", "Confidence"]}]}
    ),
    "axis/package.conf": 'PACKAGENAME="AXIS Live Privacy Shield"\nAPPTYPE="aarch64"\nAPPNAME="liveprivacyshield"\n',
}
OFF = {
    name: text.replace("true", "false")
    .replace("=True", "=False")
    .replace('Enabled": 1, "Enable": 1', 'Enabled": 0, "Enable": 0')
    for name, text in ON.items()
} | {"reolink/state.json": ON["reolink/state.json"].replace('"alarm_state": 1', '"alarm_state": 0')}
EXPECTED = {
    ("hikvision-isapi", "identification"): "enabled",
    ("dahua-http", "detection"): "enabled",
    ("hanwha-sunapi-face", "identification"): "enabled",
    ("uniview-lapi", "detection"): "enabled",
    ("unifi-protect-face", "identification"): "enabled",
    ("reolink-camera", "detection"): "enabled",
    ("xiongmai-xmeye", "detection"): "enabled",
    ("nx-face-plugin", "identification"): "available",
    ("axis-acap", "redaction"): "available",
}


def test_what_is_on_is_enabled(tmp_path: Path) -> None:
    came = found(tmp_path, ON)
    assert {key: came.get(key) for key in EXPECTED} == EXPECTED
    assert ("axis-acap", "identification") not in came
    assert ("reolink-camera", "identification") not in came


def test_what_is_off_is_only_available(tmp_path: Path) -> None:
    came = found(tmp_path, OFF)
    assert {key: came.get(key) for key in EXPECTED} == dict.fromkeys(EXPECTED, "available")


def test_the_ordinary_library_of_a_door_terminal_holds_people_and_is_no_search(tmp_path: Path) -> None:
    library = {"FDLib": [{"FDID": "1", "faceLibType": "blackFD", "name": "staff", "totalFaceNum": 40}]}
    assert found(tmp_path, {"door/fdlib.json": json.dumps(library)}) == {("hikvision-isapi", "enrollment"): "enrolled"}


@pytest.mark.parametrize(("enable", "state"), [(True, "enabled"), (False, "available")])
def test_a_recorder_recognises_only_with_both_of_its_switches(tmp_path: Path, enable: bool, state: str) -> None:
    nvr = {"nvr": {"smartDetection": {"enable": enable, "faceRecognition": True}}}
    assert found(tmp_path, {"nvr.json": json.dumps(nvr)}) == {("unifi-protect-face", "identification"): state}


def test_the_misspelling_of_one_maker_is_its_library(tmp_path: Path) -> None:
    program = "import ctypes\nsdk = ctypes.CDLL('libdhnetsdk.so')\nsdk.CLIENT_FaceInfoOpreate(0, 0, None, None, 5000)\n"
    assert found(tmp_path, {"door.py": program}) == {("dahua-netsdk", "enrollment"): "called"}


def test_an_agreement_is_no_engine_that_runs(tmp_path: Path) -> None:
    """Somebody agreed that faces may be recognised: it is there and allowed, nothing says that it runs."""
    agreed = {"FaceRecognitionAgreementTime": "2026-01-02T03:04:05Z", "EngineStatus": [{"Channel": 0, "CamType": "x"}]}
    assert found(tmp_path, {"engine.json": json.dumps(agreed)}) == {("hanwha-sunapi-face", "identification"): "shipped"}
