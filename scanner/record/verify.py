"""Whether a folder is a record as it was written: what is wrong with it, a sentence for each fault."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from scanner.document.canonical import digest
from scanner.document.validate import LARGEST
from scanner.record import custody, manifest
from scanner.record.contents import zipped
from scanner.record.custody import Custody
from scanner.record.folder import Content, content, read, sha256
from scanner.record.names import ARCHIVE, CUSTODY, EVERY, LISTED, MANIFEST, NAMING, NEEDED, REPORT
from scanner.report.languages.speaking import ENGLISH, languages
from scanner.text import safe_text
from scanner.types import UsageError


def is_record(inside: Content) -> bool:
    """Whether a folder says of itself that it is a record: it has the report, the log and the manifest."""
    return {REPORT, CUSTODY, MANIFEST} <= inside.files


def language_of(folder: Path) -> str:
    """The language that the record in ``folder`` speaks; English where its log cannot be read or names no other."""
    try:
        language = json.loads(read(folder / CUSTODY, custody.LARGEST))["language"]
    except (UsageError, ValueError, KeyError, TypeError, RecursionError):
        return ENGLISH
    return str(language) if language in languages() else ENGLISH


def faults(folder: Path) -> list[str]:
    """What is wrong with the record in ``folder``; empty when every file is as it was written.

    :raises UsageError: when it is no record, or cannot be read.
    """
    inside = content(folder)
    if not inside.files & {MANIFEST, CUSTODY}:
        raise UsageError(f"{safe_text(str(folder))} is not a record: it has no {MANIFEST} and no {CUSTODY}")
    listed, found = _listed(folder, inside)
    found += _names(inside, listed)
    there = [name for name in LISTED if name in inside.files]
    changed = [name for name in there if name in listed and sha256(folder / name) != listed[name]]
    found += [f"{name} was changed" for name in changed]
    log = _log(folder, inside, found)
    if REPORT in inside.files and REPORT not in changed and log is not None:
        found += _report(folder, [name for name in NAMING if name in inside.files and name not in changed], log)
    if not found and ARCHIVE in inside.files and log is not None:
        found += _archive(folder, there, log)
    return found


def _listed(folder: Path, inside: Content) -> tuple[dict[str, str], list[str]]:
    if MANIFEST not in inside.files:
        return {}, [] if MANIFEST in inside.others else [f"{MANIFEST} is missing"]
    try:
        return manifest.parse(read(folder / MANIFEST, manifest.LARGEST)), []
    except UsageError as error:
        return {}, [f"{MANIFEST}: {error}"]


def _names(inside: Content, listed: Mapping[str, str]) -> Iterator[str]:
    for name in sorted(inside.others):
        yield f"{safe_text(name, 200)} is not a plain file"
    for name in sorted(inside.files - set(EVERY)):
        yield f"{safe_text(name, 200)} is not part of the record"
    for name in sorted((set(listed) | set(NEEDED)) - inside.files - inside.others):
        yield f"{safe_text(name, 200)} is missing"
    if MANIFEST not in inside.files:
        return
    for name in sorted((set(LISTED) & inside.files) - set(listed)):
        yield f"{name} is not in {MANIFEST}"
    for name in sorted(set(listed) - set(LISTED)):
        yield f"{MANIFEST} lists {safe_text(name, 200)}, which is not part of a record"


def _log(folder: Path, inside: Content, found: list[str]) -> Custody | None:
    if CUSTODY not in inside.files:
        return None
    try:
        return custody.parse(read(folder / CUSTODY, custody.LARGEST))
    except UsageError as error:
        found.append(f"{CUSTODY}: {error}")
        return None


def _report(folder: Path, naming: list[str], log: Custody) -> Iterator[str]:
    """Whether the log and the files ``naming`` it speak of this report.

    It is read without the schema, so that records of older versions can be checked.
    """
    data = read(folder / REPORT, LARGEST)
    if hashlib.sha256(data).hexdigest() != log.sha256:
        yield f"{CUSTODY} is about another {REPORT}: the SHA-256 of the file is not the same"
    try:
        named = digest(json.loads(data)["screening"])
    except (ValueError, KeyError, TypeError, RecursionError, OverflowError):
        yield f"{REPORT} is not a report"
        return
    if named != log.digest:
        yield f"{CUSTODY} names another report than {REPORT}"
    for name in naming:
        if named.encode() not in read(folder / name, LARGEST):
            yield f"{name} does not name the report {named[:12]}…"


def _archive(folder: Path, names: list[str], log: Custody) -> Iterator[str]:
    """The archive is made anew from the files, which are as they were, and compared."""
    files = {name: read(folder / name, LARGEST) for name in (*names, MANIFEST)}
    if hashlib.sha256(zipped(files, log.digest)).hexdigest() != sha256(folder / ARCHIVE):
        yield f"{ARCHIVE} does not hold the same files as this folder"
