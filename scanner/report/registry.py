"""All report formats, in the order that help texts list them."""

from __future__ import annotations

from typing import cast

from scanner.report.csv import CsvFormat
from scanner.report.cyclonedx.format import CycloneDxFormat, Version
from scanner.report.html import HtmlFormat
from scanner.report.interface import Format
from scanner.report.json import JsonFormat
from scanner.report.junit import JunitFormat
from scanner.report.languages.speaking import ENGLISH
from scanner.report.markdown import MarkdownFormat
from scanner.report.pdf.format import PdfFormat
from scanner.report.sarif.format import Profile, SarifFormat
from scanner.report.text import TextFormat


def formats(sarif_profile: str = "ci", cdx_version: str = "1.7", language: str = ENGLISH) -> tuple[Format, ...]:
    """Every format. The options have the values of ``sarif.format.PROFILES`` and ``cyclonedx.format.VERSIONS``.

    Formats for people speak ``language``, one of ``languages.speaking.languages``; those for machines stay English.
    """
    return (
        JsonFormat(),
        HtmlFormat(language),
        TextFormat(language),
        MarkdownFormat(language),
        SarifFormat(cast("Profile", sarif_profile)),
        JunitFormat(),
        CycloneDxFormat(cast("Version", cdx_version)),
        CsvFormat(),
        PdfFormat(language),
    )


FORMATS = formats()
"""With the options' defaults."""
