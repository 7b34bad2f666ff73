"""How far up the ladder one observation gets: by its kind, its place and the node that carries it."""

from __future__ import annotations

import re

from scanner.catalogue.patterns import is_member
from scanner.detect.downloads import FETCHED
from scanner.detect.standing import is_installed
from scanner.formats.roles import NATIVE
from scanner.match.aside import ASIDE, is_aside
from scanner.match.census import Census
from scanner.match.classes import class_state
from scanner.match.exhibit import Exhibit
from scanner.match.own import OWN_PLACES, calls_itself
from scanner.match.ruling import Ruling
from scanner.match.servers import route_ruling
from scanner.match.wrappers import is_structure
from scanner.types import Fact, FactKind, Observation, Place, Signature, State

_REFERENCES = frozenset({FactKind.SYMBOL, FactKind.SONAME, FactKind.PATH, FactKind.CLASS, FactKind.IMPORT})
"""Kinds whose value names something that lives elsewhere when it stands in another node's text or import table."""
_FUNCTIONS = frozenset({FactKind.SYMBOL, FactKind.CLASS})
_CODE = frozenset({Place.SCRIPT, Place.TEXT, Place.IMPORTED, Place.DECLARED, Place.INVOKED})
_TYPE_NAME = re.compile(r"N\d|\d+[A-Za-z_]|\.\?A[UV]")
"""Names of types in run-time type information (Itanium C++ ABI, 5.1.5; Microsoft's begin with ``.?A``)."""
_MANUALS = re.compile(r"(?:\A|[/!])usr/(?:local/)?share/(?:doc|gtk-doc)/")
_SNAKE = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)+")
_DOWNLOAD = re.compile(
    r"(?!(?:https?://)?git(?:hub|lab)\.com/[^/]+/[^/]+(?:/(?!releases/download/|raw/)|\Z))"
    r"(?:https?://[^/]+/.|(?:[\w-]+\.)+[a-z]{2,}/.|.*/(?:releases/download|resolve)/.)"
)
"""Addresses of files; a repository's own address is its name."""
_LIBRARIES = frozenset({FactKind.SONAME, FactKind.PATH, FactKind.NEEDED})

TOP = "by itself this shows no more"
PRESENCE = "the product is there; its code alone is {state}"
LIBRARY_ALONE = "asks for the library, which does not say for which of its functions"


def ruling_of(exhibit: Exhibit, fact: Fact, observation: Observation, census: Census) -> Ruling:
    """How far one observation gets: the lowest that kind, place, role and carrier allow, with the reason."""
    if observation.place is Place.TEXT and census.lists(observation.path, fact):
        return Ruling(State.MENTIONED, "a container's list of its members says so; what they hold counts there")
    ruling = _of_manual(observation, _by_place(exhibit, fact, observation, census))
    lowered = _lowered(exhibit, observation, ruling)
    if lowered.state is State.MENTIONED and ruling.state > State.MENTIONED and not _is_told(observation):
        return Ruling(State.AVAILABLE, f"{lowered.why}; by its name or folder alone, which anybody may choose")
    return lowered


def _of_manual(observation: Observation, ruling: Ruling) -> Ruling:
    """A program among the manuals (Filesystem Hierarchy Standard, 4.11) is an example, if its folder is true; so is
    a file of settings among tests, examples or documents."""
    if observation.place is Place.SCRIPT and _MANUALS.search(observation.path):
        return ruling.at_most(State.AVAILABLE, "an example among the manuals, by its folder, which anybody may choose")
    if observation.place is Place.CONFIG and is_aside(observation.path):
        return ruling.at_most(State.AVAILABLE, ASIDE)
    return ruling


def _lowered(exhibit: Exhibit, observation: Observation, ruling: Ruling) -> Ruling:
    complete = exhibit.complete.get((observation.path, observation.place))
    if complete is not None:
        ruling = ruling.at_most(complete.state, complete.why)
    if observation.path in exhibit.packaged:
        ruling = ruling.at_most(_installed(exhibit.signature, ruling), "stands in the product's own package")
    carrier = exhibit.hosts.get(observation.path)
    if carrier is None:
        return ruling
    return ruling.at_most(carrier, "a general-purpose file that holds this whether it is used or not")


def _is_told(observation: Observation) -> bool:
    """Whether code may be taken for an online service's kit, which only mentions it: a package manager put it there.

    Data of such a kit (service models, schemas) may lie anywhere.
    """
    return observation.place not in _CODE or is_installed(observation.path)


def _installed(signature: Signature, ruling: Ruling) -> State:
    """How far a package of the product gets by being there; scripts of a general library show no use of all of it."""
    if signature.hosts and ruling.state >= State.CALLED:
        return min(signature.presence, State.AVAILABLE)
    return min(signature.presence, State.SHIPPED)


def _by_place(exhibit: Exhibit, fact: Fact, observation: Observation, census: Census) -> Ruling:
    place = observation.place
    if place is Place.DOCUMENT:
        return Ruling(State.MENTIONED, "named in a document, a schema or a comment")
    if place in OWN_PLACES or exhibit.is_own(observation) or calls_itself(exhibit.signature.facts, observation):
        return _own(exhibit, fact, observation, census)
    if place in {Place.IMPORTED, Place.INVOKED}:
        return _imported(exhibit, fact, observation)
    if place is Place.DECLARED:
        return _called(fact, "").at_most(State.AVAILABLE, "declared so that it can be called; no call was seen")
    route = route_ruling(exhibit, fact, observation, census)
    if route is not None:
        return route
    if place is Place.CONFIG and (observation.setting == FETCHED or _is_download(fact)):
        return _fetched(fact)
    if fact.kind in _REFERENCES:
        return _reference(exhibit, fact, observation, census)
    return _text(exhibit, fact, place)


def _own(exhibit: Exhibit, fact: Fact, observation: Observation, census: Census) -> Ruling:
    """What the product says of itself. In a file with other code, a text may be that code's request of the product:
    a program is taken for the product's own if it exports one of its names."""
    present = _present(exhibit, fact)
    online = exhibit.signature.presence is State.MENTIONED and census.formats.get(observation.path) in NATIVE
    shared = observation.place is Place.TEXT and (online or observation.path in exhibit.mixed)
    if shared and fact.kind in {FactKind.ENDPOINT, FactKind.STRING, FactKind.YARA} and present.state < State.AVAILABLE:
        why = "stands in one file with classes of the product and other code: whose text it is stays open"
        return Ruling(State.AVAILABLE, why).at_most(fact.top, TOP)
    if (
        observation.path in exhibit.mixed
        and present.state < State.AVAILABLE
        and census.formats[observation.path] == "dex"
    ):
        why = "an app holds classes of the kit, which its builder leaves out where nothing uses them"
        return Ruling(State.AVAILABLE, why).at_most(fact.top, TOP)
    return present


def _present(exhibit: Exhibit, fact: Fact) -> Ruling:
    presence = exhibit.signature.presence
    return Ruling(presence, PRESENCE.format(state=presence.word)).at_most(fact.top, TOP)


def _text(exhibit: Exhibit, fact: Fact, place: Place) -> Ruling:
    """A text of the product.

    In configuration it counts only where the fact names that place. In code, a fact that names the place is at least
    available: an address or request of an online service stands in the caller, and no code of the product does.
    """
    named = place in fact.places
    if place is Place.SCRIPT:
        return _called(fact, "stands in a script or source file").at_most(fact.top, TOP)
    if place is Place.CONFIG and fact.kind is FactKind.PACKAGE:
        return _called(fact, "a deployment starts this container image").at_most(fact.top, TOP)
    if place is Place.CONFIG and named:
        return _called(fact, "stands in a configuration file").at_most(fact.top, TOP)
    if place is Place.CONFIG:
        return Ruling(State.MENTIONED, "the fact is not meant for configuration files")
    present = _present(exhibit, fact)
    if _is_function(fact) and not named:
        present = present.at_most(State.AVAILABLE, "a name as source code writes it; no program takes it so by name")
    least = min(fact.top, State.AVAILABLE)
    return Ruling(least, "stands in code that may use it") if named and present.state < least else present


def _is_download(fact: Fact) -> bool:
    """Whether a text is the address, or its end, from which models are fetched."""
    return fact.kind is FactKind.STRING and _DOWNLOAD.match(fact.value) is not None


def _fetched(fact: Fact) -> Ruling:
    """The name of a model in an address that a setting has: the program gets it there, whatever else is delivered."""
    named = Ruling(State.CALLED, "a setting names the address that it comes from")
    return named if fact.top >= State.SHIPPED else named.at_most(fact.top, TOP)


def _is_function(fact: Fact) -> bool:
    """Whether a text is a function's name in source code: with its module, or in small letters joined by ``_``."""
    named = fact.kind is FactKind.STRING and fact.top >= State.CALLED and not fact.prefix
    return named and (is_member(fact.value) or _SNAKE.fullmatch(fact.value) is not None)


def _called(fact: Fact, why: str) -> Ruling:
    return Ruling(State.MENTIONED, TOP) if fact.top is State.MENTIONED else Ruling(State.CALLED, why)


def _imported(exhibit: Exhibit, fact: Fact, observation: Observation) -> Ruling:
    """An import. A library that is needed says nothing of its other functions where the functions used are known."""
    if observation.kind is not FactKind.NEEDED:
        verb = "imports" if observation.place is Place.IMPORTED else "calls"
        return _called(fact, f"code outside the product {verb} it")
    if observation.path in exhibit.precise:
        return _called(fact, "").at_most(State.AVAILABLE, "the functions that this file uses are known by their names")
    return _of_library(exhibit, fact, _called(fact, "code outside the product needs the library"))


def _of_library(exhibit: Exhibit, fact: Fact, ruling: Ruling) -> Ruling:
    """A reference to a library as a whole: it lifts a library of one purpose, not a client with many functions."""
    if fact.kind in _LIBRARIES and exhibit.signature.presence < State.SHIPPED:
        return ruling.at_most(State.AVAILABLE, LIBRARY_ALONE)
    return ruling


def _reference(exhibit: Exhibit, fact: Fact, observation: Observation, census: Census) -> Ruling:
    """A name in a node that does not define it: a call in a script, or where the binary loads by name.

    Other code shows no call by name, nor rules one out: a static program and bytecode have no import table, and a
    program may load through somebody else's function (QLibrary, a library of its own, a runtime for scripts). There
    the name of a function or class is for a person to judge, in content of an unknown kind as well: most bytecode is.
    The name of a C++ type is in a binary only where its code is.
    """
    place = observation.place
    if place is Place.TEXT and fact.kind is FactKind.SYMBOL and _TYPE_NAME.match(fact.value):
        return _present(exhibit, fact)
    if is_structure(fact) and exhibit.signature.presence is State.AVAILABLE and place in {Place.SCRIPT, Place.TEXT}:
        return _called(fact, "").at_most(State.AVAILABLE, "a structure or constant: headers and wrappers have it too")
    if place is Place.SCRIPT:
        return _of_library(exhibit, fact, _called(fact, "a script or source file uses it"))
    if place is Place.TEXT and observation.path in census.loads:
        return _of_library(exhibit, fact, _called(fact, "a binary that loads functions by name names it"))
    if place is not Place.TEXT:
        return Ruling(State.MENTIONED, "a name in a file that is no code")
    used = class_state(fact, observation, census, general=bool(exhibit.signature.hosts))
    if used is not None:
        return Ruling(used, "bytecode names the class").at_most(_called(fact, "").state, TOP)
    if census.hides_calls(observation.path) or (fact.kind in _FUNCTIONS and census.may_be_code(observation.path)):
        return _called(fact, "").at_most(State.AVAILABLE, "named in code that does not show which functions it calls")
    return Ruling(State.MENTIONED, "a text in content that loads no functions by name")
