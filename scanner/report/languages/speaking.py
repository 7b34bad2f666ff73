"""Which language the reports speak, and how a sentence gets into it.

Sentences of the reports' own are English in the code, marked ``_("… %(name)s …", name=value)`` or ``ngettext(…)``, in
Python and in the templates alike. Sentences that stand in the report document (questions, reasons, a product's
description) are English there, so that the document is the same for every reader; :func:`said` puts them over.
"""

from __future__ import annotations

import gettext as catalogues
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

ENGLISH = "en"
FOLDER = Path(__file__).parent
DOMAINS = ("report", "laws", "products", "readers")
"""Catalogues of one language: the reports' own sentences, the laws' retold clauses, the products' descriptions, and
what readers and detectors say of themselves and of bytes that were not read."""

_language: ContextVar[str] = ContextVar("language", default=ENGLISH)


@cache
def languages() -> tuple[str, ...]:
    """English, and every language that has a compiled catalogue of the reports' own sentences; ``es`` for Spanish."""
    return (ENGLISH, *sorted(path.parents[1].name for path in FOLDER.glob("*/LC_MESSAGES/report.mo")))


def spoken() -> str:
    """The language of the report that is being written, as in HTML's ``lang``."""
    return _language.get()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Reports that are written inside speak ``language``, one of :func:`languages`."""
    token = _language.set(language)
    try:
        yield
    finally:
        _language.reset(token)


def gettext(message: str, **values: object) -> str:
    """``message`` in the spoken language, with ``%(name)s`` replaced; English where the catalogue lacks it."""
    text = translated(message) or message
    return text % values if values else text


def ngettext(one: str, many: str, number: int, **values: object) -> str:
    """``one`` or ``many`` as the language's plural wants it; ``%(num)s`` is the number with thousands marked."""
    text = _catalogue(spoken()).ngettext(one, many, number) or (one if number == 1 else many)
    return text % {"num": f"{number:,}", **values}


def marked(message: str) -> str:
    """``message`` as it is: marks one that is put over where it is shown, ``gettext(STOPPED)``."""
    return message


def translated(message: str) -> str:
    """``message`` in the spoken language; empty where its catalogue lacks it, and in English."""
    return _catalogue(spoken()).gettext(message) if message else ""


def draft_notice() -> str:
    """What stands in every output in a language whose texts no native speaker has read; else empty.

    A translator puts ``-`` for this message once one has: a language is a draft until somebody says otherwise.
    """
    if spoken() == ENGLISH:
        return ""
    text = gettext("Draft: no native speaker has read this translation yet.")
    return "" if text == "-" else text


def untranslated_notice() -> str:
    """What of an output is in another language, for the forms that cannot mark it word by word; empty in English."""
    if spoken() == ENGLISH:
        return ""
    return gettext("In English, or as they are: citations, sources, names, texts of the delivery.")


class _Nothing(catalogues.NullTranslations):
    """The end of the chain: what no catalogue has is empty, so that it can be told."""

    def gettext(self, message: str) -> str:
        return ""

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return ""


@cache
def _catalogue(language: str) -> catalogues.NullTranslations:
    found: catalogues.NullTranslations = _Nothing()
    for domain in reversed(DOMAINS) if language != ENGLISH else ():
        each = catalogues.translation(domain, FOLDER, [language], fallback=True)
        if type(each) is not catalogues.NullTranslations:
            each.add_fallback(found)
            found = each
    return found
