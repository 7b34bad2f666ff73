"""Five points in every way to write them, compiled for many machines, and in other languages."""

from __future__ import annotations

import importlib.util
import json
import marshal
import shutil
import struct
import subprocess
import sys
import venv
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from benchmarks.constants_look import look, numbers
from benchmarks.places import HERE, WORK

SOURCES = HERE / "sources" / "constants"
FOLDER = WORK / "constants"
ZIGLANG = "ziglang"
"""A C and C++ compiler for all of these machines in one package of PyPI (a build of Zig with clang)."""
COUNTED: Mapping[str, tuple[str, ...]] = {
    "gcc -O2": ("g++", "-O2"),
    "gcc -O3": ("g++", "-O3"),
    "clang": ("clang++", "-O2"),
    "-Os": ("clang++", "-Os"),
    "-O0": ("clang++", "-O0"),
    "win64": ("zig", "x86_64-windows-gnu", "-O2"),
    "aarch64": ("zig", "aarch64-linux-musl", "-O2"),
    "arm": ("zig", "arm-linux-musleabihf", "-O2", "-marm"),
    "thumb2": ("zig", "thumb-linux-musleabihf", "-O2", "-mcpu=cortex_a7"),
    "mips": ("zig", "mips-linux-musleabi", "-O2"),
    "mipsel": ("zig", "mipsel-linux-musleabi", "-O2"),
    "ppc": ("zig", "powerpc-linux-musleabi", "-O2"),
    "riscv64": ("zig", "riscv64-linux-musl", "-O2"),
    "wasm32": ("zig", "wasm32-wasi", "-O2"),
    "macOS": ("zig", "aarch64-macos", "-O2"),
}
"""The 15 targets; all but the first five are clang -O2."""
MORE: Mapping[str, tuple[str, ...]] = {
    "i386": ("zig", "x86-linux-musl", "-O2"),
    "aarch64 -O0": ("zig", "aarch64-linux-musl", "-O0", "-fno-sanitize=all"),
    "arm -Os": ("zig", "arm-linux-musleabihf", "-Os", "-marm"),
    "armv5": ("zig", "arm-linux-musleabi", "-O2", "-marm", "-mcpu=arm926ej_s"),
    "mips hard": ("zig", "mips-linux-musleabihf", "-O2"),
    "mips64el": ("zig", "mips64el-linux-muslabi64", "-O2"),
    "ppc64le": ("zig", "powerpc64le-linux-musl", "-O2"),
    "riscv32": ("zig", "riscv32-linux-musl", "-O2"),
    "s390x": ("zig", "s390x-linux-musl", "-O2"),
}
"""Beyond the 15."""
POINTS, NARROW, MEAN = "arcface_112x112_5pt", "sphereface_112x96_5pt", "arcface_mean_pair"
SHOWN = {POINTS: "", NARROW: "narrow ", "arcface_112x112_5pt_demeaned": "without mean "}


def matrix() -> list[dict[str, Any]]:
    """One row for each idiom: target → how it was found, empty where it was not."""
    compiler = zig("c++")
    rows = []
    for source in sorted(SOURCES.glob("*.cpp")):
        built = {name: _built(source, name, command, compiler) for name, command in {**COUNTED, **MORE}.items()}
        cells = {name: _shown(path) for name, path in built.items()}
        found, more = ({name: cells[name] for name in some} for some in (COUNTED, MORE))
        rows.append({"idiom": source.stem, "counted": True, "found": found, "more": more})
    return rows


def zig(program: str) -> tuple[str, ...]:
    """The compiler ``cc`` or ``c++``, installed below ``.work`` where it is missing."""
    folder = FOLDER / "zig"
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
    if subprocess.run((python, "-m", ZIGLANG, "version"), capture_output=True, check=False).returncode:
        subprocess.run((python, "-m", "pip", "install", "-q", ZIGLANG), check=True)
    return str(python), "-m", ZIGLANG, program


def _built(source: Path, target: str, command: tuple[str, ...], zig: tuple[str, ...]) -> Path:
    """The object file of ``source`` for ``target``; an empty file where the compiler refuses."""
    out = FOLDER / "objects" / f"{source.stem}-{target.replace(' ', '')}.o"
    out.parent.mkdir(parents=True, exist_ok=True)
    start = (*zig, "-target", *command[1:]) if command[0] == "zig" else command
    wide, narrow, mean = numbers(POINTS), numbers(NARROW), numbers(MEAN)
    defines = [f"-DV{i}={n!r}" for i, n in enumerate(wide)] + [f"-DS{i}={n!r}" for i, n in enumerate(narrow)]
    defines += [f"-D{name}={value:.4f}" for name, value in zip(("MX", "MY"), mean, strict=True)]
    done = subprocess.run((*start, *defines, "-c", str(source), "-o", str(out)), capture_output=True, check=False)
    if done.returncode:
        print(f"{source.stem} for {target}: {done.stderr.decode(errors='replace')[-300:]}", file=sys.stderr)
        out.write_bytes(b"")
    return out


def _shown(path: Path) -> str:
    """How the points were found: how many of them, and whether inside instructions."""
    seen = [one for one in look(path)[0] if one.value in SHOWN]
    if not seen:
        return ""
    count = seen[0].detail.split()[0]
    return f"{SHOWN[seen[0].value]}{count}{' (code)' if 'instructions' in seen[0].detail else ''}"


def others() -> list[dict[str, Any]]:
    """One row for each form outside of compiled C and C++."""
    folder = FOLDER / "others"
    folder.mkdir(parents=True, exist_ok=True)
    wide = numbers(POINTS)
    rows = []
    for form, how, name, make in OTHERS:
        content = make(wide, folder)
        if content is None:
            print(f"{form}: not made, {how} is missing", file=sys.stderr)
            continue
        (folder / name).write_bytes(content)
        seen = [one.detail for one in look(folder / name)[0] if one.value == POINTS]
        rows.append({"form": form, "how": how, "found": seen[0] if seen else ""})
    return rows


def _pairs(wide: Iterable[float]) -> list[list[float]]:
    flat = list(wide)
    return [flat[index : index + 2] for index in range(0, len(flat), 2)]


def _python(wide: Iterable[float], _: Path) -> bytes:
    return f"import numpy as np\nreference = np.array({_pairs(wide)}, dtype=np.float32)\n".encode()


def _compiled_python(wide: Iterable[float], folder: Path) -> bytes:
    code = compile(_python(wide, folder), "align.py", "exec")
    return importlib.util.MAGIC_NUMBER + bytes(12) + marshal.dumps(code)


def _json(wide: Iterable[float], _: Path) -> bytes:
    return json.dumps({"input": {"width": 112, "points": _pairs(wide)}}, indent=2).encode()


def _printed(wide: Iterable[float], _: Path) -> bytes:
    """As programs print binary32 that they read from a file."""
    rounded = [struct.unpack("<f", struct.pack("<f", number))[0] for number in wide]
    return b"points = [" + b" ".join(b"%.8f;" % number for number in rounded) + b"];\n"


def _dex_array(wide: Iterable[float], _: Path) -> bytes:
    """``fill-array-data-payload`` (Dalvik bytecode): 0x0300, width of an element, how many, little-endian data."""
    return b"dex\n035\0" + bytes(104) + struct.pack("<HHI10f", 0x0300, 4, 10, *wide)


def _dex_constants(wide: Iterable[float], _: Path) -> bytes:
    """``const vAA, #+BBBBBBBB`` (opcode 14) and ``aput`` for every number."""
    code = b"".join(b"\x14\x01" + struct.pack("<f", number) + b"\x4b\x01\x00\x02" for number in wide)
    return b"dex\n035\0" + bytes(104) + code


def _java(wide: Iterable[float], folder: Path) -> bytes | None:
    return _program(("javac", "-d", "."), "Align.java", "Align.class", wide, folder)


def _dotnet(wide: Iterable[float], folder: Path) -> bytes | None:
    return _program(("mcs", "-target:library", "-out:Align.dll"), "Align.cs", "Align.dll", wide, folder)


def _program(command: tuple[str, ...], source: str, made: str, wide: Iterable[float], folder: Path) -> bytes | None:
    if shutil.which(command[0]) is None:
        return None
    words = {
        "@FLOATS@": ", ".join(f"{number!r}f" for number in wide),
        "@DOUBLES@": ", ".join(map(repr, wide)),
        "@ADDS@": "\n".join(f"        list.Add({number!r});" for number in wide),
    }
    text = (SOURCES / source).read_text()
    for word, value in words.items():
        text = text.replace(word, value)
    (folder / source).write_text(text)
    subprocess.run((*command, source), cwd=folder, check=True, capture_output=True)
    return (folder / made).read_bytes()


OTHERS: tuple[tuple[str, str, str, Callable[[tuple[float, ...], Path], bytes | None]], ...] = (
    ("Python source, five pairs", "by hand", "align.py", _python),
    ("the same compiled (.pyc)", "this Python", "align.pyc", _compiled_python),
    ("JSON, one number a line", "by hand", "align.json", _json),
    ("MATLAB, as binary32 is printed", "by hand", "align.m", _printed),
    (
        "NumPy array",
        "by hand",
        "align.npy",
        lambda wide, _: b"\x93NUMPY\1\0v\0" + b" " * 118 + struct.pack("<10f", *wide),
    ),
    ("Java class, both types", "javac", "Align.class", _java),
    ("dex, fill-array-data", "by hand", "array.dex", _dex_array),
    ("dex, const and aput", "by hand", "constants.dex", _dex_constants),
    (".NET assembly, data and ldc.r8", "mcs (Mono)", "Align.dll", _dotnet),
)
"""(form, what makes it, file, maker; None where a program is missing)."""
