"""The phrasebook knows the sentences of the rooms below: one that changes would stay English unnoticed."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.repo.messages import PHRASES, REASONS, REFUSALS, texts_below
from tests.repo.tree import ROOT, name_of, parsed, walk

ROOMS = ("scanner/assess", "scanner/match", "scanner/cache/session.py", "scanner/sandbox/fence.py")
COMPARE = ("change", "lines", "sentences", "headline", "conditions", "versions")
REFUSING = (
    *(f"scanner/cli/{name}.py" for name in ("caching", "console", "deliveries", "outputs", "passwords", "record")),
    *(f"scanner/cli/{name}.py" for name in ("targets", "policy/explaining")),
    *(f"scanner/record/{name}.py" for name in ("custody", "folder", "lock", "manifest", "place", "verify", "writing")),
    *(
        "scanner/document/validate.py",
        "scanner/survey/diskspace.py",
        "scanner/survey/intake.py",
        "scanner/screening.py",
    ),
    "scanner/report/pdf/engine.py",
)
"""What commands that have a language refuse."""
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


@pytest.mark.parametrize("name", REFUSING)
def test_what_is_refused_has_a_pattern(name: str) -> None:
    known = json.loads(REFUSALS.read_text("utf-8"))["refusals"]
    literals = "\n".join(part for text in known for part in re.split(r"\{\w+\}", text))
    literals += f"\n{_messages(parsed(ROOT / name))}"
    raised = [n for n in ast.walk(parsed(ROOT / name)) if isinstance(n, ast.Raise) and "UsageError" in ast.dump(n)]
    unknown = [
        piece
        for node in raised
        for piece in _pieces(ast.Module([ast.Expr(node.exc)] if node.exc else [], []))
        if len(_WORDS.findall(piece)) >= _LEAST and _bare(piece) not in literals
    ]
    assert unknown == []


def _messages(tree: ast.Module) -> str:
    """What a file says through its catalogue itself."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    said = [node.args[0] for node in calls if isinstance(node.func, ast.Name) and node.func.id == "_" and node.args]
    return "\n".join(str(argument.value) for argument in said if isinstance(argument, ast.Constant))


@pytest.mark.parametrize("name", ["scanner/document/resolve.json", "scanner/compare/words.json"])
def test_words_as_data_have_a_pattern(name: str) -> None:
    known, data = _literals(), json.loads((ROOT / name).read_text("utf-8"))
    data.pop("same", None)
    pieces = [part for text in texts_below(data) for part in re.split(r"\{\w+\}", text)]
    assert [piece for piece in pieces if _bare(piece) not in known] == []
