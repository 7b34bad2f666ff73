"""Kinds of text by the file's name: what its ending says, and the names that programs give their files."""

from __future__ import annotations

import re

_SCRIPT_EXTENSIONS = frozenset(
    "py pyw js mjs cjs jsx ts tsx vue svelte sh bash zsh ash ksh lua pl pm rb php php3 php5 phtml cgi tcl java kt kts "
    "groovy cs vb vbs fs swift m mm c cc cpp cxx inc ino go rs smali ps1 psm1 bat cmd gradle cmake asm s "
    "scala dart r jl awk sed sql jsp asp aspx proto cu cl pyx pxd nim zig erl ex exs hs ml el lisp mk am m4 ac nix "
    "bicep".split()
)
_DOCUMENT_EXTENSIONS = frozenset(
    # Headers and type stubs declare what stands elsewhere: an interface in words.
    "h hh hpp hxx pyi "
    "md markdown txt rst adoc html htm xhtml xsd wsdl css scss less svg po pot tex texi rtf bib man license srt vtt "
    "1 2 3 4 5 6 7 8 9".split()
)
_DECLARATIONS = (".d.ts", ".d.mts", ".d.cts")
"""Endings of what TypeScript declares of a module that stands elsewhere."""
_INI_EXTENSIONS = frozenset(
    "ini conf cfg cnf inf desktop editorconfig service socket timer mount target container kube".split()
)
"""``container`` and ``kube`` are units of Podman (podman-systemd.unit(5))."""
_SCRIPT_NAMES = frozenset("makefile gnumakefile cmakelists.txt rakefile gemfile jenkinsfile".split())
_TOML_NAMES = frozenset({"pipfile", "cargo.lock", "poetry.lock", "uv.lock", "pdm.lock"})
_DOCKER_NAMES = re.compile(r"(?:[^/]+\.)?(?:docker|container)file(?:[._-][\w.-]*)?")
_ENV_NAMES = re.compile(r"(?:[\w-]*\.env|env\.)(?:[._-]?[\w.-]*)")
_DOCUMENT_NAMES = re.compile(
    r"(readme|licen[sc]e|copying|copyright|notice|changelog|changes|news|authors|install|todo)([-._].*)?"
    r"|metadata|pkg-info"
)
"""Names of documents. METADATA and PKG-INFO (core metadata of Python packages) end in the package's README, with code
in it that nothing runs."""

_BY_EXTENSION = {
    extension: kind
    for kind, extensions in (
        ("document", _DOCUMENT_EXTENSIONS),
        ("ini", _INI_EXTENSIONS),
        ("keyvalue", frozenset({"env", "properties"})),
        ("toml", frozenset({"toml"})),
        ("registry", frozenset({"reg"})),
        ("hcl", frozenset("tf tfvars hcl nomad".split())),
        ("prototext", frozenset("pbtxt prototxt textproto textpb txtpb pbtext textprototxt".split())),
        ("xml", frozenset("xml xaml csproj vcxproj nuspec resx xsl xslt rdf kml gpx".split())),
        ("json", frozenset("json json5 jsonc jsonl ndjson ipynb geojson webmanifest map".split())),
        ("yaml", frozenset({"yml", "yaml"})),
        ("script", _SCRIPT_EXTENSIONS),
    )
    for extension in extensions
}
_COPIES = frozenset(
    "example sample dist default template tmpl tpl j2 jinja jinja2 gotmpl erb bak backup old orig save".split()
)
"""Endings behind the one that says what a file is: templates, samples, and copies that somebody kept."""


def by_name(base: str) -> str:
    """Kind of text that a file called ``base`` (lower case) is by its name; empty where the name says nothing."""
    kind = _plainly(base)
    while not kind and "." in base and base.rpartition(".")[2] in _COPIES:
        base = base.rpartition(".")[0]
        kind = _plainly(base)
    return kind


def is_script_name(name: str) -> bool:
    """Whether files called ``name`` are programs or sources, whatever they begin with: pages of PHP begin with HTML."""
    base = name.lower()
    if base.endswith(_DECLARATIONS):
        return False
    return base in _SCRIPT_NAMES or _BY_EXTENSION.get(_extension(base)) == "script"


def _plainly(base: str) -> str:
    if base in _SCRIPT_NAMES:
        return "script"
    if base.endswith(_DECLARATIONS):
        return "document"
    if base in _TOML_NAMES:
        return "toml"
    kind = _BY_EXTENSION.get(_extension(base), "")
    if kind:
        return kind
    if _DOCKER_NAMES.fullmatch(base):
        return "dockerfile"
    if _ENV_NAMES.fullmatch(base):
        return "keyvalue"
    return "document" if _DOCUMENT_NAMES.fullmatch(base) else ""


def _extension(base: str) -> str:
    return base.rpartition(".")[2] if "." in base else ""
