"""What Python projects ask for: requirement files, ``Pipfile``, ``pyproject.toml``, ``setup.cfg`` and lock files."""

from __future__ import annotations

import configparser
import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from scanner.detect.manifests.interface import (
    Form,
    Manifest,
    Package,
    declared,
    form,
    items,
    json_object,
    lines,
    table,
    toml_table,
    word,
)
from scanner.detect.manifests.python import pypi_name, requirement
from scanner.types import ParseFailure

_EGG = re.compile(r"[#&]egg=([A-Za-z0-9][\w.-]*)")
_ENTRIES = re.compile(r"\n|;(?![ \t]{0,9}python_)")
"""Between the entries of a list in ``setup.cfg``; a condition (PEP 508) follows a semicolon too."""


def requirements(manifest: Manifest) -> Iterator[Package]:
    """One requirement a line (pip documentation, "Requirements File Format"); options and plain URLs name nothing."""
    for line in lines(manifest.text.replace("\\\n", " ")):
        egg = _EGG.search(line)
        if egg:
            yield declared(pypi_name(egg[1]))
        elif not line.lstrip().startswith(("-", "#")) and not re.match(r"\s*(?:[\w+.]+://|[./])", line):
            yield from _wanted([line])


def _wanted(texts: Iterable[Any]) -> Iterator[Package]:
    for text in texts:
        found = requirement(word(text))
        if found is not None:
            yield found


def pipfile(manifest: Manifest) -> Iterator[Package]:
    """``Pipfile``: tables of packages by group (pipenv.pypa.io)."""
    for group, content in toml_table(manifest).items():
        if group not in {"source", "requires", "scripts", "pipenv"}:
            yield from (declared(pypi_name(name)) for name in table(content))


def pipfile_lock(manifest: Manifest) -> Iterator[Package]:
    """``Pipfile.lock``: the same, with versions as ``==1.0``."""
    for group, content in json_object(manifest).items():
        if group != "_meta":
            for name, entry in table(content).items():
                yield declared(pypi_name(name), word(table(entry).get("version")).removeprefix("=="))


def lock(manifest: Manifest) -> Iterator[Package]:
    """``poetry.lock``, ``uv.lock``, ``pdm.lock``, ``pylock.toml`` (PEP 751): a list of packages."""
    data = toml_table(manifest)
    for entry in (*items(data.get("package")), *items(data.get("packages"))):
        name = word(table(entry).get("name"))
        if name:
            yield declared(pypi_name(name), word(entry.get("version")))


def project(manifest: Manifest) -> Iterator[Package]:
    """``pyproject.toml``: PEP 621, PEP 735 and Poetry's own tables."""
    data = toml_table(manifest)
    own, poetry = table(data, "project"), table(data, "tool", "poetry")
    name = word(own.get("name")) or word(poetry.get("name"))
    if name:
        yield Package(pypi_name(name), word(own.get("version")) or word(poetry.get("version")))
    optional = table(own, "optional-dependencies").values()
    groups = table(data, "dependency-groups").values()
    yield from _wanted(chain(items(own.get("dependencies")), *map(items, (*optional, *groups))))
    tables = [table(poetry, key) for key in ("dependencies", "dev-dependencies")]
    tables += [table(group, "dependencies") for group in table(poetry, "group").values()]
    yield from (declared(pypi_name(key)) for names in tables for key in names if key != "python")


def setup(manifest: Manifest) -> Iterator[Package]:
    """``setup.cfg`` (setuptools, "Configuring setuptools using setup.cfg files").

    :raises ParseFailure: where it is no INI file.
    """
    parser = configparser.RawConfigParser(strict=False)
    try:
        parser.read_string(manifest.text)
    except (configparser.Error, ValueError) as error:
        raise ParseFailure(f"setup.cfg is broken: {type(error).__name__}") from error
    name = parser.get("metadata", "name", fallback="")
    if name:
        yield Package(pypi_name(name), parser.get("metadata", "version", fallback=""))
    lists = [parser.get("options", key, fallback="") for key in ("install_requires", "setup_requires")]
    if parser.has_section("options.extras_require"):
        lists += [value for _, value in parser.items("options.extras_require")]
    for text in lists:
        yield from _wanted(line for line in _ENTRIES.split(text) if line.strip())


FORMS: tuple[Form, ...] = (
    form(r"[^/]*(?:requirements|constraints)[^/]*\.(?:txt|in)|requirements/[^/]+\.(?:txt|in)", requirements),
    form(r"[^/]+\.egg-info/requires\.txt", requirements),
    form(r"Pipfile", pipfile),
    form(r"Pipfile\.lock", pipfile_lock),
    form(r"(?:poetry|uv|pdm)\.lock|pylock(?:\.[^/]+)?\.toml", lock),
    form(r"pyproject\.toml", project),
    form(r"setup\.cfg", setup),
)
