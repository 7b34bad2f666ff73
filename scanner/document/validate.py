"""Reading a report document that somebody else may have written: size, JSON, schema, harmful texts, contradictions."""

from __future__ import annotations

import codecs
import json
import re
import stat
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scanner.document.canonical import unsafe_texts
from scanner.document.consistency import contradictions
from scanner.text import safe_text
from scanner.types import UsageError

if TYPE_CHECKING:
    import jsonschema_rs

LARGEST = 512 << 20
"""Bytes: about three times a report with 200,000 nodes."""
_HEAD = 64 << 10
_FAMILY = "facescreen-report/"
_ESCAPES = re.compile(rb"\\(.)", re.DOTALL)
_ESCAPED = frozenset({b"b", b"f", b"n", b"r", b"t", b"u"})
"""Escapes of JSON that may stand for a control character; the others are quotes, backslashes and slashes."""
_PRINTED = bytes(range(0x7F))
"""ASCII but for DEL: JSON allows no other control character in a string that is not escaped."""
_ORDERS = re.compile(rb"##[A-Za-z]*\[|[\s\"\x80-\xff]::[A-Za-z]")
"""Where a text may hold a command for CI logs, in the bytes of a document without :data:`_ESCAPED`."""
_AGAIN = "(changed since it was written, or written by another facescreen; screen again)"
_NAMES_ITSELF = re.compile(rb'"schema"\s*:\s*"facescreen-(?:report|change)/')


def load(path: Path, limit: int = LARGEST) -> dict[str, Any]:
    """The document in ``path``.

    :raises UsageError: when it is missing, no plain file, too large, no JSON, or no report of this version.
    """
    name = safe_text(str(path))
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise UsageError(f"{name} is not a file")
        if status.st_size > limit:
            raise UsageError(f"{name} has {status.st_size:,} bytes; a report has at most {limit:,}")
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{name} cannot be read: {error.strerror}") from error
    return parse(data, name)


def looks_like_report(path: Path) -> bool:
    """Whether ``path`` is a file that says of itself to be a report or a comparison, of whatever version; a delivery
    does not. Marks of byte order and UTF-16, as some shells write them, hide nothing.

    :raises UsageError: when the file cannot be read.
    """
    try:
        if not path.is_file():
            return False
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
    except OSError as error:
        raise UsageError(f"{safe_text(str(path))} cannot be read: {error.strerror}") from error
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        head = head.decode("utf-16", "ignore").encode("utf-8", "ignore")
    head = head.removeprefix(codecs.BOM_UTF8).lstrip()
    return head.startswith(b"{") and _NAMES_ITSELF.search(head) is not None


def parse(data: bytes, name: str = "report") -> dict[str, Any]:
    """The document in ``data``; ``name`` is used in messages.

    :raises UsageError: when it is no report of this version.
    """
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        document = json.loads(data.decode("utf-8"), object_pairs_hook=_unique, parse_constant=_refuse)
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        told = "it is no JSON text; a report is made with facescreen screen PATH -f json=report.json"
        raise UsageError(f"{name} is not a report: {told}") from error
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{name} is not a report: {safe_text(str(error), 200)}") from error
    if _unsafe(data, document):
        raise UsageError(
            f"{name} is not a report: it holds control characters or commands, never written by facescreen"
        )
    for problem in () if validator().is_valid(document) else validator().iter_errors(document):
        raise UsageError(f"{name} {_complaint(document, problem)}")
    if (fault := next(contradictions(document["screening"]), None)) is not None:
        raise UsageError(f"{name} is not a report as facescreen writes it: {safe_text(fault, 400)} {_AGAIN}")
    return dict(document)


def _complaint(document: Any, problem: jsonschema_rs.ValidationError) -> str:
    """What is wrong with a document that the schema refuses: most are reports that another version wrote."""
    where = "/".join(str(step) for step in problem.instance_path) or "top"
    detail = f"{safe_text(where, 200)}: {safe_text(problem.message, 200)}"
    named = str(document.get("schema", "")) if isinstance(document, dict) else ""
    if not named.startswith(_FAMILY):
        return f"is not a report: {detail}"
    age = "an older" if list(problem.schema_path)[-1:] == ["required"] else "another"
    return f"is not a report of this version: written by {age} facescreen, or changed since; screen again ({detail})"


def _unsafe(data: bytes, document: Any) -> bool:
    """Whether a text of ``document``, which is written in ``data``, has what facescreen never writes.

    Outside of escapes such a character or command stands in ``data`` itself, so that two million texts need not be
    looked at.
    """
    if not _ESCAPED.isdisjoint(_ESCAPES.findall(data)) or _ORDERS.search(data):
        return next(unsafe_texts(document), None) is not None
    rest = "".join(set(data.translate(None, _PRINTED).decode()))
    return next(unsafe_texts(rest), None) is not None


@cache
def validator() -> jsonschema_rs.Validator:
    """The compiled schema; loaded on first use because only reading needs it."""
    import jsonschema_rs

    return jsonschema_rs.validator_for(schema())


@cache
def schema() -> dict[str, Any]:
    """The JSON schema of this version of the document."""
    text = resources.files("scanner.document").joinpath("schema", "report-1.schema.json").read_text("utf-8")
    return dict(json.loads(text))


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object; two equal keys would let two programs read two different reports."""
    result = dict(pairs)
    if len(result) != len(pairs):
        raise ValueError("a key stands twice in one object")
    return result


def _refuse(word: str) -> float:
    raise ValueError(f"{word} is no JSON number")
