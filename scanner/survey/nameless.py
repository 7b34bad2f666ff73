"""What a worker says about a node, without names of people from galleries: reasons and remarks quote names of files."""

from __future__ import annotations

from dataclasses import replace

from scanner.examine import Examined
from scanner.survey.galleries import Galleries
from scanner.types import LedgerEntry, Observation


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


def _observation(seen: Observation, galleries: Galleries) -> Observation:
    texts = (seen.value, seen.detail, seen.instance, seen.setting)
    masked = tuple(map(galleries.masked, texts))
    if masked == texts:
        return seen
    value, detail, instance, setting = masked
    return replace(seen, value=value, detail=detail, instance=instance, setting=setting)
