"""Files that show what settings may look like: examples by their name, and templates that no program reads as they are.

What stands in one may be set, and is not known to be: no more than ``available``. It counts that much, whatever the
file is called, since a program may be told to read a file of any name.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

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
TRANSLATIONS = re.compile(
    r"(?:.*[/!])?(?:strings(?:-[\w-]+)?\.xml|[^/]*\.(?:resx|xlf|xliff|arb|strings|stringsdict)"
    r"|(?:i18n|l10n|_?locales?|translations?)/(?:[^/]+/){0,3}[^/]+\.(?:json|ya?ml|properties|xml|ini))",
    re.I | re.S,
)
"""Files of the sentences that a program shows in one language."""
_CONTROL = re.compile(
    rb"^[ \t]*\{(?:%[-+]?[ \t]*[a-z]|\{-?[ \t]*(?:if|range|with|define|else|end|template|include)\b)", re.M
)
"""Lines that begin with a condition, a loop or an inclusion."""
_TEMPLATES = frozenset({"text:yaml"})
"""Formats whose files are looked at for the language of templates."""


def is_sample_name(name: str) -> bool:
    """Whether the file ``name`` is called an example or a template: ``config.example.yml``, ``x.dist``."""
    return _NAME.fullmatch(name.lower()) is not None


def is_sample(subject: Subject) -> bool:
    """Whether the settings of ``subject`` are examples, sentences of a language, or a template yet to be filled in."""
    if is_sample_name(subject.source.name) or TRANSLATIONS.fullmatch(subject.node.path):
        return True
    if subject.node.format not in _TEMPLATES or subject.source.size > subject.limits.config_bytes:
        return False
    return is_template(bytes(subject.source.data))


def is_template(data: bytes) -> bool:
    """Whether lines of ``data`` are of a template language, and no YAML: no program reads it before it is filled in.

    Such lines within a text of YAML (``state: >``, as home automation has them) are a value, and the file is read.
    """
    if not _CONTROL.search(data):
        return False
    from scanner.detect.settings.nested.yamlevents import parses

    return not parses(data.decode("utf-8", "replace"))
