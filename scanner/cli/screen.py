"""``facescreen screen``: screen one or several deliveries."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scanner.cli.console import check_verbosity, people, tell, tell_written, verbosity_options
from scanner.cli.deliveries import Asked, deliveries
from scanner.cli.interrupt import Interrupt
from scanner.cli.limits import limits_from
from scanner.cli.outputs import check_outputs, output_options, write_outputs
from scanner.cli.passwords import passwords_from
from scanner.cli.progress import progress
from scanner.cli.running import Log, law_option, options_from, run_options
from scanner.cli.sections import SectionedCommand
from scanner.cli.settings import check_settings
from scanner.document.result import Context
from scanner.screening import in_use
from scanner.screening import screen as screen_delivery

if TYPE_CHECKING:
    from rich.console import Console

    from scanner.document.report import Report
    from scanner.types import Verdict

THRESHOLDS = ("found", "inconclusive", "review", "never")


@click.command(cls=SectionedCommand, short_help="Screen files or folders that a vendor handed over.")
@click.argument("paths", nargs=-1, metavar="PATH...", type=click.Path())
@click.option("--files-from", metavar="FILE", help="Read more paths from FILE (- for standard input), NUL-separated.")
@click.option("--name", help="Name of the delivery that comes from standard input.")
@click.option("--vendor", default="", envvar="FACESCREEN_VENDOR", help="Who delivered it.")
@click.option("--product", default="", envvar="FACESCREEN_PRODUCT", help="What it is delivered as, with its version.")
@click.option("--contract", default="", envvar="FACESCREEN_CONTRACT", help="Contract or purchase it belongs to.")
@click.option("--received-by", default="", envvar="FACESCREEN_RECEIVED_BY", help="Who received it.")
@law_option
@output_options
@verbosity_options
@click.option(
    "--fail-on",
    type=click.Choice(THRESHOLDS),
    default="review",
    show_default=True,
    envvar="FACESCREEN_FAIL_ON",
    help="Weakest verdict that does not exit 0.",
)
@click.option(
    "--against",
    metavar="OLD",
    type=click.Path(exists=True, path_type=Path),
    envvar="FACESCREEN_AGAINST",
    help="The version in use, as its report.json or as a delivery: the report says what changed.",
)
@run_options
def screen(paths: tuple[str, ...], **values: Any) -> None:
    """Screen deliveries: files or folders as the vendor handed them over. Each PATH is one delivery.

    A page to read and a report to keep: facescreen screen update.bin -f html=report.html -f json=report.json

    Exit codes: 0 nothing found in what was read, 1 found, 2 usage, 3 could not be checked, 4 a person must decide,
    130 and 143 interrupted.
    """
    from scanner.assess.verdict import PRECEDENCE

    check_verbosity(values)
    console = people()
    limits = limits_from(values)
    values["passwords"] = passwords_from(values)
    with ExitStack() as stack:
        interrupt = stack.enter_context(Interrupt())
        asked = stack.enter_context(
            deliveries(paths, values["files_from"], values["name"], values["work_dir"], limits.node_bytes)
        )
        check_outputs(values["outputs"], [delivery.path for delivery in asked])
        check_settings(delivery.path for delivery in asked)
        log = stack.enter_context(Log(values["verbose"], values["log_file"]))
        against = _deployed(values, console, interrupt, log)
        reports = []
        for number, delivery in enumerate(asked, 1):
            report = _screen_one(delivery, against, values, console, interrupt, log)
            reports.append(report)
            stem = f"{number:03d}-{_file_stem(report.name)}" if len(asked) > 1 else None
            _tell(report, stem, console, values)
            if stem and not values["quiet"]:
                tell(console, "")
            if interrupt.asked():
                sys.exit(interrupt.exit_code)
    failing = [r for r in reports if r.exit_code]
    worst = min(failing, key=lambda r: PRECEDENCE.index(r.verdict), default=None)
    code = worst.exit_code if worst else 0
    if len(reports) > 1 and not values["quiet"]:
        tell(console, _together([report.verdict for report in reports], code, values["language"]))
    sys.exit(code)


def _together(verdicts: Sequence[Verdict], code: int, language: str) -> str:
    """``3 deliveries: 2 found, 1 nothing found. Exit code: 1``, the weightiest first."""
    from scanner.assess.verdict import PRECEDENCE
    from scanner.report.languages.speaking import gettext as _
    from scanner.report.languages.speaking import speaking
    from scanner.report.words import word

    with speaking(language):
        counts = Counter(verdicts)
        told = [f"{counts[each]} {word('verdict', each.value)['word'].lower()}" for each in PRECEDENCE if counts[each]]
        values = {"count": len(verdicts), "verdicts": ", ".join(told), "code": code}
        return _("%(count)s deliveries: %(verdicts)s. Exit code: %(code)s", **values)


def _screen_one(
    delivery: Asked,
    against: Report | None,
    values: dict[str, Any],
    console: Console,
    interrupt: Interrupt,
    log: Callable[[str, str], None],
) -> Report:
    context = Context(values["vendor"], values["product"], values["contract"], values["received_by"])
    with progress(console, values["quiet"], values["verbose"], values["language"]) as update:
        options = replace(options_from(values, update, interrupt.asked, log), against=against)
        return screen_delivery(delivery.path, name=delivery.name, context=context, options=options)


def _deployed(
    values: dict[str, Any], console: Console, interrupt: Interrupt, log: Callable[[str, str], None]
) -> Report | None:
    """The report of what ``--against`` names: made or read once for all deliveries."""
    if values["against"] is None:
        return None
    with progress(console, values["quiet"], values["verbose"], values["language"]) as update:
        return in_use(values["against"], options_from(values, update, interrupt.asked, log))


def _tell(report: Report, stem: str | None, console: Console, values: Mapping[str, Any]) -> None:
    """Show the summary, then write the files: a full disk must not cost the answer of an hour's work."""
    from scanner.report.languages.speaking import gettext as _
    from scanner.report.languages.speaking import speaking
    from scanner.report.summary import summary

    if not values["quiet"]:
        # With -v the log has told every file while the screening ran.
        summary(report, console, values["verbose"], values["language"], files=False)
    written = write_outputs(report, values["outputs"], stem, values)
    if not values["quiet"]:
        tell_written(console, written, values["language"])
        if not values["outputs"]:
            with speaking(values["language"]):
                tell(console, _("Not saved. To save it: -f html=report.html -f json=report.json   All details: -v"))


def _file_stem(name: str) -> str:
    """A delivery's name as a harmless file name."""
    return "".join(c if c.isalnum() or c in "-_." else "_" for c in name)[:100]
