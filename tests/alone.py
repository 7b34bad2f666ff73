"""Many small files screened in one run, each judged as if it had been delivered alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from scanner.catalogue.compile import compile_pack
from scanner.catalogue.pack import Pack
from scanner.catalogue.packs import load_packs
from scanner.catalogue.vocabulary import Vocabulary
from scanner.match.findings import match
from scanner.screening import Options, examine_all
from scanner.types import Finding, Node, Observation, State

Files = Mapping[str, str | bytes]


def states(folder: Path, deliveries: Mapping[str, Files]) -> dict[str, dict[str, State]]:
    """Delivery → capability → the highest state that is reported; deliveries and paths are named by the caller."""
    return {name: _highest(found) for name, found in findings(folder, deliveries).items()}


def findings(folder: Path, deliveries: Mapping[str, Files]) -> dict[str, tuple[Finding, ...]]:
    """Delivery → what is found in it; ``folder`` is empty and is filled."""
    pack, vocabulary = _pack()
    numbered = {f"d{number}": name for number, name in enumerate(deliveries)}
    for number, name in numbered.items():
        for path, content in deliveries[name].items():
            file = folder / "all" / number / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content.encode() if isinstance(content, str) else content)
    survey = examine_all(folder / "all", None, vocabulary, pack.digest, Options(jobs=2)).survey
    nodes: dict[str, list[Node]] = defaultdict(list)
    seen: dict[str, list[Observation]] = defaultdict(list)
    for path, node in survey.nodes.items():
        nodes[path.split("/")[1]].append(node)
    for observation in survey.observations:
        seen[observation.path.split("/")[1]].append(observation)
    return {
        name: tuple(match(pack.signatures, vocabulary, nodes[number], seen[number], 5).findings)
        for number, name in numbered.items()
    }


@cache
def _pack() -> tuple[Pack, Vocabulary]:
    pack = load_packs(())
    return pack, compile_pack(pack)


def _highest(found: tuple[Finding, ...]) -> dict[str, State]:
    best: dict[str, State] = {}
    for finding in found:
        name = finding.capability.value
        best[name] = max(finding.state, best.get(name, finding.state))
    return best
