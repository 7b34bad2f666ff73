"""Lints of values that no detector can ever give: they look like facts and find nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from scanner.authoring.lint.interface import FactLint, Lint
from scanner.authoring.lint.shelf import Shelf
from scanner.authoring.lint.subject import Subject
from scanner.catalogue.config_terms import ANY, bare, is_expression
from scanner.catalogue.rules import Raw, too_short, value_patterns
from scanner.detect.config import KEPT
from scanner.detect.keys import SafePaths
from scanner.detect.manifests.wanted import normal

_LONGEST_NAME = 255
"""POSIX, NAME_MAX on every common file system."""
_TABLES = frozenset({"symbol", "soname", "needed", "path", "class", "import", "package", "endpoint"})
Complaints = tuple[tuple[re.Pattern[str], str], ...]


def _table(*pairs: tuple[str, str]) -> Complaints:
    return tuple((re.compile(pattern), complaint) for pattern, complaint in pairs)


_LIBRARY = _table((r"[/\\]", "library names are compared without folders"), (r"\.{2}", "no library is named so"))
_PACKAGES: Mapping[str, Complaints] = {
    "pypi": _table((r"[^A-Za-z0-9._-]", "no package of PyPI has this character")),
    "npm": _table((r"[A-Z]", "upper case"), (r"\A[^@].*/|\A@[^/]*\Z|/.*/", "not a name or @scope/name")),
    "maven": _table((r"\A[^:]*\Z|:.*:", "not group:artefact")),
    "nuget": _table((r"[/:\\]", "no NuGet id has this character")),
    "oci": _table((r":(?!.*/)|@", "an image is named without tag and digest"), (r"\A\w+://", "a scheme")),
    "deb": _table((r"[^a-z0-9+.-]", "a Debian name is lower case letters, digits, + - .")),
}
_BY_KIND: Mapping[str, Complaints] = {
    "soname": _LIBRARY,
    "needed": _LIBRARY,
    "symbol": _table(
        (r"::|[()\s]", "symbol tables hold mangled names"),
        (r"\A[^?].*@", "versions and stdcall endings (@…) are taken off before the comparison"),
    ),
    "class": _table(
        (r"[/\\]|\AL.*;\Z", "classes are written with dots; slashed forms are made of them"),
        (r"[\s();:-]", "no class has this character"),
        (r"\.\.|\A\.", "an empty part"),
    ),
    "import": _table(
        (r"\s", "imports have no spaces"),
        (r"\.py\Z|\.so\Z", "a module has no suffix"),
        (r"\A\.|\.\Z", "relative, or cut"),
    ),
    "endpoint": _table(
        (r"\A[a-z+]+://", "a scheme: hosts and paths stand alone"),
        (r"[\s#]", "no address has this character"),
        (r"\A(?=[^/]*[A-Z])[\w.-]+\.(?:com|net|org|cn|io|ai|ru|eu|jp|kr|tw|cloud)(?:[:/]|\Z)", "hosts are lower case"),
    ),
    "config": _table((r"\A/|/\Z|//", "an empty element"), (r"\A\$\.?", "key paths have no root sign")),
}
_PLACEHOLDER = re.compile(r"<[^>]*>|\{[^}]*\}|\*|\.{3}|…|%[sd]")
_SEVERAL = re.compile(r"\s[/|=]\s|,\s|\s\(|\sor\s|\se\.g\.")
_MANGLED = re.compile(r"_{1,2}Z")
_LENGTH_FIRST = re.compile(r"([1-9]\d?)([A-Za-z_]\w*)")


class TooShort(FactLint):
    """A value has the matcher's minimum."""

    NAME = "too-short"
    ADVICE = "take a longer value"

    def wrong(self, fact: Raw, _subject: Subject, _shelf: Shelf) -> list[str]:
        """A value below the minimum."""
        return [f"{fact['value']!r} is {problem}" for _, problem in too_short(fact)]


class NeverGiven(FactLint):
    """A value is spelled as the detectors of its kind spell."""

    NAME = "never-given"
    ADVICE = "write it as the table of kinds in docs/signatures.md says"

    def wrong(self, fact: Raw, _subject: Subject, _shelf: Shelf) -> Iterable[str]:
        """Spellings that no detector gives."""
        kind, value = fact["kind"], fact["value"]
        if fact.get("pattern"):
            return
        if kind in _TABLES | {"config"} and value != value.strip():
            yield f"{value!r} begins or ends with a space"
        if kind in {"path", "soname", "needed"} and len(value.encode()) > _LONGEST_NAME:
            yield f"no file name has {len(value.encode())} bytes"
        system, _, name = value.partition(":")
        checked = name if kind == "package" else value
        for pattern, complaint in _PACKAGES.get(system, ()) if kind == "package" else _BY_KIND.get(kind, ()):
            if pattern.search(checked):
                yield f"{value!r} cannot be found: {complaint}"


class PackageSpelling(FactLint):
    """A package has the one spelling of its registry: another one hides that two signatures mean the same."""

    NAME = "package-spelling"
    ADVICE = "write it as the registry compares it (PEP 503 for PyPI, lower case for images)"

    def wrong(self, fact: Raw, _subject: Subject, _shelf: Shelf) -> list[str]:
        """A package in another spelling; NuGet shows capitals to people, and compares without."""
        value = fact["value"]
        right = value if fact["kind"] != "package" or value.startswith("nuget:") else normal(value)
        return [f"{value!r} is {right!r}"] if right != value else []


class NeverKept(FactLint):
    """A setting is short enough, and its keys plain enough, to be kept by the detector of configuration."""

    NAME = "never-kept"
    ADVICE = "leave the key out or write * for it; for a long value write an expression that meets its beginning"

    def wrong(self, fact: Raw, _subject: Subject, _shelf: Shelf) -> Iterable[str]:
        """Keys that are shown as a number, since they may name people; values that are cut."""
        if fact["kind"] != "config":
            return
        paths = SafePaths()
        keys = [element for element in fact["value"].split("/") if element and element != ANY]
        yield from (f"a key like {key!r} is not kept" for key in keys if paths.element(bare(key)) != bare(key))
        values = value_patterns(fact)
        long = [value for value in values if not is_expression(value) and len(value) > KEPT]
        yield from (f"{value[:20]!r}… is longer than the {KEPT} characters that are kept" for value in long)


class Placeholder(FactLint):
    """A value has no gaps to fill in."""

    NAME = "placeholder"
    ADVICE = "keep the part that is always the same, or for a file name use pattern"

    def wrong(self, fact: Raw, _subject: Subject, _shelf: Shelf) -> list[str]:
        """Gaps in a value that is compared as it stands."""
        hit = _PLACEHOLDER.search(fact["value"]) if fact["kind"] in _TABLES and not fact.get("pattern") else None
        return [f"{fact['value']!r} has the placeholder {hit[0]!r}, which is compared as it stands"] if hit else []


class SeveralValues(FactLint):
    """A value is one value, without remarks."""

    NAME = "several-values"
    ADVICE = "make one fact of each value, and put the remark into note"

    def wrong(self, fact: Raw, _subject: Subject, _shelf: Shelf) -> list[str]:
        """Lists and remarks in a value."""
        hit = _SEVERAL.search(fact["value"]) if fact["kind"] in _TABLES and not fact.get("pattern") else None
        return [f"{fact['value']!r} is more than one value, or has a remark in it"] if hit else []


class NeverWhole(FactLint):
    """A name without ``prefix`` is a whole name: tables compare it so, and bytes are searched for whole words."""

    NAME = "never-whole"
    ADVICE = "write the whole name, or set prefix: true"

    def wrong(self, fact: Raw, _subject: Subject, _shelf: Shelf) -> Iterable[str]:
        """Names that can only be a part of what stands in a file."""
        kind, value = fact["kind"], fact["value"]
        if fact.get("prefix"):
            return
        if kind in {"symbol", "class", "soname", "needed"} and value.endswith(("_", ".", "-")):
            yield f"{value!r} is only the beginning of a name"
        if kind in {"symbol", "string"} and _MANGLED.match(value) and not _demangles(value):
            yield f"{value!r} is only the beginning of a mangled name"
        first = _LENGTH_FIRST.fullmatch(value)
        if kind in {"symbol", "string"} and first and len(first[2]) >= int(first[1]) > 1:
            yield f"{value!r} stands behind letters in every mangled name, and is no whole word there"


def _demangles(name: str) -> bool:
    """Whether ``name`` is a complete C++ name of the Itanium ABI."""
    import lief

    symbol = lief.ELF.Symbol()
    symbol.name = name
    return symbol.demangled_name not in {"", name}


SPELLING: tuple[Lint, ...] = (
    TooShort(), NeverGiven(), PackageSpelling(), NeverKept(), Placeholder(), SeveralValues(), NeverWhole()
)  # fmt: skip
