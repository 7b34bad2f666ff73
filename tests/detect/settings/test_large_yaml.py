"""Large YAML is parsed from a stream: the same settings at the same places, in bounded memory."""

from __future__ import annotations

import pytest

from scanner.detect.settings.characters import pieces
from scanner.detect.settings.characters.pieces import Pieces
from scanner.detect.settings.nested import yaml
from scanner.detect.settings.nested.yaml import Yaml
from scanner.formats.source import Source
from scanner.types import LimitReached, Limits, ParseFailure
from tests.detect.settings.cases import CORRUPT, GOOD, HOSTILE

TEXT = "# größe\nключ: значение\nemoji: [\N{GRINNING FACE}, b]\nc: &x {d: on}\n---\ne: *y\n".replace("*y", "1")


def settings(folder, data):
    """(settings before the end or the break, error)."""
    file = folder / "file"
    file.write_bytes(data)
    seen = []
    with Source(file, "file") as source:
        try:
            seen.extend(Yaml().read(source, Limits()))
        except (ParseFailure, LimitReached) as error:
            return seen, type(error)
    return seen, None


@pytest.mark.parametrize(
    "data",
    [
        GOOD["text:yaml"][0],
        *CORRUPT["text:yaml"],
        *(case for case, _ in HOSTILE["text:yaml"]),
        *(TEXT.encode(encoding) for encoding in ("utf-8", "utf-8-sig", "utf-16", "gb18030")),
        b"%YAML:1.0\n---\nface: 1\n",
        b"",
    ],
)
def test_a_stream_gives_what_the_whole_file_gives(tmp_path, monkeypatch, data):
    whole = settings(tmp_path, data)
    monkeypatch.setattr(yaml, "LARGE", -1)
    assert settings(tmp_path, data) == whole


def test_a_stream_ends_where_nothing_comes_of_it(tmp_path, monkeypatch):
    monkeypatch.setattr(yaml, "LARGE", -1)
    monkeypatch.setattr(pieces, "MAX_VALUE", 100_000)
    seen, error = settings(tmp_path, b"a: 1\nb: '" + b"x" * 400_000 + b"'\nc: 2\n")
    assert ([s.value for s in seen], error) == (["1"], LimitReached)
    many = b"".join(b"a%d: 1\n" % number for number in range(40_000))
    assert settings(tmp_path, many)[1] is None


def test_characters_and_bytes(tmp_path):
    text = "aä人\N{GRINNING FACE}" * 50 + "z"
    file = tmp_path / "file"
    file.write_bytes(text.encode())
    with Source(file, "file") as source:
        stream = Pieces(source, Limits())
        for index in (0, 1, 2, 3, 4, 5, 100, 200, 7, 150, 201, 500):
            assert stream.offset(index) == len(text[:index].encode())
        assert stream.read(5) == b"a\xc3\xa4\xe4\xba"
