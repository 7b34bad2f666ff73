"""All images, in one explicit tuple, and the workshops that make them."""

from __future__ import annotations

from pathlib import Path

from benchmarks.images import archives, bundles, containers, disks, encrypted, filesystems, firmware, packages, tree
from benchmarks.images.recipe import Recipe, Workshop
from benchmarks.places import WORK

FAMILIES = (filesystems, firmware, archives, packages, containers, disks, bundles, encrypted)
RECIPES: dict[str, Recipe] = {recipe.name: recipe for family in FAMILIES for recipe in family.RECIPES}
READABLE = tuple(recipe for recipe in RECIPES.values() if recipe.encrypted is None)
ENCRYPTED = tuple(recipe for recipe in RECIPES.values() if recipe.encrypted is not None)
_HOME = WORK / "images"


def full() -> Workshop:
    """Images of the whole camera file system."""
    return Workshop(_camera(), _HOME / "full", RECIPES)


def small() -> Workshop:
    """Images of its small part, for what is screened many times."""
    part = _HOME / "small-tree"
    if not part.exists():
        tree.small(_camera(), part)
    return Workshop(part, _HOME / "small", RECIPES)


def tiny() -> Workshop:
    """Images of a few kilobytes, for mutations."""
    part = _HOME / "tiny-tree"
    if not part.exists():
        tree.tiny(_camera(), part)
    return Workshop(part, _HOME / "tiny", RECIPES)


def _camera() -> Path:
    root = _HOME / "tree"
    done = _HOME / "tree.made"
    if not done.exists():
        tree.camera(root)
        done.touch()
    return root
