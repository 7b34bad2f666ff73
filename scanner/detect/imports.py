"""What scripts and source files import. Every function yields :class:`Import` and never runs or loads anything."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from scanner.types import FactKind

AST_BYTES = 1 << 20
"""Larger Python sources are read line by line: a syntax tree takes about a hundred times its source."""
_LOADERS = frozenset({"CDLL", "WinDLL", "OleDLL", "PyDLL", "LoadLibrary"})
_EVALUATORS = frozenset({"exec", "eval", "compile"})
_EVALUATED_DEPTH = 3
_IMPORTERS = frozenset({"import_module", "__import__"})


@dataclass(frozen=True, slots=True)
class Import:
    """One import: ``names`` are the candidates that a fact of ``kind`` may mean, ``offset`` is in bytes."""

    kind: FactKind
    names: tuple[str, ...]
    offset: int
    parsed: bool = False
    """It stands in a syntax tree; otherwise :class:`scanner.detect.comments.Prose` tells whether it counts."""


def python(source: bytes, depth: int = 0) -> Iterator[Import]:
    """Imports of a Python source, from its syntax tree; line by line where it is of another Python or too large.

    ``depth``: in how many texts that are evaluated this source stands.
    """
    if len(source) <= AST_BYTES:
        try:
            with warnings.catch_warnings(action="ignore"):
                tree = ast.parse(source)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            pass  # read by lines below, which needs no valid syntax
        else:
            yield from _python_tree(tree, source)
            if depth < _EVALUATED_DEPTH:
                yield from _evaluated(tree, source, depth)
            return
    yield from _python_lines(source)


def _evaluated(tree: ast.AST, source: bytes, depth: int) -> Iterator[Import]:
    """Imports of code in a text: ``exec("import x")``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in _EVALUATORS and node.args:
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str | bytes):
                text = first.value if isinstance(first.value, bytes) else first.value.encode("utf-8", "replace")
                at = max(source.find(text[:200]), 0)
                yield from (replace(found, offset=at, parsed=True) for found in python(text, depth + 1))


def _python_tree(tree: ast.AST, source: bytes) -> Iterator[Import]:
    starts = [0, *(match.end() for match in re.finditer(rb"\r\n|\r|\n", source))]
    for node in ast.walk(tree):
        names: list[str] = []
        kind = FactKind.IMPORT
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        elif isinstance(node, ast.Call):
            kind, names = _python_call(node)
        if names and isinstance(node, ast.stmt | ast.expr):
            line = starts[min(node.lineno, len(starts)) - 1]
            candidates = _parents(names) if kind is FactKind.IMPORT else tuple(names)
            yield Import(kind, candidates, line + node.col_offset, parsed=True)


def _python_call(node: ast.Call) -> tuple[FactKind, list[str]]:
    """A library or module that is loaded by name: ``ctypes.CDLL("libx.so")``, ``import_module("x")``."""
    function = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    first = node.args[0] if node.args else None
    if not isinstance(first, ast.Constant) or not isinstance(first.value, str):
        return FactKind.IMPORT, []
    if function in _LOADERS:
        return FactKind.NEEDED, [first.value.replace("\\", "/").rpartition("/")[2]]
    return FactKind.IMPORT, [first.value] if function in _IMPORTERS else []


_PYTHON_LINE = re.compile(
    rb"(?m)^[ \t]*(?:from[ \t]+([\w.]+)[ \t]+import[ \t]++\(?([\w \t,.]+)|import[ \t]++([\w \t,.]+))"
)


def _python_lines(source: bytes) -> Iterator[Import]:
    for match in _PYTHON_LINE.finditer(source):
        module, members, modules = (_text(group) for group in match.groups(b""))
        listed = [part.split()[0] for part in (members or modules).split(",") if part.split()]
        names = [module, *(f"{module}.{name}" for name in listed)] if module else listed
        yield Import(FactKind.IMPORT, _parents(names), match.start())


def _parents(names: list[str]) -> tuple[str, ...]:
    """``a.b.c`` imports ``a.b`` and ``a`` as well."""
    parts = (name.split(".") for name in names)
    return tuple(dict.fromkeys(".".join(part[:count]) for part in parts for count in range(1, min(len(part), 16) + 1)))


_SCRIPT = re.compile(
    rb"""\b(?:(?:require|import|importScripts)\s{0,9}\(\s{0,9}|(?:from|import)\s{0,9})"""
    rb"""(["'`])([^"'`\r\n\\]{1,300})\1"""
)


_CDN = re.compile(
    rb"\bhttps?://(?:cdn\.jsdelivr\.net/npm|(?:www\.)?unpkg\.com|esm\.sh|cdn\.skypack\.dev|esm\.run)/"
    rb"((?:@[\w.~-]{1,100}/)?[\w.~-]{1,100})"
)
"""Addresses from which web pages and Deno load npm packages."""


def javascript(source: bytes) -> Iterator[Import]:
    """Modules of JavaScript and TypeScript, and their npm packages, installed ones and such that a page loads."""
    for match in _CDN.finditer(source):
        package = _text(match[1])
        yield Import(FactKind.IMPORT, (package,), match.start())
        yield Import(FactKind.PACKAGE, (f"npm:{package}",), match.start())
    for match in _SCRIPT.finditer(source):
        path = _text(match[2])
        parts = path.split("/")
        package = "/".join(parts[: 2 if path.startswith("@") else 1])
        yield Import(FactKind.IMPORT, tuple(dict.fromkeys((path, package))), match.start())
        yield Import(FactKind.PACKAGE, (f"npm:{package}",), match.start())


_CLASS = re.compile(
    rb"(?m)^[ \t]*(?:import|using)[ \t]+(?:static[ \t]+)?(?:\w+[ \t]*=[ \t]*)?"
    rb"([A-Za-z_][\w.]*?)(?:\.\*|\._)?(?:[ \t]*;|[ \t]*\r?$|[ \t]+as\b)"
)
_LOAD = re.compile(rb"""\b(?:loadLibrary|Native\.load|DllImport)[ \t]*\([ \t]*@?"([^"\r\n]{1,200})\"""")


def classes(source: bytes) -> Iterator[Import]:
    """Classes that Java, Kotlin, Scala, Groovy and C# sources import, and native libraries that they load."""
    for match in _CLASS.finditer(source):
        name = _text(match[1])
        yield Import(FactKind.CLASS, tuple(filter(None, (name, name.rpartition(".")[0]))), match.start(1))
    for match in _LOAD.finditer(source):
        name = _text(match[1]).replace("\\", "/").rpartition("/")[2]
        # System.mapLibraryName: "x" is libx.so, libx.dylib or x.dll, by platform.
        yield Import(FactKind.NEEDED, (name, f"lib{name}.so", f"{name}.dll", f"lib{name}.dylib"), match.start())


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


Language = Callable[[bytes], Iterator[Import]]

_BY_ENDING: dict[str, Language] = {
    **dict.fromkeys(("py", "pyw", "pyi", "pyx"), python),
    **dict.fromkeys(("js", "mjs", "cjs", "jsx", "ts", "mts", "cts", "tsx", "vue", "svelte"), javascript),
    **dict.fromkeys(("java", "kt", "kts", "scala", "groovy", "gradle", "cs"), classes),
}
_BY_SHEBANG: tuple[tuple[bytes, Language], ...] = ((b"python", python), (b"node", javascript), (b"deno", javascript))


def languages(name: str, source: bytes) -> tuple[Language, ...]:
    """The languages to try on a script: by its ending, by its first line, or all."""
    language = _BY_ENDING.get(name.rpartition(".")[2].lower())
    if language is not None:
        return (language,)
    if source.startswith(b"#!"):
        first = source[:200].partition(b"\n")[0]
        return tuple(language for word, language in _BY_SHEBANG if word in first)
    return (python, javascript, classes)
