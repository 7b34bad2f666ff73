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
    program = " -P -c 'import sys; from scanner.cli.main import main; sys.exit(main())'"
    for name, module in (("python", ""), ("facescreen", program)):
        file = folder / name
        file.write_text(f'#!/bin/sh\nexec "{sys.executable}"{module} "$@"\n')
        file.chmod(0o755)
    return folder


def _bash(script: str, cwd: Path, *options: str, **env: str) -> subprocess.CompletedProcess[bytes]:
    command = [str(BASH), "--noprofile", "--norc", "-e", "-o", "pipefail", *options, "-c", script]
    kept = {"FACESCREEN_NO_CACHE": "0", "FACESCREEN_CACHE_DIR": f"{os.environ['FACESCREEN_DATA_DIR']}-kept"}
    return subprocess.run(command, cwd=cwd, env=environment(**kept, **env), capture_output=True, check=False)


def _screen_step(folder: Path, delivery: str, fail_on: str = "review", **more: str) -> tuple[int, str, str]:
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
        **more,
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
    assert (code, output) == (2, "verdict=\nexit-code=2\n")
    assert summary.startswith("## No verdict\n")
    assert not list(tmp_path.rglob("owned"))


def test_the_action_runs_no_module_of_the_folder_it_screens_in(tmp_path: Path) -> None:
    for name in ("scanner.py", "json.py"):
        (tmp_path / name).write_text("open('owned', 'w').close()\n")
    code, output, _ = _screen_step(tmp_path, str(SAMPLES / "windows-installer"))
    assert (code, output) == (1, "verdict=found\nexit-code=1\n")
    assert not (tmp_path / "owned").exists()


def test_a_report_of_an_earlier_run_is_no_answer_of_this_one(tmp_path: Path) -> None:
    (tmp_path / "reports of the job").mkdir()
    for name in ("report.json", "report.md", "report.junit.xml", "mine.txt"):
        (tmp_path / "reports of the job" / name).write_text("old")
    code, output, summary = _screen_step(tmp_path, "missing")
    assert (code, output) == (2, "verdict=\nexit-code=2\n")
    assert summary.startswith("## No verdict\n")
    assert [file.name for file in (tmp_path / "reports of the job").iterdir()] == ["mine.txt"]


def test_an_output_that_cannot_be_a_folder_is_no_finding(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    code, output, _ = _screen_step(tmp_path, str(SAMPLES / "windows-installer"), OUTPUT="file")
    assert (code, output) == (2, "verdict=\nexit-code=2\n")


def test_an_output_may_begin_like_an_option(tmp_path: Path) -> None:
    code, output, summary = _screen_step(tmp_path, str(SAMPLES / "windows-installer"), OUTPUT="-x")
    assert (code, output) == (1, "verdict=found\nexit-code=1\n")
    assert summary.startswith("## ■ Found")


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
    used = set(re.findall(r"inputs\.([\w-]+)", json.dumps(pipeline)))
    assert used == set(spec["spec"]["inputs"])
    path = f"{_program(tmp_path / 'bin')}{os.pathsep}{os.environ['PATH']}"
    env = {"DELIVERY": str(SAMPLES / "windows-installer"), "FACESCREEN_POLICY": "boston", "PATH": path}
    (tmp_path / "facescreen-report").mkdir()
    (tmp_path / "facescreen-report/old.html").write_text("of an earlier run")
    done = _bash("\n".join(job["script"]), tmp_path, **env)
    assert done.returncode == 1
    assert not (tmp_path / "facescreen-report/old.html").exists()
    junit = tmp_path / job["artifacts"]["reports"]["junit"]
    assert int(ElementTree.parse(junit).getroot().get("failures")) > 0
    assert job["artifacts"]["when"] == "always"


@pytest.mark.parametrize(
    ("source", "code", "called"),
    [
        ("./my copy", 0, ["install", "--quiet", "--no-index", "-c", "./my copy/constraints.txt", "./my copy"]),
        ("wheels/facescreen.whl", 0, ["install", "--quiet", "--no-index", "wheels/facescreen.whl"]),
        ("./broken", 2, ["install", "--quiet", "--no-index", "./broken"]),
        ("facescreen", 2, []),
    ],
)
def test_the_component_installs_a_copy_and_never_a_name_from_an_index(
    tmp_path: Path, source: str, code: int, called: list[str]
) -> None:
    spec, pipeline = _component()
    (job,) = pipeline.values()
    assert "default" not in spec["spec"]["inputs"]["source"]
    (tmp_path / "my copy").mkdir()
    (tmp_path / "my copy/constraints.txt").write_text("")
    pip = tmp_path / "bin/pip"
    pip.parent.mkdir()
    pip.write_text('#!/bin/sh\nprintf "%s\\n" "$@" > calls\ncase $* in *broken) exit 1 ;; esac\n')
    pip.chmod(0o755)
    env = {"SOURCE": source, "PIP_ARGS": "--no-index", "PATH": f"{pip.parent}{os.pathsep}{os.environ['PATH']}"}
    assert _bash("\n".join(job["before_script"]), tmp_path, **env).returncode == code
    calls = tmp_path / "calls"
    assert (calls.read_text().splitlines() if calls.exists() else []) == called


def test_the_snippet_for_jenkins_runs(tmp_path: Path) -> None:
    (snippet,) = re.findall(r"```groovy\n(.*?)```", (ROOT / "docs/ci.md").read_text("utf-8"), re.DOTALL)
    (script,) = re.findall(r"sh '''(.*?)'''", snippet, re.DOTALL)
    path = f"{_program(tmp_path / 'bin')}{os.pathsep}{os.environ['PATH']}"
    done = _bash(script, tmp_path, DELIVERY=str(SAMPLES / "windows-installer"), PATH=path)
    assert done.returncode == 1
    (junit,) = re.findall(r"junit '(.*?)'", snippet)
    assert (tmp_path / junit).is_file()
    assert snippet.count("{") == snippet.count("}")


@pytest.mark.parametrize(("files", "code"), [("-note.txt", 0), (f"-note.txt '{SAMPLES}/camera-update-sdk.bin'", 1)])
def test_the_hook_of_pre_commit_screens_each_file_and_says_why(tmp_path: Path, files: str, code: int) -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    path = f"{_program(tmp_path / 'bin')}{os.pathsep}{os.environ['PATH']}"
    (tmp_path / "-note.txt").write_text("an ordinary note\n")
    done = _bash(f"{hook['entry']} {' '.join(hook['args'])} {files}", tmp_path, PATH=path)
    assert done.returncode == code, done.stderr
    assert ("FOUND  camera-update-sdk.bin" in done.stderr.decode()) is bool(code)


def test_a_user_of_the_hook_may_give_options(tmp_path: Path) -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    (options,) = re.findall(r"options: args: \[(.*?)\]", (ROOT / "docs/ci.md").read_text("utf-8"))
    path = f"{_program(tmp_path / 'bin')}{os.pathsep}{os.environ['PATH']}"
    (tmp_path / "-note.txt").write_text("an ordinary note\n")
    done = _bash(f"{hook['entry']} {options.replace(',', '')} -note.txt", tmp_path, PATH=path)
    assert done.returncode == 0, done.stderr
    assert "Law: 25 M.R.S. s. 6001" in done.stderr.decode()
