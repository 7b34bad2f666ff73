"""One ``--max-…`` option for every field of :class:`~scanner.types.Limits`, so that none can be forgotten."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any, TypeVar

import click

from scanner.types import Limits
from scanner.types.limits import option

CommandT = TypeVar("CommandT", bound=Callable[..., Any])


def limit_options(command: CommandT) -> CommandT:
    """Add the options to a command; their values arrive as ``max_<field>``."""
    for field in reversed(fields(Limits)):
        kind: click.ParamType[float] = (
            click.FloatRange(min=0.1) if isinstance(field.default, float) else click.IntRange(min=1)
        )
        command = click.option(
            option(field.name),
            f"max_{field.name}",
            type=kind,
            default=field.default,
            show_default=True,
            envvar=f"FACESCREEN_MAX_{field.name.upper()}",
            help=field.metadata["meaning"],
        )(command)
    return command


def limits_from(values: Mapping[str, Any]) -> Limits:
    """The limits that the options ask for."""
    return Limits(**{field.name: values[f"max_{field.name}"] for field in fields(Limits)})
