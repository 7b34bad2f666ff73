"""What a worker says about a node, without names of people from galleries: reasons and remarks quote names of files."""

from __future__ import annotations

from dataclasses import replace

from scanner.examine import Examined
from scanner.survey.galleries import Galleries
from scanner.types import FactKind, LedgerEntry, Observation


def without_names(examined: Examined, galleries: Galleries) -> Examined:
    """``examined`` itself where it names nobody."""
    node = examined.node
    attributes = tuple([(name, galleries.masked(value)) for name, value in node.attributes])
    entries = tuple([_entry(entry, galleries) for entry in examined.entries])
    observations = tuple([_observation(seen, galleries) for seen in examined.observations])
    problems = tuple(map(galleries.masked, examined.problems))
    said = (attributes, entries, observations, problems)
    if said == (node.attributes, examined.entries, examined.observations, examined.problems):
        return examined
    node = replace(node, attributes=attributes)
    return replace(examined, node=node, entries=entries, observations=observations, problems=problems)


def _entry(entry: LedgerEntry, galleries: Galleries) -> LedgerEntry:
    reason = galleries.masked(entry.reason)
    return entry if reason == entry.reason else replace(entry, reason=reason)


_OF_FACTS = frozenset({FactKind.STRING, FactKind.YARA, FactKind.ENDPOINT})
"""Kinds whose value stands in a signature, and must stay what it is to be found there."""


def _observation(seen: Observation, galleries: Galleries) -> Observation:
    if seen.kind in _OF_FACTS:
        detail = galleries.masked(seen.detail)
        return seen if detail == seen.detail else replace(seen, detail=detail)
    texts = (seen.value, seen.detail, seen.instance, seen.setting)
    masked = tuple(map(galleries.masked, texts))
    if masked == texts:
        return seen
    value, detail, instance, setting = masked
    return replace(seen, value=value, detail=detail, instance=instance, setting=setting)
