"""Whether the proofs of a product carry a finding: one strong fact, or several independent weaker ones; and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from scanner.match.devices import by_route, is_sound
from scanner.match.exhibit import Exhibit
from scanner.text import plural
from scanner.types import Capability, FactKind, Place, Proof, Signature, State, Strength

MIN_KINDS, MIN_FACTS = 2, 3
"""Weaker facts are independent when they are of two kinds, or three different ones of one kind, in one folder."""
MIN_SOUND = 2
"""How many of three facts of one kind must be sound; of two kinds one must be."""
MOST_DOUBTFUL = State.AVAILABLE
"""How far weaker facts get together when doubtful or unseen ones are needed for it: to a person, who is to judge."""

OWN_FILE = 12
"""Shortest name of a file, with its ending, that is hardly two programs' own where an address ends in it."""
_FILE_NAMES = frozenset({FactKind.PATH, FactKind.SONAME, FactKind.NEEDED})
"""One name in three places is one fact: a library is called in its table as its file is, and asked for by that name."""
_TEXTS = frozenset({FactKind.STRING, FactKind.SYMBOL, FactKind.CLASS, FactKind.ENDPOINT})
_BYTES = frozenset({Place.TEXT, Place.SCRIPT, Place.CONFIG, Place.DOCUMENT})
"""Kinds and places of what is found as bytes: one text may be found for several facts at once."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the proofs of one capability carry: a finding up to ``state``, or None where they are too weak."""

    capability: Capability
    basis: str
    """``strong`` or ``combined``, as :attr:`scanner.types.Finding.basis`; empty without a finding."""
    state: State | None
    reason: str
    """Why, in words."""
    proofs: tuple[Proof, ...]


Weighed = tuple[str, State | None, str]
"""Basis, state and reason."""


def judgements(exhibit: Exhibit) -> list[Judgement]:
    """One judgement for every capability that a proof of the product stands for."""
    proofs = counting(exhibit)
    proven = max((proof.state for proof in proofs if carries(proof)), default=None)
    by_capability: dict[Capability, list[Proof]] = defaultdict(list)
    for proof in proofs:
        for capability in proof.fact.capabilities:
            by_capability[capability].append(proof)
    weighed = {capability: _weigh(exhibit.signature, of, proven) for capability, of in by_capability.items()}
    strong = [proof for proof in proofs if proof.fact.strength is Strength.STRONG]
    if strong and all(state is None for _, state, _ in weighed.values()):
        for capability in exhibit.signature.does:
            weighed[capability] = _without_capability(exhibit.signature, strong)
            by_capability[capability] = proofs
    return [_judgement(exhibit, capability, by_capability[capability], *weighed[capability]) for capability in weighed]


def counting(exhibit: Exhibit) -> list[Proof]:
    """The proofs that may count; those of mere context are only shown."""
    return [proof for proof in exhibit.proofs if proof.fact.strength is not Strength.CONTEXT]


def carries(proof: Proof) -> bool:
    """Whether ``proof`` shows that the product itself is there, not only its name in a document."""
    return proof.fact.strength is Strength.STRONG and proof.state > State.MENTIONED


def _judgement(
    exhibit: Exhibit, capability: Capability, proofs: list[Proof], basis: str, state: State | None, reason: str
) -> Judgement:
    if exhibit.signature.nursery and state is not None and state > State.AVAILABLE:
        reason += f"; {state.word} becomes available: no fact of the product was seen at a source yet (nursery)"
        state = State.AVAILABLE
    return Judgement(capability, basis, state, reason, tuple(proofs))


def _weigh(signature: Signature, proofs: list[Proof], proven: State | None) -> Weighed:
    """What ``proofs`` of one capability carry; ``proven``: how far strong facts show the product, of any capability."""
    if proven is not None:
        state, best = max(((_worth(proof, proven), proof) for proof in proofs), key=lambda pair: pair[0])
        return "strong", state, f"a strong fact shows that the product is there; {best.why}"
    # A strong fact that is only mentioned proves that mention, and lends no weight to a weaker fact elsewhere.
    ways = (_combined(proofs), by_route(signature, proofs), _likely(proofs), _fetched(proofs))
    carried = [found for found in ways if found]
    return max(carried, key=lambda found: found[1]) if carried else _mentioned(proofs)


def _worth(proof: Proof, proven: State) -> State:
    """How far a proof gets beside strong facts of its product: a doubtful one no further than they do, as it may be of
    something else. OpenCV in a delivery makes no word of another file a call of its recogniser."""
    if proof.fact.strength is Strength.STRONG or is_sound(proof):
        return proof.state
    return min(proof.state, max(proven, MOST_DOUBTFUL))


def _mentioned(proofs: list[Proof]) -> Weighed:
    if any(proof.fact.strength is Strength.STRONG for proof in proofs):
        return "strong", State.MENTIONED, "a strong fact, but nowhere more than mentioned"
    most = max((_count(of) for of in _by_folder(proofs).values()), default=(0, 0))
    return (
        "",
        None,
        f"no strong fact; of the weaker ones at most {plural(most[1], 'fact')} of {plural(most[0], 'kind')} "
        f"in one folder, and {MIN_KINDS} kinds or {MIN_FACTS} facts are needed",
    )


def _combined(proofs: list[Proof]) -> tuple[str, State, str] | None:
    """What several weaker facts carry together.

    Generic words must not accuse anybody. Above ``MOST_DOUBTFUL`` most of the facts must be sound, seen at a source and
    not doubtful, and texts must stand in one file.
    """
    near = _best(_by_node(proofs), sound=True)
    if near is not None and near[1] > MOST_DOUBTFUL:
        return near
    far = _best(_by_folder(proofs), sound=False)
    if far is None or far[1] <= MOST_DOUBTFUL:
        return far
    words = f"{far[2]}; {far[1].word} becomes {MOST_DOUBTFUL.word}: too many are doubtful, unseen or far apart"
    return "combined", MOST_DOUBTFUL, words


def _likely(proofs: Iterable[Proof]) -> tuple[str, State, str] | None:
    """A fingerprint of which one kind of evidence was met: many features, which one table or one text may bring along,
    so it is for a person."""
    if any(proof.fact.kind is FactKind.FINGERPRINT and proof.state > State.MENTIONED for proof in proofs):
        return "combined", MOST_DOUBTFUL, "a fingerprint of which one kind of evidence was met is likely, not certain"
    return None


def _fetched(proofs: Iterable[Proof]) -> tuple[str, State, str] | None:
    """The name of a model where an address in a setting ends: place and name fit together, so it is for a person."""
    if any(_is_fetched(proof) and len(proof.fact.value) >= OWN_FILE and is_sound(proof) for proof in proofs):
        return "combined", MOST_DOUBTFUL, "a setting has the address of a file of this name: the program fetches it"
    return None


def _is_fetched(proof: Proof) -> bool:
    at = proof.observation.place
    return proof.fact.kind is FactKind.PATH and at is Place.CONFIG and proof.state > State.MENTIONED


def _best(groups: Mapping[str, list[Proof]], *, sound: bool) -> tuple[str, State, str] | None:
    """The group that agrees on the highest state."""
    reached = [(_combined_state(of, sound), name) for name, of in groups.items()]
    best = max(((state, name) for state, name in reached if state is not None), default=None)
    if best is None:
        return None
    state, name = best
    kinds, facts = _count(proof for proof in groups[name] if proof.state >= state)
    words = f"{plural(facts, 'weaker fact')} of {plural(kinds, 'kind')} together in {name or 'the top folder'}"
    return "combined", state, words


def _by_node(proofs: Iterable[Proof]) -> dict[str, list[Proof]]:
    """Proofs by node, each with the names of the files beside it; the files of a folder by themselves too."""
    folders = _by_folder(proofs)
    groups: dict[str, list[Proof]] = {}
    for folder, of in folders.items():
        files = [proof for proof in of if proof.observation.place is Place.FILE]
        groups[folder] = files
        for proof in of:
            if proof.observation.place is not Place.FILE:
                groups.setdefault(proof.observation.path, list(files)).append(proof)
    return groups


def _by_folder(proofs: Iterable[Proof]) -> dict[str, list[Proof]]:
    folders: dict[str, list[Proof]] = defaultdict(list)
    for proof in proofs:
        folders[proof.observation.path.rpartition("/")[0]].append(proof)
    return folders


def _combined_state(proofs: list[Proof], sound: bool) -> State | None:
    """The highest state that several independent facts agree on; with ``sound``, only few of them may be doubtful."""
    for state in sorted({proof.state for proof in proofs}, reverse=True):
        at_least = [proof for proof in proofs if proof.state >= state]
        kinds, facts = _count(at_least)
        _, seen = _count(filter(is_sound, at_least) if sound else at_least)
        if (kinds >= MIN_KINDS and seen) or (facts >= MIN_FACTS and seen >= MIN_SOUND):
            return state
    return None


def _count(proofs: Iterable[Proof]) -> tuple[int, int]:
    """How many kinds and how many different values ``proofs`` are of.

    A text inside another one's is no fact of its own: whatever shows the longer shows both. Either the shorter or the
    longer ones count, whichever are more, so that one more fact never makes less of the others.
    """
    counted = list(proofs)
    texts = {proof.fact.value for proof in counted if _is_text(proof)}
    pairs = [(text, other) for text in texts for other in texts if text != other and text in other]
    nested = [(text, other) for text, other in pairs if _stands_in(text, other)]
    inner, outer = {text for text, _ in nested}, {other for _, other in nested}
    counts = [_numbers(p for p in counted if not _is_text(p) or p.fact.value not in one) for one in (inner, outer)]
    return max(kinds for kinds, _ in counts), max(facts for _, facts in counts)


def _is_text(proof: Proof) -> bool:
    """Whether it was found among the bytes of its file, not in a table of names."""
    return proof.fact.kind in _TEXTS and proof.observation.place in _BYTES


def _stands_in(text: str, other: str) -> bool:
    """Whether ``text`` stands in ``other`` as a whole word, as byte rules look for it."""
    at = other.find(text)
    around = other[max(at - 1, 0) : at] + other[at + len(text) :][:1]
    return not any(char.isalnum() for char in around)


def _numbers(proofs: Iterable[Proof]) -> tuple[int, int]:
    counted = list(proofs)
    return len(set(map(_kind, counted))), len({proof.fact.value for proof in counted})


def _kind(proof: Proof) -> FactKind:
    """A file name in a setting's address is a text of the setting, whichever fact asks for it."""
    if proof.fact.kind is FactKind.PATH and proof.observation.place is Place.CONFIG:
        return FactKind.STRING
    return FactKind.PATH if proof.fact.kind in _FILE_NAMES else proof.fact.kind


def _without_capability(signature: Signature, strong: list[Proof]) -> Weighed:
    """A product whose facts name no capability is at most available: it is present, its use and function unproven.

    One that does other things than faces raises nothing so: that it is there says nothing of faces.
    """
    if signature.multi_modal:
        return "", None, "the product does other things as well, and no fact of a face function was seen"
    state = min(State.AVAILABLE, max(proof.state for proof in strong))
    return "strong", state, "strong facts show the product, none says which of its functions: what it can do at all"
