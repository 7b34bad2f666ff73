"""The pieces that a record is laid out with: plain values that ``record.typ`` draws, one kind each.

Texts enter a piece only through :func:`text` and its sisters, which make them drawable and cut them; the template gets
no other text and takes none of it for markup.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from scanner.report.languages.phrasebook import is_known, said
from scanner.report.languages.speaking import ENGLISH
from scanner.report.pdf.caps import LONGEST_ID, LONGEST_NAME, LONGEST_PATH, LONGEST_TEXT
from scanner.report.pdf.glyphs import breakable, drawn

Block = dict[str, Any]
Run = tuple[str, str] | tuple[str, str, str]
"""(style, text), and the language where it is not the record's. Styles: ``""``, ``b`` bold, ``m`` typed, ``n`` words
beside it in the same letters, ``s`` soft, ``id`` a finding's name, ``br`` a new line, ``ladder`` a step."""
Cell = Sequence[Run]

FINDINGS, UNREAD, QUESTIONS = "findings", "unread", "questions"
"""Anchors."""
NEW_LINE: Run = ("br", "")


def text(value: object, longest: int = LONGEST_TEXT) -> Run:
    """Ordinary text."""
    return ("", ready(value, longest))


def bold(value: object, longest: int = LONGEST_NAME) -> Run:
    """Text that stands out."""
    return ("b", ready(value, longest))


def typed(value: object, longest: int = LONGEST_PATH) -> Run:
    """A path, a digest, a word of a program: in letters of one width."""
    return ("m", ready(value, longest))


def identifier(value: object) -> Run:
    """The id of a finding: never broken."""
    return ("id", drawn(value, LONGEST_ID))


def beside(value: object, longest: int = LONGEST_NAME) -> Run:
    """Words beside a path, as high as it."""
    return ("n", ready(value, longest))


def soft(value: object, longest: int = LONGEST_TEXT) -> Run:
    """Text that stands back."""
    return ("s", ready(value, longest))


def quoted(sentence: str, style: Callable[[object], Run] = text) -> Run:
    """A sentence or word of the document in the record's language; English, and marked so, where it is not known."""
    run = style(said(sentence))
    return run if is_known(sentence) else (run[0], run[1], ENGLISH)


def ladder(step: int) -> Run:
    """Six small boxes, the first ``step`` of them full. Decoration: the words beside it say the same."""
    return ("ladder", str(step))


def ready(value: object, longest: int) -> str:
    """``value`` as the template may have it."""
    return breakable(drawn(value, longest))


def heading(title: str, level: int = 1, *, new_page: bool = False, english: bool = False, anchor: str = "") -> Block:
    """A heading; also a bookmark. ``english``: whatever the record's language is; ``anchor``: what links lead to."""
    shown = ready(title, LONGEST_TEXT)
    return {
        "kind": "heading",
        "title": shown,
        "level": level,
        "new_page": new_page,
        "english": english,
        "anchor": anchor,
    }


def paragraph(*runs: Run, look: str = "plain") -> Block:
    """Looks: ``plain``; ``lead`` stays with what follows, and so
    does ``legend``, in small letters; ``note`` has room around it; ``warning`` has a bar at its
    left; ``tick`` has a box to tick.
    """
    return {"kind": "paragraph", "runs": runs, "look": look}


def points(items: Iterable[Cell], *, numbered: bool = False, small: bool = False) -> Block:
    """A list."""
    return {"kind": "points", "items": list(items), "numbered": numbered, "small": small}


def facts(rows: Iterable[tuple[str, Cell]], pairs: Iterable[tuple[str, Cell]] = ()) -> Block:
    """Label and text, one in a row; ``pairs``, which are short, two in a row below."""
    return {
        "kind": "facts",
        "rows": [(bold(label), runs) for label, runs in rows],
        "pairs": [(bold(label), runs) for label, runs in pairs],
    }


def table(
    widths: Sequence[float],
    head: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    room: int = 0,
    breakable_rows: bool = False,
) -> Block:
    """A table with a head that is repeated on every page. ``widths`` are shares; ``room`` is the height of an empty
    cell in points; rows that can be higher than a page are to be breakable.
    """
    return {
        "kind": "table",
        "widths": widths,
        "head": [bold(each) for each in head],
        "rows": [[list(cell) for cell in row] for row in rows],
        "room": room,
        "breakable": breakable_rows,
    }


def verdict(kind: str, shape: str, word: str, sentence: str, plain: str) -> Block:
    """The answer: shape, word and colour say the same three times."""
    return {
        "kind": "verdict",
        "verdict": kind,
        "shape": ready(shape, LONGEST_NAME),
        "word": ready(word, LONGEST_NAME),
        "sentence": ready(sentence, LONGEST_TEXT),
        "plain": ready(plain, LONGEST_TEXT),
    }


def numbers(rows: Iterable[tuple[str, str, str]]) -> Block:
    """Large numbers, each with what it counts, and a link to the heading that has this anchor."""
    shown = [(ready(number, 40), ready(label, LONGEST_NAME), anchor) for number, label, anchor in rows]
    return {"kind": "numbers", "rows": shown}


def bar(share: float, says: str) -> Block:
    """A bar, ``share`` of it (0 to 1) full, the rest hatched; ``says`` is its text for who does not see it."""
    return {"kind": "bar", "share": share, "says": ready(says, LONGEST_TEXT)}


def fill_in(label: str, lines: int = 1) -> Block:
    """A label with empty lines to write on."""
    return {"kind": "fill_in", "label": bold(label, LONGEST_TEXT), "lines": lines}


def sign(labels: Iterable[str]) -> Block:
    """Lines to sign on, side by side, each with its label below."""
    return {"kind": "sign", "labels": [soft(label) for label in labels]}


def statement(runs: Cell, signers: Iterable[str], *, breakable: bool) -> Block:
    """What somebody would have to sign, and for each signer a line to sign on."""
    return {
        "kind": "statement",
        "runs": runs,
        "signers": [text(signer, LONGEST_NAME) for signer in signers],
        "breakable": breakable,
    }


def questions(items: Iterable[Cell], lines: int) -> Block:
    """Numbered questions, each with empty lines for the answer."""
    return {"kind": "questions", "items": list(items), "lines": lines}


def sheet(pieces: Iterable[Block]) -> Block:
    """Pieces that stay together on one page, where one page holds them."""
    return {"kind": "sheet", "pieces": list(pieces)}
