"""SARIF 2.1.0 (OASIS, Static Analysis Results Interchange Format), plain dictionaries in the shape of its schema."""
