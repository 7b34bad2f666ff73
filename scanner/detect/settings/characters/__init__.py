"""Bytes of settings as text, with the way back to their offsets."""
