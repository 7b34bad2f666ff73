"""Constants of signatures: their numbers, and the bytes that stand for them in files."""
