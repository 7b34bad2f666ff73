"""Making a record, and adding an entry to its log."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from scanner.document.report import Report
from scanner.document.validate import LARGEST
from scanner.record import custody as logs
from scanner.record.contents import complete, views
from scanner.record.custody import Custody
from scanner.record.folder import content, read
from scanner.record.lock import only_writer
from scanner.record.names import ARCHIVE, CUSTODY, PDF, REPORT, VIEWS
from scanner.record.pdf import can_set, record_pdf
from scanner.record.place import put, recover
from scanner.record.verify import faults, is_record
from scanner.report.languages.speaking import ENGLISH, languages
from scanner.text import plural, safe_text
from scanner.types import UsageError


@dataclass(frozen=True, slots=True)
class Written:
    """What was put into a folder. ``sha256`` is that of the archive: what is noted elsewhere."""

    folder: Path
    files: tuple[str, ...]
    sha256: str
    custody: Custody


def create(source: Path, target: Path, language: str = ENGLISH) -> Written:
    """Make the folder ``target`` the record of the report in the file ``source``.

    A record of the same report that nobody has added an entry to is made again; anything else that is there is refused.

    :raises UsageError: when ``source`` is no report, ``target`` is something else, or cannot be written.
    """
    data = _report_bytes(source)
    report = Report.parse(data)
    target = _place(target)
    if os.path.lexists(target):
        if not target.is_dir():
            raise UsageError(f"{safe_text(str(target))} exists and is not a record but a file")
        with only_writer(target):
            _check_replaceable(target, data)
            return _write(target, report, data, logs.begin(report, data, language))
    return _write(target, report, data, logs.begin(report, data, language), absent=True)


def add(folder: Path, what: str, by: str, when: str, note: str = "") -> Written:
    """Add an entry to the log of the record in ``folder``, and make anew what shows the log.

    :raises UsageError: when the folder is no record, was changed (the files are named), or cannot be written.
    """
    folder = _place(folder)
    with only_writer(folder):
        _check_whole(folder)
        data = read(folder / REPORT, LARGEST)
        log = logs.added(logs.parse(read(folder / CUSTODY, logs.LARGEST)), what, by, when, note)
        if log.language not in languages():
            raise UsageError(f"the record speaks {safe_text(log.language, 20)}, which this facescreen does not")
        if PDF in content(folder).files and not can_set():
            raise UsageError(
                f"{PDF} shows the log and has to be made anew; install what makes it: pip install 'facescreen[pdf]'"
            )
        rendered = {name: read(folder / name, LARGEST) for name in VIEWS}
        return _write(folder, _own_report(data), data, log, rendered=rendered)


def _write(
    target: Path,
    report: Report,
    data: bytes,
    log: Custody,
    *,
    rendered: dict[str, bytes] | None = None,
    absent: bool = False,
) -> Written:
    """The views of the report stay as they were filed where they are given: another version might show it otherwise."""
    files = complete(report, data, rendered or views(report, log.language), log, record_pdf(report, log))

    def still_absent() -> None:
        if absent and os.path.lexists(target):
            raise UsageError(f"{safe_text(str(target))} was made by somebody else meanwhile")

    put(files, target, still_absent)
    return Written(target, tuple(files), hashlib.sha256(files[ARCHIVE]).hexdigest(), log)


def _own_report(data: bytes) -> Report:
    """The report of a record that is whole: what does not fit was written by another version."""
    try:
        return Report.parse(data)
    except UsageError as error:
        raise UsageError(f"use the version of facescreen that README.txt names, nothing was added: {error}") from error


def _report_bytes(source: Path) -> bytes:
    """A report may be given through a link or a pipe, as to every other command; it is read once."""
    try:
        if not source.is_file():
            raise UsageError(f"{safe_text(str(source))} is not a file")
        with source.open("rb") as stream:
            data = stream.read(LARGEST + 1)
    except OSError as error:
        raise UsageError(f"{safe_text(str(source))} cannot be read: {error.strerror}") from error
    if len(data) > LARGEST:
        raise UsageError(f"{safe_text(str(source))} has more than {LARGEST:,} bytes, the most that a report has")
    return data


def _place(folder: Path) -> Path:
    """``folder`` without links above it and with a name of its own, put back where a writing was interrupted."""
    try:
        if folder.is_symlink():
            raise UsageError(f"{safe_text(str(folder))} is a link; name the folder itself")
        place = folder.resolve()
    except (OSError, RuntimeError) as error:  # a name that is too long; links in a circle
        told = getattr(error, "strerror", "") or "links lead in a circle"
        raise UsageError(f"{safe_text(str(folder))} cannot be used: {told}") from error
    if not place.name:
        raise UsageError(f"{safe_text(str(folder))} has no name of its own")
    recover(place)
    if _inside(place):
        raise UsageError(f"{safe_text(str(folder))} is replaced as a whole: go to the folder above it first")
    return place


def _inside(place: Path) -> bool:
    """Whether this process stands in ``place``: what replaces it would leave the caller's shell in no folder at all."""
    try:
        return os.path.lexists(place) and Path.cwd().is_relative_to(place)
    except FileNotFoundError:
        return False


def _check_whole(folder: Path) -> None:
    found = faults(folder)
    if found:
        raise UsageError(f"{safe_text(str(folder))} is not as it was written, nothing was added: {_told(found)}")
    if not os.access(folder, os.W_OK):
        raise UsageError(f"{safe_text(str(folder))} is read-only, nothing was added")


def _check_replaceable(target: Path, data: bytes) -> None:
    shown = safe_text(str(target))
    if not is_record(content(target)):
        raise UsageError(f"{shown} exists and is not a record; name a folder that is not there yet")
    _check_whole(target)
    log = logs.parse(read(target / CUSTODY, logs.LARGEST))
    if log.sha256 != hashlib.sha256(data).hexdigest():
        raise UsageError(f"{shown} is the record of another report; name a folder that is not there yet")
    if len(log.entries) > 1:
        raise UsageError(
            f"{shown} has {plural(len(log.entries), 'entry', 'entries')} in its log, which would be lost;"
            " name a folder that is not there yet"
        )


def _told(found: Sequence[str], most: int = 20) -> str:
    rest = [plural(len(found) - most, "more fault")] if len(found) > most else []
    return "; ".join([*found[:most], *rest])
