"""Running lints over the laws of a pack."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scanner.authoring.laws.lints import LINTS, LawLint
from scanner.authoring.lint.interface import Problem
from scanner.catalogue.load import POLICIES
from scanner.catalogue.policies import policy_from
from scanner.catalogue.schema import check
from scanner.catalogue.yamlfile import read_file, read_yaml
from scanner.types import Policy

_SETS = "sets.yaml"


@dataclass(frozen=True, slots=True)
class LawFile:
    """One law as its file has it, and as it is loaded."""

    name: str
    """Relative to the pack's folder."""
    data: dict[str, Any]
    law: Policy

    @property
    def id(self) -> str:
        """The law's id."""
        return self.law.id


def subjects_of(pack: Path) -> list[LawFile]:
    """The laws of the pack in the folder ``pack``; none where it has no policies.

    :raises CatalogueError: for a file that does not pass its schema: then there is nothing to lint yet.
    """
    folder = pack / POLICIES
    if not (folder / _SETS).is_file():
        return []
    inherit = _read(folder / _SETS, "sets")["inherit"]
    files = sorted(path for path in folder.glob("*.yaml") if path.name != _SETS)
    read = ((path, _read(path, "policy")) for path in files)
    return [LawFile(f"{POLICIES}/{path.name}", data, policy_from(data, inherit)) for path, data in read]


def _read(path: Path, schema: str) -> dict[str, Any]:
    name = f"{POLICIES}/{path.name}"
    value = read_yaml(read_file(path, name), name)
    check(value, schema, name)
    checked: dict[str, Any] = value
    return checked


def lint(subjects: Iterable[LawFile], lints: Iterable[LawLint] = LINTS) -> list[Problem]:
    """Everything that ``lints`` do not accept in ``subjects``, sorted by file and place."""
    some = tuple(lints)
    return sorted(
        {
            Problem(subject.name, place, one.NAME, wrong, one.ADVICE, one.WARNING)
            for subject in subjects
            for one in some
            for place, wrong in one.check(subject.data, subject.law)
        }
    )
