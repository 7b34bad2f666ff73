"""The phrasebook knows the sentences of the rooms below: one that changes would stay English unnoticed."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.repo.messages import PHRASES, REASONS, texts_below
from tests.repo.tree import ROOT, name_of, parsed, walk

ROOMS = ("scanner/assess", "scanner/match", "scanner/cache/session.py", "scanner/sandbox/fence.py")
COMPARE = ("change", "lines", "sentences", "headline", "conditions", "versions")
JUDGEMENTS = "scanner/match/judgement.py"
"""Why evidence is strong or weak as a whole: kept for those who write signatures, in no report."""
_NOT_SHOWN = re.compile(
    r"^\S+$|in \{?.*files together|\(fingerprint, |^fingerprint |weaker|^\(\?|\\A|[\^$]|^ from zero"
    r"|path of the device's requests beside|the functions that this file uses are known"
)
_WORDS = re.compile(r"[A-Za-z][a-z']+")
_LEAST = 3


def _sources() -> Iterator[Path]:
    for room in ROOMS:
        yield from walk(room, suffix=".py") if (ROOT / room).is_dir() else [ROOT / room]
    yield from (ROOT / "scanner" / "compare" / f"{name}.py" for name in COMPARE)


def _pieces(tree: ast.Module) -> Iterator[str]:
    """Literal texts of at least three words, those of f-strings one by one."""
    aside = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in aside:
            yield node.value


def _bare(piece: str) -> str:
    return re.split(r"\{\w+\}", piece)[0].strip(" ;.,:()")


def _literals() -> str:
    data = json.loads(PHRASES.read_text("utf-8"))
    texts = [
        *data["sentences"],
        *texts_below([data["words"], data["sets"], data["counted"]]),
        *json.loads(REASONS.read_text())["reasons"],
    ]
    return "\n".join(part for text in texts for part in re.split(r"\{\w+\}", text))


@pytest.mark.parametrize("path", [path for path in _sources() if name_of(path) != JUDGEMENTS], ids=name_of)
def test_every_sentence_has_a_pattern(path: Path) -> None:
    known = _literals()
    unknown = [
        piece
        for piece in _pieces(parsed(path))
        if len(_WORDS.findall(piece)) >= _LEAST and _bare(piece) not in known and not _NOT_SHOWN.search(piece)
    ]
    assert unknown == []


@pytest.mark.parametrize("name", ["scanner/document/resolve.json", "scanner/compare/words.json"])
def test_words_as_data_have_a_pattern(name: str) -> None:
    known, data = _literals(), json.loads((ROOT / name).read_text("utf-8"))
    data.pop("same", None)
    pieces = [part for text in texts_below(data) for part in re.split(r"\{\w+\}", text)]
    assert [piece for piece in pieces if _bare(piece) not in known] == []
