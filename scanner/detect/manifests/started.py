"""Container images that commands start: ``docker run IMAGE`` in shell scripts, units of systemd, make and CI files.

Written after the options of ``docker container run`` and ``podman run`` (docs.docker.com, podman-run(1)): those that
take no value are few and known, and the first word that belongs to none is the image.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.detect.manifests.images import image
from scanner.detect.manifests.interface import Form, Manifest, Package, form
from scanner.detect.settings.lines.words import words
from scanner.types import Place

_COMMAND = re.compile(
    r"\b(?:docker|podman|nerdctl)[ \t]+(?:--?[\w-]+(?:=\S+|[ \t]+[\w./:][\w./:-]*)?[ \t]+){0,9}?"
    r"(?:container[ \t]+|image[ \t]+)?(?:run|create|pull)[ \t]+([^\n]{1,8000})"
)
_JOINED = re.compile(r"\\\r?\n[ \t]*")
_REMARK = re.compile(r"^[ \t]*(?:#|echo\b|printf\b|::|rem\b)[^\n]*", re.M | re.I)
_QUADLET = re.compile(r"^[ \t]*Image[ \t]*=[ \t]*([^\s#;]+)", re.M)
_ALONE = frozenset(
    "-d --detach -i --interactive -t --tty --rm --privileged --init --read-only -P --publish-all -q --quiet --replace "
    "--no-healthcheck --oom-kill-disable --disable-content-trust --sig-proxy --no-hosts --tls-verify -a "
    "--all-tags".split()
)
"""Options without a value."""
_LETTERS = re.compile(r"-[ditPq]{2,6}")


def started(manifest: Manifest) -> Iterator[Package]:
    """The images of ``docker run``, ``create`` and ``pull``, and ``Image=`` of Podman's units, outside of comments."""
    text = _REMARK.sub("", _JOINED.sub(" ", manifest.text))
    references = [_first(found[1]) for found in _COMMAND.finditer(text)]
    if manifest.name.lower().endswith(".container"):
        references += _QUADLET.findall(text)
    for reference in references:
        found = image(reference, Place.CONFIG)
        if found is not None:
            yield found


def _first(arguments: str) -> str:
    """The first word that is neither an option nor the value of one; empty where there is none."""
    waits = False
    for word, operator in words(arguments):
        if operator:
            return ""
        if waits:
            waits = False
        elif word.startswith("-"):
            waits = "=" not in word and word not in _ALONE and _LETTERS.fullmatch(word) is None
        else:
            return word
    return ""


FORMS: tuple[Form, ...] = (
    form(r"[^/]*\.(?:sh|bash|zsh|ksh|ash|bat|cmd|ps1|service|container|mk)", started),
    form(r"(?:GNU)?Makefile|Jenkinsfile", started),
)
