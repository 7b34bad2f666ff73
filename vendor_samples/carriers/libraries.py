"""Native carriers of a signature: its library for every CPU, and programs that ask for a few of its functions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scanner.types import Fact, FactKind, Place, Signature
from vendor_samples.carriers import elf, pe
from vendor_samples.carriers.carrier import Carrier, Role, at, facts_at, lifts
from vendor_samples.carriers.cpus import CPUS, WINDOWS, Cpu
from vendor_samples.carriers.native import NativeParts

MOST_CALLS = 3
"""Functions that a program asks for: a file that names nearly all of a product is a wrapper and no user of it."""
_MICROSOFT_TYPE = ".?A"
"""Beginning of a type's name in RTTI data: it stands in no table."""
_MICROSOFT = ("?", _MICROSOFT_TYPE)
_ITANIUM_TYPE = "_ZTS"
_LIBRARY = "other.dll"
"""The library that programs name: no fact has it, so that only the functions speak."""


def symbol(fact: Fact) -> str:
    """A name as compilers write it that meets ``fact``: the RTTI name of a C++ type is part of a longer symbol."""
    nested = fact.value[:1] == "N" and fact.value[1:2].isdigit() and fact.value.endswith("E")
    return _ITANIUM_TYPE + fact.value if nested or fact.value[:1].isdigit() else fact.value


def native(signature: Signature) -> Iterator[Carrier]:
    """ELF for every CPU, PE for those of Windows. Without a name of its own, a library only holds texts."""
    exported = facts_at(signature, FactKind.SYMBOL, Place.DEFINED)
    texts = facts_at(signature, FactKind.STRING, Place.TEXT)
    sonames = facts_at(signature, FactKind.SONAME, Place.DEFINED)[:1]
    if not exported and not texts and not sonames:
        return
    called = [fact for fact in facts_at(signature, FactKind.SYMBOL, Place.IMPORTED) if lifts(fact)]
    unix = _without(exported, _MICROSOFT)
    for cpu in CPUS:
        yield _elf_library(cpu, unix, texts, sonames)
        yield from _elf_program(cpu, _without(called, _MICROSOFT)[:MOST_CALLS])
    for cpu in WINDOWS:
        yield _dll(cpu, _without(exported, (_MICROSOFT_TYPE,)), texts)
        yield from _exe(cpu, _without(called, (_MICROSOFT_TYPE,))[:MOST_CALLS])


def _without(facts: Iterable[Fact], beginnings: tuple[str, ...]) -> list[Fact]:
    return [fact for fact in facts if not fact.value.startswith(beginnings)]


def _elf_library(cpu: Cpu, exported: list[Fact], texts: list[Fact], sonames: list[Fact]) -> Carrier:
    parts = _own(exported, texts, sonames)
    seen = at([*exported, *sonames], Place.DEFINED) + at(texts, Place.TEXT)
    role = Role.OWN if exported or sonames else Role.OTHER
    return Carrier(f"lib/{cpu.name}/carrier.so", "elf", elf.library(cpu, parts), role, seen, cpu, parts)


def _elf_program(cpu: Cpu, called: list[Fact]) -> Iterator[Carrier]:
    if called:
        parts, path = _user(called), f"bin/{cpu.name}/program"
        yield Carrier(path, "elf", elf.program(cpu, parts), Role.USER, at(called, Place.IMPORTED), cpu, parts)


def _dll(cpu: Cpu, exported: list[Fact], texts: list[Fact]) -> Carrier:
    parts, role = _own(exported, texts, []), Role.OWN if exported else Role.OTHER
    seen = at(exported, Place.DEFINED) + at(texts, Place.TEXT)
    return Carrier(f"win/{cpu.name}/carrier.dll", "pe", pe.library(cpu, parts), role, seen, cpu, parts)


def _exe(cpu: Cpu, called: list[Fact]) -> Iterator[Carrier]:
    """The 32-bit program loads the library late, so that both tables are tried."""
    if called:
        parts, path = _user(called), f"win/{cpu.name}/program.exe"
        data = pe.program(cpu, parts, delayed=[_LIBRARY] if cpu.bits == 32 else [])
        yield Carrier(path, "pe", data, Role.USER, at(called, Place.IMPORTED), cpu, parts)


def _own(exported: Iterable[Fact], texts: Iterable[Fact], sonames: Iterable[Fact]) -> NativeParts:
    name = next((fact.value for fact in sonames), "")
    return NativeParts(name, tuple(map(symbol, exported)), (), tuple(fact.value for fact in texts))


def _user(called: Iterable[Fact]) -> NativeParts:
    return NativeParts("", (), ((_LIBRARY, tuple(map(symbol, called))),))
