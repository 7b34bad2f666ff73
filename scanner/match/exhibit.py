"""Everything that speaks for one product in one delivery."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from scanner.types import Edge, Proof, Signature, State


@dataclass(slots=True)
class Exhibit:
    """Everything that speaks for one product: its proofs, the nodes that are its own, its general-purpose carriers."""

    signature: Signature
    hosts: Mapping[str, State]
    own: set[str] = field(default_factory=set)
    precise: set[str] = field(default_factory=set)
    """Nodes whose import table says which functions of the product they call."""
    proofs: list[Proof] = field(default_factory=list)
    needs: list[Edge] = field(default_factory=list)
    """Nodes outside the product that need one of its own libraries."""
    lifts: list[str] = field(default_factory=list)
    """Sentences that say which need lifted a proof to ``called``."""
