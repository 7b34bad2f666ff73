"""What a report says of the signatures it was made with: the same facts in every output."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scanner.document.report import Report
from scanner.report.languages.phrasebook import said
from scanner.report.languages.speaking import gettext as _
from scanner.report.languages.speaking import ngettext


def age(days: int) -> str:
    """``3 days old``, or ``2 days younger`` (than the screening) where the pack is of a later date."""
    if days >= 0:
        return ngettext("%(num)s day old", "%(num)s days old", days)
    return ngettext("%(num)s day younger", "%(num)s days younger", -days)


def described(pack: dict[str, Any]) -> str:
    """``2026.11.0 of 2026-11-25 (0 days old): 60 products, 4,500 facts``."""
    return _(
        "%(version)s of %(date)s (%(age)s): %(holds)s",
        version=pack["version"],
        date=pack["date"],
        age=age(pack["age_days"]),
        holds=holds(pack),
    )


def holds(pack: dict[str, Any]) -> str:
    """``60 products, 4,500 facts``."""
    known = ngettext("%(num)s product", "%(num)s products", pack["signatures"])
    return f"{known}, {ngettext('%(num)s fact', '%(num)s facts', pack['facts'])}"


def not_installed(report: Report) -> str:
    """That the pack was named with ``--pack``; else empty. An edited copy keeps name, version and date."""
    if all(each["origin"] != "chosen" for each in report.screening["pack"]["packs"]):
        return ""
    return _("The signatures and laws are not the installed ones: another folder was given for them. Ask who made it.")


def warnings(report: Report) -> Iterator[str]:
    """Sentences on packs that are too old, expired, or otherwise to be known of, whatever the verdict is."""
    pack = report.screening["pack"]
    if told := not_installed(report):
        yield told
    for verdict in report.screening["verdicts"]:
        most = verdict["policy"]["max_pack_age_days"]
        if most is not None and pack["age_days"] > most:
            yield ngettext(
                "The signatures are older than the policy %(policy)s allows (%(num)s day).",
                "The signatures are older than the policy %(policy)s allows (%(num)s days).",
                most,
                policy=verdict["policy"]["id"],
            )
    yield from map(said, pack["remarks"])
