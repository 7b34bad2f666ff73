"""Hand-written rules of recorders and recognition servers: rows of galleries, messages, requests, and what is alike."""

from __future__ import annotations

import pytest
import yara

from scanner.catalogue.load import load

ID = "0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0"
COMPREFACE = "COPY public.embedding (id, subject_id, embedding, calculator, img_id) FROM stdin;\n"
IMMICH = 'COPY public.face_search ("faceId", embedding) FROM stdin;\n'
ROW = f"'{ID}', '{ID}', '{{0.1,0.2}}', 'x', '{ID}'"
INSERTED = "INSERT INTO public.embedding VALUES (" + ROW + ");\n"  # noqa: S608 - a text, no statement of ours
CASES = [
    ("compreface_gallery_dump", f"{COMPREFACE}{ID}\t{ID}\t{{0.1}}\tx\t{ID}\n\\.\n", True),
    ("compreface_gallery_dump", f"{COMPREFACE}\\.\n", False),
    ("compreface_gallery_dump", INSERTED, True),
    (
        "compreface_gallery_dump",
        "COPY public.embedding (id, document_id, embedding) FROM stdin;\n1\t2\t[0.1]\n\\.\n",
        False,
    ),
    ("immich_templates_dump", f"{IMMICH}{ID}\t[0.1,0.2]\n\\.\n", True),
    ("immich_templates_dump", f"{IMMICH}\\.\n", False),
    ("frigate_face_update", 'topic: frigate/tracked_object_update\n{"type": "face", "id": "1"}\n', True),
    ("frigate_face_update", 'topic: frigate/tracked_object_update\n{"type": "lpr", "id": "1"}\n', False),
    ("frigate_face_update", "t: tracked_object_update\nv: \"{{ trigger.payload_json.type == 'face' }}\"\n", True),
    ("compreface_plugins_analysis", "/api/v1/detection/detect?face_plugins=landmarks,age", True),
    ("compreface_plugins_analysis", "/api/v1/detection/detect?face_plugins=landmarks,pose", False),
    ("compreface_plugins_template", "?face_plugins=landmarks%2Ccalculator", True),
    ("compreface_plugins_template", "?face_plugins=landmarks", False),
    ("deepstack_face_detection", "post('http://ai/v1/vision/face', files=f)", True),
    ("deepstack_face_detection", "post('http://ai/v1/vision/face/list')", False),
    ("zoneminder_face_sequence", "ml_sequence= {\n 'face_detection_framework': 'dlib',\n}\n", True),
    ("zoneminder_face_sequence", "ml_sequence= {\n 'face_detection_framework': 'tpu',\n}\n", False),
]


@pytest.fixture(scope="module")
def rules():
    wanted = {"compreface", "immich", "frigate", "deepstack-codeproject-facebox", "zoneminder-face"}
    return [yara.compile(source=source) for owner, source in load().rules if owner in wanted]


@pytest.mark.parametrize(("rule", "text", "meets"), CASES)
def test_rules_of_recorders_and_servers(rules, rule, text, meets):
    found = {match.rule for each in rules for match in each.match(data=text.encode())}
    assert (rule in found) is meets
