"""Models that a setting names the address of: the program fetches them, so they are in no file of the delivery."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, ClassVar

from scanner.detect.addresses import Address, Listing
from scanner.detect.keys import SafePaths
from scanner.detect.samples import is_sample
from scanner.detect.settings.registry import BY_FORMAT
from scanner.detect.settings.views.registry import viewed
from scanner.text import safe_text, shorten
from scanner.types import FacescreenError, FactKind, LimitReached, Observation, Place

if TYPE_CHECKING:
    from scanner.catalogue.vocabulary import Term
    from scanner.detect.interface import Subject
    from scanner.detect.settings.interface import Setting

FETCHED = "fetched"
"""What :attr:`Observation.setting` says of a name that stands in an address."""
DETAIL = 300
_END = re.compile(rb"/([\w.%+~@-]{3,200}\.[A-Za-z0-9]{2,11})(?![\w.%+~@/-])")
"""The last part of a path, with an ending."""
MOST = 1000
"""Addresses of one file that are kept."""
_PACKED = re.compile(r"(?:\.(?:zip|tar|t?gz|t?bz2|t?xz|7z|zst))+\Z", re.I)
_MODEL = re.compile(
    r"[^/]{3,200}\.(?:onnx|ort|pb|pbtxt|tflite|task|dat|data|bin|xml|param|pth?|ckpt|pkl|npz?|h5|hdf5|keras|safetensors|json"
    r"|caffemodel|prototxt|params|mlmodel|mlpackage|mnn|ms|nb|rknn|om|hef|dlc|kmodel|cvimodel|bmodel|blob|engine|plan|trt"
    r"|etlt|tlt|uff|csta|ncnn|tnnmodel|tnnproto|weights|cfg|t7|gguf|zip|tar|t?gz|t?bz2|t?xz|7z|zst)",
    re.I,
)
"""Names of files that hold a network, or something packed."""
_OWN_NAME = re.compile(r"(?=.*[\d_-])[\w.-]{8,}", re.A)
"""A text that may be a file's own name: some length, and joined from words or with a number."""


class Downloads:
    """Looks up the last part of addresses that are the value of a setting among the names of files and the texts."""

    NAME: ClassVar[str] = "downloads"
    VERSION: ClassVar[str] = "1.1.1"
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "An address is taken for that of a model by the last part of its path; one that is put together is not seen.",
        "Addresses in comments, descriptions and lists of more than 20 hosts are passed over.",
    )
    FORMATS: ClassVar[frozenset[str] | None] = frozenset(BY_FORMAT)

    def observe(self, subject: Subject) -> Iterator[Observation]:
        """One observation for every name that is fetched; a file without such a name is not parsed.

        :raises FacescreenError: as the reader of the format does, after what it could read.
        """
        if subject.source.size > subject.limits.config_bytes:
            return
        if _names_one(subject):
            read = BY_FORMAT[subject.node.format].read(subject.source, subject.limits)
            yield from fetched(viewed(read, subject.limits), subject)


def _names_one(subject: Subject) -> bool:
    """Whether the last part of some path in the file is a name of the vocabulary, wherever it stands."""
    names = _Names(subject)
    return any(names.of(match[1].decode("utf-8", "replace")) for match in _END.finditer(subject.source.data))


def fetched(settings: Iterable[Setting], subject: Subject) -> Iterator[Observation]:
    """The models of which ``settings``, those of one file, have the address.

    :raises FacescreenError: what ``settings`` raises, after everything that was read before.
    """
    names, listing = _Names(subject), Listing(subject.source.name)
    found: list[tuple[Setting, Address]] = []
    failure: FacescreenError | None = None
    try:
        for setting in settings:
            target = listing.see(setting)
            if target is not None and "://" in setting.value and names.of(target.name):
                if len(found) >= MOST:
                    raise LimitReached(f"more than {MOST:,} addresses of models in one file")
                found.append((setting, target))
    except FacescreenError as error:
        failure = error
    yield from _observed([pair for pair in found if not listing.lists(pair[0])], names, subject)
    if failure is not None:
        raise failure


def _observed(found: list[tuple[Setting, Address]], names: _Names, subject: Subject) -> Iterator[Observation]:
    paths, seen = SafePaths(), set()
    place = Place.DECLARED if found and is_sample(subject) else Place.CONFIG
    for setting, target in found:
        for term in names.of(target.name):
            if term not in seen:
                seen.add(term)
                key = "/".join(map(paths.element, setting.path))
                detail = safe_text(shorten(f"{key} = {target.host}/…/{target.name}", DETAIL), DETAIL)
                yield Observation(*term, subject.node.path, place, setting.offset, detail, setting=FETCHED)


class _Names:
    """The names of the vocabulary that the last part of an address is, with and without what it is packed in."""

    def __init__(self, subject: Subject) -> None:
        self._vocabulary = subject.vocabulary
        self._texts = _texts(subject.vocabulary.patterns)

    def of(self, name: str) -> list[tuple[FactKind, str]]:
        """Kinds and values of the facts that ``name`` meets."""
        if not _MODEL.fullmatch(name):
            return []
        bare = _PACKED.sub("", name)
        forms = dict.fromkeys((name, bare, bare.rpartition(".")[0]))
        files = dict.fromkeys(value for value, _ in self._vocabulary.find(FactKind.PATH, (name, bare)))
        return [(FactKind.STRING, form) for form in forms if form in self._texts] + [
            (FactKind.PATH, value) for value in files
        ]


_TEXTS: dict[int, tuple[object, frozenset[str]]] = {}
"""Identity of a vocabulary's patterns → the patterns, so that the identity stays theirs, and their texts."""


def _texts(patterns: Mapping[str, tuple[Term, ...]]) -> frozenset[str]:
    known = _TEXTS.get(id(patterns))
    if known is None:
        terms = (term for group in patterns.values() for term in group)
        texts = frozenset(value for kind, value in terms if kind is FactKind.STRING and _OWN_NAME.fullmatch(value))
        known = _TEXTS[id(patterns)] = (patterns, texts)
    return known[1]
