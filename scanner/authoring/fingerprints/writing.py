"""A lesson as the file of a record: features are left out until it fits, the least telling first."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import yaml

from scanner.catalogue.fingerprints import LEAST, MOST_BYTES, WEIGHT_STEP
from scanner.fingerprints.background import Background
from scanner.fingerprints.interface import Extractor
from scanner.fingerprints.learn import LearnedPart, Lesson, Sample, triggers
from scanner.text import safe_text
from scanner.types import UsageError

SPELT = 50
"""Features of one type whose text is kept, for people."""
_SIZES = (
    (300, 50, 80), (240, 50, 64), (200, 50, 56), (170, 50, 48), (150, 50, 44), (130, 50, 40), (110, 50, 36),
    (100, 40, 36), (90, 30, 32), (80, 20, 32), (60, 15, 32),
)  # fmt: skip
"""Features of one type, texts of one type, characters of a text: tried in this order until the file is small enough."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the author of a record says of it."""

    id: str
    kind: str
    target: str
    family: str
    product: str = ""
    capabilities: tuple[str, ...] = ()
    note: str = ""
    share: float = 0.0
    """Of the weight of each type, what a file must have at least: for a library that counts as a whole only."""


def written(
    told: Told,
    lesson: Lesson,
    samples: Sequence[Sample],
    contrast: Sequence[str],
    background: Background,
    extractor: Extractor,
    date: str,
) -> str:
    """The record's file.

    :raises UsageError: where it does not fit, which a learned one never did.
    """
    learned = {
        "date": date,
        "agreement": lesson.agreement,
        "samples": [_sample(one) for one in samples],
        "contrast": list(contrast),
        "background": {"files": background.files, "digest": background.digest},
    }
    for most, spelt, width in _SIZES:
        size = (most, spelt, width)
        parts = {kind: _part(kind, part, extractor, size, told.share) for kind, part in lesson.parts.items()}
        content = {
            **_said(told),
            "learned": learned,
            "parts": parts,
            "triggers": [one.hex() for one in triggers(lesson, extractor)],
            **_markers(lesson),
        }
        text = yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=118, default_flow_style=None)
        if len(text.encode()) <= MOST_BYTES:
            return text
    raise UsageError(f"the record would be larger than {MOST_BYTES:,} bytes: give fewer contrast files")


def _said(told: Told) -> dict[str, Any]:
    said: dict[str, Any] = {"id": told.id, "kind": told.kind}
    if told.product:
        said["product"] = told.product
    said["target"] = told.target
    if told.capabilities:
        said["capabilities"] = list(told.capabilities)
    said["family"] = told.family
    return said | ({"note": told.note} if told.note else {})


def _sample(sample: Sample) -> dict[str, str]:
    version = {"version": sample.version} if sample.version else {}
    return {"sha256": sample.sha256, "name": safe_text(sample.name)[:200], **version}


def _markers(lesson: Lesson) -> Mapping[str, Any]:
    found = [
        {"side": one.side, "version": one.version, "kind": one.kind, "hashes": b64encode(one.hashes).decode()}
        for one in lesson.markers
    ]
    return {"markers": found} if found else {}


def _part(
    kind: str, part: LearnedPart, extractor: Extractor, size: tuple[int, int, int], whole: float
) -> dict[str, Any]:
    most, spelt, width = size
    ranked = sorted(range(len(part.weights)), key=lambda place: (-part.weights[place], int(part.hashes[place])))[:most]
    kept = sorted(ranked)
    heaviest = sorted(range(len(kept)), key=lambda place: -part.weights[kept[place]])[:spelt]
    share = len(kept) / len(part.weights)
    weight = WEIGHT_STEP * sum(part.weights[place] for place in kept)
    return {
        "least": LEAST[kind],
        # Of fewer features an unrelated file has fewer as well.
        "threshold": round(max(20.0, part.threshold * share, whole * weight), 1),
        "hashes": b64encode(part.hashes[kept].astype("<u8").tobytes()).decode(),
        "weights": b64encode(np.array([part.weights[place] for place in kept], np.uint8).tobytes()).decode(),
        "heaviest": [
            [place, safe_text(extractor.spell(kind, part.raws[kept[place]][: 4 * width]))[:width]] for place in heaviest
        ],
        **({"beside": True} if part.beside else {}),
    }
