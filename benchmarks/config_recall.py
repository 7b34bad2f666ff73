"""Real configuration of face systems: ``python -m benchmarks.config recall [tuned|held]``.

The list names files of public repositories by commit and what is true of them. Their texts belong to others and are
in no commit here: they are read from bare clones in ``.work/config/mirrors/<owner>+<name>``, made where they are
missing and the network allows it.
"""

from __future__ import annotations

import os
import subprocess
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import yaml

from benchmarks.config_silence import examined, findings, together
from benchmarks.places import LISTS, WORK
from benchmarks.results import keep, kept
from scanner.catalogue.compile import compile_pack
from scanner.catalogue.pack import Pack
from scanner.catalogue.packs import load_packs
from scanner.catalogue.vocabulary import Vocabulary
from scanner.types import Finding, State

GROUPS = ("tuned", "held")
LIST = LISTS / "config" / "recall.yaml"
_MIRRORS = WORK / "config" / "mirrors"
_FILES = WORK / "config" / "recall"
_GRADES = ("as expected", "higher", "lower", "missed", "nothing, as expected", "too much", "no snapshot")


def measure(words: Sequence[str]) -> int:
    """Screen the groups ``words`` (the tuned one); 1 where a face system was not seen at all."""
    groups = [word for word in words if word in GROUPS] or ["tuned"]
    pack = load_packs(())
    vocabulary = compile_pack(pack)
    earlier = {row["group"]: row for row in (kept("config-recall") or {"rows": []})["rows"]}
    fresh = {group: _group(group, pack, vocabulary) for group in groups}
    keep("config-recall", list({**earlier, **fresh}.values()))
    for row in fresh.values():
        print(f"{row['group']}: " + ", ".join(f"{row['grades'].get(name, 0)} {name}" for name in _GRADES))
    return int(any(row["grades"].get("missed", 0) for row in fresh.values()))


def _group(group: str, pack: Pack, vocabulary: Vocabulary) -> dict[str, Any]:
    cases = [_case(entry, pack, vocabulary) for entry in _listed(group)]
    for case in cases:
        if case["grade"] not in {"as expected", "nothing, as expected"}:
            print(
                f"{case['grade']}: {case['repo']} {case['paths']}: {case['expect']}, got {case['got']} ({case['why']})"
            )
    return {
        "group": group,
        "pack": pack.digest,
        "grades": dict(Counter(case["grade"] for case in cases)),
        "cases": cases,
    }


def _listed(group: str) -> list[dict[str, Any]]:
    return list(yaml.safe_load(LIST.read_text(encoding="utf-8"))[group])


def _case(entry: dict[str, Any], pack: Pack, vocabulary: Vocabulary) -> dict[str, Any]:
    folder = _fetched(entry)
    if folder is None:
        return {**entry, "got": {}, "by": {}, "grade": "no snapshot"}
    shares, unread = examined(folder, vocabulary, pack.digest)
    found = findings(together(shares.values()), pack, vocabulary)
    best = _best(found)
    got = {name: finding.state.word for name, finding in best.items()}
    by = {name: f"{finding.product.id}: {finding.proofs[0].fact.id}" for name, finding in best.items()}
    return {**entry, "got": got, "by": by, "unread": unread, "grade": grade(entry["expect"], got)}


def grade(expected: dict[str, str], got: dict[str, str]) -> str:
    """One word on a case: the expected capability that came out worst decides."""
    if not expected:
        high = [name for name, state in got.items() if State.of(state) > State.MENTIONED and name != "detection"]
        return "too much" if high else "nothing, as expected"
    steps = [State.of(got[name]) - State.of(state) if name in got else None for name, state in expected.items()]
    if None in steps:
        return "missed"
    lowest = min(step for step in steps if step is not None)
    return "lower" if lowest < 0 else "higher" if max(step or 0 for step in steps) > 0 else "as expected"


def _best(found: Iterable[Finding]) -> dict[str, Finding]:
    """Capability → the finding that gets highest."""
    best: dict[str, Finding] = {}
    for finding in found:
        name = finding.capability.value
        if name not in best or finding.state > best[name].state:
            best[name] = finding
    return best


def _fetched(entry: dict[str, Any]) -> Path | None:
    """A folder with the files of one case; None where there is no snapshot of the repository."""
    name = entry["repo"].replace("/", "+")
    folder: Path = _FILES / name / f"{entry['commit'][:12]}-{entry['paths'][0].replace('/', '+')}"
    mirror = _MIRRORS / name
    if not mirror.exists():
        command = ("git", "clone", "--quiet", "--bare", f"https://github.com/{entry['repo']}.git", str(mirror))
        subprocess.run(command, check=False, capture_output=True, env={**os.environ, "GIT_TERMINAL_PROMPT": "0"})
    for path in entry["paths"]:
        target = folder / path
        if not target.exists():
            shown = subprocess.run(
                ("git", "--git-dir", str(mirror), "show", f"{entry['commit']}:{path}"), capture_output=True, check=False
            )
            if shown.returncode:
                return None
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(shown.stdout)
    return folder
