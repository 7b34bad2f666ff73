"""Learning and trying fingerprints on files of this machine."""
