"""Settings and code together: a switch that is on lifts shipped code, and where no code is here, that is said."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import replace

from scanner.match.config import says_off
from scanner.match.exhibit import Exhibit
from scanner.match.judgement import judgements
from scanner.match.remarks import SWITCHED_ON
from scanner.types import Capability, FactKind, Finding, Place, Proof, State

ELSEWHERE = (
    "The code is elsewhere: this delivery has settings or stored data of the function, and none of its code was seen. "
    "It runs on the device or server that these are for."
)
_BY_TEXT = frozenset({Place.CONFIG, Place.DOCUMENT})
_IS_SETTING = frozenset({FactKind.CONFIG, FactKind.FOLDER})
_NO_CODE = _IS_SETTING | {FactKind.PATH}
_ROLES_OF_SWITCHES = frozenset({"switch", "mode"})
MOST_OFF = 3
"""Settings that are off, named one by one."""


def lift_controlled(exhibits: Sequence[Exhibit]) -> None:
    """Add to each shipped product the switches of others that are on and that its code obeys, as ``enabled``.

    Only a capability that the product's own evidence shows to be shipped is lifted: a switch brings no code with it.
    """
    by_id = {exhibit.signature.id: exhibit for exhibit in exhibits}
    lifted = [
        (by_id[product], proof)
        for exhibit in exhibits
        for product in exhibit.signature.controls
        if product in by_id
        for proof in _on(exhibit)
    ]
    for exhibit, proof in lifted:
        capabilities = tuple(c for c in proof.fact.capabilities if c in _shipped(exhibit))
        if capabilities:
            fact = replace(proof.fact, capabilities=capabilities)
            state = min(proof.state, State.ENABLED)
            exhibit.proofs.append(replace(proof, fact=fact, state=state, why=SWITCHED_ON))


def _on(exhibit: Exhibit) -> list[Proof]:
    """Settings that are on, of capabilities for which they carry a finding."""
    reached = {one.capability for one in judgements(exhibit) if one.state is not None and one.state >= State.ENABLED}
    return [
        proof
        for proof in exhibit.proofs
        if proof.fact.kind is FactKind.CONFIG
        and proof.state >= State.ENABLED
        and not reached.isdisjoint(proof.fact.capabilities)
    ]


def _shipped(exhibit: Exhibit) -> set[Capability]:
    found = (one for one in judgements(exhibit) if one.state is not None)
    return {one.capability for one in found if one.state is not None and one.state >= State.SHIPPED}


def lower_started(exhibit: Exhibit) -> None:
    """Container images that a file starts with their function switched off in the same file: not called, available."""
    off = _places(exhibit, says_off)
    off -= _places(exhibit, lambda proof: _is_switch(proof) and proof.state >= State.ENABLED) if off else set()
    exhibit.proofs = [_not_started(proof) if _is_off(proof, off) else proof for proof in exhibit.proofs]


def _places(exhibit: Exhibit, wanted: Callable[[Proof], bool]) -> set[tuple[str, Capability]]:
    """The files with such a proof, and the capability that it is of."""
    return {
        (proof.observation.path, capability)
        for proof in exhibit.proofs
        if wanted(proof)
        for capability in proof.fact.capabilities
    }


def _is_switch(proof: Proof) -> bool:
    return proof.fact.kind is FactKind.CONFIG and proof.fact.role in _ROLES_OF_SWITCHES


def _is_off(proof: Proof, off: Container[tuple[str, Capability]]) -> bool:
    seen, capabilities = proof.observation, proof.fact.capabilities
    started = seen.kind is FactKind.PACKAGE and seen.place is Place.CONFIG and proof.state is State.CALLED
    return started and bool(capabilities) and all((seen.path, capability) in off for capability in capabilities)


def _not_started(proof: Proof) -> Proof:
    return replace(proof, state=State.AVAILABLE, why="starts the image, and switches this function of it off")


def elsewhere(exhibits: Iterable[Exhibit]) -> set[str]:
    """Ids of products of which the delivery has settings, and neither their code nor that of a product they control."""
    made = list(exhibits)
    with_code = {exhibit.signature.id for exhibit in made if _has_code(exhibit)}
    return {
        exhibit.signature.id
        for exhibit in made
        if exhibit.signature.id not in with_code and with_code.isdisjoint(exhibit.signature.controls)
    }


def _has_code(exhibit: Exhibit) -> bool:
    """Whether code of the product was seen; a file name alone may be anything's."""
    return any(
        proof.state >= State.AVAILABLE and proof.fact.kind not in _NO_CODE and proof.observation.place not in _BY_TEXT
        for proof in exhibit.proofs
    )


def of_settings(finding: Finding) -> bool:
    """Whether ``finding`` goes as far as it does by what settings say."""
    return finding.state >= State.CALLED and all(
        proof.fact.kind in _IS_SETTING or proof.observation.place in _BY_TEXT
        for proof in finding.proofs
        if proof.state >= State.CALLED
    )


def switched_off(exhibits: Iterable[Exhibit]) -> Mapping[str, tuple[str, ...]]:
    """Product id → sentences about its switches where the delivery has some and all of them are off.

    The switches of a system speak for the products that it controls as well. A remark, never a lower state: what is
    shipped can be switched on.
    """
    said: dict[str, list[Proof]] = {}
    for exhibit in exhibits:
        switches = [proof for proof in exhibit.proofs if _is_switch(proof)]
        for product in (exhibit.signature.id, *exhibit.signature.controls):
            said.setdefault(product, []).extend(switches)
    return {
        product: _off_sentences([*filter(says_off, switches)])
        for product, switches in said.items()
        if _all_off(switches)
    }


def _all_off(switches: Sequence[Proof]) -> bool:
    return any(map(says_off, switches)) and all(proof.state < State.ENABLED for proof in switches)


def _off_sentences(switches: Sequence[Proof]) -> tuple[str, ...]:
    """What is off, by its plain name; a setting without one as it stands."""
    off = sorted({(p.observation.path, f"{p.plain} is off" if p.plain else p.observation.detail) for p in switches})
    named = [f"{path}: {what}. The code stays, and can be switched on." for path, what in off[:MOST_OFF]]
    return (*named, f"{len(off) - MOST_OFF:,} more settings are off.") if len(off) > MOST_OFF else tuple(named)
