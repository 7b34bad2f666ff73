"""One signature file under lint: what of it can be read, and what of it follows the schema."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from scanner.authoring.listing import Case, ListingError, cases
from scanner.catalogue.errors import CatalogueError
from scanner.catalogue.load import NURSERY
from scanner.catalogue.rules import Raw
from scanner.catalogue.schema import Deviation, deviations
from scanner.catalogue.signatures import signature_from
from scanner.catalogue.yamlfile import read_yaml
from scanner.types import Signature

LISTINGS = ("examples", "counter_examples")


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """One signature file. What deviates from the schema is neither in ``data`` nor in ``facts``; where that is outside
    the facts, there is no ``signature`` either."""

    name: str
    """Its name in the pack: ``sdk/acme/acme-face.yaml``."""
    data: Raw
    """Its head, without the fields that deviate from the schema."""
    facts: tuple[Raw, ...]
    signature: Signature | None
    deviations: tuple[Deviation, ...]
    unreadable: str
    """Why it is no YAML mapping; empty when it is one."""
    rules: str
    """Source of the ``.yar`` file beside it, empty without one."""
    cases: Mapping[str, tuple[Case, ...]]
    """Examples and counter-examples, by field."""
    broken_cases: Mapping[str, str]
    """Field → why its listing cannot be read."""

    @property
    def stem(self) -> str:
        """The file's name without its suffix."""
        return self.name.rpartition("/")[2].removesuffix(".yaml")

    @property
    def nursery(self) -> bool:
        """Whether it lies in the folder of products without a fact that was seen."""
        return self.folder == NURSERY

    @property
    def folder(self) -> str:
        """The first folder below the pack."""
        return self.name.partition("/")[0]

    @property
    def id(self) -> str:
        """The signature's id, or the file's name where it says none."""
        return str(self.data.get("id", self.stem))

    def deviations_about(self, field: str) -> tuple[Deviation, ...]:
        """Where ``field`` is missing, or not as the schema says."""
        missing = f'"{field}" is a required property'
        return tuple(d for d in self.deviations if d.problem == missing or d.steps[-1:] == (field,))

    def strong(self) -> tuple[Raw, ...]:
        """Its strong facts."""
        return tuple(fact for fact in self.facts if fact["strength"] == "strong")


def subject_from(name: str, content: bytes, rules: bytes = b"") -> Subject:
    """Read the signature file ``name``; nothing in it is an error of the program."""
    data, unreadable = _mapping(content, name)
    wrong = () if unreadable else tuple(deviations(data, "signature"))
    elsewhere = [d for d in wrong if len(d.steps) < 2 or d.steps[0] != "facts"]
    spoiled = {d.steps[1] for d in wrong if d not in elsewhere}
    listed = data["facts"] if isinstance(data.get("facts"), list) else []
    facts = tuple(fact for index, fact in enumerate(listed) if index not in spoiled and isinstance(fact, dict))
    usable = not unreadable and not elsewhere
    head = _head(data, elsewhere)
    signature = signature_from({**head, "facts": facts}, nursery=name.startswith(f"{NURSERY}/")) if usable else None
    read: dict[str, tuple[Case, ...]] = {}
    broken: dict[str, str] = {}
    for field in LISTINGS:
        try:
            read[field] = tuple(cases(data[field])) if usable and field in data else ()
        except ListingError as error:
            read[field], broken[field] = (), str(error)
    text = rules.decode("utf-8", "replace")
    return Subject(name, head, facts, signature, wrong, unreadable, text, read, broken)


def _head(data: Raw, wrong: Iterable[Deviation]) -> dict[str, Any]:
    """Everything but the facts, as far as it follows the schema."""
    spoiled = {d.steps[0] for d in wrong if d.steps}
    return {key: value for key, value in data.items() if key != "facts" and key not in spoiled}


def _mapping(content: bytes, name: str) -> tuple[dict[str, Any], str]:
    try:
        data = read_yaml(content, name)
    except CatalogueError as error:
        return {}, error.problem
    return (data, "") if isinstance(data, dict) else ({}, "not a mapping")
