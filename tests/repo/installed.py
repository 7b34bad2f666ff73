"""Screen sample deliveries with an installed facescreen: ``python3 tests/repo/installed.py BIN SAMPLES``.

Runs in the current folder, which must be outside the checkout; exit code 1 when anything is not as promised.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

EXPECTED = {
    "camera-update-sdk.bin": 1,
    "camera-update-plain.bin": 0,
    "camera-update-encrypted.tar": 3,
    "camera-update-opencv.bin": 4,
}
"""Exit code of each sample: found, nothing found, could not be checked, needs a person."""


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    """Run one command as a user would."""
    return subprocess.run(command, capture_output=True, text=True, check=False)


def complaints(programs: Path, samples: Path) -> list[str]:
    """Everything that the installed program does not do."""
    found = []
    facescreen = programs / "facescreen"
    where = run(programs / "python", "-c", "import scanner; print(scanner.__file__)").stdout.strip()
    if not where.startswith(str(programs.parent)):
        found.append(f"scanner is imported from {where}")
    for command in (["--version"], ["doctor"], ["signatures", "list"]):
        done = run(facescreen, *command)
        if done.returncode or not (done.stdout + done.stderr).strip():
            found.append(f"{' '.join(command)}: exit code {done.returncode}\n{done.stderr}")
    for name, code in EXPECTED.items():
        found += screening(facescreen, samples / name, code)
    return found


def screening(facescreen: Path, sample: Path, code: int) -> list[str]:
    """What is wrong with the screening of one sample that must end with ``code``."""
    report, page = Path(f"{sample.name}.json"), Path(f"{sample.name}.html")
    done = run(facescreen, "screen", sample, "-f", f"json={report}", "-f", f"html={page}")
    found = []
    if done.returncode != code:
        found.append(f"{sample.name}: exit code {done.returncode} instead of {code}\n{done.stdout}{done.stderr}")
    for output in (report, page):
        if not output.is_file() or not output.stat().st_size:
            found.append(f"{sample.name}: {output} was not written")
    if report.is_file() and "screening" not in json.loads(report.read_text("utf-8")):
        found.append(f"{sample.name}: {report} has no screening")
    return found


if __name__ == "__main__":
    problems = complaints(Path(sys.argv[1]).absolute(), Path(sys.argv[2]))
    print("\n".join(problems) or f"{len(EXPECTED)} samples screened by the installed program, each as expected")
    sys.exit(1 if problems else 0)
