"""Make the pictures of the README from the program's real output: ``python -m benchmarks.pictures``.

Needs Debian's ``chromium``. The terminal picture is a run of the program in a pseudo-terminal, drawn by rich.
"""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.text import Text

from benchmarks.places import DOCS, ROOT

PICTURES = DOCS / "pictures"
SAMPLE = "vendor_samples/prebuilt/camera-update-sdk.bin"
COLUMNS = 100
_WIDTHS = (("desktop", 1280, 1400), ("phone", 390, 1400))
"""(name, width, height) of the page's pictures, in CSS pixels."""
_WEB_FONT = re.compile(r"@font-face\s*{[^}]*}\s*")
"""rich lets the picture fetch its font from a public server; ours fetches nothing."""
_SMALLEST_WINDOW = 500
"""Headless Chromium makes no window narrower than this; a narrower page is shown in a frame on grey."""


def main() -> int:
    """Write the terminal picture and the page's screenshots to ``docs/pictures/``."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="facescreen-pictures-") as folder:
        page = Path(folder) / "report.html"
        command = ("facescreen", "screen", SAMPLE, "-f", "html=report.html")
        output = capture((sys.executable, "-m", "scanner", *command[1:-1], f"html={page}"))
        _draw(" ".join(command), output.replace(str(page), "report.html"), PICTURES / "terminal.svg")
        for name, width, height in _WIDTHS:
            screenshot(page, PICTURES / f"page-{name}.png", width, height)
            print(PICTURES / f"page-{name}.png")
    return 0


def capture(command: tuple[str, ...]) -> str:
    """Run ``command`` in a pseudo-terminal of COLUMNS columns and return what it printed, colours included."""
    controller, terminal = pty.openpty()
    looks = {"COLUMNS": str(COLUMNS), "LINES": "60", "TERM": "xterm-256color", "COLORTERM": "truecolor"}
    environment = {**os.environ, **looks}
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdin=terminal, stdout=terminal, stderr=terminal)
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


def _draw(command: str, output: str, target: Path) -> None:
    """Draw a prompt with ``command`` and its coloured ``output`` as SVG; a progress bar's last state stays out."""
    lines = [line.rsplit("\r", 1)[-1] for line in output.split("\n")]
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        console = Console(record=True, width=COLUMNS, file=nowhere, force_terminal=True, color_system="truecolor")
        console.print(Text(f"$ {command}", style="bold"))
        console.print(Text.from_ansi("\n".join(lines).strip("\n")))
        drawing = _WEB_FONT.sub("", console.export_svg(title="facescreen"))
        target.write_text(drawing.replace("Fira Code", "DejaVu Sans Mono"), encoding="utf-8")
    print(target)


def screenshot(page: Path, target: Path, width: int, height: int) -> None:
    """Show ``page`` in headless Chromium at ``width`` × ``height`` CSS pixels and save the picture as PNG."""
    shown = page
    if width < _SMALLEST_WINDOW:
        shown = page.with_name("frame.html")
        frame = f'<iframe src="{page.name}" style="border:0;width:{width}px;height:{height}px"></iframe>'
        backdrop = "margin:0;background:#dfe1e2;text-align:center"
        shown.write_text(f'<!doctype html><body style="{backdrop}">{frame}</body>', encoding="utf-8")
    window = max(width, _SMALLEST_WINDOW)
    options = ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars")
    home = {**os.environ, "HOME": str(page.parent)}
    command = ("chromium", *options, f"--window-size={window},{height}", f"--screenshot={target}", f"file://{shown}")
    subprocess.run(command, check=True, env=home, capture_output=True, timeout=120)


if __name__ == "__main__":
    sys.exit(main())
