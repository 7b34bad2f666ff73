"""Supervised worker processes: the only place where bytes of a delivery are parsed."""
