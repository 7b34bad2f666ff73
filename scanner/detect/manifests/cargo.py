"""Rust crates: ``Cargo.toml`` and ``Cargo.lock`` (doc.rust-lang.org/cargo)."""

from __future__ import annotations

from collections.abc import Iterator

from scanner.detect.manifests.interface import Form, Manifest, Package, declared, form, items, table, toml_table, word

_GROUPS = ("dependencies", "dev-dependencies", "build-dependencies")


def crate(manifest: Manifest) -> Iterator[Package]:
    """``Cargo.toml``: the crate itself and what it asks for, under its real name where it is renamed."""
    data = toml_table(manifest)
    own = table(data, "package")
    if word(own.get("name")):
        yield Package(f"cargo:{own['name']}", word(own.get("version")))
    for entries in (*(table(data, group) for group in _GROUPS), table(data, "workspace", "dependencies")):
        for name, entry in entries.items():
            yield declared(f"cargo:{word(table(entry).get('package')) or name}", word(entry))


def lock(manifest: Manifest) -> Iterator[Package]:
    """``Cargo.lock``: a list of packages."""
    for entry in items(toml_table(manifest).get("package")):
        name = word(table(entry).get("name"))
        if name:
            yield declared(f"cargo:{name}", word(entry.get("version")))


FORMS: tuple[Form, ...] = (form(r"Cargo\.toml", crate), form(r"Cargo\.lock", lock))
