"""One signature pack in memory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from scanner.types import Policy, Signature, UsageError


@dataclass(frozen=True, slots=True)
class Pack:
    """All signatures and policies of one folder, checked. Signatures are sorted by id."""

    version: str
    date: str
    digest: str
    """SHA-256 over the sorted names and contents of all its files, hex."""
    path: Path
    signatures: tuple[Signature, ...]
    rules: tuple[tuple[str, str], ...]
    """(signature id, YARA source) of every ``.yar`` beside a signature."""
    policies: Mapping[str, Policy]
    policy_sets: Mapping[str, tuple[str, ...]]

    @property
    def facts(self) -> int:
        """How many facts the pack has in all."""
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
