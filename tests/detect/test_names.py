"""File names and hashes of nodes."""

from __future__ import annotations

import pytest

from scanner.detect.libraries import spellings
from scanner.detect.names import Names
from scanner.types import FactKind, Place
from tests.detect.vocabulary import KNOWN, observe


def look(tmp_path, path, data=b"x"):
    (tmp_path / "node").write_bytes(data)
    return observe(Names(), tmp_path / "node", path, "zip")


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("u!/usr/lib/libexample_face.so", "libexample_face.so"),
        ("u!/usr/lib/libexample_face.so.3.1", "libexample_face.so"),
        ("w!/x.libs/libexample_face-1a2b3c4d.so.3", "libexample_face.so"),
        ("u!/libexample_face.so#2", "libexample_face.so"),
        ("u!/FACE.DLL", "Face.dll"),
        ("u!/example_model_v2.bin", "example_model_"),
    ],
)
def test_file_name(tmp_path, path, value):
    (one,) = look(tmp_path, path)
    assert (one.kind, one.value, one.place, one.detail) == (FactKind.PATH, value, Place.FILE, path.rpartition("/")[2])


@pytest.mark.parametrize(
    "path", ["libexample_face.so!/other", "LIBEXAMPLE_FACE.SO", "u!/notface.dll", "u!/my_example_model_", ""]
)
def test_other_names(tmp_path, path):
    assert look(tmp_path, path) == []


def test_hash_of_the_whole_node(tmp_path):
    assert [o.kind for o in look(tmp_path, "x", KNOWN)] == [FactKind.HASH]
    assert look(tmp_path, "x", KNOWN + b".") == []


def test_containers_are_due_too():
    assert Names.NODE_ONLY


def test_spellings_keep_what_is_no_library():
    assert spellings("a-12345678.txt") == ["a-12345678.txt"]
    assert spellings("liba-12345678-1.2.so.3#4")[-1] == "liba-1.2.so"
