"""facescreen: does this delivery recognise faces, and what could not be read?

The public Python API is :func:`scanner.screen` and :class:`scanner.Report`; the command line uses nothing else.
Importing this package is cheap: parsers and report engines are loaded only when a screening needs them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scanner.document.report import Report as Report
    from scanner.screening import screen as screen

__version__ = "0.1.0"
__all__ = ["Report", "__version__", "screen"]

_LAZY = {"screen": "scanner.screening", "Report": "scanner.document.report"}


def __getattr__(name: str) -> object:
    """Load a public name on first use (PEP 562), so that ``facescreen --version`` pays for nothing else."""
    if name not in _LAZY:
        raise AttributeError(name)
    from importlib import import_module

    return getattr(import_module(_LAZY[name]), name)
