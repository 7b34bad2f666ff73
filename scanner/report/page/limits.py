"""How much of each list the web page shows; what is above is counted, with the digest of ``report.json``."""

from __future__ import annotations

MOST_FINDINGS = 10_000
MOST_OPEN = 20
"""Findings of one product and capability that stand by themselves, with a fold for each file; the others are in one
table, with the same evidence."""
MOST_FOLDS = 1_000
"""Such folds on the whole page: one takes a browser as long as fifteen rows of a table."""
MOST_EVIDENCE = 50_000
"""Rows of evidence on the whole page; where there are more, the findings with the most rows show fewer."""
MOST_ON_PAPER = 300
"""Rows of one fold that are printed although it is closed."""
BLOCK = 100
"""Findings or files of one table, so that a browser lays out only what is on the screen."""
MOST_UNFOLDED = 12
"""Rows of evidence in one file that are shown before the fold."""
MOST_FILES_UNFOLDED = 2
"""Files of one finding whose evidence is unfolded."""
MOST_PRODUCTS_UNFOLDED = 5
"""Products of one class that are unfolded; where there are more, each is folded."""
MOST_QUESTIONS = 5
"""Questions that stand on page one before the fold."""
MOST_ABOUT = 10_000
"""Files that one question names."""
MOST_LAWS = 4
"""Laws that stand on page one before the fold."""
MOST_NAMES = 6
"""Products that one clause names; each of them stands among the findings."""
MOST_REASONS = 10_000
"""Reasons of one law, all of them folded but the first."""
MOST_NODES = 30_000
"""Files of the delivery; those with evidence or unread bytes before the others."""
MOST_SPELT = 500
"""Files up to which each names what has seen it; where there are more, they refer to a list."""
MOST_CHANGES = 100
"""Lines of each kind on what an update changes."""
MOST_ROWS = 10_000
"""Links and special files."""
