"""Every file of a record as bytes: the views of the report, the log, the README, the manifest and the archive."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from scanner.document.report import Report
from scanner.record.archive import archive
from scanner.record.custody import Custody
from scanner.record.manifest import manifest
from scanner.record.names import ARCHIVE, CUSTODY, MANIFEST, PDF, QUESTIONS, README, REPORT
from scanner.record.readme import readme
from scanner.record.words import missing_pdf
from scanner.report import questions
from scanner.report.languages.speaking import speaking

_FOLDER = "facescreen-record-"
_DIGITS = 12


def views(report: Report, language: str) -> dict[str, bytes]:
    """The files that are made of the report alone: their bytes depend on it and on the version of facescreen."""
    from scanner.report.registry import formats

    named = {form.NAME: form.render for form in formats(language=language)}
    return {
        "report.html": named["html"](report),
        "report.sarif": named["sarif"](report),
        "junit.xml": named["junit"](report),
        "bom.cdx.json": named["cyclonedx"](report),
        "questions.md": _spoken(questions.letter, report, language),
        QUESTIONS: questions.as_json(report),
    }


def complete(
    report: Report, data: bytes, rendered: Mapping[str, bytes], custody: Custody, pdf: bytes | None
) -> dict[str, bytes]:
    """All files: ``rendered`` are the :func:`views`, ``data`` is ``report.json`` as it was given, ``pdf`` None where
    no PDF can be made here."""
    files = {REPORT: data, **rendered, CUSTODY: custody.to_bytes()}
    if pdf is not None:
        files[PDF] = pdf
    with speaking(custody.language):
        files[README] = readme(report, custody, with_pdf=pdf is not None)
        files[MANIFEST] = manifest(files, "" if pdf is not None else missing_pdf())
    files[ARCHIVE] = zipped(files, custody.digest)
    return files


def zipped(files: Mapping[str, bytes], digest: str) -> bytes:
    """The archive of a record of the report ``digest`` with these files."""
    return archive({name: files[name] for name in files if name != ARCHIVE}, f"{_FOLDER}{digest[:_DIGITS]}")


def _spoken(render: Callable[[Report], bytes], report: Report, language: str) -> bytes:
    with speaking(language):
        return render(report)
