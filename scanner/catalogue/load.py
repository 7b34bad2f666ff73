"""Reading a signature pack: every file, checked, or a :class:`CatalogueError` that names file and field."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from scanner.catalogue.errors import CatalogueError
from scanner.catalogue.location import pack_folder
from scanner.catalogue.pack import Pack
from scanner.catalogue.policies import policy_from
from scanner.catalogue.rules import problems
from scanner.catalogue.schema import check
from scanner.catalogue.signatures import signature_from
from scanner.catalogue.yamlfile import read_file, read_yaml
from scanner.types import Policy, Signature

_POLICIES = "policies"
NURSERY = "nursery"
"""The folder of products without one fact that was seen at a source; their kind is not the folder's name."""
_SETS = "policies/sets.yaml"
_SUFFIXES = frozenset({".yaml", ".yar"})


def load(path: Path | None = None) -> Pack:
    """The pack in the folder ``path``, by default the one that ships with this installation.

    :raises CatalogueError: for anything in it that cannot be used.
    """
    root = pack_folder() if path is None else path
    files = {name: read_file(root / name, name) for name in _names(root)}
    if "pack.yaml" not in files or _SETS not in files:
        raise CatalogueError(str(root), "", f"not a signature pack: pack.yaml and {_SETS} must be there")
    about = _checked(files, "pack.yaml", "pack")
    sets = _checked(files, _SETS, "sets")
    signatures = tuple(sorted(_signatures(files), key=lambda signature: signature.id))
    policies = dict(_policies(files, sets["inherit"]))
    return Pack(
        version=about["version"],
        date=about["date"],
        digest=_digest(files),
        path=root,
        signatures=signatures,
        rules=tuple(_rules(files, {signature.id for signature in signatures})),
        policies=policies,
        policy_sets=_sets(sets["sets"], policies),
    )


def _names(root: Path) -> list[str]:
    """Relative POSIX names of the pack's files, sorted. Editors' hidden files and Markdown are no part of it."""
    names = []
    for file in root.rglob("*"):
        name = file.relative_to(root).as_posix()
        if file.is_dir() or file.name.startswith(".") or file.suffix == ".md":
            continue
        if file.suffix not in _SUFFIXES:
            raise CatalogueError(name, "", "a pack holds .yaml, .yar and .md files; this one would be ignored")
        names.append(name)
    return sorted(names)


def _digest(files: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name in sorted(files):
        digest.update(f"{name}\0{hashlib.sha256(files[name]).hexdigest()}\n".encode())
    return digest.hexdigest()


def _checked(files: Mapping[str, bytes], name: str, schema: str) -> Any:
    value = read_yaml(files[name], name)
    check(value, schema, name)
    return value


def _signatures(files: Mapping[str, bytes]) -> Iterator[Signature]:
    seen: dict[str, str] = {}
    for name in files:
        folder, slash, _ = name.partition("/")
        if not name.endswith(".yaml") or not slash or folder == _POLICIES:
            continue
        data = _checked(files, name, "signature")
        nursery = folder == NURSERY
        for field, problem in problems(data, _stem(name), data["kind"] if nursery else folder):
            raise CatalogueError(name, field, problem)
        if data["id"] in seen:
            raise CatalogueError(name, "id", f"is also the id of {seen[data['id']]}")
        seen[data["id"]] = name
        yield signature_from(data, nursery=nursery)


def _rules(files: Mapping[str, bytes], ids: set[str]) -> Iterator[tuple[str, str]]:
    for name, content in files.items():
        if not name.endswith(".yar"):
            continue
        if _stem(name) not in ids or name.removesuffix(".yar") + ".yaml" not in files:
            raise CatalogueError(name, "", "a .yar file lies beside the .yaml of the same name")
        try:
            yield _stem(name), content.decode()
        except UnicodeDecodeError as error:
            raise CatalogueError(name, "", "not UTF-8") from error


def _policies(files: Mapping[str, bytes], inherit: Mapping[str, str]) -> Iterator[tuple[str, Policy]]:
    for name in files:
        if not name.startswith(f"{_POLICIES}/") or not name.endswith(".yaml") or name == _SETS:
            continue
        data = _checked(files, name, "policy")
        if data["id"] != _stem(name):
            raise CatalogueError(name, "id", f"must equal the file's name, {_stem(name)}")
        yield data["id"], policy_from(data, inherit)


def _sets(sets: Mapping[str, list[str]], policies: Mapping[str, Policy]) -> dict[str, tuple[str, ...]]:
    for name, members in sets.items():
        for member in members:
            if member not in policies:
                raise CatalogueError(_SETS, f"sets/{name}", f"no policy {member}")
        if name in policies:
            raise CatalogueError(_SETS, f"sets/{name}", "is also the id of a policy")
    return {name: tuple(members) for name, members in sets.items()}


def _stem(name: str) -> str:
    return name.rpartition("/")[2].rpartition(".")[0]
