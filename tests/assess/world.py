"""A policy, findings and ledgers in a few words."""

from __future__ import annotations

from scanner.catalogue.pack import About
from scanner.types import (
    ByteState,
    Capability,
    Clause,
    Exemption,
    Fact,
    FactKind,
    Finding,
    LedgerEntry,
    Observation,
    Outcome,
    Place,
    Policy,
    Proof,
    Qualifier,
    Signature,
    State,
    Strength,
    Trigger,
)

KIB = 1024


def trigger(capability: str, outcome: Outcome, state: State = State.SHIPPED, **changes: str) -> Trigger:
    return Trigger(capability, changes.get("qualifier", ""), state, outcome, changes.get("condition", ""))


def policy(*triggers: Trigger, **changes: object) -> Policy:
    base: dict[str, object] = {
        "id": "x",
        "title": "X",
        "jurisdiction": "City",
        "citation": "1",
        "status": "in force",
        "status_verified": "verified",
        "clauses": (Clause("(a)", "says", "verified", triggers),),
        "effects": (("detection", Outcome.NOTE, ""), ("redaction", Outcome.EXEMPT_IF_ATTESTED, "")),
        "exemptions": (Exemption("(e)", "summary", "unverified", ("I state",), ("me",), ("check",)),),
        "region_floor": 256 * KIB,
        "total_floor": 512 * KIB,
        "total_floor_share": 0.001,
    }
    return Policy(**{**base, **changes})  # type: ignore[arg-type]


BANS = policy(
    trigger("identification", Outcome.VIOLATION),
    trigger("analysis", Outcome.REVIEW),
    trigger("", Outcome.VIOLATION, qualifier="cloud"),
    trigger("capture", Outcome.REVIEW, condition="capability is new against the deployed version"),
)


def finding(capability: Capability, state: State, *qualifiers: Qualifier) -> Finding:
    fact = Fact("f", FactKind.SYMBOL, "v", Strength.STRONG, State.CALLED, (capability,))
    signature = Signature("p", "P", "V", "sdk", State.SHIPPED, "S.", (fact,))
    proof = Proof(fact, Observation(FactKind.SYMBOL, "v", "d!/lib", Place.DEFINED), state)
    return Finding(signature, capability, state, qualifiers, "strong", (proof,))


def pack(date: str, expires: str = "", name: str = "main") -> About:
    return About(name, name, "2026.1.0", date, "0.1.0", "0" * 64, 1, 1, expires)


def unread(length: int, state: ByteState = ByteState.OPAQUE, path: str = "d!/x", offset: int = 0) -> LedgerEntry:
    return LedgerEntry(path, offset, length, state, "why")


def read(length: int) -> LedgerEntry:
    return LedgerEntry("d", 0, length, ByteState.RAW)
