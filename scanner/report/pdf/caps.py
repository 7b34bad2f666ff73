"""How much of each list the PDF shows; what is above is counted, with the digest of ``report.json``."""

from __future__ import annotations

MOST_FINDINGS = 200
MOST_REGIONS = 100
MOST_QUESTIONS = 100
MOST_GAPS = 8
"""Reasons of one law that are no findings."""
MOST_CLAUSES = 60
"""Of one law."""
MOST_EXEMPTIONS = 40
"""Of all laws together."""
MOST_FACTS = 6
"""For and against one exemption."""
MOST_PROBLEMS = 20
MOST_CHANGES = 6
"""Lines of each kind on what an update changes."""
MOST_ENTRIES = 1_000
"""Entries of the custody log: as many as a log can have."""
MOST_PACKS = 20
MOST_PATHS = 3
"""Files that one question names."""

LONGEST_NAME = 120
"""Characters of a product, a vendor, a signer."""
LONGEST_ID = 40
LONGEST_PATH = 320
LONGEST_LISTED = 100
"""Characters of a path where many findings are listed."""
LONGEST_TEXT = 700
"""Characters of a sentence that a delivery or a law can make long."""
