"""One file for each section of the record: the report goes in, pieces come out."""
