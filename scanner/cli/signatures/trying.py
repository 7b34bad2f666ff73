"""``facescreen signatures test``: every signature on its own examples and counter-examples."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

from scanner.cli.packs import pack_options, packs_from

if TYPE_CHECKING:
    from scanner.types import Signature


@click.command("test")
@click.argument("identifiers", nargs=-1, metavar="[ID...]")
@pack_options
@click.option("-v", "--verbose", is_flag=True, help="Name the cases that passed, too, and say why one failed.")
def try_signatures(identifiers: tuple[str, ...], verbose: bool, **values: Any) -> None:
    """Try signatures on their examples and counter-examples: all of them, or those named.

    The whole pack is matched; the findings of the signature's product must be exactly as its case says. Exits 0 where
    all cases pass and 1 where one fails or is missing.
    """
    from scanner.authoring.telling import reasons
    from scanner.authoring.trial import bench
    from scanner.text import plural

    pack = packs_from(values)
    chosen = chosen_of(pack.signatures, identifiers)
    passed = failed = 0
    with bench(pack) as tried:
        for signature in chosen:
            for trial in tried.trials(signature):
                passed += trial.passed
                failed += not trial.passed
                if verbose or not trial.passed:
                    click.echo(f"{'ok  ' if trial.passed else 'FAIL'}  {trial}")
                if verbose and trial.explained:
                    for line in reasons(trial.explained):
                        click.echo(f"      {line}")
    click.echo(f"{plural(passed + failed, 'case')} of {plural(len(chosen), 'signature')}: {failed:,} failed.")
    sys.exit(1 if failed else 0)


def chosen_of(signatures: Iterable[Signature], identifiers: tuple[str, ...]) -> list[Signature]:
    """Those of ``signatures`` that ``identifiers`` name; all where there are none.

    :raises click.UsageError: for an id that no signature has.
    """
    by_id = {signature.id: signature for signature in signatures}
    for identifier in identifiers:
        if identifier not in by_id:
            raise click.UsageError(f"no signature {identifier!r}; see: facescreen signatures list")
    return [by_id[identifier] for identifier in dict.fromkeys(identifiers)] or list(by_id.values())
