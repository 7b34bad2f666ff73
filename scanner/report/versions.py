"""The version of a found product as reports print it: only what the delivery itself says."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from scanner.report.languages.phrasebook import said
from scanner.report.languages.speaking import ngettext
from scanner.text import shorten

LONGEST = 40
"""Characters of one version: a version resource may hold a sentence."""
_MOST = 3


def version_texts(findings: Iterable[dict[str, Any]], *, ranges: bool = True) -> list[str]:
    """Every version that ``findings`` of one product name, once, the most telling first.

    ``ranges``: those of fingerprints too, which say between which versions one lies.
    """
    every = (told for finding in findings for told in finding.get("versions", ()))
    texts = (told["version"] for told in every if ranges or told["read_from"] != "fingerprint")
    return list(dict.fromkeys(shorten(text, LONGEST) for text in texts))


def version_rows(finding: dict[str, Any]) -> list[dict[str, Any]]:
    """What ``finding`` tells of its version, without a fingerprint's guess where the delivery names one itself."""
    rows = list(finding.get("versions", ()))
    return [row for row in rows if row["read_from"] != "fingerprint"] or rows


def version_phrase(finding: dict[str, Any]) -> str:
    """``3.1.4``, or ``3.1.4, 2.0 and 2 more``; empty where the delivery names none.

    What a fingerprint makes of it is a guess from samples, and says nothing where the delivery names a version itself.
    """
    texts = version_texts([finding], ranges=False) or version_texts([finding])
    left = len(texts) - _MOST
    shown = ", ".join(texts[:_MOST])
    return (
        ngettext("%(names)s and %(num)s more", "%(names)s and %(num)s more", left, names=shown) if left > 0 else shown
    )


def named(finding: dict[str, Any], longest: int) -> str:
    """The product's name in at most ``longest`` characters, with the version behind it."""
    return f"{shorten(said(finding['product']['name']), longest)} {version_phrase(finding)}".rstrip()
