"""One finding or one setting that changed, in sentences for people who know no word of the program."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from scanner.catalogue.config_terms import value_meets
from scanner.compare.headline import LONGEST, inner, seen
from scanner.compare.words import table, word
from scanner.text import in_sentence, shorten

Row = Mapping[str, Any]


def finding_line(row: Row) -> str:
    """``New in this update: face search (X). A program in the delivery is built to use it (/usr/bin/y).``"""
    return " ".join(_finding(row))


def _finding(row: Row) -> Iterator[str]:
    what = f"{word('capability', row['capability'])} ({shorten(row['name'], LONGEST)})"
    yield f"{word('change', row['change'])}: {what}."
    if why := table("why").get(row["change"]):
        yield why
    yield from _states(row)
    if row["qualifiers"] and row["old"]:
        yield f"New about it: {', '.join(word('qualifier', mark) for mark in row['qualifiers'])}."
    if row["before"] not in {None, row["product"]}:
        yield f"The report of the deployed version calls it {row['before']}."


def _states(row: Row) -> Iterator[str]:
    """How far it got in both versions, or in the one that has it; the file is that of the newer one."""
    where = f" ({inner(row['path'])})" if row["path"] else ""
    old, new = (state and seen(row, state) for state in (row["old"], row["new"]))
    if not new:
        yield f"Before: {old}{where}."
    elif not old:
        yield f"{new[0].upper()}{new[1:]}{where}."
    elif old == new:
        yield f"As before: {new}{where}."
    else:
        yield f"Before: {old}."
        yield f"Now: {new}{where}."


def setting_line(row: Row) -> str:
    """``A setting has changed: Face comparison on channel 3. Before: off. Now: on. It is x in /y (product).``"""
    name = f"{in_sentence(row['setting'])} in {inner(row['path'])} ({row['product']})"
    plain = row.get("plain")
    old, new = (_stands(row[side], row[f"{side}_state"], bool(plain)) for side in ("old", "new"))
    if plain:
        return f"A setting has changed: {plain}. Before: {old}. Now: {new}. It is {name}."
    return f"A setting has changed: {name}. Before: {old}. Now: {new}."


def _stands(value: str | None, state: str, plain: bool) -> str:
    """A value in plain words where the setting has a name in plain words, and what it does where it does not say so."""
    if value is None:
        return "not set"
    for told, expected in (("on", "enabled"), ("off", "available")) if plain else ():
        if value_meets(str(told == "on").lower(), value):
            return told if state == expected else f"{told} ({word('effect', state)})"
    return f"{in_sentence(value) or 'empty'} ({word('effect', state)})"
