"""``facescreen policy``: the laws as data. One file per command."""
