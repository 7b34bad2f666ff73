"""``binary``: settings in binary files against those who define the formats, a large database, and damaged files.

Of every property list and database below the folders that are named (else: all that was fetched) the settings are
compared with what plistlib and SQLite read: paths, numbers of rows, columns. Then a database of about 1.4 GB is read,
and 2,000 mutants of each format: nothing but ParseFailure and LimitReached may come out of a reader.
"""

from __future__ import annotations

import plistlib
import sqlite3
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from xml.parsers.expat import ExpatError

from benchmarks.places import WORK
from benchmarks.results import keep
from scanner.detect.settings.interface import Setting, element
from scanner.detect.settings.registry import BY_FORMAT
from scanner.formats.identify import identify
from scanner.formats.source import Source
from scanner.types import LimitReached, Limits, ParseFailure
from tests.detect.settings import binarycases
from tests.unpack.mutate import mutant

MUTANTS = 2000
_LARGEST = 200_000_000
_FOLDER = WORK / "config-binary"
_ROWS = (
    (300_000, "INSERT INTO faces VALUES (?, zeroblob(3000))"),
    (4_000_000, "INSERT INTO events VALUES (?, 'happened')"),
)


def measure(words: Sequence[str] = ()) -> int:
    """Compare, read the large database, damage; 1 where something differs or comes out that must not."""
    _FOLDER.mkdir(parents=True, exist_ok=True)
    compared = _compared([Path(word) for word in words] or [WORK])
    large = _large()
    damaged = {format_id: _damaged(format_id) for format_id in binarycases.GOOD}
    keep("config-binary", [{"compared": compared, "large": large, "damaged": damaged}])
    wrong = sum(counts["different"] for counts in compared.values()) + sum(d["bad"] for d in damaged.values())
    print(f"{wrong} wrong")
    return int(bool(wrong))


def _compared(folders: list[Path]) -> dict[str, Counter[str]]:
    counts = {format_id: Counter(same=0, different=0, broken=0) for format_id in ("plist", "text:plist", "sqlite")}
    for file in (file for folder in folders for file in folder.rglob("*") if _is_due(file)):
        with Source(file, str(file)) as source:
            format_id = identify(source)
            if format_id in counts:
                verdict = _agree(file, format_id, source)
                counts[format_id][verdict] += 1
                if verdict == "different":
                    print(f"differs: {file}", flush=True)
    print({format_id: dict(count) for format_id, count in counts.items()}, flush=True)
    return counts


def _is_due(file: Path) -> bool:
    if not file.is_file() or file.is_symlink() or file.stat().st_size > _LARGEST:
        return False
    with file.open("rb") as stream:
        head = stream.read(512)
    return head.startswith((b"bplist", b"SQLite format 3")) or b"<plist" in head or b"<!DOCTYPE plist" in head


def _agree(file: Path, format_id: str, source: Source) -> str:
    try:
        settings = list(BY_FORMAT[format_id].read(source, Limits()))
    except (ParseFailure, LimitReached):
        settings = None
    try:
        expected = _of_sqlite(file) if format_id == "sqlite" else _of_plistlib(file.read_bytes())
    except (sqlite3.Error, plistlib.InvalidFileException, ExpatError, ValueError, KeyError, RecursionError, OSError):
        return "broken"
    if expected is None:  # an archive of objects, which plistlib leaves as it is
        return "archive"
    return "same" if settings is not None and expected <= Counter(map(_told, settings)) else "different"


def _told(setting: Setting) -> tuple[tuple[str, ...], str]:
    """Values count only as numbers of rows: other spellings of the rest (dates, reals) are no difference."""
    return setting.path, setting.value if setting.path[-1] == "#rows" else ""


def _of_plistlib(data: bytes) -> Counter[tuple[tuple[str, ...], str]] | None:
    top = plistlib.loads(data)
    if isinstance(top, dict) and "$archiver" in top:
        return None
    return Counter((path, "") for path in _leaves(top, ()))


def _leaves(thing: Any, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    if isinstance(thing, dict):
        for key, value in thing.items():
            yield from _leaves(value, (*path, element(str(key))))
    elif isinstance(thing, list):
        for number, value in enumerate(thing):
            yield from _leaves(value, (*path[:-1], f"{path[-1] if path else ''}[{number}]"))
    elif path and not (isinstance(thing, bytes) and thing.startswith(b"bplist")):
        yield path


def _of_sqlite(file: Path) -> Counter[tuple[tuple[str, ...], str]]:
    found: Counter[tuple[tuple[str, ...], str]] = Counter()
    base = sqlite3.connect(f"file:{file}?mode=ro&immutable=1", uri=True)
    base.text_factory = lambda raw: raw.decode("utf-8", "replace")
    try:
        for name, page in base.execute("SELECT name, rootpage FROM sqlite_master WHERE type = 'table'").fetchall():
            if page and not name.startswith("sqlite_"):
                quoted = name.replace('"', '""')
                (rows,) = base.execute(f'SELECT count(*) FROM "{quoted}"').fetchone()  # noqa: S608
                found[(element(name), "#rows"), str(rows)] += 1
                for column in base.execute(f'PRAGMA table_info("{quoted}")'):
                    found[(element(name), element(column[1])), ""] += 1
    finally:
        base.close()
    return found


def _large() -> dict[str, Any]:
    file = _FOLDER / "large.sqlite"
    if not file.exists():
        made = sqlite3.connect(file)
        made.executescript("PRAGMA journal_mode=OFF; CREATE TABLE faces(id, vector); CREATE TABLE events(id, what);")
        for count, statement in _ROWS:
            made.executemany(statement, ((number,) for number in range(count)))
        made.commit()
        made.close()
    began = time.process_time()
    with Source(file, "large.sqlite") as source:
        rows = {s.path[0]: s.value for s in BY_FORMAT["sqlite"].read(source, Limits()) if s.path[-1] == "#rows"}
    memory = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("RssAnon"))
    told = {"size": file.stat().st_size, "cpu": time.process_time() - began, "own": memory.split()[1], "rows": rows}
    print(told, flush=True)
    return told


def _damaged(format_id: str) -> dict[str, int]:
    file = _FOLDER / "mutant"
    counts = Counter(read=0, failed=0, bad=0)
    for number in range(MUTANTS):
        file.write_bytes(mutant([binarycases.GOOD[format_id][0]], number))
        try:
            with Source(file, "mutant") as source:
                counts["read"] += all(setting.path for setting in BY_FORMAT[format_id].read(source, Limits()))
        except (ParseFailure, LimitReached):
            counts["failed"] += 1
        except Exception as error:  # noqa: BLE001 - what must not happen is counted, whatever it is
            counts["bad"] += 1
            print(f"{format_id} mutant {number}: {error!r}", flush=True)
    print(format_id, dict(counts), flush=True)
    return dict(counts)
