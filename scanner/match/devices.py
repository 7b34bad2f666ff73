"""Paths of a device's requests: what one of them carries without the host that no delivery can name."""

from __future__ import annotations

from collections.abc import Iterable

from scanner.catalogue.rules import FREE_STRONG
from scanner.match.servers import is_route
from scanner.types import Proof, Signature, State

SEEN = frozenset({"true", "secondary"})
"""Values of ``verified`` of facts that were seen at a source, or in a reliable description."""


def is_sound(proof: Proof) -> bool:
    """Whether the fact was seen and stands for nothing else."""
    return proof.fact.verified in SEEN and not proof.fact.doubtful


def by_route(signature: Signature, proofs: Iterable[Proof]) -> tuple[str, State, str] | None:
    """Basis, state and reason of what the paths of a device's requests among ``proofs`` carry; None for nothing.

    Host and path add up (facts/mapping.yaml, strength_rules). The host of a device's path is the device: in its server
    and in its web page it is there. A client asks an address that is set later, and is for a person to judge. Only long
    paths count so, as only long texts are strong.
    """
    if signature.presence is not State.AVAILABLE:
        return None
    telling = [proof for proof in proofs if _tells(proof)]
    if not telling:
        return None
    best = max(telling, key=lambda proof: (proof.state is State.SHIPPED, proof.observation.path))
    if best.state is State.SHIPPED:
        return "combined", State.SHIPPED, f"a path of the device's requests beside its host, itself: {best.why}"
    return "combined", State.AVAILABLE, "a path of the device's requests in code, without the host that it is sent to"


def _tells(proof: Proof) -> bool:
    long = len(proof.fact.value.encode()) >= FREE_STRONG
    return long and proof.state > State.MENTIONED and is_route(proof.fact) and is_sound(proof)
