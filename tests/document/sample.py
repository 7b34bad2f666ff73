"""Invented results, shaped like real screenings, for the tests of documents and reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from scanner.document.result import Context, PackInfo, PackPart, Result
from scanner.types import (
    ByteState,
    Capability,
    Edge,
    Finding,
    Limits,
    Link,
    Outcome,
    Place,
    PolicyVerdict,
    Question,
    State,
    Verdict,
    Version,
)
from tests.document.sample_parts import (
    ARCSOFT,
    CAPABILITIES,
    COMPARE,
    DAEMON,
    LIBRARY,
    OPENCV,
    ROOT,
    RUN,
    SECRET,
    UPDATE,
    arcsoft_findings,
    digest,
    node,
    opencv_findings,
    proof,
    raw,
    tree,
)
from tests.document.sample_policy import BOSTON, EXEMPTIONS, clause

__all__ = ["DAEMON", "ROOT", "RUN", "SECRET", "UPDATE", "digest", "node"]


_PART = PackPart(
    "sample",
    "Sample",
    "2026.11.25",
    "2026-11-25",
    0,
    "0.1.0",
    "",
    "installed",
    digest("pack"),
    signatures=12,
    facts=418,
)
PACK = PackInfo("2026.11.25", digest("pack"), "2026-11-25", 0, "0.1.0", signatures=12, facts=418, packs=(_PART,))


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
        pack=PACK,
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
        tuple((finding_id(finding), Outcome.NOTE) for finding in arcsoft_findings()[3:]),
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
        versions=(Version(EVIL, path, "text"),),
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
    outcomes = tuple((key, Outcome.VIOLATION if number < 50 else Outcome.NOTE) for number, key in enumerate(ids))
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


def crowded(count: int = 5_200) -> Result:
    """More findings and more small unread regions than any format but the table lists."""
    return spread(count, 2 * count, count)


def spread(findings: int, nodes: int, unread: int) -> Result:
    """``findings`` findings in a file each, in about ``nodes`` files, of which ``unread`` more could not be read."""
    base = huge(findings)
    made, entries = [], []
    for number in range(nodes - findings):
        path = f"{ROOT}!/data/{number // 500:03}/part{number:06}.bin"
        made.append(node(path, 64 + number % 7, "unknown", ROOT))
        state, reason = (ByteState.OPAQUE, "unknown content") if number < unread else (ByteState.RAW, "")
        entries.append(raw(path, 64 + number % 7, state, reason))
    return replace(base, nodes=base.nodes + tuple(made), entries=base.entries + tuple(entries))
