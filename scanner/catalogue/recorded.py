"""Fingerprint records of a pack: reading their files, and the facts that they give to signatures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from scanner.catalogue.errors import CatalogueError
from scanner.catalogue.fingerprints import FOLDER, LIKELY, MOST_BYTES, Record, record_problems
from scanner.catalogue.schema import check
from scanner.catalogue.yamlfile import read_yaml
from scanner.types import Fact, FactKind, Place, Signature, State, Strength

_SENTENCE = "This product is known by a fingerprint that was learned from samples of it: {}."


def is_record(name: str) -> bool:
    """Whether the pack's file ``name`` (relative, POSIX) is a record."""
    return name.startswith(f"{FOLDER}/") and name.endswith(".yaml")


def checked_record(content: bytes, name: str) -> dict[str, Any]:
    """The record in ``content``, the file ``name`` of a pack.

    :raises CatalogueError: where it cannot be used.
    """
    if len(content) > MOST_BYTES:
        raise CatalogueError(name, "", f"is larger than {MOST_BYTES:,} bytes")
    data: dict[str, Any] = read_yaml(content, name)
    check(data, "fingerprint", name)
    if f"{FOLDER}/{data['id']}.yaml" != name:
        raise CatalogueError(name, "id", "must equal the file's name")
    for field, problem in record_problems(data):
        raise CatalogueError(name, field, problem)
    return data


def checked_records(files: Mapping[str, bytes]) -> list[dict[str, Any]]:
    """All records of a pack, by id.

    :raises CatalogueError: where one cannot be used.
    """
    return [checked_record(files[name], name) for name in sorted(files) if is_record(name)]


def with_facts(signatures: Sequence[Signature], records: Sequence[Record]) -> list[Signature]:
    """``signatures`` with the facts that face records stand for; one more for each record whose product has none."""
    found = {signature.id: signature for signature in signatures}
    for record in records:
        if record.kind != "face":
            continue
        signature = found.get(record.product) or _own(record)
        found[signature.id] = replace(signature, facts=(*signature.facts, *facts_of(record)))
    return list(found.values())


def facts_of(record: Record) -> Iterator[Fact]:
    """What it proves that a record matches: certainly a strong fact, likely one that leaves the matter to a person."""
    how = f"learned {record.learned.date} from {len(record.learned.samples)} samples ({FOLDER}/{record.id}.yaml)"
    for value, strength, top in (
        (record.id, Strength.STRONG, State.SHIPPED),
        (f"{record.id} {LIKELY}", Strength.SUPPORT, State.AVAILABLE),
    ):
        yield Fact(
            id=f"fingerprint.{value.replace(' ', '.')}"[:96],
            kind=FactKind.FINGERPRINT,
            value=value,
            strength=strength,
            top=top,
            capabilities=record.capabilities,
            source=how,
            verified="true",
            note=record.target,
            places=(Place.TEXT,),
        )


def _own(record: Record) -> Signature:
    """A signature for a product that has none: a city learned it from files that it once got."""
    return Signature(
        id=record.id,
        name=record.target,
        vendor="as its samples say",
        kind="library",
        presence=State.SHIPPED,
        sentence=_SENTENCE.format(record.target.rstrip(".")),
        facts=(),
        note="; ".join(f"{name} {version}".strip() for _, name, version in record.learned.samples),
    )


def distinct(records: Iterable[Record]) -> tuple[Record, ...]:
    """``records`` of several packs, by id.

    :raises CatalogueError: where two have one id.
    """
    found: dict[str, Record] = {}
    for record in records:
        if record.id in found:
            raise CatalogueError(f"{FOLDER}/{record.id}.yaml", "", "two packs have a record of this id")
        found[record.id] = record
    return tuple(found[name] for name in sorted(found))
