"""``facescreen policy lint``."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import Any

import click

from scanner.cli.packs import pack_options
from scanner.text import plural


@click.command("lint")
@click.argument("names", metavar="[ID]...", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="One JSON object in place of lines.")
@click.option("--list", "listing", is_flag=True, help="List every lint with what it asks for, and stop.")
@pack_options
def lint_policies(names: tuple[str, ...], as_json: bool, listing: bool, **values: Any) -> None:
    """Check laws against what is asked of their files; without arguments all of the pack.

    Exit codes: 0 no problem (warnings may be), 1 problems, 2 usage.
    """
    from scanner.authoring.laws.lints import LINTS
    from scanner.authoring.laws.run import lint, subjects_of
    from scanner.catalogue.location import pack_folder

    if listing:
        click.echo("\n".join(f"{one.NAME}{' (warning)' if one.WARNING else ''}: {one.ADVICE}" for one in LINTS))
        return
    subjects = [
        each for folder in (values["pack"] or pack_folder(), *values["signatures"]) for each in subjects_of(folder)
    ]
    for name in names:
        if name not in {subject.id for subject in subjects}:
            raise click.UsageError(f"no policy {name!r}; see: facescreen policy list")
    chosen = [subject for subject in subjects if not names or subject.id in names]
    problems = lint(chosen)
    if as_json:
        click.echo(json.dumps({"files": [s.name for s in chosen], "problems": [asdict(p) for p in problems]}, indent=1))
    else:
        warnings = sum(problem.warning for problem in problems)
        counts = f"{plural(len(problems) - warnings, 'problem')}, {plural(warnings, 'warning')}"
        click.echo("\n".join([*map(str, problems), f"{plural(len(chosen), 'law')}: {counts}."]))
    sys.exit(1 if any(not problem.warning for problem in problems) else 0)
