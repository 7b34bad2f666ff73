"""Programs that carry their files: Electron's asar, PyInstaller, .NET single file."""

from __future__ import annotations

import json
import shutil
import struct
import subprocess
import sys
import zlib
from pathlib import Path

from benchmarks.images.programs import run
from benchmarks.images.recipe import Recipe, Workshop
from benchmarks.images.truth import Content, below
from benchmarks.places import WORK

ASAR = "@electron/asar@3.2.10"
PYINSTALLER = ("pyinstaller==6.*", "numpy")
_APPLICATION = 'import json, sqlite3, numpy\nprint("face_recognition", numpy.__version__)\n'
_LISTER = """
import hashlib, json, sys
from PyInstaller.archive.readers import CArchiveReader
archive = CArchiveReader(sys.argv[1])
found = {}
for name, entry in archive.toc.items():
    if entry[3] and entry[-1] in 'bxdzZ':
        data = archive.extract(name)
        found[name] = [len(data), hashlib.sha256(data).hexdigest()]
print(json.dumps(found))
"""
"""PyInstaller's own reader lists the files of a bundle: libraries, data and the archive of modules."""
_BUNDLE_MARK = bytes.fromhex("8b1202b96a612038727b930214d7a03213f5b9e6efae3318ee3b2dce24b36aae")
"""SHA-256 of ".net core bundle", behind the header's offset in every host (dotnet/runtime, bundle_marker.cpp)."""


def _asar(shop: Workshop, target: Path) -> None:
    home = WORK / "npm"
    home.mkdir(parents=True, exist_ok=True)
    command = home / "node_modules" / ".bin" / "asar"
    if not command.exists():
        run(("npm", "install", "--no-audit", "--no-fund", "--prefix", home, ASAR), home)
    tree = shop.scratch("asar")
    for name in _asar_files(shop):
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(shop.tree / name, tree / name)
    run((command, "pack", tree, target), home)


def _asar_files(shop: Workshop) -> dict[str, Content]:
    return below(shop.files, ("etc", "www", "usr/share/models"))


def _pyinstaller(shop: Workshop, target: Path) -> None:
    home, work = _environment(), shop.scratch("pyinstaller")
    (work / "app.py").write_text(_APPLICATION)
    run((home / "bin" / "pyinstaller", "-F", "--noconfirm", "--log-level", "ERROR", "app.py"), work)
    shutil.move(work / "dist" / "app", target)


def _environment() -> Path:
    """A virtual environment with PyInstaller, made at the first call."""
    home = WORK / "pyinstaller"
    if not (home / "bin" / "pyinstaller").exists():
        run((sys.executable, "-m", "venv", home), WORK)
        run((home / "bin" / "pip", "install", "-q", *PYINSTALLER), WORK)
    return home


def _pyinstaller_files(shop: Workshop) -> dict[str, Content]:
    command = (_environment() / "bin" / "python", "-c", _LISTER, shop.folder / "pyinstaller.bin")
    listed = subprocess.run(command, capture_output=True, check=True).stdout
    return {name: Content(size, sha256) for name, (size, sha256) in json.loads(listed).items()}


def _dotnet(shop: Workshop, target: Path) -> None:
    """A bundle of version 6 around a foreign host (dotnet/runtime, docs/design/features/bundle-header)."""
    host = bytearray((shop.tree / "bin" / "busybox").read_bytes())
    place = len(host)
    host += bytes(8) + _BUNDLE_MARK
    entries = []
    for name in _dotnet_files(shop):
        data = (shop.tree / name).read_bytes()
        packer = zlib.compressobj(6, zlib.DEFLATED, -15)
        packed = packer.compress(data) + packer.flush()
        host += bytes(-len(host) % 16)
        entries.append(struct.pack("<qqqB", len(host), len(data), len(packed), 1) + _text(name))
        host += packed
    header = len(host)
    host += struct.pack("<III", 6, 0, len(entries)) + _text("AbCdEfGh1234") + bytes(40) + b"".join(entries)
    host[place : place + 8] = struct.pack("<Q", header)
    target.write_bytes(host)


def _text(value: str) -> bytes:
    """A string behind its length, as .NET's BinaryWriter writes short ones."""
    return bytes((len(value),)) + value.encode()


def _dotnet_files(shop: Workshop) -> dict[str, Content]:
    return below(shop.files, ("usr/share/models", "etc"))


RECIPES: tuple[Recipe, ...] = (
    Recipe("app.asar", "Electron asar", _asar, _asar_files),
    Recipe("pyinstaller.bin", "PyInstaller, one file", _pyinstaller, _pyinstaller_files),
    Recipe("dotnet_single.bin", ".NET single file, compressed", _dotnet, _dotnet_files),
)
"""Every image of this family."""
