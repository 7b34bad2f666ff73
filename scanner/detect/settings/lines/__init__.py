"""Formats of lines: INI, properties, registry exports, Dockerfiles, scripts."""
