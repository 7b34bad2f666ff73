"""Which of the researched facts about configuration the catalogue implements, and why it leaves the others out."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from scanner.catalogue.load import load
from scanner.catalogue.yamlfile import read_yaml
from tests.repo.tree import ROOT

LAST = 274
"""The facts are numbered from CF001 to this one."""
WITHOUT_SIGNATURE = "docs/configurations.yaml"
EVERY = tuple(f"CF{number:03}" for number in range(1, LAST + 1))
_IMPLEMENTED = re.compile(r"cf(\d{3})(?!\d)")
_ID = re.compile(r"CF\d{3}")
_HEAD = """
## Facts about configuration

Of {all} researched facts on how devices, video systems and apps express face functions in their settings, {implemented}
are implemented, {counter} of them as counter-examples, and {left} are left out with the reason.

| signature | facts |
|---|---|
"""


def implemented() -> dict[str, set[str]]:
    """Number → ids of the signatures that have a fact of it, or a counter-example whose title names it."""
    found: dict[str, set[str]] = defaultdict(set)
    for signature in load().signatures:
        for fact in signature.facts:
            if number := _IMPLEMENTED.match(fact.id):
                found[f"CF{number[1]}"].add(signature.id)
        for number in counter_examples(signature.counter_examples):
            found[number].add(signature.id)
    return found


def counter_examples(listing: str) -> set[str]:
    """Numbers that stand in the titles of counter-examples."""
    titles = (line for line in listing.splitlines() if line and not line[0].isspace())
    return {number for title in titles for number in _ID.findall(title)}


def left_out() -> dict[str, dict[str, str]]:
    """Number → where it is left out (a signature's id, or the name of the file) → reason."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for path in sorted((ROOT / "signatures").glob("*/*/*.yaml")):
        data = read_yaml(path.read_bytes(), path.name)
        for number, reason in data.get("left_out", {}).items():
            if _ID.fullmatch(number):
                found[number][data["id"]] = reason
    alone: Mapping[str, str] = read_yaml((ROOT / WITHOUT_SIGNATURE).read_bytes(), WITHOUT_SIGNATURE)
    for number, reason in alone.items():
        found[number][WITHOUT_SIGNATURE] = reason
    return found


def section() -> Iterator[str]:
    """The part of ``docs/coverage.md`` about them."""
    has, lacks = implemented(), left_out()
    by_fact = {m[1] for s in load().signatures for f in s.facts if (m := _IMPLEMENTED.match(f.id))}
    only_counter = sum(number.removeprefix("CF") not in by_fact for number in has)
    yield _HEAD.format(all=LAST, implemented=len(has), counter=only_counter, left=len(set(EVERY) - set(has)))
    of: dict[str, list[str]] = defaultdict(list)
    for number, signatures in has.items():
        for signature in signatures:
            of[signature].append(number)
    yield from (f"| `{signature}` | {', '.join(sorted(of[signature]))} |\n" for signature in sorted(of))
    alone = {number: reasons[WITHOUT_SIGNATURE] for number, reasons in lacks.items() if WITHOUT_SIGNATURE in reasons}
    if alone:
        yield "\nWithout a signature that could name them:\n\n"
    yield from (f"- {number}: {reason}\n" for number, reason in sorted(alone.items()))
