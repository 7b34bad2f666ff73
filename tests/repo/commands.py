"""Every command with its help, from the program itself: ``docs/commands.md`` and the man page, in one process."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import copy

import click

import scanner
from scanner.cli.main import cli

WIDTH = 80
"""Columns of the help, which fit a page."""
NAME = "facescreen"
_ABOUT = """# Commands

{made}

What `--help` prints. Many options are also read from the environment, under `FACESCREEN_` and the long name in capitals
(`FACESCREEN_POLICY`); the man page says which (`man facescreen`, in a checkout `man -l docs/man/facescreen.1`).
`facescreen.toml` in the current folder holds defaults, one table for each command (`[screen]`, then
`policy = ["boston"]`); it is refused where it lies in the delivery. What the limits do is in [limits.md](limits.md).
"""
_SEE = """.SH EXIT STATUS
{codes}
.SH FILES
.TP
.I facescreen.toml
Defaults of the options, in the current folder: one table for each command. Refused where it lies in the delivery.
.TP
.I ~/.cache/facescreen
Earlier results, by content. None of the delivery's bytes.
.SH ENVIRONMENT
An option is also read from FACESCREEN_ and its long name in capitals, where its entry says so.
FACESCREEN_DEBUG=1 shows the traceback of an internal error.
.SH NOTES
\\(lqNothing found\\(rq means: no evidence in what was read. It proves no absence. A law in this program is a draft for
counsel and no legal advice.
.SH LICENSE
Apache-2.0
"""
_CODES = (
    ("0", "nothing found in what was read"),
    ("1", "found"),
    ("2", "wrong usage, or the delivery could not be opened"),
    ("3", "could not be checked"),
    ("4", "a person must decide"),
    ("130, 143", "interrupted, terminated; a partial report was written"),
)
Path = tuple[str, ...]


def every(command: click.Command = cli, path: Path = (NAME,)) -> Iterator[tuple[Path, click.Command, click.Context]]:
    """(words, command, context) of the program and of every command, those in groups too, in the order of the help."""
    yield from _below(command, path, None)


def _below(
    command: click.Command, path: Path, parent: click.Context | None
) -> Iterator[tuple[Path, click.Command, click.Context]]:
    command = copy(command)
    command._help_option = None  # click keeps the first that was asked for: elsewhere that is one without -h
    context = click.Context(
        command, info_name=path[-1], parent=parent, terminal_width=WIDTH, max_content_width=WIDTH,
        **{key: value for key, value in command.context_settings.items() if key == "help_option_names"},
    )  # fmt: skip
    yield path, command, context
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            if inner is not None and not inner.hidden:
                yield from _below(inner, (*path, name), context)


def page(made: str) -> str:
    """``docs/commands.md``; ``made`` is the sentence that says where it comes from."""
    parts = [_ABOUT.format(made=made)]
    for path, command, context in every():
        parts.append(f"\n## {' '.join(path)}\n\n```text\n{command.get_help(context)}\n```\n")
    return "".join(parts)


def manual() -> str:
    """``docs/man/facescreen.1``: one page of troff (man macros) with every command and option."""
    parts = [
        f'.TH FACESCREEN 1 "" "{NAME} {scanner.__version__}" "User Commands"\n',
        '.\\" Made by `python -m tests.repo.pages` from the program; a test fails when it is stale.\n',
        ".SH NAME\nfacescreen \\- screen what a surveillance vendor delivers for face recognition\n.SH SYNOPSIS\n",
        *(
            f".B {_troff(' '.join(path))}\n{_troff(_usage(command, context))}\n.br\n"
            for path, command, context in _leaves()
        ),
        f".SH DESCRIPTION\n{_prose(cli.help or '')}",
        ".SH COMMANDS\n",
        *(text for path, command, context in _leaves() for text in _entry(path, command, context)),
        _SEE.format(codes="\n".join(f".TP\n.B {code}\n{meaning}" for code, meaning in _CODES)),
    ]
    return "".join(parts)


def _leaves() -> Iterator[tuple[Path, click.Command, click.Context]]:
    return ((path, command, context) for path, command, context in every() if not isinstance(command, click.Group))


def _usage(command: click.Command, context: click.Context) -> str:
    return _troff(" ".join(command.collect_usage_pieces(context)))


def _entry(path: Path, command: click.Command, context: click.Context) -> Iterator[str]:
    yield f".SS {_troff(' '.join(path))}\n{_prose(command.help or '')}"
    for parameter in command.get_params(context):
        record = parameter.get_help_record(context)
        if record is not None and record[1].strip():
            names, text = record
            variable = f" Environment: {parameter.envvar}." if parameter.envvar else ""
            yield f".TP\n.B {_troff(names)}\n{_troff(text.strip() + variable)}\n"


def _prose(text: str) -> str:
    r"""Paragraphs of a help text; one behind ``\b`` keeps its lines."""
    parts = []
    for paragraph in re.split(r"\n\s*\n", re.sub(r" +", " ", text.partition("\f")[0]).strip()):
        lines = [line.strip() for line in paragraph.strip().splitlines()]
        kept = lines[:1] == ["\b"]
        body = "\n.br\n".join(map(_troff, lines[1:])) if kept else _troff(" ".join(lines))
        parts.append(f"{body}\n")
    return ".PP\n".join(parts)


def _troff(text: str) -> str:
    """Plain text as troff has it: a hyphen that can be copied, no control line by accident."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("…", "...")
    text = "".join(char if ord(char) < 128 else f"\\[u{ord(char):04X}]" for char in text)
    return f"\\&{text}" if text[:1] in (".", "'") else text
