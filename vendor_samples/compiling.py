"""Compile the small C sources to ARM Linux and Windows binaries that hold no byte of any other library."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from vendor_samples.interface import SOURCES
from vendor_samples.tools import run

_ALONE = ("-ffreestanding", "-fno-builtin", "-nostdlib", "-nostartfiles")
_COMMON = ("-Os", *_ALONE, "-fno-asynchronous-unwind-tables", "-fno-ident")
_LINKING = tuple(
    f"-Wl,{option}"
    for option in ("--build-id=sha1", "--hash-style=gnu", "-rpath-link,.", "--no-as-needed", "-z,noexecstack")
)
ARM = ("arm-linux-gnueabihf-gcc", "arm-linux-gnueabihf-strip")
"""Programs that :func:`arm_library` and :func:`arm_program` call."""
WINDOWS = ("x86_64-w64-mingw32-gcc", "x86_64-w64-mingw32-windres")
"""Programs that the Windows functions call."""


def arm_library(source: str, soname: str, work: Path, needs: Sequence[Path] = ()) -> Path:
    """Compile ``source`` to a stripped shared library for 32-bit ARM that needs the libraries ``needs``."""
    return _arm(source, soname, work, needs, ("-shared", "-fPIC", f"-Wl,-soname,{soname}"))


def arm_program(source: str, name: str, work: Path, needs: Sequence[Path] = ()) -> Path:
    """Compile ``source`` (its entry is ``_start``) to a stripped position-independent program for 32-bit ARM."""
    return _arm(source, name, work, needs, ("-fPIE", "-pie", "-Wl,--dynamic-linker,/lib/ld-linux-armhf.so.3"))


def _arm(source: str, name: str, work: Path, needs: Sequence[Path], how: Sequence[str]) -> Path:
    shutil.copyfile(SOURCES / source, work / "unit.c")  # one name in one folder: no path of this machine gets in
    libraries = [needed.name for needed in needs]
    run([ARM[0], *_COMMON, *how, *_LINKING, "-o", name, "unit.c", *libraries], work)
    run([ARM[1], "--strip-unneeded", name], work)
    return work / name


def windows_library(source: str, resource: str, name: str, work: Path) -> tuple[Path, Path]:
    """Compile ``source`` and its version ``resource`` to a 64-bit DLL; also gives the import library."""
    imports = f"lib{name}.a"
    path = _windows(source, resource, name, work, ("-shared", f"-Wl,--out-implib,{imports}", "-Wl,-e,DllMain"))
    return path, work / imports


def windows_program(source: str, resource: str, name: str, work: Path, imports: Sequence[Path]) -> Path:
    """Compile ``source`` (its entry is ``entry``) and its version ``resource`` to a 64-bit GUI program."""
    libraries = [library.name for library in imports]
    return _windows(source, resource, name, work, ("-mwindows", "-Wl,-e,entry", *libraries, "-lkernel32"))


def _windows(source: str, resource: str, name: str, work: Path, how: Sequence[str]) -> Path:
    shutil.copyfile(SOURCES / source, work / "unit.c")
    shutil.copyfile(SOURCES / resource, work / "unit.rc")
    run([WINDOWS[1], "unit.rc", "unit.res.o"], work)
    linking = ("-Wl,--no-insert-timestamp", "-s")
    run([WINDOWS[0], *_COMMON, *linking, "-o", name, "unit.c", "unit.res.o", *how], work)
    return work / name
