"""Photographs of report pages in headless Chromium, in few colours so that they are small."""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

_SMALLEST_WINDOW = 500
"""Headless Chromium makes no window narrower than this; a narrower page is shown in a frame on grey."""
_POLICY = re.compile(r"<meta http-equiv=\"Content-Security-Policy\"[^>]*>")
"""Left out of the copy that is photographed: it forbids the style that shows one section alone."""
COLOURS = 128


@dataclass(frozen=True, slots=True)
class View:
    """What of a page is photographed: ``width`` and ``height`` in CSS pixels, at ``scale`` pixels each."""

    width: int = 960
    height: int = 1000
    scale: float = 1.5
    dark: bool = False
    only: str = ""
    """The id of the one section that is shown; empty: the page from its top."""
    without: str = ""
    """A CSS selector of what is left out of that section."""


def photograph(page: Path, target: Path, view: View) -> None:
    """Show ``page`` and save what is seen as PNG."""
    shown = _prepared(page, view)
    if view.width < _SMALLEST_WINDOW:
        shown = _framed(shown, view)
    window = f"--window-size={max(view.width, _SMALLEST_WINDOW)},{view.height}"
    options = ["--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", window]
    options += [f"--force-device-scale-factor={view.scale}", f"--screenshot={target}"]
    if view.dark:
        options.append("--blink-settings=preferredColorScheme=0")
    home = {**os.environ, "HOME": str(page.parent)}
    command = ("chromium", *options, f"file://{shown}")
    subprocess.run(command, check=True, env=home, capture_output=True, timeout=120)
    shrink(target)


def shrink(target: Path) -> None:
    """Cut the empty end of a picture off and write it in COLOURS colours."""
    from PIL import Image, ImageChops

    with Image.open(target) as opened:
        picture = opened.convert("RGB")
    ground = Image.new("RGB", picture.size, picture.getpixel((0, picture.height - 1)))
    box = ImageChops.difference(picture, ground).getbbox()
    if box:
        picture = picture.crop((0, 0, picture.width, min(picture.height, box[3] + 24)))
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(target, optimize=True)


def _prepared(page: Path, view: View) -> Path:
    """A copy with one section alone, or as it is."""
    if not view.only:
        return page
    text = _POLICY.sub("", page.read_text(encoding="utf-8"))
    hidden = [f"main > :not(#{view.only})", "body > :not(main)", *filter(None, [view.without])]
    alone = f"<style>{', '.join(hidden)} {{ display: none !important }}</style>"
    copy = page.with_name(f"{page.stem}-{view.only}.html")
    copy.write_text(text.replace("</head>", f"{alone}</head>", 1), encoding="utf-8")
    return copy


def _framed(page: Path, view: View) -> Path:
    frame = f'<iframe src="{page.name}" style="border:0;width:{view.width}px;height:{view.height}px"></iframe>'
    backdrop = "margin:0;background:#dfe1e2;text-align:center"
    copy = page.with_name(f"{page.stem}-framed.html")
    copy.write_text(f'<!doctype html><body style="{backdrop}">{frame}</body>', encoding="utf-8")
    return copy
