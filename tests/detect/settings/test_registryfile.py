"""Registry exports: the old form, Wine's, and lines that are none."""

from __future__ import annotations

import pytest

from scanner.detect.settings.registry import BY_FORMAT
from scanner.formats.source import Source
from scanner.types import Limits


def read(folder, data):
    file = folder / "file"
    file.write_bytes(data)
    with Source(file, "file") as source:
        return [(setting.path, setting.value) for setting in BY_FORMAT["text:registry"].read(source, Limits())]


def test_the_old_form_has_texts_in_the_old_encoding(tmp_path):
    data = (
        b'REGEDIT4\r\n\r\n[HKEY_A\\B]\r\n"t"=hex(2):25,41,00\r\n"n"=dword:ffffffff\r\n"c"="'
        + "人脸".encode("gbk")
        + b'"\r\n'
    )
    assert read(tmp_path, data) == [
        (("HKEY_A", "B", "t"), "%A"),
        (("HKEY_A", "B", "n"), "4294967295"),
        (("HKEY_A", "B", "c"), "人脸"),
    ]


def test_wine_keeps_its_registry_in_the_same_words(tmp_path):
    data = b"WINE REGISTRY Version 2\n;; All keys\n\n#arch=win64\n"
    data += b'[Software\\\\Acme] 1612\n#time=1d\n"v"="1"\n"s"=str(2):"%a%"\n'
    assert read(tmp_path, data) == [(("Software", "Acme", "v"), "1"), (("Software", "Acme", "s"), "%a%")]


def test_a_piece_without_its_first_line_is_read(tmp_path):
    assert read(tmp_path, b'[HKEY_A]\r\n"on"=dword:00000001\r\n') == [(("HKEY_A", "on"), "1")]


def test_texts_of_several_lines(tmp_path):
    assert read(tmp_path, b'REGEDIT4\n[K]\n"a"="x\r\ny"\n"b"="z"\n') == [(("K", "a"), "x\r\ny"), (("K", "b"), "z")]


@pytest.mark.parametrize(
    "line",
    [b'"a"=-', b'; "a"="1"', b'"a"', b"a=1", b'"a="1"', b'[-K\\L]\n"a"="1"', b"[K", b"@", b'#"a"="1"'],
)
def test_what_is_deleted_or_remarked_or_broken_is_no_setting(tmp_path, line):
    assert read(tmp_path, b"REGEDIT4\n[K]\n" + line + b"\n") == []


def test_a_value_before_any_key_is_none(tmp_path):
    assert read(tmp_path, b'REGEDIT4\n"a"="1"\n[K]\n"b"="2"\n') == [(("K", "b"), "2")]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("dword:xyz", "xyz"),
        ("hex:zz", "zz"),
        ("hex(4):01,00,00,00", "1"),
        ("hex(5):00,00,00,01", "1"),
        ("hex(1):41,00,00,00", "A"),
        ("hex(2):", ""),
        ("hex:", ""),
        ("hex(0):aa", "aa"),
        ("qword:10", "16"),
        ("other", "other"),
    ],
)
def test_values_by_their_type(tmp_path, value, expected):
    data = f'Windows Registry Editor Version 5.00\r\n[K]\r\n"a"={value}\r\n'.encode("utf-16")
    assert read(tmp_path, data) == [(("K", "a"), expected)]


@pytest.mark.parametrize(
    "piece", [b'"', b'"a\\', b'"a"="', b"[[a] ", b"[a] 1", b" ", b"[\n", b'"a"=\\\n', b'"a"=hex:01,\\\n']
)
def test_many_openings_without_an_end_are_read_in_one_pass(tmp_path, piece):
    assert len(read(tmp_path, b"REGEDIT4\n[K]\n" + piece * 20_000)) <= 20_000
