"""Values that stand in another place: ``${FACE}``, ``{{ .Values.face }}``, ``var.face``.

A switch that has one is there, and may be on.
"""

from __future__ import annotations

import re

FILLED_IN = "(filled in elsewhere)"
"""What a detector says of such a value."""
_LONGEST = 200
_PLACEHOLDER = re.compile(
    r"""['"]?(?:
        \$\{[^{}\n]+\} | \$\([^()\n]+\) | \$[A-Za-z_]\w* | %[A-Za-z_]\w*% | %\([A-Za-z_]\w*\)s
      | \{\{[^\n]+\}\} | <%=[^\n]+%> | @[A-Za-z_]\w*@ | (?:var|local|each|data)\.[A-Za-z_][\w.\[\]"]*
    )['"]?""",
    re.VERBOSE,
)
"""Shells and compose files, make and Kubernetes, Windows, Python, Jinja and Helm, ERB, autoconf, Terraform."""


def is_filled_in(value: str) -> bool:
    """Whether all of ``value`` is a placeholder."""
    text = value.strip()
    return len(text) <= _LONGEST and _PLACEHOLDER.fullmatch(text) is not None


def asks_for_a_switch(patterns: list[str]) -> bool:
    """Whether ``patterns`` are of a switch: only there an unknown value means that it may be on."""
    return "true" in patterns and "false" in patterns
