"""What is still said of a product whose signature is missing: ``python -m benchmarks.unknown [carriers|packages]``.

``carriers``: every released signature is taken out of the pack in turn, and files that hold the names which it knows
are screened with what is left. ``packages``: real packages are screened with no listed product at all, with general
words alone (``signatures/generic``). Most recognisers that a city meets are listed nowhere: this is what is said then.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from benchmarks.places import LISTS
from benchmarks.recall import delivery
from benchmarks.results import keep
from scanner.authoring.listing import cases
from scanner.authoring.scene import scene
from scanner.catalogue.compile import compile_pack
from scanner.catalogue.load import load
from scanner.catalogue.pack import Pack
from scanner.catalogue.vocabulary import Vocabulary
from scanner.match.findings import match
from scanner.screening import Options, examine_all
from scanner.types import Capability, CapabilityClass, Fact, FactKind, Finding, Signature, State
from vendor_samples.carriers import dex, dotnet, elf
from vendor_samples.carriers.classes import class_name, is_java
from vendor_samples.carriers.cpus import CPUS
from vendor_samples.carriers.libraries import symbol
from vendor_samples.carriers.managed import ManagedClass
from vendor_samples.carriers.native import NativeParts
from vendor_samples.carriers.written import write

GENERIC, TARGET = "generic", 0.5
NETWORKS = ("arcface", "sphereface", "cosface", "facenet", "vggface")
"""Published networks that are words of the lexicon."""
_MODULE = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*")
LISTS_OF_PACKAGES = ("recall", "heldout")
_EVIDENCE = 20


def main(asked: Sequence[str] = ()) -> int:
    """Measure what is ``asked`` for (both); fails where fewer than half of the engines are still shown."""
    rows = [] if asked and "carriers" not in asked else list(_carriers(load()))
    if rows:
        keep("unknown", rows)
    if not asked or "packages" in asked:
        keep("unknown-packages", list(_packages(load())))
    engines = [row for row in rows if row["engine"]]
    shown = sum(row["shown"] for row in engines)
    print(f"{shown} of {len(engines)} engines are still shown (target: half)") if rows else None
    return int(bool(engines) and shown < TARGET * len(engines))


def half(name: str) -> str:
    """The half of the products that ``name`` is in. Words were chosen while only the even one was looked at."""
    return "odd" if hashlib.sha256(name.encode()).digest()[0] % 2 else "even"


def _carriers(pack: Pack) -> Iterator[dict[str, Any]]:
    for signature in pack.signatures:
        if signature.nursery or signature.kind == GENERIC or not _recognises(signature):
            continue
        if any(word in signature.id for word in NETWORKS):
            continue  # its own name is a word of the lexicon: this would measure nothing
        left = _without(pack, signature.id)
        vocabulary = compile_pack(left)
        with TemporaryDirectory(prefix="facescreen-unknown-") as folder:
            files = [*write(signature, Path(folder), real=False), *_gathered(signature, Path(folder))]
            found = _screened(left, vocabulary, Path(folder)) if files else []
        row = {
            "id": signature.id,
            "kind": signature.kind,
            "half": half(signature.id),
            "engine": signature.presence >= State.SHIPPED,
            "files": len(files),
            "shown": any(finding.product.kind == GENERIC for finding in found),
            "by": _evidence(found),
            "others": sorted({f.product.id for f in found if f.product.kind != GENERIC}),
            "examples": _examples(signature, left, vocabulary),
        }
        print("shown  " if row["shown"] else "missing", row["id"], row["by"], row["others"], flush=True)
        yield row


def _gathered(signature: Signature, folder: Path) -> Iterator[Path]:
    """What the signature knows of one kind of code, in one file, as the product has it: a program with its functions,
    texts and routes; an app with its classes; a script with its modules and their members."""
    by_kind: dict[FactKind, list[Fact]] = defaultdict(list)
    for fact in signature.facts:
        if not fact.pattern:
            by_kind[fact.kind].append(fact)
    native = [*by_kind[FactKind.SYMBOL], *by_kind[FactKind.STRING], *by_kind[FactKind.ENDPOINT]]
    if native:
        parts = NativeParts("", tuple(map(symbol, by_kind[FactKind.SYMBOL])), (), tuple(fact.value for fact in native))
        yield _put(folder / "gathered" / "program.so", elf.library(CPUS[0], parts))
    classes = [fact for fact in by_kind[FactKind.CLASS] if is_java(fact)]
    if classes:
        made = [ManagedClass(name) for name in dict.fromkeys(map(class_name, classes))]
        yield _put(folder / "gathered" / "app" / "classes.dex", dex.build(*made))
    managed = [fact for fact in by_kind[FactKind.CLASS] if not is_java(fact) and "." in fact.value]
    if managed:
        made = [ManagedClass(name) for name in dict.fromkeys(map(class_name, managed))]
        yield _put(folder / "gathered" / "net" / "App.dll", dotnet.build("App", *made))
    if by_kind[FactKind.CONFIG]:
        text = "".join(map(_nested, dict.fromkeys(fact.value for fact in by_kind[FactKind.CONFIG])))
        yield _put(folder / "gathered" / "etc" / "app.yaml", text.encode())
    modules = [fact.value for fact in by_kind[FactKind.IMPORT] if _MODULE.fullmatch(fact.value)]
    if modules:
        members = [fact.value for fact in by_kind[FactKind.STRING] if _MODULE.fullmatch(fact.value)]
        text = "".join(f"import {name}\n" for name in modules) + "".join(f"{name}()\n" for name in members)
        yield _put(folder / "gathered" / "script" / "door.py", text.encode())


def _nested(keys: str) -> str:
    """A key path as YAML: each key below the one before it."""
    parts = [part.split("[")[0] for part in keys.split("/") if part not in {"*", ".."}]
    return "".join(f"{'  ' * depth}{part}:\n" for depth, part in enumerate(parts))


def _put(path: Path, data: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def _recognises(signature: Signature) -> bool:
    told = {capability for fact in signature.facts for capability in fact.capabilities} | set(signature.does)
    return any(capability.capability_class is CapabilityClass.RECOGNITION for capability in told)


def _without(pack: Pack, *ids: str) -> Pack:
    return replace(
        pack,
        signatures=tuple(one for one in pack.signatures if one.id not in ids),
        rules=tuple(rule for rule in pack.rules if rule[0] not in ids),
    )


def _screened(pack: Pack, vocabulary: Vocabulary, folder: Path) -> list[Finding]:
    """Findings of recognition that a person must look at, or more."""
    survey = examine_all(folder, None, vocabulary, pack.digest, Options()).survey
    nodes = tuple(survey.nodes[key] for key in sorted(survey.nodes))
    return _for_a_person(match(pack.signatures, vocabulary, nodes, survey.observations, _EVIDENCE).findings)


def _for_a_person(findings: Iterable[Finding]) -> list[Finding]:
    """Recognition at ``available`` or above: `review` at least under every policy of the pack."""
    return [
        finding
        for finding in findings
        if finding.capability.capability_class is CapabilityClass.RECOGNITION and finding.state >= State.AVAILABLE
    ]


def _evidence(findings: Iterable[Finding]) -> list[str]:
    proofs = [proof for finding in findings if finding.product.kind == GENERIC for proof in finding.proofs]
    told = {proof.observation.detail: None for proof in proofs if proof.observation.detail}
    return [name for name in told if " of " not in name][:3]


def _examples(signature: Signature, pack: Pack, vocabulary: Vocabulary) -> list[bool]:
    """For each example of the signature, whether the pack without it shows something by general words."""
    shown = []
    with TemporaryDirectory(prefix="facescreen-unknown-") as folder:
        for case in cases(signature.examples):
            known = replace(case, nodes=tuple(_known(case.nodes)))
            told = scene(known, vocabulary, Path(folder))
            found = match(pack.signatures, vocabulary, told.nodes, told.observations, _EVIDENCE).findings
            shown.append(any(finding.product.kind == GENERIC for finding in _for_a_person(found)))
    return shown


def _known(nodes: Iterable[Any]) -> Iterator[Any]:
    """``nodes`` without lines that only the missing signature could show: its own rules and constants."""
    for node in nodes:
        yield replace(node, shows=tuple(shown for shown in node.shows if shown.kind.value not in {"yara", "constant"}))


def _packages(pack: Pack) -> Iterator[dict[str, Any]]:
    left = _without(pack, *(one.id for one in pack.signatures if one.kind != GENERIC))
    vocabulary = compile_pack(left)
    for name in LISTS_OF_PACKAGES:
        for number, entry in enumerate(yaml.safe_load((LISTS / f"{name}.yaml").read_text(encoding="utf-8"))):
            truth = entry.get("truth", entry.get("expected", {}))
            found = _screened(left, vocabulary, delivery(entry, name, number))
            row = {
                "list": name,
                "what": entry["what"],
                "platform": entry["platform"],
                "truth": _recognition(truth),
                "faces": bool(truth),
                "open": "recognition" in entry.get("open", ()),
                "shown": bool(found),
                "by": _evidence(found),
            }
            print("shown  " if row["shown"] else "silent ", name, row["what"], row["truth"], row["by"], flush=True)
            yield row


def _recognition(truth: dict[str, str]) -> str:
    """The highest state of recognition that is true; empty for none."""
    states = [
        State.of(state.split()[0])
        for capability, state in truth.items()
        if Capability(capability).capability_class is CapabilityClass.RECOGNITION and state != "none"
    ]
    return max(states).word if states else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
