"""Inputs that attack the screening: bombs, and archives whose names and links point elsewhere."""
