"""``facescreen signatures``: one file per command below it."""
