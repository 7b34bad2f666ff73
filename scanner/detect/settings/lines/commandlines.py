"""Commands of a shell: assignments, the programs that run, and their options. No expansion, no execution."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.detect.settings.interface import element
from scanner.detect.settings.lines.words import pair, words

Found = Iterator[tuple[tuple[str, ...], str]]
_BEFORE = frozenset(
    "if then else elif do while until ! { exec command sudo nohup time nice env export declare local readonly typeset "
    "set setenv eval xargs stdbuf setsid".split()
)
"""Words before a program, or before assignments."""
_STARTERS = re.compile(
    r"(?:python[\d.]*|bash|sh|dash|zsh|node|java|mono|dotnet|ruby|perl|tini|dumb-init|gosu|su-exec)\Z"
)
"""Programs that run the program that the next word names."""
_CONTAINERS = frozenset("docker podman nerdctl kubectl docker-compose podman-compose compose".split())
"""Programs whose words name another word, an image, and the program in it."""
_SAYING = frozenset("echo printf grep egrep sed awk test [ [[ case for trap alias".split())
_VARIABLE = frozenset({"-e", "--env", "--build-arg"})
"""Options of docker, podman and compose that set a variable (docs.docker.com, ``docker container run``)."""
_OPTION = re.compile(r"--?[A-Za-z][\w.-]*")
SIMPLE = re.compile(r"[\w.-]\+?=|(?:^|\s)--?[A-Za-z]")
"""What a text must hold to say anything here."""


def settings_in(text: str) -> Found:
    """(path, value) of all assignments and options in ``text``, line by line."""
    if not SIMPLE.search(text):
        return
    for line in text.replace("\\\r\n", " ").replace("\\\n", " ").splitlines():
        if not line.lstrip().startswith("#"):
            yield from _line(line)


def _line(line: str) -> Found:
    command: list[str] = []
    for word, operator in words(line):
        if operator:
            yield from _command(command, writes=">" in word)
            command = []
        elif word.startswith("#"):
            break
        else:
            command.append(word)
    yield from _command(command, writes=False)


def _command(command: list[str], *, writes: bool) -> Found:
    """``writes``: what it says goes into a file."""
    for at, word in enumerate(command, 1):
        found = pair(word)
        if found is not None:
            yield (element(found[0]),), found[1]
        elif word not in _BEFORE:
            options = word.startswith("-")
            if writes or word not in _SAYING:
                yield from _Options("" if options else _base(word)).settings(command[at - options :])
            return


class _Options:
    """The options of one program, or of the program that it runs."""

    def __init__(self, program: str) -> None:
        self._program = program
        self._contains = program in _CONTAINERS
        self._starts = self._contains or _STARTERS.match(program) is not None
        self._option = ""

    def settings(self, arguments: list[str]) -> Found:
        for word in arguments:
            named, equals, value = word.partition("=")
            if _OPTION.fullmatch(named):
                yield from self._ended("true")
                self._option = named
                if equals:
                    yield from self._ended(value)
            else:
                yield from self._word(word)
        yield from self._ended("true")

    def _word(self, word: str) -> Found:
        """A word that is no option: the value of one, a pair, or the program that runs."""
        found = None if self._option else pair(word)
        if found is not None:
            yield self._path(found[0]), found[1]
            return
        sets_variable = self._option in _VARIABLE and pair(word) is not None
        yield from self._ended(word)
        if self._starts and not sets_variable:
            self._program = _base(word)
            self._starts = self._contains

    def _ended(self, value: str) -> Found:
        """The option that waits for its value has it."""
        option, self._option = self._option, ""
        found = pair(value) if option in _VARIABLE else None
        if found is not None:
            yield (element(found[0]),), found[1]
        elif option:
            yield self._path(option), value

    def _path(self, name: str) -> tuple[str, ...]:
        return (self._program, element(name)) if self._program else (element(name),)


def _base(word: str) -> str:
    return element(word.replace("\\", "/").rstrip("/").rpartition("/")[2][:200])
