"""Streams that hold one packed file, and their decoders."""
