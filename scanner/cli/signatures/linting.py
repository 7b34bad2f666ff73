"""``facescreen signatures lint``."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from scanner.cli.packs import pack_options
from scanner.text import plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scanner.authoring.lint.interface import Problem
    from scanner.authoring.lint.shelf import Shelf
    from scanner.authoring.lint.subject import Subject


@click.command("lint")
@click.argument("words", metavar="[ID|FILE]...", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="One JSON object in place of lines.")
@click.option("--list", "listing", is_flag=True, help="List every lint with what it asks for, and stop.")
@pack_options
def lint_signatures(words: tuple[str, ...], as_json: bool, listing: bool, **values: Any) -> None:
    """Check signatures against every policy for them; without arguments the whole pack.

    One line for each problem: file, fact, lint, what is wrong, what to do. A FILE may lie outside of the pack.
    Exit codes: 0 no problem (warnings may be), 1 problems, 2 usage.
    """
    from scanner.authoring.lint.choice import chosen
    from scanner.authoring.lint.run import lint

    if listing:
        click.echo(_lints(as_json))
        return
    shelf, subjects = chosen(_shelf(values), words)
    problems = lint(shelf, subjects)
    click.echo(_json(subjects, problems) if as_json else _lines(subjects, problems))
    sys.exit(1 if any(not problem.warning for problem in problems) else 0)


def _shelf(values: dict[str, Any]) -> Shelf:
    """The pack of ``--pack`` or the installed one, and beside it those of ``--signatures``."""
    from scanner.authoring.lint.shelf import shelf_of
    from scanner.catalogue.location import pack_folder

    shelf = shelf_of(values["pack"] or pack_folder())
    for folder in values["signatures"]:
        shelf += shelf_of(folder)
    return shelf


def _lints(as_json: bool) -> str:
    from scanner.authoring.lint.registry import LINTS

    if as_json:
        return json.dumps([{"lint": one.NAME, "advice": one.ADVICE, "warning": one.WARNING} for one in LINTS], indent=1)
    return "\n".join(f"{one.NAME}{' (warning)' if one.WARNING else ''}: {one.ADVICE}" for one in LINTS)


def _json(subjects: Sequence[Subject], problems: Sequence[Problem]) -> str:
    files = [subject.name for subject in subjects]
    return json.dumps({"files": files, "problems": [asdict(problem) for problem in problems]}, indent=1)


def _lines(subjects: Sequence[Subject], problems: Sequence[Problem]) -> str:
    warnings = sum(problem.warning for problem in problems)
    facts = sum(len(subject.facts) for subject in subjects)
    total = (
        f"{plural(len(subjects), 'signature')} with {plural(facts, 'fact')}: "
        f"{plural(len(problems) - warnings, 'problem')}, {plural(warnings, 'warning')}."
    )
    return "\n".join([*map(str, problems), total])
