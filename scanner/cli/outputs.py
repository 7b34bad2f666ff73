"""Where reports go: ``-f FORMAT`` to standard output, ``-f FORMAT=FILE`` to a file, or to a folder for several."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from scanner.cli.refusals import speak
from scanner.cli.targets import Output, check_targets, to_stdout, write_file

if TYPE_CHECKING:
    from scanner.document.report import Report

CommandT = TypeVar("CommandT", bound=Callable[..., Any])


class OutputType(click.ParamType[Output]):
    """``FORMAT`` or ``FORMAT=FILE``."""

    name = "FORMAT[=FILE]"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Output:
        """The option's value as an :class:`Output`; an unknown format is a usage error that lists the known ones."""
        from scanner.report.registry import FORMATS

        if isinstance(value, Output):
            return value
        word, equals, target = str(value).partition("=")
        known = [each.NAME for each in FORMATS]
        if word not in known:
            self.fail(f"{word!r} is no format; there are: {', '.join(known)}", param, ctx)
        if equals and not target:
            self.fail(f"{value!r} names no file", param, ctx)
        return Output.named(word, target)


def check_outputs(outputs: Sequence[Output], deliveries: Sequence[Path]) -> None:
    """Refuse before the work what could not be written after it.

    :raises click.UsageError: as :func:`~scanner.cli.targets.check_targets`, and for several deliveries into one file.
    :raises UsageError: for a PDF without the package that makes it.
    """
    if any(output.format == "pdf" for output in outputs):
        from scanner.report.pdf.engine import need_typst

        need_typst()
    if len(deliveries) > 1:
        for output in outputs:
            if output.target is None:
                raise click.UsageError("several deliveries need a folder to write to: -f json=FOLDER")
            if output.target.exists() and not output.target.is_dir():
                raise click.UsageError(f"{output.target} is a file; several deliveries need a folder")
        outputs = [Output(output.format, output.target, folder=True) for output in outputs]
    check_targets(outputs, deliveries)


def language_option(command: CommandT) -> CommandT:
    """Add ``--language`` (values["language"])."""
    option = click.option(
        "--language",
        metavar="LANGUAGE",
        default="en",
        show_default=True,
        envvar="FACESCREEN_LANGUAGE",
        callback=_language,
        is_eager=True,  # what is wrong with other options is told in this language
        help="Language of the reports for people, as en or es.",
    )
    return option(command)


def output_options(command: CommandT) -> CommandT:
    """Add ``-f`` (values["outputs"]) and the options of single formats (values["sarif_profile"], ["cdx_version"],
    ["language"])."""
    for option in (
        language_option,
        click.option(
            "--cdx-version",
            type=click.Choice(("1.7", "1.6")),
            default="1.7",
            show_default=True,
            envvar="FACESCREEN_CDX_VERSION",
            help="Version of CycloneDX that -f cyclonedx writes.",
        ),
        click.option(
            "--sarif-profile",
            type=click.Choice(("ci", "full")),
            default="ci",
            show_default=True,
            envvar="FACESCREEN_SARIF_PROFILE",
            help="-f sarif: every result an alert (ci), or SARIF's own kinds (full).",
        ),
        click.option(
            "-f",
            "--format",
            "outputs",
            multiple=True,
            type=OutputType(),
            help="Write a report to FILE, to a folder (FOLDER/) or, without =, to standard output; repeatable. For "
            "people: html, pdf, text, markdown; to keep: json; for programs: sarif, junit, cyclonedx, csv.",
        ),
    ):
        command = option(command)
    return command


def _language(context: click.Context, parameter: click.Parameter, value: str) -> str:
    from scanner.report.languages.speaking import languages

    if value not in languages():
        raise click.BadParameter(f"{value!r} is no language of the reports; there are: {', '.join(languages())}")
    speak(value)
    return value


def write_outputs(report: Report, outputs: Sequence[Output], stem: str | None, values: Mapping[str, Any]) -> list[Path]:
    """Write ``report`` in every asked format; returns the files written. ``stem`` names it in a folder of several.

    ``values`` are those of :func:`output_options`.
    """
    from scanner.report.registry import formats

    by_name = {each.NAME: each for each in formats(values["sarif_profile"], values["cdx_version"], values["language"])}
    written = []
    for output in outputs:
        chosen = by_name[output.format]
        content = chosen.render(report)
        if output.target is None:
            to_stdout(content, chosen.NAME)
            continue
        target = output.file(f"{stem or 'report'}{chosen.SUFFIX}", always=stem is not None)
        write_file(target, content)
        written.append(target)
    return written
