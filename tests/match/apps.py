"""Whole settings of open recorders and recognition servers, as small as they run: switched on, and switched off."""

from __future__ import annotations

import sqlite3
from pathlib import Path

FRIGATE = """\
mqtt:
  host: broker.lan
cameras:
  front:
    ffmpeg:
      inputs:
        - path: rtsp://10.0.0.11/main
          roles: [detect]
    face_recognition:
      enabled: {front}
  yard:
    ffmpeg:
      inputs:
        - path: rtsp://10.0.0.12/main
          roles: [detect]
    face_recognition:
      enabled: false
objects:
  track:
    - person
    # - face
face_recognition:
  enabled: {whole}
  model_size: large
  recognition_threshold: 0.9
"""
COMPREFACE_COMPOSE = """\
version: '3.4'
services:
  compreface-core:
    image: ${registry}compreface-core:${CORE_VERSION}
    environment:
      - ML_PORT=3000
      - EXTRA_PLUGINS=facenet.LandmarksDetector,agegender.AgeDetector,agegender.GenderDetector,facenet.PoseEstimator
  compreface-api:
    image: ${registry}compreface-api:${API_VERSION}
    environment:
      - SAVE_IMAGES_TO_DB=${save_images_to_db}
"""
COMPREFACE_ENV = """\
registry=exadel/
postgres_db=frs
save_images_to_db=true
compreface_api_java_options=-Xmx4g
CORE_VERSION=1.2.0-arcface-r100
API_VERSION=1.2.0
"""
DOUBLE_TAKE = """\
mqtt:
  host: broker.lan
frigate:
  url: http://recorder.lan:5000
  update_sub_labels: {names}
detect:
  unknown:
    save: {keep}
detectors:
{detectors}
"""
DOUBLE_TAKE_ON = """\
  compreface:
    url: http://operator:Quixotry9@faces.lan:8000/api
    key: 11111111-2222-3333-4444-555555555555
    face_plugins: gender,age
"""
ZONEMINDER = """\
[general]
base_data_path=/var/lib/zmeventnotification
# detection_sequence=object,face
detection_sequence={general}

[face]
known_images_path={{{{base_data_path}}}}/known_faces
face_detection_framework=dlib
save_unknown_faces={keep}

[monitor-7]
detection_sequence={monitor}
"""
IMMICH = """\
services:
  immich-server:
    image: ghcr.io/immich-app/immich-server:release
  immich-machine-learning:
    image: ghcr.io/immich-app/immich-machine-learning:release
    environment:
      - TZ=Europe/Vienna
      - MACHINE_LEARNING_PRELOAD__FACIAL_RECOGNITION__RECOGNITION=buffalo_l
"""
PHOTOPRISM = """\
services:
  photoprism:
    image: photoprism/photoprism:latest
    environment:
      PHOTOPRISM_DISABLE_FACES: "{off}"
"""
DEEPSTACK = """\
services:
  deepstack:
    image: deepquestai/deepstack
    environment:
      - VISION-FACE={face}
      - VISION-DETECTION=True
"""
CODEPROJECT = """\
{{
  "Modules": {{
    "FaceProcessing": {{"LaunchSettings": {{"AutoStart": {face}}}}},
    "ObjectDetectionYOLOv5Net": {{"LaunchSettings": {{"AutoStart": true}}}}
  }}
}}
"""
VISERON = """\
ffmpeg:
  camera:
    porch:
      host: 10.0.0.21
{component}:
  face_recognition:
    host: faces.lan
    save_unknown_faces: {keep}
    cameras:
      porch:
"""
HOME = """\
homeassistant:
  name: Home
image_processing:
  - platform: {platform}
    source:
      - entity_id: camera.door
    faces:
      Zebulon: /config/z.jpg
      Wilhelmina: /config/w.jpg
      Thaddeus: /config/t.jpg
"""


def switched_on(folder: Path) -> Path:
    """A delivery in which every product's settings switch recognition on."""
    files = {
        "frigate/config.yml": FRIGATE.format(whole="true", front="true"),
        "compreface/docker-compose.yml": COMPREFACE_COMPOSE,
        "compreface/.env": COMPREFACE_ENV,
        "double-take/config.yml": DOUBLE_TAKE.format(names="true", keep="true", detectors=DOUBLE_TAKE_ON),
        "zm/objectconfig.ini": ZONEMINDER.format(general="object,face", monitor="object", keep="yes"),
        "immich/docker-compose.yml": IMMICH,
        "photoprism/docker-compose.yml": PHOTOPRISM.format(off="false"),
        "deepstack/docker-compose.yml": DEEPSTACK.format(face="True"),
        "ai/modulesettings.json": CODEPROJECT.format(face="true"),
        "viseron/config.yaml": VISERON.format(component="compreface", keep="true"),
        "home/configuration.yaml": HOME.format(platform="dlib_face_identify"),
    }
    return _written(folder / "on", files)


def switched_off(folder: Path) -> Path:
    """The same products, with recognition switched off, left out, or behind a comment sign."""
    files = {
        "frigate/config.yml": FRIGATE.format(whole="false", front="false"),
        "double-take/config.yml": DOUBLE_TAKE.format(names="false", keep="false", detectors="  # compreface:\n"),
        "zm/objectconfig.ini": ZONEMINDER.format(general="object,alpr", monitor="object", keep="no"),
        "photoprism/docker-compose.yml": PHOTOPRISM.format(off="true"),
        "deepstack/docker-compose.yml": DEEPSTACK.format(face="False"),
        "ai/modulesettings.json": CODEPROJECT.format(face="false"),
        "viseron/config.yaml": VISERON.format(component="# compreface", keep="false").replace("  face", "  # face"),
        "home/configuration.yaml": HOME.format(platform="opencv"),
    }
    return _written(folder / "off", files)


def database(path: Path, taught: int) -> None:
    """Double Take's database with ``taught`` pictures."""
    with sqlite3.connect(path) as made:
        for table in ("train", "match", "file"):
            made.execute(f"CREATE TABLE {table} (id INTEGER PRIMARY KEY, name, filename)")
        made.executemany("INSERT INTO train (name) VALUES (?)", [("Zebulon",)] * taught)
    made.close()


def _written(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    database(folder / "double-take" / "database.db", 3 if folder.name == "on" else 0)
    return folder


VARIABLES = {
    "start.sh": "#!/bin/sh\ndocker run -d -e VISION-FACE={} -p 80:5000 deepquestai/deepstack\n",
    "Dockerfile": "FROM deepquestai/deepstack:cpu\nENV VISION-FACE={} MODE=High\n",
    "pod.yaml": "kind: Pod\nspec:\n  containers:\n    - env:\n        - name: VISION-FACE\n          value: '{}'\n",
    "server.env": "VISION-FACE={}\nMODE=High\nTZ=UTC\n",
    "compose.yml": "services:\n  ai:\n    environment:\n      VISION-FACE: '{}'\n      MODE: High\n",
    "list.yml": "services:\n  ai:\n    environment:\n      - VISION-FACE={}\n      - MODE=High\n",
    "main.tf": 'resource "docker_container" "ai" {{\n  name = "ai"\n  env  = ["VISION-FACE={}", "MODE=High"]\n}}\n',
    "ai.service": "[Service]\nExecStart=/usr/bin/docker run -e VISION-FACE={} deepquestai/deepstack\n",
}
"""One variable of a container in every place in which it is set."""


def variables(folder: Path, value: str) -> Path:
    """A delivery that sets the variable to ``value`` in every way, and to the contrary in a comment."""
    for name, text in VARIABLES.items():
        (folder / name).write_text(text.format(value) + ("# VISION-FACE=True\n" if name != "ai.service" else ""))
    return folder
