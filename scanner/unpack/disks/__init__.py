"""Disks, real and virtual: partition tables and image formats."""
