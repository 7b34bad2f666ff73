"""Property lists: archives, lists within lists, and what is made to look larger than it is."""

from __future__ import annotations

import base64
import plistlib
from plistlib import FMT_BINARY, UID

import pytest

from scanner.detect.mentions import mentions
from scanner.detect.settings.registry import BY_FORMAT
from scanner.formats.source import Source
from scanner.types import LimitReached, Limits, ParseFailure
from tests.detect.settings.binarycases import BINARY, LIST, NESTED, TEXT, binary_list

ARCHIVE = {
    "$archiver": "NSKeyedArchiver",
    "$version": 100_000,
    "$top": {"root": UID(1)},
    "$objects": [
        "$null",
        {"NS.keys": [UID(2), UID(3), UID(8)], "NS.objects": [UID(4), UID(5), UID(1)], "$class": UID(7)},
        "face",
        {"NS.string": "list"},
        {"NS.string": "on"},
        {"NS.objects": [UID(6), UID(1), UID(2)], "$class": UID(7)},
        {"enabled": True, "none": UID(0), "$class": UID(7)},
        {"$classname": "Acme"},
        "self",
    ],
}
_OF_ARCHIVE = [
    (("root", "face"), "on"),
    (("root", "list[0]", "enabled"), "true"),
    (("root", "list[0]", "none"), ""),
    (("root", "list[1]"), ""),
    (("root", "list[2]"), "face"),
    (("root", "self"), ""),
]


def read(folder, format_id, data):
    file = folder / "file"
    file.write_bytes(data)
    seen = []
    with Source(file, "file") as source:
        for setting in BY_FORMAT[format_id].read(source, Limits()):
            seen.append((setting.path, setting.value))
    return seen


def spelled(thing):
    """``thing`` with unique ids as XML has them."""
    if isinstance(thing, UID):
        return {"CF$UID": thing.data}
    if isinstance(thing, dict):
        return {key: spelled(value) for key, value in thing.items()}
    return [spelled(one) for one in thing] if isinstance(thing, list) else thing


def test_an_archive_is_read_as_what_it_stands_for(tmp_path):
    assert read(tmp_path, "plist", plistlib.dumps(ARCHIVE, fmt=FMT_BINARY, sort_keys=False)) == _OF_ARCHIVE
    assert read(tmp_path, "text:plist", plistlib.dumps(spelled(ARCHIVE), sort_keys=False)) == _OF_ARCHIVE


@pytest.mark.parametrize("key", ["$top", "$objects", "$archiver"])
def test_a_list_that_lacks_a_part_of_an_archive_is_an_ordinary_one(tmp_path, key):
    part = {name: value for name, value in ARCHIVE.items() if name != key}
    assert (("$version",), "100000") in read(tmp_path, "plist", plistlib.dumps(part, fmt=FMT_BINARY))


def test_ids_that_name_nothing_break_an_archive(tmp_path):
    broken = {**ARCHIVE, "$top": {"root": UID(99)}}
    with pytest.raises(ParseFailure, match="not there"):
        read(tmp_path, "plist", plistlib.dumps(broken, fmt=FMT_BINARY))


@pytest.mark.parametrize("key", ["NS.string", "NS.keys", "NS.objects"])
def test_objects_that_are_made_of_themselves_end(tmp_path, key):
    # Object 1 has itself as its text, its keys, its members.
    own = {"NS.keys": [UID(1)], "NS.objects": [UID(1)], key: UID(1) if key == "NS.string" else [UID(1), UID(1)]}
    data = plistlib.dumps({**ARCHIVE, "$objects": ["$null", own]}, fmt=FMT_BINARY)
    assert all(value == "" for _, value in read(tmp_path, "plist", data))


def test_lists_lie_in_data_of_lists_up_to_a_depth(tmp_path):
    data = NESTED
    for _ in range(5):
        data = plistlib.dumps({"d": data}, fmt=FMT_BINARY)
    (setting,) = read(tmp_path, "plist", data)
    assert setting[0] == ("d",) * 4
    assert setting[1].endswith("bytes)")


def test_a_broken_list_within_a_list_is_a_failure_behind_the_rest(tmp_path):
    seen = []
    inner = binary_list([b"\xa2\x01\x05", b"\x51x"])  # its second member is not there
    data = plistlib.dumps({"a": inner, "b": NESTED[:-1], "c": True}, fmt=FMT_BINARY)
    for format_id, whole in (("plist", data), ("text:plist", plistlib.dumps(plistlib.loads(data)))):
        file = tmp_path / "file"
        file.write_bytes(whole)
        seen = []
        with Source(file, "file") as source, pytest.raises(ParseFailure):
            seen.extend(BY_FORMAT[format_id].read(source, Limits()))
        assert [(s.path, s.value) for s in seen if s.path != ("b",)] == [(("a[0]",), "x"), (("c",), "true")]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-8-sig", "gbk"])
def test_xml_lists_in_other_encodings(tmp_path, encoding):
    text = '<?xml version="1.0" encoding="X"?><plist><dict><key>k</key><string>人脸</string></dict></plist>'
    mark = b"\xfe\xff" if encoding == "utf-16-be" else b""
    data = mark + text.replace("X", encoding.removesuffix("-sig").removesuffix("-be")).encode(encoding)
    assert read(tmp_path, "text:plist", data) == [(("k",), "人脸")]


def test_a_placeholder_in_place_of_data_hides_nothing(tmp_path):
    data = b"<plist><dict><key>a</key><data>${CERTIFICATE}</data><key>on</key><true/></dict></plist>"
    assert read(tmp_path, "text:plist", data) == [(("a",), "${CERTIFICATE}"), (("on",), "true")]


def test_one_long_text_that_many_places_name_is_stopped(tmp_path):
    long = b"\x5f\x11\xff\xff" + b"x" * 65_535
    objects = [b"\xaf\x11\x03\xe8" + b"\x01" * 1000, long]
    with pytest.raises(LimitReached, match="texts"):
        read(tmp_path, "plist", binary_list(objects))


def test_a_dictionary_that_thousands_share_is_read_everywhere(tmp_path):
    objects = [b"\xaf\x11\x03\xe8" + b"\x01" * 1000, b"\xd1\x02\x03", b"\x51k", b"\x09"]
    seen = read(tmp_path, "plist", binary_list(objects))
    assert len(seen) == 1000
    assert seen[-1] == (("[999]", "k"), "true")


def test_offsets_are_those_of_the_values(tmp_path):
    for format_id, data, mark in (("plist", BINARY, b"\x09"), ("text:plist", TEXT, b"<true")):
        file = tmp_path / "file"
        file.write_bytes(data)
        with Source(file, "file") as source:
            settings = {s.path: s.offset for s in BY_FORMAT[format_id].read(source, Limits())}
        at = settings["a[0][0]", "b"]
        assert data[at : at + len(mark)] == mark


def test_keys_cannot_forge_a_path(tmp_path):
    data = plistlib.dumps({"a/b\x1b[2J": 1}, fmt=FMT_BINARY)
    assert read(tmp_path, "plist", data) == [(("a\\x2fb\\x1b[2J",), "1")]


def test_no_list_is_spared_by_the_test_for_words():
    within = plistlib.dumps({"d": plistlib.dumps({"face_recognition": True}, fmt=FMT_BINARY)})
    assert b"face_recognition" not in within
    assert base64.b64encode(b"bplist")[:8] in within
    assert mentions(within, "text:plist", {})
    assert mentions(BINARY, "plist", {})
    assert not mentions(plistlib.dumps({"d": 1}), "text:plist", {})


def test_values_are_as_the_other_form_has_them(tmp_path):
    assert read(tmp_path, "plist", BINARY) == read(tmp_path, "text:plist", TEXT)
    assert plistlib.loads(BINARY) == LIST
