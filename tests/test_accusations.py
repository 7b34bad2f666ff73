"""Small deliveries screened end to end with the real pack: what must be said, and what must not."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

import scanner
from scanner.types import Verdict

NAMES = (
    "ASFFaceFeatureCompare",
    "rockface_feature_compare",
    "HFFeatureHubFaceSearch",
    "FSDK_MatchFaces",
    "NET_DVR_SearchFaceDB",
    "CLIENT_StartFindFaceRecognition",
    "FaceRecognizerSF_create",
    "RekognitionService.SearchFaces",
    "Biometrics.FaceMatching",
    "com.arcsoft.face.FaceEngine",
    "libInspireFace.so",
)
PROSE = "\n".join(NAMES)
HOST = "https://rekognition.us-east-1.amazonaws.com"
WORDS = "typeface interface Facebook FaceTime ArcFace surface fontface rekognition NET_DVR_ClearSurface_Card stdlib"
BINARY = b"\x7f\x01\x02\x00"

NOTHING: dict[str, str | bytes] = {
    "README.md": PROSE,
    "notes.txt": PROSE,
    "manual.pdf": f"%PDF-1.4\n1 0 obj << /Title ({PROSE}) >> endobj\n%%EOF\n",
    "page.html": f"<html><body>{PROSE}</body></html>",
    "api.xsd": f"<?xml version='1.0'?><schema><annotation>{PROSE}</annotation></schema>",
    "api.h": "".join(f"int {name}(void);\n" for name in NAMES[:6]),
    "old.c": f"/*\n{PROSE}\n*/\nint main(void) {{ return 0; }}\n",
    "names.json": json.dumps(NAMES),
    "words.py": f'"""{WORDS}"""\nimport typeface\nArcFace = "loss"\n',
    "words.bin": BINARY + WORDS.encode().replace(b" ", b"\0"),
    "facesdk.dll": "a file that only has this name\n",
    "labels.py": 'import boto3\nboto3.client("rekognition").detect_labels()\n',
    "endpoints.json": json.dumps({"partitions": [{"dnsSuffix": "amazonaws.com", "hosts": [HOST]}]}),
    "botocore/data/rekognition/2016-06-27/service-2.json": json.dumps(
        {"metadata": {"endpointPrefix": "rekognition"}, "operations": {"SearchFaces": {}, "IndexFaces": {}}}
    ),
}


@pytest.mark.parametrize("name", NOTHING)
def test_names_and_words_accuse_nobody(tmp_path: Path, name: str) -> None:
    content = NOTHING[name]
    assert verdict(tmp_path, {name: content}) is Verdict.NOTHING_FOUND


def test_a_readme_beside_a_file_name_accuses_nobody(tmp_path: Path) -> None:
    files = {"lib/libfsdk.so": "only the name\n", "facesdk.dll": "only the name\n", "README.md": PROSE}
    assert verdict(tmp_path, files) is Verdict.NOTHING_FOUND


CALLS = {
    "a.py": 'import boto3\nboto3.client("rekognition").search_faces_by_image()\n',
    "b.py": "import cv2\ncv2.FaceRecognizerSF.create('m', '')\n",
    "c.py": "import dlib\ndlib.face_recognition_model_v1('m')\n",
    "d.py": "import ctypes\nctypes.CDLL('libhcnetsdk.so').NET_DVR_SearchFaceDB()\n",
    "e.c": "/* starts the search */\nint main(void) { return NET_DVR_SearchFaceDB(0); }\n",
    "F.java": "import com.arcsoft.face.FaceEngine;\nclass F { FaceEngine engine; }\n",
    "v2.js": "const r = new AWS.Rekognition();\nr.searchFacesByImage({}, done);\n",
    "Match.java": "import com.amazonaws.services.rekognition.AmazonRekognition;\nclass M { CompareFacesRequest r; }\n",
    "match.go": 'import "github.com/aws/aws-sdk-go/service/rekognition"\nvar in = &rekognition.IndexFacesInput{}\n',
    "Match.cs": "using Amazon.Rekognition;\nclass M { void R() { client.SearchFacesByImageAsync(r); } }\n",
    "g.sh": "#!/bin/sh\naws rekognition search-faces-by-image --collection-id x\n",
}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (
            "github.com/aws/aws-sdk-go/service/rekognition/api.go",
            "package rekognition\ntype IndexFacesInput struct {}\n",
        ),
        ("AWSSDK.Rekognition.dll", BINARY + b"RekognitionService.SearchFaces\0RekognitionService.IndexFaces\0"),
    ],
)
def test_a_kit_of_that_service_alone_is_for_a_person(tmp_path: Path, name: str, content: str | bytes) -> None:
    """Only a package manager's folder says that it is the maker's own; a program could be called so."""
    assert verdict(tmp_path, {name: content}) is Verdict.REVIEW


def test_compiled_python_that_names_the_recogniser_of_dlib_is_found(tmp_path: Path) -> None:
    names = BINARY + b"\xda\x04dlib\xda\x19face_recognition_model_v1\0"
    assert verdict(tmp_path, {"match.bin": names}) is Verdict.FOUND


@pytest.mark.parametrize("name", CALLS)
def test_a_call_is_found(tmp_path: Path, name: str) -> None:
    assert verdict(tmp_path, {name: CALLS[name]}) is Verdict.FOUND


DOUBTS: dict[str, str | bytes] = {
    "app.ini": f"[cloud]\nendpoint = {HOST}\n",
    "app.yaml": f"cloud:\n  endpoint: {HOST}\n",
    "camd": BINARY + HOST.encode() + b"\0",
    "cloud.bin": BINARY + b"X-Amz-Target: RekognitionService.SearchFacesByImage\0",
    "app.bin": BINARY + b"boto3\0rekognition\0search_faces_by_image\0",
}


# Compiled Python names a class, and no calls.
DOUBTS |= {
    "a.bin": BINARY + b"cv2\0\xda\x10FaceRecognizerSF\0create\0",
}
# Whole libraries and complete translations of a maker's header: dormant until somebody calls them.
DOUBTS |= {
    "demo/CHCNetSDK.cs": '[DllImport(@"HCNetSDK.dll")]\npublic static extern int NET_DVR_SearchFaceDB(int i);\n',
    "demo/OriginalSDK.cs": "[DllImport(X)]\npublic static extern int CLIENT_StartFindFaceRecognition(int i);\n",
    "opencv-4.9/modules/objdetect/src/face_recognize.cpp": "class FaceRecognizerSFImpl : public FaceRecognizerSF {};\n",
    "opencv-4.9/samples/dnn/face_detect.py": "import cv2 as cv\nr = cv.FaceRecognizerSF.create('m', '')\n",
}


@pytest.mark.parametrize("name", DOUBTS)
def test_what_may_be_used_is_for_a_person(tmp_path: Path, name: str) -> None:
    assert verdict(tmp_path, {name: DOUBTS[name]}) is Verdict.REVIEW


def verdict(folder: Path, files: Mapping[str, str | bytes]) -> Verdict:
    delivery = folder / "delivery"
    for name, content in files.items():
        path = delivery / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return scanner.screen(delivery).verdict
