"""One signature pack in memory, or several that are used together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from scanner.catalogue.fingerprints import Record
from scanner.catalogue.lexicon import Lexicon
from scanner.types import Policy, Signature, UsageError


class Origin(StrEnum):
    """How a pack came into a screening."""

    INSTALLED = "installed"
    """Shipped with the program."""
    IMPORTED = "imported"
    """From a signed file, see ``facescreen signatures import``."""
    CHOSEN = "chosen"
    """Named by ``--pack`` in place of the installed one."""
    ADDED = "added"
    """Named by ``--signatures`` beside the main pack."""


@dataclass(frozen=True, slots=True)
class About:
    """What one pack says of itself in its ``pack.yaml``, and what was counted in it."""

    id: str
    name: str
    version: str
    """Year, month and number: ``2026.11.0``."""
    date: str
    """ISO date."""
    min_engine: str
    """The oldest facescreen that reads it as it is meant."""
    digest: str
    """SHA-256 over the sorted names and contents of all its files, hex."""
    signatures: int
    facts: int
    expires: str = ""
    """ISO date after which its publisher no longer stands by it; empty: never."""
    origin: Origin = Origin.INSTALLED
    detectors: tuple[str, ...] = ()
    """Names of the detectors without which its facts cannot be seen; empty: it does not say."""


@dataclass(frozen=True, slots=True)
class Pack:
    """All signatures and policies of one folder or of several, checked. Signatures are sorted by id."""

    about: tuple[About, ...]
    """The main pack first, then the packs that were added to it, by id."""
    digest: str
    """Of one pack, its own; of several, over all of theirs."""
    path: Path
    """The folder of the main pack."""
    signatures: tuple[Signature, ...]
    rules: tuple[tuple[str, str], ...]
    """(signature id, YARA source) of every ``.yar`` beside a signature."""
    policies: Mapping[str, Policy]
    policy_sets: Mapping[str, tuple[str, ...]]
    lexicon: Lexicon | None = None
    """Words for products that nobody listed; the main pack's, where it has them."""
    fingerprints: tuple[Record, ...] = ()
    """What libraries look like whatever compiled them, by id."""
    remarks: tuple[str, ...] = ()
    """What a reader of the report should know of the choice of packs, in sentences."""

    @property
    def version(self) -> str:
        """The version of the main pack."""
        return self.about[0].version

    @property
    def date(self) -> str:
        """The date of the main pack, ISO."""
        return self.about[0].date

    @property
    def facts(self) -> int:
        """How many facts there are in all."""
        return sum(len(signature.facts) for signature in self.signatures)

    def select(self, names: Iterable[str]) -> tuple[Policy, ...]:
        """The policies that ``names`` (of policies or sets, in any case) mean, each once, in the order of the names.

        :raises UsageError: for a name that is neither.
        """
        chosen: dict[str, Policy] = {}
        for name in names:
            key = name.strip().lower()
            ids = self.policy_sets.get(key, (key,))
            for policy_id in ids:
                if policy_id not in self.policies:
                    known = ", ".join(sorted({*self.policies, *self.policy_sets}))
                    raise UsageError(f"unknown policy {name!r}; this pack has: {known}")
                chosen[policy_id] = self.policies[policy_id]
        return tuple(chosen.values())
