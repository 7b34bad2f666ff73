"""``facescreen record``: the folder that is filed, its log of custody, and whether it is as it was written."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scanner.cli.console import check_verbosity, verbosity
from scanner.cli.lazy import LazyGroup
from scanner.cli.outputs import language_option
from scanner.cli.refusals import speak
from scanner.record.custody import WHAT
from scanner.text import safe_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scanner.record.custody import Entry
    from scanner.record.writing import Written

_FOLDER = click.Path(path_type=Path)
_levels = verbosity(
    "Only the SHA-256 of record.zip, and errors.", "Every file with its SHA-256, and every entry of the log."
)
EXIT_CHANGED = 1
MOST_FAULTS = 200
"""Lines that a check prints: a manifest may list 10,000 files that are not there."""


_COMMANDS = {name: ("scanner.cli.record", name) for name in ("create", "add", "check")}


@click.group(cls=LazyGroup, commands_in=_COMMANDS)
def record() -> None:
    """Make, keep and check the folder to file.

    The record of a screening is one folder with all reports, a log of who did what and when, and checksums.
    """


@click.command()
@click.argument("report", metavar="REPORT.json", type=_FOLDER)
@click.option("--out", "folder", metavar="DIR", required=True, type=_FOLDER, help="The folder to make.")
@language_option
@_levels
def create(report: Path, folder: Path, language: str, **levels: bool) -> None:
    """Make the record of REPORT.json.

    The new folder DIR holds every form of the report, the questions to the vendor, the log, checksums, and all of it as
    one zip. Prints the SHA-256 of record.zip. Note it in another place: only that note can show a change on purpose.
    """
    from scanner.record import writing

    check_verbosity(levels)
    _tell(writing.create(report, folder, language), **levels)


@click.command()
@click.argument("folder", metavar="DIR", type=_FOLDER)
@click.option("--what", required=True, type=click.Choice(WHAT), help="What was done with the delivery or the record.")
@click.option("--by", required=True, metavar="WHO", help="Who did it: a name, an office or a role.")
@click.option("--when", metavar="TIME", help="When, with the zone, as 2026-11-25T14:05:00-05:00; default: now.")
@click.option("--note", default="", metavar="TEXT", help="What else is to be known, on one line.")
@_levels
def add(folder: Path, what: str, by: str, when: str | None, note: str, **levels: bool) -> None:
    """Add an entry to the log of the record DIR.

    What shows the log is made anew: README.txt, the PDF, the checksums, the zip.

    A folder that was changed since it was written is refused, and the changed files are named.
    """
    from scanner.record import moment, writing
    from scanner.record.verify import language_of

    speak(language_of(folder))
    check_verbosity(levels)
    if when is not None and moment.moment(when) is None:
        raise click.BadParameter("give date, time and zone, as 2026-11-25T14:05:00-05:00", param_hint="--when")
    if when is not None and moment.in_future(when):
        raise click.BadParameter("that time has not come yet by this computer's clock", param_hint="--when")
    _tell(writing.add(folder, what, by, when or moment.now(), note), **levels)


@click.command()
@click.argument("folder", metavar="DIR", type=_FOLDER)
@_levels
def check(folder: Path, **levels: bool) -> None:
    """Check that the record DIR is as it was written.

    Every file, the log, and that all speak of one report. Says it in the language of the record.

    Exit codes: 0 as it was written, 1 changed (each fault is named), 2 no record, or it cannot be read.
    """
    from scanner.record.verify import faults, language_of
    from scanner.report.languages.speaking import speaking

    language = language_of(folder)
    speak(language)
    check_verbosity(levels)
    found = faults(folder)
    with speaking(language):
        if levels["verbose"]:
            _tell_all(folder, log=not found)
        if found:
            _tell_faults(folder, found)
            sys.exit(EXIT_CHANGED)
        _tell_whole(folder, quiet=levels["quiet"])


def _tell_faults(folder: Path, found: Sequence[str]) -> None:
    """Each fault on standard output, their number on standard error."""
    from scanner.report.languages.phrasebook import said
    from scanner.report.languages.speaking import ngettext

    for fault in found[:MOST_FAULTS]:
        click.echo(said(fault))
    if len(found) > MOST_FAULTS:
        click.echo(ngettext("and %(num)s more fault", "and %(num)s more faults", len(found) - MOST_FAULTS))
    told = ngettext(
        "%(folder)s: %(num)s fault. This folder is not as it was written.",
        "%(folder)s: %(num)s faults. This folder is not as it was written.",
        len(found),
        folder=safe_text(str(folder)),
    )
    click.echo(told, err=True)


def _tell_whole(folder: Path, *, quiet: bool) -> None:
    """The checksum of the zip on standard output; what the check shows, and what to do with the checksum, beside it."""
    from scanner.record import folder as folders
    from scanner.record.names import ARCHIVE
    from scanner.report.languages.speaking import gettext as _

    shown = safe_text(str(folder))
    there = ARCHIVE in folders.content(folder).files
    if there:
        click.echo(f"{folders.sha256(folder / ARCHIVE)}  {shown}/{ARCHIVE}")
    if quiet:
        return
    told = (
        _("Compare this SHA-256 with the one that was noted when the record was made.")
        if there
        else _("%(file)s is not here: the SHA-256 that was noted is that of %(file)s.", file=ARCHIVE)
    )
    as_written = _(
        "%(folder)s: as it was written. The check shows a change by accident; one on purpose can be hidden.",
        folder=shown,
    )
    click.echo(f"{as_written}\n{told}", err=True)


def _tell_all(folder: Path, *, log: bool) -> None:
    """Every file with its checksum; with ``log`` its entries, which can be read where there is no fault."""
    from scanner.record import custody, names
    from scanner.record import folder as folders

    there = folders.content(folder).files
    for name in sorted(there):
        click.echo(f"{folders.sha256(folder / name)}  {safe_text(name)}", err=True)
    entries = custody.parse(folders.read(folder / names.CUSTODY, custody.LARGEST)).entries if log else ()
    for entry in entries:
        click.echo(safe_text(_line(entry)), err=True)


def _line(entry: Entry) -> str:
    """One entry of the log. The first is the program's own; in the others the words are those of a person."""
    from scanner.record.words import acts
    from scanner.report.languages.phrasebook import said
    from scanner.report.languages.speaking import gettext as _

    by, note = (said(text) if entry.number == 1 else text for text in (entry.by, entry.note))
    line = _(
        "%(number)s. %(when)s %(what)s, by %(by)s",
        number=entry.number,
        when=entry.when,
        what=acts()[entry.what].lower(),
        by=by,
    )
    return f"{line} ({note})" if note else line


def _tell(written: Written, *, quiet: bool, verbose: bool) -> None:
    """The checksum on standard output, in the form of ``sha256sum``; the words beside it on standard error."""
    from scanner.record.names import ARCHIVE, PDF
    from scanner.report.languages.speaking import gettext as _
    from scanner.report.languages.speaking import ngettext, speaking

    folder = safe_text(str(written.folder))
    click.echo(f"{written.sha256}  {folder}/{ARCHIVE}")
    if quiet:
        return
    with speaking(written.custody.language):
        if verbose:
            _tell_all(written.folder, log=True)
        entries = ngettext("%(num)s entry", "%(num)s entries", len(written.custody.entries))
        files = ngettext("%(num)s file", "%(num)s files", len(written.files))
        told = [
            _("Written: %(folder)s (%(files)s, %(entries)s in the log).", folder=folder, files=files, entries=entries)
        ]
        if PDF not in written.files:
            told.append(
                _("%(file)s is missing: pip install 'facescreen[pdf]', and the next create or add makes it.", file=PDF)
            )
        told.append(
            _("Note the SHA-256 of %(file)s in another place: it shows later whether it was replaced.", file=ARCHIVE)
        )
    for line in told:
        click.echo(line, err=True)
