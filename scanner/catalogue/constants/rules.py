"""The byte search for constants, as YARA rules that run in one pass with all other byte facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scanner.catalogue.constants.tables import SEQUENCE, Table, samples

CONSTANTS = "CONSTANTS"
"""The YARA namespace of these rules."""
_PER_RULE = 500
MARKS: dict[str, tuple[str, ...]] = {
    "aarch64": ("C0035FD6",),
    "arm": ("1EFF2FE1", "1080BDE8", "7080BDE8", "F080BDE8", "F081BDE8", "F083BDE8", "F087BDE8", "F08FBDE8", "F88FBDE8"),
    "thumb": ("2DE9F041", "2DE9F047", "2DE9F04F", "2DE9F84F", "BDE8F081", "BDE8F087", "BDE8F08F", "BDE8F88F"),
    "mips": ("03E00008",),
    "mipsel": ("0800E003",),
    "ppc": ("4E800020",),
    "ppcle": ("2000804E",),
    "riscv": ("67800000", "411106E4", "411122E4", "82804111"),
}
"""How a function returns, or begins, for each kind of processor, in hex: content without a header may be its code."""


def yara_rules(tables: Iterable[Table]) -> str:
    """Rules whose strings are called ``$c<table>_<way>_<number>_<n>`` and ``$m_<processor>_<n>``.

    Joined with ``or``, so that YARA keeps one hit of each, whatever a hostile file repeats.
    """
    names: list[tuple[str, str]] = []
    for place, table in enumerate(tables):
        watched, _ = table.watched()
        looked_for = (one for one in samples(table) if one.index in watched or one.way == SEQUENCE)
        names += [(f"$c{place}_{one.way}_{one.index}_{n}", one.body) for n, one in enumerate(looked_for)]
    if names:
        names += [(f"$m_{name}_{n}", f"{{ {mark} }}") for name, marks in MARKS.items() for n, mark in enumerate(marks)]
    return "".join(_rule(names[start : start + _PER_RULE], start) for start in range(0, len(names), _PER_RULE))


def _rule(strings: list[tuple[str, str]], number: int) -> str:
    lines = "\n".join(f"    {name} = {body}" for name, body in strings)
    condition = " or ".join(name for name, _ in strings)
    return f"rule constants_{number} {{\n  strings:\n{lines}\n  condition:\n    {condition}\n}}\n"


def sighted(identifiers: Iterable[str]) -> tuple[dict[tuple[int, str], set[int]], set[str]]:
    """What the strings that were hit mean: (number of the table, way) → numbers of it; and processors."""
    numbers: dict[tuple[int, str], set[int]] = {}
    processors: set[str] = set()
    for kind, *parts in map(_parts, identifiers):
        if kind == "m":
            processors.add(parts[0])
        else:
            numbers.setdefault((int(kind), parts[0]), set()).add(int(parts[1]))
    return numbers, processors


def _parts(identifier: str) -> Iterator[str]:
    first, *rest = identifier.removeprefix("$").split("_")
    return iter((first.removeprefix("c"), *rest))
