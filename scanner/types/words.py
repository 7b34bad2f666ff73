"""The closed vocabularies that findings, policies and reports share."""

from __future__ import annotations

from enum import IntEnum, StrEnum


class CapabilityClass(StrEnum):
    """What laws distinguish first: noticing a face, describing it, or telling whose it is."""

    DETECTION = "detection"
    ANALYSIS = "analysis"
    RECOGNITION = "recognition"
    CONTEXT = "context"
    """`transfer` and `unlock`: judged by clauses of their own, no class of the verdict."""


class Capability(StrEnum):
    """What a product can do with a face."""

    DETECTION = "detection"
    LANDMARKS = "landmarks"
    CAPTURE = "capture"
    ANALYSIS = "analysis"
    LIVENESS = "liveness"
    TEMPLATE = "template"
    VERIFICATION = "verification"
    IDENTIFICATION = "identification"
    ENROLLMENT = "enrollment"
    SEARCH = "search"
    REDACTION = "redaction"
    UNLOCK = "unlock"
    TRANSFER = "transfer"

    @property
    def capability_class(self) -> CapabilityClass:
        """The class of this capability."""
        return _CLASS_OF[self]


_CLASS_OF = {
    Capability.DETECTION: CapabilityClass.DETECTION,
    Capability.LANDMARKS: CapabilityClass.DETECTION,
    Capability.CAPTURE: CapabilityClass.DETECTION,
    Capability.REDACTION: CapabilityClass.DETECTION,
    Capability.ANALYSIS: CapabilityClass.ANALYSIS,
    Capability.LIVENESS: CapabilityClass.ANALYSIS,
    Capability.TEMPLATE: CapabilityClass.RECOGNITION,
    Capability.VERIFICATION: CapabilityClass.RECOGNITION,
    Capability.IDENTIFICATION: CapabilityClass.RECOGNITION,
    Capability.ENROLLMENT: CapabilityClass.RECOGNITION,
    Capability.SEARCH: CapabilityClass.RECOGNITION,
    Capability.UNLOCK: CapabilityClass.CONTEXT,
    Capability.TRANSFER: CapabilityClass.CONTEXT,
}


class Qualifier(StrEnum):
    """What laws distinguish and the capabilities do not; kept on a finding beside its capability."""

    EMOTION = "emotion"
    SENSITIVE = "sensitive"
    CLOUD = "cloud"
    OUTPUT = "output"
    ORIGIN = "origin"
    FEVER = "fever"


class State(IntEnum):
    """The ladder: how far a capability has got in a delivery. Ordered, so that states compare."""

    MENTIONED = 1
    AVAILABLE = 2
    SHIPPED = 3
    CALLED = 4
    ENABLED = 5
    ENROLLED = 6

    @property
    def word(self) -> str:
        """The state's name as data files and reports write it."""
        return self.name.lower()

    @classmethod
    def of(cls, word: str) -> State:
        """The state that a data file names.

        :raises KeyError: for a word that is none of the six.
        """
        return cls[word.upper()]


class Outcome(StrEnum):
    """What a clause of a law says about one finding."""

    VIOLATION = "violation_indicator"
    REVIEW = "review"
    EXEMPT_IF_ATTESTED = "exempt_if_attested"
    PROCESS = "process"
    NOTE = "note"
    NOT_REACHED = "not_reached"


class Verdict(StrEnum):
    """The answer of one screening under one policy. Its precedence and exit code are in :mod:`scanner.assess`."""

    FOUND = "found"
    INCONCLUSIVE = "inconclusive"
    REVIEW = "review"
    NOTHING_FOUND = "nothing-found"
