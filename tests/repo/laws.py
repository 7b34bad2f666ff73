"""``docs/laws.md``: which face function meets which law and clause, and what of each law was not read in its text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scanner.assess.standing import standing
from scanner.catalogue.load import load
from scanner.types import Clause, Exemption, Outcome, Policy, State

AS_OF = "2026-11-24"
"""The day up to which the laws were followed."""
COLUMNS = (
    "identification", "verification", "enrollment", "analysis", "liveness", "capture", "detection", "redaction",
    "unlock", "transfer", "+cloud",
)  # fmt: skip
"""Capabilities that need a column; the others mostly follow one of these, and `policy show` has them all."""
WORDS = {
    Outcome.VIOLATION: "■\u00a0reached",
    Outcome.REVIEW: "◆\u00a0person",
    Outcome.EXEMPT_IF_ATTESTED: "◆\u00a0sign",
    Outcome.PROCESS: "process",
    Outcome.NOTE: "note",
    Outcome.NOT_REACHED: "–",
}
MARKS = {"verified": "read", "secondary": "second-hand", "unverified": "**not checked**"}
_HEAD = """# Which finding meets which law

{made}

Take the line of the law and the column of the function that the report names. A cell speaks of code that was *shipped*
for that purpose, or goes further; code that is only *available* in a general library is for a person at most.

| in a cell | means | verdict |
|---|---|---|
| ■ reached | the wording of the law reaches it | found |
| ◆ person | a person with legal knowledge has to judge | needs a person |
| ◆ sign | exempt only if somebody signs the statement in the report | needs a person |
| process | no ban; the law asks for an approval or a report first | none |
| note | worth knowing; the law does not speak of it, or hardly | none |
| – | the wording does not reach it | none |

**How well each law was read.** *Read*: in a stored copy of the law or an official notice. *Second-hand*: a named source
tells it. **Not checked**: written from memory; have it checked before you rely on it. All texts are drafts for counsel
in this project's own words, as of 24 November 2026. Nothing here is legal advice.

"""
_FUNCTIONS = """
*Capture*: cuts out and keeps pictures of faces. *Analysis*: age, sex, mood. *Liveness*: whether a live person stands
there. *Verification*: is this the person (one to one). *Identification*: who is this (one to many); making face
templates and searching recordings mostly count as identification. *Enrollment*: adding people to a face library.
*Unlock*: of a device for its user. *Transfer*: face data sent elsewhere. *+cloud*: any of them done by an online
service. Every cell with its reason: `facescreen policy show ID`; what of it concerns one report:
`facescreen policy explain report.json`.
"""


def laws(made: str) -> str:
    """The page; ``made`` is the sentence that says where it comes from."""
    policies = [policy for _, policy in sorted(load().policies.items())]
    return "".join((_HEAD.format(made=made), *_table(policies), _FUNCTIONS, *map(_section, policies)))


def _table(policies: Iterable[Policy]) -> Iterator[str]:
    yield f"| law | clauses read | {' | '.join(COLUMNS)} |\n|---|---|{'---|' * len(COLUMNS)}\n"
    for policy in policies:
        says = {word: WORDS[outcome] for word, outcome, _ in policy.effects}
        read = sum(clause.verified == "verified" for clause in policy.clauses)
        against = standing(policy, AS_OF)
        name = f"[{policy.id}](#{_anchor(policy)})" + (f" ({against.word})" if against else "")
        cells = (name, f"{read} of {len(policy.clauses)}")
        yield f"| {' | '.join((*cells, *(says[word] for word in COLUMNS)))} |\n"


def _section(policy: Policy) -> str:
    parts = [
        f"\n## {policy.id}\n\n**{policy.jurisdiction}: {policy.title}.** {policy.citation}. Status: {policy.status} "
        f"({MARKS[policy.status_verified]}).\n",
        *(f"\n{text}\n" for text in (policy.applies_to, policy.note) if text),
        "\n| clause | what it says | was read? | reached from |\n|---|---|---|---|\n",
        *map(_clause, policy.clauses),
    ]
    if policy.exemptions:
        parts.append("\n| exemption | what it is | was read? | who signs |\n|---|---|---|---|\n")
        parts += map(_exemption, policy.exemptions)
    return "".join(parts)


def _clause(clause: Clause) -> str:
    by_outcome: dict[str, list[str]] = {}
    for trigger in clause.triggers:
        word = trigger.capability + (f"+{trigger.qualifier}" if trigger.qualifier else "")
        state = "" if trigger.state is State.SHIPPED else f" ({trigger.state.word})"
        new = " (new in an update)" if trigger.condition else ""
        by_outcome.setdefault(WORDS[trigger.outcome], []).append(word + state + new)
    reached = "; ".join(f"{outcome}: {', '.join(words)}" for outcome, words in by_outcome.items())
    said = " ".join(filter(None, (clause.says, clause.human_fact)))
    return _row(clause.number, said, MARKS[clause.verified], reached)


def _exemption(exemption: Exemption) -> str:
    return _row(exemption.number, exemption.summary, MARKS[exemption.verified], " and ".join(exemption.signers))


def _row(*cells: str) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |\n"


def _anchor(policy: Policy) -> str:
    return policy.id.replace(".", "")
