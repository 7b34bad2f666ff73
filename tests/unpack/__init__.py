"""Tests of the unpack room."""
