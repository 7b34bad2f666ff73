"""The deliveries of ``test_config_traps``: configuration that must not accuse, and configuration that must be seen."""

from __future__ import annotations

import json
import plistlib

from tests.alone import Files

_PLIST = '<?xml version="1.0" encoding="UTF-8"?>\n<plist version="1.0"><dict>{}</dict></plist>\n'
_ISAPI = '<?xml version="1.0" encoding="UTF-8"?>\n<FaceContrastList>{}</FaceContrastList>\n'
_CONTRAST = (
    "<FaceContrast><id>1</id><enable>true</enable><faceContrastType>faceContrast</faceContrastType></FaceContrast>"
)
_FACE_ID = "<key>NSFaceIDUsageDescription</key><string>Unlock the notes</string>"
_AZURE = 'resource "azurerm_cognitive_account" "a" {\n  name = "a"\n  kind = "Face"\n  sku_name = "S0"\n}\n'
_DEEPSTACK = "services:\n  ai:\n    image: deepquestai/deepstack\n    environment:\n      - MODE=High\n"

COMMENTED: dict[str, tuple[str, str, str]] = {
    "YAML": (
        "frigate/config.yml",
        "mqtt:\n  host: mqtt\n# face_recognition:\n#   enabled: true\ncameras: {}\n",
        "mqtt:\n  host: mqtt\nface_recognition:\n  enabled: true\ncameras: {}\n",
    ),
    "JSON5 behind slashes": (
        "frigate/config.json5",
        '{\n  mqtt: {host: "mqtt"},\n  // face_recognition: {enabled: true},\n}\n',
        '{\n  mqtt: {host: "mqtt"},\n  face_recognition: {enabled: true},\n}\n',
    ),
    "JSON5 in a block": (
        "frigate/settings.json5",
        '{\n  mqtt: {host: "mqtt"},\n  /* face_recognition: {enabled: true}, */\n}\n',
        '{\n  mqtt: {host: "mqtt"},\n  /* faces */ face_recognition: {enabled: true},\n}\n',
    ),
    "XML": (
        "backup/contrast.xml",
        _ISAPI.format(f"<!-- {_CONTRAST} --><id>1</id>"),
        _ISAPI.format(f"<!-- the comparison -->{_CONTRAST}"),
    ),
    "INI with a hash": (
        "zm/objectconfig.ini",
        "[general]\nuse_hooks=yes\n# detection_sequence=object,face\n",
        "[general]\nuse_hooks=yes\n# faces too\ndetection_sequence=object,face\n",
    ),
    "INI with a semicolon": (
        "zm/other/objectconfig.ini",
        "[general]\nuse_hooks=yes\n; detection_sequence=object,face\n",
        "[general]\nuse_hooks=yes\n; faces too\ndetection_sequence=object,face\n",
    ),
    "Dahua's tables": (
        "backup/rules.txt",
        "# table.VideoAnalyseRule[0][0].Enable=true\n# table.VideoAnalyseRule[0][0].Type=FaceRecognition\n"
        "table.General.MachineName=IPC\ntable.General.LocalNo=8\ntable.General.LockLoginTimes=3\n",
        "table.VideoAnalyseRule[0][0].Enable=true\ntable.VideoAnalyseRule[0][0].Type=FaceRecognition\n"
        "table.General.MachineName=IPC\n",
    ),
    "compose": (
        "deploy/docker-compose.yml",
        "services:\n  web:\n    image: nginx:1.27\n  # faces:\n  #   image: exadel/compreface-core:1.2.0\n",
        "services:\n  web:\n    image: nginx:1.27\n  faces:\n    image: exadel/compreface-core:1.2.0\n",
    ),
    "a variable of compose": (
        "deploy/deepstack/docker-compose.yml",
        _DEEPSTACK.replace("deepquestai/deepstack", "nginx:1.27") + "      # - VISION-FACE=True\n",
        _DEEPSTACK + "      - VISION-FACE=True\n",
    ),
    "Dockerfile": (
        "deploy/Dockerfile",
        "FROM debian:13\n# FROM exadel/compreface-core:1.2.0\nRUN true\n",
        "FROM exadel/compreface-core:1.2.0\nRUN true\n",
    ),
    "Terraform": (
        "infra/main.tf",
        'terraform {\n  required_version = ">= 1.5"\n}\n/*\n' + _AZURE + "*/\n# " + _AZURE.replace("\n", "\n# ") + "\n",
        'terraform {\n  required_version = ">= 1.5"\n}\n' + _AZURE,
    ),
    "property list": (
        "App/Info.plist",
        _PLIST.format(f"<!-- {_FACE_ID} --><key>CFBundleName</key><string>Notes</string>"),
        _PLIST.format(f"{_FACE_ID}<key>CFBundleName</key><string>Notes</string>"),
    ),
    "DeepStream": (
        "pipeline/sgie.txt",
        "[property]\ngie-unique-id=2\n#onnx-file=../models/arcface_w600k_r50.onnx\n#output-tensor-meta=1\n",
        "[property]\ngie-unique-id=2\nprocess-mode=2\nnetwork-type=100\noperate-on-gie-id=1\n"
        "onnx-file=../models/arcface_w600k_r50.onnx\noutput-tensor-meta=1\n",
    ),
}
"""Format → (path, the key in a comment, the key as a setting)."""

LOOK_ALIKES: dict[str, Files] = {
    "fonts": {
        "theme.json": json.dumps(
            {"typeface": "Inter", "fontFace": [{"family": "Inter"}], "enableTypefaceRecognition": True}
        ),
        "fonts.conf": "<?xml version='1.0'?><fontconfig><match><edit name='face'><bool>true</bool></edit>"
        "</match></fontconfig>",
    },
    "Facebook and FaceTime": {
        "App/Info.plist": _PLIST.format(
            "<key>FacebookAppID</key><string>1</string><key>FacebookAutoLogAppEventsEnabled</key><true/>"
            "<key>LSApplicationQueriesSchemes</key><array><string>facetime</string><string>fb-messenger</string></array>"
        ),
        ".env": "FACEBOOK_CLIENT_ID=1\nFACEBOOK_ENABLED=true\nFACETIME_ENABLED=1\n",
        "policies.yaml": "allowFacebook: true\nfacetime:\n  enabled: true\n  allowlist: [a, b]\n",
    },
    "surfaces and interfaces": {
        "mesh.toml": "[surface]\nfaces = 1200\nface_detection = true\nenabled = true\n"
        "[interface.eth0]\nenabled = true\n",
        "display.ini": "[Surface]\nEnableFaceNormals=1\nFaceCulling=on\n[Interface]\nRecognition=1\n",
        "model.json": json.dumps({"mesh": {"totalFaceNum": 12, "normalFaceNum": 12, "FaceMode": {"enabled": True}}}),
    },
    "watch faces and clocks": {
        "watch.xml": "<?xml version='1.0'?><WatchFace><enabled>true</enabled><FaceList><Face id='1'/></FaceList>"
        "</WatchFace>",
        "clock.yaml": "clock_face:\n  enabled: true\nfaces:\n  - analog\n  - digital\n",
    },
    "lists of people without faces": {
        "spam.yaml": "blackList:\n  enabled: true\n  entries: [a, b]\n"
        "blockList:\n  enabled: true\nwatchlist:\n  size: 3\n",
        "proxy.conf": "[BlackList]\nenable=true\ngroupType=BlackListDB\n",
    },
    "a switch called enabled in a section called detection": {
        "ids.yaml": "detection:\n  enabled: true\nrecognition:\n  enabled: true\nidentification: {enabled: true}\n",
        "speech.json": json.dumps({"recognition": {"enabled": True, "threshold": 0.8, "model": "large"}}),
    },
    "a robot's face": {
        "robot.yaml": "robot:\n  face:\n    enabled: true\n    expression: happy\n  face_display: {enabled: true}\n",
    },
}

NO_SWITCH: dict[str, Files] = {
    "a schema of ONVIF": {
        "usr/share/wsdl/humanface.xsd": "<?xml version='1.0'?>\n<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' "
        "targetNamespace='http://www.onvif.org/ver20/analytics/humanface'><xs:complexType name='HumanFace'>"
        "<xs:sequence><xs:element name='Age' type='xs:int'/><xs:element name='HumanFace'/></xs:sequence>"
        "</xs:complexType></xs:schema>\n",
    },
    "the taxonomy of Nx": {
        "usr/share/nx/base.json": json.dumps(
            {"typeLibrary": {"objectTypes": [{"id": "nx.base.Face", "name": "Face"}, {"id": "nx.base.Car"}]}}
        ),
    },
    "the service model of botocore": {
        "botocore/data/rekognition/2016-06-27/service-2.json": json.dumps(
            {
                "metadata": {"endpointPrefix": "rekognition", "serviceId": "Rekognition"},
                "operations": {
                    "SearchFacesByImage": {"name": "SearchFacesByImage"},
                    "IndexFaces": {"name": "IndexFaces"},
                },
                "shapes": {"FaceSearchSettings": {"members": {"CollectionId": {}, "FaceMatchThreshold": {}}}},
            }
        ),
    },
    "the schema of a resource": {
        "cfnlint/data/schemas/aws-rekognition-collection.json": json.dumps(
            {
                "typeName": "AWS::Rekognition::Collection",
                "properties": {"CollectionId": {"type": "string"}},
                "required": ["CollectionId"],
                "additionalProperties": False,
            }
        ),
    },
    "a schema of Frigate's settings": {
        "schema.json": json.dumps(
            {
                "$schema": "https://json-schema.org/draft/2020-12/schema",
                "properties": {"face_recognition": {"properties": {"enabled": {"type": "boolean", "default": True}}}},
            }
        ),
    },
    "a description of an interface": {
        "openapi.yaml": "openapi: 3.0.0\npaths:\n  /api/v1/recognition/faces:\n    post:\n      responses: {}\n"
        "components:\n  schemas:\n    FaceContrast:\n      properties:\n"
        "        enable: {type: boolean, example: true}\n",
    },
    "messages of a service": {
        "protos.json": json.dumps(
            {
                "nested": {
                    "google": {
                        "nested": {
                            "vision": {
                                "options": {"go_package": "cloud.google.com/go/vision/v2"},
                                "nested": {
                                    "Feature": {"values": {"FACE_DETECTION": 1}},
                                    "FaceAnnotation": {
                                        "fields": {"detectionConfidence": {}, "landmarkingConfidence": {}}
                                    },
                                    "endpoint": {"host": "vision.googleapis.com"},
                                },
                            }
                        }
                    }
                }
            }
        ),
    },
    "a service of the system": {
        "app.service": "[Unit]\nDescription=Face recognition of the shop (planned)\n[Service]\nExecStart=/bin/true\n",
    },
}

TEMPLATES: dict[str, Files] = {
    "a page of help": {
        "docs/face_recognition.md": "# Faces\n\n```yaml\nface_recognition:\n  enabled: true\n```\n",
        "docs/help.html": "<html><body><pre>&lt;FaceContrast&gt;&lt;enable&gt;true&lt;/enable&gt;</pre></body></html>",
    },
    "a template with a gap": {
        "chart/templates/config.yaml": "face_recognition:\n  enabled: {{ .Values.faces.enabled }}\n",
        "config.yml.j2": "face_recognition:\n  enabled: {{ faces | default(true) }}\n",
    },
    "translations": {
        "locale/en.json": json.dumps({"face_recognition": {"enabled": "On", "title": "Face recognition"}, "on": "On"}),
    },
    "a gap of a variable": {
        "deploy/docker-compose.yml": _DEEPSTACK + "      - VISION-FACE=${VISION_FACE}\n",
    },
}
"""Nothing of these says that anything is on."""

NO_HIGHER: dict[str, tuple[Files, dict[str, str], frozenset[str]]] = {
    "NVIDIA's FaceNet is a detector": (
        {
            "configs/config_infer_primary_facenet.txt": "[property]\nprocess-mode=1\ngie-unique-id=1\n"
            "tlt-encoded-model=../../models/facenet/facenet.etlt\nlabelfile-path=labels_facenet.txt\n"
        },
        {"detection": "enabled"},
        frozenset(),
    ),
    "ML Kit is a detector": (
        {
            "app/src/main/AndroidManifest.xml": "<?xml version='1.0'?>\n"
            "<manifest xmlns:android='http://schemas.android.com/apk/res/android' package='a.b'><application>"
            "<meta-data android:name='com.google.mlkit.vision.DEPENDENCIES' android:value='face,ocr'/>"
            "</application></manifest>\n"
        },
        {"detection": "available"},
        frozenset(),
    ),
    "Frigate off": (
        {"frigate/config.yml": "face_recognition:\n  enabled: false\n  model_size: large\ncameras: {}\n"},
        {"identification": "available"},
        frozenset(),
    ),
    "Frigate on": (
        {"frigate/config.yml": "face_recognition:\n  enabled: true\n  model_size: large\ncameras: {}\n"},
        {"identification": "enabled"},
        frozenset({"template"}),
    ),
    "a blackFD on a door terminal is the library of the staff": (
        {
            "backup/fdlib.json": json.dumps(
                {"FDLib": [{"FDID": "1", "faceLibType": "blackFD", "name": "staff", "totalFaceNum": 0}]}
            )
        },
        {"enrollment": "available"},
        frozenset(),
    ),
    "the same with people": (
        {
            "backup/fdlib.json": json.dumps(
                {"FDLib": [{"FDID": "1", "faceLibType": "blackFD", "name": "staff", "totalFaceNum": 40}]}
            )
        },
        {"enrollment": "enrolled"},
        frozenset(),
    ),
    "Dahua's rule of faces is off": (
        {
            "backup/rules.txt": "table.VideoAnalyseRule[0][0].Enable=false\n"
            "table.VideoAnalyseRule[0][0].Type=FaceRecognition\ntable.VideoAnalyseRule[0][1].Enable=true\n"
            "table.VideoAnalyseRule[0][1].Type=CrossLineDetection\n"
        },
        {"identification": "available"},
        frozenset({"detection"}),
    ),
    "Face ID is the phone's own lock": (
        {"App/Info.plist": _PLIST.format(_FACE_ID)},
        {"unlock": "available"},
        frozenset(),
    ),
}
"""Name → (files, expected, capabilities that may stand beside)."""

SWITCHED_ON: dict[str, tuple[Files, dict[str, str]]] = {
    "an older and a newer word for one list": (
        {
            "backup/old.txt": "table.A=1\nGroupList[0].groupType=BlackListDB\nGroupList[0].groupSize=3\n",
            "backup/new.txt": "table.A=1\nGroupList[0].groupType=BlockListDB\nGroupList[0].groupSize=3\n",
        },
        {"enrollment": "enrolled"},
    ),
    "a binary property list": (
        {"App/Info.plist": plistlib.dumps({"NSFaceIDUsageDescription": "x"}, fmt=plistlib.FMT_BINARY)},
        {"unlock": "available"},
    ),
    "UTF-16": (
        {"backup/contrast.xml": _ISAPI.replace("UTF-8", "UTF-16").format(_CONTRAST).encode("utf-16")},
        {"identification": "enabled"},
    ),
}
