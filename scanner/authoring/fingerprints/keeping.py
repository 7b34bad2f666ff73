"""A learned record in a pack's folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from scanner.authoring.begin import begin_pack, option_for
from scanner.authoring.fingerprints.writing import Told
from scanner.catalogue.fingerprints import FOLDER
from scanner.catalogue.recorded import checked_record
from scanner.types import UsageError


def keep(told: Told, text: str, into: Path) -> Iterator[str]:
    """Write the record of ``told`` below ``into``, and say what to do with it. An older one of the id is replaced.

    :raises UsageError: where the folder cannot be written.
    :raises CatalogueError: for a record that no pack may have.
    """
    name = f"{FOLDER}/{told.id}.yaml"
    checked_record(text.encode(), name)
    target = into / name
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if begin_pack(into, "own"):
            yield f"Begun: a pack of your own in {into}"
        target.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{target} cannot be written: {error.strerror}; name another folder with --into") from error
    yield f"Written: {target}"
    yield f"Use it: facescreen screen DELIVERY{option_for(into)}"
