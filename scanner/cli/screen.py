"""``facescreen screen``: screen one or several deliveries."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scanner.cli.caching import cache_folder, cache_options
from scanner.cli.deliveries import Asked, deliveries
from scanner.cli.interrupt import Interrupt
from scanner.cli.limits import limit_options, limits_from
from scanner.cli.outputs import Output, check_outputs, output_options, write_outputs
from scanner.cli.packs import pack_options
from scanner.cli.passwords import password_option, passwords_from
from scanner.cli.progress import progress
from scanner.document.result import Context
from scanner.screening import Options
from scanner.screening import screen as screen_delivery
from scanner.text import safe_text

if TYPE_CHECKING:
    from rich.console import Console

    from scanner.document.report import Report

THRESHOLDS = ("found", "inconclusive", "review", "never")
_EXISTING_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command()
@click.argument("paths", nargs=-1, metavar="PATH...", type=click.Path())
@click.option("--files-from", metavar="FILE", help="Read more paths from FILE (- for standard input), NUL-separated.")
@click.option("--name", help="Name of the delivery that comes from standard input.")
@click.option("--vendor", default="", envvar="FACESCREEN_VENDOR", help="Who delivered it.")
@click.option("--product", default="", envvar="FACESCREEN_PRODUCT", help="What it is delivered as, with its version.")
@click.option("--contract", default="", envvar="FACESCREEN_CONTRACT", help="Contract or purchase it belongs to.")
@click.option("--received-by", default="", envvar="FACESCREEN_RECEIVED_BY", help="Who received it.")
@click.option(
    "--policy",
    multiple=True,
    default=("boston",),
    show_default=True,
    envvar="FACESCREEN_POLICY",
    help="Law or set of laws.",
)
@output_options
@click.option(
    "--fail-on",
    type=click.Choice(THRESHOLDS),
    default="review",
    show_default=True,
    envvar="FACESCREEN_FAIL_ON",
    help="Weakest verdict that does not exit 0.",
)
@click.option(
    "--jobs", type=click.IntRange(min=1), envvar="FACESCREEN_JOBS", help="Workers; default one per processor."
)
@click.option("--work-dir", type=_EXISTING_FOLDER, envvar="FACESCREEN_WORK_DIR", help="Where to unpack.")
@click.option(
    "--as-of",
    metavar="YYYY-MM-DD",
    type=click.DateTime(["%Y-%m-%d"]),
    envvar="FACESCREEN_AS_OF",
    help="Screening date, from which the age of the signatures counts; default today.",
)
@click.option("-q", "--quiet", is_flag=True, help="No progress and no summary.")
@click.option("-v", "--verbose", is_flag=True, help="Say what was done to which file.")
@click.option("--log-file", type=click.Path(dir_okay=False, path_type=Path), help="Write what -v says to a file.")
@pack_options
@cache_options
@password_option
@limit_options
def screen(paths: tuple[str, ...], outputs: tuple[Output, ...], **values: Any) -> None:
    """Screen deliveries: files or folders as the vendor handed them over. Each PATH is one delivery."""
    from rich.console import Console

    from scanner.assess.verdict import PRECEDENCE

    console = Console(stderr=True, highlight=False)
    limits = limits_from(values)
    values["passwords"] = passwords_from(values)
    with ExitStack() as stack:
        interrupt = stack.enter_context(Interrupt())
        asked = stack.enter_context(
            deliveries(paths, values["files_from"], values["name"], values["work_dir"], limits.node_bytes)
        )
        check_outputs(outputs, len(asked))
        log = stack.enter_context(_Log(values["verbose"], values["log_file"]))
        reports = []
        for number, delivery in enumerate(asked, 1):
            report = _screen_one(delivery, values, console, interrupt, log)
            reports.append(report)
            stem = f"{number:03d}-{_file_stem(report.name)}" if len(asked) > 1 else None
            _tell(report, write_outputs(report, outputs, stem, values), console, values["quiet"])
            if interrupt.asked():
                sys.exit(interrupt.exit_code)
    failing = [r for r in reports if r.exit_code]
    worst = min(failing, key=lambda r: PRECEDENCE.index(r.verdict), default=None)
    sys.exit(worst.exit_code if worst else 0)


def _screen_one(
    delivery: Asked, values: dict[str, Any], console: Console, interrupt: Interrupt, log: Callable[[str, str], None]
) -> Report:
    context = Context(values["vendor"], values["product"], values["contract"], values["received_by"])
    with progress(console, values["quiet"]) as update:
        options = Options(
            policies=tuple(values["policy"]),
            fail_on=values["fail_on"],
            limits=limits_from(values),
            jobs=values["jobs"],
            work_dir=values["work_dir"],
            cache_dir=cache_folder(values),
            cache_bytes=values["cache_bytes"],
            resume=values["resume"],
            signatures=values["signatures"],
            pack=values["pack"],
            as_of=values["as_of"].date().isoformat() if values["as_of"] else "",
            progress=update,
            stop=interrupt.asked,
            log=log,
            passwords=values["passwords"],
        )
        return screen_delivery(delivery.path, name=delivery.name, context=context, options=options)


def _tell(report: Report, written: Sequence[Path], console: Console, quiet: bool) -> None:
    from scanner.report.summary import summary

    if quiet:
        return
    summary(report, console)
    for file in written:
        console.print(f"Written: {safe_text(str(file))}", markup=False, soft_wrap=True)


def _file_stem(name: str) -> str:
    """A delivery's name as a harmless file name."""
    return "".join(c if c.isalnum() or c in "-_." else "_" for c in name)[:100]


class _Log:
    """Where ``-v`` and ``--log-file`` go; callable with (path, message)."""

    def __init__(self, verbose: bool, file: Path | None) -> None:
        self._verbose = verbose
        try:
            self._file = file.open("w", encoding="utf-8") if file else None
        except OSError as error:
            raise click.UsageError(f"cannot write {file}: {error.strerror}") from error

    def __enter__(self) -> _Log:
        return self

    def __exit__(self, *_: object) -> None:
        if self._file:
            self._file.close()

    def __call__(self, path: str, message: str) -> None:
        line = f"{path}: {message}"
        if self._verbose:
            click.echo(line, err=True)
        if self._file:
            self._file.write(line + "\n")
