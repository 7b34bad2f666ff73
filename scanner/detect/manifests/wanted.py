"""The packages that facts name, in the spelling in which an ecosystem compares names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from scanner.detect.manifests.interface import ANYWHERE, LONGEST_NAME, Form, Manifest, Package
from scanner.text import safe_text
from scanner.types import FactKind

if TYPE_CHECKING:
    from scanner.catalogue.vocabulary import Vocabulary

_SEPARATORS = re.compile(r"[-_.]+")
_RUN = re.compile(r"[a-z0-9]+")
_ESCAPES = (b"\\u", b"&#")
"""JSON's and XML's ways to write a letter that no search for the name finds."""
_WIDE = (b"\xff\xfe", b"\xfe\xff")
_SAME: Mapping[str, Callable[[str], str]] = {
    "pypi": lambda name: _SEPARATORS.sub("-", name).lower(),
    "cargo": lambda name: name.replace("_", "-").lower(),
    "nuget": str.lower,
    "oci": str.lower,
    "swift": str.lower,
}
"""What the registries hold for the same name: PEP 503; crates.io and NuGet compare so, image names are lower case."""
_PURL_TYPES = {"go": "golang", "opkg": "opkg"}
_SHOWN = 200
_TELLING = 12
"""Characters from which the last part of an image's name says whose it is; anybody may call an image ``openface``."""


def normal(name: str) -> str:
    """``ecosystem:name`` in its one spelling."""
    ecosystem, colon, rest = name.partition(":")
    return ecosystem + colon + _SAME.get(ecosystem, str)(rest)


class Wanted:
    """Looks packages up in one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        names = vocabulary.names.get(FactKind.PACKAGE)
        values = (*names.exact, *names.folded.values()) if names is not None else ()
        self._values = {normal(value): value for value in values}
        self._runs: dict[str, set[bytes]] = {}
        for value in self._values:
            self._runs.setdefault(value.partition(":")[0], set()).add(_telling(value).encode())

    def find(self, package: Package) -> Iterator[str]:
        """The fact values that ``package`` meets."""
        found = [self._values.get(normal(name)) for name in package.names if len(name) <= LONGEST_NAME]
        found += self._of_any_owner(package.name)
        yield from dict.fromkeys(value for value in found if value is not None)

    def _of_any_owner(self, name: str) -> Iterator[str]:
        ecosystem, _, rest = name.partition(f":{ANYWHERE}")
        if len(rest) >= _TELLING:
            ending, beginning = f"/{normal(f'{ecosystem}:{rest}').partition(':')[2]}", f"{ecosystem}:"
            yield from (
                value for key, value in self._values.items() if key.startswith(beginning) and key.endswith(ending)
            )

    def may_stand_in(self, manifest: Manifest, form: Form) -> bool:
        """Whether a wanted name of the form's ecosystems may stand in ``manifest``: far cheaper than reading it."""
        data = manifest.data
        if data.startswith(_WIDE) or any(escape in data for escape in _ESCAPES):
            return True
        folded = data.lower()
        return any(run in folded for ecosystem in form.ecosystems for run in self._runs.get(ecosystem, ()))


def _telling(value: str) -> str:
    """The longest run of letters and digits in the last part of a name: every spelling of it contains it."""
    last = re.split(r"[/:]", value)[-1].lower()
    return max(_RUN.findall(last), key=len, default="")


def shown(value: str, version: str) -> str:
    """The package as a purl (ECMA-427), the spelling in which bills of materials name packages."""
    from packageurl import PackageURL

    ecosystem, _, name = value.partition(":")
    namespace, _, last = name.replace(":", "/").rpartition("/")
    try:
        purl = PackageURL(_PURL_TYPES.get(ecosystem, ecosystem), namespace or None, last, version[:_SHOWN] or None)
    except ValueError:
        return safe_text(f"{value} {version}".strip(), _SHOWN)
    return safe_text(purl.to_string(), _SHOWN)
