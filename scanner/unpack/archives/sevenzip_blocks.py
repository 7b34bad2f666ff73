"""Where the packed blocks of a 7z stand, so that trouble with one costs its own bytes only.

The packed streams follow the start header one behind the other in the order of their blocks (7zFormat.txt, "Archive
structure"); 7-Zip's listing has each block's size at the block's first member.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from scanner.text import safe_text
from scanner.types import ByteState
from scanner.unpack.outlet import Outlet
from scanner.unpack.seven.engine7z import Listed, Unpacked

_START = 32


def by_block(outlet: Outlet, unpacked: Unpacked, end: int) -> bool:
    """Declare ``[0, end)`` block by block; False, with nothing declared, where the listing does not fit the archive."""
    if not unpacked.placed:
        return False
    blocks: dict[int, list[Listed]] = defaultdict(list)
    for member in unpacked.members:
        if member.block >= 0:
            blocks[member.block].append(member)
    sizes = [sum(member.packed for member in blocks[number]) for number in sorted(blocks)]
    if sorted(blocks) != list(range(len(blocks))) or _START + sum(sizes) > end:
        return False
    outlet.parsed(0, _START)
    position = _START
    for number, size in enumerate(sizes):
        state, reason = _state(blocks[number], unpacked)
        outlet.state(position, size, state, reason)
        position += size
    outlet.parsed(position, end - position)
    return True


def _state(members: Sequence[Listed], unpacked: Unpacked) -> tuple[ByteState, str]:
    for member in members:
        shown = safe_text(member.path, 200)
        if member.path in unpacked.locked:
            return ByteState.ENCRYPTED, f"member {shown} is encrypted"
        if member.path in unpacked.complaints:
            return ByteState.FAILED, f"member {shown}: {safe_text(unpacked.complaints[member.path], 200)}"
    return ByteState.CARRIED, ""
