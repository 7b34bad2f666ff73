"""Reading a signature pack: every file, checked, or a :class:`CatalogueError` that names file and field."""

from __future__ import annotations

import datetime
import hashlib
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from scanner.catalogue.engine import is_version, too_old_for
from scanner.catalogue.errors import CatalogueError
from scanner.catalogue.filenames import MOST_FILES, is_name
from scanner.catalogue.fingerprints import FOLDER as RECORDS
from scanner.catalogue.fingerprints import record_from
from scanner.catalogue.lexicon import lexicon_from, unknown_classes
from scanner.catalogue.location import pack_folder
from scanner.catalogue.memory import Memory
from scanner.catalogue.pack import About, Origin, Pack
from scanner.catalogue.policies import policy_from
from scanner.catalogue.recorded import checked_records, with_facts
from scanner.catalogue.rules import problems
from scanner.catalogue.schema import check
from scanner.catalogue.signatures import signature_from
from scanner.catalogue.yamlfile import read_file, read_yaml
from scanner.text import safe_text

ABOUT = "pack.yaml"
POLICIES = "policies"
"""The folder of laws."""
NURSERY = "nursery"
"""The folder of products without one fact that was seen at a source; their kind is not the folder's name."""
_SETS = "policies/sets.yaml"
LEXICON = "generic/lexicon.yaml"
"""Words of products that nobody listed, see :mod:`scanner.catalogue.lexicon`."""
_SUFFIXES = (".yaml", ".yar", ".md")
_NOT_IN_RULES = {
    r"\bimport\s*[\"/]": "rules import no module of YARA: modules parse hostile files in ways of their own",
    r"(?s)\bfor\b.*[^.]\.\.[^.]": "rules have no loop over a range: a file can make it endless",
}
"""Expression → why a hand-written rule must not hold it. Comments and texts count too: nothing is hidden in them."""


def load(
    path: Path | None = None,
    *,
    origin: Origin = Origin.INSTALLED,
    memory: Memory | None = None,
    measured: bool = False,
) -> Pack:
    """The one pack in the folder ``path``, by default the one that ships with this installation.

    A pack that may be added to another needs no policies. ``memory`` spares the checks of what was checked before.
    The work of its expressions is measured if it comes from elsewhere; ``measured`` says that it was before.

    :raises CatalogueError: for anything in it that cannot be used.
    """
    root = pack_folder() if path is None else path
    if origin not in {Origin.ADDED, Origin.CHOSEN}:
        return _load(root, origin, memory, measured)
    if root.is_dir() and not (root / ABOUT).is_file():
        raise CatalogueError(str(root), "", f"not a signature pack: it has no {ABOUT}")
    try:
        return _load(root, origin, memory, measured)
    except CatalogueError as error:
        # Several folders may be named: say which of them it is.
        raise CatalogueError(str(root / error.file), error.field, error.problem) from error


def _load(root: Path, origin: Origin, memory: Memory | None, measured: bool) -> Pack:
    files = pack_files(root)
    needed = (ABOUT,) if origin in {Origin.ADDED, Origin.IMPORTED} else (ABOUT, _SETS)
    for name in needed:
        if name not in files:
            raise CatalogueError(str(root), "", f"not a signature pack: {' and '.join(needed)} must be there")
    digest = _digest(files)
    # A pack that was chosen in place of the installed one is not measured: it is no proof for one that is added.
    key = f"{'chosen' if origin is Origin.CHOSEN else 'content'}-{digest}"
    known = memory.recall(key) if memory else None
    foreign = origin in {Origin.ADDED, Origin.IMPORTED} and not measured
    content = known[0] if known else _content(files, foreign=foreign)
    if memory and not known:
        memory.keep(key, content)
    return _pack(content, digest, root, origin)


def _content(files: Mapping[str, bytes], *, foreign: bool) -> dict[str, Any]:
    """Everything that the files say, checked, as JSON knows it."""
    stated = _stated(files)
    signatures = list(_signatures(files, foreign))
    ids = {data["id"] for data, _ in signatures}
    words = _words(files)
    return {
        "about": stated,
        "signatures": signatures,
        "words": words,
        "records": checked_records(files),
        "rules": list(_rules(files, ids)),
        **_laws(files),
    }


def _pack(content: Mapping[str, Any], digest: str, root: Path, origin: Origin) -> Pack:
    records = tuple(sorted(map(record_from, content["records"]), key=lambda record: record.id))
    plain = [signature_from(data, nursery=nursery) for data, nursery in content["signatures"]]
    signatures = sorted(with_facts(plain, records), key=lambda s: s.id)
    facts = sum(len(signature.facts) for signature in signatures)
    stated = {**content["about"], "detectors": tuple(content["about"].get("detectors", ()))}
    return Pack(
        about=(About(**stated, digest=digest, signatures=len(signatures), facts=facts, origin=origin),),
        digest=digest,
        path=root,
        signatures=tuple(signatures),
        rules=tuple((name, source) for name, source in content["rules"]),
        policies={data["id"]: policy_from(data, content["inherit"]) for data in content["policies"]},
        policy_sets={name: tuple(members) for name, members in content["sets"].items()},
        lexicon=lexicon_from(content["words"]) if content["words"] else None,
        fingerprints=records,
    )


def read_about(folder: Path) -> dict[str, Any]:
    """What the ``pack.yaml`` in ``folder`` says.

    :raises CatalogueError: when it cannot be used.
    """
    return _stated({ABOUT: read_file(folder / ABOUT, ABOUT)})


def _stated(files: Mapping[str, bytes]) -> dict[str, Any]:
    """What ``pack.yaml`` says. An engine that is too old stops here: it may misread all the rest."""
    data = read_yaml(files[ABOUT], ABOUT)
    old = too_old_for(data["min_engine"]) if _states_engine(data) else ""
    if old:
        raise CatalogueError(ABOUT, "min_engine", old)
    check(data, "pack", ABOUT)
    for field in ("date", "expires"):
        if field in data and not _is_date(data[field]):
            raise CatalogueError(ABOUT, field, f"there is no day {data[field]}")
    stated: dict[str, Any] = data
    return stated


def _states_engine(data: Any) -> bool:
    return isinstance(data, dict) and isinstance(data.get("min_engine"), str) and is_version(data["min_engine"])


def _is_date(text: str) -> bool:
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def pack_files(root: Path) -> dict[str, bytes]:
    """Relative POSIX name → content of every file of the pack in ``root``, sorted by name.

    :raises CatalogueError: for a file that cannot be read, or that is no part of any pack.
    """
    return {name: read_file(root / name, name) for name in file_names(root)}


def file_names(root: Path) -> list[str]:
    """Relative POSIX names of the pack's files, sorted.

    Hidden files and folders (of editors, of git) and Markdown are no part of it.

    :raises CatalogueError: for a file that a pack does not have.
    """
    names: list[str] = []
    for place, folders, files in os.walk(root, onerror=_unreadable):
        folders[:] = [folder for folder in folders if not folder.startswith(".")]
        links = [folder for folder in folders if Path(place, folder).is_symlink()]
        below = "/".join((*Path(place).relative_to(root).parts, ""))
        names += [below + file for file in (*files, *links) if not file.startswith(".")]
        if len(names) > MOST_FILES:
            raise CatalogueError(str(root), "", f"has more than {MOST_FILES:,} files: this is no signature pack")
    for name in names:
        problem = _stray(name)
        if problem:
            raise CatalogueError(safe_text(name), "", problem)
    return sorted(name for name in names if not name.endswith(".md"))


def _stray(name: str) -> str:
    """Why a file of this name is no part of a pack; empty for one that is, or that may lie beside it."""
    if not name.endswith(_SUFFIXES):
        return "a pack holds .yaml, .yar and .md files; this one would be ignored"
    if name.endswith(".md"):
        return ""
    if "/" not in name and name != ABOUT:
        return "a signature lies in the folder of its kind; here it would be ignored"
    return "" if is_name(name) else "a file's name has letters, digits, '.', '_' and '-' only"


def _unreadable(error: OSError) -> None:
    """A folder that cannot be listed would be signatures that nobody looks for.

    :raises CatalogueError: always.
    """
    raise CatalogueError(str(error.filename), "", f"cannot be read: {error.strerror}") from error


def _digest(files: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name in sorted(files):
        digest.update(f"{name}\0{hashlib.sha256(files[name]).hexdigest()}\n".encode())
    return digest.hexdigest()


def _checked(files: Mapping[str, bytes], name: str, schema: str) -> Any:
    value = read_yaml(files[name], name)
    check(value, schema, name)
    return value


def _signatures(files: Mapping[str, bytes], foreign: bool) -> Iterator[tuple[dict[str, Any], bool]]:
    """The data of every signature, and whether it lies in the nursery."""
    seen: dict[str, str] = {}
    for name in files:
        folder, slash, _ = name.partition("/")
        if not name.endswith(".yaml") or not slash or folder in {POLICIES, RECORDS} or name == LEXICON:
            continue
        data = _checked(files, name, "signature")
        nursery = folder == NURSERY
        for field, problem in problems(data, _stem(name), data["kind"] if nursery else folder, foreign=foreign):
            raise CatalogueError(name, field, problem)
        if data["id"] in seen:
            raise CatalogueError(name, "id", f"is also the id of {seen[data['id']]}")
        seen[data["id"]] = name
        yield data, nursery


def _words(files: Mapping[str, bytes]) -> dict[str, Any] | None:
    """The lexicon's data; None in a pack without one."""
    if LEXICON not in files:
        return None
    data: dict[str, Any] = _checked(files, LEXICON, "lexicon")
    for meaning, name in unknown_classes(data):
        raise CatalogueError(LEXICON, f"meanings/{meaning}", f"no words are of the class {name}")
    return data


def _rules(files: Mapping[str, bytes], ids: set[str]) -> Iterator[tuple[str, str]]:
    for name, content in files.items():
        if not name.endswith(".yar"):
            continue
        if _stem(name) not in ids or name.removesuffix(".yar") + ".yaml" not in files:
            raise CatalogueError(name, "", "a .yar file lies beside the .yaml of the same name")
        try:
            source = content.decode()
        except UnicodeDecodeError as error:
            raise CatalogueError(name, "", "not UTF-8") from error
        for pattern, problem in _NOT_IN_RULES.items():
            if re.search(pattern, source):
                raise CatalogueError(name, "", problem)
        yield _stem(name), source


def _policies(files: Mapping[str, bytes]) -> Iterator[dict[str, Any]]:
    for name in files:
        if not name.startswith(f"{POLICIES}/") or not name.endswith(".yaml") or name == _SETS:
            continue
        data = _checked(files, name, "policy")
        if data["id"] != _stem(name):
            raise CatalogueError(name, "id", f"must equal the file's name, {_stem(name)}")
        yield data


def _laws(files: Mapping[str, bytes]) -> dict[str, Any]:
    """Policies, sets of them and the chain that silent cells follow; a pack without policies has neither."""
    if _SETS not in files:
        stray = next((name for name in files if name.startswith(f"{POLICIES}/")), "")
        if stray:
            raise CatalogueError(stray, "", f"policies need {_SETS} beside them")
        return {"policies": [], "sets": {}, "inherit": {}}
    data = _checked(files, _SETS, "sets")
    policies = list(_policies(files))
    _check_sets(data["sets"], {policy["id"] for policy in policies})
    return {"policies": policies, "sets": data["sets"], "inherit": data["inherit"]}


def _check_sets(sets: Mapping[str, list[str]], policies: set[str]) -> None:
    for name, members in sets.items():
        for member in members:
            if member not in policies:
                raise CatalogueError(_SETS, f"sets/{name}", f"no policy {member}")
        if name in policies:
            raise CatalogueError(_SETS, f"sets/{name}", "is also the id of a policy")


def _stem(name: str) -> str:
    return name.rpartition("/")[2].rpartition(".")[0]
