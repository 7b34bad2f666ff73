"""Everything that speaks for one product in one delivery."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from scanner.match.ruling import Ruling
from scanner.types import Edge, Observation, Place, Proof, Signature, State

Spot = tuple[str, Place]
"""A node and a place in it."""


@dataclass(slots=True)
class Exhibit:
    """Everything that speaks for one product: its proofs, the nodes that are its own, its general-purpose carriers."""

    signature: Signature
    hosts: Mapping[str, State]
    own: set[str] = field(default_factory=set)
    mixed: set[str] = field(default_factory=set)
    """Nodes of ``own`` that hold classes of the product beside other code: dex files, .NET assemblies."""
    packaged: set[str] = field(default_factory=set)
    """Nodes in an installed package of the product."""
    precise: set[str] = field(default_factory=set)
    """Nodes whose import table says which functions of the product they call."""
    complete: dict[Spot, Ruling] = field(default_factory=dict)
    """Where (nearly) all functions of the product are named: a wrapper of it, not a use."""
    proofs: list[Proof] = field(default_factory=list)
    needs: list[Edge] = field(default_factory=list)
    """Nodes outside the product that need one of its own libraries."""
    lifts: list[str] = field(default_factory=list)
    """Sentences that say which need lifted a proof to ``called``."""

    def is_own(self, observation: Observation) -> bool:
        """Whether the product itself says it: its own file, or in a file of several parts its own classes."""
        if observation.path not in self.own:
            return False
        return observation.path not in self.mixed or observation.place is not Place.INVOKED
