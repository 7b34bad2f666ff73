"""``facescreen record``: the folder that is filed, its log of custody, and whether it is as it was written."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scanner.cli.console import check_verbosity, verbosity
from scanner.cli.lazy import LazyGroup
from scanner.cli.outputs import language_option
from scanner.record.custody import WHAT
from scanner.text import plural, safe_text

if TYPE_CHECKING:
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

    Every file, the log, and that all speak of one report.

    Exit codes: 0 as it was written, 1 changed (each fault is named), 2 no record, or it cannot be read.
    """
    from scanner.record import folder as folders
    from scanner.record.names import ARCHIVE
    from scanner.record.verify import faults

    check_verbosity(levels)
    shown = safe_text(str(folder))
    found = faults(folder)
    if levels["verbose"]:
        _tell_all(folder, log=not found)
    for fault in found[:MOST_FAULTS]:
        click.echo(fault)
    if len(found) > MOST_FAULTS:
        click.echo(f"and {plural(len(found) - MOST_FAULTS, 'more fault')}")
    if found:
        click.echo(f"{shown}: {plural(len(found), 'fault')}. This folder is not as it was written.", err=True)
        sys.exit(EXIT_CHANGED)
    there = ARCHIVE in folders.content(folder).files
    if there:
        click.echo(f"{folders.sha256(folder / ARCHIVE)}  {shown}/{ARCHIVE}")
    if levels["quiet"]:
        return
    click.echo(f"{shown}: as it was written. This shows no change by accident; one on purpose can be hidden.", err=True)
    if there:
        click.echo("Compare this SHA-256 with the one that was noted when the record was made.", err=True)
    else:
        click.echo(f"{ARCHIVE} is not here: the SHA-256 that was noted is that of {ARCHIVE}.", err=True)


def _tell_all(folder: Path, *, log: bool) -> None:
    """Every file with its checksum; with ``log`` its entries, which can be read where there is no fault."""
    from scanner.record import custody, names
    from scanner.record import folder as folders

    there = folders.content(folder).files
    for name in sorted(there):
        click.echo(f"{folders.sha256(folder / name)}  {safe_text(name)}", err=True)
    entries = custody.parse(folders.read(folder / names.CUSTODY, custody.LARGEST)).entries if log else ()
    for entry in entries:
        note = f" ({entry.note})" if entry.note else ""
        click.echo(safe_text(f"{entry.number}. {entry.when} {entry.what} by {entry.by}{note}"), err=True)


def _tell(written: Written, *, quiet: bool, verbose: bool) -> None:
    """The checksum on standard output, in the form of ``sha256sum``; the words beside it on standard error."""
    from scanner.record.names import ARCHIVE, PDF
    from scanner.report.languages.speaking import gettext as _
    from scanner.report.languages.speaking import ngettext, speaking

    folder = safe_text(str(written.folder))
    click.echo(f"{written.sha256}  {folder}/{ARCHIVE}")
    if quiet:
        return
    if verbose:
        _tell_all(written.folder, log=True)
    with speaking(written.custody.language):
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
