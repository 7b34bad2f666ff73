"""Comments and texts of programming languages: how each opens and closes them, as expressions over bytes.

Texts must be known too: ``"http://a"`` holds no comment. What is not told apart stays code.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """What a piece of source is."""

    COMMENT = "comment"
    TEXT = "text"
    OTHER = "other"
    """Neither, but what it holds opens nothing: regular expressions, templates."""
    OPEN = "open"
    CLOSE = "close"
    """Brackets."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of piece: how it begins, and what all of the rest of it is (empty: nothing).

    ``line``: it ends on its line; another one that begins behind an unclosed one on the same line is unclosed as well,
    and of those that may be longer no later one of the file closes. So nothing is looked through twice.
    """

    kind: Kind
    opens: bytes
    rest: bytes = b""
    line: bool = True


_LINE = rb"[^\r\n]*+"
_SLASHES = Rule(Kind.COMMENT, rb"//", _LINE)
_HASH = Rule(Kind.COMMENT, rb"(?:(?<=\s)|(?<![\s\S]))\#", _LINE)
_STAR = Rule(Kind.COMMENT, rb"/\*", rb"(?:[^*]|\*(?!/))*+\*/", line=False)
_MARKUP = Rule(Kind.COMMENT, rb"<!--", rb"(?:[^-]|-(?!->))*+-->", line=False)
_DOUBLE = Rule(Kind.TEXT, rb'"', rb'(?:\\.|[^"\\\n])*+"')
_SINGLE = Rule(Kind.TEXT, rb"'", rb"(?:\\.|[^'\\\n])*+'")
_QUOTES = (_DOUBLE, _SINGLE)
_PREFIX = rb"(?<![\w])[rRbBuUfF]{0,2}"
_PYTHON = (
    Rule(Kind.COMMENT, rb"\#", _LINE),
    Rule(Kind.TEXT, _PREFIX + rb'"""', rb'(?:\\[\s\S]|[^"\\]|"(?!""))*+"""', line=False),
    Rule(Kind.TEXT, _PREFIX + rb"'''", rb"(?:\\[\s\S]|[^'\\]|'(?!''))*+'''", line=False),
    Rule(Kind.TEXT, _PREFIX + rb'"', _DOUBLE.rest),
    Rule(Kind.TEXT, _PREFIX + rb"'", _SINGLE.rest),
    Rule(Kind.OPEN, rb"[(\[{]"),
    Rule(Kind.CLOSE, rb"[)\]}]"),
)
_TEMPLATE = Rule(Kind.OTHER, rb"`", rb"(?:\\[\s\S]|[^`\\])*+`", line=False)
_VERBATIM = Rule(Kind.OTHER, rb'@"', rb'(?:[^"]|"")*+"', line=False)
# A regular expression of JavaScript stands where a value does; it may hold quotes and slashes.
_EXPRESSION = Rule(
    Kind.OTHER,
    rb"(?:(?<=[(,=:\[!&|?{};])|\breturn\b)[ \t]{0,9}/(?![*/])",
    rb"(?:\\.|\[(?:\\.|[^\]\\\n])*+\]|[^/\\\n\[])++/",
)


@dataclass(frozen=True, slots=True)
class Syntax:
    """What the pieces of a language look like."""

    rules: tuple[Rule, ...]
    mark: str
    """What begins a comment line."""
    sentences: bool = False
    """Whether a text with blanks is a sentence; in a shell script it is mostly a command."""
    docstrings: bool = False
    """Whether a text that is a statement of its own is documentation."""


_TABLE = (
    ("py pyw pyx pxd", Syntax(_PYTHON, "#", sentences=True, docstrings=True)),
    (
        "sh bash zsh ash ksh pl pm rb tcl r jl awk ps1 psm1 cmake mk am nim ex exs smali nix",
        Syntax((_HASH, *_QUOTES), "#"),
    ),
    (
        "c cc cpp cxx cu m mm java kt kts groovy gradle scala cs swift go rs dart proto zig inc ino cl bicep",
        Syntax((_SLASHES, _STAR, _VERBATIM, *_QUOTES), "//", sentences=True),
    ),
    (
        "js mjs cjs jsx ts mts cts tsx vue svelte",
        Syntax((_EXPRESSION, _SLASHES, _MARKUP, _STAR, _TEMPLATE, *_QUOTES), "//", sentences=True),
    ),
    ("php php3 php5 phtml", Syntax((_SLASHES, _HASH, _MARKUP, _STAR, *_QUOTES), "//", sentences=True)),
    ("sql lua hs", Syntax((Rule(Kind.COMMENT, rb"--", _LINE), _STAR, *_QUOTES), "--")),
)
_BY_ENDING: Mapping[str, Syntax] = {ending: syntax for endings, syntax in _TABLE for ending in endings.split()}
_OF_LINES = Rule(Kind.COMMENT, rb"(?:(?<=\n)|(?<![\s\S]))[ \t]{0,99}[#;]", _LINE)
_BY_FORMAT: Mapping[str, Syntax] = {
    "text:yaml": Syntax((_HASH, *_QUOTES), "#"),
    "text:ini": Syntax((_OF_LINES,), "#"),
    "text:keyvalue": Syntax((_OF_LINES,), "#"),
    "text:toml": Syntax((_HASH, *_QUOTES), "#"),
    "text:hcl": Syntax((_HASH, _SLASHES, _STAR, _DOUBLE), "#"),
    "text:prototext": Syntax((_HASH, *_QUOTES), "#"),
    "text:dockerfile": Syntax((_OF_LINES,), "#"),
    **dict.fromkeys(("text:xml", "text:plist"), Syntax((_MARKUP,), "")),
    "text:registry": Syntax((_OF_LINES,), ";"),
}
"""Settings; behind a value of INI a ``#`` may be part of it."""
_HASH_NAMES = frozenset("dockerfile makefile gnumakefile cmakelists.txt rakefile gemfile".split())
_BY_SHEBANG = (
    (b"python", "py"),
    (b"node", "js"),
    (b"deno", "js"),
    (b"php", "php"),
    (b"lua", "lua"),
    *((word, "sh") for word in (b"sh", b"perl", b"ruby", b"awk", b"Rscript")),
)


def syntax_of(name: str, head: bytes = b"") -> Syntax | None:
    """The syntax of the source file ``name`` that begins with ``head``; None for a language that is not told."""
    base = name.lower()
    if base in _HASH_NAMES:
        return _BY_ENDING["sh"]
    found = _BY_ENDING.get(base.rpartition(".")[2] if "." in base else "")
    if found is not None or not head.startswith(b"#!"):
        return found
    first = head[:200].partition(b"\n")[0]
    return next((_BY_ENDING[ending] for word, ending in _BY_SHEBANG if word in first), None)


def syntax_of_settings(name: str, format_id: str) -> Syntax | None:
    """The syntax of the settings in the file ``name`` of a configuration format; None where it has no comments."""
    return _BY_FORMAT["text:toml"] if name.lower().endswith(".toml") else _BY_FORMAT.get(format_id)


def opening(rules: tuple[Rule, ...]) -> re.Pattern[bytes]:
    """An expression for the beginning of any piece; its group ``r<number>`` is that of the rule."""
    return re.compile(b"|".join(b"(?P<r%d>%s)" % (number, rule.opens) for number, rule in enumerate(rules)))
