"""The whole flow: a delivery goes in at one end, a report with its verdict comes out at the other."""

from __future__ import annotations

import datetime
import gc
import hashlib
import os
import platform
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from scanner.document.result import Context, PackInfo, PackPart, Result, Run
from scanner.text import plural, safe_text
from scanner.types import Finding, Limits, UsageError
from scanner.types.limits import GIB
from scanner.workdir import work_folder

if TYPE_CHECKING:
    from scanner.catalogue.pack import Pack
    from scanner.catalogue.vocabulary import Vocabulary
    from scanner.document.report import Report
    from scanner.survey.survey import Progress, Survey


@dataclass(frozen=True, slots=True)
class Options:
    """How to screen."""

    policies: tuple[str, ...] = ("boston",)
    fail_on: str = "review"
    limits: Limits = field(default_factory=Limits)
    jobs: int | None = None
    """Worker processes; None for one per processor."""
    work_dir: Path | None = None
    """Where the private work folder is made; None for the system's temporary folder."""
    signatures: tuple[Path, ...] = ()
    """Folders of signature packs that are used beside the installed one."""
    pack: Path | None = None
    """A signature pack in place of the one that is installed."""
    as_of: str = ""
    """The screening date in ISO form, from which the age of the signatures counts; empty: today (UTC)."""
    passwords: tuple[str, ...] = field(default=(), repr=False)
    """Tried where something is encrypted; in no report and no cache."""
    cache_dir: Path | None = None
    """Folder of the result cache; None: no results of earlier screenings are used, and none are kept."""
    cache_bytes: int = GIB
    """What the result cache may take up on disk."""
    against: Path | Report | None = None
    """The version in use: its report, the file of its report, or its delivery, which is then screened in the same way.
    The report says what changed, and a law may ask what is new."""
    resume: bool = False
    """Say in the report whether there was a run to go on with; what the cache holds is used in any case."""
    progress: Callable[[Progress], None] = lambda progress: None
    stop: Callable[[], bool] = lambda: False
    """Asked several times a second; true ends the run with a partial report."""
    log: Callable[[str, str], None] = lambda path, message: None
    """Told what was done to which node."""


def screen(
    path: str | Path,
    *,
    name: str | None = None,
    context: Context | None = None,
    options: Options | None = None,
    policies: Sequence[str] | None = None,
) -> Report:
    """Screen the delivery at ``path`` (a file or a folder) and return its report.

    ``name`` replaces the file's name, ``context`` says who delivered what under which contract, ``policies`` is short
    for ``Options(policies=…)``. Where the system can fork, workers are forked from the calling process: call this
    before starting threads.

    :raises UsageError: when ``path`` is missing, special or a report, or a policy, the signature pack or the version
        in use cannot be used.
    """
    from scanner.document.validate import looks_like_report

    options = options or Options()
    if looks_like_report(Path(path)):
        raise UsageError(
            f"{safe_text(str(path))} is a report of facescreen and no delivery; facescreen compare and facescreen "
            "report read it; to screen it as a file, put it into a folder"
        )
    with no_collector():
        return _screen(Path(path), name, context or Context(), options, tuple(policies or options.policies))


def in_use(path: str | Path, options: Options | None = None) -> Report:
    """The report of the version at ``path``: read where the file is a report, else made by a screening of it now.

    :raises UsageError: when it is neither a report of this version nor a delivery that can be screened.
    """
    from scanner.document.report import Report
    from scanner.document.validate import looks_like_report

    if looks_like_report(Path(path)):
        return Report.read(path)
    return screen(path, options=replace(options or Options(), against=None))


@contextmanager
def no_collector() -> Iterator[None]:
    """A run makes millions of small objects and no circles of them: looking for circles took a tenth of its time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _screen(path: Path, name: str | None, context: Context, options: Options, wanted: tuple[str, ...]) -> Report:
    from scanner.assess.assessment import Looked, assess
    from scanner.cache.packs import PackCache
    from scanner.catalogue.compile import compile_pack
    from scanner.catalogue.packs import load_packs
    from scanner.compare.change import with_change
    from scanner.document.build import build
    from scanner.document.deployed import deployed
    from scanner.inventory import capabilities, missing_detectors, tool_paths
    from scanner.match.findings import match

    before = in_use(options.against, options) if isinstance(options.against, Path) else options.against
    started, date = _now(), _screening_date(options.as_of)
    memory = PackCache(options.cache_dir) if options.cache_dir else None
    pack = load_packs(options.signatures, main=options.pack, memory=memory)
    laws = pack.select(wanted)
    vocabulary = compile_pack(pack, memory)
    ran = examine_all(path, name, vocabulary, pack.digest, options)
    survey = ran.survey
    nodes = tuple(survey.nodes[key] for key in sorted(survey.nodes))
    entries = tuple(sorted(survey.entries, key=lambda entry: (entry.path, entry.offset)))
    matched = match(pack.signatures, vocabulary, nodes, survey.observations, options.limits.evidence)
    findings = {finding_id(finding): finding for finding in matched.findings}
    known = deployed(before) if before else None
    missing = missing_detectors(name for about in pack.about for name in about.detectors)
    looked = Looked(nodes, entries, survey.refused, missing, [one.path for one in matched.searches])
    assessment = assess(laws, findings, looked, pack.about, date, known)
    report = build(
        Result(
            name=_shown_name(path, name),
            context=context,
            date=date,
            policies=wanted,
            fail_on=options.fail_on,
            limits=options.limits,
            pack=_pack_info(pack, date),
            capabilities=capabilities(),
            nodes=nodes,
            links=tuple(sorted(survey.links, key=lambda link: (link.path, link.target))),
            entries=entries,
            seen_by=survey.seen_by,
            findings=tuple(findings.values()),
            finding_ids=tuple(findings),
            edges=matched.edges,
            verdicts=assessment.verdicts,
            verdict=assessment.verdict,
            questions=assessment.questions,
            problems=tuple(sorted(survey.problems + survey.refused)),
            run=Run(
                started,
                _now(),
                platform.node(),
                ran.isolation,
                tool_paths(),
                _jobs(options),
                survey.interrupted,
                _given(path, name),
                _with_trouble(ran.notes, memory.trouble if memory else ""),
            ),
            identities=matched.identities,
        )
    )
    return with_change(report, before, laws) if before else report


def finding_id(finding: Finding) -> str:
    """A short stable name of a finding: the same product and capability have the same id in every report."""
    key = f"{finding.product.id}|{finding.capability.value}"
    return "F-" + hashlib.sha256(key.encode()).hexdigest()[:10]


@dataclass(frozen=True, slots=True)
class Ran:
    """What came of the run, and what is to be said about it."""

    survey: Survey
    isolation: tuple[str, ...]
    notes: tuple[str, ...]


def examine_all(path: Path, name: str | None, vocabulary: Vocabulary, pack: str, options: Options) -> Ran:
    """Unpack and examine everything, in the workers; ``pack`` is the pack's digest.

    :raises UsageError: when ``path`` is missing or special.
    """
    from scanner.cache.session import Session
    from scanner.detect.registry import warm
    from scanner.examine import Examiner
    from scanner.inventory import tool_paths
    from scanner.sandbox.fence import Fence
    from scanner.sandbox.pool import Pool
    from scanner.sandbox.privileges import let_in
    from scanner.survey.diskspace import JOINED, NODES, size_of, within_free_space
    from scanner.survey.galleries import Galleries
    from scanner.survey.hashing import with_hashes
    from scanner.survey.intake import intake
    from scanner.survey.joining import join_volumes
    from scanner.survey.survey import Survey
    from scanner.survey.testimony import SAID

    handed_over = list(intake(path, name))
    warm()
    limits = options.limits
    with (
        work_folder(options.work_dir) as work,
        Session(options.cache_dir, options.cache_bytes, pack, limits, private=bool(options.passwords)) as session,
    ):
        bounded, said = within_free_space(limits, work, max(map(size_of, handed_over), default=0))
        for folder in (NODES, JOINED):
            (work / folder).mkdir(mode=0o700)
        let_in(work)
        let_in(work / JOINED)
        roots = list(with_hashes(join_volumes(handed_over, work / JOINED, limits.node_bytes), options.stop))
        session.begin(roots, work, resume=options.resume)
        programs = tuple(program for _, program in tool_paths())
        fence = Fence(work / NODES, limits.worker_memory, limits.node_bytes, limits.open_files, programs)
        survey = Survey(work, bounded, session.reuse, options.progress, options.stop, options.log)
        examiner = Examiner(vocabulary)
        survey.passwords, survey.nothing = options.passwords, examiner.of_nothing
        survey.galleries = Galleries(vocabulary.galleries)
        with Pool(examiner, _jobs(options), fence, limits.node_seconds, SAID) as pool:
            survey.run(pool, roots)
        if not survey.interrupted:
            session.end()
        notes = (*session.notes(survey.again, len(survey.nodes)), *_password_note(len(options.passwords)), *said)
        return Ran(survey, pool.isolation, notes)


def _with_trouble(notes: tuple[str, ...], trouble: str) -> tuple[str, ...]:
    """``notes`` with what is wrong with the cache of signatures, where the cache of results has not said it already."""
    note = f"Cache: {trouble}."
    return notes if not trouble or note in notes else (*notes, note)


def _password_note(count: int) -> tuple[str, ...]:
    """How many passwords there were; nothing else about them is ever said."""
    if not count:
        return ()
    return (f"{plural(count, 'password')} from the operator could be tried where something is encrypted.",)


def _jobs(options: Options) -> int:
    return options.jobs or os.cpu_count() or 1


def _screening_date(asked: str) -> str:
    """The day that was asked for, or today, ISO.

    :raises UsageError: when what was asked for is no day.
    """
    try:
        return datetime.date.fromisoformat(asked or today()).isoformat()
    except ValueError as error:
        raise UsageError(f"the screening date {asked!r} is no day (YYYY-MM-DD)") from error


def today() -> str:
    """The day by the clock of this machine (UTC), ISO."""
    return datetime.datetime.now(tz=datetime.UTC).date().isoformat()


def _now() -> str:
    return datetime.datetime.now(tz=datetime.UTC).isoformat(timespec="seconds")


def _shown_name(path: Path, name: str | None) -> str:
    return safe_text(name or path.resolve().name or str(path))


def _given(path: Path, name: str | None) -> str:
    """``path`` below the working folder, as POSIX writes it; empty where it lies elsewhere, or was called otherwise."""
    try:
        # A link is where its name is: resolving it would show a place that no checkout has.
        whole = Path(os.path.abspath(path))  # noqa: PTH100
        return "" if name else whole.relative_to(Path.cwd()).as_posix()
    except (OSError, ValueError):  # the working folder is gone, or the delivery is not in it
        return ""


def _pack_info(pack: Pack, date: str) -> PackInfo:
    from scanner.assess.age import age_in_days, age_remarks
    from scanner.catalogue.engine import numbers

    parts = tuple(
        PackPart(
            id=about.id,
            name=about.name,
            version=about.version,
            date=about.date,
            age_days=age_in_days(about.date, date),
            min_engine=about.min_engine,
            expires=about.expires,
            origin=about.origin.value,
            digest=about.digest,
            signatures=about.signatures,
            facts=about.facts,
        )
        for about in pack.about
    )
    return PackInfo(
        version=pack.version,
        digest=pack.digest,
        date=pack.date,
        age_days=parts[0].age_days,
        min_engine=max((about.min_engine for about in pack.about), key=numbers),
        signatures=len(pack.signatures),
        facts=pack.facts,
        packs=parts,
        remarks=(*pack.remarks, *age_remarks(pack.about, date)),
    )
