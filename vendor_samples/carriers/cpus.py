"""The processors for which carriers are built: what an ELF header says, and how a function returns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Cpu:
    """One processor. ``machine``, ``flags``: ``e_machine`` and ``e_flags`` as its psABI says; ``back``: an instruction
    that returns; ``triple``: what LLVM calls it; ``interpreter``: the loader of its usual Linux."""

    name: str
    machine: int
    bits: Literal[32, 64]
    order: Literal["<", ">"]
    flags: int
    back: bytes
    triple: str
    interpreter: str
    pe_machine: int = 0
    """``Machine`` of the COFF header (Microsoft, PE Format); 0: no Windows runs on it."""


_MIPS = 0x70001007
"""o32, MIPS32r2, position-independent, no delay slots filled by the assembler (MIPS psABI; glibc ``elf.h``)."""

CPUS: tuple[Cpu, ...] = (
    Cpu("x86", 3, 32, "<", 0, b"\xc3", "i686-linux-gnu", "/lib/ld-linux.so.2", 0x14C),
    Cpu("x86-64", 62, 64, "<", 0, b"\xc3", "x86_64-linux-gnu", "/lib64/ld-linux-x86-64.so.2", 0x8664),
    Cpu("arm", 40, 32, "<", 0x05000400, b"\x1e\xff\x2f\xe1", "armv7-linux-gnueabihf", "/lib/ld-linux-armhf.so.3"),
    Cpu("aarch64", 183, 64, "<", 0, b"\xc0\x03\x5f\xd6", "aarch64-linux-gnu", "/lib/ld-linux-aarch64.so.1", 0xAA64),
    Cpu("mips", 8, 32, ">", _MIPS, b"\x03\xe0\0\x08\0\0\0\0", "mips-linux-gnu", "/lib/ld.so.1"),
    Cpu("mipsel", 8, 32, "<", _MIPS, b"\x08\0\xe0\x03\0\0\0\0", "mipsel-linux-gnu", "/lib/ld.so.1"),
    Cpu("powerpc", 20, 32, ">", 0, b"\x4e\x80\0\x20", "powerpc-linux-gnu", "/lib/ld.so.1"),
    Cpu("riscv64", 243, 64, "<", 5, b"\x67\x80\0\0", "riscv64-linux-gnu", "/lib/ld-linux-riscv64-lp64d.so.1"),
)
"""Numbers: System V ABI and the psABI of each processor, as listed in glibc's ``elf.h``."""

WINDOWS: tuple[Cpu, ...] = tuple(cpu for cpu in CPUS if cpu.pe_machine)
