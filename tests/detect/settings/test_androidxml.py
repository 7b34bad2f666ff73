"""Binary XML of Android: spellings of the same manifest, tricks against readers, and a manifest in its package."""

from __future__ import annotations

import struct
import zipfile

import pytest

from scanner.catalogue.config_terms import config_terms
from scanner.catalogue.vocabulary import Vocabulary
from scanner.detect.config import Configuration
from scanner.detect.interface import Subject
from scanner.detect.mentions import mentions
from scanner.detect.settings.android.chunks import platform_names
from scanner.detect.settings.registry import BY_FORMAT
from scanner.formats.identify import identify
from scanner.formats.source import Source
from scanner.types import Fact, FactKind, LimitReached, Limits, Node, ParseFailure, Place, State, Strength
from tests.detect.settings.binarycases import AXML, TREE
from vendor_samples.carriers import androidxml
from vendor_samples.carriers.androidxml import NUMBERS, Element


def read(folder, data, limits=None):
    file = folder / "file"
    file.write_bytes(data)
    seen = []
    with Source(file, "file") as source:
        for setting in BY_FORMAT["android-xml"].read(source, limits or Limits()):
            seen.append((setting.path, setting.value))
    return seen


def test_both_encodings_say_the_same(tmp_path):
    assert read(tmp_path, androidxml.build(TREE, utf8=False)) == read(tmp_path, AXML)


def test_attributes_without_a_text_are_called_by_their_number(tmp_path):
    assert read(tmp_path, androidxml.build(TREE, nameless=True)) == read(tmp_path, AXML)


def test_the_number_counts_where_text_and_number_differ(tmp_path):
    # The pool calls it "value", Android reads the number: that of "name".
    tree = Element("a", {"value": "face"})
    number = struct.pack("<I", NUMBERS["value"])
    data = androidxml.build(tree).replace(number, struct.pack("<I", NUMBERS["name"]))
    assert read(tmp_path, data)[0] == (("a", "@name"), "face")


def test_numbers_of_the_carrier_are_those_of_the_platform():
    assert all(platform_names()[number] == name for name, number in NUMBERS.items())


def test_long_texts_and_many_attributes(tmp_path):
    tree = Element("a", {f"k{n}": "x" * n for n in (1, 127, 128, 5000, 32_000)})
    for utf8 in (True, False):
        lengths = [len(value) for _, value in read(tmp_path, androidxml.build(tree, utf8=utf8))[:-1]]
        assert lengths == [1, 127, 128, 5000, 32_000]


def test_chunks_of_unknown_kinds_are_passed_over_as_android_does(tmp_path):
    unknown = struct.pack("<HHI", 0x7777, 8, 12) + b"junk"
    data = androidxml.build(TREE)
    changed = data[:4] + struct.pack("<I", len(data) + len(unknown)) + unknown + data[8:]
    assert read(tmp_path, changed) == read(tmp_path, data)


def test_a_text_that_is_missing_hides_nothing_and_is_reported(tmp_path):
    data = androidxml.build(Element("a", {"label": "x"}, (Element("b", {"value": True}),)))
    # The reference of the first attribute's value.
    at = data.index(struct.pack("<HBB", 8, 0, 3)) + 4
    file = tmp_path / "file"
    file.write_bytes(data[:at] + struct.pack("<I", 0xFFFF) + data[at + 4 :])
    seen = []
    with Source(file, "file") as source, pytest.raises(ParseFailure, match="of a pool"):
        seen.extend(BY_FORMAT["android-xml"].read(source, Limits()))
    assert [(s.path, s.value) for s in seen][:2] == [(("a", "@label"), ""), (("a", "b", "@value"), "true")]


def test_one_long_text_in_many_attributes_is_kept_once(tmp_path):
    tree = Element("a", {}, tuple(Element("b", {"value": "x" * 30_000}) for _ in range(300)))
    assert sum(len(value) for _, value in read(tmp_path, androidxml.build(tree, utf8=False))) == 9_000_000


def test_texts_that_lie_in_each_other_are_stopped(tmp_path):
    data = bytearray(androidxml.build(Element("a", {f"k{n:03}": f"{n:04}" + "x" * 2000 for n in range(300)})))
    strings = int.from_bytes(data[16:20], "little")
    long = next(n for n in range(strings) if _offset(data, n + 1) - _offset(data, n) > 1500)
    start = int.from_bytes(data[28:32], "little") + 8 + _offset(data, long)
    # Every text becomes the rest of the pool.
    data[start : start + 4] = struct.pack(">HH", 0xFD00, 0xFD00)
    for number in range(strings):
        data[36 + 4 * number : 40 + 4 * number] = struct.pack("<I", _offset(data, long))
    with pytest.raises(LimitReached, match="texts"):
        read(tmp_path, bytes(data))


def _offset(data, number):
    return int.from_bytes(data[36 + 4 * number : 40 + 4 * number], "little")


def test_no_manifest_is_spared_by_the_test_for_words():
    assert mentions(AXML, "android-xml", {})


def test_a_fact_about_a_manifest_meets_the_binary_one_where_it_lies_in_its_package(tmp_path):
    value = Fact(
        "f1",
        FactKind.CONFIG,
        "meta-data/@value",
        Strength.STRONG,
        State.ENABLED,
        formats=("android-xml",),
        on=("true",),
    )
    terms = config_terms([value])
    package = tmp_path / "app.apk"
    with zipfile.ZipFile(package, "w", zipfile.ZIP_STORED) as apk:
        apk.writestr("classes.dex", b"dex\n035\0")
        apk.writestr("AndroidManifest.xml", AXML)
    at = package.read_bytes().index(AXML)
    with Source(package, "app.apk!/AndroidManifest.xml", at, len(AXML)) as source:
        node = Node(source.path, None, source.size, "0" * 64, identify(source))
        subject = Subject(node, source, Vocabulary(None, {}, {}, frozenset(terms), terms), Limits())
        (seen,) = Configuration().observe(subject)
    assert (seen.value, seen.setting, seen.place) == ("manifest/application/meta-data/@value", "true", Place.CONFIG)
    assert seen.offset is not None
    assert AXML[seen.offset : seen.offset + 2] == struct.pack("<H", 0x102)
