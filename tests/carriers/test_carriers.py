"""Every signature of the pack, on files with its names: seen at their places, on every CPU, in the right state."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from scanner.catalogue.compile import compile_pack
from scanner.catalogue.load import load
from scanner.detect.interface import Subject
from scanner.detect.registry import DETECTORS
from scanner.formats.roles import NATIVE
from scanner.formats.source import Source
from scanner.match.findings import match
from scanner.types import Capability, Limits, Node, Observation, Signature, State, Strength
from vendor_samples.carriers.carrier import Carrier, Role
from vendor_samples.carriers.cpus import CPUS, WINDOWS
from vendor_samples.carriers.product import carriers

PACK = load()
VOCABULARY = compile_pack(PACK)


def looks(made: Iterable[Carrier], file: Path) -> Iterator[tuple[Carrier, Node, list[Observation]]]:
    """What every detector that is due says of each carrier. All of them stand in one file: files are slow to make."""
    listed = list(made)
    file.write_bytes(b"".join(carrier.data for carrier in listed))
    offset = 0
    for carrier in listed:
        path, size = f"delivery/{carrier.path}", len(carrier.data)
        node = Node(path, None, size, hashlib.sha256(carrier.data).hexdigest(), carrier.form)
        due = [one for one in DETECTORS if one.FORMATS is None or carrier.form in one.FORMATS]
        with Source(file, path, offset, size) as source:
            subject = Subject(node, source, VOCABULARY, Limits())
            yield carrier, node, [seen for detector in due for seen in detector.observe(subject)]
        offset += size


def proven(signature: Signature, carrier: Carrier) -> dict[Capability, State]:
    """What the strong facts of ``carrier`` prove at the least."""
    # A general-purpose library is only available by being there, however much of it there is.
    limited = signature.nursery or (carrier.role is Role.OWN and bool(signature.hosts))
    least: dict[Capability, State] = {}
    for fact, _ in carrier.facts if carrier.role is not Role.OTHER else ():
        if fact.strength is Strength.STRONG and fact.top > State.MENTIONED:
            state = State.CALLED if carrier.role is Role.USER else min(fact.top, signature.presence)
            state = min(state, State.AVAILABLE) if limited else state
            least |= {one: max(state, least.get(one, State.MENTIONED)) for one in fact.capabilities}
    return least


@pytest.mark.parametrize("signature", PACK.signatures, ids=lambda one: one.id)
def test_the_names_are_seen_at_their_places_in_the_right_state(signature: Signature, tmp_path: Path) -> None:
    for carrier, node, seen in looks(carriers(signature), tmp_path / "carriers"):
        places = {(one.kind, one.value, one.place) for one in seen}
        assert {(f.kind, f.value, place) for f, place in carrier.facts} - places == set(), carrier.path
        found = match((signature,), VOCABULARY, (node,), seen, 10).findings
        states = {finding.capability: finding.state for finding in found}
        short = {one: s for one, s in proven(signature, carrier).items() if states.get(one, State.MENTIONED) < s}
        assert short == {}, carrier.path
        if carrier.role is Role.OWN:
            # Of an online service, the texts in native code may be requests of a program that exports one of its names.
            most = max(signature.presence, State.AVAILABLE) if carrier.form in NATIVE else signature.presence
            assert {one: s for one, s in states.items() if s > most} == {}, carrier.path


def test_the_pack_has_carriers_of_every_kind():
    made = [carrier for signature in PACK.signatures for carrier in carriers(signature)]
    assert {(c.form, c.role) for c in made} >= {
        *((form, role) for form in ("elf", "pe", "class", "text:script") for role in (Role.OWN, Role.USER)),
        ("dex", Role.USER),
        ("text:json", Role.OWN),
    }
    folders = {carrier.path.rpartition("/")[0] for carrier in made if carrier.form in {"elf", "pe"}}
    assert folders >= {f"lib/{cpu.name}" for cpu in CPUS} | {f"win/{cpu.name}" for cpu in WINDOWS}
