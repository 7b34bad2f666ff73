"""``corpus``: fetch and build what the lists name, and say what is there and what is missing."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.fingerprints.lists import ROLES, Source, Target, targets
from benchmarks.fingerprints.picking import files, one, there
from benchmarks.fingerprints.sources import Missing


def corpus(asked: str = "", fetch: bool = True) -> int:
    """Tell of every line of the lists; 1 where something is missing. ``fetch`` False only looks."""
    chosen = targets(asked)
    missing = [problem for target in chosen for problem in told(target, fetch)]
    for problem in missing:
        print("MISSING", problem)
    print(f"{len(chosen)} targets, {sum(len(part) for target in chosen for part in target.files.values())} lines")
    return int(bool(missing))


def told(target: Target, fetch: bool) -> Iterator[str]:
    """Print one line a role; what is missing is given back."""
    print(f"{target.project}: {target.name}", flush=True)
    for role in ROLES:
        problems = [(source, _problem(source, role, fetch)) for source in target.files[role]]
        bad = [f"{target.name}: {role}: {said}" for _, said in problems if said]
        if target.files[role]:
            print(f"  {role:10} {len(problems) - len(bad)} of {len(problems)}", flush=True)
        yield from bad


def _problem(source: Source, role: str, fetch: bool) -> str:
    if not fetch:
        return "" if there(source) else f"{source.text}: not fetched yet"
    try:
        _ = one(source) if role == "samples" else files(source)
    except Missing as problem:
        return str(problem)
    return ""
