"""The procurement record as one PDF: to file, to print and to sign."""
