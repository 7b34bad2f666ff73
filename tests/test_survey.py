"""Scheduling: equal bytes wait for each other, and nothing waits for ever, whatever containers hold."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from scanner.cache.reuse import Reuse
from scanner.examine import Examined, Task
from scanner.sandbox.interface import Done, Event, Lost, Part
from scanner.survey.survey import Survey
from scanner.types import ByteState, LedgerEntry, Limits, Link, Node
from scanner.unpack.outlet import Artefact, Child

World = dict[str, tuple[str, ...]]
"""Content → what it holds; a node's content is its hash."""


@dataclass
class Inline:
    """A backend without processes: tasks in ``broken`` are lost, the others give what the world says is in them."""

    world: World
    broken: frozenset[str] = frozenset()
    done: list[str] = field(default_factory=list)
    queue: deque[Task] = field(default_factory=deque)
    endless: bool = False
    """The children of a node come, and then nothing for ever."""

    def submit(self, task: Task, size: int) -> None:
        self.queue.append(task)

    @property
    def busy(self) -> bool:
        return bool(self.queue)

    def kill(self) -> None:
        self.queue.clear()

    def events(self, timeout: float) -> list[Event[Task]]:
        task = self.queue.popleft()
        node = task.node
        self.done.append(node.sha256)
        if node.sha256 in self.broken:
            return [Lost(task, "killed", limit=False)]
        children = self.world.get(node.sha256, ())
        found: list[Event[Task]] = []
        for content in children:
            inner = Node(f"{node.path}!/{content}", node.path, 1, content, depth=node.depth + 1)
            found.append(Part(task, Child(inner, Artefact("", 0, 1), 1)))
        if self.endless:
            self.queue.append(task)
            return found
        entry = LedgerEntry(node.path, 0, 1, ByteState.CARRIED if children else ByteState.RAW)
        return [*found, Part(task, Examined(node, (entry,), (), ())), Done(task)]


def surveyed(
    tmp_path: Path, world: World, roots: tuple[str, ...], limits: Limits, *broken: str
) -> tuple[Survey, Inline]:
    backend = Inline(world, frozenset(broken))
    survey = Survey(tmp_path, limits, Reuse(b"settings"), lambda progress: None, lambda: False)
    survey.run(backend, [Child(Node(f"{n}/{c}", None, 1, c), Artefact("", 0, 1)) for n, c in enumerate(roots)])
    assert {entry.path for entry in survey.entries} == set(survey.nodes)
    return survey, backend


def test_equal_trees_are_examined_once_and_stand_in_both_places(tmp_path):
    world = {"zip": ("a", "tar"), "tar": ("b", "c")}
    survey, backend = surveyed(tmp_path, world, ("zip", "zip", "tar"), Limits())
    paths = {path for path in survey.nodes if path.endswith("/b")}
    assert len(survey.nodes) == 2 * 5 + 3
    assert len(paths) == 3
    assert sorted(backend.done) == ["a", "b", "c", "tar", "zip"]
    assert survey.again == len(survey.nodes) - len(backend.done)


def test_a_container_that_holds_itself_ends_at_the_depth_limit(tmp_path):
    survey, _ = surveyed(tmp_path, {"quine": ("quine",)}, ("quine",), Limits(depth=20))
    assert [e for e in survey.entries if e.state is ByteState.LIMIT and "deep" in e.reason]
    assert max(node.depth for node in survey.nodes.values()) == 21


def test_containers_that_hold_each_other_end_too(tmp_path):
    world = {"a": ("b", "c"), "b": ("a", "c"), "c": ("a", "b")}
    survey, _ = surveyed(tmp_path, world, ("a", "b", "c"), Limits(depth=6))
    assert max(node.depth for node in survey.nodes.values()) == 7


def test_when_the_first_of_equal_nodes_is_lost_the_others_are_tried(tmp_path):
    survey, backend = surveyed(tmp_path, {"zip": ("x", "y")}, ("zip",), Limits(), "x")
    lost = [e.path for e in survey.entries if e.state is ByteState.FAILED]
    assert lost == ["0/zip!/x"]
    twice = {"zip": ("dir", "other"), "dir": ("x",), "other": ("x",)}
    survey, backend = surveyed(tmp_path, twice, ("zip",), Limits(), "x")
    assert backend.done.count("x") == 2
    assert len([e for e in survey.entries if e.state is ByteState.FAILED]) == 2


def test_too_many_files_are_a_limit_although_their_results_are_known(tmp_path):
    world = {"zip": tuple("abcdefgh"), "all": ("zip",) * 3}
    survey, _ = surveyed(tmp_path, world, ("all",), Limits(files=15))
    assert len([e for e in survey.entries if e.state is ByteState.LIMIT]) > 0
    assert {entry.path for entry in survey.entries} == set(survey.nodes)


def test_volumes_that_still_wait_for_each_other_are_given_up_with_the_rest(tmp_path):
    backend = Inline({"all": ("x.7z.001", "x.7z.002", "b")})
    asked = iter((True,))
    survey = Survey(tmp_path, Limits(), Reuse(b"s"), lambda progress: None, lambda: next(asked, False))
    backend.endless = True
    survey.run(backend, [Child(Node("all", None, 1, "all"), Artefact("", 0, 1))])
    assert survey.interrupted
    assert not backend.busy
    assert {entry.path for entry in survey.entries} == set(survey.nodes)
    assert {f"all!/{name}" for name in ("x.7z.001", "x.7z.002", "b")} <= set(survey.nodes)


NODE = Node("a", None, 1, "a")
INSIDE = Node("a!/x", "a", 1, "x", depth=1)


@pytest.mark.parametrize(
    "said",
    [
        Examined(Node("b", None, 1, "b"), (LedgerEntry("b", 0, 1, ByteState.RAW),), (), ()),
        Examined(NODE, (LedgerEntry("b", 0, 1, ByteState.RAW),), (), ()),
        Examined(replace(NODE, sha256="b"), (LedgerEntry("a", 0, 1, ByteState.RAW),), (), ()),
        Examined(replace(NODE, size=2), (LedgerEntry("a", 0, 2, ByteState.RAW),), (), ()),
        Child(replace(INSIDE, path="b!/x"), Artefact("", 0, 1), 1),
        Child(replace(INSIDE, parent="b"), Artefact("", 0, 1), 1),
        Child(replace(INSIDE, path="a!/x!/y"), Artefact("", 0, 1), 1),
        Link("b!/link", "target"),
    ],
)
def test_a_worker_speaks_of_its_own_node_only(tmp_path, said):
    class Lying(Inline):
        def events(self, timeout):
            if self.queue[0].node.path != "a":
                return super().events(timeout)
            task = self.queue.popleft()
            return [Part(task, said), Part(task, Child(INSIDE, Artefact("", 0, 1), 1)), Done(task)]

    survey = Survey(tmp_path, Limits(), Reuse(b"s"), lambda progress: None, lambda: False)
    survey.run(Lying({}), [Child(Node(name, None, 1, name), Artefact("", 0, 1)) for name in "ab"])
    assert {entry.path: entry.state for entry in survey.entries} == {"a": ByteState.FAILED, "b": ByteState.RAW}
    assert set(survey.nodes) == {"a", "b"}
    assert not survey.links
