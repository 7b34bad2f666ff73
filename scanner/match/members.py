"""Names of members in the structure of their container: a directory of an archive names files and holds none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

INSIDE = "!/"
"""What stands between a container's path and that of a member."""


def member_names(paths: Iterable[str]) -> Mapping[str, str]:
    """Path of each container → the paths of its members in it, one a line."""
    members: dict[str, list[str]] = defaultdict(list)
    for path in paths:
        container, found, member = path.rpartition(INSIDE)
        if found:
            members[container].append(member)
    return {container: "\n".join(names) for container, names in members.items()}


def names_a_member(value: str, members: str) -> bool:
    """Whether ``value``, a text or the name of a class, stands in a member's path."""
    return value in members or ("." in value and value.replace(".", "/") in members)
