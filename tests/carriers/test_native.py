"""The native carriers are what they say, for every CPU, as the operating system, lief and real linkers see them."""

from __future__ import annotations

import ctypes
import platform
import random
import sys
from pathlib import Path

import lief
import pytest

from scanner.detect.native import Native
from scanner.formats.identify import identify
from scanner.formats.source import Source
from scanner.types import FacescreenError, FactKind, Place
from tests.detect.vocabulary import observe
from vendor_samples.carriers import elf, pe, toolchain
from vendor_samples.carriers.cpus import CPUS, WINDOWS, Cpu
from vendor_samples.carriers.native import NativeParts

NAME = "ASFFaceFeatureCompare"
OWN = NativeParts("libexample_face.so", ("second", NAME, "_ZN4fsdk9FaceE"), (("libc.so.6", ("malloc",)),), ("a text",))
USER = NativeParts("", (), (("Face.dll", (NAME, "ASFFaceFeatureExtract")), ("late.dll", ("later",))), ("text", "b"))
MACHINES = {
    "x86": "I386",
    "x86-64": "X86_64",
    "arm": "ARM",
    "aarch64": "AARCH64",
    "mips": "MIPS",
    "mipsel": "MIPS",
    "powerpc": "PPC",
    "riscv64": "RISCV",
}
by_cpu = pytest.mark.parametrize("cpu", CPUS, ids=lambda cpu: cpu.name)
by_windows = pytest.mark.parametrize("cpu", WINDOWS, ids=lambda cpu: cpu.name)


def observed(data: bytes, form: str, folder: Path) -> set[tuple[FactKind, str, Place]]:
    file = folder / f"{len(list(folder.iterdir()))}"
    file.write_bytes(data)
    seen = observe(Native(), file, "x!/carrier", form)
    return {(o.kind, o.value, o.place) for o in seen if o.kind not in {FactKind.IDENTITY, FactKind.VERSION}}


@by_cpu
def test_elf_headers(cpu: Cpu) -> None:
    for data in (elf.library(cpu, OWN), elf.program(cpu, USER)):
        binary = lief.ELF.parse(list(data))
        assert binary.header.machine_type.name == MACHINES[cpu.name]
        assert binary.header.identity_class.name == f"ELF{cpu.bits}"
        assert binary.header.identity_data.name == ("LSB" if cpu.order == "<" else "MSB")
        assert [section.name for section in binary.sections][:4] == ["", ".dynsym", ".dynstr", ".hash"]
    assert binary.interpreter == cpu.interpreter


@by_cpu
def test_elf_names(cpu: Cpu, tmp_path: Path) -> None:
    assert observed(elf.library(cpu, OWN), "elf", tmp_path) == {
        (FactKind.SONAME, "libexample_face.so", Place.DEFINED),
        (FactKind.NEEDED, "libc.so.6", Place.IMPORTED),
        (FactKind.SYMBOL, NAME, Place.DEFINED),
        (FactKind.SYMBOL, "_ZN4fsdk", Place.DEFINED),
    }
    assert observed(elf.program(cpu, USER), "elf", tmp_path) == {
        (FactKind.NEEDED, "Face.dll", Place.IMPORTED),
        (FactKind.NEEDED, "late.dll", Place.IMPORTED),
        (FactKind.SYMBOL, NAME, Place.IMPORTED),
        (FactKind.SYMBOL, "ASFFaceFeatureExtract", Place.IMPORTED),
    }


@by_windows
def test_windows_names(cpu: Cpu, tmp_path: Path) -> None:
    own = NativeParts("example.dll", OWN.defines, (("KERNEL32.dll", ("ExitProcess",)),), OWN.texts)
    assert observed(pe.library(cpu, own), "pe", tmp_path) == {
        (FactKind.SONAME, "example.dll", Place.DEFINED),
        (FactKind.NEEDED, "KERNEL32.dll", Place.IMPORTED),
        (FactKind.SYMBOL, NAME, Place.DEFINED),
        (FactKind.SYMBOL, "_ZN4fsdk", Place.DEFINED),
    }
    for delayed in ((), ("late.dll",), ("Face.dll", "late.dll")):
        assert observed(pe.program(cpu, USER, delayed), "pe", tmp_path) == {
            (FactKind.NEEDED, "Face.dll", Place.IMPORTED),
            (FactKind.NEEDED, "late.dll", Place.IMPORTED),
            (FactKind.SYMBOL, NAME, Place.IMPORTED),
            (FactKind.SYMBOL, "ASFFaceFeatureExtract", Place.IMPORTED),
        }


def built() -> dict[str, bytes]:
    made = {f"{cpu.name}.so": elf.library(cpu, OWN) for cpu in CPUS}
    made |= {f"{cpu.name}.elf": elf.program(cpu, USER) for cpu in CPUS}
    made |= {f"{cpu.name}.dll": pe.library(cpu, OWN) for cpu in WINDOWS}
    return made | {f"{cpu.name}.exe": pe.program(cpu, USER, ("late.dll",)) for cpu in WINDOWS}


def test_identification_takes_them_for_what_they_are(tmp_path: Path) -> None:
    for name, data in built().items():
        (tmp_path / name).write_bytes(data)
        with Source(tmp_path / name, name) as source:
            assert identify(source) == ("pe" if name.endswith(("dll", "exe")) else "elf")


@pytest.mark.skipif(
    (sys.platform, platform.machine()) not in {("linux", "x86_64"), ("linux", "aarch64")}, reason="no CPU of a carrier"
)
def test_the_system_loads_the_library_of_its_own_cpu(tmp_path: Path) -> None:
    name = {"x86_64": "x86-64", "aarch64": "aarch64"}[platform.machine()]
    cpu = next(cpu for cpu in CPUS if cpu.name == name)
    (tmp_path / "lib.so").write_bytes(elf.library(cpu, NativeParts("lib.so", ("carried", "other"))))
    library = ctypes.CDLL(str(tmp_path / "lib.so"))
    library.carried()  # returns at once
    with pytest.raises(AttributeError):
        _ = library.absent


@pytest.mark.parametrize("name", list(built()))
def test_mutated_carriers_never_crash_the_detector(name: str, tmp_path: Path) -> None:
    data, chance = built()[name], random.Random(name)  # noqa: S311 - to break files, not to hide anything
    form = "pe" if name.endswith(("dll", "exe")) else "elf"
    for number in range(25):
        broken = bytearray(data)
        for _ in range(chance.randrange(1, 12)):
            broken[chance.randrange(len(broken))] = chance.choice((0, 0xFF, 0x7F, chance.randrange(256)))
        file = tmp_path / str(number)
        file.write_bytes(broken[: chance.randrange(1, len(broken))] if number % 3 == 0 else broken)
        try:
            observe(Native(), file, "x!/carrier", form)
        except FacescreenError as error:
            assert str(error)


@pytest.mark.skipif(not toolchain.present(), reason="clang and lld are not installed")
@pytest.mark.parametrize(
    "cpu", [cpu for cpu in CPUS if cpu.name in {"x86-64", "mips", "aarch64"}], ids=lambda c: c.name
)
def test_clang_and_lld_give_the_same_names(cpu: Cpu, tmp_path: Path) -> None:
    pairs = [
        (elf.library(cpu, OWN), toolchain.elf_library, OWN, "elf"),
        (elf.program(cpu, USER), toolchain.elf_program, USER, "elf"),
    ]
    if toolchain.has_windows(cpu):
        dll = NativeParts("carrier.dll", OWN.defines)
        pairs += [
            (pe.library(cpu, dll), toolchain.pe_library, dll, "pe"),
            (pe.program(cpu, USER), toolchain.pe_program, USER, "pe"),
        ]
    for number, (ours, make, parts, form) in enumerate(pairs):
        work = tmp_path / f"work{number}"
        work.mkdir()
        looked = tmp_path / f"look{number}"
        looked.mkdir()
        assert observed(make(cpu, parts, work), form, looked) == observed(ours, form, looked)
