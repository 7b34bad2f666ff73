"""Packs as signed files, for sites without a network: keys, the signed manifest, export, verification, import."""
