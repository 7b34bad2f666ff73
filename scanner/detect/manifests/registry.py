"""Every kind of manifest. A new one is a line in the ``FORMS`` of its ecosystem, or a file and a line here."""

from __future__ import annotations

import re
from dataclasses import replace

from scanner.detect.manifests import (
    alpine,
    apple,
    cargo,
    debian,
    golang,
    gradle,
    images,
    maven,
    npm,
    nuget,
    python,
    requirements,
    rpm,
    started,
)
from scanner.detect.manifests.interface import Form

_ECOSYSTEMS: tuple[tuple[tuple[Form, ...], str], ...] = (
    (python.FORMS, "pypi"),
    (requirements.FORMS, "pypi"),
    (npm.FORMS, "npm"),
    (maven.FORMS, "maven"),
    (gradle.FORMS, "maven"),
    (nuget.FORMS, "nuget"),
    (apple.FORMS, "cocoapods swift"),
    (golang.FORMS, "go"),
    (cargo.FORMS, "cargo"),
    (debian.FORMS, "deb opkg"),
    (alpine.FORMS, "apk"),
    (rpm.FORMS, "rpm"),
    (images.FORMS, "oci"),
    (started.FORMS, "oci"),
)
FORMS: tuple[Form, ...] = tuple(
    replace(one, ecosystems=frozenset(words.split())) for forms, words in _ECOSYSTEMS for one in forms
)
"""In order: the first whose pattern matches reads the file."""

_ENDINGS = frozenset(
    "json toml cfg txt in lock lockfile xml pom mf version properties gradle kts nuspec config csproj vbproj fsproj "
    "props targets podspec resolved private mod sum sqlite db pkginfo yaml yml tmpl tpl j2 control egg-info dockerfile "
    "containerfile nix tf hcl nomad sh bash zsh ksh ash bat cmd ps1 service container mk env".split()
)
_NAMES = frozenset(
    "metadata pkg-info pipfile podfile cartfile control status installed packages makefile gnumakefile "
    "jenkinsfile".split()
)
"""Endings and names that a pattern above can match: most paths of a delivery are dismissed with one look."""
_BEGINNINGS = ("dockerfile", "containerfile", ".env.")
_REPEATED = re.compile(r"#\d+\Z")
"""Added where a container holds one name twice."""


def form_for(path: str) -> tuple[Form, str] | None:
    """The form of the manifest at ``path`` with the path as it was named; None where no manifest is expected."""
    plain = _REPEATED.sub("", path) if "#" in path else path
    name = plain.rpartition("/")[2].lower()
    likely = name.rpartition(".")[2] in _ENDINGS or name in _NAMES or name.startswith(_BEGINNINGS)
    if not likely and "/status.d/" not in plain:
        return None
    return next(((one, plain) for one in FORMS if one.pattern.fullmatch(plain)), None)
