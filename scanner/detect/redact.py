"""Nothing secret and nobody's address leaves a worker: what looks like a key, a password or an e-mail address becomes
the number of its characters.

The one door for every text that quotes a delivery. Keys of services are told by their published shapes (AWS access key
ids, JSON Web Tokens of RFC 7519, tokens of GitHub, Slack and Google); everything else by the word before it, or by its
place in an address (RFC 3986: user information and query).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from scanner.text import plural
from scanner.types import FactKind, Observation

_SAID_BY_DELIVERY = frozenset({FactKind.VERSION, FactKind.IDENTITY})
"""Kinds whose value is what the delivery says."""

CUT = "[…]"
"""In place of a secret of which only a part was looked at."""
_AT_EDGE = re.compile(r"\A\[[\d,]+ characters? hidden\]|\[[\d,]+ characters? hidden\]\Z")
_MARK = r"(?!\[(?:…|[\d,]+ characters? hidden|e-mail address)\])"
_SAID = (
    r"(?!…|\((?:text|key|hidden|[\d,]+ )|(?:true|false|on|off|yes|no|enabled?|disabled?|present|null|none|\d{1,3})\b"
    r"|(?:bearer|basic|digest|negotiate)\s+\[)"
)
"""What this program writes itself, and values that are no secret whatever stands before them."""

_WORD = (
    r"(?:key|secret|token|passw(?:or)?d|passphrase|passwd|passwort|pwd|auth\w{0,20}|credentials?|cookie|session_?id|sas"
    r"|sig(?:nature)?|userinfo)"
)
_NAMED = re.compile(rf"{_WORD}(?:\[\d{{1,6}}\])*\Z", re.IGNORECASE)
_KEY = rf"{_WORD}(?:\[\d{{1,6}}\])?[\"']?\s{{0,4}}+"
_KIND = r"(?:(?:bearer|basic|digest|negotiate)\s++)?+"
_QUOTED = re.compile(
    rf"{_KEY}[:=]{{1,3}}+>?+\s{{0,4}}+(?P<quote>[\"']){_KIND}{_MARK}{_SAID}(?P<secret>(?:(?!(?P=quote))[^<>])++)",
    re.IGNORECASE,
)
_ELEMENT = re.compile(
    rf"<[\w:.-]{{0,80}}{_WORD}(?:\s[^<>]{{0,100}})?>\s{{0,4}}+{_KIND}{_MARK}{_SAID}(?P<secret>[^<]++)", re.IGNORECASE
)
_ASSIGNED = re.compile(
    rf"{_KEY}[:=]{{1,3}}+>?+\s{{0,4}}+{_KIND}{_MARK}{_SAID}(?P<secret>[^\s\"'&,;<>][^\s\"'&,;<>]*+)", re.IGNORECASE
)
_SCHEME = re.compile(rf"\b(?:bearer|basic)\s+{_MARK}(?P<secret>[\w+/.~=-]{{8,}})", re.IGNORECASE)
_USER = re.compile(rf"://{_MARK}(?P<secret>[^/\s\"'<>@?#]+)@")
_BEFORE_HOST = re.compile(r"\A[^\s\"'<>@/]*+@(?=[\w.-])")
_QUERY = re.compile(rf"[?&][\w.\[\]%-]{{1,80}}={_MARK}{_SAID}(?P<secret>[^&\s\"'<>#]+)")
_KNOWN = re.compile(
    r"(?P<secret>\b(?:A(?:KIA|SIA|GPA|IDA|ROA|NPA|IPA)[A-Z0-9]{12,}|AIza[\w-]{30,}|gh[pousr]_\w{20,}"
    r"|github_pat_\w{20,}|xox[abeprs]-[\w-]{10,}|sk-[\w-]{20,}|eyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]{0,4096})?))"
)
_PRIVATE = re.compile(rf"KEY(?: BLOCK)?-----{_MARK}(?P<secret>(?:[^-]|-(?!----END))++)", re.DOTALL)
_SCRAMBLED = re.compile(
    r"(?<![A-Za-z0-9+/])(?=[A-Za-z0-9+/]{0,200}?\d)(?=[A-Za-z0-9+/]{0,200}?[A-Za-z])(?P<secret>[A-Za-z0-9+/]{20,}+={0,2})"
)
_MAIL = re.compile(
    r"(?<![\w.+@-])(?P<secret>[\w.+%-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,8}"
    r"(?:com|org|net|edu|gov|mil|info|biz|name|test|example|invalid|local|lan|internal|corp|company|email|online|cloud|app"
    r"|dev|(?!so|js|py|ts|md|sh|gz|rs|pl|ps|bz|xz|go|cc|hh|cs|vb|po|mo|cu|pb|pt)[a-z]{2}))(?![\w-])",
    re.IGNORECASE,
)
_QUOTES = re.compile(r"""['"`].*['"`]|&[^;\s]{0,200};?""", re.DOTALL)
_TEXT = (_PRIVATE, _QUOTED, _ELEMENT, _ASSIGNED, _SCHEME, _USER, _QUERY, _KNOWN, _MAIL)
_NAME = (_USER, _QUERY, _KNOWN, _MAIL)
_SIGNS = re.compile(
    r"[@=?]|://|-----|[:>]\s*\S|\b(?:A[KSGIRN][IPDO]A|AIza|gh[pousr]_|github_pat|xox|sk-|eyJ|[Bb](?:earer|asic)\b)"
)
"""In every text that one of the expressions can match."""


def redact(text: str, keep: str = "", *, scrambled: bool = False) -> str:
    """``text`` with secrets and e-mail addresses replaced by their lengths; applying it twice changes nothing.

    What belongs to ``keep`` (a text that a signature names, so no secret) stays. ``scrambled``: long strings of letters
    and digits are hidden as well, for texts in which they are no names of code.
    """
    if _SIGNS.search(text):
        text = _without(text, _TEXT, keep)
    return _without(text, (_SCRAMBLED,), keep) if scrambled and len(text) >= 20 else text


def redact_name(name: str) -> str:
    """The same for the name or path of a file: keys of known shape, e-mail addresses, and saved addresses' queries."""
    return _without(name, _NAME, "") if _SIGNS.search(name) else name


def redact_cut(text: str, keep: str) -> str:
    """The same for a piece cut out of a longer text around ``keep``: what is hidden at its ends has no known length."""
    # What stands before an "@" may be a password whose address begins outside of the piece.
    text = _BEFORE_HOST.sub(CUT + "@", text)
    return _AT_EDGE.sub(CUT, redact(text, keep, scrambled=True))


def unquoted(error: BaseException | str) -> str:
    """What a parser says, without what it quotes of the file: names, keys and values stand in its quotation marks."""
    return _QUOTES.sub("…", str(error))


def told(error: BaseException) -> str:
    """An unexpected ``error`` by its type and place: its message may quote anything."""
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None and "scanner" in frame.tb_next.tb_frame.f_code.co_filename:
        frame = frame.tb_next
    if frame is None:
        return type(error).__name__
    file = frame.tb_frame.f_code.co_filename.replace("\\", "/").rpartition("/")[2]
    return f"{type(error).__name__} in {file}, line {frame.tb_lineno}"


def redacted(seen: Observation) -> Observation:
    """``seen`` without secrets; itself where it has none. What a fact names stays, for it stands in the signatures."""
    keep = "" if seen.kind in _SAID_BY_DELIVERY else seen.value
    texts = (seen.detail, seen.instance, seen.setting, seen.value)
    shown = (
        redact(seen.detail, keep),
        redact(seen.instance),
        redact(seen.setting),
        seen.value if keep else redact(seen.value),
    )
    if shown == texts:
        return seen
    return replace(seen, detail=shown[0], instance=shown[1], setting=shown[2], value=shown[3])


def is_secret(key: str) -> bool:
    """Whether the setting called ``key`` holds a secret by its name."""
    return _NAMED.search(key) is not None


def hidden(length: int) -> str:
    """What stands in place of a secret of ``length`` characters."""
    return f"[{plural(length, 'character')} hidden]"


def _without(text: str, expressions: Iterable[re.Pattern[str]], keep: str) -> str:
    for expression in expressions:
        text = expression.sub(_hider(text, keep, "[e-mail address]" if expression is _MAIL else ""), text)
    return text


def _hider(text: str, keep: str, instead: str) -> Callable[[re.Match[str]], str]:
    def hide(match: re.Match[str]) -> str:
        start, end = match.span("secret")
        if keep and _meets(text, keep, start, end):
            return match[0]
        before, after = match[0][: start - match.start()], match[0][end - match.start() :]
        return f"{before}{instead or hidden(end - start)}{after}"

    return hide


def _meets(text: str, keep: str, start: int, end: int) -> bool:
    """Whether ``[start, end)`` of ``text`` lies in a place of ``keep``."""
    at = text.find(keep, max(0, start - len(keep)), end + len(keep))
    while at >= 0:
        if at <= start and end <= at + len(keep):
            return True
        at = text.find(keep, at + 1, end + len(keep))
    return False
