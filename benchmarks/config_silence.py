"""Configuration without faces, each file for itself: ``python -m benchmarks.config silence [look|held]``.

Without a word the half to look at is screened; ``held`` is for the end. The files are examined like any delivery, in
the workers; what was seen in one file (with what it contains) is then judged as if it had been delivered alone, and
once more together with the other files of its package.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.config_corpus import HALVES, by_file, corpus
from benchmarks.results import keep, kept
from scanner.catalogue.compile import compile_pack
from scanner.catalogue.pack import Pack
from scanner.catalogue.packs import load_packs
from scanner.catalogue.vocabulary import Vocabulary
from scanner.detect.settings.registry import BY_FORMAT
from scanner.match.findings import match
from scanner.screening import Options, examine_all
from scanner.types import Finding, Node, Observation, State

SHOWN = 400
"""Hits that are kept with their evidence."""
_LIMIT = 5
"""Pieces of evidence of one finding."""
Together = dict[str, "Share"]


@dataclass(slots=True)
class Share:
    """What was seen in one file, or in one package."""

    nodes: list[Node] = field(default_factory=list)
    observations: list[Observation] = field(default_factory=list)


def measure(words: Sequence[str]) -> int:
    """Screen the halves ``words`` (the one to look at); 1 where a file alone shows something above `mentioned`."""
    halves = [word for word in words if word in HALVES] or ["look"]
    pack = load_packs(())
    vocabulary = compile_pack(pack)
    earlier = {row["half"]: row for row in (kept("config-silence") or {"rows": []})["rows"]}
    fresh = {half: _half(half, pack, vocabulary) for half in halves}
    keep("config-silence", list({**earlier, **fresh}.values()))
    hits = [hit for row in fresh.values() for hit in row["hits"]]
    for hit in hits:
        print(f"{hit['state']} {hit['product']} {hit['capability']}: {hit['evidence']} in {hit['path']}")
    print(f"above mentioned: {len(hits)} (target 0)")
    return int(bool(hits))


def _half(half: str, pack: Pack, vocabulary: Vocabulary) -> dict[str, Any]:
    folder = corpus(half)
    formats: Counter[str] = Counter()
    totals: Counter[str] = Counter()
    unread: Counter[str] = Counter()
    hits: list[dict[str, str]] = []
    for package in by_file(folder):
        alone, unseen = examined(folder / package, vocabulary, pack.digest)
        unread.update(unseen)
        formats.update(node.format for share in alone.values() for node in share.nodes)
        totals["files"] += len(alone)
        totals["mentioned"] += sum(len(findings(share, pack, vocabulary)) > 0 for share in alone.values())
        found = list(_hits(alone, pack, vocabulary, package))
        whole = [hit["product"] for hit in _hits({"": together(alone.values())}, pack, vocabulary, package)]
        totals["in packages alone"] += len(set(whole) - {hit["product"] for hit in found})
        hits += found
        print(f"{half}: {package}, {len(alone)} files, {len(found)} hits", file=sys.stderr, flush=True)
    return {
        "half": half,
        "packages": len(by_file(folder)),
        **totals,
        "read as settings": sum(count for name, count in formats.items() if name in BY_FORMAT),
        "formats": dict(formats.most_common()),
        "unread": dict(unread.most_common(30)),
        "pack": pack.digest,
        "hits": hits[:SHOWN],
    }


def examined(folder: Path, vocabulary: Vocabulary, digest: str) -> tuple[Together, list[str]]:
    """(What each file below ``folder`` showed, with what it contains; reasons why bytes were not read)."""
    survey = examine_all(folder, None, vocabulary, digest, Options(jobs=1)).survey
    shares: Together = defaultdict(Share)
    for path, node in survey.nodes.items():
        shares[_file_of(path)].nodes.append(node)
    for seen in survey.observations:
        shares[_file_of(seen.path)].observations.append(seen)
    return dict(shares), [entry.reason[:80] for entry in survey.entries if entry.reason]


def _file_of(path: str) -> str:
    """``<package>/<number>``: the number is that of the file in its package."""
    return "/".join(path.split("/")[:2])


def together(shares: Iterable[Share]) -> Share:
    """Several files as one delivery."""
    whole = Share()
    for share in shares:
        whole.nodes += share.nodes
        whole.observations += share.observations
    return whole


def findings(share: Share, pack: Pack, vocabulary: Vocabulary) -> Sequence[Finding]:
    """What is said of a delivery that shows no more than ``share``."""
    if not share.observations:
        return ()
    return match(pack.signatures, vocabulary, share.nodes, share.observations, _LIMIT).findings


def _hits(shares: Together, pack: Pack, vocabulary: Vocabulary, package: str) -> Iterator[dict[str, str]]:
    """Every finding above `mentioned` with its first evidence."""
    for share in shares.values():
        for finding in findings(share, pack, vocabulary):
            if finding.state > State.MENTIONED:
                first = max(finding.proofs, key=lambda proof: proof.state)
                shown = first.observation.detail or first.fact.value
                yield {
                    "package": package,
                    "product": finding.product.id,
                    "capability": finding.capability.value,
                    "state": finding.state.word,
                    "class": finding.capability.capability_class.value,
                    "evidence": f"{first.fact.id} {first.fact.kind.value} {shown}",
                    "path": first.observation.path,
                }
