"""`roleaudit init` at a terminal: the questions are asked, and answered by somebody who types."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

QUESTIONS = ("Stage", "Products", "Seats", "Who owns", "How do people meet", "Show what")


def talk(folder: Path, answers: list[str]) -> tuple[int, str]:
    """Run it in a pseudo-terminal; each answer is typed when the next question stands there."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "dumb", "COLUMNS": "200"}
    command = [sys.executable, "-m", "roleaudit", "init"]
    done = subprocess.Popen(command, cwd=folder, env=environment, stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    said, waiting = "", list(answers)
    try:
        while chunk := os.read(ours, 4096):
            said += chunk.decode()
            if waiting and said.endswith(": "):
                os.write(ours, f"{waiting.pop(0)}\n".encode())
    except OSError:  # the other end is closed: that is how a terminal says so
        pass
    os.close(ours)
    return done.wait(), said.replace("\r\n", "\n")


@pytest.mark.parametrize("stage", ["startup", "scaleup", "enterprise"])
def test_five_questions_give_a_file_that_passes(stage: str, tmp_path: Path) -> None:
    code, said = talk(tmp_path, [stage, "Booking, Till", "", "", "", "y"])
    assert code == 0, said
    at = [said.index(question) for question in QUESTIONS]
    assert at == sorted(at)
    assert ".pre-commit-config.yaml" in said
    assert "  title: Till" not in said
    check = [sys.executable, "-m", "roleaudit", "check"]
    assert subprocess.run(check, cwd=tmp_path, capture_output=True).returncode == 0
    validate = [sys.executable, "-m", "check_jsonschema", "--schemafile", "org.schema.json", "org.yaml"]
    assert subprocess.run(validate, cwd=tmp_path, capture_output=True).returncode == 0


def test_an_answer_that_cannot_be_read_is_asked_for_again(tmp_path: Path) -> None:
    code, said = talk(tmp_path, ["unicorn", "startup", "Booking", "ceo, cto", "roadmap", "roadmap=ceo", "none", "n"])
    assert code == 0, said
    assert "there is no stage `unicorn`" in said
    assert "`roadmap` is not read; write `duty=seat`." in said
    assert "owns: [" in (tmp_path / "org.yaml").read_text(encoding="utf-8")


def test_who_goes_away_in_the_middle_leaves_nothing_behind(tmp_path: Path) -> None:
    code, said = talk(tmp_path, ["startup", "\x04"])
    assert code == 130, said
    assert os.listdir(tmp_path) == []
