"""Models that a setting names the address of: the program fetches them, so they are in no file of the delivery."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, ClassVar

from scanner.detect.addresses import Address, Listing, address
from scanner.detect.keys import SafePaths
from scanner.detect.samples import is_sample
from scanner.detect.settings.registry import BY_FORMAT
from scanner.detect.settings.views.registry import viewed
from scanner.text import safe_text, shorten
from scanner.types import FacescreenError, FactKind, Observation, Place

if TYPE_CHECKING:
    from scanner.catalogue.vocabulary import Term
    from scanner.detect.interface import Subject
    from scanner.detect.settings.interface import Setting

FETCHED = "fetched"
"""What :attr:`Observation.setting` says of a name that stands in an address."""
DETAIL = 300
_URL = re.compile(rb"(?:https?|s3|gs)://[^\s\"'<>\\,;|]{4,1000}", re.I)
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
    VERSION: ClassVar[str] = "1.1.0"
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
        names = _Names(subject)
        found = {match[0] for match in _URL.finditer(subject.source.data)}
        if any(names.of(address(url.decode("utf-8", "replace"))) for url in found):
            read = BY_FORMAT[subject.node.format].read(subject.source, subject.limits)
            yield from fetched(viewed(read, subject.limits), subject)


def fetched(settings: Iterable[Setting], subject: Subject) -> Iterator[Observation]:
    """The models of which ``settings``, those of one file, have the address.

    :raises FacescreenError: what ``settings`` raises, after everything that was read before.
    """
    read: list[Setting] = []
    failure: FacescreenError | None = None
    try:
        for setting in settings:
            read.append(setting)
    except FacescreenError as error:
        failure = error
    yield from _observed(read, subject)
    if failure is not None:
        raise failure


def _observed(settings: list[Setting], subject: Subject) -> Iterator[Observation]:
    names, paths = _Names(subject), SafePaths()
    listing = Listing(subject.source.name, settings)
    place = Place.DECLARED if is_sample(subject) else Place.CONFIG
    seen = set()
    for setting in settings:
        target = address(setting.value) if "://" in setting.value else None
        for term in names.of(target):
            if target is not None and term not in seen and not listing.lists(setting):
                seen.add(term)
                key = "/".join(map(paths.element, setting.path))
                detail = safe_text(shorten(f"{key} = {target.host}/…/{target.name}", DETAIL), DETAIL)
                yield Observation(*term, subject.node.path, place, setting.offset, detail, setting=FETCHED)


class _Names:
    """The names of the vocabulary that the last part of an address is, with and without what it is packed in."""

    def __init__(self, subject: Subject) -> None:
        self._vocabulary = subject.vocabulary
        self._texts = _texts(subject.vocabulary.patterns)

    def of(self, target: Address | None) -> list[tuple[FactKind, str]]:
        """Kinds and values of facts."""
        if target is None or not _MODEL.fullmatch(target.name):
            return []
        bare = _PACKED.sub("", target.name)
        forms = dict.fromkeys((target.name, bare, bare.rpartition(".")[0]))
        files = dict.fromkeys(value for value, _ in self._vocabulary.find(FactKind.PATH, (target.name, bare)))
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
