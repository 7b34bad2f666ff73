"""What a signature file must obey beyond its schema: the strength rules, and facts that could never match."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

MIN_LENGTH = 5
"""Shorter names and texts stand in too many unrelated files, and YARA would search them slowly."""
FREE_STRONG, OWN_STRONG = 24, 12
"""Bytes from which a free text may be strong, and one that begins with a prefix of its vendor."""

_BEYOND_BRANCH = re.compile(r"(?<!\\)\(\?(?!:)|\\[1-9AbBZ]")
_EXACT_KINDS = frozenset({"symbol", "soname", "needed", "import", "class", "string", "endpoint"})


def problems(data: Mapping[str, Any], stem: str, folder: str) -> Iterator[tuple[str, str]]:
    """(field, problem) for every rule that the signature ``data`` breaks; ``folder`` is the first below the pack."""
    if data["id"] != stem:
        yield "id", f"must equal the file's name, {stem}"
    if data["kind"] != folder:
        yield "kind", f"must equal the folder that the file is in, {folder}"
    yield from _repeated(data["facts"])
    for fact in data["facts"]:
        yield from ((f"facts/{fact['id']}/{field}", problem) for field, problem in _fact_problems(fact, data))
    for index, host in enumerate(data.get("hosts", ())):
        yield from ((f"hosts/{index}/value", problem) for problem in _host_problems(host))


def _repeated(facts: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    ids: set[str] = set()
    values: set[tuple[str, str, str]] = set()
    for fact in facts:
        # One key with different conditions is several facts of a configuration; anything else would count twice.
        key = (fact["kind"], fact["value"], fact["id"] if fact["kind"] == "config" else "")
        if fact["id"] in ids:
            yield f"facts/{fact['id']}/id", "stands twice in this file"
        if key in values:
            yield f"facts/{fact['id']}/value", f"{fact['kind']} {fact['value']!r} stands twice in this file"
        ids.add(fact["id"])
        values.add(key)


def _fact_problems(fact: Mapping[str, Any], data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    kind, value = fact["kind"], fact["value"]
    if kind in _EXACT_KINDS and len(value.encode()) < MIN_LENGTH:
        yield "value", f"shorter than {MIN_LENGTH} bytes"
    if fact.get("prefix") and fact.get("ignore_case"):
        yield "prefix", "cannot be combined with ignore_case"
    if fact.get("prefix") and kind in {"hash", "package", "config", "yara"}:
        yield "prefix", f"a {kind} is matched whole"
    if fact.get("pattern"):
        yield from (("value", problem) for problem in _pattern_problems(value))
    if fact["strength"] == "strong":
        reasons = _too_weak(fact, data.get("own_prefixes", []))
        yield from (("strength", f"cannot be strong: {reason}") for reason in reasons)


def _pattern_problems(value: str) -> Iterator[str]:
    """A pattern is tried as one branch of all patterns: what reaches beyond its own branch cannot be used."""
    if _BEYOND_BRANCH.search(value):
        yield "a pattern has no groups but (…) and (?:…), no flags, and refers to none of its groups"
    try:
        re.compile(value)
    except re.error as error:
        yield f"not a regular expression: {error}"


def _too_weak(fact: Mapping[str, Any], own_prefixes: list[str]) -> Iterator[str]:
    kind, value = fact["kind"], fact["value"]
    if fact["verified"] is not True:
        yield "not verified at a source"
    if "doubtful" in fact:
        yield "doubtful"
    if kind == "path":
        yield "a file name proves little"
    if kind == "endpoint" and value.startswith("/"):
        yield "a path without its host"
    if kind == "string" and not _telling(value, own_prefixes):
        yield f"shorter than {FREE_STRONG} bytes, or than {OWN_STRONG} with one of own_prefixes"


def _telling(value: str, own_prefixes: list[str]) -> bool:
    length = len(value.encode())
    return length >= FREE_STRONG or (length >= OWN_STRONG and value.startswith(tuple(own_prefixes)))


def _host_problems(host: Mapping[str, Any]) -> Iterator[str]:
    if host["kind"] == "symbol":
        if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", host["value"]):
            yield "a host's symbol is a plain name, it is looked up in symbol tables"
        return
    try:
        re.compile(host["value"])
    except re.error as error:
        yield f"not a regular expression: {error}"
