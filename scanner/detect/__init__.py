"""Detectors: they turn the bytes of one node into observations and know no product."""
