"""Where reports go: ``-f FORMAT`` to standard output, ``-f FORMAT=FILE`` to a file, or to a folder for several."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from scanner.document.report import Report

CommandT = TypeVar("CommandT", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Output:
    """One ``-f`` option; ``target`` None is standard output."""

    format: str
    target: Path | None


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
        return Output(word, Path(target) if target else None)


def check_outputs(outputs: Sequence[Output], deliveries: int) -> None:
    """Refuse before the work what could not be written after it.

    :raises click.UsageError: for two formats on standard output, or several deliveries into one file.
    """
    to_stdout = [output for output in outputs if output.target is None]
    if len(to_stdout) > 1:
        raise click.UsageError("only one format can go to standard output; give the others a file: -f html=report.html")
    if deliveries > 1 and to_stdout:
        raise click.UsageError("several deliveries need a folder to write to: -f json=FOLDER")
    for output in outputs:
        if deliveries > 1 and output.target is not None and output.target.exists() and not output.target.is_dir():
            raise click.UsageError(f"{output.target} is a file; several deliveries need a folder")


def language_option(command: CommandT) -> CommandT:
    """Add ``--language`` (values["language"])."""
    option = click.option(
        "--language",
        metavar="LANGUAGE",
        default="en",
        show_default=True,
        envvar="FACESCREEN_LANGUAGE",
        callback=_language,
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
        click.option("-f", "--format", "outputs", multiple=True, type=OutputType(), help="Write a report; repeatable."),
    ):
        command = option(command)
    return command


def _language(context: click.Context, parameter: click.Parameter, value: str) -> str:
    from scanner.report.languages.speaking import languages

    if value not in languages():
        raise click.BadParameter(f"{value!r} is no language of the reports; there are: {', '.join(languages())}")
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
            sys.stdout.buffer.write(content)
            sys.stdout.buffer.flush()
            continue
        into_folder = stem is not None or output.target.is_dir()
        target = output.target / f"{stem or 'report'}{chosen.SUFFIX}" if into_folder else output.target
        write_file(target, content)
        written.append(target)
    return written


def write_file(target: Path, content: bytes) -> None:
    """Write so that a reader sees the old file or the whole new one. A device or pipe is written to, not replaced.

    :raises click.ClickException: where it cannot be written, with exit code 2.
    """
    try:
        if _special(target):
            target.write_bytes(content)
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=".facescreen-")
        with os.fdopen(descriptor, "wb") as out:
            out.write(content)
        umask = os.umask(0)
        os.umask(umask)
        Path(name).chmod(0o666 & ~umask)
        Path(name).replace(target)
    except OSError as error:
        raise click.UsageError(f"cannot write {target}: {error.strerror}") from error


def _special(target: Path) -> bool:
    """Whether ``target`` is no file to put in place. Through a link only below /dev, where /dev/stdout is one."""
    if target.parent == Path("/dev"):
        return target.exists()
    return not target.is_symlink() and target.exists() and not target.is_file()
