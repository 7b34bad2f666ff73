"""What stands in place of a value that no report shows (``(text, 5 characters)``), in the spoken language."""

from __future__ import annotations

import re

from scanner.report.languages.speaking import ENGLISH, ngettext, spoken
from scanner.report.languages.speaking import gettext as _

_NUMBER = r"\d[\d,]{0,19}+"
_STANDS = re.compile(
    rf"\(text, (?P<text>{_NUMBER}) characters?\)"
    rf"|\[(?P<hidden>{_NUMBER}) characters? hidden\]"
    r"|(?P<elsewhere>\(filled in elsewhere\))"
    rf"|(?:\A|(?<= = ))(?P<entries>{_NUMBER}) entr(?:y|ies)\Z"
)
"""As ``detect.config``, ``detect.redact`` and ``catalogue.placeholders`` write them."""


def stand_ins(text: str) -> str:
    """``text``, a value or a line of a file, with what this program put into it in the spoken language."""
    return text if spoken() == ENGLISH else _STANDS.sub(_put_over, text)


def _put_over(found: re.Match[str]) -> str:
    if found["elsewhere"]:
        return _("(filled in elsewhere)")
    count = int(found[found.lastgroup or 0].replace(",", ""))
    match found.lastgroup:
        case "text":
            return ngettext("(text, %(num)s character)", "(text, %(num)s characters)", count)
        case "hidden":
            return ngettext("[%(num)s character hidden]", "[%(num)s characters hidden]", count)
    return ngettext("%(num)s entry", "%(num)s entries", count)
