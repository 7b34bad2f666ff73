"""Help texts with their options in sections: what most people need stands first, the limits stand last."""

from __future__ import annotations

from collections.abc import Iterator

import click

SECTIONS = (
    ("What you get", ("outputs", "language", "quiet", "verbose", "log_file", "sarif_profile", "cdx_version")),
    ("The answer", ("policy", "against", "fail_on", "as_of")),
    ("The delivery", ("vendor", "product", "contract", "received_by", "password_files", "files_from", "name")),
    ("Signatures", ("signatures", "pack")),
    ("The run", ("jobs", "work_dir", "resume", "no_cache", "cache_dir", "cache_bytes")),
)
"""Title → parameters, in the order of the help; what is named nowhere goes to the last two sections."""
LIMITS = "Limits (what passes one is reported as not read)"
OTHER = "Other"


class SectionedCommand(click.Command):
    """A command whose ``--help`` has sections. One with few options keeps click's single list."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, a section each."""
        for title, records in _sections(self, ctx):
            with formatter.section(title):
                formatter.write_dl(records)


def _sections(command: click.Command, ctx: click.Context) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    records = {}
    for parameter in command.get_params(ctx):
        if (record := parameter.get_help_record(ctx)) is not None:
            records[str(parameter.name)] = record
    for title, names in SECTIONS:
        if chosen := [records.pop(name) for name in names if name in records]:
            yield title, chosen
    if limits := [records.pop(name) for name in list(records) if name.startswith("max_")]:
        yield LIMITS, limits
    if records:
        yield OTHER, list(records.values())
