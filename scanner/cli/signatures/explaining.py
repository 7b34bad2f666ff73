"""``facescreen signatures explain``: why a product was found in a delivery, or was not."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from scanner.cli.console import people
from scanner.cli.interrupt import Interrupt
from scanner.cli.packs import pack_options, packs_from
from scanner.cli.passwords import password_option, passwords_from
from scanner.cli.progress import progress
from scanner.cli.signatures.trying import chosen_of


@click.command("explain")
@click.argument("identifier", metavar="ID")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Write JSON to standard output.")
@click.option("-v", "--verbose", is_flag=True, help="Name every place, and every fact that did not hit.")
@pack_options
@password_option
def explain_signature(identifier: str, file: Path, as_json: bool, verbose: bool, **values: Any) -> None:
    """Screen FILE (or a folder) and say what of the product ID was seen in it, and why that is a finding or is none.

    Exits 0 whatever was found; the verdict is given by screen.
    """
    from scanner.authoring.explain import explain
    from scanner.authoring.telling import as_data, lines
    from scanner.catalogue.compile import compile_pack
    from scanner.screening import Options, examine_all
    from scanner.text import safe_text

    pack = packs_from(values)
    (signature,) = chosen_of(pack.signatures, (identifier,))
    vocabulary = compile_pack(pack)
    with Interrupt() as interrupt, progress(people(), as_json) as update:
        options = Options(progress=update, stop=interrupt.asked, passwords=passwords_from(values))
        survey = examine_all(file, None, vocabulary, pack.digest, options).survey
    everything = pack.signatures, vocabulary, list(survey.nodes.values()), survey.observations
    told = explain(signature, *everything, survey.entries, safe_text(str(file)))
    if as_json:
        import json

        click.echo(json.dumps(as_data(told), indent=2, ensure_ascii=False))
    else:
        for line in lines(told, verbose):
            click.echo(line)
    if interrupt.asked():
        sys.exit(interrupt.exit_code)
