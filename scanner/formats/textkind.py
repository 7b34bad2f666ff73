"""Kinds of text: what the content says first, then what the name's extension says, then weak looks of the content."""

from __future__ import annotations

import re

_SCRIPT_EXTENSIONS = frozenset(
    "py pyw pyi js mjs cjs jsx ts tsx vue sh bash zsh ash ksh lua pl pm rb php php3 php5 phtml cgi tcl java kt kts groovy "
    "cs vb vbs fs swift m mm c cc cpp cxx h hh hpp hxx inc ino go rs smali ps1 psm1 bat cmd gradle cmake asm s scala dart "
    "r jl awk sed sql jsp asp aspx proto cu cl pyx pxd nim zig erl ex exs hs ml el lisp cython mk make am m4 ac".split()
)
_DOCUMENT_EXTENSIONS = frozenset(
    "md markdown txt rst adoc html htm xhtml xsd wsdl css scss less svg po pot tex texi rtf bib man license srt vtt eml".split()
    + [str(section) for section in range(1, 10)]
)
_INI_EXTENSIONS = frozenset("ini conf cfg cnf properties toml env inf desktop service reg editorconfig".split())
_YAML_EXTENSIONS = frozenset({"yml", "yaml"})
_JSON_EXTENSIONS = frozenset("json json5 jsonc jsonl ndjson ipynb geojson webmanifest map".split())
_XML_EXTENSIONS = frozenset("xml xaml plist config csproj vcxproj nuspec resx xsl xslt rdf kml gpx".split())
_SCRIPT_NAMES = frozenset("makefile gnumakefile dockerfile cmakelists.txt rakefile gemfile vagrantfile jenkinsfile".split())
_DOCUMENT_NAMES = re.compile(r"(readme|licen[sc]e|copying|copyright|notice|changelog|changes|news|authors|install|todo)([-._].*)?")

_XML_ROOT = re.compile(r"\s*(?:<\?xml[^>]*\?>|<\?[\w-]+[^>]*\?>|<!--.*?-->|\s+)*(?:<!DOCTYPE\s+([\w:.-]+)[^>]*>|<([\w:.-]+)[\s/>])", re.S)
_XML_START = re.compile(r"\s*<\?xml\s")
_HTML_ROOTS = frozenset({"html", "head", "body"})
_SCHEMA_ROOTS = frozenset({"schema", "definitions", "svg"})

_JSON = re.compile(r'\s*(?:\{\s*(?:"|\}\s*$)|\[\s*(?:[{\["]|\]\s*$|(?:-?\d[\d.eE+-]*|true|false|null)\s*(?:,|\]\s*$)))')
_SECTION = re.compile(r"(?:\s*[#;][^\n]*\n|\s*\n)*\s*\[[^\]\n]{1,200}\]\s*(?:[#;][^\n]*)?(?:\n|$)")
_PAIR = re.compile(r"\s*[\w.$@/\[\]-]+\s*=")
_TABLE = re.compile(r"\s*table\.[\w.\[\]-]+=")
_YAML_START = re.compile(r"(?:#[^\n]*\n|\s*\n)*(?:%YAML|---\s*\n)")
_MAN_PAGE = re.compile(r"(?:[.']\\\"[^\n]*\n|\s*\n)*\.(?:TH|Dd|SH|so)\s")
_CODE = re.compile(
    r"^\s*(?:(?:from\s+[\w.]+\s+)?import\s+[\w.{*]|#\s*include\s*[<\"]|package\s+[\w.]+;?\s*$|using\s+[\w.]+;|namespace\s+[\w.:]+"
    r"|def\s+\w+\(|(?:async\s+)?function\s*\w*\s*\(|(?:const|let|var)\s+\w+\s*=|local\s+\w+\s*=\s*require|\.class\s+public)",
    re.M,
)
_PAIRS_SHARE = 0.8
_PAIRS_LINES = 3


def kind_of(head: str, name: str) -> str:
    """Format id of text that begins with ``head`` and is called ``name``."""
    base = name.lower()
    extension = base.rpartition(".")[2] if "." in base else ""
    kind = _by_content(head) or _by_name(base, extension) or _by_look(head)
    return f"text:{kind}" if kind else "text"


def _by_content(head: str) -> str:
    """Kinds whose beginning is unmistakable; a name must not hide them."""
    if head.startswith("#!") or head.lstrip().startswith(("<?php", "<%")):
        return "script"
    if head.lstrip().startswith("<"):
        return _markup(head)
    if _JSON.match(head):
        return "json"
    return "keyvalue" if _TABLE.match(head) else ""


def _markup(head: str) -> str:
    found = _XML_ROOT.match(head)
    if not found:
        return "xml" if _XML_START.match(head) else ""
    root = (found[1] or found[2]).rpartition(":")[2]
    if root.lower() in _HTML_ROOTS:
        return "document"
    return "document" if root in _SCHEMA_ROOTS else "xml"


def _by_name(base: str, extension: str) -> str:
    if base in _SCRIPT_NAMES:
        return "script"
    kinds = (
        ("script", _SCRIPT_EXTENSIONS),
        ("yaml", _YAML_EXTENSIONS),
        ("json", _JSON_EXTENSIONS),
        ("xml", _XML_EXTENSIONS),
        ("ini", _INI_EXTENSIONS),
        ("document", _DOCUMENT_EXTENSIONS),
    )
    kind = next((kind for kind, extensions in kinds if extension in extensions), "")
    return kind or ("document" if _DOCUMENT_NAMES.fullmatch(base) else "")


def _by_look(head: str) -> str:
    if _SECTION.match(head):
        return "ini"
    if _YAML_START.match(head):
        return "yaml"
    if _MAN_PAGE.match(head):
        return "document"
    if _CODE.search(head):
        return "script"
    return "keyvalue" if _mostly_pairs(head) else ""


def _mostly_pairs(head: str) -> bool:
    """At least three lines, four of five of them ``key=value`` (comments and blank lines not counted)."""
    lines = [line for line in head.splitlines()[:60] if line.strip() and not line.lstrip().startswith(("#", ";", "//"))]
    pairs = sum(bool(_PAIR.match(line)) for line in lines)
    return pairs >= _PAIRS_LINES and pairs >= _PAIRS_SHARE * len(lines)
