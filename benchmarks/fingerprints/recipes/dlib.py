"""Build the small programs of ``sources/fingerprints/dlib`` against one version of dlib as PyPI has it.

Told by the environment (``lists/fingerprints/README.md``): ``VERSION``, ``WITH``, ``SOURCES``, ``KEEP``, ``OUT``.
``WITH`` is the compiler, the CPU and flags, as in ``g++ x86_64 -O2``. Further words: ``asserts`` (the library's own
checks), ``whole`` (all of its compiled half, not what is needed), ``sisters`` (also the programs without
faces; ``sisters:plain,packed`` only those).
Beside each program ``<name>`` stand ``<name>-strings`` (literals hidden) and, of ELF files, ``<name>-sections``
(section headers wiped).
"""

from __future__ import annotations

import os
import re
import struct
import subprocess
import sys
import tarfile
from pathlib import Path

PROGRAMS = {
    "detector": ("detector",),
    "align": ("chips",),
    "chips": ("detector", "chips"),
    "metric": ("metric",),
    "all": ("detector", "chips", "metric"),
}
"""Program → its parts. ``chips`` finds faces and points and cuts pictures; it has no network."""
SISTERS = {
    "points": ("points",),
    "cnn_detector": ("cnn_detector",),
    "plain": ("plain",),
    "classes": ("classes",),
    "objects": ("objects",),
    "measure": ("measure",),
    "packed": ("packed",),
}
_GNU = {
    "x86_64": "x86_64-linux-gnu",
    "i386": "i686-linux-gnu",
    "aarch64": "aarch64-linux-gnu",
    "armhf": "arm-linux-gnueabihf",
    "mips": "mips-linux-gnu",
    "mipsel": "mipsel-linux-gnu",
    "ppc64": "powerpc64-linux-gnu",
    "ppc64le": "powerpc64le-linux-gnu",
    "s390x": "s390x-linux-gnu",
}
_ALWAYS = ("-std=c++14", "-w", "-DNDEBUG", "-DDLIB_NO_GUI_SUPPORT")
_WORDS = {"asserts": ("-DENABLE_ASSERTS",), "whole": ("-DWHOLE",), "sisters": ()}
_LITERAL = re.compile(rb"[\t\n\x20-\x7e]{6,}")
_TYPE_NAME = re.compile(rb"N?[0-9S][\w.]*(?:dlib|St)[\w.]*")
_KEY = bytes.fromhex("9c3a71e5b8")
_WINDOWS = ("-static", "-lws2_32", "-lwinmm")


def main() -> int:
    """Compile each part once, then link the programs, stripped, into ``OUT``."""
    out, keep, sources = (Path(os.environ[name]) for name in ("OUT", "KEEP", "SOURCES"))
    compiler, cpu, *words = os.environ["WITH"].split()
    flags = [*_ALWAYS, f"-I{library(keep, os.environ['VERSION'])}"]
    for word in words:
        flags.extend(_WORDS.get(word.partition(":")[0], (word,)))
    build = [*command(compiler, cpu, keep), *flags]
    programs = PROGRAMS | sisters(words)
    work = keep / "objects" / out.parent.name / out.name
    work.mkdir(parents=True, exist_ok=True)
    for part in ("base", *sorted({part for parts in programs.values() for part in parts})):
        if not (work / f"{part}.o").exists():
            run(build, "-c", sources / "dlib" / f"{part}.cc", "-o", work / "part.o")
            (work / "part.o").rename(work / f"{part}.o")
    ends = [*(_WINDOWS if cpu == "windows" else ("-pthread",)), *(() if "macos" in cpu else ("-s",))]
    for name, parts in programs.items():
        wanted = "-DPARTS=" + ",".join(f"part_{part}" for part in parts)
        objects = [work / f"{part}.o" for part in (*parts, "base")]
        run(build, wanted, sources / "dlib" / "main.cc", *objects, "-o", out / name, *ends)
        if (out / f"{name}.exe").exists():
            (out / f"{name}.exe").rename(out / name)
        content = (out / name).read_bytes()
        (out / f"{name}-strings").write_bytes(hidden(content))
        if content.startswith(b"\x7fELF"):
            (out / f"{name}-sections").write_bytes(wiped(content))
    return 0


def sisters(words: list[str]) -> dict[str, tuple[str, ...]]:
    """The programs without faces that ``WITH`` asks for: all, or some by name."""
    asked = next((word.partition(":")[2] for word in words if word.startswith("sisters")), None)
    return {
        name: parts for name, parts in SISTERS.items() if asked is not None and (not asked or name in asked.split(","))
    }


def hidden(content: bytes) -> bytes:
    """``content`` with its literals under a repeating key; names of types, which no source text holds, stay."""
    return _LITERAL.sub(lambda match: _masked(match[0]), content)


def _masked(literal: bytes) -> bytes:
    if _TYPE_NAME.fullmatch(literal):
        return literal
    return bytes(byte ^ _KEY[place % len(_KEY)] for place, byte in enumerate(literal))


def wiped(content: bytes) -> bytes:
    """An ELF file without its section headers (System V ABI, chapter 4): they and what tells of them are zero."""
    wide, order = content[4] == 2, "<" if content[5] == 1 else ">"
    at, counts, number = (40, 58, "Q") if wide else (32, 46, "I")
    start = struct.unpack_from(order + number, content, at)[0]
    size, count = struct.unpack_from(order + "HH", content, counts)
    changed = bytearray(content)
    changed[start : start + size * count] = bytes(len(changed[start : start + size * count]))
    struct.pack_into(order + number, changed, at, 0)
    struct.pack_into(order + "HHH", changed, counts, 0, 0, 0)
    return bytes(changed)


def library(keep: Path, version: str) -> Path:
    """The unpacked source package, fetched by pip where it is not there yet."""
    found = keep / "src" / f"dlib-{version}"
    if not found.is_dir():
        ask = ("--no-deps", "--no-binary=:all:", "-d", str(keep), f"dlib=={version}")
        subprocess.run((sys.executable, "-m", "pip", "download", "-q", *ask), check=True)
        with tarfile.open(keep / f"dlib-{version}.tar.gz") as packed:
            packed.extractall(keep / "src", filter="data")
    return found


def command(compiler: str, cpu: str, keep: Path) -> list[str]:
    """The words that start the compiler for a CPU (``macos-aarch64``, ``windows`` or one of Debian's)."""
    if compiler == "zig":
        system = {"macos-aarch64": "aarch64-macos", "macos-x86_64": "x86_64-macos"}.get(cpu, cpu)
        return [str(zig(keep)), "-m", "ziglang", "c++", "-target", system]
    if cpu == "windows":
        return ["x86_64-w64-mingw32-g++-posix"]
    if compiler == "clang++":
        return [compiler, f"--target={_GNU[cpu]}"]
    return [f"{_GNU[cpu]}-g++-12"]


def zig(keep: Path) -> Path:
    """A Python that has the package ziglang: clang for every system."""
    python = keep / "zig" / "bin" / "python"
    if not python.exists():
        subprocess.run((sys.executable, "-m", "venv", str(keep / "zig")), check=True)
        subprocess.run((str(python), "-m", "pip", "install", "-q", "ziglang"), check=True)
    return python


def run(command: list[str], *more: object) -> None:
    """Run a compiler; what it says goes to the caller."""
    subprocess.run([*command, *map(str, more)], check=True)


if __name__ == "__main__":
    sys.exit(main())
