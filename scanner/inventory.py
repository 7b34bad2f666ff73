"""What this installation can do: the same list in ``facescreen doctor`` and in every report."""

from __future__ import annotations

from scanner.document.result import Capabilities


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
        tools=tuple((tool.name, version(tool.name) or "", ", ".join(tool.formats)) for tool in TOOLS.values()),
        limitations=tuple(sorted(set(limitations))),
    )
