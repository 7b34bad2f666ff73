"""The command line: the only room that prints and exits. One file per command; the public API and nothing else."""
