"""Whether a report agrees with itself: its verdict follows from what it says of findings and bytes.

A report is a text file that anybody can edit. Nothing here shows who wrote it. An edit that makes a verdict milder than
its own reasons, or that takes a finding or an unread region away in one place only, is refused before it is a page.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from scanner.assess.floor import floor_reasons, unread_regions
from scanner.assess.outcomes import STRENGTH
from scanner.assess.verdict import PRECEDENCE, worst
from scanner.ledger import Coverage
from scanner.types import UNREAD, ByteState, Capability, LedgerEntry, Outcome, Policy, State, Verdict

Row = Mapping[str, Any]
_UNREAD = frozenset(state.value for state in UNREAD)
_FOR_REVIEW = {Outcome.REVIEW, Outcome.EXEMPT_IF_ATTESTED}
_GAPS_ALLOW = PRECEDENCE[: PRECEDENCE.index(Verdict.INCONCLUSIVE) + 1]


def contradictions(screening: Row) -> Iterator[str]:
    """What in ``screening``, which has the shape of the schema, does not agree with the rest, a sentence each."""
    for part in (_references, _tree, _findings, _bytes, _delivery, _leaves, _verdicts, _change):
        yield from part(screening)


def _references(screening: Row) -> Iterator[str]:
    """Finding ids are unique, and clauses speak of findings that are there."""
    known = [finding["id"] for finding in screening["findings"]]
    cited = {f for verdict in screening["verdicts"] for clause in verdict["clauses"] for f in clause["findings"]}
    if len(set(known)) != len(known) or not cited <= set(known):
        yield "a clause and the list of findings do not agree"


def _tree(screening: Row) -> Iterator[str]:
    """Every file is listed once, and lies in files that are listed; none lies in itself."""
    parents = {node["path"]: node["parent"] for node in screening["nodes"]}
    ends: set[str | None] = {None}
    for start in parents:
        path, way = start, {}
        while path not in ends and path in parents and path not in way:
            way[path], path = True, parents[path]
        if path not in ends:
            yield f"{start} lies in a file that is not listed, or in itself"
            return
        ends.update(way)
    if len(parents) != len(screening["nodes"]):
        yield "a file is listed twice"


def _findings(screening: Row) -> Iterator[str]:
    """No finding is of another class than its capability, nor less proven than it says."""
    for finding in screening["findings"]:
        if finding["class"] != Capability(finding["capability"]).capability_class.value:
            yield f"finding {finding['id']} has a class that is not that of its capability"
        for group in finding["evidence"]:
            if State.of(group["state"]) != max(State.of(place["state"]) for place in group["places"]):
                yield f"finding {finding['id']} has evidence that goes further, or less far, than its places"


def _bytes(screening: Row) -> Iterator[str]:
    """The totals, the states and the regions tell of the same bytes."""
    ledger = screening["ledger"]
    states = ledger["states"]
    by_state = {state: 0 for state in states if state in _UNREAD}
    for region in ledger["regions"]:
        by_state[region["state"]] = by_state.get(region["state"], 0) + region["length"]
    if sum(states.values()) != ledger["total"] or ledger["read"] + ledger["unread"] != ledger["total"]:
        yield "the bytes that were read and those that were not do not add up"
    if sum(states.get(state, 0) for state in _UNREAD) != ledger["unread"]:
        yield "the byte states and the bytes that were not read do not agree"
    if by_state != {state: count for state, count in states.items() if state in _UNREAD}:
        yield "the list of regions that were not read does not add up to the bytes that were not read"
    if ledger["percent"] != _coverage(ledger).percent:
        yield "the share that was read does not follow from the bytes"


def _delivery(screening: Row) -> Iterator[str]:
    """The delivery is as large as its files, and as its byte states."""
    ledger, size = screening["ledger"], screening["delivery"]["size"]
    if ledger["balanced"] == bool(ledger["unbalanced"]):
        yield "the ledger and the list of what does not add up do not agree"
    roots = [node for node in screening["nodes"] if node["parent"] is None]
    if sum(node["size"] for node in roots) != size or len(roots) != screening["delivery"]["files"]:
        yield "the delivery and the list of its files do not agree"
    if ledger["balanced"] and sum(ledger["delivery"].values()) != size:
        yield "the delivery and its byte states do not agree"


def _leaves(screening: Row) -> Iterator[str]:
    """A file that holds no other has just those unread bytes that the regions of it list."""
    ledger, parents = screening["ledger"], {node["parent"] for node in screening["nodes"]}
    if not ledger["balanced"]:
        return
    left: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for region in ledger["regions"]:
        if region["path"] not in parents:
            left[region["path"]][region["state"]] += region["length"]
    for node in screening["nodes"]:
        for state in _UNREAD & node["states"].keys() if node["path"] not in parents else ():
            left[node["path"]][state] -= node["states"][state]
    for path, states in left.items():
        if any(states.values()):
            yield f"the byte states of {path} and the regions of it that were not read do not agree"


def _verdicts(screening: Row) -> Iterator[str]:
    found = screening["verdicts"]
    if Verdict(screening["verdict"]) is not worst([Verdict(row["verdict"]) for row in found]):
        yield "the verdict is not the worst of the verdicts under each law"
    known = {finding["id"] for finding in screening["findings"]}
    for row in found:
        for fault in (*_ruled(row, known), *_unread(row, screening), *_clauses(row)):
            yield f"{row['policy']['id']}: {fault}"


def _ruled(row: Row, known: Collection[str]) -> Iterator[str]:
    """The verdict under one law follows from what that law says of each finding."""
    verdict, outcomes = Verdict(row["verdict"]), {Outcome(said["outcome"]) for said in row["outcomes"]}
    said = [each["finding"] for each in row["outcomes"]]
    if len(said) != len(known) or set(said) != set(known):
        yield "what the law says and the list of findings do not agree"
    elif (verdict is Verdict.FOUND) != (Outcome.VIOLATION in outcomes):
        yield "the verdict and what the law says of the findings do not agree"
    elif verdict is Verdict.NOTHING_FOUND and outcomes & _FOR_REVIEW:
        yield "a person must judge a finding, and the verdict says that nothing was found"
    elif verdict is Verdict.REVIEW and not outcomes & _FOR_REVIEW:
        yield "the verdict says that a person must judge it, and there is no such finding"
    if verdict is not Verdict.NOTHING_FOUND and not row["reasons"]:
        yield "the verdict has no reason"


def _unread(row: Row, screening: Row) -> Iterator[str]:
    """Where too much was not read, or signatures are too old for this law, no verdict is milder than inconclusive."""
    if Verdict(row["verdict"]) in _GAPS_ALLOW:
        return
    ledger, pack, most = screening["ledger"], screening["pack"], row["policy"]["max_pack_age_days"]
    regions = unread_regions(_entry(region) for region in ledger["regions"])
    for reason in floor_reasons(_policy(row["policy"]), _coverage(ledger), regions):
        yield f"the verdict is milder than what was not read allows: {reason}"
    if ledger["unbalanced"]:
        yield "the ledger does not add up, and the verdict does not say so"
    if not pack["facts"] or (most is not None and pack["age_days"] > most):
        yield "the signatures are too few or too old for the verdict"


def _clauses(row: Row) -> Iterator[str]:
    """A clause says no more than the law says of one of its findings, and nothing without one."""
    outcomes = {said["finding"]: STRENGTH[Outcome(said["outcome"])] for said in row["outcomes"]}
    for clause in row["clauses"]:
        most = max((outcomes.get(finding, 0) for finding in clause["findings"]), default=0)
        if STRENGTH[Outcome(clause["outcome"])] > most or (clause["outcome"] == Outcome.NOT_REACHED) == bool(
            clause["findings"]
        ):
            yield f"clause {clause['number']} and the findings that reach it do not agree"


def _change(screening: Row) -> Iterator[str]:
    """What the change says of the update is what the report says of it."""
    if "change" not in screening:
        return
    new, ledger = screening["change"]["new"], screening["ledger"]
    same = {
        "sha256": screening["delivery"]["sha256"],
        "verdict": screening["verdict"],
        "percent": ledger["percent"],
        "unread": ledger["unread"],
        "findings": len(screening["findings"]),
    }
    if any(new[key] != value for key, value in same.items()):
        yield "what the update changes and the report do not speak of the same delivery"


def _coverage(ledger: Row) -> Coverage:
    return Coverage(ledger["read"], ledger["total"], {})


def _entry(region: Row) -> LedgerEntry:
    return LedgerEntry(region["path"], region["offset"], region["length"], ByteState(region["state"]))


def _policy(row: Row) -> Policy:
    """The law as far as the report tells of it: its floors."""
    return Policy(
        row["id"],
        row["title"],
        row["jurisdiction"],
        row["citation"],
        row["status"],
        row["status_verified"],
        clauses=(),
        effects=(),
        exemptions=(),
        region_floor=row["region_floor"],
        total_floor=row["total_floor"],
        total_floor_share=row["total_floor_share"],
        max_pack_age_days=row["max_pack_age_days"],
    )
