"""What this installation can do: the same list in ``facescreen doctor`` and in every report."""

from __future__ import annotations

from collections.abc import Iterable

from scanner.document.result import Capabilities, Program


def capabilities() -> Capabilities:
    """Readers, detectors with versions, tools with versions and the formats that are lost without them."""
    from scanner.detect.registry import DETECTORS
    from scanner.unpack.registry import READERS
    from scanner.unpack.tools import TOOLS, version

    limitations = [(reader.NAME, sentence) for reader in READERS for sentence in reader.LIMITATIONS]
    limitations += [(detector.NAME, sentence) for detector in DETECTORS for sentence in detector.LIMITATIONS]
    return Capabilities(
        readers=tuple(sorted(reader.NAME for reader in READERS)),
        detectors=tuple(sorted((detector.NAME, detector.VERSION) for detector in DETECTORS)),
        tools=tuple(
            Program(tool.name, _short(version(tool.name)), ", ".join(tool.formats), tool.package)
            for tool in TOOLS.values()
        ),
        limitations=tuple(sorted(set(limitations))),
    )


def missing_detectors(needed: Iterable[str]) -> tuple[str, ...]:
    """Those of the detectors ``needed`` that no worker of this installation lets look at a node, each once, sorted."""
    from scanner.examine import looking

    return tuple(sorted({*needed} - looking()))


def tool_paths() -> tuple[tuple[str, str], ...]:
    """(name, absolute path) of every tool that is there: true of this machine only, so it belongs to the run."""
    from scanner.unpack.tools import TOOLS, find

    return tuple((name, path) for name in sorted(TOOLS) if (path := find(name)))


def _short(version: str | None) -> str:
    """What a program says about itself up to its copyright notice; empty where it is missing."""
    return (version or "").partition(" : ")[0]
