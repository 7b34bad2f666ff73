"""A policy for the sample results: Boston's, shortened."""

from __future__ import annotations

from scanner.types import Clause, ClauseResult, Exemption, Outcome, Policy

CLAUSES = (
    Clause(
        "(B)(1)(a)1", "It is unlawful to obtain, keep, possess, access or use a face surveillance system.", "verified"
    ),
    Clause(
        "(B)(1)(a)2",
        "It is unlawful to obtain, keep, possess, access or use information from such a system.",
        "verified",
    ),
    Clause(
        "(B)(1)(b)",
        "It is unlawful to enter an agreement with a third party to have such a system by or for the city.",
        "verified",
        human_fact="Is this delivery part of a purchase or a contract?",
    ),
    Clause(
        "(B)(1)(c)", "It is unlawful to permit a third party to have such a system on behalf of the city.", "secondary"
    ),
)

EXEMPTIONS = (
    Exemption(
        "(B)(2), exact letter not seen",
        "Face unlock of an electronic device for its own user.",
        "secondary",
        ("The face function is used only to unlock this device for its user. The template stays in the device.",),
        ("Owner of the device", "Head of the department"),
        ("For: no gallery and no outside face service was found.", "Against: the delivery is a network camera."),
        ("verification", "unlock"),
        "The exact words of this exemption have not been checked.",
    ),
    Exemption(
        "(B)(2) further",
        "Automated redaction software that cannot do face surveillance.",
        "unverified",
        ("The software is used only to blur or mask faces in recordings before they are released.",),
        ("Records officer",),
        ("Against: a face recogniser is in the delivery.",),
        ("redaction",),
    ),
)

BOSTON = Policy(
    id="US-MA-BOSTON-16-62",
    title="Ordinance banning face surveillance technology in Boston",
    jurisdiction="City of Boston, Massachusetts",
    citation="City of Boston Code, Ordinances, 16-62",
    status="in force (signed 30 June 2020)",
    status_verified="secondary",
    clauses=CLAUSES,
    effects=(("detection", Outcome.NOTE, "A box around a face neither identifies nor verifies anyone."),),
    exemptions=EXEMPTIONS,
    region_floor=262_144,
    total_floor=524_288,
    total_floor_share=0.001,
    sources=("https://codelibrary.amlegal.com/codes/boston/latest/boston_ma/0-0-0-12845",),
    disclaimer="Draft for counsel. Paraphrased, not the text of the law. A city lawyer decides.",
)


def clause(number: str, outcome: Outcome, *findings: str) -> ClauseResult:
    """The clause of that number with what reaches it."""
    return ClauseResult(next(item for item in CLAUSES if item.number == number), outcome, findings)
