"""JSON of the formats that programs read."""

from __future__ import annotations

import json
from typing import Any


def encode(value: Any) -> bytes:
    """``value`` as one line of UTF-8 JSON with a newline. The texts of a report document hold nothing that acts."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return (text + "\n").encode("utf-8")
