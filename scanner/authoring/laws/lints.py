"""What is asked of a law's file beyond its schema. A lint is a name, what to do, and one predicate."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from scanner.assess.outcomes import STRENGTH
from scanner.catalogue.policies import NOT_SETTLED
from scanner.types import Outcome, Policy, State

Data = Mapping[str, Any]
Found = Iterator[tuple[str, str]]
"""(number of a clause or name of a field, what is wrong with it)"""

REGION, TOTAL, SHARE = 262_144, 524_288, 0.001
"""The laxest floor: the smallest useful recognition network is about 1 MB."""
MOST_DAYS = 366
MOST_WORDS = 60
_QUOTED = re.compile(r"[\"“”]([^\"“”]+)[\"“”]")
_LOCAL = re.compile(r"(?:City|Town)(?: and County)? of (?P<city>[^,]+)|(?P<county>[^,]+ County)")
_REDACTION = {"detector", "blur", "no-recogniser", "no-gallery", "no-match-output", "full-coverage"}


class LawLint:
    """One thing asked of every law."""

    NAME: ClassVar[str]
    ADVICE: ClassVar[str]
    WARNING: ClassVar[bool] = False

    def check(self, data: Data, law: Policy) -> Found:
        """(place, what is wrong) for everything in the file ``data``, which is loaded as ``law``."""
        raise NotImplementedError


class NumberTwice(LawLint):
    """A clause or an exemption is cited by its number."""

    NAME = "number-twice"
    ADVICE = "give each clause and exemption a number of its own; add a word where the law's letter is not known"

    def check(self, data: Data, _: Policy) -> Found:
        """Numbers that stand for two things."""
        numbers = Counter(entry["number"] for entry in (*data["clauses"], *data["exemptions"]))
        yield from ((number, f"stands {count} times") for number, count in numbers.items() if count > 1)


class NoSource(LawLint):
    """Who says that a clause was read must say where."""

    NAME = "no-source"
    ADVICE = "name the page where it was read, or mark it unverified"

    def check(self, data: Data, _: Policy) -> Found:
        """Parts that are marked as read or told by somebody, in a file without a source."""
        if not data["sources"]:
            parts = (*data["clauses"], *data["exemptions"], *data.get("definitions", ()), *data.get("enforcement", ()))
            for part in parts:
                if part["verified"] != "unverified":
                    yield _label(part), f"is {part['verified']} without any source"


class Quoted(LawLint):
    """Laws are retold in own words."""

    NAME = "quoted"
    ADVICE = "retell it in own words, at most a defined term of three words in quotation marks"

    def check(self, data: Data, _: Policy) -> Found:
        """Quotations longer than a term."""
        for place, text in _texts(data):
            yield from ((place, f"quotes {hit[1]!r}") for hit in _QUOTED.finditer(text) if len(hit[1].split()) > 3)


class LongText(LawLint):
    """A clause is read by people."""

    NAME = "long-text"
    ADVICE = f"say it in at most {MOST_WORDS} words"

    def check(self, data: Data, _: Policy) -> Found:
        """Texts with too many words."""
        for place, text in _texts(data):
            if len(text.split()) > MOST_WORDS:
                yield place, f"has {len(text.split())} words"


class DeadTrigger(LawLint):
    """A trigger that changes nothing hides what its author meant."""

    NAME = "dead-trigger"
    ADVICE = "remove it, or give it a lower state or a stronger outcome than the other trigger of this clause"

    def check(self, data: Data, _: Policy) -> Found:
        """Words of a trigger that another one of the same clause decides at a lower state, at least as strongly."""
        for clause in data["clauses"]:
            triggers = clause.get("triggers", ())
            for number, one in enumerate(triggers):
                others = [other for index, other in enumerate(triggers) if index != number]
                for word in one["capabilities"]:
                    if any(word in other["capabilities"] and _covers(other, one) for other in others):
                        yield clause["number"], f"the trigger of {word} at {one['state']} changes nothing"


class NoClauseReached(LawLint):
    """A law about faces that no finding can reach is a mistake."""

    NAME = "nothing-reached"
    ADVICE = "add a trigger or an effect that is more than a note, or say in the note why there is none"

    def check(self, data: Data, law: Policy) -> Found:
        """A law without a note of its own, in which no cell is above a note."""
        strong = any(
            STRENGTH[outcome] > STRENGTH[Outcome.NOTE] for _, outcome, why in law.effects if why != NOT_SETTLED
        )
        if not strong and "note" not in data:
            yield "clauses", "no capability is more than a note"


class LaxFloor(LawLint):
    """What may stay unread is smaller than a network that recognises."""

    NAME = "lax-floor"
    ADVICE = f"allow no region of {REGION:,} bytes and no more than {TOTAL:,} bytes or {SHARE:.1%} in all"

    def check(self, _: Data, law: Policy) -> Found:
        """Floors above the laxest."""
        if law.region_floor > REGION or law.total_floor > TOTAL or law.total_floor_share > SHARE:
            yield "floor", f"allows {law.region_floor:,}, {law.total_floor:,} and {law.total_floor_share:.1%}"


class NoAge(LawLint):
    """Old signatures know no new product."""

    NAME = "no-pack-age"
    ADVICE = f"state max_pack_age_days, at most {MOST_DAYS}"

    def check(self, _: Data, law: Policy) -> Found:
        """No largest age, or one above a year."""
        if law.max_pack_age_days is None or law.max_pack_age_days > MOST_DAYS:
            yield "max_pack_age_days", f"is {law.max_pack_age_days}"


class RedactionFacts(LawLint):
    """The one exemption that a screening can support or refute shows all that it can."""

    NAME = "redaction-facts"
    ADVICE = f"name all of {', '.join(sorted(_REDACTION))} in its facts"

    def check(self, data: Data, _: Policy) -> Found:
        """Exemptions for redaction that leave out a fact."""
        for exemption in data["exemptions"]:
            missing = _REDACTION - set(exemption.get("facts", ()))
            if "redaction" in exemption.get("capabilities", ()) and missing:
                yield exemption["number"], f"does not show {', '.join(sorted(missing))}"


class DeadExemption(LawLint):
    """An exemption that no finding can reach is never printed, so nobody can sign it."""

    NAME = "dead-exemption"
    ADVICE = "add an effect that is more than a note for one of its capabilities, or name others"

    def check(self, _: Data, law: Policy) -> Found:
        """Exemptions of capabilities about which the law never says more than a note."""
        strong = {word for word, outcome, _ in law.effects if STRENGTH[outcome] > STRENGTH[Outcome.NOTE]}
        for trigger in (trigger for clause in law.clauses for trigger in clause.triggers):
            if STRENGTH[trigger.outcome] > STRENGTH[Outcome.NOTE]:
                mark = f"+{trigger.qualifier}" if trigger.qualifier else ""
                strong |= {trigger.capability + mark, mark}
        for exemption in law.exemptions:
            words = {word for whole in exemption.capabilities for word in (whole, whole.partition("+")[0])} - {""}
            if words and not strong & words:
                yield exemption.number, f"is reached by no finding of {', '.join(exemption.capabilities)}"


class Placeless(LawLint):
    """Reports name a law by its citation: a city code of nowhere could be any city's."""

    NAME = "placeless-citation"
    ADVICE = "begin the citation of a local law with its city, town or county"

    def check(self, data: Data, _: Policy) -> Found:
        """Citations of local laws without the name of the place."""
        local = _LOCAL.match(data["jurisdiction"])
        place = local and (local["city"] or local["county"])
        if place and place not in data["citation"]:
            yield "citation", f"does not name {place}"


class Statement(LawLint):
    """What somebody signs is a whole sentence."""

    NAME = "statement"
    ADVICE = "write a whole sentence that a named person can sign"

    def check(self, data: Data, _: Policy) -> Found:
        """Statements that are none."""
        for exemption in data["exemptions"]:
            for text in exemption["statements"]:
                if not text[:1].isupper() or not text.endswith("."):
                    yield exemption["number"], f"{text[:40]!r} is no sentence"


class Unsaid(LawLint):
    """A reader asks whom the law binds and since when."""

    NAME = "whom-and-when"
    ADVICE = "say whom it applies to, and a day, month or year"

    def check(self, data: Data, _: Policy) -> Found:
        """Laws that do not say it. A status may say that the day is not known."""
        if "applies_to" not in data:
            yield "applies_to", "is not there"
        if "dates" not in data and data["status_verified"] != "unverified":
            yield "dates", "is not there"


class Unsettled(LawLint):
    """A cell that nobody filled asks a person each time."""

    NAME = "unsettled"
    ADVICE = "read what the law says about it, and add an effect"
    WARNING = True

    def check(self, _: Data, law: Policy) -> Found:
        """Capabilities about which neither the law nor the chain says anything."""
        words = [word for word, _, why in law.effects if why == NOT_SETTLED]
        if words:
            yield "effects", f"nothing settles {', '.join(words)}"


def _label(part: Data) -> str:
    return str(part.get("number") or part.get("term") or part["says"][:40])


def _texts(data: Data) -> Iterator[tuple[str, str]]:
    """(place, text) of everything that retells the law."""
    for part in (*data["clauses"], *data.get("definitions", ()), *data.get("enforcement", ())):
        yield _label(part), part["says"]
    yield from ((exemption["number"], exemption["summary"]) for exemption in data["exemptions"])


def _covers(other: Data, one: Data) -> bool:
    """``other`` speaks wherever ``one`` does, and says at least as much; of two equal ones both are named."""
    if "condition" in other and "condition" not in one:
        return False
    lower = State.of(other["state"]) <= State.of(one["state"])
    return lower and STRENGTH[Outcome(other["outcome"])] >= STRENGTH[Outcome(one["outcome"])]


LINTS: tuple[LawLint, ...] = (
    NumberTwice(), NoSource(), Quoted(), LongText(), DeadTrigger(), NoClauseReached(), LaxFloor(), NoAge(),
    RedactionFacts(), DeadExemption(), Placeless(), Statement(), Unsaid(), Unsettled()
)  # fmt: skip
