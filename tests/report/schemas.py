"""The published schemas in ``tests/schemas`` (NOTICE names their licences), ready to judge a document."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs

FOLDER = Path(__file__).parents[1] / "schemas"
_BASE = "http://cyclonedx.org/schema/"
_PARTS = ("spdx.schema.json", "jsf-0.82.schema.json", "cryptography-defs.schema.json")


@cache
def sarif() -> Any:
    """SARIF 2.1.0 with errata 01, formats checked."""
    return jsonschema_rs.validator_for(_read("sarif-schema-2.1.0.json"), validate_formats=True)


@cache
def cyclonedx(version: str) -> Any:
    """CycloneDX of that version, formats checked."""
    registry = jsonschema_rs.Registry([(f"{_BASE}{name}", _read(name)) for name in _PARTS])
    schema = _read(f"bom-{version}.schema.json")
    return jsonschema_rs.validator_for(schema, registry=registry, validate_formats=True)


def problems(validator: Any, document: Any) -> list[str]:
    """What is wrong with ``document``, place and message."""
    return [f"{'/'.join(map(str, e.instance_path))}: {e.message[:300]}" for e in validator.iter_errors(document)]


def _read(name: str) -> Any:
    return json.loads((FOLDER / name).read_text("utf-8"))
