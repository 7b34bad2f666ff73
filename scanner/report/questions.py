"""The questions to the vendor by themselves: a letter in Markdown, or JSON for a system that tracks the answers."""

from __future__ import annotations

import json
from collections.abc import Iterator

from scanner.document.report import Report
from scanner.report.facts import left_out
from scanner.report.markdown import code
from scanner.text import plural

MOST_PATHS = 20
"""Files that one question of the letter names; the JSON has all."""


def letter(report: Report) -> bytes:
    """All questions as numbered Markdown, with the files that each is about."""
    return "".join(f"{line}\n" for line in _letter(report)).encode("utf-8")


def as_json(report: Report) -> bytes:
    """All questions as JSON: delivery, its SHA-256, digest of the report, and for each number, kind, text and files."""
    asked = [{"number": n, **question} for n, question in enumerate(report.screening["questions"], 1)]
    delivery = report.screening["delivery"]
    document = {
        "delivery": report.name,
        "sha256": delivery["sha256"],
        "date": report.screening["date"],
        "report": report.digest,
        "questions": asked,
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _letter(report: Report) -> Iterator[str]:
    screening = report.screening
    asked = screening["questions"]
    yield f"# {plural(len(asked), 'question')} about {code(report.name)}"
    yield ""
    yield f"Delivery SHA-256 {code(screening['delivery']['sha256'])}, screened on {screening['date']}."
    for number, question in enumerate(asked, 1):
        yield ""
        yield f"{number}. {code(question['text'], 4096)}"
        if len(question["about"]) > 1:
            yield ""
            yield from (f"   - {code(path, 4096)}" for path in question["about"][:MOST_PATHS])
        if len(question["about"]) > MOST_PATHS:
            yield f"   - {left_out(len(question['about']) - MOST_PATHS, 'file', report)}"
    yield ""
    yield f"Report {code(report.digest)}"
