"""Unpacks a container of many small files into one: a file for each costs more than decompressing them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from scanner.unpack.seven.listing7z import Listed
from scanner.unpack.seven.run7z import Job

MANY = 64
"""Files from which on it is worth while."""
IN_ORDER = frozenset({"squashfs"})
"""Types that 7-Zip extracts in the order of its listing, with a size for every entry, links included."""


def streamed(job: Job, members: Sequence[Listed], special: frozenset[str]) -> bool:
    """Hand over every file of ``members``, and its links; False, with nothing done, where that cannot be relied on.

    7-Zip writes all entries one behind the other, and the sizes of the listing say where each ends. Wherever it
    complains, or the sum differs, files are unpacked one by one, because then an end could be in the wrong place.
    ``special`` are the letters of entries without content (devices and the like).
    """
    entries = [m for m in members if not m.folder and m.kind not in special]
    if not _reliable(job, entries):
        return False
    run = job.stream()
    whole = sum(m.size for m in entries)
    if run.code or run.errors.strip() or run.output.stat().st_size != whole:
        run.output.unlink()
        return False
    _hand_over(job, entries, run.output.rename(run.output.with_name("all")))
    return True


def _reliable(job: Job, entries: Sequence[Listed]) -> bool:
    if job.kind not in IN_ORDER or len(entries) < MANY:
        return False
    if any(m.encrypted or not m.listable for m in entries) or len({m.path for m in entries}) < len(entries):
        return False
    limits = job.outlet.limits
    fits = sum(m.size for m in entries) <= min(job.outlet.room(), limits.node_bytes)
    return fits and all(m.size <= limits.name_bytes for m in entries if m.kind == "l")


def _hand_over(job: Job, entries: Sequence[Listed], file: Path) -> None:
    position, place = 0, str(file)
    with file.open("rb") as stream:
        for member in entries:
            if member.kind == "l":
                stream.seek(position)
                job.outlet.link(member.path, member.target.encode() or stream.read(member.size))
            else:
                job.outlet.adopt(member.path, place, part=(position, member.size))
            position += member.size
