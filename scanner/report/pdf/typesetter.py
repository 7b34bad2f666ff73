"""The other side of ``engine.py``: a process of its own that reads data, sets the PDF, writes it and ends.

It has typst in memory before it shuts itself in (``scanner.sandbox.fence``): no network, nothing to write to but one
empty folder, an end to its memory. A fault of typst, machine code that reads names of a delivery, ends here.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from scanner.report.pdf.glyphs import ascii_only
from scanner.sandbox.fence import Fence

STANDARDS = ["ua-1", "a-2a"]
"""Accessible (ISO 14289-1) and archival (ISO 19005-2, level A) in one file."""
MEMORY = 2 << 30
"""Bytes. The largest record takes some 700 MB: 1,000 custody entries with notes of 2,000 letters, 298 pages."""


def compiled(typst: Any, template: bytes, data: str, moment: datetime, empty: Path) -> bytes:
    """The PDF; ``data`` is JSON, ``empty`` the folder that is all typst may see."""
    compiler = typst.Compiler(
        input=template,
        root=empty,
        ignore_system_fonts=True,
        sys_inputs={"data": data},
        package_path=empty / "packages",
        package_cache_path=empty / "cache",
    )
    made: bytes = compiler.compile(format="pdf", pdf_standards=STANDARDS, timestamp=moment)
    return made


def typeset(typst: Any, template: bytes, data: str, moment: datetime, empty: Path) -> bytes:
    """The PDF, with escapes for everything but ASCII where typst has other fonts than ``covered.json`` knows of.

    A record with more escapes is better than none; any other fault comes up again in the second try.
    """
    try:
        return compiled(typst, template, data, moment, empty)
    except typst.TypstError:
        return compiled(typst, template, ascii_only(data), moment, empty)


def main(folder: str, moment: str) -> None:
    """Standard input: JSON with ``template`` and ``data``. Standard output: the PDF."""
    import typst

    asked = json.load(sys.stdin)
    answer = os.dup(1)
    complaint = os.dup(2)
    empty = Path(folder)
    Fence(empty, MEMORY, file_size=0).close_in(os.getppid())
    try:
        made = typeset(typst, asked["template"].encode("utf-8"), asked["data"], datetime.fromisoformat(moment), empty)
    except typst.TypstError as error:
        os.write(complaint, str(error).encode("utf-8", "backslashreplace")[:2_000])
        raise SystemExit(1) from error
    with os.fdopen(answer, "wb") as out:
        out.write(made)


if __name__ == "__main__":
    main(*sys.argv[1:])
