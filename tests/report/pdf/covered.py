"""Which characters the fonts inside typst draw, asked of typst itself: ``python -m tests.report.pdf.covered``.

Writes ``scanner/report/pdf/covered.json``. A character counts where typst, which refuses one without a glyph in PDF/UA,
takes it in every font list and weight of the template, and where it cannot change how its neighbours are read.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

FILE = Path(__file__).resolve().parents[3] / "scanner" / "report" / "pdf" / "covered.json"
_SPACES = frozenset(" \u00a0")
_BLOCK = 4096
_TEMPLATE = b"""
#set document(title: "x")
#set page(width: 2000pt, height: auto)
#set text(font: json(bytes(sys.inputs.fonts)), weight: sys.inputs.weight, fallback: false)
#for character in json(bytes(sys.inputs.characters)) { block(character) }
"""


def possible() -> Iterator[str]:
    """Every character that could be shown: visible, with no effect on its neighbours, read from left to right."""
    for code in range(0x20, 0x110000):
        character = chr(code)
        category = unicodedata.category(character)
        if character in _SPACES or (
            category[0] not in "CZM" and unicodedata.bidirectional(character) not in {"R", "AL", "AN"}
        ):
            yield character


def refused(characters: Sequence[str], fonts: Sequence[str], weight: str) -> set[str]:
    """Those of ``characters`` that typst has no glyph for."""
    import typst

    inputs = {"characters": json.dumps(characters), "fonts": json.dumps(fonts), "weight": weight}
    with tempfile.TemporaryDirectory() as root:
        try:
            typst.compile(
                _TEMPLATE, root=root, ignore_system_fonts=True, sys_inputs=inputs, pdf_standards=["ua-1", "a-2a"]
            )
        except typst.TypstError as error:
            told = re.findall(r'^error: .*the text `"(.*)"` could not be displayed', error.diagnostic, re.MULTILINE)
            if not told:
                raise
            return {_plain(text) for text in told}
    return set()


def _plain(text: str) -> str:
    """A character as Rust writes it in quotes: itself, behind a backslash, or ``\\u{3000}``."""
    code = re.fullmatch(r"\\u\{([0-9a-f]+)\}", text)
    return chr(int(code[1], 16)) if code else text.removeprefix("\\")


def drawn_by_all(characters: Iterable[str]) -> set[str]:
    """Those of ``characters`` that every style draws."""
    from scanner.report.pdf.engine import FONTS

    left = sorted(characters)
    for fonts, weight in ((FONTS[name], weight) for name in FONTS for weight in ("regular", "bold")):
        blocks = (left[start : start + _BLOCK] for start in range(0, len(left), _BLOCK))
        left = [each for block in blocks for each in _kept(block, fonts, weight)]
    return set(left)


def _kept(block: Sequence[str], fonts: Sequence[str], weight: str) -> list[str]:
    lost = refused(block, fonts, weight)
    return [each for each in block if each not in lost]


def ranges(characters: Iterable[str]) -> list[list[int]]:
    """``[first, last]`` code points of each run."""
    found: list[list[int]] = []
    for code in sorted(map(ord, characters)):
        if found and code == found[-1][1] + 1:
            found[-1][1] = code
        else:
            found.append([code, code])
    return found


def faults() -> Iterator[str]:
    """What the stored file and the installed typst disagree on."""
    stored = json.loads(FILE.read_text("utf-8"))["ranges"]
    known = {chr(code) for first, last in stored for code in range(first, last + 1)}
    if lost := known - drawn_by_all(known):
        yield f"{len(lost)} characters are not drawn any more: {sorted(lost)[:9]}"
    others = sorted(set(possible()) - known)[::50]
    if more := drawn_by_all(others):
        yield f"characters are drawn that the file lacks: {sorted(more)[:9]}"
    from scanner.report.pdf.engine import FONTS

    if refused(["名", "a", "\ue000", '"', "\\"], FONTS["text"], "regular") != {"名", "\ue000"}:
        yield "typst tells in other words which characters it lacks: this program cannot read them any more"


def main(check: bool) -> int:
    """Write the data file, or only say what is wrong with the one that is there."""
    import typst

    if check:
        found = list(faults())
        sys.stdout.write("".join(f"{fault}\n" for fault in found))
        return len(found)
    rows = ",\n".join(f"  {json.dumps(each)}" for each in ranges(drawn_by_all(possible())))
    head = f' "made_by": "python -m tests.report.pdf.covered",\n "typst": "{typst.__version__}",\n'
    FILE.write_text(f'{{\n{head} "ranges": [\n{rows}\n ]\n}}\n', encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv))
