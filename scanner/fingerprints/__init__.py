"""Library fingerprints: what compiled code cannot shed (texts, type names, number tables), learned and recognised."""
