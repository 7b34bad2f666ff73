"""What a command refuses, in the language that it was asked to speak; Click's own words around it stay English."""

from __future__ import annotations

import click

_LANGUAGE = "facescreen.language"


def speak(language: str) -> None:
    """The command that runs now speaks ``language`` where it refuses something, too."""
    click.get_current_context().meta[_LANGUAGE] = language


def refused(context: click.Context, message: str) -> str:
    """``message`` in the language of the command below ``context``; as it is where no language was asked for."""
    language = context.meta.get(_LANGUAGE)
    if not language:
        return message
    from scanner.report.languages.phrasebook import said
    from scanner.report.languages.speaking import speaking

    with speaking(language):
        return said(message)
