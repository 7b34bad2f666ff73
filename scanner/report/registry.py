"""All report formats, in the order that help texts list them."""

from __future__ import annotations

from scanner.report.html import HtmlFormat
from scanner.report.interface import Format
from scanner.report.json import JsonFormat
from scanner.report.text import TextFormat

FORMATS: tuple[Format, ...] = (JsonFormat(), HtmlFormat(), TextFormat())
