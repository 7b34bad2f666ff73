"""Addresses in settings: which values are one, and which of them are only listed or described."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scanner.catalogue.config_terms import bare

if TYPE_CHECKING:
    from scanner.detect.settings.interface import Setting

LONGEST = 2_000
"""Characters of the longest value that is taken for an address."""
MANY = 20
"""Different hosts under one key, in one list or in many entries of one shape: nobody calls so many. It is a list of
blocked or allowed addresses, of interfaces that there are, or of a whole service."""
_ADDRESS = re.compile(
    r"(?:[A-Za-z][A-Za-z0-9+.-]{1,20}://)?(?:[^\s/@]{1,200}@)?"
    r"(?P<host>(?:[A-Za-z0-9_{}$-]{1,63}\.){1,10}[A-Za-z]{2,24})(?::\d{1,5})?(?P<path>/[^\s?#]*)?(?:[?#]\S*)?"
)
_DESCRIBES = frozenset(
    {"description", "summary", "title", "documentation", "docs", "doc", "help", "comment", "comments", "notes"}
    | {"homepage", "readme", "changelog", "license", "licence", "termsofservice", "externaldocs", "see", "seealso"}
)
"""Keys whose value speaks about something, in any file."""
_METADATA = re.compile(
    r"(?:package|package-lock|bower|composer|component|manifest|info|metadata|plugin|extension)\.json|composer\.lock"
    r"|pyproject\.toml|Cargo\.toml|setup\.cfg|pom\.xml|[^/]*\.(?:pom|nuspec|[a-z]{2,3}proj|podspec\.json|gemspec)"
    r"|(?:galaxy|Chart|pubspec|meta|plugin|action)\.ya?ml",
    re.I,
)
"""Files in which a package says what it is (npm, Composer, PEP 621, Cargo, Maven, NuGet, CocoaPods, Helm …)."""
_ABOUT = frozenset(
    {"url", "urls", "link", "links", "website", "web", "repository", "repo", "source", "sources", "bugs", "issues"}
    | {
        "issuetracker",
        "author",
        "authors",
        "publisher",
        "support",
        "scm",
        "projecturl",
        "funding",
        "maintainers",
        "icon",
    }
    | {"keywords", "tags"}
)
"""Keys whose value speaks about the package, in such a file."""
_REFUSES = re.compile(
    r"[a-z]{0,30}(?:blocklist|blacklist|denylist|blocked|denied|ignored|excluded|exclusions?)[a-z]{0,30}|deny|ignore|excludes?"
)
"""Keys below which stands what is not called."""
_REFUSED = re.compile(r".*(?:block|black|deny)[-_.]?list.*", re.I | re.S)
"""Names of files that hold nothing else."""


@dataclass(frozen=True, slots=True)
class Address:
    """``host`` in small letters, ``path`` without query; user and password are not kept."""

    host: str
    path: str

    @property
    def name(self) -> str:
        """What follows the last slash."""
        return self.path.rpartition("/")[2]


def address(value: str) -> Address | None:
    """The address that ``value`` is as a whole; None for a sentence, a number, a list."""
    text = value.strip().strip("\"'")
    match = _ADDRESS.fullmatch(text) if 4 <= len(text) <= LONGEST else None
    return Address(match["host"].lower(), match["path"] or "") if match else None


class Listing:
    """Which settings of one file only list or describe addresses, and so call none of them."""

    def __init__(self, name: str) -> None:
        self._metadata = _METADATA.fullmatch(name) is not None
        self._refused = _REFUSED.fullmatch(name) is not None
        self._hosts: dict[tuple[int, str], set[str]] = defaultdict(set)

    def see(self, setting: Setting) -> Address | None:
        """Take one more setting of the file, before any is asked about; the address that its value is."""
        found = address(setting.value) if "." in setting.value else None
        if found is not None:
            hosts = self._hosts[_shape(setting)]
            if len(hosts) <= MANY:
                hosts.add(found.host)
        return found

    def lists(self, setting: Setting) -> bool:
        """Whether ``setting`` is an entry of a long list or one of what is refused, or describes something."""
        keys = [bare(part).lower().replace("_", "").replace("-", "").lstrip("@") for part in setting.path]
        if keys[-1] in _DESCRIBES or (self._metadata and not _ABOUT.isdisjoint(keys)):
            return True
        if self._refused or any(map(_REFUSES.fullmatch, keys)):
            return True
        return len(self._hosts.get(_shape(setting), ())) > MANY


def _shape(setting: Setting) -> tuple[int, str]:
    """What entries of one list, or the same key of many entries, have in common."""
    named = [part for part in map(bare, setting.path) if part]
    return len(setting.path), named[-1] if named else ""
