"""Structured readers of configuration files: every setting with the path of its key, nothing resolved or executed."""
