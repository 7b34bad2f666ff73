"""The text test looks at every byte, and kinds of text are told by content before names."""

from __future__ import annotations

import pytest

from scanner.formats.identify import identify_bytes
from scanner.formats.textkind import kind_of
from tests.unpack.case_unknown import noise

LONG = "one line of text, and then another\n" * 20_000


def kind(data: bytes, name: str = "") -> str:
    """Format id of ``data``."""
    return identify_bytes(memoryview(data), name)


@pytest.mark.parametrize(
    "data",
    [
        LONG.encode(),
        "Gesichtserkennung für Behörden\n".encode(),
        "人脸识别\n".encode() * 100_000,
        "Gesichtserkennung für Behörden\n".encode("latin-1"),
        ("人脸识别配置文件说明，启用以下选项。\n" * 50).encode("gbk"),
        LONG.encode("utf-16"),
        "\ufeff人脸".encode("utf-16-be"),
        "text".encode("utf-32"),
        ("text of any kind\n" * 2000 + "人脸\n").encode("utf-16-le"),
        "Text of few words.\n".encode("utf-16-be"),
        b"\x1b[1mcolour\x1b[0m\r\n\tterminal\x08\x0c\n",
    ],
    ids=range(11),
)
def test_text_in_its_encodings(data: bytes) -> None:
    assert kind(data) == "text"


@pytest.mark.parametrize(
    "data",
    [
        LONG.encode() + b"\x00",
        LONG.encode() + noise(5000) + LONG.encode(),
        bytes(b | 0x80 for b in noise(5000, 2)),
        b"\xff\xfe" + noise(5001, 3),
        b"\xff\xfe" + b"a\x00" * 50_000 + noise(4000, 4),
        b"\x01\x02\x03\x04 few",
        "text\n".encode("utf-16-le") * 500 + noise(4000, 5),
        "text\n".encode("utf-16-le") * 500 + b"x",
        b"".join(bytes((n % 27 + 1, 0)) for n in range(4000)),
        b"a\0" * 7,
        b"".join(b"\x41\0\x42\1" for _ in range(4000)),
    ],
    ids=[
        *("late NUL", "noise in the middle", "high noise", "mark and noise", "late noise in UTF-16", "controls"),
        *("late noise without a mark", "an odd byte", "small numbers", "few", "too few zeros"),
    ],
)
def test_not_text(data: bytes) -> None:
    assert kind(data) == "unknown"


@pytest.mark.parametrize(
    ("head", "name", "expected"),
    [
        ('<?xml version="1.0"?><a/>', "", "text:xml"),
        ("<!-- c --><FaceContrast><enabled>true", "backup.txt", "text:xml"),
        ('<?xml version="1.0"?>\n<xs:schema xmlns:xs="x">', "a.xml", "text:document"),
        ("<wsdl:definitions>", "", "text:document"),
        (
            '<?xml version="1.0"?>\n<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "x">\n<plist>',
            "a",
            "text:plist",
        ),
        ("<plist version='1.0'><dict/></plist>", "a.xml", "text:plist"),
        ("<!DOCTYPE plist SYSTEM 'x'>\n<!-- a --><!-- b -->\n<plist>", "a", "text:plist"),
        ("<!DOCTYPE plist SYSTEM 'x'>\n<FaceContrast><plist/>", "a", "text:xml"),
        ("<!-- <plist> --><FaceContrast>", "a.plist", "text:xml"),
        ("{ a = b; }\n", "a.plist", "text"),
        ("Windows Registry Editor Version 5.00\r\n\r\n[HKEY_A\\B]\r\n", "backup.txt", "text:registry"),
        ("REGEDIT4\n[HKEY_A]\n", "", "text:registry"),
        ("regedit is a program\n", "", "text"),
        ("[HKEY_A\\B]\r\n", "a.reg", "text:registry"),
        ("<!DOCTYPE html>\n<p>", "", "text:document"),
        ("<html lang='en'>", "page.xml", "text:document"),
        ("<?php echo 1;", "", "text:script"),
        ("<h1 align='center'>Face</h1>\n\nWords.\n", "README.md", "text:document"),
        ("<nav><img src=x>\n", "nav.html", "text:document"),
        ("<FaceContrast><enabled>true", "face.html", "text:xml"),
        ("<h1><enabled>true</enabled></h1>", "face.txt", "text:xml"),
        ("<FaceContrast><enabled>true", "README.md", "text:xml"),
        ("<?xml version='1.0'?>\n<FaceContrast enabled='true'>", "a.conf", "text:xml"),
        ("<FaceContrast  enabled = 'true' b='c'>\n", "a.conf", "text:xml"),
        ("<FaceContrast >\n", "a.conf", "text:xml"),
        ("<IfModule mod_face.c>\n  FaceEnabled on\n</IfModule>\n", "face.conf", "text:ini"),
        ("# c\n<VirtualHost *:80>\n  FaceEnabled on\n</VirtualHost>\n", "face.conf", "text:ini"),
        ("<Directory /srv>\n</Directory>\n", "", "text"),
        ('{"face": {"enable": true}}', "readme.md", "text:json"),
        ("[1, 2]", "", "text:json"),
        ("[]", "", "text:json"),
        ('[\n  {"a": 1}]', "x", "text:json"),
        ("[network]\naddress=1\n", "", "text:ini"),
        ("; c\n\n[1]\na=b\n", "", "text:ini"),
        ("a = 1\n", "x.conf", "text:ini"),
        ("# c\nface:\n  enabled: true\n", "x.conf", "text:yaml"),
        ("face: true\nother: 1\n", "x.cfg", "text:ini"),
        ("[a]\nface:\n  enabled: true\n", "x.cfg", "text:ini"),
        ("table.All.FaceDetect[0].Enable=true\n", "x.conf", "text:keyvalue"),
        ('Code=FaceRecognition;action=Pulse;index=0;data={\n  "UTC" : 1\n}\n', "events.txt", "text:keyvalue"),
        ("Code = 7; the action follows\n", "notes.txt", "text:document"),
        ("# c\nA=1\nB=2\nC=3\n", "", "text:keyvalue"),
        ("A=1\nprose\nmore prose\n", "", "text"),
        ("groups[0].name=A\ngroups[0].size=2\nfound=1\n", "groups.txt", "text:keyvalue"),
        ("[face]\nenable=1\n", "face.txt", "text:ini"),
        ("All of it is prose.\nsize = 3\n", "notes.txt", "text:document"),
        ("---\nface: on\n", "", "text:yaml"),
        ("face: on\n", "config.yml", "text:yaml"),
        ("--- a/file\n+++ b/file\n", "", "text"),
        ("#!/bin/sh\n", "notes.txt", "text:script"),
        ("x = 1\n", "run.py", "text:script"),
        ("import os, sys\nx = 1\n", "", "text:script"),
        ("#include <stdio.h>\n", "", "text:script"),
        ("#include <stdint.h>\nint f(void);\n", "face.h", "text:document"),
        ("#pragma once\n", "Face.HPP", "text:document"),
        ("def f() -> int: ...\n", "face.pyi", "text:document"),
        ("export declare function compare(a: Face): number;\n", "face.d.ts", "text:document"),
        ("export const compare = 1;\n", "face.ts", "text:script"),
        ("int main(void) { return 0; }\n", "face.c", "text:script"),
        ("all:\n\tcc x.c\n", "Makefile", "text:script"),
        ("hello\n", "README", "text:document"),
        ("Metadata-Version: 2.1\n\nimport face_recognition\n", "METADATA", "text:document"),
        ("Metadata-Version: 2.1\n\nimport face_recognition\n", "PKG-INFO", "text:document"),
        ("#!/bin/sh\nrun\n", "METADATA", "text:script"),
        ("hello\n", "LICENSE.MIT", "text:document"),
        (".TH LS 1\n", "", "text:document"),
        ("hello\n", "", "text"),
        ("a,b\n1,2\n", "x.csv", "text"),
        ("[a]\nb = 'c'\n", "app.toml", "text:toml"),
        ("# c\n[[cameras]]\nname = 'x'\n", "app.conf", "text:toml"),
        ("[[1]]\n", "a.toml", "text:json"),
        ('# c\nresource "aws_x" "y" {\n}\n', "main.txt", "text:hcl"),
        ("a = 1\n", "prod.tfvars", "text:hcl"),
        ('import {\n  # c\n  to = aws_x.y\n  id = "z"\n}\n', "main.txt", "text:hcl"),
        ('import { id = "z", to = aws_x.y }\n', "", "text:hcl"),
        ("import { match } from 'x'\n", "index.js", "text:script"),
        ("// c\n\nimport {\n  to,\n  id as a,\n} from 'x'\n", "app.ts", "text:script"),
        ("import { match } from 'x'\n", "", "text:script"),
        ("resource of all\n", "notes.txt", "text:document"),
        ("# proto-file: x.proto\na: 1\n", "model.cfg", "text:prototext"),
        ('name: "n"\nlayer {\n  type: "X"\n}\n', "", "text:prototext"),
        ("x {\n  y: 1\n}\n", "net.prototxt", "text:prototext"),
        ("a {\n  color: red;\n}\n", "", "text"),
        ("server {\n  listen 80;\n}\n", "", "text"),
        ("# c\nARG V=1\n\nFROM a:$V AS b\nRUN x\n", "", "text:dockerfile"),
        ("# syntax=docker/dockerfile:1\n", "build.txt", "text:dockerfile"),
        ("From all of us.\nRun along\n", "", "text"),
        ("RUN x\n", "Dockerfile.gpu", "text:dockerfile"),
        ("RUN x\n", "face.Dockerfile", "text:dockerfile"),
        ("import os\n", "Dockerfile.py", "text:script"),
        ("A=1\n", ".env", "text:keyvalue"),
        ("A=1\n", "face.env.sample", "text:keyvalue"),
        ("a=1\n", "app.properties", "text:keyvalue"),
        ("face:\n  on: true\nb: 1\n", "face.conf", "text:yaml"),
        ("face = 1\nb: 1\n", "face.conf", "text:ini"),
        ("[[inputs.cpu]] percpu = false\n", "x.conf", "text:ini"),
        ("HTTP/1.1 200 OK\r\nA: b\r\n\r\n<a>1</a>", "x.txt", "text:xml"),
        ("HTTP/1.1 200 OK\nA: b\n\nwords\n", "x", "text"),
        ("HTTP/1.1 is a protocol\n\n<a>1</a>", "", "text"),
        ("words\n", "env.txt", "text:document"),
        ("a: 1\n", "config.yml.example", "text:yaml"),
        ("a: {{ b }}\n", "values.yaml.j2", "text:yaml"),
        ("x = 1\n", "run.py.bak", "text:script"),
        ("Environment=A=b\n", "face.service", "text:ini"),
        ("################\n# words\n\n[property]\ngpu-id=0\n", "config_infer_primary.txt", "text:ini"),
    ],
)
def test_kinds(head: str, name: str, expected: str) -> None:
    assert kind_of(head, name) == expected


@pytest.mark.parametrize(
    "piece",
    [
        "\n",
        " ",
        "\t\n",
        "#\n",
        "<!--",
        "<?",
        "[",
        "<!-- -->",
        "a=",
        "a {\n",
        "[[a]]\n",
        "/* */",
        "ARG \n",
        "a: [",
        '.\\"\n',
        "'\n",
        "import ",
    ],
)
def test_hostile_repetition_ends(piece: str) -> None:
    assert kind_of(piece * (4096 // len(piece)), "").startswith("text")
