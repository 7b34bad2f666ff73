"""Every limit in one table. Each is an option of the command line and each hit is a ledger entry ``limit``."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1 << 20
GIB = 1 << 30


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one screening. Sizes are bytes, times are seconds."""

    unpacked_bytes: int = 20 * GIB
    """All bytes that unpacking may write in one screening."""
    node_bytes: int = 8 * GIB
    """The largest single file that unpacking may write."""
    ratio: int = 1000
    """Largest growth of one container: unpacked bytes divided by its size (above 64 MiB unpacked)."""
    files: int = 200_000
    """Nodes in one screening."""
    depth: int = 64
    """Containers within containers."""
    name_bytes: int = 4096
    """Longest name of one member; longer names are cut and the cut is recorded."""
    node_seconds: float = 600.0
    """Longest time that one node may take in a worker."""
    run_seconds: float = 4 * 3600.0
    """Longest time of one screening."""
    worker_memory: int = 4 * GIB
    """Address space of one worker process (memory-mapped files count)."""
    match_seconds: int = 120
    """Longest time of one signature scan over one node."""
    config_bytes: int = 64 * MIB
    """Largest configuration file that is parsed as structure; larger ones are scanned as bytes."""
    config_depth: int = 200
    """Deepest nesting of a configuration file."""
    evidence: int = 200
    """Observations of one fact that a finding lists; the number left out is printed."""
