"""The files for CI systems: their scripts are run as the system would run them, as far as that goes without it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from defusedxml import ElementTree

from tests.cli.program import SAMPLES, environment
from tests.repo.tree import ROOT

BASH = shutil.which("bash")
pytestmark = pytest.mark.skipif(BASH is None, reason="the scripts are for bash")


def _action() -> Any:
    return yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))


def _component() -> tuple[Any, Any]:
    spec, job = yaml.safe_load_all((ROOT / "templates" / "facescreen.yml").read_text("utf-8"))
    return spec, job


def _program(folder: Path) -> Path:
    """A folder with ``python`` and ``facescreen`` as an installation has them."""
    folder.mkdir(parents=True)
    for name, module in (("python", ""), ("facescreen", " -m scanner")):
        file = folder / name
        file.write_text(f'#!/bin/sh\nexec "{sys.executable}"{module} "$@"\n')
        file.chmod(0o755)
    return folder


def _bash(script: str, cwd: Path, *options: str, **env: str) -> subprocess.CompletedProcess[bytes]:
    command = [str(BASH), "--noprofile", "--norc", "-e", "-o", "pipefail", *options, "-c", script]
    return subprocess.run(command, cwd=cwd, env=environment(**env), capture_output=True, check=False)


def _screen_step(folder: Path, delivery: str, fail_on: str = "review") -> tuple[int, str, str]:
    """(exit code, outputs, summary) of the action's second step."""
    _program(folder / "temp/facescreen/bin")
    (step,) = [step for step in _action()["runs"]["steps"] if step.get("id") == "screen"]
    env = {
        "RUNNER_TEMP": str(folder / "temp"),
        "GITHUB_OUTPUT": str(folder / "output"),
        "GITHUB_STEP_SUMMARY": str(folder / "summary"),
        "DELIVERY": delivery,
        "OUTPUT": "reports of the job",
        "FACESCREEN_POLICY": "boston",
        "FACESCREEN_FAIL_ON": fail_on,
    }
    assert set(step["env"]) <= set(env)
    done = _bash(step["run"], folder, **env)
    summary = folder / "summary"
    return done.returncode, (folder / "output").read_text(), summary.read_text("utf-8") if summary.exists() else ""


def test_the_action_writes_all_reports_and_fails_with_the_verdicts_code(tmp_path: Path) -> None:
    code, output, summary = _screen_step(tmp_path, str(SAMPLES / "windows-installer"))
    assert (code, output) == (1, "verdict=found\nexit-code=1\n")
    assert summary.startswith("## ■ Found")
    names = {file.name.removeprefix("report") for file in (tmp_path / "reports of the job").iterdir()}
    assert names == {".json", ".html", ".sarif", ".junit.xml", ".cdx.json", ".md"}


def test_the_actions_threshold_lets_the_job_pass_and_still_tells_the_verdict(tmp_path: Path) -> None:
    code, output, _ = _screen_step(tmp_path, str(SAMPLES / "windows-installer"), "never")
    assert (code, output) == (0, "verdict=found\nexit-code=0\n")


@pytest.mark.parametrize("delivery", ["missing", '$(touch owned) `touch owned`; touch owned "', "--help"])
def test_a_path_is_never_a_command_or_an_option(tmp_path: Path, delivery: str) -> None:
    code, output, summary = _screen_step(tmp_path, delivery)
    assert (code, output, summary) == (2, "verdict=\nexit-code=2\n", "")
    assert not list(tmp_path.rglob("owned"))


def test_the_action_puts_no_input_into_a_script() -> None:
    steps = _action()["runs"]["steps"]
    assert [step["run"] for step in steps if "${{" in step["run"]] == []
    used = set(re.findall(r"inputs\.([\w-]+)", (ROOT / "action.yml").read_text("utf-8")))
    assert used == set(_action()["inputs"])


def test_the_action_installs_from_the_project_and_takes_arguments_of_pip(tmp_path: Path) -> None:
    (step,) = [step for step in _action()["runs"]["steps"] if "id" not in step]
    fake = tmp_path / "python"
    fake.write_text(
        '#!/bin/sh\nprintf "%s\\n" "$*" >> "$CALLS"\n'
        'if [ "$2" = venv ]; then mkdir -p "$3/bin"; cp "$0" "$3/bin/python"; fi\n'
    )
    fake.chmod(0o755)
    env = {"ASKED_PYTHON": str(fake), "SOURCE": "/the project", "RUNNER_TEMP": str(tmp_path)}
    for arguments in ("", "--no-index --find-links wheels"):
        calls = tmp_path / "calls"
        calls.unlink(missing_ok=True)
        done = _bash(step["run"], tmp_path, "-u", PIP_ARGS=arguments, CALLS=str(calls), **env)
        assert done.returncode == 0, done.stderr
        between = f"{arguments} " if arguments else ""
        expected = f"-m pip install --quiet {between}-c /the project/constraints.txt /the project"
        assert calls.read_text().splitlines()[1] == expected


def test_the_component_of_gitlab_keeps_the_junit_report(tmp_path: Path) -> None:
    spec, pipeline = _component()
    (job,) = pipeline.values()
    text = json.dumps({key: value for key, value in job.items() if "script" in key})
    assert "$[[" not in text
    used = set(re.findall(r"inputs\.([\w-]+)", json.dumps(job)))
    assert used == set(spec["spec"]["inputs"])
    path = f"{_program(tmp_path / 'bin')}{os.pathsep}{os.environ['PATH']}"
    env = {"DELIVERY": str(SAMPLES / "windows-installer"), "FACESCREEN_POLICY": "boston", "PATH": path}
    done = _bash("\n".join(job["script"]), tmp_path, **env)
    assert done.returncode == 1
    junit = tmp_path / job["artifacts"]["reports"]["junit"]
    assert int(ElementTree.parse(junit).getroot().get("failures")) > 0
    assert job["artifacts"]["when"] == "always"


def test_the_snippet_for_jenkins_runs(tmp_path: Path) -> None:
    (snippet,) = re.findall(r"```groovy\n(.*?)```", (ROOT / "docs/ci.md").read_text("utf-8"), re.DOTALL)
    (script,) = re.findall(r"sh '''(.*?)'''", snippet, re.DOTALL)
    path = f"{_program(tmp_path / 'bin')}{os.pathsep}{os.environ['PATH']}"
    done = _bash(script, tmp_path, DELIVERY=str(SAMPLES / "windows-installer"), PATH=path)
    assert done.returncode == 1
    (junit,) = re.findall(r"junit '(.*?)'", snippet)
    assert (tmp_path / junit).is_file()
    assert snippet.count("{") == snippet.count("}")


def test_the_hook_of_pre_commit_screens_each_file(tmp_path: Path) -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    path = f"{_program(tmp_path / 'bin')}{os.pathsep}{os.environ['PATH']}"
    (tmp_path / "-note.txt").write_text("an ordinary note\n")
    codes = []
    for files in ("-note.txt", f"-note.txt '{SAMPLES}/camera-update-sdk.bin'"):
        codes.append(_bash(f"{hook['entry']} {files}", tmp_path, PATH=path).returncode)
    assert codes == [0, 1]
