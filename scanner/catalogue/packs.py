"""The packs of one screening: the main one, and those that a city adds to it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

from scanner.catalogue.datafolder import data_folder
from scanner.catalogue.engine import numbers
from scanner.catalogue.errors import CatalogueError
from scanner.catalogue.imported import Unreachable, imported_packs
from scanner.catalogue.load import LEXICON, load
from scanner.catalogue.memory import Memory
from scanner.catalogue.pack import About, Origin, Pack
from scanner.catalogue.recorded import distinct

ValueT = TypeVar("ValueT")


def load_packs(
    added: Sequence[Path] = (), *, main: Path | None = None, data: Path | None = None, memory: Memory | None = None
) -> Pack:
    """The main pack together with the packs in the folders ``added``.

    The main pack is the one in the folder ``main``, and then imported packs are left alone. By default it is the one of
    this installation, or a newer version of it that was imported into the folder ``data`` (by default the user's);
    imported packs of other names are added. Adding a pack only adds: nothing in it can replace or change what the
    others say. ``memory`` spares the checks of what was checked before.

    :raises CatalogueError: for a pack that cannot be used, and for two that have a name in common.
    """
    own = [load(folder, origin=Origin.ADDED, memory=memory) for folder in added]
    if main is not None:
        return joined(load(main, origin=Origin.CHOSEN, memory=memory), own)
    installed, where = load(memory=memory), data or data_folder()
    try:
        imported = imported_packs(where, memory) if where else []
    except Unreachable:
        remark = "The data folder cannot be read by this user: packs that were imported there are not used."
        installed, imported = replace(installed, remarks=(remark,)), []
    return combined(installed, imported, own)


def combined(installed: Pack, imported: Sequence[Pack], added: Sequence[Pack]) -> Pack:
    """The installed pack, or the newer imported one of its name, together with all others.

    :raises CatalogueError: as :func:`joined`, and where the newer one has no policies.
    """
    name = installed.about[0].id
    update = next((pack for pack in imported if pack.about[0].id == name), None)
    others = [pack for pack in imported if pack.about[0].id != name]
    return joined(_newer(installed, update) if update else installed, [*others, *added])


def _newer(installed: Pack, update: Pack) -> Pack:
    """The one of the two that is used; the other one is named in its remarks, so that every report says it."""
    name = installed.about[0].id
    if numbers(update.version) <= numbers(installed.version):
        remark = (
            f"The imported pack {name} {update.version} is not used: the installed {installed.version} is not older."
        )
        return replace(installed, remarks=(*installed.remarks, remark))
    if not update.policies:
        raise CatalogueError("", name, "has no policies: it cannot take the place of the installed pack")
    remark = f"The imported pack {name} {update.version} is used in place of the installed {installed.version}."
    return replace(update, remarks=(*update.remarks, remark))


def joined(main: Pack, added: Sequence[Pack]) -> Pack:
    """``main`` and ``added`` as one pack. The order of ``added`` makes no difference.

    :raises CatalogueError: where two of them have a pack id, a signature, a policy or a set of policies in common.
    """
    if not added:
        return main
    packs = [main, *sorted(added, key=lambda pack: pack.about[0].id)]
    abouts = tuple(about for pack in packs for about in pack.about)
    for one, two in pairwise(sorted(about.id for about in abouts)):
        if one == two:
            raise CatalogueError("", one, "two packs have this id; one must be renamed")
    for pack in packs[1:]:
        if pack.lexicon is not None:
            raise CatalogueError(LEXICON, "", f"stands in {pack.about[0].id}; only the main pack may have one")
    _distinct("signature", [{s.id: s for s in pack.signatures} for pack in packs], abouts)
    policies = _distinct("policy", [{**pack.policies} for pack in packs], abouts)
    sets = _distinct("set of policies", [{**pack.policy_sets} for pack in packs], abouts)
    for name in policies.keys() & sets.keys():
        raise CatalogueError("", name, "is a policy in one pack and a set of policies in another")
    return replace(
        main,
        about=abouts,
        digest=_digest(abouts),
        signatures=tuple(sorted((s for pack in packs for s in pack.signatures), key=lambda s: s.id)),
        rules=tuple(rule for pack in packs for rule in pack.rules),
        fingerprints=distinct(record for pack in packs for record in pack.fingerprints),
        policies=policies,
        policy_sets=sets,
        remarks=tuple(remark for pack in packs for remark in pack.remarks),
    )


def _distinct(what: str, parts: Sequence[Mapping[str, ValueT]], abouts: Sequence[About]) -> dict[str, ValueT]:
    """All of ``parts`` (one a pack) in one; no key may stand in two, whatever its value."""
    owner: dict[str, str] = {}
    result: dict[str, ValueT] = {}
    for part, about in zip(parts, abouts, strict=True):
        for key, value in part.items():
            if key in owner:
                problem = f"the packs {owner[key]} and {about.id} both have a {what} of this id; one must be renamed"
                raise CatalogueError("", key, problem)
            owner[key], result[key] = about.id, value
    return result


def _digest(abouts: Sequence[About]) -> str:
    lines = "".join(f"{about.id}\0{about.digest}\n" for about in abouts)
    return hashlib.sha256(lines.encode()).hexdigest()
