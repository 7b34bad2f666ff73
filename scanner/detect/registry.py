"""Every detector, in the order in which they look at a node. A new detector is one file and one line here."""

from __future__ import annotations

from scanner.detect.bytes import Bytes
from scanner.detect.config import Configuration
from scanner.detect.config import warm as _warm_config
from scanner.detect.constants.detector import Constants
from scanner.detect.downloads import Downloads
from scanner.detect.fingerprints import Fingerprints
from scanner.detect.hidden.detector import Hidden
from scanner.detect.hidden.detector import warm as _warm_hidden
from scanner.detect.interface import Detector
from scanner.detect.managed.compiled import Compiled
from scanner.detect.managed.dex import Dex
from scanner.detect.managed.dotnet import DotNet
from scanner.detect.managed.java import Java
from scanner.detect.managed.pyc import Pyc
from scanner.detect.modules import Modules
from scanner.detect.names import Names
from scanner.detect.native import Native
from scanner.detect.native import warm as _warm_native
from scanner.detect.packages import Packages
from scanner.detect.scripts import Scripts
from scanner.detect.words.detector import Words

DETECTORS: tuple[Detector, ...] = (
    Names(),
    Bytes(),
    Words(),
    Constants(),
    Fingerprints(),
    Hidden(),
    Native(),
    Java(),
    Dex(),
    DotNet(),
    Pyc(),
    Compiled(),
    Packages(),
    Modules(),
    Scripts(),
    Configuration(),
    Downloads(),
)


def warm() -> None:
    """Load what detectors load on first use, before workers are forked: each child would pay for it again."""
    import yara  # noqa: F401

    _warm_hidden()
    _warm_native()
    _warm_config()
