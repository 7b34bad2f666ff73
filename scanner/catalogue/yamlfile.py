"""YAML as data files use it: fast, without surprises of YAML 1.1, and strict about repeated keys."""

from __future__ import annotations

import re
from collections.abc import Hashable
from pathlib import Path
from typing import Any

import yaml

from scanner.catalogue.errors import CatalogueError


class _Loader(yaml.CSafeLoader):
    """``on``, ``off``, ``yes``, ``no`` and dates stay text; a key that stands twice in one mapping is an error."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        result: dict[Hashable, Any] = super().construct_mapping(node, deep)
        if len(result) != len(node.value):
            raise yaml.constructor.ConstructorError(None, None, "a key stands twice", node.start_mark)
        return result


_Loader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("tag:yaml.org,2002:bool", r"(?:true|false)\Z", "tf"),
    ("tag:yaml.org,2002:null", r"null\Z", "n"),
    ("tag:yaml.org,2002:int", r"-?(?:0|[1-9][0-9]*)\Z", "-0123456789"),
    ("tag:yaml.org,2002:float", r"-?[0-9]+\.[0-9]+\Z", "-0123456789"),
):
    _Loader.add_implicit_resolver(_tag, re.compile(_pattern), list(_first))


def read_yaml(content: bytes, name: str) -> Any:
    """The value in ``content``; ``name`` is the file's name for messages.

    :raises CatalogueError: when it is not YAML as described by this module.
    """
    try:
        return yaml.load(content, Loader=_Loader)  # noqa: S506 - a subclass of CSafeLoader
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        raise CatalogueError(name, "", f"not readable as YAML: {error}") from error


def read_file(path: Path, name: str) -> bytes:
    """The bytes of one file of the pack.

    :raises CatalogueError: when it cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise CatalogueError(name, "", f"cannot be read: {error.strerror}") from error
