"""The log of custody: who did what, and when; each entry holds the SHA-256 of the one before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from scanner.document.canonical import canonical
from scanner.document.report import Report
from scanner.record.moment import moment
from scanner.text import safe_text
from scanner.types import UsageError

SCHEMA = "facescreen-custody/1"
WHAT = ("received", "screened", "opened", "signed")
LONGEST_BY, LONGEST_NOTE = 200, 2_000
"""Characters."""
MOST_ENTRIES = 1_000
LARGEST = 16 << 20
"""Bytes of ``custody.json`` that are read."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log. ``when`` is ISO 8601 with its zone, empty where the report names no time.

    ``before`` is the SHA-256 of the entry before, as :func:`link` has it; that of ``report.json`` for the first.
    """

    number: int
    what: str
    by: str
    when: str
    note: str
    before: str


@dataclass(frozen=True, slots=True)
class Custody:
    """``custody.json``: which report it is about, the language that the record speaks, and the log."""

    digest: str
    """Of the report: SHA-256 of what was screened and found, without the clock of the run."""
    sha256: str
    """Of the file ``report.json``."""
    language: str
    entries: tuple[Entry, ...]

    def to_bytes(self) -> bytes:
        """The log as JSON, one entry a line in the spelling that is hashed."""
        head = {"schema": SCHEMA, "report": {"digest": self.digest, "sha256": self.sha256}, "language": self.language}
        lines = b",\n".join(canonical(asdict(entry)) for entry in self.entries)
        return canonical(head)[:-1] + b',"entries":[\n' + lines + b"\n]}\n"

    def rows(self) -> list[dict[str, Any]]:
        """The entries as plain values with the SHA-256 of each, for the formats."""
        return [{**asdict(entry), "sha256": link(entry)} for entry in self.entries]


def begin(report: Report, data: bytes, language: str) -> Custody:
    """The log of a new record: one entry, the screening, made from what the report says of its run.

    ``data`` is the file ``report.json`` as it was given.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    run, tool = report.run, report.screening["tool"]
    host = f" on the computer {run['host']}" if run["host"] else ""
    by = safe_text(f"{tool['name']} {tool['version']}{host}", LONGEST_BY)
    note = "The run was stopped before its end." if run["interrupted"] else ""
    first = Entry(1, "screened", by, moment(run["finished"]) or "", note, sha256)
    return Custody(report.digest, sha256, language, (first,))


def added(custody: Custody, what: str, by: str, when: str, note: str = "") -> Custody:
    """``custody`` with one more entry.

    :raises UsageError: for a word, a time or a text that the log does not take.
    """
    if len(custody.entries) >= MOST_ENTRIES:
        raise UsageError(f"the log has {MOST_ENTRIES:,} entries, the most that it takes")
    last = custody.entries[-1]
    entry = Entry(last.number + 1, what, by.strip(), moment(when) or when, note.strip(), link(last))
    if fault := next(_faults_of(entry), None):
        raise UsageError(fault)
    return Custody(custody.digest, custody.sha256, custody.language, (*custody.entries, entry))


def link(entry: Entry) -> str:
    """SHA-256 of an entry: of its line in ``custody.json`` without the comma behind it."""
    return hashlib.sha256(canonical(asdict(entry))).hexdigest()


def parse(data: bytes) -> Custody:
    """The log in ``data``.

    :raises UsageError: when it is no log of this version, or its chain is broken.
    """
    try:
        document = json.loads(data.decode("utf-8"))
        head = {key: value for key, value in document.items() if key != "entries"}
        if head["schema"] != SCHEMA:
            raise UsageError(f"{SCHEMA} was expected, not {safe_text(str(head['schema']), 80)}")
        entries = tuple(_entry(row) for row in document["entries"])
        about = head["report"]
        custody = Custody(str(about["digest"]), str(about["sha256"]), str(head["language"]), entries)
        same = custody.to_bytes() == data
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UsageError(f"it is no log of custody: {safe_text(str(error), 200)}") from error
    if not same:
        raise UsageError("it is no log of custody as facescreen writes it")
    if fault := next(faults(entries, custody.sha256), None):
        raise UsageError(fault)
    return custody


def _entry(row: dict[str, Any]) -> Entry:
    entry = Entry(**row)
    texts = (entry.what, entry.by, entry.when, entry.note, entry.before)
    if type(entry.number) is not int or entry.number > MOST_ENTRIES or not all(isinstance(t, str) for t in texts):
        raise ValueError("an entry has a value of another kind")
    return entry


def faults(entries: Sequence[Entry], sha256: str) -> Iterator[str]:
    """What is wrong with a chain that begins with ``report.json`` of that ``sha256``, a sentence each."""
    if not entries or entries[0].what != "screened":
        yield "the log does not begin with the screening"
    if len(entries) > MOST_ENTRIES:
        yield f"the log has more than {MOST_ENTRIES:,} entries"
    before = sha256
    for number, entry in enumerate(entries, 1):
        if entry.number != number:
            yield f"entry {number} has another number"
        if entry.before != before:
            yield f"entry {number} does not hold the SHA-256 of {'report.json' if number == 1 else 'the one before'}"
        yield from (f"entry {number}: {fault}" for fault in _faults_of(entry))
        before = link(entry)


def _faults_of(entry: Entry) -> Iterator[str]:
    if entry.what not in WHAT:
        yield f"what happened is one of {', '.join(WHAT)}"
    if not (entry.when == "" and entry.number == 1) and moment(entry.when) != entry.when:
        yield "the time has to be a date with a time and its zone, as 2026-11-25T14:05:00-05:00"
    if not entry.by:
        yield "who did it must be said"
    for name, text, most in (("by", entry.by, LONGEST_BY), ("note", entry.note, LONGEST_NOTE)):
        if len(text) > most:
            yield f"{name}: at most {most:,} characters, not {len(text):,}"
        elif safe_text(text) != text:
            yield f"{name}: control characters and hidden marks are not taken; write plain text on one line"
