"""Native programs, and what hides in them: sections, resources, overlays, bundles."""
