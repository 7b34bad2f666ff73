"""What an update changes in the reader's language: as text, and as one web page without script or network."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import Any

from scanner.compare import formats
from scanner.compare.lines import details
from scanner.report.change_advice import STYLES, next_step
from scanner.report.html import environment, style_hash, style_sheet
from scanner.report.languages.phrasebook import said
from scanner.report.languages.speaking import ENGLISH, draft_notice, speaking, spoken, untranslated_notice
from scanner.report.languages.speaking import gettext as _
from scanner.report.page.limits import MOST_CHANGES
from scanner.report.words import word


def text(change: Mapping[str, Any], most: int = formats.MOST, language: str = ENGLISH) -> bytes:
    """The change document as sentences, at most ``most`` of each kind; a language that is a draft says so first."""
    with speaking(language):
        draft = draft_notice()
        notice, step = untranslated_notice(), _("Next: %(step)s", step=next_step(change))
        told = (f"{draft}\n" if draft else "").encode("utf-8") + formats.text(change, most, said)
        rest = textwrap.wrap(step, formats.WIDTH, subsequent_indent="  ") + ([notice] if notice else [])
        return told + "".join(f"{line}\n" for line in rest).encode("utf-8")


def page(change: Mapping[str, Any], language: str = ENGLISH) -> bytes:
    """The change document ``change`` as UTF-8 HTML. Long lists are cut visibly; the JSON has all of them."""
    style = style_sheet()
    shown = {"change": change, "changes": list(details(change, MOST_CHANGES))}
    template = environment().get_template("comparison.html.j2")
    with speaking(language):
        answer = {
            "mark": word("change", change["outcome"]),
            "style": STYLES[change["outcome"]],
            "next": next_step(change),
        }
        return template.render(**shown, answer=answer, style=style, style_hash=style_hash(style), lang=spoken()).encode(
            "utf-8"
        )
