"""What a record says in plain words: what each file is and for whom, how to check it, what the check can show."""

from __future__ import annotations

from scanner.record.names import ARCHIVE, CUSTODY, MANIFEST, PDF, QUESTIONS, README, REPORT
from scanner.report.languages.speaking import gettext as _


def purposes() -> dict[str, str]:
    """File → for whom it is, and what it is."""
    return {
        PDF: _("For the file: the short record, to print, sign and keep."),
        "report.html": _("For all readers: the full report. Open it in a browser; it needs no network."),
        "questions.md": _("For the vendor: the open questions, as a letter."),
        QUESTIONS: _("For the vendor: the same questions as a list for programs, with every file they are about."),
        README: _("For all readers: this page."),
        CUSTODY: _("For the file: who did what, and when. Each entry holds the SHA-256 of the one before it."),
        REPORT: _("For the archive and for engineers: the report itself. All other files are made from it."),
        "report.sarif": _("For engineers: the findings, for tools that review code."),
        "junit.xml": _("For engineers: the results as test cases, for build systems."),
        "bom.cdx.json": _("For engineers: the face products that were found, as a parts list (CycloneDX)."),
        MANIFEST: _("For all who check this folder: the SHA-256 of each file."),
        ARCHIVE: _("For sending: all files of this folder in one."),
    }


def acts() -> dict[str, str]:
    """What an entry of the log may say, as a heading."""
    return {
        "received": _("Received"),
        "screened": _("Screened"),
        "opened": _("Opened"),
        "signed": _("Signed"),
    }


def commands() -> tuple[tuple[str, str], ...]:
    """(system, command) that holds the files against the manifest."""
    return (
        (_("Linux"), "sha256sum -c MANIFEST.sha256"),
        (_("macOS"), "shasum -a 256 -c MANIFEST.sha256"),
        (_("Windows (PowerShell): shows the SHA-256 of each file; compare"), "Get-FileHash -Algorithm SHA256 *"),
    )


def limits_of_a_manifest() -> tuple[str, ...]:
    """What the check shows and what it cannot: no record may promise more."""
    return (
        _(
            "A SHA-256 is a checksum of 64 letters and digits. It becomes another one when a single byte of the file"
            " changes. The check shows a change by accident, such as a bad copy or an edit by mistake."
        ),
        _(
            "The check cannot show a change on purpose. Whoever can write to this folder can change a file and write a"
            " new MANIFEST.sha256 and a new record.zip that fit. Nothing in this folder is signed by a computer."
        ),
        _(
            "So note the SHA-256 of record.zip in another place: in the minutes, on the purchase order, or in an"
            " e-mail to a second office. The program prints it each time that it writes this folder. If the two still"
            " agree later, record.zip is the file that was made then."
        ),
    )


def missing_pdf() -> str:
    """Why there is no PDF, and how to add it."""
    return _(
        "record.pdf is missing: the program that makes it was not installed. To add it, run"
        " pip install 'facescreen[pdf]' and then facescreen record create or facescreen record add again."
    )


def partial() -> str:
    """Of a run that did not come to its end."""
    return _("The screening was stopped before its end. This report is partial.")
