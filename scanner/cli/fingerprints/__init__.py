"""``facescreen fingerprints``: learning what a library looks like, and trying it."""
