"""YAML as data files use it: fast, without surprises of YAML 1.1, and strict about repeated keys."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from scanner.catalogue.errors import CatalogueError
from scanner.text import safe_text

LARGEST = 4 << 20
"""Bytes of one file. The largest signature has 60,000."""
_TAG = "tag:yaml.org,2002:"
_TEXT, _LIST, _MAP = f"{_TAG}str", f"{_TAG}seq", f"{_TAG}map"
_AS_IT_IS = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""Follow no link, wait for no pipe, translate no line ends; what the system has of it."""
_SCALARS: dict[str, Callable[[str], Any]] = {
    _TEXT: str,
    f"{_TAG}bool": "true".__eq__,
    f"{_TAG}null": lambda _: None,
    f"{_TAG}int": int,
    f"{_TAG}float": float,
}


_IMPLICIT: dict[str, tuple[tuple[str, re.Pattern[str]], ...]] = {
    first: tuple(
        (_TAG + kind, re.compile(pattern))
        for kind, pattern, firsts in (
            ("bool", r"(?:true|false)\Z", "tf"),
            ("null", r"null\Z", "n"),
            ("int", r"-?(?:0|[1-9][0-9]{0,17})\Z", "-0123456789"),
            ("float", r"-?[0-9]{1,17}\.[0-9]{1,20}\Z", "-0123456789"),
        )
        if first in firsts
    )
    for first in "tfn-0123456789"
}
"""First character → tag and form of what is no text though it has no quotes."""


class _Loader(yaml.CSafeLoader):
    """The C parser with plain values as in JSON: ``on``, ``off``, ``yes``, ``no`` and dates stay text.

    No tag depends on where a value stands. The methods below are called for every value, and those of PyYAML, which
    provide for that, took a fifth of the time.
    """

    def descend_resolver(self, current_node: yaml.Node | None, current_index: Any) -> None:
        """Nothing to do on the way into a value."""

    def ascend_resolver(self) -> None:
        """Nothing to do on the way out of it."""

    def resolve(self, kind: type[yaml.Node], value: str | None, implicit: Any) -> str:
        """The tag of a value that has none; ``implicit[0]``: it is a scalar without quotes."""
        if kind is not yaml.ScalarNode:
            return _LIST if kind is yaml.SequenceNode else _MAP
        if value and implicit[0]:
            for tag, form in _IMPLICIT.get(value[0], ()):
                if form.match(value):
                    return tag
        return _TEXT


def read_yaml(content: bytes, name: str) -> Any:
    """The value in ``content``; ``name`` is the file's name for messages.

    Anchors and aliases are refused: nine lines of them stand for a thousand million values. So are characters that act
    on a terminal or cannot be seen: what a pack says is printed.

    :raises CatalogueError: when it is not YAML as described by this module.
    """
    try:
        loader = _Loader(content)
        try:
            node = loader.get_single_node()
        finally:
            loader.dispose()
        return _value(node, set())
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f"line {mark.line + 1}: " if mark else ""
        raise CatalogueError(name, "", f"not readable as YAML: {where}{error.problem}") from error
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        raise CatalogueError(name, "", f"not readable as YAML: {error}") from error


def _value(node: yaml.Node | None, seen: set[int]) -> Any:
    """What ``node`` stands for, in half the time of the parser's own constructor, which is made for any tag.

    ``seen`` has the identities of all nodes so far: one that comes again is an alias.
    """
    if node is None:
        return None
    if id(node) in seen:
        raise _refused("anchors and aliases (& and *) are not used here: write it again", node)
    seen.add(id(node))
    if isinstance(node, yaml.ScalarNode):
        return _scalar(node)
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, seen)
    return [_value(item, seen) for item in node.value]


def _scalar(node: yaml.ScalarNode) -> Any:
    tag, value = node.tag, node.value
    if tag not in _SCALARS:
        raise _refused(f"the tag {tag} is not used here", node)
    if not value.isprintable():  # what is, is safe: no call for each of a hundred thousand values
        _check_shown(node)
    return value if tag == _TEXT else _SCALARS[tag](value)


def _check_shown(node: yaml.ScalarNode) -> None:
    lines = node.value.split("\n") if node.style in {"|", ">"} else [node.value]
    for line in lines:
        shown = safe_text(line, len(line) * 10 + 10)
        if shown != line:
            raise _refused(f"a character that acts on a terminal or cannot be seen: {shown[:100]}", node)


def _mapping(node: yaml.MappingNode, seen: set[int]) -> dict[str, Any]:
    result = {_scalar_text(key): _value(value, seen) for key, value in node.value if isinstance(key, yaml.ScalarNode)}
    if len(result) != len(node.value):
        raise _refused("a key stands twice, or is no text", node)
    return result


def _scalar_text(key: yaml.ScalarNode) -> str:
    _scalar(key)
    return str(key.value)


def _refused(problem: str, node: yaml.Node) -> yaml.constructor.ConstructorError:
    return yaml.constructor.ConstructorError(None, None, problem, node.start_mark)


def read_file(path: Path, name: str) -> bytes:
    """The bytes of one file of the pack: a plain one of at most :data:`LARGEST` bytes.

    A link is not followed, since it could name any file of this user, nor a pipe or device read, which may have no end.

    :raises CatalogueError: when it is no such file, or cannot be read.
    """
    try:
        with os.fdopen(os.open(path, os.O_RDONLY | _AS_IT_IS), "rb") as stream:
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                raise CatalogueError(name, "", "is no plain file: a pack holds nothing else")
            content = stream.read(LARGEST + 1)
    except OSError as error:
        link = " (it is a link: put the file itself there)" if path.is_symlink() else ""
        raise CatalogueError(name, "", f"cannot be read: {error.strerror}{link}") from error
    if len(content) > LARGEST:
        raise CatalogueError(name, "", f"is larger than {LARGEST:,} bytes")
    return content
