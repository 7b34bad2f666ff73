"""``docs/coverage.md``: what the catalogue knows, and which known names it leaves out and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from scanner.catalogue.load import load
from scanner.catalogue.yamlfile import read_yaml
from scanner.types import Signature, Strength
from tests.repo.configurations import section
from tests.repo.tree import ROOT

NOT_SIGNATURES = "docs/coverage.yaml"
TREATED = {
    "trap": "another thing of a similar name: a counter-example",
    "host": "proves nothing by itself; its plug-ins and models do",
    "protocol": "an open standard that any device may speak",
    "merged": "taken into another signature",
    "thin": "nothing known that only this product has",
}
_HEAD = """# What the catalogue covers

{made}

A *released* signature has at least one fact that only its product has and that was seen at a source. What stands in the
*nursery* has none: it never counts for more than `available`, which asks a person to look. Strong facts count alone,
support facts in numbers, context only beside others.

| where | signatures | facts | strong | support | context |
|---|---:|---:|---:|---:|---:|
"""


def coverage(made: str) -> str:
    """The page; ``made`` is the sentence that says where it comes from."""
    signatures = load().signatures
    released = [signature for signature in signatures if not signature.nursery]
    nursery = [signature for signature in signatures if signature.nursery]
    return "".join(
        (
            _HEAD.format(made=made),
            _sum("released", released),
            _sum("nursery", nursery),
            "\n## Released\n\n",
            _table(released),
            "\n## Nursery\n\n",
            _table(nursery),
            "\n## Known names without a signature\n\n",
            *_entries(not_signatures()),
            "\n## Facts that signatures leave out\n\n",
            *_left_out(),
            *section(),
        )
    )


def not_signatures() -> dict[str, dict[str, Any]]:
    """Id → what ``docs/coverage.yaml`` says of it."""
    entries: dict[str, dict[str, Any]] = read_yaml((ROOT / NOT_SIGNATURES).read_bytes(), NOT_SIGNATURES)
    return entries


def _sum(name: str, signatures: Iterable[Signature]) -> str:
    chosen = list(signatures)
    strengths = Counter(fact.strength for signature in chosen for fact in signature.facts)
    counts = (strengths[strength] for strength in (Strength.STRONG, Strength.SUPPORT, Strength.CONTEXT))
    cells = [len(chosen), strengths.total(), *counts]
    return f"| {name} | {' | '.join(f'{cell:,}' for cell in cells)} |\n"


def _table(signatures: Iterable[Signature]) -> str:
    rows = ["| id | product | maker | what it does | facts | strong |\n|---|---|---|---|---:|---:|\n"]
    for signature in signatures:
        strong = sum(fact.strength is Strength.STRONG for fact in signature.facts)
        does = ", ".join(capability.value for capability in signature.does)
        cells = (f"`{signature.id}`", signature.name, signature.vendor, does, len(signature.facts), strong)
        rows.append(f"| {' | '.join(_cell(cell) for cell in cells)} |\n")
    return "".join(rows)


def _entries(entries: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    for name, entry in sorted(entries.items()):
        beside = ", ".join(f"`{other}`" for other in entry["beside"])
        yield f"- **{entry['name']}** (`{name}`): {TREATED[entry['treated']]}"
        yield f", see {beside}. {_sentence(entry['reason'])}\n" if beside else f". {_sentence(entry['reason'])}\n"
        yield from _reasons(entry["facts"], "  ")


def _left_out() -> Iterator[str]:
    for path in sorted((ROOT / "signatures").glob("*/*/*.yaml")):
        data = read_yaml(path.read_bytes(), path.name)
        if data.get("left_out"):
            yield f"- **{data['name']}** (`{data['id']}`)\n"
            yield from _reasons(data["left_out"], "  ")


def _reasons(facts: Mapping[str, str], indent: str) -> Iterator[str]:
    """Values with one reason stand together."""
    by_reason: dict[str, list[str]] = {}
    for value, reason in facts.items():
        by_reason.setdefault(reason, []).append(value)
    for reason, values in by_reason.items():
        yield f"{indent}- {', '.join(_code(value) for value in values)}: {reason}\n"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:].rstrip(".") + "."


def _cell(value: object) -> str:
    return str(value).replace("|", r"\|")


def _code(value: str) -> str:
    """As code in Markdown, whatever back-quotes it holds."""
    return f"`` {value} ``" if "`" in value else f"`{value}`"
