"""Every settings reader: what it reads, how it fails, what stops it."""

from __future__ import annotations

import pytest

from scanner.detect.settings import interface
from scanner.detect.settings.registry import BY_FORMAT, READERS
from scanner.formats.roles import HOLD_SETTINGS
from scanner.formats.source import Source
from scanner.types import LimitReached, Limits, ParseFailure
from tests.detect.settings.cases import CORRUPT, GOOD, HOSTILE


def read(folder, format_id, data, limits=None):
    file = folder / "file"
    file.write_bytes(data)
    with Source(file, "file") as source:
        return list(BY_FORMAT[format_id].read(source, limits or Limits()))


def each(table):
    pairs = [(key, number, case) for key, cases in table.items() for number, case in enumerate(cases)]
    return [pytest.param(key, case, id=f"{key}-{number}") for key, number, case in pairs]


def test_every_reader_has_a_good_a_corrupt_and_a_hostile_case():
    formats = [reader.FORMAT for reader in READERS]
    assert len(set(formats)) == len(formats)
    assert HOLD_SETTINGS - {"text:script"} <= set(formats) <= HOLD_SETTINGS
    assert set(formats) == set(GOOD) == set(CORRUPT) == set(HOSTILE)
    assert all(reader.LIMITATIONS for reader in READERS)


@pytest.mark.parametrize("format_id", GOOD)
def test_settings_of_a_good_file(tmp_path, format_id):
    data, expected = GOOD[format_id]
    assert [(s.path, s.value) for s in read(tmp_path, format_id, data)] == expected


@pytest.mark.parametrize(("format_id", "data"), each(CORRUPT))
def test_a_broken_file_is_a_parse_failure(tmp_path, format_id, data):
    with pytest.raises(ParseFailure):
        read(tmp_path, format_id, data)


@pytest.mark.parametrize(("format_id", "case"), each(HOSTILE))
def test_a_hostile_file_is_stopped(tmp_path, format_id, case):
    data, error = case
    with pytest.raises(error):
        read(tmp_path, format_id, data)


@pytest.mark.parametrize("format_id", GOOD)
def test_limits_of_size_and_number(tmp_path, format_id, monkeypatch):
    data, _ = GOOD[format_id]
    if format_id != "sqlite":  # databases are read where they lie
        with pytest.raises(LimitReached, match="above the limit"):
            read(tmp_path, format_id, data, Limits(config_bytes=len(data) - 1))
    monkeypatch.setattr(interface, "MAX_SETTINGS", 2)
    with pytest.raises(LimitReached, match="more than 2 settings"):
        read(tmp_path, format_id, data)


@pytest.mark.parametrize("cut", range(1, 60))
@pytest.mark.parametrize("format_id", GOOD)
def test_a_truncated_file_ends_in_settings_or_a_known_error(tmp_path, format_id, cut):
    data = GOOD[format_id][0][:-cut]
    try:
        settings = read(tmp_path, format_id, data)
    except (ParseFailure, LimitReached):
        return
    assert all(setting.path for setting in settings)


@pytest.mark.parametrize(
    ("format_id", "text", "at"),
    [
        ("text:xml", "<a><b>é</b><c>1</c></a>", "<c>"),
        ("text:json", '{"é": "ü", "c": 1}', "1}"),
        ("text:yaml", "é: ü\nc: 1\n", "1\n"),
        ("text:ini", "[é]\nü=1\nc=1\n", "c="),
        ("text:keyvalue", "é=ü\nc=1\n", "c="),
    ],
)
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "marked"])
def test_offsets_are_bytes_of_the_file(tmp_path, format_id, text, at, mark):
    data = mark + text.encode()
    last = read(tmp_path, format_id, data)[-1]
    assert last.path[-1] == "c"
    assert last.offset == data.index(at.encode())


def test_settings_before_the_break_are_not_lost(tmp_path):
    broken = {"text:xml": b"<a><b>1</b><c>", "text:json": b'{"b": 1, "c"', "text:yaml": b"b: 1\nc: ["}
    for format_id, data in broken.items():
        file = tmp_path / "file"
        file.write_bytes(data)
        seen = []
        with Source(file, "file") as source, pytest.raises(ParseFailure):
            seen.extend(BY_FORMAT[format_id].read(source, Limits()))
        assert [s.value for s in seen] == ["1"], format_id


@pytest.mark.parametrize("encoding", ["gb2312", "GBK"])
def test_xml_in_a_chinese_encoding(tmp_path, encoding):
    data = f'<?xml version="1.0" encoding="{encoding}"?><a><b>人脸</b></a>'.encode("gbk")
    assert [s.value for s in read(tmp_path, "text:xml", data)] == ["人脸"]


def test_utf_16_and_gbk_text(tmp_path):
    assert read(tmp_path, "text:ini", "[s]\r\nkey=ü\r\n".encode("utf-16"))[0].value == "ü"
    assert read(tmp_path, "text:json", '{"k": "人脸"}'.encode("gbk"))[0].value == "人脸"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    ("format_id", "text"),
    [
        ("text:ini", "[section]\r\nc = ü 人脸\r\n"),
        ("text:keyvalue", "first=1\r\nc=ü 人脸\r\n"),
        ("text:yaml", "section:\n  name: 1\n  c: ü 人脸\n"),
        ("text:json", '{"section": {"name": 1, "c": "ü 人脸"}}'),
        ("text:toml", "[section]\nc = 'ü 人脸'\n"),
        ("text:xml", "<section><name>1</name><c>ü 人脸</c></section>"),
        ("text:plist", "<plist><dict><key>c</key><string>ü 人脸</string></dict></plist>"),
        ("text:registry", '[HKEY_A]\r\n"c"="ü 人脸"\r\n'),
    ],
)
def test_two_byte_text_without_a_mark(tmp_path, format_id, text, encoding):
    data = text.encode(encoding)
    last = read(tmp_path, format_id, data)[-1]
    assert (last.path[-1], last.value) == ("c", "ü 人脸")
    assert last.offset is None or (last.offset % 2 == 0 and last.offset < len(data))


@pytest.mark.parametrize("format_id", ["text:ini", "text:keyvalue"])
@pytest.mark.parametrize("text", ["", "only words\nno pair\n", "=\n" * 9, "[" * 9, "# a=1\n"])
def test_lines_without_a_pair_say_nothing(tmp_path, format_id, text):
    assert read(tmp_path, format_id, text.encode()) == []


def test_a_schema_and_a_page_have_no_settings(tmp_path):
    schema = b'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="HumanFace"/></xs:schema>'
    page = b'<html xmlns="http://www.w3.org/1999/xhtml"><body><isSupportFaceContrast>true</isSupportFaceContrast></body></html>'
    assert read(tmp_path, "text:xml", schema) == []
    assert read(tmp_path, "text:xml", page) == []


def test_a_document_type_without_entities_is_read_and_never_fetched(tmp_path):
    data = b'<!DOCTYPE plist SYSTEM "http://127.0.0.1:9/p.dtd"><plist><key>on</key></plist>'
    assert [s.value for s in read(tmp_path, "text:xml", data)] == ["on"]


def test_keys_cannot_forge_a_path_or_control_a_terminal(tmp_path):
    (setting,) = read(tmp_path, "text:json", b'{"face_recognition/enabled\\u001b[2J": true}')
    assert setting.path == ("face_recognition\\x2fenabled\\x1b[2J",)


def test_yaml_values_stay_text_and_tags_make_no_object(tmp_path):
    data = b"a: on\nb: 0x10\nc: !!python/object/apply:os.system [id]\n? {x: y}\n: z\n"
    assert [(s.path, s.value) for s in read(tmp_path, "text:yaml", data)] == [
        (("a",), "on"),
        (("b",), "0x10"),
        (("c[0]",), "id"),
        (("?",), "z"),
    ]


def test_merge_of_several_mappings(tmp_path):
    data = b"x: &x {a: 1}\ny: &y {b: 2}\nz:\n  <<: [*x, *y]\n  c: 3\n"
    assert [(s.path, s.value) for s in read(tmp_path, "text:yaml", data)][2:] == [
        (("z", "c"), "3"),
        (("z", "a"), "1"),
        (("z", "b"), "2"),
    ]


def test_a_key_of_its_own_counts_instead_of_one_that_is_merged(tmp_path):
    data = (
        b"x: &x {on: true, l: [1, 2], s: {a: 1}}\ny: &y\n  <<: *x\n  on: false\n"
        b"z:\n  l: 3\n  <<: *y\nw: {<<: [*x], s: 4}\n"
    )
    settings = ["/".join(s.path) + "=" + s.value for s in read(tmp_path, "text:yaml", data)][4:]
    assert settings[:4] == ["y/on=false", "y/l[0]=1", "y/l[1]=2", "y/s/a=1"]
    assert settings[4:7] == ["z/l=3", "z/on=false", "z/s/a=1"]
    assert settings[7:] == ["w/s=4", "w/on=true", "w/l[0]=1", "w/l[1]=2"]


def test_what_a_merge_key_brings_is_not_lost_where_the_file_breaks(tmp_path):
    file = tmp_path / "file"
    file.write_bytes(b"x: &x {on: true}\nz:\n  <<: *x\n  a: [")
    seen = []
    with Source(file, "file") as source, pytest.raises(ParseFailure):
        seen.extend(BY_FORMAT["text:yaml"].read(source, Limits()))
    assert ["/".join(s.path) for s in seen] == ["x/on", "z/on"]
