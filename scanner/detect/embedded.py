"""Code in files that are no scripts by their format: web pages, notebooks, server pages, programs saved as text.

A name or an extension must not hide a program, nor must the way it begins: a page of PHP begins with HTML, a Python
program may begin with a dictionary, and an interpreter runs a ``.txt`` as well.
"""

from __future__ import annotations

import ast
import json
import re
import warnings
from dataclasses import dataclass

from scanner.formats.roles import CONFIG, DOCUMENT, PLAIN
from scanner.formats.textkind import is_script_name

FORMATS = CONFIG | {DOCUMENT, PLAIN}
"""Formats of text that may hold code."""
AST_BYTES = 1 << 20
"""Larger texts are judged by how they begin alone: a syntax tree takes about a hundred times its source."""
_NOTEBOOK = ".ipynb"
_PROSE = re.compile(r"(?:.*\.(?:txt|text|md|markdown|rst|adoc|log|dat|bak|old|orig)|[^.]+)", re.S)
"""Names of texts that are asked whether all of them is a program. Headers and stubs declare, and are none."""
_SCRIPT = re.compile(rb"<script\b", re.I)
_TAG_BYTES = 2000
_END = re.compile(rb"</script", re.I)
_OTHER_TYPE = re.compile(
    rb"""\btype\s{0,9}=\s{0,9}["']?(?:application/(?:ld\+)?json|text/(?:plain|html|template))""", re.I
)
"""Scripts that no browser runs: data blocks (HTML Living Standard, 4.12.1)."""
_NOT_LINE_ENDS = re.compile(rb"[^\r\n]")

_LINES = re.compile(rb"[ \t]*([^\r\n]*)(?:\r\n?|\n|\Z)")
_COMMENT = re.compile(rb"(?:#(?![ \t]*include\b)|//|--|;|\*|/\*|<!--|'|\"\"\").*|", re.S)
_MOST_COMMENTS = 500
_LONGEST_BEGINNING = 4096
"""Bytes of a first line that are looked at: minified code is one line, and the expression takes quadratic time."""
_BEGINNING = re.compile(
    rb"(?:import[ \t]+[\w.]+(?:[ \t]+as[ \t]+\w+)?(?:[ \t]*,[ \t]*[\w.]+(?:[ \t]+as[ \t]+\w+)?){0,50}[ \t]*;?"
    rb"|import[ \t]+static[ \t]+[\w.*]+;|import[ \t]+[\w.]+\.\*;|from[ \t]+[\w.]+[ \t]+import[ \t(].*"
    rb"|import\b.{0,2000}\bfrom[ \t]*[\"'].*|import[ \t]*[\"'].*|#[ \t]*include[ \t]*[<\"].*|using[ \t]+[\w.]+;"
    rb"|package[ \t]+\w+(?:\.\w+)*;|(?:const|let|var)[ \t]+[\w{].{0,2000}=.*|(?:async[ \t]+)?function\b.{0,200}\(.*"
    rb"|def[ \t]+\w+\(.*:|local[ \t]+\w+[ \t]*=.*|[\"']use strict[\"'];?)[ \t]*"
)
"""First lines that are code and no sentence."""


@dataclass(frozen=True, slots=True)
class Code:
    """``source``: the code, empty where there is none; ``name``: one whose ending tells its language, if known."""

    source: bytes
    name: str


def code_in(source: bytes, name: str) -> Code:
    """The code in ``source``, a text of one of ``FORMATS`` that is called ``name``.

    What is no code is blanked, so that offsets stay, but in notebooks: their code is put together.
    """
    if name.lower().endswith(_NOTEBOOK):
        return Code(_cells(source), f"{name}.py")
    if is_script_name(name):
        return Code(source, name)
    scripts = _inline(source)
    if scripts:
        return Code(scripts, f"{name}.js")
    return Code(source if _PROSE.fullmatch(name.lower()) and is_program(source) else b"", name)


def is_code_name(name: str) -> bool:
    """Whether files called ``name`` hold code by habit."""
    return is_script_name(name) or name.lower().endswith((_NOTEBOOK, ".html", ".htm", ".xhtml"))


def is_program(source: bytes) -> bool:
    """Whether all of a text is a program: it begins with a line of code, or is Python that imports something."""
    for count, line in enumerate(_LINES.finditer(source)):
        if count >= _MOST_COMMENTS or not line[0]:
            break
        if not _COMMENT.fullmatch(line[1]):
            if _BEGINNING.fullmatch(line[1][:_LONGEST_BEGINNING]):
                return True
            break
    return b"import" in source and len(source) <= AST_BYTES and _imports(source)


def _imports(source: bytes) -> bool:
    try:
        with warnings.catch_warnings(action="ignore"):
            tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    called = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    return any(isinstance(node, ast.Import | ast.ImportFrom) for node in ast.walk(tree)) or any(
        isinstance(function, ast.Name) and function.id == "__import__" for function in called
    )


def _inline(source: bytes) -> bytes:
    """The scripts of a web page with their tags, which say from where they are loaded; one that is not closed goes on
    to the end, as in a browser."""
    parts: list[bytes] = []
    done = 0
    while opening := _SCRIPT.search(source, done):
        begins = source.find(b">", opening.end()) + 1
        if not begins:
            break
        end = _END.search(source, begins)
        until = end.start() if end else len(source)
        runs = _OTHER_TYPE.search(source, opening.end(), min(begins, opening.end() + _TAG_BYTES)) is None
        code = opening.start() if runs else until
        parts += [_blank(source[done:code]), source[code:until]]
        done = until
    return b"".join([*parts, _blank(source[done:])]) if parts else b""


def _blank(text: bytes) -> bytes:
    return _NOT_LINE_ENDS.sub(b" ", text)


def _cells(source: bytes) -> bytes:
    """The code cells of a notebook (nbformat 4). A broken one is taken whole: in doubt it is code."""
    try:
        cells = json.loads(source)["cells"]
        texts = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    except (ValueError, RecursionError, KeyError, TypeError):
        return source
    return "\n".join(texts).encode("utf-8", "surrogateescape")
