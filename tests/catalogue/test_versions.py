"""Version texts: what they find, and that nothing in them can act as an expression."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scanner.catalogue.compile import compile_pack
from scanner.catalogue.errors import CatalogueError
from scanner.catalogue.load import load
from scanner.detect.bytes import Bytes
from scanner.types import FactKind
from tests.catalogue.packs import SIGNATURE, write_pack
from tests.detect.vocabulary import subject


def _pack(tmp_path, template):
    return load(write_pack(tmp_path, {"sdk/acme/acme-face.yaml": SIGNATURE + f"versions: ['{template}']\n"}))


def _found(tmp_path, template, data):
    vocabulary = compile_pack(_pack(tmp_path / "pack", template))
    (tmp_path / "node").write_bytes(data)
    with subject(tmp_path / "node", "x!/n", "unknown") as one:
        seen = Bytes().observe(replace(one, vocabulary=vocabulary))
        return [(o.value, o.offset) for o in seen if o.kind is FactKind.VERSION]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"..AcmeFace V3.10.2\0", [("3.10.2", 2)]),
        ("AcmeFace V3.1".encode("utf-16-le"), [("3.1", 0)]),
        (b"AcmeFace V3\0", []),
        (b"AcmeFace Version 3.1", []),
        (b"AcmeFace V%d.%d, then AcmeFace V1.2", [("1.2", 22)]),
    ],
)
def test_a_version_text(tmp_path, data, expected):
    assert _found(tmp_path, "AcmeFace V{}", data) == expected


def test_what_follows_the_number_must_follow(tmp_path):
    template = "AcmeFace (release {})"
    assert _found(tmp_path / "a", template, b"AcmeFace (release 1.2)") == [("1.2", 0)]
    assert _found(tmp_path / "b", template, b"AcmeFace (release 1.2 of 9)") == []


def test_no_character_of_a_text_acts_as_an_expression(tmp_path):
    template = "Face.*[a]+/|$^? {}"
    assert _found(tmp_path / "a", template, b"Face.*[a]+/|$^? 1.2") == [("1.2", 0)]
    assert _found(tmp_path / "b", template, b"FaceXXXXaaa 1.2") == []


@pytest.mark.parametrize("template", ["V{}", "AcmeFace", "{} AcmeFace", "AcmeFace {} {}", "AcmeFäce {}"])
def test_a_text_that_is_too_general_or_has_no_number_is_refused(tmp_path, template):
    with pytest.raises(CatalogueError):
        _pack(tmp_path, template)
