"""What in a report is a vendor's, the law's or a machine's own: it stands in every language as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from scanner.document.report import Report
from scanner.record.names import EVERY
from scanner.record.words import commands
from scanner.report.facts import key_facts

_OWN = frozenset(
    "about also_fits before citation contract detail digest expires fact fail_on files finished format formats given "
    "hex host id min_engine name names new number old options package path policies product program reader readers "
    "received_by report seen_by setting sha256 source sources started target value vendor version".split()
)
"""Fields of the document that hold names, values, addresses, versions, digests and ids."""
_COMMANDS = {f"facescreen {command}" for command in ("questions", "report", "screen", "policy", "record", "compare")}
_COMMANDS |= {*EVERY, "UTC", *(command for _, command in commands())}
"""What a reader types, and the files of a record."""
_FIXED = re.compile(
    r"python -m [a-z. ]+|facescreen\w*"
    r"|\b[\w-]+\.(?:json|html|pdf|txt|md)\b|SHA-\d+|\b(?:MD5|HTML|JSON|PDF|CSV|ZIP)\b|\b[kMGT]?B\b|0x[0-9a-f]+"
    r"|--[a-z-]+|F-[0-9a-f]{10}|\b(?=[a-f]*\d)[0-9a-f]{4,64}\b|\d{4}-\d\d-\d\dT[\d:+Z]+|\\[xu]\{?[0-9a-f]+\}?"
    r"|</?(?:details|summary)>"
)
"""Names of this program and its files, of digests, units and options; ids and times; Markdown's folds."""


class VendorData:
    """Texts of one report that are nobody's to translate."""

    def __init__(self, report: Report, *, invented: bool = False) -> None:
        """``invented``: the sentences of the document are a test's own, no catalogue has them."""
        own = set(_strings(report.document, "", every=invented)) | {name for name, _ in key_facts(report)} | _COMMANDS
        own |= {row["verdict"] for row in report.screening["verdicts"]} | {report.verdict.value}
        own |= {str((report.screening.get("change") or {}).get("outcome", ""))}
        own |= {part for text in own for part in re.split(r"!/|/", text)}
        own |= {text.replace("_", " ") for text in report.screening["limits"]}
        self.texts = sorted((text for text in own if re.search(r"[A-Za-z]", text)), key=len, reverse=True)

    def left_of(self, text: str) -> list[str]:
        """Words of ``text`` that are neither in brackets of the test language nor in these texts."""
        text = self._without_cut(text)
        for known in self.texts:
            if known in text:
                text = re.sub(rf"(?<![A-Za-z]){re.escape(known)}(?![A-Za-z])", " ", text)
        return re.findall(r"[A-Za-z]{2,}[A-Za-z ,;']*", _FIXED.sub(" ", text))

    def _without_cut(self, text: str) -> str:
        """Names are cut in the middle where room is short: ``libarcsoft_…ce_engine.so``."""
        while "…" in text:
            left, _, right = text.partition("…")
            text = f"{left[: len(left) - self._longest(left, end=True)]} {right[self._longest(right, end=False) :]}"
        return text

    def _longest(self, text: str, *, end: bool) -> int:
        for size in range(min(len(text), 90), 0, -1):
            part = text[-size:] if end else text[:size]
            if any(known.startswith(part) if end else known.endswith(part) for known in self.texts):
                return size
        return 0


def _strings(value: Any, key: str, *, every: bool) -> Iterator[str]:
    if isinstance(value, dict):
        for name, each in value.items():
            yield from _strings(each, name, every=every)
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each, key, every=every)
    elif isinstance(value, str) and value and (every or key in _OWN):
        yield value
