"""Why bytes were not read, as the rooms below the reports say it: ``python -m tests.repo.reasons`` collects it.

The reasons stand in the code of some hundred readers, next to what they are about. They are collected into
``languages/reasons.json`` as patterns: an f-string's values become ``{name}`` placeholders whose kind
``languages/phrases.json`` knows.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator

from tests.repo.messages import REASONS
from tests.repo.tree import ROOT, parsed, walk

ROOMS = ("scanner/unpack", "scanner/sandbox", "scanner/survey", "scanner/detect", "scanner/formats")
FILES = ("scanner/examine.py",)
_WORD = re.compile(r"[A-Za-z][a-z]{2,}")
_NO_REASON = re.compile(
    r"\\|\n|\(\?|^[<>=\[]|%[sd]|\.{3}|^-|\bSELECT\b|^\W+$|^[ ,;]|:? $|\.$"
    r"|^(?:[A-Z]\w+ ){0,2}(?:Type|Size|Link|Stream|root|swap|data|reserved|recovery|password)$"
    r"|^(?:connect|listen|dlopen|deb|no fields|not the task|its worker spoke|a message of a worker|what a tool)\b"
    r"|(?:MethodDef|TypeDef|CustomAttribute|Marshal|HasConstant|DeclSecurity|MemberForwarded|MemberRef|HasSemantics)"
    r"|^(?:ResolutionScope|cocoapods|sql lua)|^\{\w+\}(?:\{|more|a )"
    r"|\bmay send$|^objects for|^emory|^SQLite format|a delivery is a file or a folder|seen by \{"
)
"""Expressions, lists of names, messages that no report shows."""
_NUMBERS = re.compile(r"(?:^|[._ (-])(?:len|sum|size|length|count|number|offset|at|start|end|bits|limit|most|bound)\b")
_ERROR = re.compile(r"\b(?:error|problems?|why|said|trouble|complaints?|reason|cause)\b")
_LEAST_WORDS = 2
"""Words of a pattern's literal text: with fewer it would fit sentences of other rooms."""


def reasons() -> list[str]:
    """Every pattern once, sorted."""
    paths = [path for room in ROOMS for path in walk(room, suffix=".py")]
    paths += [ROOT / file for file in FILES]
    return sorted({text for path in paths for text in _texts(parsed(path))})


def _texts(tree: ast.Module) -> Iterator[str]:
    skipped = {id(inner) for node in ast.walk(tree) for part in _aside(node) for inner in ast.walk(part)}
    for node in ast.walk(tree):
        text = "" if id(node) in skipped else _pattern(node)
        if text and " " in text and _is_reason(text):
            yield text


def _is_reason(text: str) -> bool:
    literal = re.sub(r"\{\w+\}", "#", text)
    return len(_WORD.findall(literal)) >= _LEAST_WORDS and not _NO_REASON.search(text)


def _aside(node: ast.AST) -> Iterator[ast.AST]:
    """What below ``node`` is no reason: documentation, limits, and the values inside f-strings."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        yield node.value
    if isinstance(node, ast.Assign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        if any(isinstance(target, ast.Name) and "LIMITATIONS" in target.id for target in targets) and node.value:
            yield node.value
    if isinstance(node, ast.JoinedStr):
        yield from node.values
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in {"compile", "split"}:
        yield node


def _pattern(node: ast.AST) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if not isinstance(node, ast.JoinedStr):
        return ""
    used: dict[str, int] = {}
    parts = []
    for part in node.values:
        if isinstance(part, ast.FormattedValue):
            name = _name(part)
            used[name] = used.get(name, 0) + 1
            parts.append(f"{{{name}{used[name] if used[name] > 1 else ''}}}")
        elif isinstance(part, ast.Constant):
            parts.append(str(part.value))
    return "".join(parts)


def _name(part: ast.FormattedValue) -> str:
    """A placeholder whose kind ``phrases.json`` knows: a count, a number, another reason, or a name."""
    shown = ast.unparse(part.value)
    form = ast.unparse(part.format_spec) if part.format_spec else ""
    if shown.startswith("plural("):
        return "things"
    if _ERROR.search(shown):
        return "cause"
    return "amount" if "," in form or (_NUMBERS.search(shown) and not form) else "thing"


if __name__ == "__main__":
    REASONS.write_text(json.dumps({"reasons": reasons()}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"{len(reasons())} reasons")
