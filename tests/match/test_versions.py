"""The version of a product: only from what the delivery says in the product's own words, files and packages."""

from __future__ import annotations

import pytest

from scanner.types import FactKind, Place
from tests.match.world import LIBRARY, PROGRAM, fact, matched, product, seen

EXPORT = seen("face_identify", LIBRARY, Place.DEFINED)
SIGNATURE = product(
    fact("face_identify"),
    fact("libface.so", FactKind.SONAME, prefix=True),
    fact("face-sdk-", FactKind.PATH, prefix=True),
    fact("pypi:face-sdk", FactKind.PACKAGE),
    versions=("FaceSDK/{}",),
)


def said(version, detail, path=LIBRARY):
    return seen(version, path, Place.FILE, FactKind.VERSION, detail=detail)


def told(*observations, formats=None):
    (finding,) = matched(SIGNATURE, [EXPORT, *observations], formats=formats).findings
    return [(version.text, version.path, version.read_from) for version in finding.versions]


def test_nothing_is_guessed():
    assert told() == []
    assert told(said("1.2", "OriginalFilename"), said("1.2", "OtherSDK/{}")) == []


def test_the_text_in_its_own_library():
    assert told(said("3.1.4", "FaceSDK/{}")) == [("3.1.4", LIBRARY, "text")]


def test_the_text_in_a_file_without_the_product_is_somebody_elses():
    assert told(said("3.1.4", "FaceSDK/{}", "fw!/etc/about")) == []


def test_the_resource_of_its_own_library_the_product_version_first():
    resources = [said("3.1.0.0", "FileVersion"), said("3.1", "ProductVersion")]
    assert told(*resources) == [("3.1", LIBRARY, "resource")]


def test_the_resource_of_a_program_that_calls_it_is_the_programs():
    calls = seen("face_identify", PROGRAM, Place.IMPORTED)
    assert told(calls, said("9.0", "ProductVersion", PROGRAM)) == []


def test_the_resource_of_a_program_that_holds_classes_of_it_is_the_programs():
    held = product(fact("Face.Engine", FactKind.CLASS))
    observations = [
        seen("Face.Engine", PROGRAM, Place.DEFINED, FactKind.CLASS),
        said("9.0", "ProductVersion", PROGRAM),
    ]
    assert all(not f.versions for f in matched(held, observations, formats={PROGRAM: "pe"}).findings)


def test_the_package():
    package = seen("pypi:face-sdk", "fw!/site/METADATA", Place.FILE, FactKind.PACKAGE)
    version = said("2.0", "pypi:face-sdk", "fw!/site/METADATA")
    other = said("5.0", "pypi:other", "fw!/site/METADATA")
    assert told(package, version, other) == [("2.0", "fw!/site/METADATA", "package")]


@pytest.mark.parametrize(
    ("name", "version"),
    [
        ("libface.so.3.1.4", "3.1.4"),
        ("libface.so.3", None),
        ("libface.so", None),
    ],
)
def test_the_name_of_the_library(name, version):
    path = f"fw!/usr/lib/{name}"
    observations = [seen("libface.so", path, Place.DEFINED, FactKind.SONAME, detail=name)]
    assert told(*observations) == ([(version, path, "name")] if version else [])


@pytest.mark.parametrize(
    ("name", "version"),
    [
        ("face-sdk-4.2.1-release.aar", "4.2.1"),
        ("face-sdk-v4.2.jar", "4.2"),
        ("face-sdk-arm64.aar", None),
        ("face-sdk-7.jar", None),
    ],
)
def test_the_name_of_the_file(name, version):
    path = f"fw!/app/{name}"
    found = told(seen("face-sdk-", path, Place.FILE, FactKind.PATH))
    assert found == ([(version, path, "name")] if version else [])


def test_order_and_number_do_not_depend_on_the_order_of_the_observations():
    many = [said(f"1.{n}", "FaceSDK/{}") for n in range(30)]
    assert told(*many) == told(*reversed(many))
    assert len(told(*many)) == 10


def test_versions_prove_nothing():
    assert matched(SIGNATURE, [said("3.1.4", "FaceSDK/{}")]).findings == ()


def test_the_end_of_a_long_name_tells_and_nothing_before_it():
    end = "libface.so.3.1.4"
    hostile = "fw!/x-1.1" + "_a" * 5000 + f"/{end}"
    observations = [seen("libface.so", hostile, Place.DEFINED, FactKind.SONAME, detail=end)]
    assert told(*observations) == [("3.1.4", hostile, "name")]
    far = "fw!/libface-sdk-3.1.4" + "_a" * 60 + ".so"
    assert told(seen("libface.so", far, Place.DEFINED, FactKind.SONAME, detail="libface.so")) == []


def test_a_manifest_of_very_many_versions_tells_those_of_the_product():
    path = "fw!/package-lock.json"
    package = seen("pypi:face-sdk", path, Place.FILE, FactKind.PACKAGE)
    others = [said(f"{n}.0", "pypi:other", path) for n in range(2000)]
    assert told(package, *others, said("2.0", "pypi:face-sdk", path)) == [("2.0", path, "package")]


def test_the_range_of_a_fingerprint():
    found = seen("face-net", LIBRARY, Place.TEXT, FactKind.FINGERPRINT)
    range_ = said("2.0 or newer", "fingerprint face-net")
    other = said("1.0 or older", "fingerprint other-net")
    recorded = product(fact("face_identify"), fact("face-net", FactKind.FINGERPRINT))
    (finding,) = matched(recorded, [EXPORT, found, range_, other]).findings
    assert [(v.text, v.read_from) for v in finding.versions] == [("2.0 or newer", "fingerprint")]
