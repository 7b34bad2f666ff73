"""Questions to the vendor about what could not be read: equal ones joined, and never more than a person can answer."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain

from scanner.text import in_sentence, plural
from scanner.types import ByteState, LedgerEntry, Question

_ASK = {
    ByteState.ENCRYPTED: ("are encrypted", "Please provide the key, the password or a decrypted copy."),
    ByteState.OPAQUE: ("are packed in a way we do not know", "Please say what they are and provide them unpacked."),
    ByteState.LIMIT: ("were not read, a limit was reached", "Please provide the content unpacked."),
    ByteState.FAILED: ("are damaged or of an unknown kind", "Please provide an intact copy, or the content unpacked."),
    ByteState.NO_TOOL: ("need a program that we do not have", "Please provide the content unpacked."),
    ByteState.NOT_UNPACKED: ("are in a container that we cannot open", "Please provide the content unpacked."),
}
"""State → what is the matter with the bytes, and what would help."""

OWN_QUESTION = 256 << 10
"""Unread bytes: a file with as many, the laws' usual floor, gets a question of its own."""
MOST_OWN = 10
"""Files of one state with a question of their own, the largest; the others are joined."""
MOST_REASONS = 10
"""Joined questions of one state, one a reason; the reasons that explain the fewest bytes share one more."""
_MEASURED = re.compile(
    r"\Amember .+(?= is encrypted)|0x[0-9a-f]++|\b[0-9a-f]{8}\b|(?<![\d,])\d++\.\d++"
    r"|(?<![\d,])\d[\d,]*+(?= (?:\S++ )?bytes?\b| (?:was|were) announced)|(?<=offset )[\d,]++",
    re.DOTALL,
)
"""Reasons that differ only in a measured value, a place, a checksum or a member's name are the same reason."""
_TOLD = 500
"""Characters of a reason that are compared; names in it may be a vendor's."""

Group = list[LedgerEntry]


def about_regions(regions: Sequence[LedgerEntry]) -> list[Question]:
    """Questions about all unread ``regions`` (largest first), those about most bytes first.

    Regions of one file in one state and for one reason are one question. So are those of all files in which only
    little is unread, and those of the large files behind the first: nobody answers 23,000 questions of the same words.
    """
    by_state: dict[ByteState, list[LedgerEntry]] = defaultdict(list)
    for region in regions:
        by_state[region.state].append(region)
    groups = chain.from_iterable(_groups(of_state) for of_state in by_state.values())
    return [_ask(group) for group in _largest_first(groups)]


def _groups(regions: Sequence[LedgerEntry]) -> Iterable[Group]:
    """What one question each is about, among ``regions`` of one state: at most MOST_OWN + MOST_REASONS + 1."""
    unread: dict[str, int] = defaultdict(int)
    for region in regions:
        unread[region.path] += region.length
    own: dict[tuple[str, str], Group] = defaultdict(list)
    for region in regions:
        if unread[region.path] >= OWN_QUESTION:
            own[region.path, _reason(region)].append(region)
    alone = _largest_first(own.values())[:MOST_OWN]
    told = {(group[0].path, _reason(group[0])) for group in alone}
    joined: dict[str, Group] = defaultdict(list)
    for region in regions:
        if (region.path, _reason(region)) not in told:
            joined[_reason(region)].append(region)
    reasons = _largest_first(joined.values())
    rest = list(chain.from_iterable(reasons[MOST_REASONS:]))
    return [*alone, *reasons[:MOST_REASONS], *([rest] if rest else [])]


def _largest_first(groups: Iterable[Group]) -> list[Group]:
    return sorted(groups, key=lambda group: (-sum(each.length for each in group), group[0].path, group[0].offset))


def _reason(region: LedgerEntry) -> str:
    return _MEASURED.sub("#", region.reason[:_TOLD])


def _ask(group: Group) -> Question:
    first = max(group, key=lambda region: region.length)
    paths = tuple(dict.fromkeys(region.path for region in group))
    size = plural(sum(region.length for region in group), "byte")
    matter, please = _ASK[first.state]
    same = len({region.reason for region in group}) == 1
    if len(paths) > 1:
        reason = f"; reason there: {first.reason}" if first.reason else ""
        largest = f"the largest: {in_sentence(first.path)}, {plural(first.length, 'byte')} at offset 0x{first.offset:x}"
        text = f"{plural(len(paths), 'file')}: {size} {matter} ({largest}{reason}). {please}"
    else:
        where = "" if same else f"at offset 0x{first.offset:x}: "
        reason = f" ({where}{first.reason})" if first.reason else ""
        text = f"{in_sentence(first.path)}: {size} {_where(group)} {matter}{reason}. {please}"
    return Question("unread", text, paths)


def _where(group: Group) -> str:
    start = f"offset 0x{min(region.offset for region in group):x}"
    return f"at {start}" if len(group) == 1 else f"in {plural(len(group), 'region')} from {start}"
