"""A group of commands whose modules are imported when a command is asked for: ``--help`` stays quick."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

import click

from scanner.cli.refusals import refused
from scanner.text import safe_lines, safe_text
from scanner.types import UsageError

_INTERRUPTED = 130
"""128 and the number of SIGINT, as shells have it."""
_FAILED = 2
_STDOUT, _STDERR = 1, 2
"""File descriptors."""


class LazyGroup(click.Group):
    """``commands_in``: command → (module, name of the click command in it), in the order of the help."""

    def __init__(self, *args: Any, commands_in: Mapping[str, tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._commands_in = commands_in

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command. What is interrupted exits 130, what nobody reads to its end exits 2; what is refused is told
        in the language of ``--language``.

        Click's own code for both is 1, which means found, or a failed check.
        """
        try:
            return super().invoke(ctx)
        except click.Abort:
            # A question was not answered: by Ctrl-C at a terminal, elsewhere because its input has ended.
            if not sys.stdin or not sys.stdin.isatty():
                raise click.UsageError("a question was asked and nobody answers: give it as an option") from None
            _leave()
        except click.UsageError as error:
            vars(error)["message"] = safe_lines(refused(ctx, error.message))
            raise
        except UsageError as error:
            error.args = (refused(ctx, str(error)),)
            raise
        except KeyboardInterrupt:
            _leave()
        except BrokenPipeError:
            _unread()

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the first word names.

        :raises click.UsageError: for another word, with the command that was probably meant.
        """
        word = args[0]
        if word not in self._commands_in and not word.startswith("-"):
            raise click.UsageError(f"{safe_text(word, 200)!r} is no command{self._meant(ctx, word)}", ctx)
        return super().resolve_command(ctx, args)

    def _meant(self, ctx: click.Context, word: str) -> str:
        if "screen" in self._commands_in and Path(word).exists():
            return f"; to screen it: facescreen screen {safe_text(word, 200)}"
        near = get_close_matches(word, self._commands_in, 1)
        return f"; do you mean {near[0]!r}?" if near else f"; {ctx.command_path} --help lists them"

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in order."""
        return list(self._commands_in)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, imported now."""
        if cmd_name not in self._commands_in:
            return None
        module, name = self._commands_in[cmd_name]
        command = getattr(import_module(module), name)
        return command if isinstance(command, click.Command) else None


def _leave() -> NoReturn:
    click.echo("\nInterrupted.", err=True)
    sys.exit(_INTERRUPTED)


def _unread() -> NoReturn:
    """The reader of standard output has gone, as with ``| head``: what is left is written nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, _STDOUT)
    try:
        click.echo("facescreen: standard output was closed before all was written", err=True)
    except BrokenPipeError:
        os.dup2(nowhere, _STDERR)
    sys.exit(_FAILED)
