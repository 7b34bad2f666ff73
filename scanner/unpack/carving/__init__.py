"""Known formats inside unknown content."""
