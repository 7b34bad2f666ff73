"""What a signature file must obey beyond its schema: the strength rules, and facts that could never match."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from scanner.catalogue.config_terms import is_expression
from scanner.catalogue.constants.checks import constant_problems, few_digits
from scanner.catalogue.effort import too_much_work
from scanner.catalogue.steps import beyond_branch

MIN_LENGTH = 5
"""Shorter names and texts stand in too many unrelated files, and YARA would search them slowly."""
FREE_STRONG, OWN_STRONG = 24, 12
"""Bytes from which a free text may be strong, and one that begins with a prefix of its vendor."""

_BEYOND_BRANCH = re.compile(r"(?<!\\)\(\?(?!:)|\\[1-9AbBZ]")
_HOST = re.compile(r"(?:[A-Za-z0-9-]+\.|\.)+[A-Za-z]{2,}")
_SCRIPTS = (".cgi", ".php", ".asp", ".aspx", ".jsp", ".do")
"""Endings of paths that look like the ending of a host."""
_EXACT_KINDS = frozenset({"symbol", "soname", "needed", "import", "class", "string", "endpoint"})
_WHOLE_KINDS = frozenset({"hash", "package", "config", "folder", "yara", "constant", "words"})

Raw = Mapping[str, Any]
"""A signature, a fact or a host as its file has it; it has passed the schema."""
Problems = Iterator[tuple[str, str]]
"""(field, what is wrong with it)"""


def problems(data: Raw, stem: str, folder: str, *, foreign: bool = False) -> Problems:
    """(field, problem) for every rule that the signature ``data`` breaks; ``folder`` is the first below the pack.

    ``foreign``: nobody has held the pack against the lints, so the work of its expressions is measured here.
    """
    yield from wrong_place(data, stem, folder)
    yield from ((f"facts/{fact}/{field}", problem) for fact, field, problem in repeated(data["facts"]))
    for fact in data["facts"]:
        found = (*too_short(fact), *misfits(fact), *numbers(fact), *too_strong(fact, data.get("own_prefixes", ())))
        yield from ((f"facts/{fact['id']}/{field}", problem) for field, problem in found)
    for index, host in enumerate(data.get("hosts", ())):
        yield from ((f"hosts/{index}/value", problem) for problem in host_problems(host))
    for field, source, whole in _expressions(data):
        broken = "; ".join(no_expression(source))
        work = too_much_work(source, whole) if foreign and not broken else ""
        yield from ((field, f"{source[:100]}: {problem}") for problem in (broken, work) if problem)


def _expressions(data: Raw) -> Iterator[tuple[str, str, bool]]:
    """Field, expression and whether it is for the whole text, for all regular expressions of a signature."""
    for index, host in enumerate(data.get("hosts", ())):
        if host["kind"] not in PLAIN_HOSTS:
            yield f"hosts/{index}/value", host["value"], False
    for fact in data["facts"]:
        if fact.get("pattern"):
            yield f"facts/{fact['id']}/value", fact["value"], True
        yield from (
            (f"facts/{fact['id']}", value[1:-1], True) for value in value_patterns(fact) if is_expression(value)
        )


def value_patterns(fact: Raw) -> tuple[str, ...]:
    """Every pattern for a value that a configuration fact has, of its own and of its neighbours."""
    beside = (pair for key in ("where", "requires", "unless") for pair in fact.get(key, ()))
    return (*fact.get("on", ()), *fact.get("off", ()), *(pair[1] for pair in beside))


def wrong_place(data: Raw, stem: str, folder: str) -> Problems:
    """An id that is not the file's name, a kind that is not the folder's."""
    if data["id"] != stem:
        yield "id", f"must equal the file's name, {stem}"
    if data["kind"] != folder:
        yield "kind", f"must equal the folder that the file is in, {folder}"


def repeated(facts: Iterable[Raw]) -> Iterator[tuple[str, str, str]]:
    """(fact id, field, problem) for every id or value that stands in the file a second time."""
    ids: set[str] = set()
    values: set[tuple[str, str, str]] = set()
    for fact in facts:
        # One key with different conditions is several facts of a configuration; anything else would count twice.
        key = (fact["kind"], fact["value"], fact["id"] if fact["kind"] == "config" else "")
        if fact["id"] in ids:
            yield fact["id"], "id", "stands twice in this file"
        if key in values:
            yield fact["id"], "value", f"{fact['kind']} {fact['value']!r} stands twice in this file"
        ids.add(fact["id"])
        values.add(key)


def too_short(fact: Raw) -> Problems:
    """A value below the matcher's minimum."""
    if fact["kind"] in _EXACT_KINDS and len(fact["value"].encode()) < MIN_LENGTH:
        yield "value", f"shorter than {MIN_LENGTH} bytes"


def misfits(fact: Raw) -> Problems:
    """Ways of matching that do not go together, or not with the kind."""
    if fact.get("prefix") and fact.get("ignore_case"):
        yield "prefix", "cannot be combined with ignore_case"
    if fact.get("prefix") and fact["kind"] in _WHOLE_KINDS:
        yield "prefix", f"a {fact['kind']} is matched whole"
    if fact.get("pattern"):
        yield from (("value", problem) for problem in _pattern_problems(fact["value"]))


def numbers(fact: Raw) -> Problems:
    """Numbers of a constant that cannot be looked for."""
    if fact["kind"] == "constant":
        yield from (("numbers", problem) for problem in constant_problems(fact))


def _pattern_problems(value: str) -> Iterator[str]:
    """A pattern is tried as one branch of all patterns: what reaches beyond its own branch cannot be used."""
    broken = list(no_expression(value))
    yield from broken
    if not broken and (_BEYOND_BRANCH.search(value) or beyond_branch(value)):
        yield "a pattern has no groups but (…) and (?:…), no flags, and refers to none of its groups"


def too_strong(fact: Raw, own_prefixes: Sequence[str] = ()) -> Problems:
    """Every rule of :data:`STRONG` that a strong fact breaks."""
    if fact["strength"] == "strong":
        for reason in STRONG.values():
            why = reason(fact, own_prefixes)
            if why:
                yield "strength", f"cannot be strong: {why}"


def _not_verified(fact: Raw, _: Sequence[str]) -> str:
    return "" if fact["verified"] is True else "not verified at a source"


def _doubtful(fact: Raw, _: Sequence[str]) -> str:
    return "doubtful" if "doubtful" in fact else ""


def _file_name(fact: Raw, _: Sequence[str]) -> str:
    return "a file name proves little" if fact["kind"] == "path" else ""


def _without_host(fact: Raw, _: Sequence[str]) -> str:
    first = re.split(r"[/:?]", fact["value"], maxsplit=1)[0]
    alone = not _HOST.fullmatch(first) or first.endswith(_SCRIPTS)
    return "a path without its host" if fact["kind"] == "endpoint" and alone else ""


def _short_text(fact: Raw, own_prefixes: Sequence[str]) -> str:
    value, length = fact["value"], len(fact["value"].encode())
    telling = length >= FREE_STRONG or (length >= OWN_STRONG and value.startswith(tuple(own_prefixes)))
    if fact["kind"] != "string" or telling:
        return ""
    return f"shorter than {FREE_STRONG} bytes, or than {OWN_STRONG} with one of own_prefixes"


def _few_digits(fact: Raw, _: Sequence[str]) -> str:
    return few_digits(fact) if fact["kind"] == "constant" else ""


STRONG: Mapping[str, Callable[[Raw, Sequence[str]], str]] = {
    "unverified": _not_verified,
    "doubtful": _doubtful,
    "file-name": _file_name,
    "without-host": _without_host,
    "short-text": _short_text,
    "few-digits": _few_digits,
}
"""Name of a rule → why a fact that is strong must not be, empty where it may; also given the vendor's prefixes."""


PLAIN_HOSTS = frozenset({"symbol", "fingerprint"})
"""Kinds of carriers whose value is a plain name, not an expression."""


def host_problems(host: Raw) -> Iterator[str]:
    """What keeps a general-purpose carrier from being told by its value."""
    if host["kind"] not in PLAIN_HOSTS:
        yield from no_expression(host["value"])
    elif host["kind"] == "fingerprint":
        if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", host["value"]):
            yield "a host's fingerprint is the id of a record"
    elif not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", host["value"]):
        yield "a host's symbol is a plain name, it is looked up in symbol tables"


def no_expression(value: str) -> Iterator[str]:
    """Why ``value`` is no regular expression."""
    try:
        re.compile(value)
    except re.error as error:
        yield f"not a regular expression: {error}"
