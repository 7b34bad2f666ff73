"""The record of a screening: one folder to file, its log of custody, and how a change of it shows."""
