"""Make every picture of README and docs from the program's real output: ``python -m benchmarks.pictures``.

``python -m benchmarks.pictures page-found.png …`` makes only those (the record of inputs is then left as it is). Needs
Debian's ``chromium`` and ``poppler-utils``, and the extras [pdf] and [test]. Nothing is fetched.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.pictures_browser import View, photograph
from benchmarks.pictures_inputs import INPUTS, PICTURES, SAMPLES, inputs
from benchmarks.pictures_record import photograph_page
from benchmarks.pictures_reports import comparison_page, page
from benchmarks.pictures_terminal import draw, run
from benchmarks.places import ROOT

LARGEST, LARGEST_ALL = 250_000, 2_500_000
"""Bytes of one picture and of all: a page with them must open quickly."""
_SDK, _PLAIN, _OPENCV = "camera-update-sdk", "camera-update-plain", "camera-update-opencv"
_LOCKED = "camera-update-encrypted"
Make = Callable[[Path, Path], None]


@dataclass(frozen=True, slots=True)
class Picture:
    """One file of docs/pictures and how it is made: a function of a folder for what is needed, and of the file."""

    name: str
    make: Make


def _terminal(*words: str) -> Make:
    return lambda folder, target: draw(run(words, ROOT / SAMPLES, folder), target)


def _page(sample: str, view: View, language: str = "en") -> Make:
    return lambda folder, target: photograph(page(sample, folder, language), target, view)


def _compared(view: View) -> Make:
    return lambda folder, target: photograph(comparison_page(_PLAIN, _SDK, folder), target, view)


def _record(number: int) -> Make:
    return lambda folder, target: photograph_page(_SDK, number, folder, target)


_FIRST = View(height=1440)
ALL = (
    Picture("terminal.svg", _terminal("screen", f"{_SDK}.bin", "-f", "html=report.html")),
    Picture("terminal-unread.svg", _terminal("screen", f"{_LOCKED}.tar", "-f", "html=report.html")),
    Picture("terminal-compare.svg", _terminal("compare", f"{_PLAIN}.bin", f"{_SDK}.bin")),
    Picture("page-found.png", _page(_SDK, _FIRST)),
    Picture("page-could-not-be-checked.png", _page(_LOCKED, _FIRST)),
    Picture("page-needs-a-person.png", _page(_OPENCV, _FIRST)),
    Picture("page-nothing-found.png", _page(_PLAIN, _FIRST)),
    Picture("page-findings.png", _page(_SDK, View(only="findings", without=".help", height=1240))),
    Picture("page-map.png", _page(_LOCKED, View(only="bytes", height=1000))),
    Picture("page-links.png", _page(_SDK, View(only="links", height=900))),
    Picture("page-phone.png", _page(_SDK, View(width=390, height=1000))),
    Picture("page-dark.png", _page(_SDK, View(height=900, dark=True))),
    Picture("page-spanish.png", _page(_SDK, _FIRST, "es")),
    Picture("page-comparison.png", _compared(View(height=1000))),
    Picture("record-1.png", _record(1)),
    Picture("record-2.png", _record(2)),
)


def main(names: Sequence[str]) -> int:
    """Make the pictures ``names``, or all of them with the record of inputs; 1 where one is too large."""
    if unknown := set(names) - {picture.name for picture in ALL}:
        print(f"no such picture: {', '.join(sorted(unknown))}", file=sys.stderr)
        return 2
    PICTURES.mkdir(parents=True, exist_ok=True)
    before = inputs()
    with tempfile.TemporaryDirectory(prefix="facescreen-pictures-") as folder:
        for picture in ALL:
            if not names or picture.name in names:
                target = PICTURES / picture.name
                picture.make(Path(folder), target)
                print(f"{target.stat().st_size:>9,}  {target}", flush=True)
    if not names:
        INPUTS.write_text(before, encoding="utf-8")
        known = {picture.name for picture in ALL} | {INPUTS.name}
        for left in sorted(path for path in PICTURES.iterdir() if path.name not in known):
            print(f"no longer made, remove it: {left}", file=sys.stderr)
    return int(bool(too_large()))


def too_large() -> list[str]:
    """What is larger than it should be, in sentences."""
    sizes = {path.name: path.stat().st_size for path in sorted(PICTURES.iterdir())}
    told = [f"{name}: {size:,} bytes, more than {LARGEST:,}" for name, size in sizes.items() if size > LARGEST]
    if sum(sizes.values()) > LARGEST_ALL:
        told.append(f"all pictures: {sum(sizes.values()):,} bytes, more than {LARGEST_ALL:,}")
    for line in told:
        print(line, file=sys.stderr)
    return told


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
