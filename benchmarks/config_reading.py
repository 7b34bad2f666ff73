"""One file of configuration read by the detector of settings in a process of its own, as a worker does it.

``python -m benchmarks.config_reading FILE`` prints the result as JSON.
"""

from __future__ import annotations

import gc
import json
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from benchmarks.places import WORK
from scanner.cache.packs import PackCache
from scanner.catalogue.compile import compile_pack
from scanner.catalogue.packs import load_packs
from scanner.catalogue.vocabulary import Vocabulary
from scanner.detect.config import Configuration, warm
from scanner.detect.interface import Subject
from scanner.formats.identify import identify
from scanner.formats.source import Source
from scanner.types import FacescreenError, Limits, Node

SECONDS = 180.0
"""Wall time after which a reading is a hang."""


@dataclass(slots=True)
class Reading:
    """What one reading gave and cost; ``memory`` is the highest resident size of its process in bytes."""

    format: str = ""
    size: int = 0
    observations: int = 0
    said: str = ""
    """Kind and words of the error that the ledger would have."""
    wrong: str = ""
    """What must not happen: another error, a hang, a death."""
    cpu: float = 0.0
    memory: int = 0


@cache
def vocabulary() -> Vocabulary:
    """What the built-in pack asks for; the parsers are loaded too."""
    warm()
    memory = PackCache(WORK / "config-pack")
    return compile_pack(load_packs((), memory=memory), memory)


def observed(path: Path, reading: Reading, vocabulary: Vocabulary) -> None:
    """Look at ``path`` here, and fill in everything but the memory."""
    with Source(path, path.name) as source:
        reading.format, reading.size = identify(source), source.size
        began = time.process_time()
        subject = Subject(Node(path.name, None, source.size, "", reading.format), source, vocabulary, Limits())
        if reading.format in (Configuration.FORMATS or ()):
            try:
                for _ in Configuration().observe(subject):
                    reading.observations += 1
            except FacescreenError as error:
                reading.said = f"{type(error).__name__}: {error}"
            except Exception as error:  # noqa: BLE001 - what else is raised is what is looked for
                reading.wrong = f"{type(error).__name__}: {error}"[:200]
        reading.cpu = time.process_time() - began


def alone(path: Path) -> Reading:
    """As :func:`observed`, in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.config_reading", str(path)]
    try:
        ended = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return Reading(wrong="took longer than it may")
    if ended.returncode:
        return Reading(wrong=f"its process ended with {ended.returncode}: {ended.stderr[-200:].decode()}")
    return Reading(**json.loads(ended.stdout))


def main(path: Path) -> None:
    """Read ``path`` here, and print what it gave and cost."""
    gc.disable()  # as a screening does
    known = vocabulary()
    Path("/proc/self/clear_refs").write_text("5")  # the highest resident size from here on (proc(5))
    reading = Reading()
    observed(path, reading, known)
    lines = Path("/proc/self/status").read_text().splitlines()
    reading.memory = next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:"))
    print(json.dumps(asdict(reading)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
