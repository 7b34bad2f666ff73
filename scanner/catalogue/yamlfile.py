"""YAML as data files use it: fast, without surprises of YAML 1.1, and strict about repeated keys."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from scanner.catalogue.errors import CatalogueError

_TAG = "tag:yaml.org,2002:"
_SCALARS: dict[str, Callable[[str], Any]] = {
    f"{_TAG}str": str,
    f"{_TAG}bool": "true".__eq__,
    f"{_TAG}null": lambda _: None,
    f"{_TAG}int": int,
    f"{_TAG}float": float,
}


class _Loader(yaml.CSafeLoader):
    """The C parser with plain values as in JSON: ``on``, ``off``, ``yes``, ``no`` and dates stay text."""


_Loader.yaml_implicit_resolvers = {}
for _kind, _pattern, _first in (
    ("bool", r"(?:true|false)\Z", "tf"),
    ("null", r"null\Z", "n"),
    ("int", r"-?(?:0|[1-9][0-9]{0,17})\Z", "-0123456789"),
    ("float", r"-?[0-9]{1,17}\.[0-9]{1,17}\Z", "-0123456789"),
):
    _Loader.add_implicit_resolver(_TAG + _kind, re.compile(_pattern), list(_first))


def read_yaml(content: bytes, name: str) -> Any:
    """The value in ``content``; ``name`` is the file's name for messages.

    :raises CatalogueError: when it is not YAML as described by this module.
    """
    try:
        loader = _Loader(content)
        try:
            node = loader.get_single_node()
        finally:
            loader.dispose()
        return _value(node)
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        raise CatalogueError(name, "", f"not readable as YAML: {error}") from error


def _value(node: yaml.Node | None) -> Any:
    """What ``node`` stands for, in half the time of the parser's own constructor, which is made for any tag."""
    if isinstance(node, yaml.ScalarNode):
        if node.tag not in _SCALARS:
            raise yaml.constructor.ConstructorError(None, None, f"the tag {node.tag} is not used here", node.start_mark)
        return _SCALARS[node.tag](node.value)
    if isinstance(node, yaml.MappingNode):
        return _mapping(node)
    if isinstance(node, yaml.SequenceNode):
        return [_value(item) for item in node.value]
    return None


def _mapping(node: yaml.MappingNode) -> dict[str, Any]:
    result = {key.value: _value(value) for key, value in node.value if isinstance(key, yaml.ScalarNode)}
    if len(result) != len(node.value):
        raise yaml.constructor.ConstructorError(None, None, "a key stands twice, or is no text", node.start_mark)
    return result


def read_file(path: Path, name: str) -> bytes:
    """The bytes of one file of the pack.

    :raises CatalogueError: when it cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise CatalogueError(name, "", f"cannot be read: {error.strerror}") from error
