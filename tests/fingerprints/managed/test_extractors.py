"""What is read out of class files, dex files and assemblies that compilers made, and out of our own carriers."""

from __future__ import annotations

import numpy as np
import pytest

from scanner.fingerprints.interface import Extractor
from scanner.fingerprints.managed.dex import Dex
from scanner.fingerprints.managed.dotnet import DotNet
from scanner.fingerprints.managed.java import Java
from scanner.types import ParseFailure
from tests.fingerprints.managed.world import compiled, features, shared, spelled
from vendor_samples.carriers import dex, dotnet, javaclass, pe
from vendor_samples.carriers.cpus import WINDOWS
from vendor_samples.carriers.managed import ManagedClass
from vendor_samples.carriers.native import NativeParts

CASES = [(Java(), "tables.class"), (Dex(), "tables.dex"), (DotNet(), "tables.dll")]
POINTS = "31.2571, 47.1328, 69.9135, 46.8017, 50.4419, 68.3706, 36.6252, 88.1194"
CURVE = "0.123457, 1.98765, 2.22334, 3.14593"
STEPS = "17, 4, 99, -3, 250, 41, 1000, 77"
JAVA_CALLS = ("java.util.List", "add"), ("java.util.List", "size"), ("android.graphics.Bitmap", "getPixels")
NET_CALLS = ("System.IO.File", "Open"), ("System.IO.Stream", "Read"), ("Other.Vendor.Net", "Run")


@pytest.mark.parametrize(("extractor", "name"), CASES)
def test_number_tables(extractor: Extractor, name: str):
    found = features(extractor, compiled(name))
    assert POINTS in spelled(extractor, found, "f32")
    assert CURVE in spelled(extractor, found, "f64")
    assert STEPS in spelled(extractor, found, "ints")
    assert [len(found[kind].hashes) for kind in ("f32", "f64", "ints")] == [3, 2, 3]


@pytest.mark.parametrize(("extractor", "name"), CASES)
def test_offsets_lie_where_the_feature_is(extractor: Extractor, name: str):
    data = compiled(name)
    found = features(extractor, data)
    assert all(0 < offset < len(data) for one in found.values() for offset in one.offsets.tolist())
    assert all(np.all(one.hashes[1:] > one.hashes[:-1]) for one in found.values())


@pytest.mark.parametrize(("extractor", "name"), CASES)
def test_only_what_is_wanted(extractor: Extractor, name: str):
    data = compiled(name)
    every = features(extractor, data)
    wanted = {"str": every["str"].hashes[:1], "f32": every["f32"].hashes[1:2]}
    found = features(extractor, data, wanted)
    assert {kind: one.hashes.tolist() for kind, one in found.items()} == {k: h.tolist() for k, h in wanted.items()}
    assert found["f32"].raw(0) == every["f32"].raw(1)
    assert found["f32"].offsets[0] == every["f32"].offsets[1]


def test_a_class_and_the_dex_made_of_it_have_the_same_features():
    one, other = features(Java(), compiled("tables.class")), features(Dex(), compiled("tables.dex"))
    for kind in ("str", "call", "shape", "f32", "f64", "ints"):
        assert shared(one, other, kind) == len(one[kind].hashes) == len(other[kind].hashes) > 0


def test_tables_are_the_same_numbers_in_every_family():
    tables = [features(extractor, compiled(name)) for extractor, name in CASES]
    assert shared(tables[0], tables[2], "f32") == 3
    assert shared(tables[0], tables[2], "f64") == 2


def test_joined_texts_are_features_piece_by_piece():
    found = features(Java(), compiled("tables.class"))
    assert {"nobody is enrolled under ", " in this gallery"} <= spelled(Java(), found, "str")
    joined = javaclass.build(ManagedClass("com.acme.A", texts=("nobody is enrolled under \1 in this gallery",)))
    assert spelled(Java(), features(Java(), joined), "str") == {"nobody is enrolled under ", " in this gallery"}


def test_shapes_name_own_classes_by_a_placeholder():
    assert spelled(Java(), features(Java(), compiled("tables.class")), "shape") == {
        "([F, I, Z, own, Ljava/lang/String;) Ljava/util/List;",
        "{D, I, I, Ljava/lang/String;, Ljava/util/List;, Ljava/util/Map;}",
    }
    assert spelled(DotNet(), features(DotNet(), compiled("tables.dll")), "shape") == {
        "(r4[], i4, bool, own, string) string[]",
        "{Dictionary<string,r4[]>, List<own>, i4, i4, r4[], r8}",
    }


def java_code(name: str) -> bytes:
    return javaclass.build(ManagedClass(name, calls=((name, "own"), *JAVA_CALLS), texts=("a text that is long",)))


def dex_code(name: str) -> bytes:
    return dex.build(ManagedClass(name, calls=((name, "own"), *JAVA_CALLS), texts=("a text that is long",)))


def net_code(name: str) -> bytes:
    return dotnet.build("City", ManagedClass(name, calls=NET_CALLS, texts=("a text that is long",)))


@pytest.mark.parametrize(
    ("extractor", "build", "calls"),
    [
        (Java(), java_code, {"Bitmap.getPixels + List.add + List.size"}),
        (Dex(), dex_code, {"Bitmap.getPixels + List.add + List.size"}),
        (DotNet(), net_code, {"Net.Run + File.Open + Stream.Read"}),
    ],
)
def test_renamed_code_has_the_same_features(extractor: Extractor, build, calls):
    plain, renamed = build("com.acme.face.Recogniser"), build("a.a.b")
    one, other = features(extractor, plain), features(extractor, renamed)
    assert spelled(extractor, one, "call") == calls
    assert spelled(extractor, other, "call") == calls
    assert spelled(extractor, other, "str") == {"a text that is long"}


def test_copies_of_newer_library_parts_count_as_the_library():
    calls = (("j$.util.Map", "get"), ("j$.util.Map", "put"), ("j$.util.List", "of"))
    found = features(Dex(), dex.build(ManagedClass("a.a", calls=calls)))
    assert spelled(Dex(), found, "call") == {"List.of + Map.get + Map.put"}


def test_calls_that_compilers_and_shrinkers_change_are_left_out():
    calls = (
        *(("java.lang.StringBuilder", "append"), ("android.util.Log", "d"), ("java.lang.Integer", "valueOf")),
        *(
            ("java.lang.String", "length"),
            ("java.util.Map", "get"),
            ("androidx.core.a", "b"),
            ("java.lang.Integer", "parseInt"),
        ),
    )
    found = features(Java(), javaclass.build(ManagedClass("a.a", calls=calls)))
    assert spelled(Java(), found, "call") == {"Integer.parseInt + String.length + Map.get"}


@pytest.mark.parametrize(("extractor", "name"), CASES)
def test_patterns_of_texts_stand_in_the_file(extractor: Extractor, name: str):
    data = compiled(name)
    found = features(extractor, data)["str"]
    patterns = [one for place in range(len(found.hashes)) for one in extractor.patterns("str", found.raw(place))]
    assert len(patterns) >= 2
    assert all(pattern in data for pattern in patterns)


@pytest.mark.parametrize(("extractor", "name"), [CASES[0], CASES[2]])
def test_patterns_of_tables_stand_in_the_file(extractor: Extractor, name: str):
    data = compiled(name)
    found = features(extractor, data)
    patterns = [
        one
        for kind in ("f32", "f64")
        for raw in map(found[kind].raw, range(2))
        for one in extractor.patterns(kind, raw)
    ]
    assert len(patterns) == 4
    assert all(pattern in data for pattern in patterns)
    assert not list(extractor.patterns("call", b"java.util.List.add"))


@pytest.mark.parametrize(
    ("extractor", "build"),
    [(Java(), javaclass.build), (Dex(), dex.build), (DotNet(), lambda one: dotnet.build("City", one))],
)
def test_calls_show_by_their_longest_name(extractor: Extractor, build):
    package = "System.Text" if extractor.NAME == "dotnet" else "java.text"
    named = ((f"{package}.A", "b"), (f"{package}.A", "getInterpolatedScore"), (f"{package}.A", "c"))
    data = build(ManagedClass("a.a", calls=named))
    (raw,) = (features(extractor, data)["call"].raw(0),)
    (pattern,) = extractor.patterns("call", raw)
    assert b"getInterpolatedScore" in pattern
    assert pattern in data


def test_a_native_pe_file_has_no_features_of_assemblies():
    found = features(DotNet(), pe.library(WINDOWS[1], NativeParts()))
    assert all(not len(one.hashes) for one in found.values())


@pytest.mark.parametrize(
    ("extractor", "data"),
    [
        (Java(), b"\xca\xfe\xba\xbe\0\0\0\x34"),
        (Java(), b"\xca\xfe\xba\xbe\0\0\0\x34\0\x05\x01\xff\xff"),
        (Dex(), b"dex\n035\0"),
        (Dex(), b"dex\n035\0" + bytes(0x68)),
        (DotNet(), compiled("tables.dll").replace(b"BSJB", b"BSJ0")),
    ],
)
def test_what_is_no_code_is_told(extractor: Extractor, data: bytes):
    with pytest.raises(ParseFailure):
        features(extractor, data)
