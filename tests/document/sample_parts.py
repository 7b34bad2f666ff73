"""The pieces that the sample results are put together from: files, facts and findings of an invented camera update."""

from __future__ import annotations

import hashlib

from scanner.document.result import Capabilities, Program, Run
from scanner.types import (
    ByteState,
    Capability,
    Fact,
    FactKind,
    Finding,
    LedgerEntry,
    Node,
    Observation,
    Place,
    Proof,
    Qualifier,
    Signature,
    Span,
    State,
    Strength,
)

UPDATE = "ipcam-update-4.2.bin"
ROOT = f"{UPDATE}!/rootfs.sqfs"
LIBRARY = f"{ROOT}!/usr/lib/libarcsoft_face_engine.so"
DAEMON = f"{ROOT}!/usr/bin/ipcamd"
OPENCV = f"{ROOT}!/usr/lib/libopencv_objdetect.so.406"
HELP = f"{ROOT}!/usr/share/doc/ipcamd/manual.html"
SECRET = f"{UPDATE}!/partition-3"

ARCSOFT = Signature(
    "arcsoft-arcface",
    "ArcSoft ArcFace",
    "ArcSoft",
    "sdk",
    State.SHIPPED,
    "A software kit that turns faces into number codes and compares them to tell who a person is.",
    (),
)
DETECTOR = Signature(
    "opencv-face",
    "OpenCV face functions",
    "OpenCV",
    "library",
    State.AVAILABLE,
    "Part of a general picture library. It can find faces and, with a model file, compare them.",
    (),
)

CAPABILITIES = Capabilities(
    readers=("folder", "uimage", "squashfs", "zip", "gzip", "native", "text"),
    detectors=(
        ("bytes", "1.0.0"),
        ("native", "1.0.0"),
        ("names", "1.0.0"),
        ("hashes", "1.0.0"),
        ("configuration", "1.0.0"),
    ),
    tools=(Program("7zz", "26.1", "7z, cab, rar, iso", "7zip"), Program("ubireader", "", "ubi, ubifs", "ubi-reader")),
    limitations=(
        ("native", "Code that was linked into a program without its names is not recognised."),
        ("squashfs", "Images with a vendor's own compression are not read."),
    ),
)
RUN = Run(
    "2026-11-25T09:00:00Z",
    "2026-11-25T09:00:07Z",
    "screening-01",
    ("Each worker had its own memory limit and deadline.", "No network name space was available."),
    (("7zz", "/opt/facescreen/7zz"),),
    2,
)


def digest(text: str) -> str:
    """A stand-in for the SHA-256 of a node."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def node(path: str, size: int, format_id: str = "elf", parent: str | None = None, span: Span | None = None) -> Node:
    """A node whose depth follows from its path."""
    return Node(path, parent, size, digest(path), format_id, span, path.count("!/"))


def raw(path: str, size: int, state: ByteState = ByteState.RAW, reason: str = "") -> LedgerEntry:
    """An entry over a whole node."""
    return LedgerEntry(path, 0, size, state, reason, "native" if state is ByteState.RAW else "known-container")


def fact(identifier: str, kind: FactKind, value: str, top: State, strength: Strength = Strength.STRONG) -> Fact:
    """A fact with a source."""
    return Fact(identifier, kind, value, strength, top, source="vendor's public header file", verified="true")


def proof(
    of: Fact, path: str, place: Place, state: State, offset: int | None, detail: str = "", count: int = 1
) -> Proof:
    """One observation that meets ``of``."""
    return Proof(of, Observation(of.kind, of.value, path, place, offset, detail, count=count), state)


COMPARE = fact("f001", FactKind.SYMBOL, "ASFFaceFeatureCompare", State.CALLED)
EXTRACT = fact("f002", FactKind.SYMBOL, "ASFFaceFeatureExtract", State.CALLED)
SONAME = fact("f010", FactKind.SONAME, "libarcsoft_face_engine.so", State.SHIPPED, Strength.SUPPORT)
CASCADE = fact("f003", FactKind.SYMBOL, "_ZN2cv17CascadeClassifier", State.AVAILABLE)
RECOGNISER = fact("f004", FactKind.SYMBOL, "_ZN2cv16FaceRecognizerSF6create", State.AVAILABLE)


def arcsoft_findings() -> tuple[Finding, ...]:
    """A recogniser that the camera program calls, and its detector."""
    called = (
        proof(COMPARE, LIBRARY, Place.DEFINED, State.SHIPPED, 0x1F20, "function ASFFaceFeatureCompare"),
        proof(COMPARE, DAEMON, Place.IMPORTED, State.CALLED, 0x4A10, "import ASFFaceFeatureCompare"),
        proof(SONAME, LIBRARY, Place.DEFINED, State.SHIPPED, 0x3C0, "SONAME libarcsoft_face_engine.so"),
    )
    template = (
        proof(EXTRACT, LIBRARY, Place.DEFINED, State.SHIPPED, 0x1F60, "function ASFFaceFeatureExtract"),
        proof(EXTRACT, DAEMON, Place.IMPORTED, State.CALLED, 0x4A28, "import ASFFaceFeatureExtract", 3),
    )
    lifted = ("/usr/bin/ipcamd needs libarcsoft_face_engine.so and imports ASFFaceFeatureCompare from it.",)
    return (
        Finding(ARCSOFT, Capability.VERIFICATION, State.CALLED, (), "strong", called, lifted, 12),
        Finding(ARCSOFT, Capability.TEMPLATE, State.CALLED, (), "strong", template, lifted),
        Finding(ARCSOFT, Capability.DETECTION, State.SHIPPED, (), "combined", called[2:]),
        Finding(
            ARCSOFT,
            Capability.ANALYSIS,
            State.MENTIONED,
            (Qualifier.EMOTION,),
            "strong",
            (
                proof(
                    fact("f020", FactKind.STRING, "ASFGetAge", State.SHIPPED),
                    HELP,
                    Place.DOCUMENT,
                    State.MENTIONED,
                    881,
                    "… call ASFGetAge after detection …",
                ),
            ),
        ),
    )


def opencv_findings() -> tuple[Finding, ...]:
    """A dormant recogniser in a general library."""
    return (
        Finding(
            DETECTOR,
            Capability.TEMPLATE,
            State.AVAILABLE,
            (),
            "strong",
            (
                proof(
                    RECOGNISER, OPENCV, Place.DEFINED, State.AVAILABLE, 0x8E210, "function cv::FaceRecognizerSF::create"
                ),
            ),
        ),
        Finding(
            DETECTOR,
            Capability.DETECTION,
            State.AVAILABLE,
            (),
            "strong",
            (proof(CASCADE, OPENCV, Place.DEFINED, State.AVAILABLE, 0x7C110, "class cv::CascadeClassifier"),),
        ),
    )


def tree(secret: int = 0) -> tuple[tuple[Node, ...], tuple[LedgerEntry, ...]]:
    """The nodes of a camera update and a ledger that adds up; ``secret`` bytes of it are an encrypted partition."""
    header, packed = 64, 6_291_456
    total = header + packed + secret
    nodes = [
        node(UPDATE, total, "uimage"),
        node(ROOT, packed, "squashfs", UPDATE, Span(header, packed)),
        node(LIBRARY, 1_402_880, "elf", ROOT),
        node(DAEMON, 288_420, "elf", ROOT),
        node(OPENCV, 902_144, "elf", ROOT),
        node(f"{ROOT}!/bin/busybox", 841_232, "elf", ROOT),
        node(HELP, 40_118, "text:document", ROOT),
        node(f"{ROOT}!/etc/splash.bin", 1_180, "unknown", ROOT),
    ]
    entries = [
        LedgerEntry(UPDATE, 0, header, ByteState.PARSED, "", "uimage"),
        LedgerEntry(UPDATE, header, packed, ByteState.CARRIED, "", "uimage"),
        LedgerEntry(ROOT, 0, 96, ByteState.PARSED, "", "squashfs"),
        LedgerEntry(ROOT, 96, packed - 96, ByteState.CARRIED, "", "squashfs"),
        *(raw(item.path, item.size) for item in nodes[2:-1]),
        raw(
            nodes[-1].path,
            1_180,
            ByteState.OPAQUE,
            "unknown content with 7.98 bits per byte: packed, encrypted or a model",
        ),
    ]
    if secret:
        nodes.append(node(SECRET, secret, "luks", UPDATE, Span(header + packed, secret)))
        entries.append(LedgerEntry(UPDATE, header + packed, secret, ByteState.CARRIED, "", "uimage"))
        entries.append(raw(SECRET, secret, ByteState.ENCRYPTED, "LUKS 2 volume: the key is not in the delivery"))
    return tuple(nodes), tuple(entries)
