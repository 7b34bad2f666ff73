"""Files that show what settings may look like: examples by their name, and templates that no program reads as they are.

What stands in one may be set, and is not known to be: no more than ``available``. It counts that much, whatever the
file is called, since a program may be told to read a file of any name.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scanner.detect.settings.templates import is_template

if TYPE_CHECKING:
    from scanner.detect.interface import Subject

_NAME = re.compile(
    r"(?:.*[._ -])?(?:examples?|samples?)(?:\..*)?"  # config.example.yml, config-sample.yml, .env.sample
    r"|examples?[._ -].*"
    r"|.*\.(?:dist|tmpl|tpl|j2|jinja2?|gotmpl|erb)"
    r"|.*\.\w+\.(?:template|in|default)",
    re.S,
)
"""Not ``template.yaml``, ``stack.template``, ``stack.template.json``: CloudFormation's own names for what it reads."""
_TEMPLATES = frozenset({"text:yaml"})
"""Formats whose files are looked at for the language of templates."""


def is_sample_name(name: str) -> bool:
    """Whether the file ``name`` is called an example or a template: ``config.example.yml``, ``x.dist``."""
    return _NAME.fullmatch(name.lower()) is not None


def is_sample(subject: Subject) -> bool:
    """Whether the settings of ``subject`` are examples, or those of a template that is yet to be filled in."""
    if is_sample_name(subject.source.name):
        return True
    if subject.node.format not in _TEMPLATES or subject.source.size > subject.limits.config_bytes:
        return False
    return is_template(bytes(subject.source.data))
