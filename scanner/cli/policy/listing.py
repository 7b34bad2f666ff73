"""``facescreen policy list``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from scanner.cli.packs import pack_options, packs_from

if TYPE_CHECKING:
    from scanner.types import Policy


@click.command("list")
@click.option("--json", "as_json", is_flag=True, help="Write JSON to standard output.")
@pack_options
def list_policies(as_json: bool, **values: Any) -> None:
    """List every law that --policy takes, and the names for several at once."""
    pack = packs_from(values)
    laws = [pack.policies[key] for key in sorted(pack.policies)]
    if as_json:
        sets = {name: list(members) for name, members in sorted(pack.policy_sets.items())}
        click.echo(json.dumps({"policies": [_row(law) for law in laws], "sets": sets}, indent=1, ensure_ascii=False))
        return
    for law in laws:
        row = _row(law)
        click.echo(f"{law.id}\n    {law.jurisdiction}: {law.title}\n    {law.citation}")
        click.echo(f"    {law.status}; status {law.status_verified}; clauses read in the law: {row['verified']}")
    for name, members in sorted(pack.policy_sets.items()):
        click.echo(f"{name} = {', '.join(members)}")


def _row(law: Policy) -> dict[str, Any]:
    checked = sum(clause.verified == "verified" for clause in law.clauses)
    return {
        "id": law.id,
        "jurisdiction": law.jurisdiction,
        "title": law.title,
        "citation": law.citation,
        "status": law.status,
        "status_verified": law.status_verified,
        "verified": f"{checked} of {len(law.clauses)}",
    }
