"""The files that fingerprints are learned from and tested on: ``lists/fingerprints/<project>.yaml``.

``benchmarks/lists/fingerprints/README.md`` describes the form. Nothing here opens or fetches a file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from benchmarks.places import LISTS

FOLDER = LISTS / "fingerprints"
NO_PROJECTS = frozenset({"background"})
"""Lists of another form in the same folder."""
FORMS = ("pypi", "deb", "debsrc", "npm", "built", "local")
ROLES = ("samples", "sisters", "contrast", "positives", "absent")
"""What a file is to a target. The first three are used in learning, the last two never."""
LEARNED_FROM, TESTED = ROLES[:3], ROLES[3:]
_SOURCE_KEYS = {"from", "pick", "with", "version", "note", "changed", "alone"}
_RECORD_KEYS = {"id", "kind", "product", "target", "capabilities", "beside", "family", "note", "background", "share"}


class WrongList(Exception):
    """A list is not in the form of ``README.md``; the message says where and what."""


@dataclass(frozen=True, slots=True)
class Source:
    """One line of a list: where a file comes from."""

    form: str
    where: str
    pick: str
    project: str
    build: str = ""
    """Compiler, flags and CPU in plain words (``with``)."""
    version: str = ""
    changed: str = ""
    """How the file was changed after building: ``strings`` XOR'd, ``sections`` wiped, ``packed``."""
    alone: str = ""
    """The only part of the library that the program uses: ``detection``, ``landmarks``, ``recognition`` …"""

    @property
    def text(self) -> str:
        """How the list names it."""
        return " ".join(part for part in (f"{self.form}:{self.where}", self.pick, self.build, self.changed) if part)

    @property
    def package(self) -> tuple[str, ...]:
        """What must not stand on both sides: a package's name and version, for own builds the one build."""
        if self.form == "pypi":
            return self.form, self.where.lower().replace("_", "-")
        if self.form in {"deb", "debsrc"}:
            suite, *_, name = self.where.split("/")
            name, _, version = name.partition("=")
            return "deb", name, version or suite
        if self.form == "npm":
            return self.form, self.where
        return self.form, self.where, self.build, self.version, self.changed, self.pick


@dataclass(frozen=True, slots=True)
class Target:
    """One part of a library and its files by role."""

    name: str
    project: str
    record: Mapping[str, Any] = field(default_factory=dict)
    """What is asked of the learning beside the files: see README.md."""
    files: Mapping[str, tuple[Source, ...]] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The record's id; the name of the target unless the list says another."""
        return str(self.record.get("id", self.name))

    @property
    def family(self) -> str:
        """What reads its files: native, dex, java or dotnet."""
        return str(self.record.get("family", "native"))


def targets(asked: str = "") -> list[Target]:
    """The targets of every list; ``asked`` is a project or a target.

    :raises WrongList: where a list is not in its form, or nothing is called ``asked``.
    """
    paths = (path for path in sorted(FOLDER.glob("*.yaml")) if path.stem not in NO_PROJECTS)
    found = [target for path in paths for target in read(path)]
    chosen = [target for target in found if asked in {"", target.project, target.name, target.id}]
    if asked and not chosen:
        raise WrongList(f"no project or target is called {asked}: {', '.join(target.name for target in found)}")
    return chosen


def read(path: Path) -> list[Target]:
    """The targets of one list, checked.

    :raises WrongList: where it is not in its form.
    """
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as problem:
        raise WrongList(f"{path.name}: no YAML: {problem}") from problem
    if not isinstance(content, dict) or not isinstance(content.get("targets"), dict):
        raise WrongList(f"{path.name}: it must begin with 'targets:'")
    found = [_target(path.stem, name, parts or {}) for name, parts in content["targets"].items()]
    wrong = [problem for target in found for problem in overlaps(target)]
    if wrong:
        raise WrongList(f"{path.name}: " + "; ".join(wrong))
    return found


def overlaps(target: Target) -> Iterator[str]:
    """Packages that a target was learned from and is tested on."""
    used = {source.package: role for role in LEARNED_FROM for source in target.files[role]}
    for role in TESTED:
        for source in target.files[role]:
            if source.package in used:
                yield f"{target.name}: {source.text} is in {used[source.package]} and in {role}: take another package"


def _target(project: str, name: str, parts: Mapping[str, Any]) -> Target:
    where = f"{project}.yaml: {name}"
    record = parts.get("record") or {}
    _only(where, parts, {*ROLES, "record"})
    _only(f"{where}: record", record, _RECORD_KEYS)
    files = {
        role: tuple(_source(f"{where}: {role} {number}", project, entry) for number, entry in enumerate(entries, 1))
        for role, entries in ((role, parts.get(role) or ()) for role in ROLES)
    }
    return Target(name, project, record, files)


def _only(where: str, found: Mapping[str, Any], known: set[str]) -> None:
    if not isinstance(found, dict):
        raise WrongList(f"{where}: names with values are needed")
    unknown = sorted({*found} - known)
    if unknown:
        raise WrongList(f"{where}: {', '.join(unknown)} is not known here; {', '.join(sorted(known))} are")


def _source(where: str, project: str, entry: Any) -> Source:
    _only(where, entry, _SOURCE_KEYS)
    form, colon, rest = str(entry.get("from", "")).partition(":")
    if not colon or form not in FORMS:
        raise WrongList(f"{where}: 'from' must begin with one of {', '.join(f'{known}:' for known in FORMS)}")
    if form == "pypi" and ("==" not in rest or "!" not in str(entry.get("pick", ""))):
        raise WrongList(f"{where}: pypi needs 'name==version' and a pick 'WHEEL.whl!FILE'")
    if form == "deb" and rest.count("/") != 2:
        raise WrongList(f"{where}: deb needs 'suite/cpu/package'")
    texts = {key: str(entry.get(key, "")) for key in ("pick", "with", "version", "changed", "alone")}
    return Source(form, rest, texts["pick"], project, texts["with"], texts["version"], texts["changed"], texts["alone"])
