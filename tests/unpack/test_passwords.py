"""Passwords: the right one opens, a wrong one changes nothing, and none is ever seen."""

from __future__ import annotations

import json
import zipfile

import pytest

from scanner.types import CARRIED, ByteState
from scanner.unpack.seven import run7z
from scanner.unpack.tools import find, run_tool
from tests.unpack.build import gzip_of, noise, zip_of
from tests.unpack.encrypted import zip_crypto
from tests.unpack.harness import read_bytes
from tests.unpack.lockers import by_seven_zip, openssl_enc

SECRET = "open sesame 1"  # noqa: S105 - of the archives made here
FILES = {"a.txt": b"inside the archive " * 40, "b.bin": noise(700)}
CLEAR = {"clear.txt": b"not encrypted " * 30}
WAYS = {
    "zip crypto": ("zip", "-mem=ZipCrypto"),
    "zip aes": ("zip", "-mem=AES256"),
    "zip aes 128": ("zip", "-mem=AES128"),
    "7z": ("7z", "-mx1"),
}
needs_7zz = pytest.mark.skipif(not find("7zz"), reason="needs 7zz")


def children(outcome):
    return {name: found.data for name, found in outcome.children.items()}


@needs_7zz
@pytest.mark.parametrize(("kind", "way"), WAYS.values(), ids=WAYS.keys())
def test_the_right_password_opens(kind, way):
    data = by_seven_zip(FILES, kind, way, f"-p{SECRET}", clear=CLEAR)
    outcome = read_bytes(data, passwords=("wrong", SECRET))
    assert children(outcome) == FILES | CLEAR
    assert ByteState.ENCRYPTED not in outcome.totals
    assert ByteState.FAILED not in outcome.totals


@needs_7zz
@pytest.mark.parametrize("passwords", [(), ("wrong",)], ids=["none", "wrong"])
@pytest.mark.parametrize(("kind", "way"), WAYS.values(), ids=WAYS.keys())
def test_without_it_the_clear_members_are_read_and_the_others_encrypted(kind, way, passwords):
    data = by_seven_zip(FILES, kind, way, f"-p{SECRET}", clear=CLEAR)
    outcome = read_bytes(data, passwords=passwords)
    assert children(outcome) == CLEAR
    assert outcome.totals[ByteState.ENCRYPTED] > 700
    assert ByteState.FAILED not in outcome.totals


@needs_7zz
def test_a_listing_that_is_encrypted_opens_too():
    data = by_seven_zip(FILES, "7z", "-mhe=on", "-mx1", f"-p{SECRET}")
    outcome = read_bytes(data, passwords=("wrong", SECRET))
    assert children(outcome) == FILES
    assert set(outcome.totals) == {CARRIED}
    assert read_bytes(data, passwords=("wrong",)).totals == {ByteState.ENCRYPTED: len(data)}


@needs_7zz
def test_letters_beyond_ascii():
    data = by_seven_zip(FILES, "7z", "-mhe=on", "-mx1", "-pöffne dich")
    assert children(read_bytes(data, passwords=("öffne dich",))) == FILES


@needs_7zz
def test_members_with_different_passwords():
    first = by_seven_zip({"a": b"first"}, "zip", "-pone")
    second = by_seven_zip({"b": b"second"}, "zip", "-ptwo")
    both = zip_of({"1.zip": first, "2.zip": second}, zipfile.ZIP_STORED)
    inner = [read_bytes(found.data, passwords=("one", "two")) for found in read_bytes(both).children.values()]
    assert [children(one) for one in inner] == [{"a": b"first"}, {"b": b"second"}]


@needs_7zz
def test_cipher_text_that_is_none_stays_encrypted():
    data = zip_crypto("secret", noise(900), {"clear": b"readable"})
    outcome = read_bytes(data, passwords=("a", "b"))
    assert children(outcome) == {"clear": b"readable"}
    assert outcome.totals[ByteState.ENCRYPTED] == 912


@needs_7zz
def test_a_password_stands_in_no_argument_and_in_no_result(monkeypatch):
    seen = []

    def watched(name, args, *rest, **more):
        seen.append((args, rest))
        return run_tool(name, args, *rest, **more)

    monkeypatch.setattr(run7z, "run_tool", watched)
    for kind in ("zip", "7z"):
        data = by_seven_zip(FILES, kind, f"-p{SECRET}")
        outcome = read_bytes(data, passwords=(SECRET, "wrong"))
        assert children(outcome) == FILES
        assert SECRET not in repr(outcome.entries) + repr(outcome.attributes) + outcome.error
    assert any(SECRET in str(rest) for _, rest in seen)
    assert SECRET not in json.dumps([list(args) for args, _ in seen], ensure_ascii=False)


def test_a_password_is_in_no_representation():
    from scanner.screening import Options
    from scanner.types import Limits
    from scanner.unpack.outlet import Budget

    for holder in (Budget(1, 1, Limits(), (SECRET,)), Options(passwords=(SECRET,))):
        assert SECRET not in repr(holder)


@pytest.mark.parametrize("size", [16, 24, 32])
@pytest.mark.parametrize("derivation", ["pbkdf2", "sha256", "md5"])
def test_openssl_enc_opens_with_its_usual_derivations(derivation, size):
    data = openssl_enc(gzip_of(FILES["a.txt"]), SECRET, derivation, size)
    outcome = read_bytes(data, "rootfs.gz.enc", passwords=("wrong", SECRET))
    assert children(outcome) == {"rootfs.gz": gzip_of(FILES["a.txt"])}
    assert outcome.totals == {ByteState.PARSED: 16, CARRIED: len(data) - 16}


def test_openssl_enc_without_the_password_or_of_something_unknown_stays_encrypted():
    known, unknown = openssl_enc(gzip_of(b"x" * 99), SECRET), openssl_enc(noise(900), SECRET)
    assert set(read_bytes(known, passwords=("wrong",)).totals) == {ByteState.ENCRYPTED}
    assert set(read_bytes(unknown, passwords=(SECRET,)).totals) == {ByteState.ENCRYPTED}
    assert set(read_bytes(known[:-1], passwords=(SECRET,)).totals) == {ByteState.ENCRYPTED}
