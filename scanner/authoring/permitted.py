"""Which lines a listing may have: what no detector could report of a file proves nothing about a signature."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.authoring.listing import ListedNode, Shown
from scanner.authoring.tables import is_taken
from scanner.detect.bytes import RULE_KEY
from scanner.detect.comments import comment_mark
from scanner.formats import ids
from scanner.formats.roles import HOLD_SETTINGS, SCRIPT, text_place
from scanner.types import FactKind, Place
from scanner.unpack.registry import reader_for

if TYPE_CHECKING:
    from scanner.catalogue.vocabulary import Vocabulary

TEXTS = frozenset({Place.TEXT, Place.SCRIPT, Place.DOCUMENT, Place.CONFIG})
_IN_TEXT = frozenset({FactKind.STRING, FactKind.SYMBOL, FactKind.SONAME, FactKind.CLASS, FactKind.ENDPOINT})
_KINDS: dict[Place, frozenset[FactKind]] = {
    Place.DEFINED: frozenset({FactKind.SYMBOL, FactKind.CLASS, FactKind.SONAME}),
    Place.IMPORTED: frozenset(
        {FactKind.SYMBOL, FactKind.CLASS, FactKind.NEEDED, FactKind.IMPORT, FactKind.IDENTITY},
    ),
    Place.DECLARED: frozenset({FactKind.SYMBOL}),
    Place.INVOKED: frozenset({FactKind.SYMBOL, FactKind.CLASS}),
    Place.TEXT: _IN_TEXT | {FactKind.YARA, FactKind.CONSTANT, FactKind.FINGERPRINT},
    Place.SCRIPT: _IN_TEXT | {FactKind.YARA, FactKind.CONSTANT, FactKind.IMPORT, FactKind.PACKAGE, FactKind.NEEDED},
    Place.DOCUMENT: _IN_TEXT | {FactKind.YARA, FactKind.CONSTANT, FactKind.PACKAGE, FactKind.CONFIG},
    Place.CONFIG: _IN_TEXT | {FactKind.YARA, FactKind.CONSTANT, FactKind.CONFIG, FactKind.PACKAGE},
    Place.FILE: frozenset({FactKind.HASH, FactKind.PACKAGE}),
}
"""Place → kinds that stand there."""


def objection(shown: Shown, listed: ListedNode, vocabulary: Vocabulary) -> str:
    """Why ``listed`` cannot show ``shown``; nothing where it can."""
    if listed.form not in ids.ALL:
        return f"{listed.form!r} is no format id"
    if shown.kind not in _KINDS[shown.place]:
        kinds = ", ".join(sorted(kind.value for kind in _KINDS[shown.place]))
        return f"no {shown.kind.value} stands at {shown.place.value}; there stand: {kinds}"
    if shown.kind is FactKind.YARA and RULE_KEY + shown.value not in vocabulary.patterns:
        return f"no rule {shown.value!r} in the pack"
    if shown.kind is FactKind.CONSTANT and all(table.name != shown.value for table in vocabulary.constants):
        return f"no constant {shown.value!r} in the pack"
    if shown.kind is FactKind.FINGERPRINT and shown.value.split(" ")[0] not in {r.id for r in vocabulary.fingerprints}:
        return f"no fingerprint {shown.value!r} in the pack"
    if shown.kind is FactKind.CONFIG and listed.form not in HOLD_SETTINGS:
        return f"settings are read in {', '.join(sorted(HOLD_SETTINGS))}, not in {listed.form}"
    return _wrong_place(shown, listed)


def _wrong_place(shown: Shown, listed: ListedNode) -> str:
    """A text stands where the format of its file says; only comments of a source file are documentation."""
    if shown.place not in TEXTS or shown.kind in {FactKind.CONFIG, FactKind.PACKAGE}:
        return ""
    if not reader_for(listed.form).SCANNED:
        return f"{listed.form} holds files: list the file in it that shows {shown.value!r}"
    place = text_place(listed.form)
    comment = listed.form == SCRIPT and shown.place is Place.DOCUMENT and bool(comment_mark(listed.path))
    if shown.place is place or comment or is_taken(shown, listed.form):
        return ""
    return f"a text of {listed.form} stands at {place.value}, not at {shown.place.value}"
