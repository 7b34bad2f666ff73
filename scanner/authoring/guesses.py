"""What the name of a function suggests that it does. A guess for a person to check, never evidence."""

from __future__ import annotations

import re

from scanner.types import Capability

_PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_NOT_A_FACE = (
    "finger",
    "voice",
    "speech",
    "iris",
    "palm",
    "card",
    "plate",
    "vehicle",
    "temperature",
    "barcode",
    "font",
)
_WORDS: tuple[tuple[Capability, tuple[str, ...]], ...] = (
    (Capability.LIVENESS, ("live", "alive", "liveness", "spoof", "antispoof")),
    (Capability.ANALYSIS, ("age", "gender", "sex", "emotion", "expression", "attribute", "race", "glasses")),
    (Capability.LANDMARKS, ("landmark", "keypoint", "align", "pose", "pupil")),
    (Capability.IDENTIFICATION, ("identif", "search", "recogni", "topn", "watchlist", "blacklist", "blocklist")),
    (Capability.VERIFICATION, ("verif", "compar", "match", "similar", "distance")),
    (Capability.ENROLLMENT, ("enrol", "register", "gallery", "person", "subject")),
    (Capability.TEMPLATE, ("template", "feature", "extract", "embed", "descriptor", "encod")),
    (Capability.REDACTION, ("blur", "anonymi", "redact", "mosaic")),
    (Capability.DETECTION, ("detect", "find", "track", "locate")),
)
"""In this order: a word of a narrower meaning decides before one of a wider."""
_WHOLE = frozenset({"age", "sex", "live", "race", "pose", "find", "match", "person", "subject"})
"""Words that begin too many others: only as a whole."""


def guess(name: str) -> Capability | None:
    """The capability that ``name`` suggests; None where it suggests none, or something else than faces."""
    parts = [part.lower() for part in _PART.findall(name)]
    if any(part.startswith(_NOT_A_FACE) for part in parts):
        return None
    for capability, words in _WORDS:
        if any(part == word or (word not in _WHOLE and part.startswith(word)) for part in parts for word in words):
            return capability
    return None
