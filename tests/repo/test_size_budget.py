from __future__ import annotations

import ast
from collections.abc import Iterator
from statistics import median

from tests.repo.tree import name_of, parsed, walk

FOLDERS = ("scanner", "vendor_samples", "tests", "benchmarks")
MEDIAN_FILE, LARGEST_FILE = 130, 400
USUAL_FUNCTION, LARGEST_FUNCTION = 40, 80
"""Lines, as they stand in the file; a function's docstring counts, its decorators do not."""


def file_lengths() -> dict[str, int]:
    lengths = {name_of(path): len(path.read_bytes().splitlines()) for path in walk(*FOLDERS, suffix=".py")}
    return {name: length for name, length in lengths.items() if length}


def functions() -> Iterator[tuple[str, int]]:
    for path in walk(*FOLDERS, suffix=".py"):
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{name_of(path)}:{node.lineno} {node.name}", (node.end_lineno or node.lineno) - node.lineno + 1


def test_a_typical_file_is_short_and_none_is_long():
    lengths = file_lengths()
    assert median(lengths.values()) <= MEDIAN_FILE
    assert {name: length for name, length in lengths.items() if length > LARGEST_FILE} == {}


def test_functions_are_short_and_none_is_long():
    lengths = dict(functions())
    over = {name: length for name, length in lengths.items() if length > USUAL_FUNCTION}
    assert {name: length for name, length in over.items() if length > LARGEST_FUNCTION} == {}
    assert len(over) <= len(lengths) * 0.05, over
