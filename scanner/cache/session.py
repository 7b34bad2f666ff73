"""The result cache during one screening: opened before the first node, closed after the last, and a journal of runs.

A run that is cut off (a power cut, a kill) leaves its results in the cache up to the last seconds and its line in the
journal. The next run over the same delivery takes those results, so it ends with the report that an undisturbed run
gives, and removes the work folder that was left behind.
"""

from __future__ import annotations

import datetime
import hashlib
import os
import stat
import sys
from collections.abc import Iterable
from pathlib import Path

from scanner.cache.reuse import Reuse
from scanner.cache.settings import settings_digest
from scanner.cache.store import Store
from scanner.text import plural
from scanner.types import Limits
from scanner.unpack.outlet import Child
from scanner.workdir import PREFIX, remove_tree


class Session:
    """Use as a context manager. ``folder`` None, or ``private`` (results depend on passwords): nothing is kept."""

    def __init__(self, folder: Path | None, most: int, pack: str, limits: Limits, *, private: bool) -> None:
        self._store = None if folder is None or private else Store(folder, most)
        settings = settings_digest(pack, limits) if self._store is not None else b""
        self.reuse = Reuse(settings, self._store)
        self._delivery = b""
        self._notes: list[str] = []
        if folder is not None and private:
            self._notes.append("The result cache was not used: what was found depends on passwords.")

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_: object) -> None:
        if self._store is not None:
            self._store.close()

    def begin(self, roots: Iterable[object], work: Path, *, resume: bool) -> None:
        """Note the run; an earlier one over the same delivery that never ended is taken up.

        ``resume``: somebody counts on that, so that its absence is said.
        """
        if self._store is None:
            return
        found = sorted((r.node.path, r.node.size, r.node.sha256) for r in roots if isinstance(r, Child))
        self._delivery = hashlib.sha256(repr((self.reuse.settings, found)).encode()).digest()
        now = datetime.datetime.now(tz=datetime.UTC).isoformat(timespec="seconds")
        earlier = self._store.began(self._delivery, now, str(work), os.getpid())
        if earlier is not None and not _alive(earlier[2]):
            self._notes.append(f"Went on with the run of {earlier[0]}, which was cut off.")
            _remove_work(Path(earlier[1]))
        elif resume:
            self._notes.append("No run over this delivery was cut off: screened from the start, earlier results used.")

    def end(self) -> None:
        """Note that the run came to its end."""
        if self._store is not None:
            self._store.ended(self._delivery)

    def notes(self, again: int, nodes: int) -> tuple[str, ...]:
        """Sentences for the report: how much was known already, and why the cache could not be used."""
        notes = list(self._notes)
        if again:
            cached = self.reuse.from_cache
            whence = f", {plural(cached, 'result')} of them from earlier screenings" if cached else ""
            notes.append(f"{again:,} of {plural(nodes, 'node')} had bytes that were examined before{whence}.")
        if self._store is not None and self._store.ignored:
            notes.append(f"{plural(self._store.ignored, 'damaged result')} in the cache not used.")
        if self._store is not None and self._store.trouble:
            notes.append(f"Cache: {self._store.trouble}.")
        return tuple(notes)


def _alive(process: int) -> bool:
    if sys.platform == "win32":  # there is no harmless question: os.kill ends the process
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _remove_work(folder: Path) -> None:
    """A work folder that a killed run left: only one that looks like ours and belongs to this user."""
    try:
        status = folder.lstat()
    except OSError:
        return
    # Root's workers are another user, to whom their folder belongs.
    own = not hasattr(os, "getuid") or os.getuid() in {0, status.st_uid}
    if own and folder.name.startswith(PREFIX) and stat.S_ISDIR(status.st_mode):
        remove_tree(folder)
