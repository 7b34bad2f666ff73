"""From a :class:`~scanner.document.result.Result` to the one document that every output is made of."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from scanner import __version__
from scanner.document.canonical import clean
from scanner.document.coverage import ledger
from scanner.document.findings import edges, findings
from scanner.document.nodes import delivery, links, nodes
from scanner.document.report import SCHEMA, Report
from scanner.document.result import Capabilities, Result, Run
from scanner.document.verdicts import questions, verdicts
from scanner.ledger import roll_up


def build(result: Result) -> Report:
    """The report of ``result``. The same result gives the same ``screening``, in whatever order its sets of things come
    (reasons and questions are lists that assess has put in order).

    :raises ValueError: when ``finding_ids`` and ``findings`` differ in length.
    """
    return Report({"schema": SCHEMA, "screening": _screening(result), "run": clean(_run(result.run))})


def _screening(result: Result) -> dict[str, Any]:
    """Every part is cleaned as soon as it is there, so that not all of them stand in memory twice."""
    rolled = roll_up(result.nodes, result.entries)
    return {
        "tool": {"name": "facescreen", "version": __version__},
        "delivery": clean(delivery(result)),
        "date": clean(result.date),
        "verdict": result.verdict.value,
        "verdicts": [clean(verdict) for verdict in verdicts(result.verdicts)],
        "findings": clean(findings(result)),
        "ledger": clean(ledger(result, rolled)),
        "questions": clean(questions(result.questions)),
        "problems": clean(sorted(result.problems)),
        "policies": clean(sorted(result.policies)),
        "fail_on": clean(result.fail_on),
        "limits": clean(asdict(result.limits)),
        "pack": clean(asdict(result.pack)),
        "capabilities": clean(_capabilities(result.capabilities)),
        "edges": clean(edges(result.edges)),
        "links": clean(links(result.links)),
        "nodes": clean(nodes(result, rolled)),
    }


def _capabilities(capabilities: Capabilities) -> dict[str, Any]:
    return {
        "readers": sorted(capabilities.readers),
        "detectors": [{"name": name, "version": version} for name, version in sorted(capabilities.detectors)],
        "tools": [
            {**asdict(program), "missing": not program.version}
            for program in sorted(capabilities.tools, key=lambda program: program.name)
        ],
        "limitations": [{"name": name, "sentence": sentence} for name, sentence in sorted(capabilities.limitations)],
    }


def _run(run: Run) -> dict[str, Any]:
    return {
        "started": run.started,
        "finished": run.finished,
        "host": run.host,
        "given": run.given,
        "isolation": list(run.isolation),
        "notes": list(run.notes),
        "tools": [{"name": name, "path": path} for name, path in sorted(run.tool_paths)],
        "jobs": run.jobs,
        "interrupted": run.interrupted,
    }
