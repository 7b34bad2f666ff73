"""Kinds of text: what the content says first, then what the name's extension says, then weak looks of the content."""

from __future__ import annotations

import re

_SCRIPT_EXTENSIONS = frozenset(
    "py pyw js mjs cjs jsx ts tsx vue svelte sh bash zsh ash ksh lua pl pm rb php php3 php5 phtml cgi tcl java kt kts "
    "groovy cs vb vbs fs swift m mm c cc cpp cxx inc ino go rs smali ps1 psm1 bat cmd gradle cmake asm s "
    "scala dart r jl awk sed sql jsp asp aspx proto cu cl pyx pxd nim zig erl ex exs hs ml el lisp mk am m4 ac".split()
)
_DOCUMENT_EXTENSIONS = frozenset(
    # Headers and type stubs declare what stands elsewhere: an interface in words.
    "h hh hpp hxx pyi "
    "md markdown txt rst adoc html htm xhtml xsd wsdl css scss less svg po pot tex texi rtf bib man license srt vtt "
    "1 2 3 4 5 6 7 8 9".split()
)
_DECLARATIONS = (".d.ts", ".d.mts", ".d.cts")
"""Endings of what TypeScript declares of a module that stands elsewhere."""
_INI_EXTENSIONS = frozenset("ini conf cfg cnf properties toml env inf desktop service reg editorconfig".split())
_YAML_EXTENSIONS = frozenset({"yml", "yaml"})
_JSON_EXTENSIONS = frozenset("json json5 jsonc jsonl ndjson ipynb geojson webmanifest map".split())
_XML_EXTENSIONS = frozenset("xml xaml plist csproj vcxproj nuspec resx xsl xslt rdf kml gpx".split())
_SCRIPT_NAMES = frozenset("makefile gnumakefile dockerfile cmakelists.txt rakefile gemfile jenkinsfile".split())
_DOCUMENT_NAMES = re.compile(
    r"(readme|licen[sc]e|copying|copyright|notice|changelog|changes|news|authors|install|todo)([-._].*)?"
    r"|metadata|pkg-info"
)
"""Names of documents. METADATA and PKG-INFO (core metadata of Python packages) end in the package's README, with code
in it that nothing runs."""

_XML_PROLOGUE = re.compile(r"\s*(?:<\?[^>]*\?>|<!--.*?-->)", re.S)
_XML_ROOT = re.compile(r"\s*(?:<!DOCTYPE\s+([\w:.-]+)|<([\w:.-]+)[\s/>])", re.I)
_XML_START = re.compile(r"\s*<\?xml\s")
_HTML_ROOTS = frozenset({"html", "head", "body"})
_SCHEMA_ROOTS = frozenset({"schema", "definitions", "svg"})

# All run over at most 4 KiB of hostile text: no two neighbouring repeats may match the same characters.
_JSON = re.compile(r'\s*(?:\{\s*(?:"|\}\s*$)|\[\s*(?:[{\["]|\]\s*$|(?:-?\d[\d.eE+-]*|true|false|null)\s*(?:,|\]\s*$)))')
_BLANK = r"(?:[ \t]*+(?:[#;][^\n]*+\n|\r?\n))*+[ \t]*+"
_SECTION = re.compile(_BLANK + r"\[[^\]\n]{1,200}\][ \t]*(?:[#;][^\n]*)?\r?(?:\n|$)")
_PAIR = re.compile(r"\s*[\w.$@/\[\]-]+\s*=")
_TABLE = re.compile(r"\s*table\.[\w.\[\]-]+=")
_YAML_START = re.compile(_BLANK + r"(?:%YAML|---[ \t]*\r?\n)")
_MAN_PAGE = re.compile(r"(?:[.']\\\"[^\n]*\n|[ \t]*\n)*\.(?:TH|Dd|SH|so)\s")
_CODE = re.compile(
    r"^[ \t]*(?:(?:from[ \t]+[\w.]+[ \t]+)?import[ \t]+[\w.{*]|#[ \t]*include[ \t]*[<\"]|package[ \t]+[\w.]+;?[ \t]*$"
    r"|using[ \t]+[\w.]+;|namespace[ \t]+[\w.:]+|def[ \t]+\w+\(|(?:async[ \t]+)?function[ \t]*\w*[ \t]*\("
    r"|(?:const|let|var)[ \t]+\w+[ \t]*=|local[ \t]+\w+[ \t]*=[ \t]*require|\.class[ \t]+public)",
    re.M,
)
_YAML_LINE = re.compile(r"[ ]*(?:-(?:[ ]|$)|[\w.\"'/-]+:(?:[ ]|$))")
_YAML_NEST = re.compile(r"^([ ]*)[\w.\"'/-]+:[ ]*\r?\n(?:\1[ ]+[\w.\"'/-]+:(?:[ ]|\r?$)|\1[ ]*-[ ])", re.M)
_PAIRS_SHARE = 0.8
_PAIRS_LINES = 3


def kind_of(head: str, name: str) -> str:
    """Format id of text that begins with ``head`` and is called ``name``."""
    base = name.lower()
    extension = base.rpartition(".")[2] if "." in base else ""
    # ".txt" says least of all: settings saved under it are settings.
    settings = _settings(head) if extension == "txt" else ""
    kind = _by_content(head) or settings or _by_name(base, extension) or _by_look(head)
    return f"text:{kind}" if kind else "text"


def is_script_name(name: str) -> bool:
    """Whether files called ``name`` are programs or sources, whatever they begin with: pages of PHP begin with HTML."""
    base = name.lower()
    if base.endswith(_DECLARATIONS):
        return False
    return base in _SCRIPT_NAMES or ("." in base and base.rpartition(".")[2] in _SCRIPT_EXTENSIONS)


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
    position = 0
    while prologue := _XML_PROLOGUE.match(head, position):
        position = prologue.end()
    found = _XML_ROOT.match(head, position)
    if not found:
        return "xml" if _XML_START.match(head) else ""
    root = (found[1] or found[2]).rpartition(":")[2]
    if root.lower() in _HTML_ROOTS:
        return "document"
    return "document" if root in _SCHEMA_ROOTS else "xml"


def _by_name(base: str, extension: str) -> str:
    if base in _SCRIPT_NAMES:
        return "script"
    if base.endswith(_DECLARATIONS):
        return "document"
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


def _settings(head: str) -> str:
    if _SECTION.match(head):
        return "ini"
    if _mostly_pairs(head):
        return "keyvalue"
    return "yaml" if _nested_keys(head) else ""


def _by_look(head: str) -> str:
    """Beginnings that are typical for one kind, and no more than that."""
    if kind := _settings(head):
        return kind
    if _YAML_START.match(head):
        return "yaml"
    if _MAN_PAGE.match(head):
        return "document"
    if _CODE.search(head):
        return "script"
    return ""


def _mostly_pairs(head: str) -> bool:
    """At least three lines, four of five of them ``key=value`` (comments and blank lines not counted)."""
    lines = [line for line in head.splitlines()[:60] if line.strip() and not line.lstrip().startswith(("#", ";", "//"))]
    pairs = sum(bool(_PAIR.match(line)) for line in lines)
    return pairs >= _PAIRS_LINES and pairs >= _PAIRS_SHARE * len(lines)


def _nested_keys(head: str) -> bool:
    """Lines of ``key: value`` or ``- item``, four of five of them, and a key with keys or items below it."""
    lines = [line for line in head.splitlines()[:60] if line.strip() and not line.lstrip().startswith("#")]
    keys = sum(bool(_YAML_LINE.match(line)) for line in lines)
    return keys >= 2 and keys >= _PAIRS_SHARE * len(lines) and _YAML_NEST.search(head) is not None
