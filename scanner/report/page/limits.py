"""How much of each list the web page shows; what is above is counted, with the digest of ``report.json``."""

from __future__ import annotations

MOST_FINDINGS = 10_000
MOST_OPEN = 20
"""Findings of one product and capability that are shown with their evidence; the others have one row each, by file."""
MOST_EVIDENCE = 5_000
"""Rows of evidence on the whole page; findings behind them have one row each."""
MOST_PLACES = 200
"""Rows of evidence of one finding."""
MOST_UNFOLDED = 12
"""Rows of evidence in one file that are shown before the fold."""
MOST_FILES_UNFOLDED = 2
"""Files of one finding whose evidence is unfolded."""
MOST_PRODUCTS_UNFOLDED = 5
"""Products of one class that are unfolded; where there are more, each is folded."""
MOST_QUESTIONS = 5
"""Questions that stand on page one before the fold."""
MOST_ABOUT = 1_000
"""Files that one question names."""
MOST_LAWS = 4
"""Laws that stand on page one before the fold."""
MOST_NAMES = 6
"""Products that one clause names; each of them stands among the findings."""
MOST_REASONS = 10_000
"""Reasons of one law, all of them folded but the first."""
MOST_NODES = 1000
MOST_CHANGES = 100
"""Lines of each kind on what an update changes."""
MOST_ROWS = 200
"""Links and special files."""
