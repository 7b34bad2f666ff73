"""The list of modules that Go's linker writes into a program."""

from __future__ import annotations

from dataclasses import replace

from scanner.detect.manifests.golang import compiled
from scanner.detect.packages import Packages
from scanner.types import FactKind, Place
from tests.detect.vocabulary import observe

START, END = bytes.fromhex("3077af0c9274080241e1c107e6d618e6"), bytes.fromhex("f932433186182072008242104116d8f2")
LIST = (
    b"path\texample.com/door\nmod\texample.com/door\t(devel)\t\ndep\tgithub.com/E/go-face\tv0.1.0\th1:x=\n"
    b"dep\told.example/x\tv1.0.0\n=>\tnew.example/x\tv2.0.0\th1:y=\nbuild\t-compiler=gc\n"
)


def program(listed: bytes = START + LIST + END) -> memoryview:
    return memoryview(b"\x7fELF" + b"Go\0\0build-id" + bytes(9000) + listed + bytes(100))


def test_modules_in_a_program_with_their_versions():
    assert [(p.name, p.version, p.place) for p in compiled(program())] == [
        ("go:example.com/door", "(devel)", Place.FILE),
        ("go:github.com/E/go-face", "v0.1.0", Place.FILE),
        ("go:old.example/x", "v1.0.0", Place.FILE),
        ("go:new.example/x", "v2.0.0", Place.FILE),
    ]


def test_other_programs_and_broken_lists_name_nothing():
    assert list(compiled(memoryview(b"\x7fELF" + bytes(9000) + START + LIST + END))) == []
    assert list(compiled(program(START + LIST))) == []
    assert list(compiled(program(b""))) == []
    assert list(compiled(program(START + b"\xff\0dep\t" + END))) == []
    assert list(compiled(program(START * 20_000))) == []


def test_the_detector_reads_it_in_native_programs_only(tmp_path, monkeypatch):
    (tmp_path / "node").write_bytes(program())
    from scanner.catalogue.vocabulary import Names
    from tests.detect import vocabulary

    go = Names(frozenset({"go:github.com/E/go-face"}), {}, ())
    names = {**vocabulary.VOCABULARY.names, FactKind.PACKAGE: go}
    monkeypatch.setattr(vocabulary, "VOCABULARY", replace(vocabulary.VOCABULARY, names=names))
    (first, _version) = observe(Packages(), tmp_path / "node", "x!/usr/bin/door", "elf")
    assert (first.value, first.place, first.detail.lower()) == (
        "go:github.com/E/go-face",
        Place.FILE,
        "pkg:golang/github.com/e/go-face@v0.1.0",
    )
    assert observe(Packages(), tmp_path / "node", "x!/usr/bin/door", "unknown") == []
