"""Requests of a device: who names their routes, the device's own server, its web pages or a client of it."""

from __future__ import annotations

import re

from scanner.match.census import Census, base_name
from scanner.match.exhibit import Exhibit
from scanner.match.ruling import Ruling
from scanner.types import Fact, FactKind, Observation, Place, State

_PAGES = frozenset({"js", "asp", "aspx", "jsp", "php", "cgi", "html", "htm", "xhtml", "shtml", "vue", "svelte"})
"""Endings of files that a web server hands out or runs."""
_SCRIPT_OF_A_SERVER = re.compile(r"[\w-]+\.(?:cgi|asp|aspx|jsp|php|do)\b")


def is_route(fact: Fact) -> bool:
    """Whether the fact is a path of requests without a host: who answers them is open."""
    if fact.kind not in {FactKind.ENDPOINT, FactKind.STRING}:
        return False
    return fact.value.startswith("/") or _SCRIPT_OF_A_SERVER.match(fact.value) is not None


def route_ruling(exhibit: Exhibit, fact: Fact, observation: Observation, census: Census) -> Ruling | None:
    """What an endpoint, or a text of a device in a server of its own, proves; None where it is neither.

    A path that a device answers stands in its server as it does in a program that asks it. The server is told by its
    imports: it listens. Only products that need a device (presence ``available``) are judged so.
    """
    if exhibit.signature.presence is State.AVAILABLE:
        if observation.place is Place.TEXT and fact.kind in {FactKind.ENDPOINT, FactKind.STRING}:
            return _in_code(fact, observation, census)
        if observation.place is Place.SCRIPT and is_route(fact) and _is_page(observation.path, census):
            return _capped(fact, State.SHIPPED, "a web page asks it of the server that the page comes from")
    if fact.kind is FactKind.ENDPOINT:
        return _capped(fact, State.CALLED, "an address in code or configuration")
    return None


def _in_code(fact: Fact, observation: Observation, census: Census) -> Ruling | None:
    path = observation.path
    if path in census.listens:
        return _capped(fact, State.SHIPPED, "stands in a server: the program takes requests itself")
    if fact.kind is FactKind.STRING and not is_route(fact):
        return None
    if not is_route(fact) or census.sends(path) or census.is_bytecode(path):
        return _capped(fact, State.CALLED, "a program that sends requests names the address")
    return _capped(
        fact, State.AVAILABLE, "whether this binary answers such requests or sends them, its imports do not show"
    )


def _is_page(path: str, census: Census) -> bool:
    """Whether a script is part of a web page: by its ending, and no module of a JavaScript package."""
    if base_name(path).rpartition(".")[2].lower() not in _PAGES:
        return False
    folder = path
    while "/" in folder:
        folder = folder.rpartition("/")[0]
        if f"{folder}/package.json" in census.names:
            return False
        if folder.endswith("!"):
            return True
    return True


def _capped(fact: Fact, state: State, why: str) -> Ruling:
    return Ruling(state, why).at_most(fact.top, "by itself this shows no more")
