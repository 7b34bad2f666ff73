"""Texts in which a product's files say their version: ``FaceSDK/{}`` stands for ``FaceSDK/7.2.1``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from scanner.catalogue.vocabulary import Term
from scanner.types import FactKind, Signature

GAP = "{}"
_NUMBER = "[0-9]{1,5}([.][0-9]{1,8}){1,4}"
"""Two to five numbers with dots. More would be a list, fewer any number."""


def version_terms(signatures: Iterable[Signature]) -> list[Term]:
    """Every text in which a product of ``signatures`` says its version."""
    return sorted({(FactKind.VERSION, text) for signature in signatures for text in signature.versions})


def expression(template: str) -> str:
    """``template`` as a regular expression that YARA and Python read alike."""
    before, _, after = template.partition(GAP)
    return f"{_literal(before)}{_NUMBER}{_literal(after)}"


def version_rule(named: Mapping[str, str]) -> str:
    """One YARA rule over the templates of ``named`` (identifier → template), joined as in ``yara_source``."""
    lines = "\n".join(f"    {name} = /{expression(template)}/ ascii wide" for name, template in named.items())
    return f"rule versions {{\n  strings:\n{lines}\n  condition:\n    {' or '.join(named)}\n}}\n"


def version_in(template: str, hit: bytes) -> str:
    """The version in ``hit``, bytes that :func:`expression` had found in ASCII or UTF-16; empty where there is none."""
    text = hit.replace(b"\0", b"").decode("ascii", "replace")
    before, _, after = template.partition(GAP)
    found = re.fullmatch(f"{re.escape(before)}({_NUMBER}){re.escape(after)}", text)
    return found[1] if found else ""


def _literal(text: str) -> str:
    return "".join(f"\\x{byte:02x}" if not chr(byte).isalnum() else chr(byte) for byte in text.encode("ascii"))
