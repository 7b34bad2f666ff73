"""The signature pack: reading, checking and compiling it for the detectors."""
