"""The section "Held-out packages" of ``docs/accuracy.md``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from benchmarks.heldout import CLASSES, OTHER_FUNCTION, beyond, credited, distance, first, found
from benchmarks.tables import Rows, table

Got = dict[str, dict[str, str]]
"""Package → class → reported state."""
_UNKNOWN = "no signature for the product"
"""How the cause of a miss begins where the catalogue does not have the product."""


def heldout(rows: Rows) -> Iterator[str]:
    """The lines below the head: how it was measured, recall, false alarms, every miss."""
    earlier = first()
    then, now = dict(earlier["got"]), credited(rows)
    with_faces, without = [row for row in rows if row["truth"]], [row for row in rows if not row["truth"]]
    yield _how(earlier, len(with_faces), len(without))
    yield ""
    heads = ("class", "packages that have it", "run", "found", "at exactly its state", "reported at any state")
    yield from table(heads, _recalls(with_faces, (("first", then), ("latest", now))))
    yield ""
    yield (
        "Reported, true and not counted, for it is another function of the class than the one that was written down: "
        + ", ".join(f"{what} ({name})" for what, name in sorted(OTHER_FUNCTION))
        + ", where InsightFace guesses age and gender."
    )
    yield ""
    yield from _false_alarms(without, then, now)
    yield ""
    yield from _passed(rows, earlier["nothing_found"])
    yield ""
    yield from _extra(with_faces, then, now)
    yield ""
    yield from _misses(with_faces, then, now, earlier["causes"])


def _how(earlier: dict[str, Any], with_faces: int, without: int) -> str:
    return (
        f"{with_faces} packages that do something with faces and {without} that are near and do not, none of them used "
        "while signatures and detectors were made. What is true of each was read from its own files and written into "
        f"`benchmarks/lists/heldout.yaml` (commit {earlier['written']}) before any was screened. The first run "
        f"(commit {earlier['commit']}, {earlier['date']}, pack {earlier['pack'][:12]}) is kept as it came out in "
        "`benchmarks/lists/heldout-first.yaml`; *latest* is today's, and what was mended in between had seen these "
        "misses. *Found* means that the class is reported at its true state or one step beside it. The packages were "
        "chosen by what they say of themselves, not by whether a signature knows them; source distributions are not "
        "among them, commercial kits hardly. Corrected after the first run: "
        + "; ".join(f"{what} ({why})" for what, why in earlier["corrected"].items())
        + "."
    )


def _recalls(rows: Rows, runs: Sequence[tuple[str, Got]]) -> Iterator[Sequence[object]]:
    for name in CLASSES:
        for run, got in runs:
            pairs = [(row["truth"][name], got[row["what"]].get(name)) for row in rows if name in row["truth"]]
            good = sum(found(true, state) for true, state in pairs)
            exact = sum(distance(true, state) == 0 for true, state in pairs)
            reported = sum(state is not None for _, state in pairs)
            yield name, len(pairs), run, *(f"{n} ({_percent(n, len(pairs))})" for n in (good, exact, reported))


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} %"


def _false_alarms(rows: Rows, then: Got, now: Got) -> Iterator[str]:
    alarms = [sum(bool(beyond(row, got[row["what"]])) for row in rows) for got in (then, now)]
    yield (
        f"**False alarms: {alarms[0]} of {len(rows)} packages without a face function in the first run, {alarms[1]} in "
        "the latest** (a finding above `mentioned` in any of the three classes)."
    )
    for row in rows:
        states = [f"{run}: {_states(got[row['what']])}" for run, got in (("first", then), ("latest", now))]
        if any(beyond(row, got[row["what"]]) for got in (then, now)):
            yield f"- {row['what']} ({row['because']}): {', '.join(states)}"


def _passed(rows: Rows, then: Sequence[str]) -> Iterator[str]:
    """Recognisers that a policy would let through."""
    recognisers = [row for row in rows if row["truth"].get("recognition") in {"shipped", "called"}]
    now = [row["what"] for row in recognisers if row["verdict"] == "nothing-found"]
    yield (
        f"Of {len(recognisers)} packages that ship or call a recogniser, {len(then)} had the verdict `nothing-found` "
        f"in the first run ({_names(then)}), {len(now)} in the latest ({_names(now)}). Most other misses end as "
        "inconclusive, because bytes of their networks are not read."
    )


def _names(names: Sequence[str]) -> str:
    return ", ".join(names) or "none"


def _extra(rows: Rows, then: Got, now: Got) -> Iterator[str]:
    counts = [sum(len(beyond(row, got[row["what"]])) for row in rows) for got in (then, now)]
    yield (
        "Classes reported above `mentioned` of packages that do have face functions, but not of this class: "
        f"{counts[0]} in the first run, {counts[1]} in the latest."
    )
    for row in rows:
        first_extra, last_extra = (beyond(row, got[row["what"]]) for got in (then, now))
        if first_extra or last_extra:
            shown = f"first: {_names(first_extra)}; latest: {_names(last_extra)}"
            yield f"- {row['what']}: {shown}"


def _misses(rows: Rows, then: Got, now: Got, causes: dict[str, dict[str, str]]) -> Iterator[str]:
    lines, unknown, known, mended = [], 0, 0, []
    for row in rows:
        what, truth = row["what"], row["truth"]
        for name in (name for name in CLASSES if name in truth and then[what].get(name) != truth[name]):
            true, was, is_now = truth[name], then[what].get(name), now[what].get(name)
            cause = causes.get(what, {}).get(name, "")
            lines.append((what, row["rests_on"], name, true, was or "none", _kind(true, was), cause, is_now or "none"))
            if not found(true, was):
                unknown += cause.startswith(_UNKNOWN)
                known += not cause.startswith(_UNKNOWN)
                mended += [f"{what} ({name})"] if found(true, is_now) else []
    yield (
        f"Classes not found in the first run: {unknown + known}. For {unknown} of them no signature knows the product; "
        f"for {known} one does and did not fire, or fired at another state. Mended since: {_names(mended)}."
    )
    yield ""
    yield "Every class that was not found, or at another state than its true one, in the first run:"
    yield ""
    heads = ("package", "rests on", "class", "true", "first run", "judged", "cause", "latest run")
    yield from table(heads, lines)


def _kind(true: str, got: str | None) -> str:
    """How far beside the truth, in words; a miss is in bold."""
    steps = distance(true, got)
    if steps is None:
        return "**missed**"
    direction = "high" if steps > 0 else "low"
    return f"one step too {direction}" if abs(steps) == 1 else f"**too {direction}**"


def _states(got: dict[str, str]) -> str:
    return ", ".join(f"{name} {state}" for name, state in got.items()) or "nothing"
