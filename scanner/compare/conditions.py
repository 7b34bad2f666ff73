"""Whether two reports can be compared as they stand: other signatures, another program or another law are no update."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from scanner.document.report import Report
from scanner.text import plural

Screening = Mapping[str, Any]


def side(report: Report, digest: str) -> dict[str, Any]:
    """What a change document says of one side; ``digest`` is that of its report, empty where it has none yet."""
    screening = report.document["screening"]
    given = screening["delivery"]
    return {
        "name": given["name"],
        "product": given["context"]["product"],
        "sha256": given["sha256"],
        "size": given["size"],
        "files": len(screening["nodes"]),
        "date": screening["date"],
        "verdict": screening["verdict"],
        "percent": screening["ledger"]["percent"],
        "unread": screening["ledger"]["unread"],
        "findings": len(screening["findings"]),
        "policies": list(screening["policies"]),
        "pack": {"version": screening["pack"]["version"], "digest": screening["pack"]["digest"]},
        "tool": screening["tool"]["version"],
        "report": digest,
    }


def same_means(old: Screening, new: Screening) -> bool:
    """Whether both were screened with the same signatures, program and detectors."""
    return old["pack"]["digest"] == new["pack"]["digest"] and _program(old) == _program(new)


def caveats(old: Report, new: Report) -> Iterator[str]:
    """What differs between the screenings and not between the deliveries, in sentences."""
    was, now = old.document["screening"], new.document["screening"]
    yield from _other_means(was, now)
    yield from _other_choices(was, now)
    for name, report in (("deployed version", old), ("update", new)):
        yield from _not_whole(name, report)


def _other_means(was: Screening, now: Screening) -> Iterator[str]:
    if was["pack"]["digest"] != now["pack"]["digest"]:
        yield (
            f"The two were screened with different signatures ({_pack(was)} and {_pack(now)}): "
            "what is found anew may be only better known now, and not new in the update."
        )
    if _program(was) != _program(now):
        yield (
            f"The two were screened with different programs (facescreen {was['tool']['version']} and "
            f"{now['tool']['version']}, or other detectors or readers): a difference may come from them."
        )
    if missing := sorted(_missing(now) ^ _missing(was)):
        yield f"A program was there in one screening and not in the other: {', '.join(missing)}."


def _other_choices(was: Screening, now: Screening) -> Iterator[str]:
    if _policies(was) != _policies(now):
        yield f"The two were judged under different laws ({_list(was)} and {_list(now)})."
    if was["limits"] != now["limits"]:
        yield "The two were screened with different limits (--max-…): what was left unread may differ for that reason."


def _not_whole(name: str, report: Report) -> Iterator[str]:
    if report.document["run"]["interrupted"]:
        yield f"The screening of the {name} was stopped before its end."
    if report.document["screening"]["problems"]:
        count = plural(len(report.document["screening"]["problems"]), "problem")
        yield f"The screening of the {name} had {count}."
    if any(finding["left_out"] and _has_settings(finding) for finding in report.document["screening"]["findings"]):
        yield f"The report of the {name} does not list every setting (--max-evidence): changes may be missing here."


def _has_settings(finding: Mapping[str, Any]) -> bool:
    return any(fact["kind"] == "config" for fact in finding["evidence"])


def _program(screening: Screening) -> tuple[Any, ...]:
    able = screening["capabilities"]
    return (
        screening["tool"]["version"],
        sorted((row["name"], row["version"]) for row in able["detectors"]),
        sorted(able["readers"]),
    )


def _missing(screening: Screening) -> set[str]:
    return {tool["name"] for tool in screening["capabilities"]["tools"] if tool["missing"]}


def _policies(screening: Screening) -> set[str]:
    return {verdict["policy"]["id"] for verdict in screening["verdicts"]}


def _list(screening: Screening) -> str:
    return ", ".join(sorted(_policies(screening))) or "none"


def _pack(screening: Screening) -> str:
    return f"{screening['pack']['version']}, {screening['pack']['digest'][:12]}"
