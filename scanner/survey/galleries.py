"""Galleries of faces are named after people: their names become numbers before anything is shown, logged or kept."""

from __future__ import annotations

import copy
import posixpath
import re
from collections.abc import Iterable
from dataclasses import dataclass

from scanner.detect.redact import redact_name
from scanner.unpack.blobs import PICTURE

ANY = "*"
"""The element of a pattern that stands for one folder per person."""
_CUT = re.compile(r"(!/|[/\\])")
_WORD = re.compile(r"[\w.-]\Z")
_LEAF = re.compile(r"(?P<stem>.+?)(?P<ending>\.[A-Za-z0-9]{1,5})(?=\Z|[\s\"',;:)\]])(?P<rest>.*)", re.DOTALL)
"""A file's name, and what a sentence says behind it."""
_NUMBERS = re.compile(r"[\d._\- T]{0,200}")
"""Names that say a time, a place in a row, and nobody."""
_PICTURES = frozenset("jpg jpeg jpe jfif png webp bmp gif tif tiff heic heif avif".split())
_CODE = frozenset(
    "so dll exe dylib ko o a py pyc pyd js mjs jsx ts class jar war apk aar dex java kt cs cpp cc c h hpp sh bat ps1 go"
    " rs lua onnx tflite rknn caffemodel prototxt pb pt pth param engine om mnn hef yar img squashfs".split()
)
"""Endings of programs and models: no gallery has them, and their names must stay what signatures look for."""
_TEMPLATES = _PICTURES | frozenset(
    "bin dat npy npz pkl pickle feat fea feature tpl template emb vec 7z zip rar tar tgz gz".split()
)
"""Pictures, and what templates of faces are kept in."""
USUAL = frozenset(
    f"face{joint}{what}"
    for joint in ("", "_", "-", " ")
    for what in "lib library libraries db database gallery galleries pictures pics photos images set list export data"
    " album".split()
)
"""Folders of pictures of people in the exports of many products. Kits call their own folders so as well: there only
the names of pictures are masked."""
PEOPLE = frozenset(
    "fdlib facepic known_faces known-faces knownfaces known_people known-people knownpeople registered_faces"
    " enrolled_faces enrolled watchlist watch_list watch-list face_picture_library facepiclib 人脸库 人脸图片".split()
)
"""Folders that have people in them and nothing of a kit: there names of templates and archives are masked, too."""
_EXPORTED = re.compile(r"(?P<name>[^#/\\]{1,200}?)#S\d#[A-Z][^/\\]{0,200}?(?=\.(?:jpe?g|png|bmp)\b)", re.IGNORECASE)
"""Pictures that a recorder's export calls ``name#S<sex>#B<birthday>#…``."""


_DECODED = re.compile(rf"/(?:{re.escape(PICTURE)}|person)-\d+(?:\.[A-Za-z0-9]{{1,5}})?\Z")
"""A picture that was decoded, or whose name was a person's."""


@dataclass(frozen=True, slots=True)
class _Pattern:
    """One gallery: its path elements in small letters, and folders in it that are nobody's."""

    elements: tuple[str, ...]
    nobody: frozenset[str] = frozenset()
    endings: frozenset[str] = frozenset()
    """Of files whose path is masked; none: of all."""

    @property
    def before(self) -> int:
        """Elements before the person's."""
        return self.elements.index(ANY) if ANY in self.elements else len(self.elements)

    def masks(self, ending: str) -> bool:
        """Whether files with this ending are people's here."""
        return not self.endings or ending in self.endings


FRIGATE = _Pattern(("clips", "faces", ANY), frozenset({"train"}))
"""Frigate keeps one folder per enrolled person below ``clips/faces/`` (its documentation, "Face recognition"), and one
of attempts that nobody has named yet."""


class Galleries:
    """Numbers the people of each gallery of one delivery: the same folder always gets the same number.

    ``folders`` are those of :attr:`Vocabulary.galleries`; Frigate's and the usual ones are always known.
    """

    def __init__(self, folders: Iterable[tuple[str, frozenset[str]]] = ()) -> None:
        told = [_Pattern(tuple(value.lower().split("/")), nobody) for value, nobody in folders]
        usual = [_Pattern((name,), endings=_PICTURES) for name in sorted(USUAL)]
        people = [_Pattern((name,), endings=_TEMPLATES) for name in sorted(PEOPLE)]
        patterns = [FRIGATE, *told, *usual, *people]
        # By the first element that is no "*": a path with none of them is dismissed with one look.
        self._by_word: dict[str, list[_Pattern]] = {}
        for pattern in dict.fromkeys(patterns):
            word = next((element for element in pattern.elements if element != ANY), "")
            if word:
                self._by_word.setdefault(word, []).append(pattern)
        self._hint = re.compile("|".join(map(re.escape, sorted(self._by_word, key=len))))
        self._people: dict[str, dict[str, int]] = {}
        self._files: dict[str, dict[str, int]] = {}

    def anew(self) -> Galleries:
        """The same folders, numbered from one: for what one node says, as workers speak in an order of their own."""
        fresh = copy.copy(self)
        fresh._people, fresh._files = {}, {}
        return fresh

    def masked(self, text: str, settled: str = "") -> str:
        """``text``, a path or a sentence with one, with names of people replaced by ``person-1``, ``person-2`` …

        Files in their folders become ``picture-1``, ``picture-2`` … What ``text`` has of ``settled`` at its beginning
        stays as it is.
        """
        if "/" in text or "\\" in text:
            text = self._without_people(text, settled) if self._hint.search(text.lower()) else text
        if "#" in text:
            text = _EXPORTED.sub(self._exported, text)
        return text

    def shown(self, path: str, container: str = "") -> str:
        """``path`` of a node or link without people, and without secrets and e-mail addresses in its names.

        The name of the ``container`` that it lies in was shown before and is not touched again: numbers that its
        content gave to the folders above it would depend on which of several containers is read first.
        """
        return redact_name(self.masked(path, f"{container}!/" if container else ""))

    def may_reach(self, path: str) -> bool:
        """Whether ``path`` has a word of a gallery in it, so that names further below may be those of people."""
        return self._hint.search(path.lower()) is not None

    def holds(self, path: str) -> bool:
        """Whether ``path`` is a picture in settings or lies in a gallery: the hash of its bytes is a person's."""
        if _DECODED.search(path):
            return True
        if not self._hint.search(path.lower()):
            return False
        elements = [part.lower() for part in _CUT.split(path)[::2]]
        ending = _ending(elements[-1])
        return any(
            at + pattern.before < len(elements) and ending not in _CODE
            for at, pattern in self._found(elements)
            if pattern.masks(ending)
        )

    def target(self, path: str, target: str) -> str:
        """The ``target`` of the link at ``path`` without names of people: it may name one relative to where it is."""
        container, _, name = path.rpartition("!/")
        whole = posixpath.normpath(posixpath.join("/", posixpath.dirname(name), target))
        inside = self.masked(f"{container}!{whole}", f"{container}!/")
        if inside != f"{container}!{whole}":
            return inside.removeprefix(f"{container}!")
        return self.anew().masked(target)

    def _without_people(self, text: str, settled: str) -> str:
        parts = _CUT.split(text)
        first = len(_CUT.split(settled)) - 1 if text.startswith(settled) else 0
        for at, pattern in self._found([part.lower() for part in parts[::2]]):
            self._mask(parts, at, pattern, first)
        return "".join(parts)

    def _found(self, elements: list[str]) -> list[tuple[int, _Pattern]]:
        """Where in ``elements`` which gallery begins."""
        found = []
        for at, element in enumerate(elements):
            for word in dict.fromkeys((element, *_LAST_WORD.findall(element))):
                for pattern in self._by_word.get(word, ()):
                    start = at - pattern.elements.index(word)
                    if start >= 0 and _meets(pattern, elements[start:]):
                        found.append((start, pattern))
        return found

    def _mask(self, parts: list[str], start: int, pattern: _Pattern, first: int) -> None:
        """Replace what stands in ``parts`` (names and cuts in turn) for people of the gallery at element ``start``.

        Parts before the one with the number ``first`` stay.
        """
        at, ending = 2 * (start + pattern.before), _ending(parts[-1])
        is_leaf = at == len(parts) - 1
        if at >= len(parts) or not parts[at] or not pattern.masks(ending):
            return
        if is_leaf and ending in _CODE:
            return
        person, gallery = parts[at], "".join(parts[: at - 1])
        name = person
        nobody = at < first or person.lower() in pattern.nobody
        if not nobody and not _given("person", person, first):
            number = _number(self._people, gallery, _stem(person) if is_leaf else person)
            name = parts[at] = f"person-{number}" + (_kept(person) if is_leaf else "")
        for inner in range(max(at + 2, first), len(parts), 2):
            if parts[inner].lower() not in pattern.elements:
                is_file = inner == len(parts) - 1 or parts[inner + 1] == "!/"
                given = _given(PICTURE, parts[inner], first)
                parts[inner] = parts[inner] if given else self._inner(parts, inner, ending, is_file)
            if ending in _CODE:
                parts[inner] = re.sub(re.escape(person), name, parts[inner], flags=re.IGNORECASE)

    def _inner(self, parts: list[str], at: int, ending: str, is_file: bool) -> str:
        """A folder or file in a person's folder; the names of programs and models stay."""
        part = parts[at]
        if ending in _CODE or _NUMBERS.fullmatch(_stem(part)):
            return part
        number = _number(self._files, "".join(parts[:at]), _stem(part))
        return f"{PICTURE}-{number}" + (_kept(part) if is_file else "")

    def _exported(self, match: re.Match[str]) -> str:
        """A picture that a recorder has exported, by the person's number in its folder."""
        return f"person-{_number(self._people, match.string[: match.start()], match['name'])}"


_LAST_WORD = re.compile(r"(?<=[^\w.-])[\w.-]+\Z")
"""The last word of a sentence that leads to a path."""


def _meets(pattern: _Pattern, elements: list[str]) -> bool:
    """Whether ``elements`` begin as ``pattern`` says; before the first one a sentence may stand."""
    wanted = pattern.elements[: pattern.before]
    if len(elements) < len(wanted):
        return False
    first = not wanted or elements[0] == wanted[0] or elements[0].endswith(wanted[0])
    return first and elements[1 : len(wanted)] == list(wanted[1:])


def _ending(name: str) -> str:
    match = _LEAF.fullmatch(name)
    return match["ending"][1:].lower() if match else ""


def _stem(name: str) -> str:
    """The name without its ending and what a sentence says behind it."""
    match = _LEAF.fullmatch(name)
    return match["stem"] if match else name


def _kept(name: str) -> str:
    """Ending and rest of the sentence."""
    match = _LEAF.fullmatch(name)
    return match["ending"] + match["rest"] if match else ""


def _given(word: str, name: str, whole: int) -> bool:
    """Whether ``name`` looks like one of ours, as in the path of what comes out of a masked node. No person has it.

    A sentence may go on behind it; of a ``whole`` path what goes on is a name (``person-1 Jane Roe``).
    """
    rest = r"(\.[A-Za-z0-9]{1,5})?\Z" if whole else r"(?![\w-])"
    return re.match(rf"{word}-\d{{1,9}}{rest}", name) is not None


def _number(table: dict[str, dict[str, int]], gallery: str, name: str) -> int:
    # For each folder anew: which of several containers is read first must not decide who is called what.
    numbers = table.setdefault(gallery, {})
    return numbers.setdefault(name, len(numbers) + 1)
