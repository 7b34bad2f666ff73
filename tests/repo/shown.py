"""The command lines that pages show, and what is wrong with one: no such command, no such option, no such value.

In one process, by click's own parsers; nothing is run.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click

from scanner.cli.main import cli
from tests.repo.commands import NAME

_FENCE = re.compile(r"^( *)(```+)(\w*)[^\n]*\n(.*?)^\1\2 *$", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"(?<!`)`([^`]+)`(?!`)")
SHELLS = {"sh", "bash", "console", "groovy", "text", ""}
"""Languages of the blocks that hold commands."""
GENERATED = "commands.md"
"""Shows what the program prints: compared with it as a whole."""
_PLACEHOLDER = re.compile(r"[A-Z][A-Z0-9_.]*(=[A-Z]+)?(…|\.\.\.)?|F-…|…|\.\.\.|<.*>")
"""A word that stands for what a reader puts in."""


def lines(text: str) -> Iterator[str]:
    """Every command line of the program in a page: in blocks and as code in a sentence."""
    for _, _, language, block in _FENCE.findall(text):
        if language in SHELLS:
            for line in re.sub(r"\\\n\s*", "", block).splitlines():
                yield from _of(line)
    for code in _INLINE.findall(_FENCE.sub("", text)):
        yield from _of(" ".join(code.split()))


def _of(line: str) -> Iterator[str]:
    """The part of ``line`` that calls the program, without prompt, comment, redirection and what follows it."""
    line = re.sub(r"^\s*(?:[$#>]\s+)?", "", line)
    for part in re.split(r"&&|\|\||;|(?<=\s)\|(?=\s)|\{ | \}", line):
        found = re.match(rf"(?:eval \"?\$\(|python3? -m \S+ -- )?(?:\S*/)?({NAME} .*)", part.strip())
        if found:
            yield re.split(r"\s#\s|\s[<>]\s|\)\"?$", found[1])[0].strip()


def problem(line: str) -> str:
    """What is wrong with a command line; empty where nothing is."""
    words = [word for word in shlex.split(_plain(line), comments=True)[1:] if word not in {"…", "..."}]
    try:
        return _parsed(cli, words, None)
    except click.UsageError as error:
        return error.format_message()


def _plain(line: str) -> str:
    """``line`` with what is optional written out, and the first of several choices."""
    line = re.sub(r"\[([^\[\]]*)\]", r"\1", line.replace("[[", "[").replace("]]", "]"))
    return re.sub(r"(?<=\S)\|\S+", "", line)


def _parsed(command: click.Command, words: list[str], parent: click.Context | None) -> str:
    context = click.Context(command, info_name=NAME if parent is None else command.name, parent=parent)
    if isinstance(command, click.Group):
        if words and not words[0].startswith("-"):
            inner = command.get_command(context, words[0])
            return f"no command {words[0]}" if inner is None else _parsed(inner, words[1:], context)
        if not words:
            return ""
    values, rest, _ = command.make_parser(context).parse_args(list(words))
    if rest:
        return f"{command.name} takes no {' '.join(rest)}"
    for parameter in command.get_params(context):
        given = values.get(parameter.name)
        for value in given if isinstance(given, (list, tuple)) else (given,):
            _check(parameter, value, context)
    return ""


def _check(parameter: click.Parameter, value: object, context: click.Context) -> None:
    """Refuse a value that the program would refuse; a placeholder is none, and files need not be there."""
    if isinstance(value, str) and not _PLACEHOLDER.fullmatch(value) and not isinstance(parameter.type, click.Path):
        parameter.type.convert(value, parameter, context)


def modules(text: str) -> set[str]:
    """Every module of this repository that a page starts with ``python -m``."""
    return {
        name.rstrip(".")
        for name in re.findall(r"python3? -m ([\w.]+)", text)
        if name.partition(".")[0] in {"scanner", "tests", "benchmarks", "vendor_samples"}
    }


def exists(module: str, root: Path) -> bool:
    """Whether ``module`` can be started: a file, or a package with a ``__main__``."""
    place = root.joinpath(*module.split("."))
    return place.with_suffix(".py").is_file() or (place / "__main__.py").is_file()
