"""The sections of ``docs/accuracy.md`` and ``docs/speed.md`` on library fingerprints."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from benchmarks.fingerprints.looking import digest, records
from benchmarks.fingerprints.recall import HIDDEN
from benchmarks.tables import Row, Rows, Section, table
from scanner.catalogue.fingerprints import CERTAIN, LIKELY
from scanner.text import size_text

_KINDS = (
    ("wheels", r"^pypi:"), ("Debian packages", r"^deb:|debian "),
    ("g++", r"(?<!clan)g\+\+|gcc"), ("clang", r"clang|zig"),
    ("Microsoft's compiler", r"MSVC|win_amd64|win32"), ("MinGW", r"MinGW|mingw|windows-gnu|g\+\+ windows"),
    ("bytecode", r"javac|ecj|ProGuard|mcs|roslyn"), ("x86-64", r"x86_64|amd64|x86-64|x64"),
    ("arm64", r"aarch64|arm64"), ("32-bit ARM", r"armhf|armel|arm-linux"), ("i386", r"i386|i686|Windows x86,"),
    ("MIPS", r"mips"), ("PowerPC", r"ppc64|powerpc"), ("s390x", r"s390x"), ("RISC-V", r"riscv"),
    ("LoongArch", r"loongarch"), ("Windows", r"win_amd64|win32|[Ww]indows|win64"), ("macOS", r"macos|mac-"),
    ("-Os", r"-Os"), ("-O3", r"-O3"), ("link-time optimisation", r"-flto"), ("-fno-rtti", r"-fno-rtti"),
)  # fmt: skip
"""Kind of build → how a list says it."""


def current(rows: Rows) -> Rows:
    """Those that were measured with the records as they are now."""
    known = {record.id for record in records()}
    return [row for row in rows if row.get("record") in known and row["learned"] == digest(row["record"])]


def _recall(every: Rows) -> Iterator[str]:
    rows = current(every)
    targets = list(dict.fromkeys((row["kind"], row["target"]) for row in rows))
    faces = [row for row in rows if row["kind"] == "face"]
    alone = [row for row in rows if row["alone"] and row["alone"] != "recognition"]
    called = {(row["file"], row["name"]) for row in alone if row["called"]}
    yield (
        "Files that no record was learned from, by the lists in `benchmarks/lists/fingerprints`: wheels, Debian "
        "packages, and own small programs that use one part of a library, for many compilers and processors. A word is "
        "what the detector says in a screening: *certain* takes two kinds of evidence out of texts, type names and "
        "number tables. *Other version* counts files of a version of which no sample was; the others are other builds "
        "of a version that was learned. *Hidden texts*: every text XOR'd, where *likely* is asked. *Without it*: files "
        "of the same project that do not hold the target. Builds of one library often have one maintainer: the numbers "
        f"say how other builds are found, not modified copies. {_shares(faces)} **Programs that only find faces or "
        f"points and were called recognition: {len(called)} of {len({(row['file'], row['name']) for row in alone})}.**"
    )
    if len(rows) < len(every):
        yield f"{len(every) - len(rows)} results are of records that were made anew since, and are left out."
    yield ""
    heads = (
        "target", "kind", "certain", "of another version", "likely", "missed", "hidden texts: likely or more",
        "without it: certain", "likely",
    )  # fmt: skip
    yield from table(heads, (_target(kind, name, rows) for kind, name in targets))
    yield ""
    yield "By how the files of face targets were made; a file is of several kinds:"
    yield ""
    yield from table(("made by", "certain", "likely", "missed"), _builds(faces))
    yield ""
    yield "Positives that are not certain:"
    yield ""
    yield from table(("target", "file", "said", "features met"), _missed(rows))


def _shares(rows: Rows) -> str:
    asked = [row for row in rows if row["role"] == "positives" and row["changed"] not in HIDDEN]
    names = list(dict.fromkeys(row["target"] for row in asked))
    met = [name for name in names if _share([row for row in asked if row["target"] == name]) >= 0.95]
    return (
        f"**{sum(row['word'] == CERTAIN for row in asked)} of {len(asked)} files of face targets are certain; "
        f"{len(met)} of {len(names)} face targets reach 95 % (target: all).**"
    )


def _share(rows: Rows) -> float:
    return float(sum(row["word"] == CERTAIN for row in rows) / max(1, len(rows)))


def _target(kind: str, name: str, rows: Rows) -> Sequence[object]:
    mine = [row for row in rows if row["target"] == name]
    asked = [row for row in mine if row["role"] == "positives" and row["changed"] not in HIDDEN]
    hidden = [row for row in mine if row["role"] == "positives" and row["changed"] == "strings"]
    absent = [row for row in mine if row["role"] == "absent"]
    words = Counter(row["word"] for row in asked)
    return (
        name, kind, f"{words[CERTAIN]} of {len(asked)}", _of([row for row in asked if row["new_version"]], CERTAIN),
        words[LIKELY], len(asked) - words[CERTAIN] - words[LIKELY], _of(hidden, CERTAIN, LIKELY),
        _of(absent, CERTAIN), sum(row["word"] == LIKELY for row in absent),
    )  # fmt: skip


def _of(rows: Rows, *words: str) -> str:
    return f"{sum(row['word'] in words for row in rows)} of {len(rows)}" if rows else "none tried"


def _builds(rows: Rows) -> Iterator[Sequence[object]]:
    """One row a kind of build; a file is of several kinds."""
    positives = [row for row in rows if row["role"] == "positives"]
    asked = [row for row in positives if row["changed"] not in HIDDEN]
    groups = [(name, [row for row in asked if re.search(pattern, row["file"])]) for name, pattern in _KINDS]
    groups += [
        ("section headers wiped", [row for row in positives if row["changed"] == "sections"]),
        ("names in tables overwritten", [row for row in asked if "names overwritten" in row["file"]]),
        ("all texts hidden", [row for row in positives if row["changed"] == "strings"]),
    ]
    for name, mine in groups:
        if mine:
            words = Counter(row["word"] for row in mine)
            others = len(mine) - words[CERTAIN] - words[LIKELY]
            yield name, f"{words[CERTAIN]} of {len(mine)}", words[LIKELY], others


def _missed(rows: Rows) -> Iterator[Sequence[object]]:
    for row in rows:
        if row["role"] == "positives" and row["word"] != CERTAIN:
            yield row["target"], row["file"], row["word"] or row["problem"], row["share"] or "none"


def _silence(rows: Rows) -> Iterator[str]:
    strangers = rows[0]
    words = strangers["words"]
    yield (
        f"{strangers['files']:,} ELF, PE and Mach-O files ({size_text(strangers['bytes'])}) of {strangers['packages']} "
        "packages that were in no step of learning (`benchmarks/lists/fingerprints/background.yaml`, *heldout*), held "
        f"in full against {strangers['records']} records, whether the byte search would have asked for it or not. "
        f"**Certain: {words.get(CERTAIN, 0)} (target 0), likely: {words.get(LIKELY, 0)} (target at most 0.1 %).** With "
        f"95 % confidence at most {strangers['bound_certain']:.2%} of such files are certain and at most "
        f"{strangers['bound']:.2%} likely or certain, as far as these packages stand for others. *Sisters* are modules "
        "of OpenCV and builds of dlib without recognition, held against the face records that were not learned with "
        "them."
    )
    yield ""
    heads = ("files", "number", "of", "certain", "likely", "95 % bound, certain", "95 % bound, likely or certain")
    yield from table(heads, (_group(row) for row in rows))
    hits = [(row["part"], hit) for row in rows for hit in row["hits"]]
    if hits:
        yield ""
        yield from table(("among", "record", "said", "file", "features met"), (_hit(part, hit) for part, hit in hits))


def _group(row: Row) -> Sequence[object]:
    kinds = ", ".join(f"{count:,} {name}" for name, count in row["kinds"].items())
    words = row["words"]
    return (
        row["part"], f"{row['files']:,}", kinds, words.get(CERTAIN, 0), words.get(LIKELY, 0),
        f"{row['bound_certain']:.2%}", f"{row['bound']:.2%}",
    )  # fmt: skip


def _hit(part: str, hit: dict[str, Any]) -> Sequence[object]:
    return part, hit["record"], hit["word"], hit["file"], hit["share"]


def _mutants(rows: Rows) -> Iterator[str]:
    row = rows[0]
    screened = row["screened"]
    bad = {**row["bad"], **screened["bad"]}
    yield (
        f"{row['mutants']:,} damaged programs out of {row['seeds']} real ones (ELF, PE and Mach-O of many processors, "
        "dex, class files, .NET), each with the triggers of the records behind it, so that its features are read. "
        f"Every one is read by the extractors and screened. **Crashes and hangs: {sum(bad.values())} (target 0).** The "
        f"slowest took {row['slowest']:.2f} s of CPU time in an extractor."
    )
    yield ""
    counted = {name: count for name, count in row["formats"].items() if ": " not in name}
    yield from table(("format after the damage", "mutants"), sorted(counted.items()))


def _cost(rows: Rows) -> Iterator[str]:
    row = rows[0]
    yield (
        f"{row['files']:,} native files ({size_text(row['bytes'])}) of held-out packages on one of two busy cores, the "
        "shortest of three runs. The byte search that there is anyway takes "
        f"{row['search']:.2f} s without the triggers of {row['records']} records and {row['search_with']:.2f} s with "
        f"them: **{row['extra']:+.1%} (target at most 10 %)**. {row['triggered']} of the files "
        f"({size_text(row['triggered_bytes'])}) have triggers enough by chance and are read in full beside that, at "
        f"**{row['extraction']:.1f} MB per CPU second (target 15)**; learning reads {row['learning']:.1f}. The records "
        f"hold {row['features']:,} features and {row['triggers']:,} triggers in **{size_text(row['record_bytes'])} "
        f"(target at most 1 MB)**, the largest {size_text(row['largest'])}."
    )


ACCURACY: tuple[Section, ...] = (
    ("fingerprints-recall", "Fingerprints of libraries", "python -m benchmarks.fingerprints test", _recall),
    ("fingerprints-silence", "Silence of fingerprints", "python -m benchmarks.fingerprints silence", _silence),
    ("fingerprints-mutants", "Damaged programs", "python -m benchmarks.fingerprints mutants", _mutants),
)
SPEED: tuple[Section, ...] = (
    ("fingerprints-cost", "Fingerprints of libraries", "python -m benchmarks.fingerprints cost", _cost),
)
