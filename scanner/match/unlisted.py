"""What general words show beside listed products: a name in a file of a listed product is that product's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from scanner.match.devices import is_sound
from scanner.match.exhibit import Exhibit, Spot
from scanner.match.judgement import counting, judgements
from scanner.types import CapabilityClass, FactKind, Place, Proof, State, Strength

GENERIC = "generic"
"""The kind of signatures that stand for products which no other signature knows."""
_WRITTEN = frozenset({Place.SCRIPT, Place.CONFIG})
_SEVERAL = 3
"""Functions of an online service that a description of it names at least."""


def leave_explained(exhibits: Sequence[Exhibit]) -> None:
    """Take from generic exhibits what stands in files that a listed product explains.

    That is a file with a fact of a product of which recognition is reported for a person at least; or a file that only
    describes or wraps a product, at the same place.
    """
    generic = [exhibit for exhibit in exhibits if exhibit.signature.kind == GENERIC]
    if not generic:
        return
    listed = [exhibit for exhibit in exhibits if exhibit.signature.kind != GENERIC]
    files = {proof.observation.path for exhibit in listed for proof in _shown(exhibit)}
    spots = {spot for exhibit in listed for spot in _described(exhibit)}
    for exhibit in generic:
        exhibit.proofs = [p for p in exhibit.proofs if p.observation.path not in files and _spot(p) not in spots]


def _shown(exhibit: Exhibit) -> Iterable[Proof]:
    """The sound proofs of a product whose recognition is reported."""
    proofs = [proof for proof in counting(exhibit) if proof.state >= State.AVAILABLE]
    if not proofs or not any(_is_recognition(exhibit, proof) for proof in proofs):
        return ()
    reported = any(
        judged.state is not None
        and judged.state >= State.AVAILABLE
        and judged.capability.capability_class is CapabilityClass.RECOGNITION
        for judged in judgements(exhibit)
    )
    return filter(is_sound, proofs) if reported else ()


def _is_recognition(exhibit: Exhibit, proof: Proof) -> bool:
    capabilities = proof.fact.capabilities or exhibit.signature.does
    return any(one.capability_class is CapabilityClass.RECOGNITION for one in capabilities)


def _described(exhibit: Exhibit) -> Iterator[Spot]:
    """Scripts and settings with a strong fact of the product; and of an online service, class files of its kit, and
    what names several of its functions: its description, or a wrapper of it."""
    online = exhibit.signature.presence is State.MENTIONED
    named: dict[Spot, set[str]] = defaultdict(set)
    for proof in (proof for proof in exhibit.proofs if _is_recognition(exhibit, proof)):
        path, place = spot = _spot(proof)
        if place in _WRITTEN:
            named[spot].add(proof.fact.id)
            if proof.fact.strength is Strength.STRONG:
                yield spot
        elif online and proof.fact.kind is FactKind.CLASS and place is Place.DEFINED:
            yield path, Place.TEXT
    if online:
        yield from (spot for spot, facts in named.items() if len(facts) >= _SEVERAL)


def _spot(proof: Proof) -> Spot:
    return proof.observation.path, proof.observation.place
