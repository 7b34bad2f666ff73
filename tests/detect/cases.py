"""For every detector one node that it must understand and one that it must survive. A new detector adds both."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import marshal
import struct
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from scanner.types import FacescreenError, FactKind, LimitReached, ParseFailure
from tests.detect.vocabulary import KNOWN, NATIVE, PHRASE, TEMPLATE
from tests.fingerprints.carriers import TEXTS, TYPES, build
from vendor_samples.carriers import dex, dotnet, javaclass
from vendor_samples.carriers.managed import ManagedClass


@dataclass(frozen=True, slots=True)
class Case:
    """``make`` writes the node's bytes; ``value`` must be observed; ``error`` is what it ends in, if any."""

    path: str
    format_id: str
    make: Callable[[Path], object]
    kind: FactKind | None = None
    value: str = ""
    error: type[FacescreenError] | None = None


def _bytes(data: bytes) -> Callable[[Path], object]:
    return lambda file: file.write_bytes(data)


CALLER = ManagedClass("org.city.App", calls=(("org.sdk.Api", "ASFFaceFeatureCompare"),))
CLASS_FILE, DEX_FILE, ASSEMBLY = javaclass.build(CALLER), dex.build(CALLER), dotnet.build("App", CALLER)
COMPILED = importlib.util.MAGIC_NUMBER + bytes(12) + marshal.dumps(compile("import example_face", "a.py", "exec"))
RECOGNISER = b"face_feature_extract\0FaceFeatureCompare\0enroll face failed\0"
EXTENSION = b"\x7fELF\0PyImport_ImportModule\0\0example_face\0"
LIBRARY = (NATIVE / "libexample_face.so").read_bytes()

MASKED = bytes(byte ^ b"\x8f\x21\xc3"[place % 3] for place, byte in enumerate(b"\1\2\0" + PHRASE.encode() + b"\0"))
NUMBERS = struct.pack("<12d", *TEMPLATE, 1.5, 2.5)
SCATTERED = b"".join(struct.pack("<f", number) + bytes(2000) for number in TEMPLATE[:4]) * 300

POSITIVE = {
    "bytes": Case("x!/data.bin", "unknown", _bytes(b"\1\2" + PHRASE.encode() + b"\0"), FactKind.STRING, PHRASE),
    "constants": Case("x!/data.bin", "unknown", _bytes(b"\1" + NUMBERS), FactKind.CONSTANT, "example_template"),
    "hidden": Case("x!/l.so", "elf", _bytes(b"\x7fELF\2\1\1" + bytes(80) + MASKED), FactKind.STRING, PHRASE),
    "fingerprints": Case("x!/l.so", "elf", _bytes(build(seed=12)), FactKind.FINGERPRINT, "acme-net"),
    "words": Case("x!/l.so", "elf", _bytes(b"\x7fELF\0" + RECOGNISER), FactKind.WORDS, "several-names"),
    "names": Case("x!/model.bin", "unknown", _bytes(KNOWN), FactKind.HASH, hashlib.sha256(KNOWN).hexdigest()),
    "native": Case("x!/l.so", "elf", _bytes(LIBRARY), FactKind.SYMBOL, "ASFFaceFeatureCompare"),
    "java": Case("x!/App.class", "class", _bytes(CLASS_FILE), FactKind.SYMBOL, "ASFFaceFeatureCompare"),
    "dex": Case("x!/classes.dex", "dex", _bytes(DEX_FILE), FactKind.SYMBOL, "ASFFaceFeatureCompare"),
    "dotnet": Case("x!/App.dll", "pe", _bytes(ASSEMBLY), FactKind.SYMBOL, "ASFFaceFeatureCompare"),
    "pyc": Case("x!/a.pyc", "pyc", _bytes(COMPILED), FactKind.IMPORT, "example_face"),
    "compiled-python": Case("x!/a.so", "elf", _bytes(EXTENSION), FactKind.IMPORT, "example_face"),
    "packages": Case(
        "x!/package.json",
        "text:json",
        _bytes(json.dumps({"name": "example-face"}).encode()),
        FactKind.PACKAGE,
        "npm:example-face",
    ),
    "modules": Case(
        "x!/site-packages/example_face/compare.py", "text:script", _bytes(b""), FactKind.IMPORT, "example_face.compare"
    ),
    "scripts": Case("x!/a.py", "text:script", _bytes(b"import example_face\n"), FactKind.IMPORT, "example_face"),
    "config": Case(
        "x!/a.yml", "text:yaml", _bytes(b"face_example: {enabled: on}"), FactKind.CONFIG, "face_example/enabled"
    ),
    "downloads": Case(
        "x!/a.yml",
        "text:yaml",
        _bytes(b"model: https://models.example.com/v1/example_model_7.onnx"),
        FactKind.PATH,
        "example_model_",
    ),
}
HOSTILE = {
    "constants": Case("x!/data.bin", "unknown", _bytes(SCATTERED + struct.pack("<f", TEMPLATE[5]))),
    "bytes": Case(
        "x!/data.bin", "unknown", _bytes(b"FACE.EXAMPLE.COM " * 200_000), FactKind.ENDPOINT, "face.example.com"
    ),
    "hidden": Case("x!/l.so", "elf", _bytes(LIBRARY[:50] + MASKED[:-2] * 2000 + b"\xff" * 300_000)),
    "fingerprints": Case(
        "x!/l.so",
        "elf",
        _bytes(
            build(texts=TEXTS[:1], types=TYPES[2:4], table=())[:-100] + TEXTS[0].encode() * 20_000 + b"9a" * 200_000
        ),
        FactKind.FINGERPRINT,
        "acme-net traces",
    ),
    "words": Case("x!/data.bin", "unknown", _bytes(b"face" * 300_000 + b"faceFACE\xff" * 100_000)),
    "names": Case("x!/\\u{202e}os.ecaf", "unknown", _bytes(b"\0")),
    "native": Case("x!/l.so", "elf", _bytes(LIBRARY[:700]), error=ParseFailure),
    "java": Case("x!/App.class", "class", _bytes(CLASS_FILE[:-9]), error=ParseFailure),
    "dex": Case("x!/classes.dex", "dex", _bytes(DEX_FILE[:-90]), error=ParseFailure),
    "dotnet": Case("x!/App.dll", "pe", _bytes(ASSEMBLY[:0x280]), error=ParseFailure),
    "pyc": Case("x!/a.pyc", "pyc", _bytes(COMPILED[:16] + b"(\1\0\0\0" * 9000), error=ParseFailure),
    "compiled-python": Case(
        "x!/a.so",
        "elf",
        _bytes(EXTENSION + b"__pyx_capi__\0" + b"\xff?abcdefg" * 300),
        FactKind.IMPORT,
        "example_face",
    ),
    "packages": Case("x!/package.json", "text:json", _bytes(b"[" * 100_000), error=ParseFailure),
    "modules": Case("/site-packages/" + "example_face/" * 5000 + "x.py", "text:script", _bytes(b"")),
    "scripts": Case(
        "x!/a.py", "text:script", _bytes(b"import example_face\n" + b"(" * 200_000), FactKind.IMPORT, "example_face"
    ),
    "config": Case("x!/a.json", "text:json", _bytes(b'{"enabled": 1, "face_example":' * 9000), error=LimitReached),
    "downloads": Case(
        "x!/a.json", "text:json", _bytes(b'{"a":"https://a.example/example_model_7.onnx",' * 9000), error=ParseFailure
    ),
}
DOCUMENTED = (ParseFailure, LimitReached)
"""What a detector may raise on purpose."""
