"""Invented results, shaped like real screenings, for the tests of documents and reports."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from scanner.document.result import Capabilities, Context, PackInfo, Result, Run
from scanner.types import (
    ByteState,
    Capability,
    Edge,
    Fact,
    FactKind,
    Finding,
    LedgerEntry,
    Limits,
    Link,
    Node,
    Observation,
    Outcome,
    Place,
    PolicyVerdict,
    Proof,
    Qualifier,
    Question,
    Signature,
    Span,
    State,
    Strength,
    Verdict,
)
from tests.document.sample_policy import BOSTON, EXEMPTIONS, clause

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
    tools=(("7zz", "26.1", "7z, cab, rar, iso"), ("ubireader", "", "ubi, ubifs")),
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


def result(
    findings: Sequence[Finding], verdict: PolicyVerdict, questions: Sequence[Question] = (), secret: int = 0
) -> Result:
    """A result over :func:`tree`."""
    nodes, entries = tree(secret)
    return Result(
        name=UPDATE,
        context=Context("Example Cameras Ltd", "IPC-2040", "2026-0815", "Front desk, Procurement"),
        date="2026-11-25",
        policies=("boston",),
        fail_on="review",
        limits=Limits(),
        pack=PackInfo("2026.11.25", digest("pack"), "2026-11-25", 12, 418),
        capabilities=CAPABILITIES,
        nodes=nodes,
        links=(Link(f"{ROOT}!/sbin/init", "/bin/busybox"),),
        entries=entries,
        seen_by={item.path: ("bytes", "native", "names", "hashes") for item in nodes if item.format == "elf"},
        findings=tuple(findings),
        finding_ids=tuple(finding_id(finding) for finding in findings),
        edges=(),
        verdicts=(verdict,),
        verdict=verdict.verdict,
        questions=tuple(questions),
        problems=(),
        run=RUN,
        identities={DAEMON: (("build id", "9f31c2aa40"), ("version", "4.2.0 build 1107"))},
    )


def finding_id(finding: Finding, salt: str = "") -> str:
    """A stand-in for the matcher's ids."""
    return digest(f"{finding.product.id} {finding.capability.value} {salt}")[:16]


SPLASH_QUESTION = Question(
    "unread",
    "What is in /etc/splash.bin (1,180 bytes)? Please hand it over in an open format.",
    (f"{ROOT}!/etc/splash.bin",),
)


def found() -> Result:
    """A camera update with a recogniser that its program calls."""
    findings = arcsoft_findings() + opencv_findings()
    ids = [finding_id(finding) for finding in findings]
    verdict = PolicyVerdict(
        BOSTON,
        Verdict.FOUND,
        (
            "ArcSoft ArcFace can compare two faces, and /usr/bin/ipcamd calls it: (B)(1)(a)1 is reached.",
            "The delivery is screened for a purchase, so the wording of (B)(1)(b) on agreements is reached too.",
        ),
        (
            clause("(B)(1)(a)1", Outcome.VIOLATION, ids[0], ids[1], ids[4]),
            clause("(B)(1)(b)", Outcome.VIOLATION, ids[0]),
        ),
        EXEMPTIONS,
        (
            *((ids[number], Outcome.VIOLATION) for number in (0, 1)),
            (ids[2], Outcome.NOTE),
            (ids[3], Outcome.NOTE),
            (ids[4], Outcome.REVIEW),
            (ids[5], Outcome.NOTE),
        ),
    )
    questions = (
        Question(
            "finding",
            "What does /usr/bin/ipcamd use ArcSoft ArcFace for, and can you deliver a build without it?",
            (DAEMON,),
        ),
        SPLASH_QUESTION,
    )
    return replace(
        result(findings, verdict, questions),
        edges=(Edge(DAEMON, LIBRARY, "imports", ("ASFFaceFeatureCompare", "ASFFaceFeatureExtract")),),
    )


def inconclusive() -> Result:
    """The same camera with an encrypted partition and only a mention of faces."""
    verdict = PolicyVerdict(
        BOSTON,
        Verdict.INCONCLUSIVE,
        ("A region of 4,194,304 bytes could not be read; the policy allows less than 262,144.",),
        (),
        (),
    )
    questions = (
        Question(
            "unread",
            "Partition 3 (4.2 MB) is encrypted. Please hand over the key or a copy that is not encrypted.",
            (SECRET,),
        ),
        SPLASH_QUESTION,
    )
    return result(arcsoft_findings()[3:], verdict, questions, secret=4_194_304)


def review() -> Result:
    """A dormant recogniser inside OpenCV."""
    findings = opencv_findings()
    verdict = PolicyVerdict(
        BOSTON,
        Verdict.REVIEW,
        ("OpenCV contains a face recogniser that nothing here uses. A dormant function is still obtained.",),
        (clause("(B)(1)(a)1", Outcome.REVIEW, finding_id(findings[0])),),
        EXEMPTIONS[:1],
        ((finding_id(findings[0]), Outcome.REVIEW), (finding_id(findings[1]), Outcome.NOTE)),
    )
    question = Question("finding", "Can you deliver OpenCV without its objdetect module?", (OPENCV,))
    return result(findings, verdict, (question, SPLASH_QUESTION))


def nothing_found() -> Result:
    """No evidence, and nearly everything read."""
    verdict = PolicyVerdict(
        BOSTON,
        Verdict.NOTHING_FOUND,
        ("No finding reaches a clause, and the unread bytes are below the floor.",),
        (),
        (),
    )
    return result((), verdict, (SPLASH_QUESTION,))


UNREAD_WORDS = ("encrypted", "opaque", "limit", "failed", "no-tool", "not-unpacked")

EVIL = "<script>alert(1)</script>\x1b]0;owned\x07\u202egnp.exe\udcff\n::error::{{7*7}}"


def hostile() -> Result:
    """Every text that a delivery or a vendor controls tries to break out."""
    path = f"{UPDATE}!/{EVIL}.so"
    evil = replace(ARCSOFT, name=f"Arc{EVIL}", vendor=EVIL, sentence=EVIL)
    finding = Finding(
        evil,
        Capability.VERIFICATION,
        State.CALLED,
        (),
        "strong",
        (proof(COMPARE, path, Place.IMPORTED, State.CALLED, 7, EVIL),),
        (EVIL,),
    )
    verdict = PolicyVerdict(
        BOSTON,
        Verdict.FOUND,
        (EVIL,),
        (clause("(B)(1)(a)1", Outcome.VIOLATION, finding_id(finding)),),
        EXEMPTIONS,
        ((finding_id(finding), Outcome.VIOLATION),),
    )
    base = result((finding,), verdict, (Question("finding", EVIL, (path,)),), secret=300_000)
    nodes = (*base.nodes, node(path, 9, "elf", UPDATE))
    entries = (*base.entries, raw(path, 9, ByteState.FAILED, EVIL))
    return replace(
        base,
        name=EVIL,
        nodes=nodes,
        entries=entries,
        context=Context(EVIL, EVIL, EVIL, EVIL),
        links=(Link(path + "x", EVIL),),
        problems=(EVIL,),
        identities={path: ((EVIL, EVIL),)},
    )


def huge(count: int = 10_000) -> Result:
    """Very many findings of 40 products, each in a file of its own, and 500 unread regions."""
    findings, ids, nodes, entries = [], [], [], []
    base = found()
    for number in range(count):
        path = f"{ROOT}!/opt/app{number // 100:03}/module{number:05}.so"
        product = replace(ARCSOFT, id=f"product-{number % 40:02}", name=f"Product {number % 40:02}")
        capability = list(Capability)[number % len(Capability)]
        evidence = (proof(COMPARE, path, Place.DEFINED, State.SHIPPED, number * 16, f"function number {number}"),)
        finding = Finding(product, capability, State.SHIPPED, (), "strong", evidence)
        findings.append(finding)
        ids.append(finding_id(finding, str(number)))
        nodes.append(node(path, 4096, "elf", ROOT))
        unread = number % 20 == 0
        entries.append(
            raw(path, 4096, ByteState.FAILED if unread else ByteState.RAW, "relocations are broken" if unread else "")
        )
    outcomes = tuple((key, Outcome.VIOLATION) for key in ids[:50])
    verdict = replace(
        base.verdicts[0], clauses=(clause("(B)(1)(a)1", Outcome.VIOLATION, *ids[:50]),), outcomes=outcomes
    )
    return replace(
        base,
        findings=tuple(findings),
        finding_ids=tuple(ids),
        nodes=base.nodes + tuple(nodes),
        entries=base.entries + tuple(entries),
        verdicts=(verdict,),
    )
