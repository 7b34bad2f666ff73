"""The registry of sample deliveries: one recipe, one file. A new sample is added here and in README.md."""

from vendor_samples.interface import Sample
from vendor_samples.recipes import (
    camera_encrypted,
    camera_opencv,
    camera_plain,
    camera_sdk,
    recorder_off,
    recorder_on,
    site,
    windows_installer,
)

SAMPLES: tuple[Sample, ...] = (
    camera_sdk.SAMPLE,
    camera_plain.SAMPLE,
    camera_encrypted.SAMPLE,
    camera_opencv.SAMPLE,
    windows_installer.SAMPLE,
    recorder_on.SAMPLE,
    recorder_off.SAMPLE,
    site.SAMPLE,
)
"""Every sample, in the order of the README."""
