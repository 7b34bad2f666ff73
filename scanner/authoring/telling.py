"""An explanation as lines for people and as a plain dictionary for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from scanner.authoring.explain import Explanation
from scanner.match.judgement import Judgement
from scanner.text import plural
from scanner.types import Fact, Observation, Proof

FEW = 5
"""Places of one fact, and files of one kind, that are named without ``verbose``."""


def lines(told: Explanation, verbose: bool) -> Iterator[str]:
    """The explanation, line by line."""
    signature = told.signature
    nursery = ", in the nursery: never above available" if signature.nursery else ""
    yield f"{signature.id}: {signature.name} ({signature.kind}, by presence alone {signature.presence.word}{nursery})"
    yield f"{told.delivery}: {plural(told.nodes, 'file')} examined, {_unread(told)}"
    yield from _named("Files of the product itself", told.own, verbose)
    yield from _named("Files that hold its code whether it is used or not", told.carriers, verbose)
    yield ""
    yield f"Facts that hit: {len(told.hits)} of {len(signature.facts)}"
    yield from _hits(told, verbose)
    yield from _missed(told, verbose)
    yield ""
    yield "Findings"
    yield from (f"  {line}" for line in _findings(told))


def reasons(told: Explanation) -> Iterator[str]:
    """The facts that hit and what came of them, no more."""
    yield from _hits(told, verbose=False)
    yield from _findings(told)


def _hits(told: Explanation, verbose: bool) -> Iterator[str]:
    for fact, proofs in told.hits.items():
        yield f"  {_fact(fact)}"
        yield from (f"      {_proof(proof)}" for proof in _some(proofs, verbose))
        yield from _more(proofs, verbose)


def _findings(told: Explanation) -> Iterator[str]:
    for judged in told.judgements:
        yield _judgement(judged)
        finding, other = told.findings.get(judged.capability), told.shown_by.get(judged.capability)
        if finding is not None:
            yield from (f"    {remark}" for remark in finding.remarks if not _said(remark, judged))
        elif judged.state is not None and other:
            yield f"    In the report under {other}, which has all of this evidence and more, or the same."
    if not told.judgements:
        yield f"None: {_no_judgement(told)}."


def _unread(told: Explanation) -> str:
    if not told.unread:
        return "every byte read."
    states = ", ".join(f"{count:,} {state}" for state, count in told.unread.items())
    return f"bytes that could not be read, so that nothing in them can hit: {states}."


def _named(title: str, paths: tuple[str, ...], verbose: bool) -> Iterator[str]:
    if paths:
        shown = [*map(inside, paths if verbose else paths[:FEW])]
        rest = f" and {len(paths) - len(shown):,} more" if len(paths) > len(shown) else ""
        yield f"{title}: {', '.join(shown)}{rest}"


def _some(items: tuple[Proof, ...], verbose: bool) -> tuple[Proof, ...]:
    return items if verbose else items[:FEW]


def _more(items: tuple[Proof, ...], verbose: bool) -> Iterator[str]:
    if not verbose and len(items) > FEW:
        yield f"      … and {plural(len(items) - FEW, 'more place', 'more places')} (-v)"


def _fact(fact: Fact) -> str:
    words = ", ".join(capability.value for capability in fact.capabilities) or "the product only"
    value = f"{fact.value} ({fact.role})" if fact.role else fact.value
    return f"{fact.id} {fact.kind.value} {value}  [{fact.strength.value}, up to {fact.top.word}: {words}]"


def _proof(proof: Proof) -> str:
    seen = proof.observation
    offset = "" if seen.offset is None else f", byte {seen.offset:,}"
    times = f", {seen.count:,} times" if seen.count > 1 else ""
    detail = f": {seen.detail}" if seen.detail and seen.detail != seen.value else ""
    return f"{proof.state.word} ({proof.why})  {seen.place.value} in {inside(seen.path)}{offset}{times}{detail}"


def _missed(told: Explanation, verbose: bool) -> Iterator[str]:
    yield f"Facts that did not hit: {len(told.missed)}"
    counted = Counter(fact.kind.value for fact in told.missed)
    if counted and not verbose:
        yield "  " + ", ".join(f"{count} {kind}" for kind, count in sorted(counted.items())) + " (-v names them)"
    for fact in told.missed:
        seen = told.elsewhere.get(fact, ())
        if seen or verbose:
            yield f"  {_fact(fact)}"
        if seen:
            yield f"      seen {_where(seen)}; it counts at {', '.join(place.value for place in fact.places)} only"


def _where(seen: Iterable[Observation]) -> str:
    places = sorted({(observation.place.value, observation.path) for observation in seen})
    more = f" and {len(places) - 1:,} more" if len(places) > 1 else ""
    return f"at {places[0][0]} in {inside(places[0][1])}{more}"


def inside(path: str) -> str:
    """``path`` without the file that was handed over, which stands in every one; of a folder everything is told."""
    outer, mark, inner = path.partition("!/")
    return f"…!/{inner}" if mark and "/" not in outer else path


def _said(remark: str, judged: Judgement) -> bool:
    """Whether ``remark`` (file: why) only repeats the reason."""
    return remark.partition(": ")[2].rstrip(".") in judged.reason and ": " in remark


def _judgement(judged: Judgement) -> str:
    state = "no finding" if judged.state is None else judged.state.word
    return f"{judged.capability.value}: {state}. {judged.reason[:1].upper()}{judged.reason[1:]}."


def _no_judgement(told: Explanation) -> str:
    if not told.hits:
        return "no fact of the product was seen at a place where it counts"
    return "the facts that hit are context, or name no capability and are not strong"


def as_data(told: Explanation) -> dict[str, Any]:
    """The explanation as JSON has it."""
    signature = told.signature
    return {
        "signature": signature.id,
        "presence": signature.presence.word,
        "nursery": signature.nursery,
        "delivery": told.delivery,
        "nodes": told.nodes,
        "unread": dict(told.unread),
        "own": list(told.own),
        "carriers": list(told.carriers),
        "hits": [{**_fact_data(fact), "places": [*map(_place_data, proofs)]} for fact, proofs in told.hits.items()],
        "missed": [
            {
                **_fact_data(fact),
                "seen": [{"path": o.path, "place": o.place.value} for o in told.elsewhere.get(fact, ())],
            }
            for fact in told.missed
        ],
        "capabilities": [
            {
                "capability": judged.capability.value,
                "state": None if judged.state is None else judged.state.word,
                "basis": judged.basis,
                "reason": judged.reason,
                "remarks": list(told.findings[judged.capability].remarks) if judged.capability in told.findings else [],
                "shown_by": None if judged.capability in told.findings else told.shown_by.get(judged.capability),
            }
            for judged in told.judgements
        ],
    }


def _fact_data(fact: Fact) -> dict[str, Any]:
    return {
        "id": fact.id,
        "kind": fact.kind.value,
        "value": fact.value,
        "strength": fact.strength.value,
        "top": fact.top.word,
        "capabilities": [capability.value for capability in fact.capabilities],
    }


def _place_data(proof: Proof) -> dict[str, Any]:
    seen = proof.observation
    return {
        "path": seen.path,
        "place": seen.place.value,
        "offset": seen.offset,
        "count": seen.count,
        "detail": seen.detail,
        "state": proof.state.word,
        "why": proof.why,
    }
