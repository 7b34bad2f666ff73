"""Kinds of text: what the content says first, then what the name's extension says, then weak looks of the content."""

from __future__ import annotations

import re

from scanner.formats.textlooks import is_prototext, settings_of_lines
from scanner.formats.textnames import by_name, is_script_name

__all__ = ["is_script_name", "kind_of"]

HEADER = re.compile(r"HTTP/\d(?:\.\d)? \d{3}[^\n]*+\n(?:[\w-]++:[^\n]*+\n)*+\r?\n")
"""The header of a saved answer (RFC 9112): what it is, its body says."""
_XML_PROLOGUE = re.compile(r"\s*(?:<\?[^>]*\?>|<!--.*?-->)", re.S)
_XML_ROOT = re.compile(r"\s*(?:<!DOCTYPE\s+([\w:.-]+)|<([\w:.-]+)[\s/>])", re.I)
_PROPERTY_LIST = re.compile(r"\s*(?:<!DOCTYPE\s[^>\[]*+>\s*+)?(?:(?><!--.*?-->)\s*+)*+<(?:\w++:)?plist[\s/>]", re.S)
"""A document type alone does not make a property list: what is called so and is something else stays XML."""
_REGISTRY = re.compile(r"\s*(?:(?:Windows Registry Editor|WINE REGISTRY) Version \d|REGEDIT\d?[ \t]*\r?(?:\n|$))", re.I)
_XML_START = re.compile(r"\s*<\?xml\s")
_HTML_ROOTS = frozenset({"html", "head", "body"})
_SCHEMA_ROOTS = frozenset({"schema", "definitions", "svg"})
_PAGE_ROOTS = frozenset(
    "a article aside b blockquote br button center details dialog div em figure footer form h1 h2 h3 h4 h5 h6 header "
    "hr i img label li link main meta nav ol p picture pre script section span style sub table template title tr "
    "ul".split()
)
"""Elements of HTML (html.spec.whatwg.org) that a part of a page begins with, and Markdown (spec.commonmark.org, "HTML
blocks"). Both need not be XML: a picture has no end, and words stand between the elements."""
_PAGES = (".md", ".markdown", ".html", ".htm")
_DIRECTIVE = re.compile(r"<[A-Za-z]\w*+[ \t]++(?![\w:.-]++\s*+=|/?>)[^<>\n]++>[ \t]*\r?\n")
"""A section of a server's settings, as Apache writes them (httpd.apache.org, "Configuration Sections"): what stands in
its brackets is no attribute, so that it cannot be XML."""

# All run over at most 4 KiB of hostile text: no two neighbouring repeats may match the same characters.
_JSON = re.compile(
    r'\s*(?:\{\s*(?:"|\}\s*$)|\[\s*(?:[{"]|\[\s*(?:[{\["\]\d-]|(?:true|false|null)\b)|\]\s*$'
    r"|(?:-?\d[\d.eE+-]*|true|false|null)\s*(?:,|\]\s*$)))"
)
_BLANK = r"(?:[ \t]*+(?:[#;][^\n]*+\n|\r?\n))*+[ \t]*+"
_SECTION = re.compile(_BLANK + r"\[[^\]\n]{1,200}\][ \t]*(?:[#;][^\n]*)?\r?(?:\n|$)")
_PAIR = re.compile(r"\s*[\w.$@/\[\]-]+\s*=")
_TABLE = re.compile(r"\s*(?:table\.[\w.\[\]-]+=|Code=\w{1,60};action=)")
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
    if header := HEADER.match(head):
        head = head[header.end() :]
    # ".txt" says least of all: settings saved under it are settings.
    settings = _settings(head) if base.endswith(".txt") else ""
    kind = _by_content(head, base) or settings or by_name(base)
    if kind == "ini" and _settings(head) == "yaml":
        kind = "yaml"
    kind = kind or _by_look(head)
    if kind == "ini" and not _SECTION.match(head) and _nested_keys(head):
        kind = "yaml"  # ".conf" is the name of settings of any kind
    return f"text:{kind}" if kind else "text"


def _by_content(head: str, base: str) -> str:
    """Kinds whose beginning is unmistakable; a name must not hide them."""
    if head.startswith("#!") or head.lstrip().startswith(("<?php", "<%")):
        return "script"
    if head.lstrip().startswith("<"):
        return _markup(head, base)
    if _REGISTRY.match(head):
        return "registry"
    if kind := settings_of_lines(head):
        return kind
    if _JSON.match(head):
        return "json"
    return "keyvalue" if _TABLE.match(head) else ""


def _markup(head: str, base: str) -> str:
    position = 0
    while prologue := _XML_PROLOGUE.match(head, position):
        position = prologue.end()
    found = _XML_ROOT.match(head, position)
    if not found:
        return "xml" if _XML_START.match(head) else ""
    root = (found[1] or found[2]).rpartition(":")[2]
    if root.lower() in _HTML_ROOTS or (root.lower() in _PAGE_ROOTS and base.endswith(_PAGES)):
        return "document"
    if found[2] and _DIRECTIVE.match(head, found.start(2) - 1):
        return ""
    if _PROPERTY_LIST.match(head, position):
        return "plist"
    return "document" if root in _SCHEMA_ROOTS else "xml"


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
    if is_prototext(head):
        return "prototext"
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
