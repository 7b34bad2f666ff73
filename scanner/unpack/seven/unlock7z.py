"""Which password opens which members of an archive: tried on the smallest member first, for each try may be dear."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from scanner.unpack.seven.listing7z import Listed
from scanner.unpack.seven.run7z import Job, Trouble

ROUNDS = 8
"""Members on which every password is tried; an archive rarely has more than one password."""


def open_listing(job: Job) -> tuple[Job, tuple[Listed, ...], Trouble | None]:
    """List the archive, with the passwords where its listing itself is encrypted; the job that succeeded comes back."""
    members, trouble = job.listing()
    if trouble is None or trouble.state != "encrypted":
        return job, members, trouble
    for password in job.outlet.passwords:
        with_password = replace(job, password=password)
        found, said = with_password.listing()
        if said is None or said.state != "encrypted":
            return with_password, found, said
    return job, members, trouble


def unlock(job: Job, locked: Sequence[Listed]) -> Iterator[tuple[Job, list[Listed]]]:
    """Jobs with a password, each with those of ``locked`` that it opens; what nothing opens does not come."""
    passwords = tuple(dict.fromkeys((*filter(None, [job.password]), *job.outlet.passwords)))
    rest = [member for member in locked if member.listable]
    for _ in range(ROUNDS):
        if not rest or not passwords:
            return
        probe = min(rest, key=lambda member: member.size or member.packed)
        found = next((p for p in passwords if _opens(replace(job, password=p), [probe])), None)
        if found is None:
            rest.remove(probe)
            continue
        opener = replace(job, password=found)
        wrong = {path for path, what in opener.test(rest).members.items() if "assword" in what}
        yield opener, [member for member in rest if member.path not in wrong]
        rest = [member for member in rest if member.path in wrong]


def _opens(job: Job, members: Sequence[Listed]) -> bool:
    return job.test(members).trouble is None
