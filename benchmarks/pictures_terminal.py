"""A command run in a real terminal of 80 columns and 24 lines, drawn as SVG."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from dataclasses import dataclass
from pathlib import Path

from benchmarks.places import ROOT
from vendor_samples.reports import DATE

COLUMNS, LINES = 80, 24
_WEB_FONT = re.compile(r"@font-face\s*{[^}]*}\s*")
"""rich lets the picture fetch its font from a public server; ours fetches nothing."""
_FONT = "DejaVu Sans Mono, Menlo, Consolas, monospace"
_CONTROL = re.compile(r"(\n|\r|\x1b\[1A|\x1b\[2K|\x1b\[\?25[hl])")
"""What the progress bar does to the cursor: next line, line begin, line above, empty line, hidden or shown."""


@dataclass(frozen=True, slots=True)
class Ran:
    """A command as it was typed, and what stood in the terminal after it."""

    command: str
    output: str


def run(words: tuple[str, ...], samples: Path, folder: Path) -> Ran:
    """Run ``facescreen`` with ``words`` in ``folder``; names of files are those of ``samples``, linked there."""
    for sample in samples.iterdir():
        link = folder / sample.name
        if not link.exists():
            link.symlink_to(sample)
    command = (sys.executable, "-m", "scanner", *words)
    return Ran(f"facescreen {' '.join(words)}", _capture(command, folder))


def draw(ran: Ran, target: Path) -> None:
    """Draw the terminal with the command, its coloured output and the next prompt.

    :raises ValueError: where that needs more lines than a terminal has.
    """
    from rich.console import Console
    from rich.text import Text

    lines = [f"$ {ran.command}", *_left_standing(ran.output), "$ "]
    if len(lines) > LINES:
        raise ValueError(f"{ran.command}: {len(lines)} lines, a terminal has {LINES}")
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        console = Console(record=True, width=COLUMNS, file=nowhere, force_terminal=True, color_system="truecolor")
        console.print(Text.from_ansi("\n".join(lines)))
        drawing = _WEB_FONT.sub("", console.export_svg(title="facescreen", unique_id=target.stem))
    target.write_text(drawing.replace("Fira Code, monospace", _FONT).replace("Fira Code", _FONT), encoding="utf-8")


def _left_standing(output: str) -> list[str]:
    """The lines that are to be seen at the end: without the bar, which has gone again."""
    lines = [""]
    for part in _CONTROL.split(output):
        if part == "\n":
            lines.append("")
        elif part == "\x1b[1A":
            lines.pop()
        elif part in {"\r", "\x1b[2K"}:
            lines[-1] = ""
        elif not part.startswith("\x1b[?"):
            lines[-1] += part
    return lines[:-1] if not lines[-1] else lines


def _capture(command: tuple[str, ...], folder: Path) -> str:
    controller, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
    unset = {"COLUMNS", "LINES", "NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "FORCE_COLOR"}
    kept = {
        name: value for name, value in os.environ.items() if name not in unset and not name.startswith("FACESCREEN")
    }
    looks = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "PYTHONPATH": str(ROOT), "FACESCREEN_AS_OF": DATE}
    process = subprocess.Popen(
        command, cwd=folder, env={**kept, **looks}, stdin=terminal, stdout=terminal, stderr=terminal
    )
    os.close(terminal)
    parts = []
    while True:
        try:
            part = os.read(controller, 65536)
        except OSError:  # Linux says so when the last writer has closed the terminal
            break
        if not part:
            break
        parts.append(part)
    process.wait()
    os.close(controller)
    return b"".join(parts).decode(errors="replace").replace("\r\n", "\n")
