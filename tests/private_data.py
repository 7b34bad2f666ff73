"""A delivery full of people and secrets: in every format of settings, every kind of gallery, and every broken file."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import plistlib
import sqlite3
import tarfile
import zlib
from pathlib import Path

from tests.deliveries import tar, zipped
from tests.unpack.build import noise
from tests.unpack.build_media import jpeg, png

FIRST, LAST = "Zebulon", "Quirkewood"
PERSON = f"{FIRST} {LAST}"
MAIL = "zq.mailbox@city.example"
NUMBER = "ZQ-4711-8822-XY"
PASSWORD = "zqhunter2pass"  # noqa: S105 - planted
API_KEY = "zq9Kf83hdkQ0pLm27XyTr45Wb"
AWS_KEY = "AKIAZQZQ7ZQZQZQZQZQ7"
JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ6cSJ9.zqzqzqzqzqzqzqzqzqzqzqzq"
PICTURE = png(b"\0\0\0\x04tEXtzqzq\0\0\0\0")
PHOTO = jpeg()
IN_LETTERS = base64.b64encode(PICTURE).decode()
PRIVATE_KEY = (
    "-----BEGIN RSA PRIVATE KEY-----\n" + base64.encodebytes(noise(300, 9)).decode() + "-----END RSA PRIVATE KEY-----\n"
)

WORDS = (
    *(FIRST, LAST, "zq.mailbox", NUMBER, PASSWORD, API_KEY, AWS_KEY, JWT.split(".")[1]),
    *(IN_LETTERS[40:100], PRIVATE_KEY.splitlines()[1]),
    *(hashlib.sha256(one).hexdigest() for one in (PICTURE, PHOTO, API_KEY.encode(), PASSWORD.encode())),
)
"""What must stand in no output, log or cache, in any case of letters; with the hashes of pictures and secrets."""

URL = f"http://{FIRST}:{PASSWORD}@203.0.113.77:8080/{LAST}?key={API_KEY}&name={FIRST}"

_HIK = f"""<?xml version="1.0"?><All xmlns="http://www.isapi.org/ver20/XMLSchema">
<FaceContrast><enabled>true</enabled><name>{PERSON}</name></FaceContrast>
<FDLibBaseCfg><id>1</id><FDID>{NUMBER}</FDID><name>{PERSON}</name><customInfo>{MAIL}</customInfo></FDLibBaseCfg>
<FaceAppendData><name>{PERSON}</name><certificateNumber>{NUMBER}</certificateNumber></FaceAppendData>
<HttpHostNotification><url>/{LAST}</url><hostName>{URL.replace("&", "&amp;")}</hostName><userName>{FIRST}</userName>
<password>{PASSWORD}</password><EventList><Event><type>faceCapture</type></Event></EventList></HttpHostNotification>
<face_template user="{MAIL}" token="{JWT}">{IN_LETTERS}</face_template><blackFD>{PERSON}</blackFD></All>"""
_DAHUA = f"""table.PictureHttpUpload.Enable=true
table.PictureHttpUpload.UploadServerList[0].Address={URL}
table.PictureHttpUpload.UploadServerList[0].Port=8000
table.PictureHttpUpload.UploadServerList[0].UserName={FIRST}
table.PictureHttpUpload.UploadServerList[0].Password={PASSWORD}
table.PictureHttpUpload.UploadServerList[0].Uploadpath=/{LAST}?token={API_KEY}
table.PictureHttpUpload.UploadServerList[0].EventType[0]=FaceRecognition
table.FaceRecognitionEventHandler[0].GroupID={NUMBER}
table.FaceRecognitionEventHandler[0].GroupName={PERSON}
table.FaceRecognitionEventHandler[0].EventEnableMask=3
table.face_template_{FIRST}={IN_LETTERS}
table.FaceRecognitionAlarm.Owner={MAIL}
"""
_YAML = f"""mqtt: {{host: '{URL}', user: {FIRST}, password: {PASSWORD}}}
face_recognition: {{enabled: true, note: '{PERSON} {MAIL}'}}
detectors:
  compreface: {{url: '{URL}', key: {API_KEY}}}
  rekognition: {{collection_id: {LAST}, aws_access_key_id: {AWS_KEY}, aws_secret_access_key: {API_KEY}}}
image_processing:
  - platform: dlib_face_identify
    faces: {{{PERSON}: /config/{FIRST}.jpg}}
people: {{"{PERSON}": {{face_template: "{IN_LETTERS}", token: "{JWT}"}}}}
face_token: {API_KEY}
key: |
{"".join(f"  {line}" for line in PRIVATE_KEY.splitlines(keepends=True))}"""
_JSON = f"""{{"detectors": {{"compreface": {{"url": "{URL}", "key": "{API_KEY}"}}}}, "mqtt": {{"host": "{URL}",
"password": "{PASSWORD}"}}, "face_recognition": {{"enabled": true}}, "FaceDataRecord": [{{"FPID": "{NUMBER}",
"faceLibType": "blackFD", "name": "{PERSON}", "faceURL": "{URL}", "modelData": "{IN_LETTERS}"}}],
"{PERSON}": {{"face_feature": "{IN_LETTERS}"}}, "authorization": "Bearer {JWT}", "contact": "{MAIL}",
"face_recognition_key": "{API_KEY}", "AWS": "{AWS_KEY}"}}"""
_INI = f"""[general]
detection_sequence = object,face
api_portal = {URL}
[face]
known_images_path = /var/lib/zmeventnotification/known_faces/{FIRST}
face_detection_framework = dlib
face_recognition_api_key = {API_KEY}
compreface_url = {URL}
owner = {PERSON} <{MAIL}>
[secrets]
password = {PASSWORD}
face_token = {JWT}
"""
_TOML = f"""[face_recognition]
enabled = true
api_key = "{API_KEY}"
url = "{URL}"
[detectors.compreface]
url = "{URL}"
key = "{API_KEY}"
[people."{PERSON}"]
face_template = "{IN_LETTERS}"
mail = "{MAIL}"
"""
_HCL = f"""resource "aws_rekognition_collection" "staff" {{
  collection_id = "{LAST}"
}}
resource "aws_rekognition_stream_processor" "staff" {{
  name = "{PERSON}"
  settings {{
    face_search {{
      collection_id = "{LAST}"
    }}
  }}
}}
provider "aws" {{
  access_key = "{AWS_KEY}"
  secret_key = "{API_KEY}"
}}
"""
_REGISTRY = f"""Windows Registry Editor Version 5.00

[HKEY_LOCAL_MACHINE\\SOFTWARE\\Vendor\\FaceRecognition\\{PERSON}]
"enabled"=dword:00000001
"face_template"="{IN_LETTERS}"
"ApiKey"="{API_KEY}"
"Password"="{PASSWORD}"
"compreface_url"="{URL}"
"Mail"="{MAIL}"
"""
_PROTO = f"""model {{ name: "face_recognition" owner: "{PERSON}" }}
input {{ name: "face_embedding" key: "{API_KEY}" uri: "{URL}" }}
layer {{ name: "face_template" type: "{PERSON}" mail: "{MAIL}" }}
"""
_DOCKER = f"""FROM exadel/compreface-core:1.2.0
ENV COMPREFACE_URL={URL}
ENV COMPREFACE_API_KEY={API_KEY} FACE_TOKEN={JWT} OWNER="{PERSON}"
ENV AWS_ACCESS_KEY_ID={AWS_KEY}
RUN curl -u {FIRST}:{PASSWORD} {URL}
RUN face_recognition_demo -m_reid /m/face-reidentification-retail-0095.xml -fg /g/{FIRST}
LABEL maintainer="{MAIL}"
"""
_ENV = f"""COMPREFACE_URL={URL}
COMPREFACE_API_KEY={API_KEY}
FACE_RECOGNITION_TOKEN={JWT}
AWS_ACCESS_KEY_ID={AWS_KEY}
PHOTOPRISM_ADMIN_PASSWORD={PASSWORD}
FACE_OWNER="{PERSON} {MAIL}"
"""
_SCRIPT = f"""#!/bin/sh
export COMPREFACE_URL="{URL}" COMPREFACE_API_KEY={API_KEY}
FACE_TOKEN={JWT}
docker run -e FACE_PASSWORD={PASSWORD} -e COMPREFACE_API_KEY={API_KEY} exadel/compreface-core:1.2.0 # key={API_KEY}
curl -H "x-api-key: {API_KEY}" {URL}/api/v1/recognition/faces?subject={FIRST}
python3 -m face_recognition --password {PASSWORD} --api-key={API_KEY}
"""
_PYTHON = f"""import boto3, face_recognition
client = boto3.client("rekognition", aws_access_key_id="{AWS_KEY}", aws_secret_access_key="{API_KEY}")
client.search_faces_by_image(CollectionId="{LAST}", password="{PASSWORD}")
face_recognition.compare_faces([], token="{JWT}")
"""
_HTML = f"""<html><body><h1>Face library</h1><table><tr><td>face template</td><td>{PERSON}</td><td>{MAIL}</td></tr>
<tr><td>FDLib {PERSON} {NUMBER}</td><td><img src="data:image/png;base64,{IN_LETTERS}"></td></tr></table></html>"""
_CSV = f"""face_id,face_template,name,mail
{NUMBER},{IN_LETTERS},{PERSON},{MAIL}
"""

BROKEN = {
    "broken/alias.yaml": f"face_recognition:\n  enabled: *{FIRST}{LAST}\n",
    "broken/tag.yaml": f"face_recognition: !{FIRST} {{enabled: true\n'{PERSON}",
    "broken/entity.xml": f"<FaceContrast><enabled>&{FIRST};</enabled></FaceContrast>",
    "broken/declared.xml": f'<!DOCTYPE a [<!ENTITY {FIRST} "{PERSON}">]>'
    f"<FaceContrast><enabled>&{FIRST};</enabled></FaceContrast>",
    "broken/mismatched.xml": f"<FaceContrast><{FIRST}></{LAST}></FaceContrast>",
    "broken/cut.json": f'{{"face_recognition": {{"enabled": {FIRST} {LAST}',
    "broken/twice.toml": f'[face_recognition]\nenabled = true\n["{PERSON}"]\n["{PERSON}"]\n',
    "broken/pyproject.toml": f'[project]\nname = "x"\n["{PERSON}"]\n["{PERSON}"]\n',
    "broken/package.json": f'{{"name": "face-api.js", {PERSON}}}',
    "broken/pom.xml": f"<project>&{FIRST};</project>",
    "broken/x.py": f"import face_recognition\n{PERSON} = '{PASSWORD}\n",
    "broken/x.plist": f"<?xml version='1.0'?><plist><dict><key>face</key><{FIRST}></dict></plist>",
    "broken/x.tf": f'resource "aws_rekognition_collection" "{FIRST}" {{ {PERSON} ',
    "broken/x.prototxt": f"layer {{ name: 'face' {PERSON} : : ",
}

TEXTS = {
    "text:xml": ("hik/capabilities.xml", _HIK),
    "text:keyvalue": ("dahua/config.txt", _DAHUA),
    "text:yaml": ("frigate/config.yml", _YAML),
    "text:json": ("double-take/config.json", _JSON),
    "text:ini": ("zm/objectconfig.ini", _INI),
    "text:toml": ("app/face.toml", _TOML),
    "text:hcl": ("cloud/main.tf", _HCL),
    "text:registry": ("win/export.reg", _REGISTRY),
    "text:prototext": ("triton/face.prototxt", _PROTO),
    "text:dockerfile": ("docker/Dockerfile", _DOCKER),
    "text:script": ("bin/start.sh", _SCRIPT),
}
"""Format of settings → a file of it. Each names keys that facts ask for, beside people and secrets."""
OTHERS = {
    "docker/.env": _ENV,
    "bin/client.py": _PYTHON,
    "web/library.html": _HTML,
    "web/library.csv": _CSV,
    "web/notes.md": f"The face library of {PERSON} ({MAIL}) has the key={API_KEY}; see {URL} for its face templates.\n",
    f"web/page.html?token={API_KEY}&name={FIRST}": "face recognition\n",
    f"mail/{MAIL}.txt": "face recognition\n",
    "keys/id_rsa.txt": f"face key\n{PRIVATE_KEY}",
}


def _property_list() -> dict[str, object]:
    return {
        "FaceRecognitionEnabled": True,
        "NSFaceIDUsageDescription": f"{PERSON} unlocks",
        "face_recognition": {"enabled": True, "owner": PERSON, "api_key": API_KEY, "url": URL},
        PERSON: {"face_template": PICTURE},
        "password": PASSWORD,
    }


def _database(folder: Path) -> bytes:
    """Tables as recognition servers have them, with people in them."""
    file = folder / "faces.db"
    with sqlite3.connect(file) as database:
        database.execute("CREATE TABLE TB_EMBEDDINGS (userid TEXT, embedding TEXT)")
        database.execute("CREATE TABLE face (id TEXT, name TEXT, mail TEXT, token TEXT, picture BLOB)")
        database.execute(f'CREATE TABLE "{PERSON}" ("{LAST}" TEXT)')
        database.execute("INSERT INTO TB_EMBEDDINGS VALUES (?, ?)", (PERSON, IN_LETTERS))
        database.execute("INSERT INTO face VALUES (?, ?, ?, ?, ?)", (NUMBER, PERSON, MAIL, JWT, PICTURE))
        database.execute(f'INSERT INTO "{PERSON}" VALUES (?)', (PASSWORD,))  # noqa: S608 - a planted name
    database.close()
    data = file.read_bytes()
    file.unlink()
    return data


GALLERIES = tuple(
    f"{folder}/{name}"
    for folder, names in {
        "media/clips/faces": (f"{PERSON}/{FIRST}-1717.webp", f"{PERSON}/a.png", f"train/1717-{FIRST}.png"),
        "config/face_recognition/faces": (f"{LAST}/{LAST} left.jpg", f"unknown/{FIRST}.jpg"),
        "known_faces": (f"{PERSON}/1.jpg", f"{FIRST}.jpg"),
        "var/lib/zmeventnotification/known_faces": (f"{FIRST}/{LAST}.jpg",),
        "export/FaceLib": (f"{PERSON}.jpg", f"staff/{PERSON}.png", f"{NUMBER}_{PERSON}_male.jpg"),
        "export/out": (f"{PERSON}#S1#B1990-01-01#NXX#T1#M{NUMBER}.jpg",),
        "plugins/face/faces": (f"{FIRST}/{FIRST}.jpg",),
    }.items()
    for name in names
)
"""Paths of pictures, below a folder that is called after a person or under a name that is one."""


def _picture(path: str) -> bytes:
    return PICTURE if path.endswith(".png") else PHOTO


def plant(folder: Path) -> Path:
    """The delivery, a folder below ``folder``."""
    root = folder / "box"
    files: dict[str, bytes] = {
        name: text.encode() for name, text in (*TEXTS.values(), *BROKEN.items(), *OTHERS.items())
    }
    files["mac/Info.plist"] = plistlib.dumps(_property_list())
    files["mac/binary.plist"] = plistlib.dumps(_property_list(), fmt=plistlib.FMT_BINARY)
    folder.mkdir(parents=True, exist_ok=True)
    files["db/faces.db"] = _database(folder)
    files["db/broken.db"] = files["db/faces.db"][:5000] + bytes(3000)
    files |= {path: _picture(path) for path in GALLERIES}
    files["nested/config.xml"] = (
        "<Config><Data>"
        + base64.b64encode(gzip.compress(_HIK.encode(), mtime=0)).decode()
        + "</Data><Blob>"
        + base64.b64encode(zlib.compress(_YAML.encode())).decode()
        + f"</Blob><faceData>{IN_LETTERS}</faceData></Config>"
    ).encode()
    files["packed/gallery.zip"] = zipped({path: _picture(path) for path in GALLERIES})
    files["packed/gallery.tar"] = tar({path: _picture(path) for path in GALLERIES}) + _links()
    files["packed/locked.zip"] = _locked({path: _picture(path) for path in GALLERIES})
    files["packed/cut.tar"] = tar({path: _picture(path) for path in GALLERIES})[:6700]
    files["packed/config.zip"] = zipped({name: text.encode() for name, text in TEXTS.values()})
    for name, content in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content)
    (root / "newest").symlink_to(f"known_faces/{PERSON}/1.jpg")
    return root


def _links() -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as made:
        link = tarfile.TarInfo("media/clips/newest")
        link.type, link.linkname = tarfile.SYMTYPE, f"faces/{PERSON}"
        made.addfile(link)
    return packed.getvalue()


def _locked(members: dict[str, bytes]) -> bytes:
    """Said to be encrypted, every member."""
    data = bytearray(zipped(members))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = data.find(mark)
        while start >= 0:
            data[start + at] |= 1
            start = data.find(mark, start + 4)
    return bytes(data)
