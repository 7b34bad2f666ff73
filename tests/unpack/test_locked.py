"""Encrypted values and files of settings are told by how their programs write them; only their bytes are unread."""

from __future__ import annotations

import base64

import pytest

from scanner.types import ByteState
from scanner.types.delivery import INCOMPLETE
from scanner.unpack.locked import MOST
from tests.unpack.build import noise
from tests.unpack.harness import Outcome, read_bytes


def b64(size: int, seed: int = 1, lead: bytes = b"") -> bytes:
    return base64.b64encode(lead + noise(size, seed))


def hexed(size: int) -> bytes:
    digits = noise(size // 2).hex().encode()
    return b"\n".join(digits[at : at + 80] for at in range(0, len(digits), 80))


VAULT = b"$ANSIBLE_VAULT;1.1;AES256\n" + hexed(800) + b"\n"
SOPS = b"ENC[AES256_GCM,data:" + b64(30) + b",iv:" + b64(32) + b",tag:" + b64(16) + b",type:str]"
XENC = (
    b'<xenc:EncryptedData xmlns:xenc="http://www.w3.org/2001/04/xmlenc#" Type="http://www.w3.org/2001/04/xmlenc#Element">'
    b"<xenc:CipherData><xenc:CipherValue>" + b64(600) + b"</xenc:CipherValue></xenc:CipherData></xenc:EncryptedData>"
)
PGP = b"-----BEGIN PGP MESSAGE-----\n\n" + b64(300) + b"\n=abcd\n-----END PGP MESSAGE-----"
AGE = b"-----BEGIN AGE ENCRYPTED FILE-----\n" + b64(300) + b"\n-----END AGE ENCRYPTED FILE-----"
SALTED = b64(24, lead=b"Salted__")
FERNET = b"gAAAAA" + base64.urlsafe_b64encode(noise(99))
SEALED = b"AgB" + b64(520)
KMS = b"AQICAH" + b64(190)
DPAPI = b"AQAAANCMnd8BFdERjHoAwE/Cl+s" + b64(120)
DPAPI_HEX = b"01000000D08C9DDF0115D1118C7A00C04FC297EB" + noise(100).hex().encode()


def locked(outcome: Outcome, text: bytes) -> list[bytes]:
    assert sum(outcome.totals.values()) == len(text)
    return [text[e.offset : e.offset + e.length] for e in outcome.entries if e.state is ByteState.ENCRYPTED]


@pytest.mark.parametrize(
    ("name", "before", "value", "after"),
    [
        ("a.properties", b"a=1\ndb.password=ENC(", base64.b64encode(noise(24)), b")\nface.recognition=true\nb=2\n"),
        ("a.yml", b"face: on\npassword: ", SOPS, b"\nother: 1\n"),
        ("a.properties", b"a=1\npw={cipher}", b64(48), b"\nb=2\n"),
        ("a.xml", b"<config><face>on</face>", XENC, b"<b/></config>" + b"<!-- -->" * 200),
        ("a.yml", b"face: on\nkey: |\n", PGP, b"\nlist:\n" + b"  - one\n" * 200),
        ("a.yml", b"face: on\nkey: |\n", AGE, b"\nlist:\n" + b"  - one\n" * 200),
        ("a.ini", b"[x]\nblob=", SALTED, b"\nface=on\n" + b"a=b\n" * 200),
        ("a.ini", b"[x]\ntoken=", FERNET, b"\nface=on\n"),
        ("a.json", b'{"blob": "', KMS, b'", "face": "on"}'),
        ("a.xml", b"<Password>", DPAPI, b"</Password><face>on</face>"),
        ("a.ini", b"[x]\npassword 51:b:", DPAPI_HEX, b"\nface=on\n"),
        (
            "a.yaml",
            b"kind: SealedSecret\nspec:\n  encryptedData:\n    password: ",
            SEALED,
            b"\n  template:\n    a: b\n",
        ),
    ],
)
def test_a_value_is_encrypted_and_nothing_beside_it(name: str, before: bytes, value: bytes, after: bytes) -> None:
    text = before + value + after
    outcome = read_bytes(text, name)
    assert locked(outcome, text) == [value]
    assert outcome.children == {}
    assert INCOMPLETE not in dict(outcome.attributes)
    assert outcome.totals == {ByteState.ENCRYPTED: len(value), ByteState.RAW: len(before + after)}


def test_a_value_inside_yaml_ends_with_its_digits() -> None:
    indented = VAULT.rstrip(b"\n").replace(b"\n", b"\n    ")
    text = b"face: on\npassword: !vault |\n    " + indented + b"\nother: on\n" + b"# a remark\n" * 200
    assert locked(read_bytes(text, "a.yml"), text) == [indented]


@pytest.mark.parametrize(("name", "text"), [("secrets.yml", VAULT), ("a.xml", XENC), ("a.txt", VAULT)])
def test_a_file_that_is_encrypted_as_a_whole_holds_the_verdict(name: str, text: bytes) -> None:
    outcome = read_bytes(text, name)
    assert outcome.totals[ByteState.ENCRYPTED] >= len(text) - 1
    assert "is not known" in dict(outcome.attributes)[INCOMPLETE]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "README.md",
            b"Write `ENC(" + base64.b64encode(noise(24)) + b")` into the file.\n\n" + VAULT + b"so on\n" * 400,
        ),
        ("vault.py", b"import x\nHEADER = '$ANSIBLE_VAULT;1.1;AES256'\n" + b"# " + SOPS + b"\n"),
        ("a.properties", b"# write ENC(secret) here\na=ENC()\nb=ENC(short)\nc={cipher}\n"),
        ("a.yml", b"$ANSIBLE_VAULT;1.1;AES256\nnot hexadecimal\n"),
        ("a.xml", b"<a><EncryptedData>none</a>"),
        ("a.xml", b"<EncryptedData><CipherData><CipherValue/></CipherData></EncryptedData>"),
        ("a.yaml", b"encryptedData:\n  a: AgB\n  b: c\n"),
        ("a.xml", b"<e name='EncryptedDataType'/>"),
    ],
)
def test_examples_and_words_are_no_encryption(name: str, text: bytes) -> None:
    assert read_bytes(text, name).totals == {ByteState.RAW: len(text)}


def test_a_long_value_of_openssl_is_a_child_of_its_own() -> None:
    value = b64(160, lead=b"Salted__")
    outcome = read_bytes(b"[x]\ndata=" + value + b"\nface=on\n", "a.ini")
    ((name, child),) = outcome.children.items()
    assert (name, child.data[:8]) == ("data.base64", b"Salted__")


def test_very_many_values_are_told_as_one_range_at_last() -> None:
    value = b"ENC(" + base64.b64encode(noise(12)) + b")\n"
    text = b"a=" + value * (MOST + 3000)
    outcome = read_bytes(text, "a.properties")
    assert len(outcome.entries) <= 2 * MOST + 3
    assert outcome.totals[ByteState.ENCRYPTED] >= (MOST + 3000) * 16


@pytest.mark.parametrize(
    "text",
    [b"ENC(" * 250_000, b"ENC(" + b"A" * 1_000_000, b"ENC[AES256_GCM,data:" * 50_000, b"<EncryptedData>" * 60_000,
     b"encryptedData:\n a: b\n" * 40_000, b"$ANSIBLE_VAULT;1.1;AES256\n" * 40_000, b"U2FsdGVkX1" * 100_000,
     b"-----BEGIN PGP MESSAGE-----" * 30_000, b"gAAAAA" * 100_000, b"encryptedData:\n" + b" a: Ag\n" * 100_000],
)  # fmt: skip
def test_a_megabyte_of_beginnings_ends(text: bytes) -> None:
    outcome = read_bytes(text, "a.properties")
    assert sum(outcome.totals.values()) == len(text)
