"""Where the names of a node stand: in a program, its settings, or in what is only written about programs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scanner.detect.bytes import COMMENT_BYTES, DESCRIPTION
from scanner.formats.roles import text_place
from scanner.types import Place

if TYPE_CHECKING:
    from scanner.detect.interface import Subject

__all__ = ["COMMENT_BYTES", "place_of"]
_LISTS = re.compile(
    r"(?:.*[/!])?(?:RECORD|METADATA|PKG-INFO|SOURCES\.txt|[^/]*\.(?:map|pyi|md5sums|list|lock)|package-lock\.json|scm_file_list\.json)",
    re.I,
)
"""Lists of files and packages, and maps of sources: the names in them are of files that are looked at themselves."""


_NO = re.compile(
    rb"[\w.-]{0,100}+(?:\s[^<>=\n]{1,40}=\"[^\"<>\n]{0,100}\"){0,4}[\"']?\s{0,8}[:=>]\s{0,8}[\"']?"
    rb"(?:false|off|no|none|disabled?|0)[\"']?\s{0,8}(?:[,;<}#\r\n]|\Z)",
    re.I,
)
"""The rest of a key or tag, and a value that says no."""
_CHECK = re.compile(r"\w\.verify\W*\Z")
_MADE = tuple(map(re.compile, (rb"encodeDelimited", rb"decodeDelimited", rb"object expected")))
_END_TAG = re.compile(rb"</[\w:.-]{0,60}\Z")


def is_denied(data: memoryview, offset: int) -> bool:
    """Whether the key of which a part stands at ``offset`` of a file of settings has a value that says no.

    The end tag of an element says nothing that its start did not.
    """
    if _END_TAG.search(bytes(data[max(0, offset - 64) : offset])) is not None:
        return True
    return _NO.match(data, offset, offset + 600) is not None


def has_messages(subject: Subject) -> bool:
    """Whether the node is a program with classes that protobuf.js made of messages (its "static module")."""
    if text_place(subject.node.format) is not Place.SCRIPT:
        return False
    return all(mark.search(subject.source.data) is not None for mark in _MADE)


def is_check_of_message(name: str) -> bool:
    """Whether ``name`` is the function that every such class has to look at the types of a message's fields."""
    return _CHECK.search(name) is not None


def place_of(subject: Subject) -> Place:
    """The place of every name in the node; ``document`` for lists of files and descriptions of interfaces too."""
    place = text_place(subject.node.format)
    if _LISTS.fullmatch(subject.node.path) is not None:
        return Place.DOCUMENT
    described = place is Place.CONFIG and subject.source.size <= COMMENT_BYTES
    if described and DESCRIPTION.search(subject.source.data) is not None:
        return Place.DOCUMENT
    return place
