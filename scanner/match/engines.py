"""Engines and vector search that fingerprints show: no findings; said of the file, and of templates beside a search."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from scanner.catalogue.fingerprints import CERTAIN, LIKELY, Record
from scanner.text import safe_text
from scanner.types import Capability, FactKind, Finding, Observation, State

KINDS = {"engine": "engine", "search": "vector search"}
"""Kind of record → what it is called beside a file. Libraries that are known as a whole are engines as well."""
COMPARED = frozenset({Capability.TEMPLATE, Capability.ENROLLMENT})
"""Capabilities that a search through many makes an identification of."""
_MOST = 3
"""Search libraries that one remark names."""


@dataclass(frozen=True, slots=True)
class Context:
    """One engine or search library in one file."""

    kind: str
    """``engine`` or ``search``."""
    name: str
    word: str
    """``certain`` or ``likely``."""
    path: str


def contexts(records: Iterable[Record], observations: Iterable[Observation]) -> tuple[Context, ...]:
    """What is certain or likely of the records that are no code for faces, in a fixed order."""
    known = {record.id: record for record in records if record.kind in KINDS}
    found = set()
    for seen in observations:
        if seen.kind is FactKind.FINGERPRINT:
            name, _, word = seen.value.partition(" ")
            word = word or CERTAIN
            if name in known and word in {CERTAIN, LIKELY}:
                found.add((known[name].kind, safe_text(known[name].target), word, seen.path))
    return tuple(Context(*one) for one in sorted(found))


def with_contexts(
    identities: Mapping[str, Iterable[tuple[str, str]]], met: Iterable[Context]
) -> dict[str, tuple[tuple[str, str], ...]]:
    """``identities`` with what engine and which search a file holds."""
    told = {path: set(pairs) for path, pairs in identities.items()}
    for one in met:
        told.setdefault(one.path, set()).add((KINDS[one.kind], f"{one.name} (fingerprint, {one.word})"))
    return {path: tuple(sorted(pairs)) for path, pairs in told.items()}


def searches(met: Iterable[Context]) -> tuple[Context, ...]:
    """Those for vector search, the certain ones first."""
    return tuple(sorted((one for one in met if one.kind == "search"), key=lambda one: (one.word, one.name, one.path)))


def remarked(findings: Sequence[Finding], found: Sequence[Context]) -> list[Finding]:
    """``findings``; templates and enrollments in a delivery with a vector search say so."""
    if not found:
        return list(findings)
    sentence = _sentence(found)
    return [replace(one, remarks=(*one.remarks, sentence)) if is_compared(one) else one for one in findings]


def is_compared(finding: Finding) -> bool:
    """Whether a vector search in the same delivery says more of ``finding``: what is only named makes no templates."""
    return finding.capability in COMPARED and finding.state > State.MENTIONED


def _sentence(found: Sequence[Context]) -> str:
    certain = [one for one in found if one.word == CERTAIN]
    shown = certain or found
    what = "A library for vector search lies" if certain else "What is likely a library for vector search lies"
    names = ", ".join(f"{one.name} in {one.path}" for one in shown[:_MOST])
    more = f" and {len(shown) - _MOST} more" if len(shown) > _MOST else ""
    return f"{what} beside it ({names}{more}): with it, pictures could be compared with many (1:N)."
