"""Libraries that come as archives, as samples."""

from __future__ import annotations

import io
import zipfile

import pytest

from scanner.fingerprints import archives
from scanner.fingerprints.archives import extractors_of, features_of
from scanner.fingerprints.managed.dex import Dex
from scanner.fingerprints.managed.java import Java
from scanner.fingerprints.native import Native
from scanner.types import ParseFailure
from tests.fingerprints.managed.world import compiled, features, spelled
from vendor_samples.carriers import javaclass
from vendor_samples.carriers.managed import ManagedClass

OTHER = javaclass.build(ManagedClass("a.b", texts=("a text of the other class",)))


def packed(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def test_all_classes_of_a_jar_count_as_one_file():
    jar = packed({"a/b.class": OTHER, "x.class": compiled("tables.class"), "notes.txt": b"a text of nobody"})
    found = features_of(memoryview(jar), Java())
    assert "a text of the other class" in spelled(Java(), found, "str")
    assert {place for kind in found for place in found[kind].hashes.tolist()} >= {
        place for one in features(Java(), compiled("tables.class")).values() for place in one.hashes.tolist()
    }
    assert [found["f32"].raw(n) for n in range(3)] == [
        features(Java(), compiled("tables.class"))["f32"].raw(n) for n in range(3)
    ]


def test_a_library_for_android_holds_its_classes_in_a_jar():
    aar = packed({"classes.jar": packed({"a/b.class": OTHER}), "res/x.xml": b""})
    assert spelled(Java(), features_of(memoryview(aar), Java()), "str") == {"a text of the other class"}


def test_several_dex_files_of_an_app():
    apk = packed({"classes.dex": compiled("tables.dex"), "classes2.dex": compiled("lambda.dex"), "a.dex": b"none"})
    assert len(features_of(memoryview(apk), Dex())["f32"].hashes) == 3


def test_an_archive_without_code_and_one_with_broken_code():
    assert features_of(memoryview(packed({"a.txt": b"x"})), Java()) == {}
    with pytest.raises(ParseFailure):
        features_of(memoryview(packed({"a.class": OTHER[:20]})), Java())
    jar = packed({"a/b.class": OTHER})
    with pytest.raises(ParseFailure):
        features_of(memoryview(jar[:60] + bytes(len(jar) - 60)), Java())


def test_an_archive_that_unpacks_to_too_much(monkeypatch):
    monkeypatch.setattr(archives, "_MOST_BYTES", 1000)
    jar = packed({"a.class": OTHER + bytes(5000)})
    with pytest.raises(ParseFailure, match="more than 1,000"):
        features_of(memoryview(jar), Java())


def test_a_native_library_is_taken_as_it_is():
    found = features_of(memoryview(packed({"a.class": OTHER})), Native())
    assert set(found) == set(Native().features(memoryview(b"")))
    assert [one.NAME for one in extractors_of("zip")] == ["java", "dex"]
    assert [one.NAME for one in extractors_of("pe")] == ["native", "dotnet"]
