"""What stands only in comments of a source file is documentation; in doubt it is code."""

from __future__ import annotations

import pytest

from scanner.detect.bytes import Bytes
from scanner.detect.comments import only_in_comments
from scanner.types import Place
from tests.detect.vocabulary import PHRASE, observe

WORD = b"FaceIdentify"


@pytest.mark.parametrize(
    ("source", "name", "expected"),
    [
        (b"// FaceIdentify\nint x;\n", "a.c", True),
        (b"/*\n * FaceIdentify\n */\nint x;\n", "a.cpp", True),
        (b"# faceidentify\nx = 1\n", "a.py", True),
        (b"x = 1\n", "a.py", True),
        (b"// FaceIdentify\nFaceIdentify();\n", "a.c", False),
        (b"/* old */ FaceIdentify();\n", "a.c", False),
        (b"/* never closed\nFaceIdentify();\n", "a.c", False),
        (b"#define RUN FaceIdentify\n", "a.c", False),
        (b"// FaceIdentify\n", "a.py", False),
        (b'"""\n/*\n"""\nFaceIdentify()\n# */\n', "a.py", False),
        (b"# FaceIdentify\n", "unknown", False),
        (b"// FaceIdentify\n" * 60, "a.c", False),
    ],
)
def test_comments(source: bytes, name: str, expected: bool) -> None:
    assert only_in_comments(source, name, WORD) is expected


@pytest.mark.parametrize(("before", "place"), [("# ", Place.DOCUMENT), ("x = '", Place.SCRIPT)])
@pytest.mark.parametrize("text", [PHRASE, "FIRST-HALF SECOND-HALF"])
def test_a_hit_in_a_comment_stands_in_a_document(tmp_path, before, place, text):
    (tmp_path / "node.py").write_text(f"{before}{text}\n")
    (one,) = observe(Bytes(), tmp_path / "node.py", "x!/node.py", "text:script")
    assert one.place is place
