"""Technical facts for and against an exemption, worked out from findings and coverage. None of them applies one.

A policy names the facts that its exemption hangs on; each is one small function here. What was not found is for the
exemption only where every byte was read and nothing was withheld from the ledger: else it stays open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from scanner.assess.outcomes import RECOGNITION, words_of
from scanner.ledger import Coverage
from scanner.text import in_sentence, plural
from scanner.types import Capability, Deployed, Finding, Qualifier, State, TechnicalFact

FOR, AGAINST, OPEN, NOTE = "for", "against", "open", "note"
_MOST_NAMES = 3
"""Findings that one sentence names."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What a screening knows: findings in a fixed order, coverage, and the version in use where it was given.

    ``faults`` are sentences about what the coverage cannot hold: places that could not be listed, a ledger that does
    not add up, a detector that is missing.
    """

    findings: Sequence[Finding]
    read: Coverage
    deployed: Deployed | None = None
    faults: Sequence[str] = ()

    @property
    def gap(self) -> str:
        """Why something may be there although nothing was found, as a half-sentence; empty where there is no reason."""
        if self.read.unread or not self.read.total:
            return f"{plural(self.read.unread, 'byte')} could not be read"
        return "the screening has gaps that are no bytes" if self.faults else ""


Said = tuple[str, str]
"""(for, against, open or note; the sentence)"""


def technical_facts(names: Iterable[str], scene: Scene) -> tuple[TechnicalFact, ...]:
    """The facts of these names in this screening, in the order of the names.

    :raises KeyError: for a name that is none of :data:`FACTS`.
    """
    return tuple(TechnicalFact(name, *FACTS[name](scene)) for name in names)


def _named(findings: Sequence[Finding]) -> str:
    """``ArcSoft (template, shipped, in fw!/lib/x.so)``, the highest state first."""
    ordered = sorted(findings, key=lambda f: (-f.state, f.product.name, f.capability.value))
    some = [f"{f.product.name} ({f.capability.value}, {f.state.word}{_place(f)})" for f in ordered[:_MOST_NAMES]]
    rest = len(ordered) - len(some)
    return "; ".join([*some, f"and {plural(rest, 'more finding')}"] if rest else some)


def _place(finding: Finding) -> str:
    return f", in {in_sentence(finding.proofs[0].observation.path)}" if finding.proofs else ""


def _present(what: str, wanted: Callable[[Finding], bool]) -> Callable[[Scene], Said]:
    """A fact that speaks for the exemption where something was found, else against it."""

    def said(scene: Scene) -> Said:
        hits = [finding for finding in scene.findings if finding.state >= State.SHIPPED and wanted(finding)]
        return (FOR, f"Found: {what}: {_named(hits)}.") if hits else (AGAINST, f"Not found: {what}.")

    return said


def _absent(what: str, wanted: Callable[[Finding], bool]) -> Callable[[Scene], Said]:
    """A fact that speaks against the exemption where something was found, and for it only where all was read."""

    def said(scene: Scene) -> Said:
        named = [finding for finding in scene.findings if wanted(finding)]
        hits = [finding for finding in named if finding.state >= State.AVAILABLE]
        if hits:
            return AGAINST, f"Found: {what}: {_named(hits)}."
        if named:
            return OPEN, f"No code found, but named: {what}: {_named(named)}."
        return _not_found(what, scene)

    return said


def _not_found(what: str, scene: Scene) -> Said:
    if scene.gap:
        return OPEN, f"Not found: {what}; but {scene.gap}."
    return FOR, f"Not found in any byte: {what}."


def _switched_off(scene: Scene) -> Said:
    """A call is use although no setting says "on"; what nobody calls and nothing switches on is off."""
    what = "a face function that is switched on"
    on = [finding for finding in scene.findings if finding.state >= State.ENABLED]
    if on:
        return AGAINST, f"Found: {what}: {_named(on)}."
    called = [finding for finding in scene.findings if finding.state is State.CALLED]
    if called:
        return OPEN, f"No setting was seen to switch it on, but a program is built to use it: {_named(called)}."
    return _not_found(what, scene)


def _full_coverage(scene: Scene) -> Said:
    if not scene.read.total:
        return AGAINST, "There was no byte to read."
    if scene.read.unread:
        return AGAINST, f"{plural(scene.read.unread, 'byte')} of {scene.read.total:,} could not be read."
    if scene.faults:
        return AGAINST, scene.faults[0]
    return FOR, f"All of {plural(scene.read.total, 'byte')} were read."


def _unchanged(scene: Scene) -> Said:
    """Nothing can do more than in the version in use."""
    if scene.deployed is None:
        return OPEN, "No deployed version was given to compare with: whether a function is new cannot be told."
    states = scene.deployed.states
    new = [f for f in scene.findings if any(f.state > states.get(word, State.MENTIONED) for word in _kept(f))]
    if new:
        return AGAINST, f"New against the deployed version {scene.deployed.name}: {_named(new)}."
    if scene.gap:
        return (
            OPEN,
            f"No function is seen to be new against the deployed version {scene.deployed.name}; but {scene.gap}.",
        )
    return FOR, f"No function is new against the deployed version {scene.deployed.name}."


def _kept(finding: Finding) -> list[str]:
    """The words under which the version in use remembers what it can do: with a qualifier only beside a capability."""
    return [word for word in words_of(finding) if not word.startswith("+")]


def _functions(scene: Scene) -> Said:
    """Which face functions there are, for a person to compare with a list of approved ones."""
    found = [finding for finding in scene.findings if finding.state >= State.AVAILABLE]
    if not found:
        return NOTE, "Face functions found: none."
    words = sorted({finding.capability.value for finding in found})
    return NOTE, f"Face functions found: {', '.join(words)}: {_named(found)}."


def _of(*capabilities: Capability) -> Callable[[Finding], bool]:
    return lambda finding: finding.capability in capabilities


def _marked(qualifier: Qualifier) -> Callable[[Finding], bool]:
    return lambda finding: qualifier in finding.qualifiers


FACTS: Mapping[str, Callable[[Scene], Said]] = {
    "detector": _present("a finder of faces", _of(Capability.DETECTION)),
    "blur": _present("blurring or masking of faces", _of(Capability.REDACTION)),
    "own-unlock": _present("face unlock by the operating system", _of(Capability.UNLOCK)),
    "no-recogniser": _absent(
        "a recogniser, its use or an embedding model", _of(*RECOGNITION - {Capability.ENROLLMENT})
    ),
    "no-gallery": _absent("a face library or the means to enrol", _of(Capability.ENROLLMENT)),
    "no-match-output": _absent("results of comparing faces", _marked(Qualifier.OUTPUT)),
    "no-upload": _absent(
        "sending of face data elsewhere",
        lambda f: f.capability is Capability.TRANSFER or Qualifier.CLOUD in f.qualifiers,
    ),
    "no-named-maker": _absent("a part of a named maker", _marked(Qualifier.ORIGIN)),
    "switched-off": _switched_off,
    "full-coverage": _full_coverage,
    "unchanged": _unchanged,
    "functions": _functions,
}
"""Name in a policy's ``facts`` → how it is worked out."""
