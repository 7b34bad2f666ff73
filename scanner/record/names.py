"""Which files a record has, in the order that its README lists them."""

from __future__ import annotations

REPORT = "report.json"
CUSTODY = "custody.json"
PDF = "record.pdf"
QUESTIONS = "questions.json"
README = "README.txt"
MANIFEST = "MANIFEST.sha256"
ARCHIVE = "record.zip"

VIEWS = ("report.html", "report.sarif", "junit.xml", "bom.cdx.json", "questions.md", QUESTIONS)
"""Made of the report alone."""
OF_CUSTODY = (PDF, README, CUSTODY)
"""Made anew with every entry; the manifest and the archive follow."""
LISTED = (PDF, "report.html", "questions.md", QUESTIONS, README, CUSTODY, REPORT, *VIEWS[1:4])
"""What the manifest covers, those for people first. The PDF may be missing."""
NEEDED = tuple(name for name in LISTED if name != PDF)
EVERY = (*LISTED, MANIFEST, ARCHIVE)
NAMING = ("report.html", "questions.md", QUESTIONS, README, CUSTODY, "report.sarif", "junit.xml", "bom.cdx.json")
"""Files in which the report's digest stands."""
