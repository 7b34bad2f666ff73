"""How a command screens: the options that ``screen`` and ``compare`` share, and what they mean."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from scanner.cli.caching import cache_folder, cache_options
from scanner.cli.limits import limit_options, limits_from
from scanner.cli.packs import pack_options
from scanner.cli.passwords import password_option
from scanner.screening import Options
from scanner.text import safe_text

if TYPE_CHECKING:
    from scanner.cli.progress import Update

CommandT = TypeVar("CommandT", bound=Callable[..., Any])
_EXISTING_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


def law_option(command: CommandT) -> CommandT:
    """Add ``--policy`` to a command."""
    return click.option(
        "--policy",
        multiple=True,
        default=("boston",),
        show_default=True,
        envvar="FACESCREEN_POLICY",
        help="Law or set of laws, as facescreen policy list names them; repeatable.",
    )(command)


def run_options(command: CommandT) -> CommandT:
    """Add all that says how to run: workers, folders, date, log, signatures, cache, passwords and limits."""
    for option in (
        limit_options,
        password_option,
        cache_options,
        pack_options,
        click.option(
            "--log-file",
            type=click.Path(dir_okay=False, path_type=Path),
            help="Write what was done to which file to FILE.",
            metavar="FILE",
        ),
        click.option(
            "--as-of",
            metavar="YYYY-MM-DD",
            type=click.DateTime(["%Y-%m-%d"]),
            envvar="FACESCREEN_AS_OF",
            help="Screening date, from which the age of the signatures counts; default today.",
        ),
        click.option("--work-dir", type=_EXISTING_FOLDER, envvar="FACESCREEN_WORK_DIR", help="Where to unpack."),
        click.option(
            "--jobs", type=click.IntRange(min=1), envvar="FACESCREEN_JOBS", help="Workers; default one per processor."
        ),
    ):
        command = option(command)
    return command


def options_from(
    values: Mapping[str, Any], update: Update, stop: Callable[[], bool], log: Callable[[str, str], None]
) -> Options:
    """The :class:`~scanner.screening.Options` that the command line asks for; ``passwords`` are read already."""
    return Options(
        policies=tuple(values["policy"]),
        fail_on=values.get("fail_on", "review"),
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
        stop=stop,
        log=log,
        passwords=values["passwords"],
    )


class Log:
    """Where ``-v`` and ``--log-file`` go; callable with (path, message), one line each."""

    def __init__(self, verbose: bool, file: Path | None) -> None:
        self._verbose = verbose
        try:
            self._file = file.open("w", encoding="utf-8") if file else None
        except OSError as error:
            raise click.UsageError(f"cannot write {safe_text(str(file))}: {error.strerror}") from error

    def __enter__(self) -> Log:
        return self

    def __exit__(self, *_: object) -> None:
        if self._file:
            self._file.close()

    def __call__(self, path: str, message: str) -> None:
        """Write one line about the node ``path``."""
        line = f"{path}: {message}"
        if self._verbose:
            click.echo(line, err=True)
        if self._file:
            self._file.write(line + "\n")
