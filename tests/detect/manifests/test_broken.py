"""Manifests that are cut, wrong or hostile end in a failure that says so, never in a crash."""

from __future__ import annotations

import random

import pytest

from scanner.detect.manifests.interface import Manifest
from scanner.detect.manifests.registry import FORMS, form_for
from scanner.types import FacescreenError, LimitReached, ParseFailure
from tests.detect.manifests.rpmdb import berkeley, ndb, sqlite
from tests.detect.manifests.test_forms import CASES, read


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("Pipfile", "[["),
        ("Pipfile.lock", "[]"),
        ("poetry.lock", "a = "),
        ("pyproject.toml", "[project\n"),
        ("setup.cfg", "no section\n"),
        ("package-lock.json", "{"),
        ("pom.xml", "<project>"),
        ("x.csproj", '<!DOCTYPE a [<!ENTITY b "c">]><Project>&b;</Project>'),
        ("x.deps.json", '["libraries"'),
        ("Package.resolved", '"x"'),
        ("Cargo.lock", "\0"),
        ("index.json", "[" * 100_000 + '"annotations"'),
        ("manifest.json", "[" * 100_000 + '"RepoTags"'),
        ("libs.versions.toml", "x"),
        ("var/lib/rpm/rpmdb.sqlite", "SQLite format 3\0" + "x" * 200),
        ("var/lib/rpm/Packages", "x" * 200),
        ("var/lib/rpm/Packages", ""),
    ],
)
def test_what_is_no_manifest_is_a_failure(path, text):
    with pytest.raises(ParseFailure):
        read(path, text)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("web/index.json", "[1, 2"),
        ("web/manifest.json", "// theme\n{"),
        ("etc/device.props", "face.enabled=1\n"),
        ("js/app.deps.json", "[1]"),
        ("k8s.yaml", "a: [b"),
        ("play/some-thing.properties", "client"),
    ],
)
def test_another_file_of_the_same_name_is_not_broken(path, text):
    assert read(path, text) == []


def test_npm_6_nests_without_end():
    with pytest.raises((LimitReached, ParseFailure)):
        read("package-lock.json", '{"dependencies": {"a": ' * 400 + "{}" + "}}" * 400)


@pytest.mark.parametrize(("path", "text", "_"), CASES, ids=lambda v: v if isinstance(v, str) and len(v) < 40 else "")
def test_mutated_manifests_never_crash(path, text, _):
    random_source = random.Random(path)  # noqa: S311 - to break files, not to hide anything
    for _round in range(40):
        data = bytearray(text.encode())
        for _change in range(random_source.randrange(1, 6)):
            at = random_source.randrange(len(data))
            data[at : at + random_source.randrange(3)] = random_source.randbytes(random_source.randrange(3))
        try:
            read(path, bytes(data))
        except FacescreenError as error:
            assert str(error)


ODD = (
    b'{"dependencies": [1], "packages": {"node_modules/x": 5}, "libraries": {"a": 1}, "pins": [5], "name": 5}',
    b"[[package]]\nname = 5\n",
    b'package = 5\n[project]\nname = 5\ndependencies = "x"\n',
    b"<a><dependency/></a>",
    b"\xff" * 50,
)


@pytest.mark.parametrize("data", ODD)
def test_odd_types_are_no_crash(data):
    for path in {path for path, *_ in CASES}:
        try:
            read(path, data)
        except FacescreenError as error:
            assert str(error)


@pytest.mark.parametrize(
    ("path", "make"), [("rpmdb.sqlite", sqlite), ("rpm/Packages.db", ndb), ("rpm/Packages", berkeley)]
)
def test_rpm_databases(path, make, tmp_path):
    found = read(path, make([("face", "1.0", "2"), ("x" * 5000, "1", "1"), ("last", "3", "4")], tmp_path))
    assert {(p.name, p.version) for p in found} >= {("rpm:face", "1.0-2"), ("rpm:last", "3-4")}


@pytest.mark.parametrize(
    ("path", "make"), [("rpmdb.sqlite", sqlite), ("rpm/Packages.db", ndb), ("rpm/Packages", berkeley)]
)
def test_mutated_rpm_databases_never_crash(path, make, tmp_path):
    data = make([("face", "1.0", "2"), ("y" * 5000, "1", "1")], tmp_path)
    random_source = random.Random(path)  # noqa: S311 - the same
    form, plain = form_for(path)
    for _ in range(150):
        broken = bytearray(data)
        for _change in range(random_source.randrange(1, 9)):
            broken[random_source.randrange(len(broken))] = random_source.randrange(256)
        try:
            list(form.parse(Manifest(plain, bytes(broken[: random_source.randrange(len(broken)) or 1]))))
            list(form.parse(Manifest(plain, bytes(broken))))
        except FacescreenError as error:
            assert str(error)


def test_a_chain_of_pages_that_bites_its_tail(tmp_path):
    data = bytearray(berkeley([("face", "1", "1")], tmp_path))
    data[512 + 16 : 512 + 20] = (1).to_bytes(4, "little")
    assert [p.name for p in read("rpm/Packages", bytes(data))] == ["rpm:face"]


UNITS = ("x", " ", "a:", "'", "\n", "-", "image: ", "pod '", "[", "@a/", '"a@b":\n', "(", "[a] ", "a.b\n", '"')


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.pattern.pattern[-40:])
def test_long_texts_are_read_to_their_end(form):
    # A pattern that tries everything anew at every character does not come back from here.
    for unit in UNITS:
        try:
            list(form.parse(Manifest("x/manifest", unit.encode() * (100_000 // len(unit)))))
        except FacescreenError as error:
            assert str(error)
