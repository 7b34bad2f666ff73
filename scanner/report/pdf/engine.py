"""typst as this room uses it: bundled fonts, an empty folder, no packages, data and no markup, a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib import resources
from importlib.util import find_spec
from typing import Any

from scanner.report.languages.speaking import gettext as _
from scanner.text import safe_text
from scanner.types import FacescreenError, UsageError

FONTS = {"text": ["Libertinus Serif", "DejaVu Sans Mono"], "mono": ["DejaVu Sans Mono", "Libertinus Serif"]}
"""Fonts that are inside typst; of the system's fonts none is used, so that every machine writes the same bytes."""
SECONDS = 300
"""The largest record that there can be takes about five."""
_EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)


def need_typst() -> None:
    """Ask before the work for what the PDF needs.

    :raises UsageError: where the package typst is not installed.
    """
    if find_spec("typst") is None:
        raise UsageError(
            _("The PDF needs a package that is not installed: pip install 'facescreen[pdf]'.")
            + " "
            + _("Or write the page with -f html and print it to PDF from a browser.")
        )


def typeset(data: Mapping[str, Any], moment: datetime) -> bytes:
    """The PDF of ``data`` (see ``data.py``), dated ``moment``; the same data and moment give the same bytes.

    :raises UsageError: where the package typst is not installed.
    :raises FacescreenError: where it fails, takes too long or too much memory.
    """
    need_typst()
    text = json.dumps({**data, "fonts": FONTS}, ensure_ascii=False)
    template = resources.files("scanner.report.pdf").joinpath("record.typ").read_text("utf-8")
    return run(template, text, moment)


def run(template: str, data: str, moment: datetime) -> bytes:
    """``template`` with the JSON ``data`` as its only input, set in a process of its own.

    :raises FacescreenError: where it fails, takes too long or too much memory.
    """
    asked = json.dumps({"template": template, "data": data}).encode("ascii")
    with tempfile.TemporaryDirectory(prefix="facescreen-") as empty:
        dated = max(moment, _EARLIEST).isoformat()
        command = [sys.executable, "-m", "scanner.report.pdf.typesetter", empty, dated]
        try:
            done = subprocess.run(  # noqa: S603 - this program itself
                command, input=asked, capture_output=True, timeout=SECONDS, check=False, cwd=empty, env=_environment()
            )
        except subprocess.TimeoutExpired as error:
            raise FacescreenError(_("The PDF could not be made: it took too long.")) from error
    if done.returncode or not done.stdout.startswith(b"%PDF"):
        why = safe_text(done.stderr.decode("utf-8", "replace").strip()[-400:]) or f"exit code {done.returncode}"
        raise FacescreenError(_("The PDF could not be made: %(why)s.", why=why.rstrip(".")))
    return done.stdout


def _environment() -> dict[str, str]:
    """This process's, with its search path for modules; its current folder is none of it."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
