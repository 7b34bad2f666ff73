"""Looks of settings that are told by their lines: TOML, HCL (Terraform), protobuf text, Dockerfiles.

All run over the first 4 KiB of hostile text: no two neighbouring repeats may match the same characters.
"""

from __future__ import annotations

import re

_REMARK = r"(?:[ \t]*+(?:#[^\n]*+)?\r?\n)*+[ \t]*+"
_TOML = re.compile(_REMARK + r"\[\[[ \t]*[A-Za-z_][\w.-]*+[ \t]*\]\][ \t]*(?:#[^\n]*)?\r?(?:\n|$)")
_HCL_REMARKS = r"(?:[ \t]*+(?:(?:#|//)[^\n]*+|/\*(?:[^*]|\*(?!/))*+\*/[ \t]*+)?\r?\n)*+[ \t]*+"
_HCL = re.compile(
    _HCL_REMARKS + r"(?:(?:(?:resource|data|ephemeral)[ \t]+\"[\w-]+\"[ \t]+\"[\w-]+\""
    r"|(?:provider|module|variable|output|check)[ \t]+\"[\w-]+\""
    r"|terraform|locals|moved|removed)[ \t]*\{"
    r"|import[ \t]*\{" + _HCL_REMARKS + r"(?:to|id|for_each|provider|identity)[ \t]*=)"
)
"""The blocks of the Terraform language (developer.hashicorp.com, "Syntax overview"), one of which opens the file.
``import {`` opens most modules of JavaScript and TypeScript too: there the names that follow are no settings."""
_DOCKERFILE = re.compile(
    _REMARK + r"(?:ARG[ \t][^\n]*\n" + _REMARK + r")*+FROM[ \t]+[^\s#]\S*(?:[ \t]+\S+){0,4}[ \t]*\r?\n", re.I
)
_SYNTAX = re.compile(r"#[ \t]*syntax[ \t]*=[ \t]*\S*dockerfile", re.I)
_STEP = re.compile(
    r"^[ \t]*(?:RUN|CMD|COPY|ADD|ENV|ENTRYPOINT|EXPOSE|WORKDIR|USER|LABEL|VOLUME|ARG|FROM|SHELL|HEALTHCHECK)[ \t]+\S",
    re.M,
)
_PROTO_MARK = re.compile(_REMARK.replace("#[^", "#(?![ \\t]*proto-)[^") + r"#[ \t]*proto-(?:file|message):")
_PROTO_LINE = re.compile(
    r"[ \t]*+(?:(?:[A-Za-z_]\w*+|\[[\w./]++\])[ \t]*+"
    r"(?::[ \t]*+(?:[{<]|[\"'][^\n]*+|[-+\w.]++|\[[^\n\]]*+\]?+)|[{<])"
    r"|[}>\]][,;]?+|[\"'][^\n]*+)[ \t]*+(?:[,}]?+[ \t]*+)(?:\#.*)?"
)
_PROTO_NEST = re.compile(
    r"^[ \t]*+[A-Za-z_]\w*+[ \t]*+(?::[ \t]*+)?\{[ \t]*+(?:\#[^\n]*+)?\r?\n[ \t]*+[A-Za-z_]\w*+[ \t]*+[:{]", re.M
)
_LINES = 60
_SHARE = 0.9


def settings_of_lines(head: str) -> str:
    """``toml``, ``hcl`` or ``dockerfile`` where the first lines can hardly be anything else; otherwise empty."""
    if _TOML.match(head):
        return "toml"
    if _HCL.match(head):
        return "hcl"
    if _SYNTAX.match(head) or (_DOCKERFILE.match(head) and len(_STEP.findall(head)) > 1):
        return "dockerfile"
    return "prototext" if _PROTO_MARK.match(head) else ""


def is_prototext(head: str) -> bool:
    """Nearly all lines are fields or messages of protobuf's text format, and one message has a field below it."""
    if _PROTO_NEST.search(head) is None:
        return False
    lines = [line for line in head.splitlines()[:_LINES] if line.strip() and not line.lstrip().startswith("#")]
    fields = sum(_PROTO_LINE.fullmatch(line) is not None for line in lines[:-1])
    return fields >= _SHARE * (len(lines) - 1)
