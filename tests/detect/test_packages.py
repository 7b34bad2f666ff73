"""Package manifests at the places where package managers keep them."""

from __future__ import annotations

import pytest

from scanner.detect.packages import Packages
from scanner.types import FactKind, LimitReached, Limits, ParseFailure, Place
from tests.detect.vocabulary import observe, subject

METADATA = "Metadata-Version: 2.1\nName: Example_Face\nVersion: 1.2.0\nRequires-Dist: other\n\nName: prose\n"
NUSPEC = (
    '<package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd"><metadata><id>Example.Face</id>'
    "<version>4.0</version></metadata></package>"
)
STATUS = (
    "Package: busybox\nStatus: install ok installed\nVersion: 1\n\n"
    "Package: libexample-face3\nStatus: install ok installed\nDescription: x\n Package: y\nVersion: 3.1-2\n"
)


def look(tmp_path, path, text):
    (tmp_path / "node").write_bytes(text if isinstance(text, bytes) else text.encode())
    return observe(Packages(), tmp_path / "node", path, "text")


@pytest.mark.parametrize(
    ("path", "text", "value", "version"),
    [
        ("w!/example_face-1.2.0.dist-info/METADATA", METADATA, "pypi:example-face", "1.2.0"),
        ("d!/usr/lib/example_face.egg-info/PKG-INFO", METADATA.replace("\n", "\r\n"), "pypi:example-face", "1.2.0"),
        ("x!/package.json", '\ufeff{"name": "@example/face", "version": "0.9"}', "npm:@example/face", "0.9"),
        (
            "j!/META-INF/pom.properties",
            "#c\ngroupId=com.example\nartifactId = face\nversion=7\n",
            "maven:com.example:face",
            "7",
        ),
        ("n!/Example.Face.nuspec", NUSPEC, "nuget:Example.Face", "4.0"),
        ("r!/var/lib/dpkg/status", STATUS, "deb:libexample-face3", "3.1-2"),
        ("r!/usr/lib/opkg/info/x.control", STATUS, "deb:libexample-face3", "3.1-2"),
        ("p.deb!/control.tar!/control", "Package: libexample-face3\nVersion: 3.1-2\n", "deb:libexample-face3", "3.1-2"),
    ],
)
def test_installed_packages(tmp_path, path, text, value, version):
    seen = look(tmp_path, path, text)
    assert [(o.kind, o.value, o.place) for o in seen] == [
        (FactKind.PACKAGE, value, Place.FILE),
        (FactKind.VERSION, version, Place.FILE),
    ]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("x!/package.json", '{"name": "shop", "dependencies": {"example-face": "^1"}}'),
        ("w!/shop-1.dist-info/METADATA", "Name: shop\nRequires-Dist: example-face (>=1) ; extra == 'x'\n"),
        ("r!/var/lib/dpkg/status", "Package: libexample-face3\nStatus: deinstall ok config-files\n"),
    ],
)
def test_declared_packages_are_only_mentioned(tmp_path, path, text):
    (one,) = look(tmp_path, path, text)
    assert one.place is Place.DOCUMENT


@pytest.mark.parametrize("path", ["x!/METADATA", "x!/my-package.json", "x!/status", "x!/nuspec", "x!/control.txt"])
def test_other_places_are_no_manifest(tmp_path, path):
    assert look(tmp_path, path, METADATA + STATUS + "Package: libexample-face3\n") == []


def test_packages_that_no_fact_names_are_not_observed(tmp_path):
    assert look(tmp_path, "x!/package.json", '{"name": "left-pad", "version": "1"}') == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("x!/package.json", "{"),
        ("x!/package.json", "[]"),
        ("x!/a.nuspec", "<package>"),
        ("x!/a.nuspec", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
    ],
)
def test_broken_manifests_are_a_failure(tmp_path, path, text):
    with pytest.raises(ParseFailure):
        look(tmp_path, path, text)


@pytest.mark.parametrize("value", ["5", '"name"', "[1, {}]", "null"])
def test_odd_dependencies(tmp_path, value):
    look(tmp_path, "x!/package.json", f'{{"name": [], "version": {{}}, "dependencies": {value}}}')


def test_bytes_that_are_no_text(tmp_path):
    assert look(tmp_path, "x!/a.dist-info/METADATA", bytes(range(256)) * 10) == []


def test_a_huge_manifest_is_a_limit(tmp_path):
    (tmp_path / "node").write_text(METADATA)
    with subject(tmp_path / "node", "x!/PKG-INFO", "text", Limits(config_bytes=10)) as one, pytest.raises(LimitReached):
        list(Packages().observe(one))
