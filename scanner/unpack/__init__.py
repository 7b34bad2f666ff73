"""Readers: what accounts for every byte of a node and hands over what is inside it, one file per family."""
