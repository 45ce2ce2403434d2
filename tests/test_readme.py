"""What the README shows is what the program does."""

from __future__ import annotations

import re
import shlex
import shutil
import sys
from pathlib import Path

import pytest
import yaml

import roleaudit
from roleaudit import cli, rules
from roleaudit.config import KEYS
from roleaudit.reports import FORMATS

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
NAMED = re.compile(r"# (\S+\.yaml)\n")
"""What begins a block that is a certain file of a repository."""
BLOCKS = [(match[1], match[2]) for match in BLOCK.finditer(TEXT)]


def run(command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], folder: Path = ROOT) -> str:
    monkeypatch.chdir(folder)
    monkeypatch.setenv("ROLEAUDIT_TODAY", "2026-11-22")
    monkeypatch.setattr(sys, "argv", shlex.split(command))
    cli.execute()
    return capsys.readouterr().out


def test_console_blocks_show_the_real_output(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], request: pytest.FixtureRequest
) -> None:
    """Each console block is one command and what it prints; `--bless` writes the output into the README."""
    text = TEXT
    shown = [body for kind, body in BLOCKS if kind == "console"]
    assert shown
    for body in shown:
        command = body.splitlines()[0].removeprefix("$ ")
        real = f"$ {command}\n{run(command, monkeypatch, capsys)}"
        if request.config.getoption("--bless"):
            text = text.replace(body, real)
            (ROOT / "README.md").write_text(text, encoding="utf-8")
        else:
            assert body == real


def test_yaml_blocks_are_org_files_that_can_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every sample is valid, and the first one, which invites to be copied, has no finding."""
    samples = [body for kind, body in BLOCKS if kind == "yaml" and not NAMED.match(body)]
    for number, body in enumerate(samples):
        file = tmp_path / f"sample{number}.yaml"
        file.write_text(body, encoding="utf-8")
        out = run(f"roleaudit check {file} --stage startup", monkeypatch, capsys)
        assert "cannot be audited" not in out
        assert number or "no findings" in out


def test_the_configuration_and_the_rule_work_as_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for body in (body for kind, body in BLOCKS if kind == "yaml"):
        if name := NAMED.match(body):
            (tmp_path / name[1]).parent.mkdir(exist_ok=True)
            (tmp_path / name[1]).write_text(body, encoding="utf-8")
    (tmp_path / "company").mkdir()
    shutil.copy(ROOT / "examples" / "scaleup.yaml", tmp_path / "company/org.yaml")
    command = "roleaudit check --show-settings"
    shown = run(command, monkeypatch, capsys, tmp_path)
    for row in (
        r"wide-span  +error",
        r"wide-span\.most  +8",
        "too-much-process  +off",
        "product-with-many-managers  +warn",
    ):
        assert re.search(rf"^rules\.{row}", shown, re.MULTILINE), row
    assert run("roleaudit test-rules our-rules", monkeypatch, capsys, tmp_path) == "1 rule and 1 example hold\n"


def test_every_setting_is_in_the_table() -> None:
    table = TEXT.split("| setting |")[1].split("\n\n")[0].splitlines()[2:]
    assert table == [f"| `{name}` | {key.meaning} |" for name, key in KEYS.items()]


def test_python_block_runs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    (code,) = [body for kind, body in BLOCKS if kind == "python"]
    exec(compile(code, "README.md", "exec"), {})
    assert "error no-full-time-pm" in capsys.readouterr().out


def test_every_format_is_in_the_table_and_in_the_help(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    table = TEXT.split("| `--format` |")[1].split("\n\n")[0]
    assert re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE) == list(FORMATS)
    help = " ".join(run("roleaudit check --help", monkeypatch, capsys).split())
    assert f"{', '.join(list(FORMATS)[:-1])} or {list(FORMATS)[-1]}, to" in help


def test_what_ci_is_told_exists() -> None:
    """The action, the component and the hooks of the README are there, at this version, with the inputs it names."""
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    component = next(yaml.safe_load_all((ROOT / "templates" / "roleaudit.yml").read_text(encoding="utf-8")))
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    github, gitlab, pre_commit = (yaml.safe_load(body) for kind, body in BLOCKS if kind == "yml")
    step = github["jobs"]["roleaudit"]["steps"][1]
    assert step["uses"].endswith(f"/roleaudit@v{roleaudit.__version__}")
    assert step["with"].keys() <= action["inputs"].keys()
    assert {"paths", "stage", "fail-on", "since", "require-org", "sarif"} <= action["inputs"].keys()
    assert gitlab["include"][0]["component"].endswith(f"/roleaudit/roleaudit@{roleaudit.__version__}")
    assert gitlab["include"][0]["inputs"].keys() <= component["spec"]["inputs"].keys()
    assert pre_commit["repos"][0]["rev"] == f"v{roleaudit.__version__}"
    table = TEXT.split("| hook |")[1].split("\n\n")[0]
    assert re.findall(r"^\| `([\w-]+)` \|", table, re.MULTILINE) == [hook["id"] for hook in hooks]


def test_rules_named_in_the_readme_exist() -> None:
    names = rules.load().names()
    for name in re.findall(r"roleaudit explain ([a-z-]+)|\{rule: ([a-z-]+)", TEXT):
        assert "".join(name) in names
