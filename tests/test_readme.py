"""What the README shows is what the program does."""

from __future__ import annotations

import re
import shlex
import sys
from pathlib import Path

import pytest

from roleaudit import cli, rules
from roleaudit.reports import FORMATS

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BLOCKS = [(match[1], match[2]) for match in BLOCK.finditer(TEXT)]


def run(command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> str:
    monkeypatch.chdir(ROOT)
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
    samples = [body for kind, body in BLOCKS if kind == "yaml"]
    for number, body in enumerate(samples):
        file = tmp_path / f"sample{number}.yaml"
        file.write_text(body, encoding="utf-8")
        out = run(f"roleaudit check {file} --stage startup", monkeypatch, capsys)
        assert "cannot be audited" not in out
        assert number or "no findings" in out


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


def test_rules_named_in_the_readme_exist() -> None:
    names = rules.load().names()
    for name in re.findall(r"roleaudit explain ([a-z-]+)|\{rule: ([a-z-]+)", TEXT):
        assert "".join(name) in names
