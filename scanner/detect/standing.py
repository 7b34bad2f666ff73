"""What a path says about its file beyond the name: a manifest of a package manager, a module of an installed package,
the sentences of one language.

Everything by which a detector may see two equal files differently is here: results are kept under it.
"""

from __future__ import annotations

import re

from scanner.detect.manifests.registry import form_for
from scanner.detect.samples import TRANSLATIONS

_PYTHON_ROOT = re.compile(
    r"""(?:\A|(?<=/))(?:
        (?:site|dist)-packages(?:\.zip!)?
      | [^/]+\.(?:whl|pyzw?)!(?:/[^/]+\.data/(?:purelib|platlib))?
      | [^/]+\.egg!?
      | (?:library|python3?\d*)\.zip!
      | lib/python3\.\d+(?:/lib-dynload)?
      | _internal
    )(?=/)""",
    re.VERBOSE | re.IGNORECASE,
)
"""Where Python looks for packages: folders of the module ``site``, the root of a wheel (PEP 427), of an egg, of a zip
application (PEP 441), what PyInstaller packs (PYZ, ``_internal``), py2exe and cx_Freeze."""
_PYINSTALLER = "_internal"
_MODULE = re.compile(r"([A-Za-z_]\w*)(?:\.(?:py|pyc|pyo)|\.(?:[\w.-]*\.)?(?:pyc|pyd|so))(?:#\d+)?")
_NODE = re.compile(r".*/node_modules/((?:@[\w.~-]+/)?[\w.~-]+)/.*\.(?:js|mjs|cjs|node|wasm)(?:#\d+)?", re.DOTALL)
_PACKAGE = re.compile(r"/node_modules/|\.(?:jar|aar|war|nupkg|tgz|tar\.gz|gem|crate|phar)!/", re.IGNORECASE)
_OF_TRANSLATIONS = ("i18n", "l10n", "locale", "translation")
_MAVEN = "meta-inf/maven/"
"""Parts, in small letters, of folders that say something of files further below: most paths have none."""
_DEPTH = 32
_CODE = (".py", ".so")
"""Parts of every path of a Python module, compiled or not: most paths are dismissed with one look."""


def python_modules(path: str) -> tuple[str, ...]:
    """The modules that the file at ``path`` is part of: ``a``, ``a.b`` and ``a.b.c`` for ``…/site-packages/a/b/c.py``.

    Empty outside of the folders in which Python looks for packages: any folder may be called ``face_recognition``.
    """
    if not any(part in path for part in _CODE):
        return ()
    roots = list(_PYTHON_ROOT.finditer(path))
    # Packages have folders of PyInstaller's name too (pip/_internal): there another root comes before.
    roots = [root for root in roots if root[0] != _PYINSTALLER] or roots[:1]
    if not roots:
        return ()
    *folders, name = path[roots[-1].end() + 1 :].split("/")
    module = _MODULE.fullmatch(name)
    folders = [folder for folder in folders if folder != "__pycache__"]
    if module is None or len(folders) > _DEPTH or not all(map(str.isidentifier, folders)):
        return ()
    parts = folders if module[1] == "__init__" else [*folders, module[1]]
    return tuple(".".join(parts[:count]) for count in range(1, len(parts) + 1))


def npm_package(path: str) -> str:
    """The package (``@scope/name``) that the code file at ``path`` is part of; empty outside ``node_modules``."""
    match = _NODE.fullmatch(path) if "/node_modules/" in path else None
    return match[1] if match else ""


def is_installed(path: str) -> bool:
    """Whether ``path`` lies where a package manager puts packages, or in a package file: not where a vendor's own code
    is by habit. What else is called like a package there is the choice of whoever made the delivery."""
    return _PYTHON_ROOT.search(path) is not None or _PACKAGE.search(path) is not None


def surroundings(path: str) -> str:
    """What the place of a container at ``path`` says about the files in it, whatever their names are; mostly nothing.

    Equal archives are one only where this is equal: a copy in a folder of translations must not speak for the others.
    """
    low = path.lower()
    translated = ""
    if any(word in low for word in _OF_TRANSLATIONS):
        inside = ("x.json", "x/x.json", "x/x/x.json")
        translated = "".join("x" if TRANSLATIONS.fullmatch(f"{path}!/{name}") else "-" for name in inside)
    maven = "maven" if _MAVEN in low else ""
    return "\n".join((translated, npm_package(f"{path}!/x.js"), maven))


def standing(path: str) -> str:
    """All of this as one text: equal texts for paths that no detector tells apart by more than the file name."""
    found = form_for(path)
    manifest = found[0].pattern.pattern if found is not None else ""
    translated = "translated" if TRANSLATIONS.fullmatch(path) else ""
    return "\n".join((manifest, translated, npm_package(path), *python_modules(path)[-1:]))
