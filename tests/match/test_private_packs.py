"""Signatures that a city adds only add findings: whatever they say, no verdict gets greener by them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.assess.verdict import PRECEDENCE, Evidence, judge
from scanner.catalogue.errors import CatalogueError
from scanner.catalogue.names import names_of
from scanner.catalogue.vocabulary import Vocabulary
from scanner.ledger import coverage
from scanner.match.findings import match
from scanner.types import (
    Capability,
    Fact,
    FactKind,
    Finding,
    Host,
    Node,
    Observation,
    Place,
    Qualifier,
    Signature,
    State,
    Strength,
    Verdict,
)
from tests.assess.world import BANS, pack, read

KINDS = (FactKind.SYMBOL, FactKind.STRING, FactKind.CLASS, FactKind.IMPORT, FactKind.ENDPOINT, FactKind.SONAME)
UNFILTERED = frozenset({FactKind.NEEDED, FactKind.IDENTITY, FactKind.SONAME})
"""Kinds that detectors report whether or not a fact asks for them."""
VALUES = ("FaceEngine", "FaceEngineCreate", "com.acme.face", "com.acme.face.Match", "libface.so", "/face/v1")
PATHS = ("fw!/usr/lib/libface.so", "fw!/usr/bin/camd", "fw!/app/classes.dex", "fw!/www/index.js")
FORMATS = dict(zip(PATHS, ("elf", "elf", "dex", "text:javascript"), strict=True))
CAPABILITIES = st.sampled_from([Capability.IDENTIFICATION, Capability.ANALYSIS, Capability.CAPTURE])

FACTS = st.builds(
    Fact,
    id=st.sampled_from(["f1", "f2", "f3", "f4"]),
    kind=st.sampled_from(KINDS),
    value=st.sampled_from(VALUES),
    strength=st.sampled_from(list(Strength)),
    top=st.sampled_from([State.MENTIONED, State.AVAILABLE, State.SHIPPED, State.CALLED]),
    capabilities=st.lists(CAPABILITIES, max_size=2, unique=True).map(tuple),
    qualifiers=st.lists(st.sampled_from([Qualifier.CLOUD]), max_size=1).map(tuple),
)
HOSTS = st.builds(
    Host,
    kind=st.sampled_from([FactKind.SYMBOL, FactKind.SONAME, FactKind.PATH]),
    value=st.sampled_from(["FaceEngine", "FaceEngineCreate", "libface", "camd"]),
    state=st.sampled_from([State.MENTIONED, State.AVAILABLE]),
)
OBSERVATIONS = st.lists(
    st.builds(
        Observation,
        kind=st.sampled_from((*KINDS, FactKind.NEEDED)),
        value=st.sampled_from(VALUES),
        path=st.sampled_from(PATHS),
        place=st.sampled_from([p for p in Place if p is not Place.CONFIG]),
        offset=st.none(),
    ),
    max_size=8,
)


def _products(prefix: str) -> st.SearchStrategy[list[Signature]]:
    one = st.builds(
        Signature,
        id=st.sampled_from([f"{prefix}1", f"{prefix}2"]),
        name=st.just("A product"),
        vendor=st.just("A vendor"),
        kind=st.sampled_from(["sdk", "client", "library"]),
        presence=st.sampled_from([State.AVAILABLE, State.SHIPPED]),
        sentence=st.just("S."),
        facts=st.lists(FACTS, min_size=1, max_size=4, unique_by=lambda f: f.id).map(tuple),
        hosts=st.lists(HOSTS, max_size=1).map(tuple),
        does=st.lists(CAPABILITIES, max_size=1).map(tuple),
        nursery=st.booleans(),
    )
    return st.lists(one, max_size=2, unique_by=lambda s: s.id)


def _shown(signatures: Sequence[Signature], observations: Iterable[Observation]) -> list[Observation]:
    """What detectors report of a delivery when these signatures are all they look for."""
    wanted = {(fact.kind, fact.value) for signature in signatures for fact in signature.facts}
    tables = {host.value for signature in signatures for host in signature.hosts}
    return [
        o
        for o in observations
        if o.kind in UNFILTERED
        or (o.kind, o.value) in wanted
        or (o.kind is FactKind.SYMBOL and o.value in tables and o.place in {Place.DEFINED, Place.IMPORTED})
    ]


def _found(signatures: Sequence[Signature], observations: Sequence[Observation]) -> tuple[Finding, ...]:
    vocabulary = Vocabulary(None, {}, names_of(signatures), frozenset())
    nodes = [Node(path, None, 1, format=FORMATS[path]) for path in PATHS]
    return match(signatures, vocabulary, nodes, _shown(signatures, observations), 200).findings


def _verdict(findings: Sequence[Finding]) -> Verdict:
    ledger = Evidence(coverage([read(10_000)]), [])
    return judge(BANS, {f"F{i}": f for i, f in enumerate(findings)}, ledger, [pack("2026-11-25")], "2026-11-25").verdict


@settings(max_examples=400)
@given(_products("main"), _products("city"), OBSERVATIONS)
def test_no_verdict_gets_greener(main: list[Signature], city: list[Signature], seen: list[Observation]) -> None:
    alone = _found(main, seen)
    try:
        together = _found([*main, *city], seen)
    except CatalogueError:
        return  # refused as a whole: facts that cannot be told apart
    assert PRECEDENCE.index(_verdict(together)) <= PRECEDENCE.index(_verdict(alone))
    for finding in alone:
        assert any(
            other.capability is finding.capability
            and other.state >= finding.state
            and set(other.qualifiers) >= set(finding.qualifiers)
            for other in together
        )


def test_a_text_that_a_city_looks_for_makes_no_general_library_of_a_program() -> None:
    """A symbol that tells a carrier tells it by its table, not by a text that some other fact is about."""
    call = Fact("f", FactKind.STRING, "FaceEngine", Strength.STRONG, State.SHIPPED, (Capability.IDENTIFICATION,))
    carrier = Host(FactKind.SYMBOL, "libface", State.AVAILABLE)
    main = Signature("main", "M", "V", "sdk", State.SHIPPED, "S.", (call,), (carrier,))
    name = Fact("g", FactKind.SYMBOL, "libface.so", Strength.CONTEXT, State.MENTIONED)
    city = Signature("city", "C", "V", "sdk", State.SHIPPED, "S.", (name,))
    seen = [
        Observation(FactKind.STRING, "FaceEngine", PATHS[1], Place.TEXT),
        Observation(FactKind.SYMBOL, "libface.so", PATHS[1], Place.TEXT),
        Observation(FactKind.SYMBOL, "libface.so", PATHS[1], Place.DEFINED),
    ]
    assert _found([main], seen)[0].state is State.SHIPPED
    assert _found([main, city], seen)[0].state is State.SHIPPED
