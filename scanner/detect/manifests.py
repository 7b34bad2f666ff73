"""Reads the manifests that package managers leave behind. A manifest too broken to name its package names none."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from scanner.types import ParseFailure

_PYPI_SEPARATORS = re.compile(r"[-_.]+")
_PYPI_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@dataclass(frozen=True, slots=True)
class Package:
    """One package that a manifest names, as facts write it (``pypi:dlib``)."""

    name: str
    version: str = ""
    installed: bool = True
    """False: only declared as something that the package needs."""


def pypi(text: str) -> Iterator[Package]:
    """``METADATA`` and ``PKG-INFO``: the head of a mail message (packaging.python.org, Core metadata)."""
    fields = _fields(text.partition("\n\n")[0])
    yield Package(_pypi_name(_first(fields, "name")), _first(fields, "version"))
    for requirement in fields.get("requires-dist", ()):
        match = _PYPI_NAME.match(requirement)
        if match:
            yield Package(_pypi_name(match[0]), installed=False)


def _pypi_name(name: str) -> str:
    """Normalised as PEP 503 says."""
    return "pypi:" + _PYPI_SEPARATORS.sub("-", name).lower()


def npm(text: str) -> Iterator[Package]:
    """``package.json`` (docs.npmjs.com).

    :raises ParseFailure: where it is no JSON object.
    """
    try:
        data = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise ParseFailure(f"package.json is broken: {error}") from error
    if not isinstance(data, dict):
        raise ParseFailure("package.json is no JSON object")
    if isinstance(data.get("name"), str):
        yield Package(f"npm:{data['name']}", str(data.get("version", "")))
    for group in ("dependencies", "optionalDependencies", "peerDependencies", "bundledDependencies"):
        names = data.get(group)
        for name in names if isinstance(names, dict | list) else ():
            yield Package(f"npm:{name}", installed=False)


def maven(text: str) -> Iterator[Package]:
    """``pom.properties``, which Maven puts into every jar."""
    pairs = (line.partition("=") for line in text.splitlines() if not line.lstrip().startswith(("#", "!")))
    values = {key.strip(): value.strip() for key, _, value in pairs}
    yield Package(f"maven:{values.get('groupId', '')}:{values.get('artifactId', '')}", values.get("version", ""))


def nuget(text: str) -> Iterator[Package]:
    """``*.nuspec`` (learn.microsoft.com/nuget/reference/nuspec).

    :raises ParseFailure: where it is no XML, or XML with entities.
    """
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        root = fromstring(text.removeprefix("\ufeff").encode())
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise ParseFailure(f"the nuspec is broken: {error}") from error
    fields: dict[str, str] = {}
    for element in root.iter():
        tag = str(element.tag).rpartition("}")[2]
        fields.setdefault(tag, (element.text or "").strip())
        if tag == "dependency" and element.get("id"):
            yield Package(f"nuget:{element.get('id')}", installed=False)
    yield Package(f"nuget:{fields.get('id', '')}", fields.get("version", ""))


def debian(text: str) -> Iterator[Package]:
    """``control`` of a package or ``status`` of dpkg and opkg: paragraphs of fields (Debian Policy, chapter 5)."""
    for paragraph in re.split(r"\n[ \t]*\n", text):
        fields = _fields(paragraph)
        state = _first(fields, "status").split()
        # Removed packages stay listed as "deinstall ok config-files".
        installed = not state or state[-1] == "installed"
        yield Package("deb:" + _first(fields, "package"), _first(fields, "version"), installed)


def _fields(text: str) -> dict[str, list[str]]:
    """Fields of one paragraph, names in lower case; continuation lines are left out."""
    fields: dict[str, list[str]] = {}
    for line in text.splitlines():
        name, colon, value = line.partition(":")
        if colon and not line[:1].isspace():
            fields.setdefault(name.lower(), []).append(value.strip())
    return fields


def _first(fields: Mapping[str, list[str]], name: str) -> str:
    return fields.get(name, [""])[0]


Parser = Callable[[str], Iterator[Package]]

_PLACES: tuple[tuple[re.Pattern[str], Parser], ...] = (
    (re.compile(r"(?:.*/)?[^/]+\.dist-info/METADATA|(?:.*/)?PKG-INFO|(?:.*/)?[^/]+\.egg-info"), pypi),
    (re.compile(r"(?:.*/)?package\.json"), npm),
    (re.compile(r"(?:.*/)?pom\.properties"), maven),
    (re.compile(r"(?:.*/)?[^/]+\.nuspec", re.IGNORECASE), nuget),
    (re.compile(r"(?:.*/)?(?:dpkg|opkg)/(?:status(?:\.d/[^/]+)?|info/[^/]+\.control)"), debian),
    (re.compile(r"(?:.*/)?control"), debian),
)
"""Where in a delivery a manifest stands → its parser."""


_HINT = re.compile(
    r"(?i:METADATA|PKG-INFO|egg-info|package\.json|pom\.properties|nuspec|control|status)[^/]*\Z|status\.d/"
)
"""In every path that a pattern above can match: most paths of a delivery are dismissed with one look."""


def parser_for(path: str) -> Parser | None:
    """The parser of the manifest at ``path``, None where no manifest is expected."""
    if not _HINT.search(path):
        return None
    plain = re.sub(r"#\d+\Z", "", path)
    return next((parser for pattern, parser in _PLACES if pattern.fullmatch(plain)), None)
