"""Key files: Ed25519 only, private ones for their owner alone, passwords that are asked for."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives import serialization as pem
from cryptography.hazmat.primitives.asymmetric import ec

from scanner.catalogue.signed.errors import Refused
from scanner.catalogue.signed.keys import is_encrypted, make_keys, pem_of, read_private, read_public
from scanner.types import UsageError


def test_a_pair(tmp_path):
    made = make_keys(tmp_path / "k", tmp_path / "k.pub", "")
    assert read_public(tmp_path / "k.pub").keyid == read_private(tmp_path / "k", "").public_key.keyid == made
    assert (tmp_path / "k").stat().st_mode & 0o777 == 0o600
    assert pem_of(read_public(tmp_path / "k.pub")) == (tmp_path / "k.pub").read_bytes()
    assert not is_encrypted(tmp_path / "k")


def test_a_password(tmp_path):
    make_keys(tmp_path / "k", tmp_path / "k.pub", "secret")
    assert is_encrypted(tmp_path / "k")
    assert read_private(tmp_path / "k", "secret")
    for wrong in ("", "other"):
        with pytest.raises(UsageError, match="password is missing or wrong"):
            read_private(tmp_path / "k", wrong)


def test_no_file_is_written_over(tmp_path):
    (tmp_path / "k").write_text("mine")
    with pytest.raises(UsageError, match="exists"):
        make_keys(tmp_path / "k", tmp_path / "k.pub", "")
    assert (tmp_path / "k").read_text() == "mine"


@pytest.mark.parametrize("content", [b"", b"text", b"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"])
def test_no_key(content, tmp_path):
    (tmp_path / "k").write_bytes(content)
    with pytest.raises(UsageError, match="is no public key"):
        read_public(tmp_path / "k")
    with pytest.raises(UsageError, match="is no private key"):
        read_private(tmp_path / "k", "")
    with pytest.raises(UsageError, match="No such file"):
        read_public(tmp_path / "none")


def test_other_kinds_of_keys(tmp_path):
    key = ec.generate_private_key(ec.SECP256R1())
    (tmp_path / "p").write_bytes(key.public_key().public_bytes(pem.Encoding.PEM, pem.PublicFormat.SubjectPublicKeyInfo))
    (tmp_path / "k").write_bytes(key.private_bytes(pem.Encoding.PEM, pem.PrivateFormat.PKCS8, pem.NoEncryption()))
    with pytest.raises(UsageError, match="no Ed25519 key"):
        read_public(tmp_path / "p")
    with pytest.raises(UsageError, match="no Ed25519 key"):
        read_private(tmp_path / "k", "")


def test_a_damaged_public_key(tmp_path):
    make_keys(tmp_path / "k", tmp_path / "k.pub", "")
    key = read_public(tmp_path / "k.pub")
    key.keyval["public"] = "00"
    with pytest.raises(Refused, match="damaged"):
        pem_of(key)
