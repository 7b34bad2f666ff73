"""Sentences of the report document in the spoken language: whole, or by the pattern that they were made from."""

from __future__ import annotations

from scanner.report.languages.speaking import gettext


def said(sentence: str) -> str:
    """``sentence`` out of the document in the spoken language; as it is where nothing is known of it."""
    return gettext(sentence) if sentence else ""
