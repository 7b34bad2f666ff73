"""``speed``: how fast configuration is read: megabytes per CPU second, by format, with and without a wanted key.

Real files are those of the half of the silence corpus that may be looked at (a fixed list of packages by version), as
they are, and once more with a switch added behind their beginning, so that the parser has to read them. Generated ones
are recorders of cameras with 50 settings each, some of them wanted. *through* is the look for the words of keys alone,
*read* the detector from the file to its observations; of three runs the fastest counts.
"""

from __future__ import annotations

import json
import re
import shutil
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.config_corpus import corpus
from benchmarks.config_reading import Reading, observed, vocabulary
from benchmarks.places import WORK
from benchmarks.results import keep
from scanner.detect.mentions import mentions
from scanner.formats.identify import identify
from scanner.formats.source import Source

TARGET = 20.0
"""MB per CPU second of JSON and XML with a wanted key."""
RUNS = 3
_AIMED = ("text:json", "text:xml")
_FOLDER = WORK / "config-speed"
_SMALLEST, _MOST = 2_000, 16_000_000
"""Bytes of a real file, and of all real files of one format."""
_GENERATED = 6_000_000
_ROOT = re.compile(rb"<[A-Za-z][^<>!?]*[^/<>]>")
_WORDS = "bitrate codec resolution profile stream gain exposure shutter osd color brightness sharpness motion".split()


def measure(_: Sequence[str] = ()) -> int:
    """Measure every format; 1 where JSON or XML with a wanted key is slower than it may be."""
    shutil.rmtree(_FOLDER, ignore_errors=True)
    _FOLDER.mkdir(parents=True)
    plain = _real()
    rows = [_row("real", format_id, files) for format_id, files in plain.items()]
    rows += [_row("real, with a switch", format_id, list(_switched(format_id, plain[format_id]))) for format_id in _ADD]
    rows += [_row("generated", format_id, [_generated(format_id)]) for format_id in _WRITE]
    keep("config-speed", rows)
    shutil.rmtree(_FOLDER)
    slow = [row for row in rows if row["what"] != "real" and row["format"] in _AIMED and row["read"] < TARGET]
    return int(bool(slow))


def _row(what: str, format_id: str, files: list[Path]) -> dict[str, Any]:
    size = sum(path.stat().st_size for path in files)
    readings = _times(files)
    through = min(_through(files, format_id) for _ in range(RUNS))
    row = {
        "what": what, "format": format_id, "files": len(files), "bytes": size,
        "with": sum(reading.observations > 0 for reading in readings),
        "through": size / through / 1e6, "read": size / sum(reading.cpu for reading in readings) / 1e6,
    }  # fmt: skip
    print({key: round(value, 1) if isinstance(value, float) else value for key, value in row.items()}, flush=True)
    return row


def _times(files: list[Path]) -> list[Reading]:
    """The fastest reading of every file."""
    best: list[Reading] = []
    for path in files:
        readings = [Reading() for _ in range(RUNS)]
        for reading in readings:
            observed(path, reading, vocabulary())
        best.append(min(readings, key=lambda reading: reading.cpu))
    return best


def _through(files: list[Path], format_id: str) -> float:
    terms = vocabulary().config_terms
    began = time.process_time()
    for path in files:
        with Source(path, path.name) as source:
            mentions(memoryview(source.data), format_id, terms)
    return time.process_time() - began


def _real() -> dict[str, list[Path]]:
    """Format → real files that it can be read of to the end, in the order of their names."""
    found: dict[str, list[Path]] = defaultdict(list)
    sizes: dict[str, int] = defaultdict(int)
    for path in sorted(
        path for path in corpus("look").rglob("*") if path.is_file() and path.stat().st_size > _SMALLEST
    ):
        with Source(path, path.name) as source:
            format_id = identify(source)
        reading = Reading()
        if format_id in _ADD and sizes[format_id] + path.stat().st_size < _MOST:
            observed(path, reading, vocabulary())
            if not reading.said:
                found[format_id].append(path)
                sizes[format_id] += path.stat().st_size
    return dict(sorted(found.items()))


def _switched(format_id: str, files: list[Path]) -> Iterator[Path]:
    for number, path in enumerate(files):
        data = _ADD[format_id](path.read_bytes())
        if data is not None:
            target = _FOLDER / f"{number:05d}{path.suffix}"
            target.write_bytes(data)
            reading = Reading()
            observed(target, reading, vocabulary())
            if not reading.said and reading.format == format_id:
                yield target


def _in_json(data: bytes) -> bytes | None:
    start = data.find(b"{")
    added = b'"face_recognition": {"enabled": true},'
    return None if data[:start].strip() or start < 0 else data[: start + 1] + added + data[start + 1 :]


def _in_xml(data: bytes) -> bytes | None:
    root = _ROOT.search(data)
    added = b"<isSupportFaceContrast>true</isSupportFaceContrast>"
    return None if root is None else data[: root.end()] + added + data[root.end() :]


def _in_yaml(data: bytes) -> bytes | None:
    return b"face_recognition: {enabled: true}\n" + data if re.match(rb"[A-Za-z_]\w*:", data) else None


def _in_ini(data: bytes) -> bytes | None:
    return data + b"\n[ml]\nface_detection_framework = dlib\n"


_ADD: dict[str, Callable[[bytes], bytes | None]] = {
    "text:json": _in_json,
    "text:xml": _in_xml,
    "text:yaml": _in_yaml,
    "text:ini": _in_ini,
    "text:keyvalue": lambda data: data + b"\ntable.VideoAnalyseRule[0][0].Type=FaceDetection\n",
}


def _generated(format_id: str) -> Path:
    target = _FOLDER / f"generated.{format_id.removeprefix('text:')}"
    target.write_bytes(_filled(format_id, _GENERATED))
    return target


def examples() -> Iterator[tuple[str, bytes]]:
    """(format, generated settings of some kilobytes)."""
    yield from ((format_id, _filled(format_id, 10_000)) for format_id in _WRITE)


def _filled(format_id: str, most: int) -> bytes:
    before, one, after = _WRITE[format_id]
    parts, size, number = [before], 0, 0
    while size < most:
        parts.append(one(number))
        size += len(parts[-1])
        number += 1
    return "".join([*parts, after]).encode()


def _camera(number: int) -> dict[str, Any]:
    camera: dict[str, Any] = {"friendlyName": f"Entrance {number}", "enabled": bool(number % 2)}
    for place, word in enumerate(_WORDS):
        camera[f"{word}Mode"] = ("auto", "manual", "off")[(number + place) % 3]
        camera[word] = {"level": (number * place) % 100, "minimum": 0, "maximum": 100}
    return {**camera, "face_recognition": {"enabled": number % 3 == 0, "min_area": 500}}


def _as_xml(value: dict[str, Any], depth: int) -> Iterator[str]:
    for key, inner in value.items():
        if isinstance(inner, dict):
            yield f"{' ' * depth}<{key}>\n{''.join(_as_xml(inner, depth + 1))}{' ' * depth}</{key}>\n"
        else:
            yield f"{' ' * depth}<{key}>{str(inner).lower()}</{key}>\n"


def _contrast(number: int) -> dict[str, Any]:
    return {"Channel": {"isSupportFaceContrast": number % 3 == 0, **_camera(number)}}


def _lines(value: dict[str, Any], before: str) -> Iterator[str]:
    for key, inner in value.items():
        if isinstance(inner, dict):
            yield from _lines(inner, f"{before}.{key}")
        else:
            yield f"{before}.{key}={inner}\n"


_WRITE: dict[str, tuple[str, Callable[[int], str], str]] = {
    "text:json": ('{"cameras": {\n', lambda n: f'"c{n}": {json.dumps(_camera(n), indent=2)},\n', '"end": {}}}\n'),
    "text:xml": ("<L>\n", lambda n: "".join(_as_xml(_contrast(n), 1)), "</L>\n"),
    "text:yaml": ("cameras:\n", lambda n: f"  c{n}: {json.dumps(_camera(n), indent=1)}\n", ""),
    "text:keyvalue": ("", lambda n: "".join(_lines(_camera(n), f"table.VideoAnalyseRule[{n}]")), ""),
}
