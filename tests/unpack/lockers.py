"""Archives behind a password, made by 7-Zip and by the few lines that the formats need."""

from __future__ import annotations

import hashlib
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from scanner.unpack.tools import find


def by_seven_zip(
    files: Mapping[str, bytes], kind: str, *switches: str, clear: Mapping[str, bytes] | None = None
) -> bytes:
    """An archive of ``files`` with ``switches`` (``-p…``), and of ``clear`` ones added without them."""
    program = find("7zz")
    assert program is not None
    with tempfile.TemporaryDirectory() as folder:
        for names, words in ((files, switches), (clear or {}, ())):
            for name, data in names.items():
                Path(folder, name).write_bytes(data)
            if names:
                args = [program, "a", "-bd", f"-t{kind}", *words, f"out.{kind}", *names]
                subprocess.run(args, cwd=folder, check=True, stdin=subprocess.DEVNULL, capture_output=True)
        return Path(folder, f"out.{kind}").read_bytes()


def openssl_enc(data: bytes, password: str, derivation: str = "pbkdf2", size: int = 32) -> bytes:
    """What ``openssl enc -aes-…-cbc`` writes."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    salt, raw = b"12345678", password.encode()
    if derivation == "pbkdf2":
        material = hashlib.pbkdf2_hmac("sha256", raw, salt, 10_000, size + 16)
    else:
        material = last = b""
        while len(material) < size + 16:
            last = hashlib.new(derivation, last + raw + salt, usedforsecurity=False).digest()
            material += last
    pad = 16 - len(data) % 16
    key, vector = material[:size], material[size : size + 16]
    encryptor = Cipher(algorithms.AES(key), modes.CBC(vector)).encryptor()
    return b"Salted__" + salt + encryptor.update(data + bytes((pad,)) * pad)
