"""Manifests, lock files and databases of package managers: which packages are here, and which are asked for."""
