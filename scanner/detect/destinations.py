"""Addresses to which a setting sends something: shown as scheme, host and port, and whether that is outside.

Never shown: user, password, path, query. Inside are the networks of RFC 1918, 3927, 4193 and 6598, names of one word
(services of one deployment), and the endings that never leave a site (RFC 6762 and 8375, and usage).
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from scanner.catalogue.config_terms import HERE, LOCAL, OUTSIDE, bare
from scanner.text import safe_text
from scanner.types import LimitReached

if TYPE_CHECKING:
    from scanner.detect.settings.interface import Setting

LONGEST = 2_000
"""Characters of the longest value that is taken for an address."""
MOST = 10_000
"""Addresses of one file that are told, and elements whose ports are remembered."""
PORTS = frozenset({"port", "portno", "portnum", "portnumber", "serverport", "hostport", "httpport", "mqttport"})
SCHEMES = frozenset({"protocol", "protocoltype", "scheme", "transport", "uploadtype", "nastype", "mounttype"})
"""Keys, without ``_`` and ``-``, that stand beside an address and belong to it."""
BESIDE = PORTS | SCHEMES
_ADDRESS = re.compile(
    r"(?:(?P<scheme>[A-Za-z][A-Za-z0-9+.-]{1,20}):(?://)?(?=[^\d]|\d{1,3}\.))?(?://|\\\\)?(?:[^/\\@\s]{0,400}@)?"
    r"(?P<host>\[[0-9A-Fa-f:.]{2,45}(?:%[\w.-]{1,20})?\]|[^\s/\\:@?#\[\]{}$()<>\"'`,;|]{1,253}|[0-9A-Fa-f:]{3,39})"
    r"(?::(?P<port>\d{1,5}))?(?:[/\\?#].*)?",
    re.DOTALL,
)
_LABEL = re.compile(r"(?!-)[\w-]{1,63}(?<!-)")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,20}")
_NETWORKS = tuple(
    map(
        ipaddress.ip_network,
        "10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 169.254.0.0/16 100.64.0.0/10 224.0.0.0/4"
        " fc00::/7 fe80::/10 ff00::/8".split(),
    )
)
_ENDINGS = frozenset(
    {
        "local",
        "lan",
        "home",
        "internal",
        "intranet",
        "localdomain",
        "corp",
        "private",
        "localnet",
        "arpa",
        "cluster",
        "svc",
    }
)
_MACHINE = frozenset({"localhost", "host.docker.internal", "ip6-localhost", "localhost.localdomain"})
_NO_PLACE = frozenset({"file", "data", "unix", "javascript"})
_CLOUD = frozenset({"s3", "s3a", "gs", "wasb", "wasbs", "abfs", "abfss", "sqs", "sns", "kinesis", "oss", "obs", "cos"})
"""Schemes whose host is a name at a provider's."""
_NO_NAME = frozenset(
    {"true", "false", "yes", "no", "on", "off", "none", "null", "nil", "disabled", "enabled", "unknown"}
)


@dataclass(frozen=True, slots=True)
class Destination:
    """Where something is sent; ``port`` and ``scheme`` may be empty."""

    scheme: str
    host: str
    port: str
    where: str
    """:data:`HERE`, :data:`LOCAL` or ``outside``."""

    def text(self, port: str = "", scheme: str = "") -> str:
        """For people and for the matcher; ``port`` and ``scheme`` are those that stand beside it."""
        port, scheme = self.port or port, self.scheme or scheme
        whole = f"{scheme}://{self.host}" if scheme else self.host
        return safe_text(f"{whole}:{port}" if port else whole, 120) + f" ({self.where})"


def destination(value: str) -> Destination | None:
    """The address that ``value`` is; None for none, for one to be filled in, and for one that means nowhere."""
    text = value.strip().strip("\"'")
    match = _ADDRESS.fullmatch(text) if 2 <= len(text) <= LONGEST else None
    if match is None or (match["scheme"] or "").lower() in _NO_PLACE:
        return None
    host = match["host"].strip("[]").lower().rstrip(".")
    where = OUTSIDE if (match["scheme"] or "").lower() in _CLOUD else _where(host)
    if not where or int(match["port"] or 0) > 65535:
        return None
    shown = f"[{host}]" if ":" in host else host
    return Destination((match["scheme"] or "").lower(), shown, match["port"] or "", where)


def _where(host: str) -> str:
    if host in _MACHINE or host.endswith(".localhost"):
        return HERE
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return _where_named(host)
    if address.is_unspecified:
        return ""
    if address.is_loopback:
        return HERE
    return LOCAL if any(address in network for network in _NETWORKS if network.version == address.version) else OUTSIDE


def _where_named(host: str) -> str:
    labels = host.split(".")
    if not all(map(_LABEL.fullmatch, labels)):
        return ""
    if len(labels) == 1:
        return LOCAL if re.search(r"[^\W\d_]", host) and host not in _NO_NAME else ""
    if labels[-1] in _ENDINGS:
        return LOCAL
    return OUTSIDE if re.search(r"[^\W\d_]", labels[-1]) and len(labels[-1]) > 1 else ""


@lru_cache(maxsize=4096)
def _plain(name: str) -> str:
    return bare(name).lower().replace("_", "").replace("-", "").lstrip("@")


@dataclass(slots=True)
class Destinations:
    """Gathers the addresses of one file, and what stands beside them; told at the end, for a port may come later."""

    _found: list[tuple[Setting, Destination]] = field(default_factory=list)
    _beside: dict[tuple[str, ...], dict[str, str]] = field(default_factory=dict)

    def see(self, setting: Setting) -> None:
        """Take one more setting of the file."""
        key = _plain(setting.path[-1])
        if key not in BESIDE:
            return
        value = setting.value.strip()
        if key in PORTS and value.isdecimal() and 0 < int(value[:6]) <= 65535:
            self._note(setting.path[:-1], "port", value)
        elif key in SCHEMES and _SCHEME.fullmatch(value):
            self._note(setting.path[:-1], "scheme", value.lower())

    def take(self, setting: Setting) -> bool:
        """Take ``setting``, whose key a fact calls an address; False where its value is none.

        :raises LimitReached: where there are too many.
        """
        found = destination(setting.value)
        if found is not None:
            if len(self._found) >= MOST:
                raise LimitReached(f"more than {MOST:,} addresses in one file")
            self._found.append((setting, found))
        return found is not None

    def told(self) -> Iterator[tuple[Setting, str]]:
        """Every address with its text."""
        for setting, found in self._found:
            beside = self._beside.get(setting.path[:-1], {})
            yield setting, found.text(beside.get("port", ""), beside.get("scheme", ""))

    def _note(self, element: tuple[str, ...], what: str, value: str) -> None:
        if element in self._beside or len(self._beside) < MOST:
            self._beside.setdefault(element, {}).setdefault(what, value)
