"""Texts of the pack that stand in a node under a repeating XOR key."""
