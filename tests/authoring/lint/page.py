"""The table of lints in docs/signatures.md: ``python -m tests.authoring.lint.page`` prints it."""

from __future__ import annotations

import inspect
import sys

from scanner.authoring.lint.registry import LINTS


def rows() -> list[str]:
    """One row for each lint: its policy and what to do."""
    return [f"| `{one.NAME}` | {_policy(type(one))} | {_cell(one.ADVICE)} |" for one in LINTS]


def _policy(lint: type) -> str:
    """The first paragraph of the class's docstring."""
    text = " ".join((inspect.getdoc(lint) or "").partition("\n\n")[0].split())
    return _cell(text.replace("``", "`"))


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    sys.stdout.write("\n".join(rows()) + "\n")
