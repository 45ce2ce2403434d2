"""What a shell is told to complete a command line."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from roleaudit import cli, rules
from roleaudit.rules import STAGES


def completed(line: str, folder: Path) -> list[str]:
    """What may follow a line: the answer of the program, asked as bash asks."""
    asked = {"COMP_WORDS": line, "COMP_CWORD": str(len(line.split(" ")) - 1), cli.COMPLETE: "complete_bash"}
    command = [sys.executable, "-m", "roleaudit"]
    done = subprocess.run(command, cwd=folder, env={**os.environ, **asked}, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.split()


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("roleaudit ba", {"baseline"}),
        ("roleaudit check --stage ", set(STAGES)),
        ("roleaudit plan --to s", {"startup", "scaleup"}),
        ("roleaudit check --fail-on w", {"warning"}),
        ("roleaudit check --format js", {"json"}),
        ("roleaudit check --select wide", {"wide-span"}),
        ("roleaudit explain wide", {"wide-span"}),
        ("roleaudit rules --stage ent", {"enterprise"}),
        ("roleaudit check --show", {"--show-settings"}),
    ],
)
def test_commands_options_stages_and_rules_are_completed(line: str, words: set[str], tmp_path: Path) -> None:
    assert set(completed(line, tmp_path)) == words


def test_all_rules_are_offered_and_those_of_the_repository_too(tmp_path: Path) -> None:
    assert set(completed("roleaudit explain ", tmp_path)) == set(rules.load().rules)
    own = (Path(__file__).parents[1] / "rules/reporting/wide-span.yaml").read_text(encoding="utf-8")
    (tmp_path / "ours").mkdir()
    (tmp_path / "ours" / "our-span.yaml").write_text(own.replace("wide-span", "our-span"), encoding="utf-8")
    (tmp_path / "roleaudit.yaml").write_text("extends: ./ours\n", encoding="utf-8")
    assert completed("roleaudit check --ignore our", tmp_path) == ["our-span"]


def test_settings_that_cannot_be_read_do_not_stop_a_shell(tmp_path: Path) -> None:
    (tmp_path / "roleaudit.yaml").write_text("extends: ./missing\n", encoding="utf-8")
    assert completed("roleaudit explain wide", tmp_path) == ["wide-span"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_of_a_shell_is_printed(
    shell: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["roleaudit", "completion", shell])
    assert cli.execute() == 0
    assert f"{cli.COMPLETE}=complete_{shell}" in capsys.readouterr().out


def test_another_shell_is_refused(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["roleaudit", "completion", "tcsh"])
    assert cli.execute() == 2
    assert capsys.readouterr().err == "roleaudit: there is no completion for `tcsh`; use one of bash, zsh, fish\n"
