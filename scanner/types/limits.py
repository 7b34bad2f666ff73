"""Every limit in one table: default, meaning, and the sentence that the ledger gets where it is reached.

Each is an option of the command line (``--max-<name>``), and ``docs/limits.md`` is made from this table.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any

MIB = 1 << 20
GIB = 1 << 30
IN_LEDGER = "`limit` in the ledger"


def _limit(default: float, meaning: str, sentence: str = "", recorded: str = IN_LEDGER) -> Any:
    """A field of :class:`Limits`; ``sentence`` is what is said where it is reached, ``{}`` stands for its value."""
    return field(default=default, metadata={"meaning": meaning, "sentence": sentence, "recorded": recorded})


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one screening. Sizes are bytes, times are seconds."""

    unpacked_bytes: int = _limit(
        20 * GIB,
        "All bytes that unpacking may write in one screening, holes counted as the zeros they stand for.",
        "unpacked more than {} bytes in this screening",
    )
    disk_bytes: int = _limit(
        20 * GIB,
        "Disk space that unpacked files may take at one time; less where less is free.",
        "unpacked files take more than {} bytes of disk",
    )
    node_bytes: int = _limit(
        8 * GIB, "The largest single file that unpacking may write.", "a member is larger than {} bytes"
    )
    ratio: int = _limit(
        1000,
        "Largest growth of one container: unpacked bytes divided by its size (above 64 MiB unpacked).",
        "unpacks to more than {} times its size",
    )
    files: int = _limit(200_000, "Files (nodes and links) in one screening.", "more than {} files in this screening")
    depth: int = _limit(64, "Containers within containers.", "nested more than {} deep")
    name_bytes: int = _limit(
        4096,
        "Longest name of one member as it is shown; a longer one is cut in its middle, the content is read.",
        "its name was cut to {} characters",
        "attribute `limit` of the node in `report.json`",
    )
    path_bytes: int = _limit(
        16_384, "Longest path of a node through all its containers.", "its path is longer than {} bytes"
    )
    node_seconds: float = _limit(600.0, "Longest time that one node may take in a worker.")
    run_seconds: float = _limit(
        4 * 3600.0, "Longest time of one screening.", "the screening took longer than {} seconds"
    )
    worker_memory: int = _limit(
        4 * GIB,
        "Memory of one worker process and of each program that it starts (files that are only mapped do not count).",
    )
    open_files: int = _limit(512, "Files that a worker and each program that it starts may have open.")
    match_seconds: int = _limit(
        120,
        "Longest time of one signature scan over one node.",
        recorded="`failed` in the ledger: a detector did not finish",
    )
    config_bytes: int = _limit(
        64 * MIB,
        "Largest configuration file that is parsed as structure.",
        recorded="`failed` in the ledger: a detector did not finish",
    )
    config_depth: int = _limit(
        200,
        "Deepest nesting of a configuration file.",
        recorded="`failed` in the ledger: a detector did not finish",
    )
    evidence: int = _limit(
        200,
        "Observations of one fact that a finding lists; nothing is lost for the verdict.",
        recorded="the number left out stands with the finding",
    )


def option(name: str) -> str:
    """The option of the command line that changes the limit ``name``."""
    return f"--max-{name.replace('_', '-')}"


def reached(limits: Limits, name: str) -> str:
    """What the ledger says where the limit ``name`` is reached; it ends with the option that raises it.

    :raises KeyError: for a limit without a sentence.
    """
    value = getattr(limits, name)
    return f"{_SENTENCES[name].format(f'{value:,g}' if isinstance(value, float) else f'{value:,}')} ({option(name)})"


_SENTENCES: dict[str, str] = {f.name: f.metadata["sentence"] for f in fields(Limits) if f.metadata["sentence"]}
