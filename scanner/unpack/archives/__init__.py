"""Archives, packages and installers."""
