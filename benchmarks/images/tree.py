"""The root file system that all images hold: real libraries of a camera, made-up models, pages and settings."""

from __future__ import annotations

import array
import json
import random
import shutil
import sqlite3
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path

from benchmarks import fetch
from benchmarks.deliveries import unpack_packages

PAGES = 200
APPLETS = tuple("sh ls cat mount cp mv rm sed awk grep tar gzip wget vi ps top init udhcpc".split())
_SEED = 7
_DROPPED = ("usr/share/lintian", "usr/share/man", "usr/share/locale", "usr/share/bug")
_SMALL_FILES = ("etc/passwd", "etc/face.json", "etc/init.d/S99face", "usr/app/app.pyc", "usr/app/manual.txt")
_FACE_SETTINGS = {
    "face": {"enable": 1, "recognition": True, "library_db": "/mnt/face.db", "threshold": 0.62},
    "ai": {"model": "/usr/share/models/mobilefacenet.onnx"},
}


def camera(tree: Path) -> Path:
    """Make the camera's file system below ``tree``: about 550 files of 52 MB, with links that lead out of it."""
    unpack_packages(fetch.packages("image-packages", "armhf"), tree)
    for name in _DROPPED:
        shutil.rmtree(tree / name, ignore_errors=True)
    for name in ("etc/init.d", "www/js", "usr/share/models", "usr/app", "dev", "var", "tmp", "proc"):
        (tree / name).mkdir(parents=True, exist_ok=True)
    _links(tree)
    _settings(tree)
    _pages(tree)
    _models(tree / "usr" / "share" / "models")
    _application(tree / "usr" / "app")
    return tree


def small(whole: Path, tree: Path) -> Path:
    """A part of the camera's file system whose files are all read: about 1 MB, without models and packed tables."""
    programs = ("bin/busybox", "lib/arm-linux-gnueabihf/libm.so.6", "lib/ld-linux-armhf.so.3")
    return _part(whole, tree, (*_SMALL_FILES, *programs, *(f"www/p{number}.html" for number in range(40))))


def tiny(whole: Path, tree: Path) -> Path:
    """A part of a few kilobytes; its ``busybox`` is a few of its own bytes."""
    _part(whole, tree, (*_SMALL_FILES, "www/logo.png", *(f"www/p{number}.html" for number in range(4))))
    program = tree / "bin" / "busybox"
    program.write_bytes((whole / "bin" / "busybox").read_bytes()[:2000])
    return tree


def _part(whole: Path, tree: Path, names: Iterable[str]) -> Path:
    shutil.rmtree(tree, ignore_errors=True)
    for name in names:
        target = tree / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile((whole / name).resolve(), target)
    (tree / "bin").mkdir(exist_ok=True)
    _links(tree)
    return tree


def _links(tree: Path) -> None:
    """Links inside, to an absolute path, and to a place above the tree."""
    for applet in APPLETS:
        _link(tree / "bin" / applet, "busybox")
    _link(tree / "linuxrc", "/bin/busybox")
    _link(tree / "abslink", "/var/tmp")  # noqa: S108 - a link that a screening must not follow
    _link(tree / "etc" / "relout", "../../../../etc/passwd")


def _link(path: Path, target: str) -> None:
    path.unlink(missing_ok=True)
    path.symlink_to(target)


def _settings(tree: Path) -> None:
    (tree / "etc" / "passwd").write_text("root:x:0:0:root:/root:/bin/sh\n")
    (tree / "etc" / "face.json").write_text(json.dumps(_FACE_SETTINGS) + "\n")
    start = tree / "etc" / "init.d" / "S99face"
    start.write_text("#!/bin/sh\n/usr/app/faced --db /mnt/face.db &\n")
    start.chmod(0o755)


def _pages(tree: Path) -> None:
    source = random.Random(_SEED)  # noqa: S311 - reproducible filling
    for number in range(PAGES):
        text = source.randbytes(150).hex()
        (tree / "www" / f"p{number}.html").write_text(f"<html><body>page {number} {text}</body></html>")
    (tree / "www" / "logo.png").write_bytes(_png(source))
    (tree / "www" / "js" / "app.js").write_text("function show(id) { return document.getElementById(id); }\n" * 40)


def _png(source: random.Random) -> bytes:
    """A valid grey picture of noise (PNG specification: length, type, data, CRC-32)."""
    rows = b"".join(b"\0" + source.randbytes(64) for _ in range(64))
    header = (64).to_bytes(4, "big") * 2 + bytes((8, 0, 0, 0, 0))
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    parts = [len(d).to_bytes(4, "big") + kind + d + zlib.crc32(kind + d).to_bytes(4, "big") for kind, d in chunks]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def _models(folder: Path) -> None:
    """Files that begin like ONNX and TFLite and hold weights: such numbers hardly compress, as in real ones."""
    source = random.Random(_SEED)  # noqa: S311 - reproducible filling
    weights = array.array("f", (source.gauss(0, 0.05) for _ in range(1_000_000)))
    head = b"\x08\x07\x12\x07pytorch\x1a\x051.9.0:\x0a\x0emobilefacenet\x12"
    (folder / "mobilefacenet.onnx").write_bytes(head + weights.tobytes())
    (folder / "det.tflite").write_bytes(b"\x1c\0\0\0TFL3" + bytes(24) + weights[:200_000].tobytes())


def _application(folder: Path) -> None:
    source = random.Random(_SEED)  # noqa: S311 - reproducible filling
    database = sqlite3.connect(folder / "face.sqlite")
    database.execute("create table face_library(id integer, name text, feature blob)")
    rows = [(number, f"n{number}", source.randbytes(512)) for number in range(500)]
    database.executemany("insert into face_library values(?,?,?)", rows)
    database.commit()
    database.close()
    with zipfile.ZipFile(folder / "sdk.jar", "w", zipfile.ZIP_DEFLATED) as jar:
        for number in range(50):
            member = zipfile.ZipInfo(f"com/vendor/face/C{number}.class")
            jar.writestr(member, b"\xca\xfe\xba\xbe\0\0\0\x34" + source.randbytes(2000), zipfile.ZIP_DEFLATED)
    (folder / "app.pyc").write_bytes(b"\xa7\r\r\n" + bytes(12) + b"FACE_RECOGNITION" * 20)
    (folder / "manual.txt").write_text("How to enter a person into the face library.\n" * 300)
    body = b"face recognition manual " * 200
    (folder / "manual.pdf").write_bytes(b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n" + body + b"\n%%EOF\n")
