"""The vocabulary of facescreen as frozen dataclasses and enums; no behaviour beyond themselves."""

from scanner.types.assessment import Clause, ClauseResult, Edge, Exemption, Policy, PolicyVerdict, Question, Trigger
from scanner.types.delivery import CARRIED, UNREAD, ByteState, LedgerEntry, Link, Node, Span
from scanner.types.errors import FacescreenError, LimitReached, NotThisFormat, ParseFailure, ToolMissing, UsageError
from scanner.types.evidence import Fact, FactKind, Finding, Host, Observation, Place, Proof, Signature, Strength
from scanner.types.limits import Limits, reached
from scanner.types.words import Capability, CapabilityClass, Outcome, Qualifier, State, Verdict

__all__ = [
    "CARRIED",
    "UNREAD",
    "ByteState",
    "Capability",
    "CapabilityClass",
    "Clause",
    "ClauseResult",
    "Edge",
    "Exemption",
    "FacescreenError",
    "Fact",
    "FactKind",
    "Finding",
    "Host",
    "LedgerEntry",
    "LimitReached",
    "Limits",
    "Link",
    "Node",
    "NotThisFormat",
    "Observation",
    "Outcome",
    "ParseFailure",
    "Place",
    "Policy",
    "PolicyVerdict",
    "Proof",
    "Qualifier",
    "Question",
    "Signature",
    "Span",
    "State",
    "Strength",
    "ToolMissing",
    "Trigger",
    "UsageError",
    "Verdict",
    "reached",
]
