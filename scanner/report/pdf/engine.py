"""typst as this room uses it: bundled fonts, an empty folder, no packages, data that is never markup."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib import import_module, resources
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from scanner.report.languages.speaking import gettext as _
from scanner.report.pdf.glyphs import ascii_only
from scanner.types import UsageError

STANDARDS = ["ua-1", "a-2a"]
"""Accessible (ISO 14289-1) and archival (ISO 19005-2, level A) in one file."""
FONTS = {"text": ["Libertinus Serif", "DejaVu Sans Mono"], "mono": ["DejaVu Sans Mono", "Libertinus Serif"]}
"""Fonts that are inside typst; of the system's fonts none is used, so that every machine writes the same bytes."""
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
    """
    need_typst()
    typst = import_module("typst")
    text = json.dumps({**data, "fonts": FONTS}, ensure_ascii=False)
    try:
        return _compiled(typst, text, moment)
    except typst.TypstError:
        # A typst with other fonts than those of covered.json: a record with more escapes is better than none.
        # Any other fault comes up again, and ends the run.
        return _compiled(typst, ascii_only(text), moment)


def _compiled(typst: Any, data: str, moment: datetime) -> bytes:
    template = resources.files("scanner.report.pdf").joinpath("record.typ").read_bytes()
    with tempfile.TemporaryDirectory(prefix="facescreen-") as empty:
        folder = Path(empty)
        compiler = typst.Compiler(
            input=template,
            root=folder,
            ignore_system_fonts=True,
            sys_inputs={"data": data},
            package_path=folder / "packages",
            package_cache_path=folder / "cache",
        )
        made: bytes = compiler.compile(format="pdf", pdf_standards=STANDARDS, timestamp=max(moment, _EARLIEST))
    return made
