"""From facts (what a signature looks for) through observations (what a delivery shows) to findings."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from scanner.types.compact import Compact
from scanner.types.words import Capability, Qualifier, State


class FactKind(StrEnum):
    """What kind of thing a fact or an observation is."""

    STRING = "string"
    """Bytes found by YARA anywhere in a node; the value is the text."""
    YARA = "yara"
    """A hand-written YARA rule; the value is its name."""
    SYMBOL = "symbol"
    """A name in a symbol, export or import table, or an RTTI type name."""
    SONAME = "soname"
    """The name that a shared library gives itself."""
    NEEDED = "needed"
    """The name of a library that a binary needs."""
    PATH = "path"
    """The file name of a node."""
    PACKAGE = "package"
    """A package manager's name as ``pypi:name``, ``npm:name``, ``maven:group:artefact``, ``nuget:name`` …"""
    IMPORT = "import"
    """A module that a script imports, dotted."""
    CLASS = "class"
    """A class or namespace, dotted."""
    ENDPOINT = "endpoint"
    """A host name or URL path."""
    HASH = "hash"
    """SHA-256 of a whole node, hex."""
    CONSTANT = "constant"
    """A set of numbers that compilers keep, whatever the processor; the value is the name of the set."""
    FINGERPRINT = "fingerprint"
    """What a library is recognised by whatever compiled it; the value is the record's name, with ``likely`` or
    ``traces`` behind it where it is not certain."""
    CONFIG = "config"
    """A configuration key with its value."""
    FOLDER = "folder"
    """Pictures in folders that a gallery of faces has; the value is the folder's pattern."""
    WORDS = "words"
    """What several words of one name or text mean together, for products nobody listed; the value is the meaning."""
    VERSION = "version"
    """A version text (PE version resource, package metadata); never evidence, only printed."""
    IDENTITY = "identity"
    """Build id, imphash, signer presence …; never evidence, only printed."""


class Place(StrEnum):
    """Where in its node an observation stands: decides how high on the ladder it can lift."""

    DEFINED = "defined"
    """Exported or defined by the node."""
    IMPORTED = "imported"
    """Referred to by the node, defined elsewhere."""
    DECLARED = "declared"
    """Written down so that it can be called, with no call seen: a P/Invoke row, a method of a JNA interface, a native
    method of a Java class."""
    INVOKED = "invoked"
    """Called by an instruction of the node, from outside the class that has it: IL, dex and Java class code."""
    TEXT = "text"
    """Bytes of a binary, outside a symbol table."""
    SCRIPT = "script"
    """Bytes of a script or source file."""
    DOCUMENT = "document"
    """Documentation, schema, service model, licence, list."""
    CONFIG = "config"
    """A value in a configuration file."""
    FILE = "file"
    """The node itself: its name, hash or package."""


class Strength(StrEnum):
    """How a fact may count: alone, only beside others, or not at all."""

    STRONG = "strong"
    SUPPORT = "support"
    CONTEXT = "context"


@dataclass(frozen=True, slots=True)
class Observation(Compact):
    """One fact at one place of one node.

    ``value`` equals the value of the fact that it may prove, or is what the delivery says (library names, versions);
    then it is safe text. ``offset`` is the byte offset in the node, ``detail`` a short safe text (snippet, key path).
    For configuration, ``detail`` is ``key path = value`` and ``instance`` the path of the element that switches share.
    """

    kind: FactKind
    value: str
    path: str
    place: Place
    offset: int | None = None
    detail: str = ""
    instance: str = ""
    setting: str = ""
    """Configuration only: the value that the key has."""
    count: int = 1
    """How often it stands in the node, where only the first place is kept."""
    hex: str = ""
    """The value's bytes at ``offset`` as they stand in the node, hexadecimal; the first ones of a long value."""


@dataclass(frozen=True, slots=True)
class Constant:
    """Numbers that a product computes with, and the forms in which a delivery may hold them."""

    numbers: tuple[float, ...]
    """As the product's source has them, in its order."""
    forms: tuple[str, ...]
    """``sequence``: without a gap, in order; ``cluster``: in any order; ``immediates``: inside instructions;
    ``text``: written out."""
    stored: tuple[str, ...] = ("f32", "f64")
    """Types of a sequence or cluster: IEEE 754 binary32 and binary64, and the signed integers ``i8``, ``i32``."""
    least: int = 5
    """How many different ones must stand near each other (``sequence``: all that are looked for)."""
    within: int = 1024
    """Bytes that they share as data; instructions and text take more room and get more."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that a product looks like, as a signature states it.

    ``top`` is the highest state that the fact proves by itself in its best place. For ``config``: ``value`` is a key
    pattern, ``on``/``off`` are value patterns, ``role`` is switch, mode, declares, database, output, threshold or
    address.
    """

    id: str
    kind: FactKind
    value: str
    strength: Strength
    top: State
    capabilities: tuple[Capability, ...] = ()
    qualifiers: tuple[Qualifier, ...] = ()
    source: str = ""
    verified: str = ""
    note: str = ""
    doubtful: bool = False
    """It may stand for something else as well; ``note`` says what."""
    places: tuple[Place, ...] = ()
    """Empty: every place counts."""
    ignore_case: bool = False
    prefix: bool = False
    """The value is the beginning of the name (C++ mangled names, versioned sonames)."""
    pattern: bool = False
    """File names only: the value is a regular expression for the whole name, case-sensitive."""
    role: str = ""
    formats: tuple[str, ...] = ()
    on: tuple[str, ...] = ()
    off: tuple[str, ...] = ()
    where: tuple[tuple[str, str], ...] = ()
    """Configuration only: (sibling key, value pattern) pairs that say which element the fact speaks of at all."""
    requires: tuple[tuple[str, str], ...] = ()
    """Configuration only: (sibling key, value pattern) pairs that must hold in the same element."""
    unless: tuple[tuple[str, str], ...] = ()
    """Configuration only: pairs of the same form; one that holds makes the setting count as off."""
    label: str = ""
    """Configuration only: the setting in plain words."""
    instance: tuple[str, ...] = ()
    """Configuration only: plain words for the indexes and free elements of its key path, in their order; ``word=key``
    takes the value of a sibling."""
    constant: Constant | None = None
    """Of kind ``constant`` only: the numbers; ``value`` is their name."""


@dataclass(frozen=True, slots=True)
class Host:
    """How to tell a general-purpose library that merely contains a product's code (cv2, libopencv_objdetect)."""

    kind: FactKind
    value: str
    """A regular expression over the observation's value (soname or path), matched from its start; a whole symbol; the
    id of a record of the library as a whole (fingerprint), which must be certain."""
    state: State = State.AVAILABLE
    """How far the product's code inside this carrier gets by itself."""


@dataclass(frozen=True, slots=True)
class Signature:
    """One product: what it looks like, what it can do, and the sentence that explains it to a procurement officer."""

    id: str
    name: str
    vendor: str
    kind: str
    """sdk, client, cloud, library, model, config, generic."""
    presence: State
    """How far presence alone goes; calls, configuration and galleries lift from there."""
    sentence: str
    facts: tuple[Fact, ...]
    hosts: tuple[Host, ...] = ()
    controls: tuple[str, ...] = ()
    """Ids of the signatures whose code the settings of this one switch."""
    qualifiers: tuple[Qualifier, ...] = ()
    does: tuple[Capability, ...] = ()
    """What the product can do at all: a product proven by facts that name no capability is for review with these."""
    note: str = ""
    multi_modal: bool = False
    """It does other things than faces as well: without a fact of a face function it raises nothing."""
    nursery: bool = False
    """No fact of it was seen at a source yet: it never gets above ``available``."""
    examples: str = ""
    """Listings (docs/signatures.md) of what a delivery with the product shows, and what must come of it."""
    counter_examples: str = ""
    versions: tuple[str, ...] = ()
    """Texts in which its files say their version, with ``{}`` in place of the number. Printed, never evidence."""


@dataclass(frozen=True, slots=True)
class Proof:
    """One observation with the fact that it met and the state that it proves there."""

    fact: Fact
    observation: Observation
    state: State
    why: str = ""
    """Why it proves just this state, in a few words."""
    plain: str = ""
    """Of a setting whose fact has a label: what it switches and where, in plain words."""


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a product that the delivery itself names, and where it stands."""

    text: str
    path: str
    read_from: str
    """``package``, ``resource``, ``name`` (of the file or library), ``text`` or ``fingerprint`` (then a range)."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Product × capability × state, with the observations that prove it."""

    product: Signature
    capability: Capability
    state: State
    qualifiers: tuple[Qualifier, ...]
    basis: str
    """``strong``: one strong fact or more; ``combined``: several independent weaker facts."""
    proofs: tuple[Proof, ...]
    lifted_by: tuple[str, ...] = field(default=())
    """Sentences that say what lifted the state above mere presence."""
    left_out: int = 0
    """Observations above the evidence limit."""
    remarks: tuple[str, ...] = ()
    """Sentences that say why the state is no higher, and what else the evidence fits."""
    versions: tuple[Version, ...] = ()
    """What the delivery says of the product's version, most telling first."""
    also_fits: tuple[str, ...] = ()
    """Ids of other products whose evidence is all among this finding's: which of them it is stays open."""
