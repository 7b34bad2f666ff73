"""``facescreen fingerprints learn``: a record from samples of a library."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from scanner.fingerprints.background import Background

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_FAMILIES = ("native", "dex", "java", "dotnet")


@click.command("learn")
@click.argument("samples", nargs=-1, required=True, metavar="SAMPLE[@VERSION]...")
@click.option("--id", "identifier", required=True, help="The record's name: small letters, digits, -.")
@click.option("--target", required=True, help="What is recognised, in plain words.")
@click.option(
    "--kind",
    type=click.Choice(["face", "engine", "search"]),
    default="face",
    show_default=True,
    help="Code for faces, an engine that runs networks, or a library for vector search.",
)
@click.option("--product", default="", help="Id of the product's signature; by default that of the record.")
@click.option("--capability", "capabilities", multiple=True, help="What the target does, e.g. template; repeatable.")
@click.option("--sister", "sisters", multiple=True, type=_FILE, help="File of the same project without the target.")
@click.option(
    "--beside",
    multiple=True,
    type=click.Choice(["str", "qual", "rtti", "sym"]),
    help="Type of features that sisters may have too; it never counts alone. Repeatable.",
)
@click.option("--contrast", "contrast", multiple=True, type=_FILE, help="Other file whose features do not count.")
@click.option(
    "--background",
    required=True,
    type=click.Path(exists=True, path_type=Path),
    help="Folder of unrelated programs and libraries, hundreds of them; or a file that --keep-background wrote.",
)
@click.option("--keep-background", type=click.Path(dir_okay=False, path_type=Path), help="Write what was read of it.")
@click.option("--family", type=click.Choice(_FAMILIES), default="native", show_default=True, help="Kind of files.")
@click.option(
    "--share",
    type=click.FloatRange(0, 1),
    default=0.0,
    help="Share of the features that a file must have, for a library as a whole.",
)
@click.option("--note", default="", help="A sentence for readers of the record.")
@click.option(
    "--into",
    type=click.Path(file_okay=False, path_type=Path),
    default="own-signatures",
    show_default=True,
    help="Folder of the pack; a pack of your own is begun where there is none.",
)
@click.option("--jobs", type=click.IntRange(1, 64), default=2, show_default=True, help="Worker processes.")
def learn(
    samples: Sequence[str],
    sisters: Sequence[Path],
    contrast: Sequence[Path],
    background: Path,
    keep_background: Path | None,
    into: Path,
    **values: Any,
) -> None:
    """Learn the fingerprint of a library from four to six SAMPLEs of it.

    Samples must differ in compiler, processor, system and version. The record says nothing but hashes, some texts
    and where they came from; use it with: facescreen screen DELIVERY --signatures FOLDER
    """
    from scanner.authoring.fingerprints.keeping import keep
    from scanner.authoring.fingerprints.teaching import Material, teach
    from scanner.authoring.fingerprints.telling import told
    from scanner.authoring.fingerprints.writing import Told, written
    from scanner.fingerprints.registry import extractor_of

    family = values["family"]
    about = Told(
        id=values["identifier"],
        kind=values["kind"],
        target=values["target"],
        family=family,
        product=(values["product"] or values["identifier"]) if values["kind"] == "face" else "",
        capabilities=tuple(values["capabilities"]),
        note=values["note"],
        share=values["share"],
    )
    if about.kind == "face" and not about.capabilities:
        raise click.UsageError("say with --capability what the target does")
    known = _background(background, keep_background, family, values["jobs"])
    material = Material(
        [_sample(one) for one in samples], contrast, known, family, values["jobs"], sisters, frozenset(values["beside"])
    )
    taught = teach(material)
    date = datetime.date.today().isoformat()
    text = written(about, taught.lesson, taught.samples, taught.contrast, known, extractor_of(family), date)
    for line in told(taught.lesson, len(text.encode())):
        click.echo(line)
    for line in keep(about, text, into):
        click.echo(line)


def _sample(argument: str) -> tuple[Path, str]:
    """File and version; a file whose name has an @ is taken as it is."""
    file, version = Path(argument), ""
    if not file.is_file() and "@" in argument:
        name, _, version = argument.rpartition("@")
        file = Path(name)
    if not file.is_file():
        raise click.UsageError(f"{file}: no such file")
    return file, version


def _background(place: Path, keep: Path | None, family: str, jobs: int) -> Background:
    from scanner.authoring.fingerprints.teaching import background_from
    from scanner.fingerprints.background import Background

    if place.is_file():
        return Background.load(place)
    known, problems = background_from(place, family, jobs)
    for problem in problems:
        click.echo(f"not read: {problem}", err=True)
    click.echo(f"Background: {known.files:,} different files.")
    if keep:
        known.save(keep)
    return known
