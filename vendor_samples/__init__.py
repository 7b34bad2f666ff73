"""Sample vendor deliveries, made from small C sources and generated files of this project; no vendor byte is in them.

Stub libraries carry the names of a real product (exports, soname), for names are facts, and have empty bodies.
``prebuilt/`` holds the built samples, which tests and the README use; ``python -m vendor_samples check`` proves that
the recipes still make the same bytes. This package is not part of the wheel.
"""

from vendor_samples.interface import PREBUILT, Sample
from vendor_samples.recipes import SAMPLES

__all__ = ["PREBUILT", "SAMPLES", "Sample"]
