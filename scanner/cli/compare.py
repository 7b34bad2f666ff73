"""``facescreen compare``: what a new version changes against an old one."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scanner.cli.caching import cache_folder
from scanner.cli.console import check_verbosity, people, tell_written, verbosity_options
from scanner.cli.interrupt import Interrupt
from scanner.cli.outputs import language_option
from scanner.cli.passwords import passwords_from
from scanner.cli.progress import progress
from scanner.cli.running import Log, law_option, options_from, run_options
from scanner.cli.sections import SectionedCommand
from scanner.cli.settings import check_settings
from scanner.cli.targets import Output, check_targets, to_stdout, write_file
from scanner.compare.formats import MOST, json
from scanner.screening import in_use, no_collector

if TYPE_CHECKING:
    from rich.console import Console

    from scanner.document.report import Report
    from scanner.types import Policy


Change = Mapping[str, Any]


def _json(change: Change, _language: str) -> bytes:
    return json(change)


def _text(change: Change, language: str, most: int = MOST) -> bytes:
    from scanner.report.comparison import text

    return text(change, most, language)


def _page(change: Change, language: str) -> bytes:
    from scanner.report.comparison import page

    return page(change, language)


SUMMARY, EVERYTHING = 2, 1 << 30
"""Lines of each kind of change, without and with ``-v``."""
FORMATS: Mapping[str, tuple[str, Callable[[Change, str], bytes]]] = {
    "text": (".txt", _text),
    "json": (".json", _json),
    "html": (".html", _page),
}
"""Name → suffix of the file and how it is written in a language; JSON is the same for every reader."""
_VERSION = click.Path(exists=True, path_type=Path)


class _ChangeFormat(click.ParamType[Output]):
    """``text``, ``json`` or ``html``, to standard output or ``=FILE``."""

    name = "FORMAT[=FILE]"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Output:
        """The option's value as an :class:`~scanner.cli.outputs.Output`."""
        if isinstance(value, Output):
            return value
        word, equals, target = str(value).partition("=")
        if word not in FORMATS:
            self.fail(f"{word!r} is no format of a comparison; there are: {', '.join(FORMATS)}", param, ctx)
        if equals and not target:
            self.fail(f"{value!r} names no file", param, ctx)
        return Output.named(word, target)


@click.command(cls=SectionedCommand)
@click.argument("old", metavar="OLD", type=_VERSION)
@click.argument("new", metavar="NEW", type=_VERSION)
@click.option(
    "-f",
    "--format",
    "outputs",
    multiple=True,
    type=_ChangeFormat(),
    help="Write the comparison: text, json, html; repeatable.",
)
@language_option
@verbosity_options
@law_option
@run_options
def compare(old: Path, new: Path, outputs: tuple[Output, ...], **values: Any) -> None:
    """Say what NEW changes against OLD, the version in use. Each is a report.json, or a delivery that is screened now.

    Exit codes: 0 nothing new, 1 a capability appeared or went further, 3 something that could be read no longer can,
    4 something for a person to judge, 2 usage.
    """
    from scanner.compare.change import compare as compare_reports
    from scanner.compare.change import exit_code
    from scanner.report.changes import named

    check_verbosity(values)
    check_settings((old, new))
    check_targets(outputs, (old, new))
    console = people()
    values["passwords"] = passwords_from(values)
    with no_collector(), ExitStack() as stack:
        interrupt = stack.enter_context(Interrupt())
        log = stack.enter_context(Log(values["verbose"], values["log_file"]))
        before, after = (_report(path, values, console, interrupt, log) for path in (old, new))
        laws, unknown = _laws(after, values)
        change = compare_reports(before, after, laws=laws, unknown=unknown)
        _write(change, named(change, after), outputs, console, values)
        if interrupt.asked():
            sys.exit(interrupt.exit_code)
    sys.exit(exit_code(change))


def _report(
    path: Path, values: Mapping[str, Any], console: Console, interrupt: Interrupt, log: Callable[[str, str], None]
) -> Report:
    with progress(console, values["quiet"], values["verbose"], values["language"]) as update:
        return in_use(path, options_from(values, update, interrupt.asked, log))


def _laws(report: Report, values: Mapping[str, Any]) -> tuple[list[Policy], list[str]]:
    """The laws that ``report`` was judged by, as they are in the pack in use, and the names of those that are not."""
    from scanner.cache.packs import PackCache
    from scanner.catalogue.packs import load_packs

    folder = cache_folder(values)
    pack = load_packs(values["signatures"], main=values["pack"], memory=PackCache(folder) if folder else None)
    named = [verdict["policy"]["id"] for verdict in report.document["screening"]["verdicts"]]
    known = [name for name in named if name in pack.policies]
    return list(pack.select(known)), [name for name in named if name not in pack.policies]


def _write(
    change: Change, shown: Change, outputs: tuple[Output, ...], console: Console, values: Mapping[str, Any]
) -> None:
    """The summary on standard error, like that of a screening; what was asked for where it was asked for.

    ``shown`` is ``change`` as people are shown it.
    """
    if not values["quiet"] and all(output.target is not None or output.format != "text" for output in outputs):
        from scanner.report.summary import comparison

        comparison(shown, console, EVERYTHING if values["verbose"] else SUMMARY, values["language"])
    for output in outputs:
        suffix, render = FORMATS[output.format]
        content = render(change if output.format == "json" else shown, values["language"])
        if output.target is None:
            to_stdout(content, output.format)
            continue
        target = output.file(f"change{suffix}")
        write_file(target, content)
        if not values["quiet"]:
            tell_written(console, [target], values["language"])
