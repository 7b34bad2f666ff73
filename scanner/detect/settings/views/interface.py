"""What a view is, and the keys whose values hold more than one setting."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from scanner.catalogue.config_terms import bare
from scanner.detect.settings.interface import Setting

NAMES = frozenset({"name", "key", "parameterkey", "target"})
VALUES = frozenset({"value", "parametervalue"})
"""Keys of pairs: Kubernetes, compose, CloudFormation, ECS, ONVIF, .NET, Android, Hadoop, Unraid."""
VARIABLES = frozenset("environment env envs environmentvariables environ".split())
COMMANDS = frozenset(
    "command commands cmd args arguments argument entrypoint exec execstart execstartpre execstartpost execstop "
    "execreload run script scripts shell healthcheck precommand postcommand cmdline command_line commandline launch "
    "before_script after_script program -c -lc".split()
)
"""Keys of command lines: compose, Kubernetes, CI, systemd, Dockerfiles."""
PIPELINES = frozenset({"pipeline", "pipelines", "template", "data", "stringdata"})
KEYS = NAMES | VALUES | VARIABLES | COMMANDS | PIPELINES
"""All of these: what a reader that leaves settings out must not leave out, with all that stands below."""

MORE = re.compile(r"[\s=!{\[<]")
"""In every value of which a view makes something by itself."""
_INDEXES = re.compile(r"(?:\[\d+\])+\Z")


@dataclass(frozen=True, slots=True)
class Derived(Setting):
    """Another way to say a setting that was seen: no further entry of a list."""


class View(Protocol):
    """Sees the settings of one file in their order, and yields what it makes of them: settings with longer paths.

    One object per file. Views raise :class:`~scanner.types.LimitReached` only.
    """

    def see(self, setting: Setting, key: str) -> Iterable[Setting]:
        """What follows from ``setting``, whose :func:`key_of` is ``key``, and from what came before it."""

    def end(self) -> Iterable[Setting]:
        """What follows from the last settings of the file."""


def key_of(setting: Setting) -> str:
    """The last key, as the sets of this module have it: no index, ``@`` or prefix, lower case."""
    return _plain(setting.path[-1])


@lru_cache(maxsize=4096)
def _plain(name: str) -> str:
    return bare(name.removeprefix("@")).lower()


def without_index(path: tuple[str, ...]) -> tuple[str, ...]:
    """``path`` without the index of its last element: where all items of a list stand; a bare index is left out."""
    if not path or not path[-1].endswith("]"):
        return path
    last = _INDEXES.sub("", path[-1])
    return (*path[:-1], last) if last else path[:-1]
