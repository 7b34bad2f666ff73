"""The same native carriers from real compilers and linkers (clang and lld for every CPU), to compare ours with.

Needs the Debian packages clang and lld. No library of any system is linked in.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from vendor_samples.carriers.cpus import Cpu
from vendor_samples.carriers.native import NativeParts
from vendor_samples.tools import require, run

PROGRAMS = ("clang", "ld.lld", "lld-link")
_COMMON = ("-Os", "-ffreestanding", "-fno-builtin", "-fno-asynchronous-unwind-tables", "-fno-ident", "-nostdlib")
_UNIX = ("-fPIC", "-fuse-ld=lld", "-Wl,--build-id=none", "-Wl,--no-as-needed")
_WINDOWS = {"x86-64": "x86_64-pc-windows-msvc", "aarch64": "aarch64-pc-windows-msvc"}
"""32-bit Windows decorates names, so that a carrier with exact names needs a list of its own: left to ours."""


def present() -> bool:
    """Whether the programs are installed."""
    return all(shutil.which(program) for program in PROGRAMS)


def has_windows(cpu: Cpu) -> bool:
    """Whether Windows carriers of ``cpu`` can be linked."""
    return cpu.name in _WINDOWS


def elf_library(cpu: Cpu, parts: NativeParts, folder: Path) -> bytes:
    """A shared library, built in the empty ``folder``.

    :raises RecipeError: where a program is missing or fails.
    """
    named = [f"-Wl,-soname,{parts.name}"] if parts.name else []
    return _unix(cpu, parts, folder, ["-shared", *named])


def elf_program(cpu: Cpu, parts: NativeParts, folder: Path) -> bytes:
    """A position-independent program, built in the empty ``folder``.

    :raises RecipeError: where a program is missing or fails.
    """
    return _unix(cpu, parts, folder, ["-pie", "-Wl,-e,carrier_entry", f"-Wl,--dynamic-linker,{cpu.interpreter}"])


def _unix(cpu: Cpu, parts: NativeParts, folder: Path, how: Sequence[str]) -> bytes:
    require(PROGRAMS)
    # MIPS sorts its symbols its own way and has no GNU hash table; elsewhere real libraries have it.
    style = "sysv" if cpu.name.startswith("mips") else "gnu"
    compiler = ["clang", f"--target={cpu.triple}", *_COMMON, *_UNIX, f"-Wl,--hash-style={style}"]
    libraries = []
    for number, (name, wanted) in enumerate(parts.imports):
        stub = folder / f"stub{number}"
        stub.with_suffix(".c").write_text(_source(wanted, (), ()))
        run([*compiler, "-shared", f"-Wl,-soname,{name}", "-o", f"{stub}.so", f"{stub}.c"], folder)
        libraries.append(f"{stub}.so")
    (folder / "unit.c").write_text(_source(parts.defines, parts.wanted, parts.texts))
    run([*compiler, *how, "-o", "carrier", "unit.c", *libraries], folder)
    return (folder / "carrier").read_bytes()


def pe_library(cpu: Cpu, parts: NativeParts, folder: Path) -> bytes:
    """A DLL, built in the empty ``folder``.

    :raises RecipeError: where a program is missing or fails.
    """
    name = parts.name or "carrier.dll"
    listed = "".join(f"  {one}\n" for one in parts.defines)
    (folder / "carrier.def").write_text(f'LIBRARY "{name}"\nEXPORTS\n{listed}')
    return _windows(cpu, parts, folder, ["/dll", "/noentry", "/def:carrier.def"])


def pe_program(cpu: Cpu, parts: NativeParts, folder: Path) -> bytes:
    """A program, built in the empty ``folder``.

    :raises RecipeError: where a program is missing or fails.
    """
    return _windows(cpu, parts, folder, ["/entry:carrier_entry", "/subsystem:console"])


def _windows(cpu: Cpu, parts: NativeParts, folder: Path, how: Sequence[str]) -> bytes:
    require(PROGRAMS)
    compiler = ["clang", f"--target={_WINDOWS[cpu.name]}", *_COMMON, "-c"]
    libraries = []
    for number, (name, wanted) in enumerate(parts.imports):
        stub = folder / f"stub{number}"
        stub.mkdir()
        pe_library(cpu, NativeParts(name, wanted), stub)
        libraries.append(f"stub{number}/carrier.lib")
    (folder / "unit.c").write_text(_source(parts.defines, parts.wanted, parts.texts))
    run([*compiler, "-o", "unit.obj", "unit.c"], folder)
    quiet = ["/nodefaultlib", "/timestamp:0", "/opt:noref", "/implib:carrier.lib"]
    out = "carrier.dll" if "/dll" in how else "carrier.exe"
    run(["lld-link", *quiet, *how, f"/out:{out}", "unit.obj", *libraries], folder)
    return (folder / out).read_bytes()


def _source(defines: Sequence[str], wanted: Sequence[str], texts: Sequence[str]) -> str:
    """C whose names are set by assembler labels, so that any name can stand there."""
    lines = [f'void d{n}(void) __asm__("{name}");\nvoid d{n}(void) {{}}' for n, name in enumerate(defines)]
    lines += [f'extern void w{n}(void) __asm__("{name}");' for n, name in enumerate(wanted)]
    lines += [
        f"__attribute__((used)) static const char t{n}[] = {{{','.join(str(byte) for byte in (*text.encode(), 0))}}};"
        for n, text in enumerate(texts)
    ]
    calls = "".join(f" w{n}();" for n in range(len(wanted)))
    lines.append(f"__attribute__((used)) void carrier_entry(void) {{{calls} }}")
    return "\n".join(lines) + "\n"
