"""One package under the spellings of its registry, as the detector reports it."""

from __future__ import annotations

import pytest

from scanner.catalogue.vocabulary import Names, Vocabulary
from scanner.detect.manifests.interface import Manifest, Package
from scanner.detect.manifests.registry import form_for
from scanner.detect.manifests.wanted import Wanted, shown
from scanner.detect.packages import Packages
from scanner.types import FactKind, LimitReached, ParseFailure, Place
from tests.detect.vocabulary import observe, subject


def wanted(*values):
    return Wanted(Vocabulary(None, {}, {FactKind.PACKAGE: Names(frozenset(values), {}, ())}, frozenset()))


@pytest.mark.parametrize(
    ("fact", "name"),
    [
        ("pypi:face_recognition", "pypi:face-recognition"),
        ("nuget:AWSSDK.Rekognition", "nuget:awssdk.rekognition"),
        ("cargo:rust-face", "cargo:rust_face"),
        ("oci:Example/Face", "oci:example/face"),
    ],
)
def test_the_fact_is_found_under_another_spelling(fact, name):
    assert list(wanted(fact).find(Package(name))) == [fact]


def test_names_of_other_ecosystems_keep_their_spelling():
    assert list(wanted("npm:Face", "maven:a:Face").find(Package("npm:face", others=("maven:a:face",)))) == []


@pytest.mark.parametrize(
    ("line", "values"),
    [
        ("image: ${registry}compreface-core:${CORE_VERSION}", ["oci:exadel/compreface-core"]),
        ("image: ${registry}/compreface-core", ["oci:exadel/compreface-core"]),
        ("image: ${registry:-exadel/}compreface-core", ["oci:exadel/compreface-core"]),
        ("image: compreface-core", []),
        ("image: ${registry}openface", []),
        ("image: ${registry}core", []),
        ("image: ${IMAGE}", []),
    ],
)
def test_an_image_whose_owner_is_a_variable_is_told_by_a_long_name_alone(line, values):
    form, path = form_for("compose.yml")
    (*found,) = form.parse(Manifest(path, f"services:\n  x:\n    {line}\n".encode()))
    known = wanted("oci:exadel/compreface-core", "oci:bamos/openface", "npm:x/compreface-core")
    assert [value for package in found for value in known.find(package)] == values


@pytest.mark.parametrize(
    ("value", "version", "purl"),
    [
        ("pypi:face-recognition", "1.3", "pkg:pypi/face-recognition@1.3"),
        ("npm:@vladmandic/human", "", "pkg:npm/%40vladmandic/human"),
        ("maven:com.face:engine", "2", "pkg:maven/com.face/engine@2"),
        ("go:github.com/Kagami/go-face", "v0", "pkg:golang/github.com/kagami/go-face@v0"),
        ("npm:a", "\u202ex", "pkg:npm/a@%E2%80%AEx"),
    ],
)
def test_packages_are_shown_as_purls(value, version, purl):
    assert shown(value, version).lower() == purl.lower()


@pytest.mark.parametrize(
    ("data", "read"),
    [(b'{"x": "Example_FACE"}', True), (b'{"x": "other"}', False), (b'{"x": "\\u0066"}', True), (b"\xff\xfex\0", True)],
)
def test_a_lock_file_is_read_only_where_a_wanted_name_may_stand(data, read):
    form, path = form_for("Pipfile.lock")
    assert wanted("pypi:example-face", "npm:other").may_stand_in(Manifest(path, data), form) is read


def test_a_broken_lock_file_without_a_wanted_name_has_nothing_to_say(tmp_path):
    (tmp_path / "node").write_text('{"packages": ')
    assert observe(Packages(), tmp_path / "node", "x!/package-lock.json", "text:json") == []
    (tmp_path / "node").write_text('{"packages": "example-face')
    with pytest.raises(ParseFailure):
        observe(Packages(), tmp_path / "node", "x!/package-lock.json", "text:json")


def test_utf_16_manifests_are_read(tmp_path):
    xml = '<?xml version="1.0" encoding="utf-16"?><packages><package id="example.face" version="4"/></packages>'
    (tmp_path / "node").write_bytes(xml.encode("utf-16"))
    first, second = observe(Packages(), tmp_path / "node", "x!/packages.config", "text:xml")
    assert (first.value, first.place, first.detail) == (
        "nuget:Example.Face",
        Place.DOCUMENT,
        "pkg:nuget/Example.Face@4",
    )
    assert (second.kind, second.value) == (FactKind.VERSION, "4")


def test_what_stands_before_the_break_is_kept(tmp_path):
    lock = (
        '{"dependencies": {"example-face": {"version": "1"}, "a": '
        + '{"dependencies": {"a": ' * 250
        + "{}"
        + "}}" * 251
    )
    (tmp_path / "node").write_text(lock)
    seen = []
    with subject(tmp_path / "node", "x!/package-lock.json", "text:json") as one, pytest.raises(LimitReached):
        seen.extend(observation.value for observation in Packages().observe(one))
    assert seen == ["npm:example-face", "1"]
