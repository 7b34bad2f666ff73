"""Whole small files of clouds, pipelines, phones and addresses, end to end: what must be said of them, and what not."""

from __future__ import annotations

import json
import plistlib

import pytest

from scanner.types import State
from tests.alone import Files, states
from vendor_samples.carriers import androidxml
from vendor_samples.carriers.androidxml import Element

CALLED, ENABLED, AVAILABLE, MENTIONED = State.CALLED, State.ENABLED, State.AVAILABLE, State.MENTIONED

TERRAFORM = """
resource "aws_rekognition_collection" "staff" {
  collection_id = "staff"
}

data "aws_iam_policy_document" "gate" {
  statement {
    actions   = ["rekognition:SearchFacesByImage", "s3:GetObject"]
    resources = ["*"]
  }
  statement {
    effect    = "Deny"
    actions   = ["rekognition:CompareFaces"]
    resources = ["*"]
  }
}
"""
STREAM = """
Resources:
  Gate:
    Type: AWS::Rekognition::StreamProcessor
    Properties:
      RoleArn: !GetAtt Role.Arn
      KinesisVideoStream: {Arn: !GetAtt Video.Arn}
      KinesisDataStream: {Arn: !GetAtt Data.Arn}
      {settings}
"""
PRIMARY = """
[property]
gpu-id=0
tlt-encoded-model=/opt/nvidia/deepstream/deepstream-6.3/samples/models/tao_pretrained_models/facenet/facenet.etlt
labelfile-path=labels_facenet.txt
network-mode=1
process-mode=1
num-detected-classes=1
output-blob-names=output_bbox/BiasAdd;output_cov/Sigmoid
"""
SECONDARY = """
[property]
gpu-id=0
onnx-file=/opt/models/recognition/arcface_w600k_r50.onnx
process-mode=2
network-type=100
output-tensor-meta={meta}
operate-on-gie-id=1
"""
DEMO = "face_recognition_demo.py -m_fd face-detection-retail-0004.xml -m_reid face-reidentification-retail-0095.xml"
BICEP = """
// {remark}
resource service 'Microsoft.CognitiveServices/accounts@2023-05-01' = {
  name: 'service'
  kind: '{kind}'
}
"""
MANIFEST = """<manifest xmlns:android="http://schemas.android.com/apk/res/android" package="org.example">
  <uses-permission android:name="android.permission.USE_BIOMETRIC"/>
  <application>
    <meta-data android:name="com.google.mlkit.vision.DEPENDENCIES" android:value="{models}"/>
  </application>
</manifest>
"""
BUILT = androidxml.build(
    Element(
        "manifest",
        {"package": "org.example"},
        (
            Element("uses-permission", {"name": "android.permission.USE_BIOMETRIC"}),
            Element(
                "application",
                {},
                (Element("meta-data", {"name": "com.google.mlkit.vision.DEPENDENCIES", "value": "ocr,face"}),),
            ),
        ),
    )
)
PLIST = """<?xml version="1.0" encoding="UTF-8"?>
<plist version="1.0"><dict><key>NSFaceIDUsageDescription</key><string>to open it</string></dict></plist>
"""
NIX = """{
  virtualisation.oci-containers.containers.faces = { image = "exadel/compreface-core:1.2.0"; };
}
"""
KAIROS, MEGVII = "https://api.kairos.com/recognize", "https://api-us.faceplusplus.com/facepp/v3/search"
BUFFALO = "https://github.com/deepinsight/insightface/releases/download/v0.7/buffalo_l.zip"
ARCFACE = "https://github.com/serengil/deepface_models/releases/download/v1.0/arcface_weights.h5"
DLIB = "http://dlib.net/files/dlib_face_recognition_resnet_model_v1.dat.bz2"
SFACE = "https://models.example.com/v1/face_recognition_sface_2021dec.onnx"
AZURE = "https://door.cognitiveservices.azure.com/face/v1.0/identify"


def policy(effect: str, *actions: str) -> str:
    return json.dumps({"Statement": [{"Effect": effect, "Action": list(actions), "Resource": "*"}]})


SEEN: dict[str, tuple[Files, dict[str, State]]] = {
    "Terraform: a collection and a right": (
        {"main.tf": TERRAFORM},
        {"enrollment": CALLED, "identification": AVAILABLE},
    ),
    "a stream processor that looks for faces": (
        {"video.yaml": STREAM.replace("{settings}", "FaceSearchSettings: {CollectionId: !Ref Known}")},
        {"identification": CALLED, "enrollment": CALLED},
    ),
    "finding faces is no recognition": (
        {"p.json": policy("Allow", "rekognition:DetectFaces")},
        {"detection": AVAILABLE},
    ),
    "a right to all of it": ({"p.json": policy("Allow", "rekognition:*")}, {"identification": AVAILABLE}),
    "a detector of NVIDIA": ({"pgie.txt": PRIMARY}, {"detection": ENABLED}),
    "a detector and a network for templates": (
        {"pgie.txt": PRIMARY, "sgie.txt": SECONDARY.replace("{meta}", "1")},
        {"detection": ENABLED, "template": ENABLED},
    ),
    "a demo with a gallery in a script": (
        {"run.sh": f"#!/bin/sh\npython3 {DEMO} -fg ./gallery --run_detector\n"},
        {"detection": CALLED, "template": ENABLED, "identification": ENABLED, "enrollment": AVAILABLE},
    ),
    "the same in a compose file": (
        {"docker-compose.yml": f"services:\n  gate:\n    image: e/gate\n    command: python3 {DEMO} -fg /known\n"},
        {"detection": CALLED, "template": ENABLED, "identification": ENABLED, "enrollment": AVAILABLE},
    ),
    "Terraform in JSON": (
        {"main.tf.json": json.dumps({"resource": {"azurerm_cognitive_account": {"door": {"kind": "Face"}}}})},
        {"identification": CALLED},
    ),
    "Bicep": (
        {"main.bicep": BICEP.replace("{kind}", "Face").replace("{remark}", "the door")},
        {"identification": CALLED},
    ),
    "Nix": ({"host.nix": NIX}, {"enrollment": CALLED, "identification": CALLED}),
    "an app with ML Kit": (
        {"AndroidManifest.xml": MANIFEST.replace("{models}", "barcode,face")},
        {"detection": AVAILABLE, "unlock": AVAILABLE},
    ),
    "the address of a model by a name alone, in a variable of a list": (
        {"docker-compose.yml": f"services:\n  gate:\n    image: e/gate\n    environment: ['NET={SFACE}']\n"},
        {"template": AVAILABLE},
    ),
    "an app as it is built": ({"AndroidManifest.xml": BUILT}, {"detection": AVAILABLE, "unlock": AVAILABLE}),
    "an app for iPhones as it is built": (
        {"Info.plist": plistlib.dumps({"NSFaceIDUsageDescription": "to open it"}, fmt=plistlib.FMT_BINARY)},
        {"unlock": AVAILABLE},
    ),
    "an app with the phone's own lock": ({"Info.plist": PLIST}, {"unlock": AVAILABLE}),
}


NOTHING: dict[str, Files] = {
    "parcels at the door": {
        "video.yaml": STREAM.replace("{settings}", "ConnectedHomeSettings: {Labels: [PACKAGE, PET]}")
    },
    "a right that is denied": {"p.json": policy("Deny", "rekognition:*", "rekognition:SearchFacesByImage")},
    "a right to labels": {"p.json": policy("Allow", "rekognition:DetectLabels", "rekognition:DetectText")},
    "Terraform in comments": {"main.tf": "\n".join(f"# {line}" for line in TERRAFORM.splitlines()) + "\nlocals {}\n"},
    "an account for texts": {
        "main.bicep": BICEP.replace("{kind}", "TextAnalytics").replace("{remark}", "kind: 'Face' is for another day")
    },
    "Nix in comments": {"host.nix": "{\n" + "\n".join(f"# {line}" for line in NIX.splitlines()) + "\n}\n"},
    "blurred faces": {"a.yaml": "anonymiser:\n  enable_face_detection: true\n  method: blur\n"},
    "the schema of a resource": {
        "aws-rekognition-streamprocessor.json": json.dumps(
            {
                "typeName": "AWS::Rekognition::StreamProcessor",
                "definitions": {"FaceSearchSettings": {"type": "object", "properties": {"CollectionId": {}}}},
                "properties": {"FaceSearchSettings": {"$ref": "#/definitions/FaceSearchSettings"}},
            }
        )
    },
    "the names of all rights": {
        "iam.json": json.dumps({"rekognition": {"actions": {"SearchFaces": {}, "rekognition:SearchFacesByImage": {}}}})
    },
}

CALLS: dict[str, tuple[Files, str]] = {
    "JSON": ({"a.json": json.dumps({"api": {"url": KAIROS}})}, "identification"),
    "YAML": ({"a.yaml": f"endpoint: {MEGVII}\n"}, "identification"),
    "INI": ({"a.ini": f"[face]\nurl={AZURE}\n"}, "identification"),
    "XML": ({"a.xml": f"<config><face><url>{KAIROS}</url></face></config>"}, "identification"),
    "a variable": ({".env": f"FACE_URL={MEGVII}\n"}, "identification"),
    "TOML": ({"a.toml": f'[face]\nurl = "{KAIROS}"\n'}, "identification"),
    "Terraform": ({"a.tf": f'locals {{\n  url = "{KAIROS}"\n}}\n'}, "identification"),
    "a model in JSON": ({"a.json": json.dumps({"models": [{"url": BUFFALO}]})}, "template"),
    "a model in YAML": ({"a.yaml": f"recogniser:\n  weights: {ARCFACE}\n"}, "template"),
    "a model in INI": ({"a.ini": f"[net]\nmodel={DLIB}\n"}, "template"),
    "a model in a variable": ({".env": f"MODEL_URL={BUFFALO}\n"}, "template"),
    "a model in TOML": ({"a.toml": f'[net]\nmodel = "{DLIB}"\n'}, "template"),
}

LISTED: dict[str, Files] = {
    "a list of blocked hosts": {
        "blocked.json": json.dumps({"hosts": ["api.kairos.com", *(f"ads{number}.example.com" for number in range(40))]})
    },
    "a catalogue of services": {
        "apis.yaml": "".join(f"- {{name: n{n}, link: 'https://api{n}.example.com/v1'}}\n" for n in range(40))
        + f"- {{name: k, link: '{KAIROS}'}}\n"
    },
    "what a package says of itself": {"package.json": json.dumps({"name": "x", "homepage": KAIROS})},
    "a blocked host in a short list": {"dns.yaml": "blocked_domains: [rekognition.us-east-1.amazonaws.com]\n"},
    "the same by the name of the file": {"blocklist.yaml": "domains: [api.kairos.com]\n"},
    "a description": {"a.yaml": f"description: unlike {KAIROS} it asks nobody\nurl: http://localhost\n"},
    "a description of an interface": {"api.json": json.dumps({"openapi": "3.1.0", "servers": [{"url": KAIROS}]})},
    "requests to try out": {
        "c.json": json.dumps(
            {"info": {"schema": "https://schema.getpostman.com/json/collection/v2.1.0"}, "url": KAIROS}
        )
    },
    "a model in a description": {"a.yaml": f"description: {BUFFALO}\nurl: http://localhost\n"},
    "a model's short and common name": {"a.yaml": "weights: https://models.example.com/v1/mtcnn.pb\n"},
    "a model in a comment": {"a.yaml": f"# model: {BUFFALO}\nmodel: none\n"},
}

ALL: dict[str, Files] = {
    **{name: files for name, (files, _) in SEEN.items()},
    **{name: files for name, (files, _) in CALLS.items()},
    **NOTHING,
    **LISTED,
}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, State]]:
    return states(tmp_path_factory.mktemp("infrastructure"), ALL)


@pytest.mark.parametrize("name", SEEN)
def test_what_is_deployed_set_or_allowed_is_said_and_no_more(name: str, found: dict[str, dict[str, State]]) -> None:
    assert {one: state for one, state in found[name].items() if state > MENTIONED} == SEEN[name][1]


@pytest.mark.parametrize("name", NOTHING)
def test_what_is_of_something_else_off_or_a_schema_raises_nothing(
    name: str, found: dict[str, dict[str, State]]
) -> None:
    assert all(state <= MENTIONED for state in found[name].values()), found[name]


@pytest.mark.parametrize("name", CALLS)
def test_an_address_in_a_setting_is_called(name: str, found: dict[str, dict[str, State]]) -> None:
    assert found[name][CALLS[name][1]] is CALLED


@pytest.mark.parametrize("name", LISTED)
def test_an_address_that_is_only_named_is_mentioned(name: str, found: dict[str, dict[str, State]]) -> None:
    assert all(state <= MENTIONED for state in found[name].values()), found[name]
