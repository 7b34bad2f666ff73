"""How much of each list the web page shows; what is above is counted, with the digest of ``report.json``."""

from __future__ import annotations

MOST_PLACES = 12
"""Evidence rows of one finding."""
MOST_OPEN = 20
"""Findings of one product and capability that are shown with their evidence; the others have one row each."""
MOST_REGIONS = 200
MOST_NAMES = 6
"""Products that one clause names; each of them stands among the findings."""
MOST_REASONS = 50
"""Reasons of one law: there can be one for each finding, and those stand below."""
MOST_NODES = 1000
MOST_CHANGES = 100
"""Lines of each kind on what an update changes."""
MOST_ROWS = 200
"""Rows of other tables (links, edges)."""
