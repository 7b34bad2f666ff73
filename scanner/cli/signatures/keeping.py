"""``facescreen signatures packs``: which packs there are, and taking back what was imported or trusted."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scanner.cli.packs import pack_options, packs_from
from scanner.text import plural, safe_text

if TYPE_CHECKING:
    from scanner.catalogue.pack import About


@click.command("packs")
@click.option("--json", "as_json", is_flag=True, help="One JSON object in place of lines.")
@click.option("--remove", metavar="ID", help="Remove an imported pack; older files of it stay refused.")
@click.option("--distrust", metavar="KEY", help="Trust this key no longer, and remove the packs that it signed.")
@pack_options
def list_packs(as_json: bool, remove: str | None, distrust: str | None, **values: Any) -> None:
    """List the installed, imported and added packs and the trusted keys; or take one back.

    KEY is the id of a key as this list shows it, or its first 8 digits. Exit codes: 0 all packs can be used, 1 one
    cannot, 2 usage.
    """
    if remove and distrust:
        raise click.UsageError("--remove and --distrust are two steps: one at a time")
    if remove or distrust:
        _take_back(remove, distrust)
        return
    packs, keys = _packs(values), _keys()
    remarks, problem = _together(values)
    if as_json:
        told = {"packs": packs, "trusted_keys": keys, "remarks": remarks, "problem": problem}
        click.echo(json.dumps(told, indent=1, ensure_ascii=False))
    else:
        click.echo("\n".join(line for pack in packs for line in _lines(pack)))
        for key, names in keys.items():
            click.echo(f"Trusted key {key}\n  for {', '.join(names)}")
        for remark in remarks:
            click.echo(remark)
        if problem:
            click.echo(f"NO SCREENING POSSIBLE with these packs: {problem}")
    sys.exit(1 if problem else 0)


def _together(values: dict[str, Any]) -> tuple[list[str], str]:
    """Remarks on the choice of packs, and why they cannot be used together."""
    from scanner.catalogue.errors import CatalogueError

    try:
        return list(packs_from(values).remarks), ""
    except CatalogueError as error:
        return [], safe_text(str(error))


def _take_back(remove: str | None, distrust: str | None) -> None:
    from scanner.catalogue.datafolder import needed_data_folder
    from scanner.catalogue.signed import upkeep

    data = needed_data_folder()
    if remove:
        upkeep.remove(data, remove)
        click.echo(f"Removed the imported pack {remove}. Its key is still trusted; see: facescreen signatures packs")
    elif distrust:
        key, removed = upkeep.distrust(data, distrust)
        click.echo(f"The key {key} is trusted no longer.")
        for name in removed:
            click.echo(f"Removed the imported pack {name}, which it had signed.")


def _packs(values: dict[str, Any]) -> list[dict[str, Any]]:
    """What is known of every pack; one that cannot be used is listed with the reason."""
    from scanner.catalogue.location import pack_folder
    from scanner.catalogue.pack import Origin

    main = values["pack"]
    found = [_one(main or pack_folder(), Origin.CHOSEN if main else Origin.INSTALLED)]
    if not main:
        found += _imported()
    return [*found, *(_one(folder, Origin.ADDED) for folder in values["signatures"])]


def _one(folder: Path, origin: Any) -> dict[str, Any]:
    from scanner.catalogue.errors import CatalogueError
    from scanner.catalogue.load import load

    known: dict[str, Any] = {"origin": origin.value, "folder": safe_text(str(folder)), "problem": ""}
    try:
        return known | _said(load(folder, origin=origin).about[0])
    except CatalogueError as error:
        return known | {"id": "", "problem": safe_text(str(error))}


def _said(about: About) -> dict[str, Any]:
    fields = ("id", "name", "version", "date", "min_engine", "digest", "signatures", "facts", "expires")
    return {field: getattr(about, field) for field in fields}


def _imported() -> list[dict[str, Any]]:
    from scanner.catalogue.datafolder import data_folder
    from scanner.catalogue.imported import damaged, read_record
    from scanner.catalogue.pack import Origin

    data = data_folder()
    if data is None:
        return []
    record = read_record(data)
    broken = damaged(data, record)
    found = []
    for name, entry in sorted(record.packs.items()):
        said = _one(data / entry.folder, Origin.IMPORTED)
        stated = {"id": name, "version": entry.version, "digest": entry.digest, "expires": entry.expires}
        problem = safe_text(broken.get(name, ""))
        found.append({**said, **stated, "number": entry.number, "key": entry.key, "problem": problem})
    return found


def _keys() -> dict[str, list[str]]:
    """Id of a trusted key → ids of the packs for which it counts."""
    from scanner.catalogue.datafolder import data_folder
    from scanner.catalogue.imported import read_record

    data = data_folder()
    trusted = read_record(data).trusted if data else {}
    keys = sorted({key for keys in trusted.values() for key in keys})
    return {key: sorted(name for name, some in trusted.items() if key in some) for key in keys}


def _lines(pack: dict[str, Any]) -> list[str]:
    if pack["problem"]:
        return [f"{pack['id'] or pack['folder']} ({pack['origin']}) CANNOT BE USED", f"  {pack['problem']}"]
    number = f", number {pack['number']:,}" if "number" in pack else ""
    until = f", expires {pack['expires']}" if pack["expires"] else ""
    holds = f"{plural(pack['signatures'], 'signature')}, {plural(pack['facts'], 'fact')}"
    lines = [f"{pack['id']} {pack['version']} of {pack['date']} ({pack['origin']}{number}{until})"]
    lines += [f"  {pack['name']}: {holds}", f"  digest {pack['digest']}"]
    if "key" in pack:
        lines.append(f"  signed by {pack['key']}")
    return [*lines, f"  in {pack['folder']}"]
