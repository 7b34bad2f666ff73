"""Templates (Jinja, Go, Helm) around YAML: what is filled in later becomes plain text, so that a parser reads the rest.

Nothing is evaluated. Both branches of a condition are read; the value of an expression is the text of the expression.
"""

from __future__ import annotations

import re

_MARKS = re.compile(r"\{\{|\{%|\{#")
_EXPRESSION = re.compile(
    r"\{\{(?:[^{}]|\{(?!\{)|\}(?!\}))*+\}\}|\{%(?:[^%{]|%(?!\})|\{(?!%))*+%\}|\{#(?:[^#{]|#(?!\})|\{(?!#))*+#\}"
)
_ALONE = re.compile(rf"^[ \t]*(?:(?:{_EXPRESSION.pattern})[ \t]*)+\r?$", re.M)
"""Lines of expressions alone: conditions, loops, includes, comments."""
_NOT_LINE_ENDS = re.compile(r"[^\r\n]")
_BASE = 0x10F000
"""Private characters (the last plane of Unicode) that stand for those of an expression: marks to no parser."""
_HIDE = {code: _BASE + code for code in range(128) if not chr(code).isalnum() and chr(code) not in " _."}
_SHOW = {hidden: code for code, hidden in _HIDE.items()}
_HIDDEN = re.compile(f"[{chr(_BASE)}-{chr(_BASE + 127)}]")


def plain(text: str) -> str | None:
    """``text`` of the same length without its template language; None where it has none."""
    if not _MARKS.search(text) or _HIDDEN.search(text):
        return None
    text = _ALONE.sub(lambda match: _NOT_LINE_ENDS.sub(" ", match[0]), text)
    return _EXPRESSION.sub(lambda match: match[0].translate(_HIDE), text)


def shown(value: str) -> str:
    """A key or value of a :func:`plain` text with the expressions as they stand in the file."""
    return value.translate(_SHOW) if _HIDDEN.search(value) else value
