"""Report formats: one file each, made from the report document and nothing else."""
