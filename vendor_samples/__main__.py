"""``python -m vendor_samples build|check|list|reports|carriers``; exit code 0 passed, 1 check failed, 2 usage."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from vendor_samples import PREBUILT, SAMPLES, Sample
from vendor_samples.building import build, differences
from vendor_samples.tools import RecipeError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.command(options))
    except (RecipeError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m vendor_samples", description=__doc__)
    commands = parser.add_subparsers(required=True)
    for command, text in ((_build, "build samples"), (_check, "rebuild and compare with the committed bytes")):
        one = commands.add_parser(command.__name__.strip("_"), help=text)
        one.add_argument("names", nargs="*", metavar="NAME", help="samples; default: all")
        one.set_defaults(command=command)
        if command is _build:
            one.add_argument("--out", type=Path, default=PREBUILT, help="folder to build in (default: prebuilt/)")
    commands.add_parser("list", help="what each sample is and what verdict it must get").set_defaults(command=_list)
    reports = commands.add_parser("reports", help="rebuild the example reports in reports/")
    reports.set_defaults(command=_reports)
    carriers = commands.add_parser("carriers", help="write files that carry the names of signatures")
    carriers.add_argument("out", type=Path, metavar="OUT", help="folder; every signature gets one in it")
    carriers.add_argument("ids", nargs="+", metavar="ID", help="ids of signatures")
    carriers.add_argument("--plain", action="store_true", help="built here, even where clang and lld are installed")
    carriers.set_defaults(command=_carriers)
    return parser


def _chosen(names: Sequence[str]) -> tuple[Sample, ...]:
    known = {sample.name: sample for sample in SAMPLES}
    unknown = [name for name in names if name not in known]
    if unknown:
        raise RecipeError(f"no such sample: {', '.join(unknown)}; there are {', '.join(known)}")
    return tuple(known[name] for name in names) if names else SAMPLES


def _build(options: argparse.Namespace) -> int:
    for path in build(_chosen(options.names), options.out):
        print(path)
    return 0


def _check(options: argparse.Namespace) -> int:
    samples = _chosen(options.names)
    found = list(differences(samples))
    for line in found:
        print(line)
    print(f"{len(samples)} samples rebuilt, {len(found)} differences")
    return 1 if found else 0


def _list(_: argparse.Namespace) -> int:
    for sample in SAMPLES:
        print(f"{sample.name:24} {sample.verdict.value:14} {sample.title}\n{'':39} {sample.why}")
    return 0


def _reports(_: argparse.Namespace) -> int:
    from vendor_samples.reports import rebuild

    for path in rebuild():
        print(path)
    return 0


def _carriers(options: argparse.Namespace) -> int:
    from scanner.catalogue.load import load
    from vendor_samples.carriers import toolchain
    from vendor_samples.carriers.written import write

    known = {signature.id: signature for signature in load().signatures}
    unknown = [one for one in options.ids if one not in known]
    if unknown:
        raise RecipeError(f"no such signature: {', '.join(unknown)}")
    real = toolchain.present() and not options.plain
    for one in options.ids:
        for path in write(known[one], options.out / one, real=real):
            print(path)
    print("native files: clang and lld" if real else "native files: built without a compiler")
    return 0


if __name__ == "__main__":
    sys.exit(main())
