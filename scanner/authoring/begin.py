"""A new signature on disk: its file, the pack around it where there is none yet, and what is left to do by hand."""

from __future__ import annotations

import datetime
import re
import shlex
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from scanner import __version__
from scanner.authoring.draft import Draft, Wanted
from scanner.authoring.lint.interface import Problem
from scanner.authoring.lint.run import lint
from scanner.authoring.lint.shelf import Shelf, shelf_of
from scanner.authoring.specimen import Results, counter_example, example
from scanner.authoring.trial import Bench, bench
from scanner.catalogue.load import ABOUT, NURSERY
from scanner.catalogue.location import pack_folder
from scanner.catalogue.pack import Pack
from scanner.catalogue.packs import load_packs
from scanner.catalogue.schema import check
from scanner.catalogue.signatures import signature_from
from scanner.catalogue.yamlfile import read_yaml
from scanner.types import Signature, UsageError

_PACK = """\
# A pack of your own, used beside the installed one: facescreen screen --signatures THIS-FOLDER
id: {id}
name: {id}
version: {version}
date: {date}
min_engine: {engine}
"""


_ASK_FOR_SUPPORT = frozenset({"common-word", "common-prefix", "doubtful-value", "shared-value", "other-product"})
"""Lints that are content once a fact is no longer strong."""

_ID = re.compile(r"[a-z0-9][a-z0-9.-]{1,63}")
"""Of signatures and packs. A signature's may have ``_`` too; a new one needs none."""


@dataclass(frozen=True, slots=True)
class Begun:
    """What was written."""

    file: Path
    pack_was_made: bool


def begin(draft: Draft, root: Path, pack_id: str) -> Begun:
    """Write the file of ``draft`` into the pack in the folder ``root``, which is made where there is none.

    Its examples expect what the matcher makes of them today: a person reads them.

    :raises UsageError: where the file is there already, another signature has its id, an id is none, or the folder
        cannot be written.
    :raises CatalogueError: for what the schema or the rules do not allow.
    """
    for name in (draft.id, pack_id):
        if not _ID.fullmatch(name):
            raise UsageError(
                f"{name!r} is no id: it has 2 to 64 small letters, digits, '.' and '-', and begins with no '.'"
            )
    made = not (root / ABOUT).exists()
    target = root / draft.file
    if target.exists():
        raise UsageError(f"{target} is there already")
    pack = load_packs() if made else packs_with(root)
    if any(signature.id == draft.id for signature in pack.signatures):
        raise UsageError(f"there is a signature {draft.id} already; see: facescreen signatures show {draft.id}")
    text = _with_examples(_weakened(draft, root), pack)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        begin_pack(root, pack_id)
        target.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{target} cannot be written: {error.strerror}; name another folder with --into") from error
    return Begun(target, made)


def begin_pack(root: Path, pack_id: str) -> bool:
    """Make the folder ``root`` a pack, if it is none yet; returns whether it was made.

    :raises OSError: where the folder cannot be written.
    """
    about = root / ABOUT
    if about.exists():
        return False
    about.write_text(_about(pack_id), encoding="utf-8")
    return True


def owners(root: Path, facts: Iterable[Wanted]) -> dict[Wanted, str]:
    """Those of ``facts`` that another signature has → its id: they cannot tell the new product."""
    pack = packs_with(root) if (root / ABOUT).exists() else load_packs()
    known = {(fact.kind, fact.value): signature.id for signature in pack.signatures for fact in signature.facts}
    return {fact: known[fact.kind, fact.value] for fact in facts if (fact.kind, fact.value) in known}


def packs_with(root: Path) -> Pack:
    """The packs of a screening that uses the pack in ``root``: by itself where it has policies, else beside the others.

    :raises CatalogueError: for a pack that cannot be used.
    """
    return load_packs(main=root) if _is_main(root) else load_packs([root])


def option_for(root: Path) -> str:
    """How commands are told of the pack in ``root``; nothing where they use it anyway."""
    if root.resolve() == pack_folder().resolve():
        return ""
    return f" {'--pack' if _is_main(root) else '--signatures'} {shlex.quote(str(root))}"


def _is_main(root: Path) -> bool:
    """Whether the pack can stand alone: it has policies."""
    return (root / "policies").is_dir()


def _about(pack_id: str) -> str:
    today = datetime.datetime.now(tz=datetime.UTC).date()
    version = f"{today.year}.{today.month}.0"
    return _PACK.format(id=pack_id, version=version, date=today.isoformat(), engine=__version__)


def _with_examples(draft: Draft, pack: Pack) -> str:
    """The file's text; it is tried before it is written."""
    bare = _signature(draft, draft.yaml())
    with bench(replace(pack, signatures=(*pack.signatures, bare))) as tried:
        positive = example(draft, _results(tried, replace(bare, examples=example(draft, ()))))
        negative = counter_example(draft, _results(tried, replace(bare, examples=counter_example(draft, ()))))
    text = draft.yaml(positive, negative)
    _signature(draft, text)
    return text


def _results(tried: Bench, signature: Signature) -> Results:
    """What comes of the one case in ``signature.examples``."""
    first = next(tried.trials(signature))
    if first.problem:
        raise UsageError(f"no example can be made of these facts: {first.problem}")
    return first.came


def _signature(draft: Draft, text: str) -> Signature:
    data = read_yaml(text.encode(), draft.file)
    check(data, "signature", draft.file)
    return signature_from(data, nursery=draft.file.startswith(f"{NURSERY}/"))


def left_to_do(draft: Draft, root: Path) -> Iterator[str]:
    """What still stands between the new file and a pack that passes: lint, examples, and what only a person can say."""
    pack = packs_with(root)
    signature = next(s for s in pack.signatures if s.id == draft.id)
    yield from (str(problem) for problem in _lint(draft, root))
    with bench(pack) as tried:
        yield from (str(trial) for trial in tried.trials(signature) if not trial.passed)
    if not draft.source:
        yield "no fact was seen at a source yet: say where in 'source', set 'verified: true', and move the file"
    yield "read every capability: what does this one name mean, and nothing around it?"
    yield "read the expectations of both cases: are they what you want? Add a case for each kind of fact"


def _lint(draft: Draft, root: Path) -> list[Problem]:
    shelf = _shelf(root)
    return list(lint(shelf, [subject for subject in shelf.subjects if subject.name == draft.file]))


def _weakened(draft: Draft, root: Path) -> Draft:
    """``draft`` with those facts as support that the lint would ask to be so."""
    shelf, subject = _shelf(root).with_file(draft.file, draft.yaml().encode())
    places = {problem.place for problem in lint(shelf, [subject]) if problem.lint in _ASK_FOR_SUPPORT}
    return replace(draft, weak=frozenset(fact["value"] for fact in subject.facts if fact["id"] in places))


def _shelf(root: Path) -> Shelf:
    """The pack in ``root``, where there is one, beside the installed one, where it cannot stand alone."""
    own = shelf_of(root) if (root / ABOUT).exists() else Shelf(())
    return own if _is_main(root) else shelf_of(pack_folder()) + own
