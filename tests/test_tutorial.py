"""Whoever follows the tutorial sees what it shows: its sections are written, its commands run."""

from __future__ import annotations

import re
import shlex
import sys
from pathlib import Path

import pytest

from roleaudit import cli

TUTORIAL = Path(__file__).parents[1] / "docs" / "tutorial.md"
BLOCK = re.compile(r"^```(yaml|console)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_the_tutorial_shows_what_happens(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    request: pytest.FixtureRequest,
) -> None:
    """`--bless` writes the outputs into the page."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ROLEAUDIT_TODAY", "2026-11-22")
    text = TUTORIAL.read_text(encoding="utf-8")
    org = tmp_path / "org.yaml"
    org.touch()
    shown = text
    for kind, body in BLOCK.findall(text):
        if kind == "yaml":
            org.write_text(with_section(org.read_text(encoding="utf-8"), body), encoding="utf-8")
            continue
        real = ""
        for command in (line.removeprefix("$ ") for line in body.splitlines() if line.startswith("$ ")):
            monkeypatch.setattr(sys, "argv", shlex.split(command))
            cli.execute()
            said = capsys.readouterr()
            real += f"$ {command}\n{said.out}{said.err}"
        shown = shown.replace(f"```console\n{body}```", f"```console\n{real}```", 1)
    if request.config.getoption("--bless"):
        TUTORIAL.write_text(shown, encoding="utf-8", newline="\n")
    assert shown == text or request.config.getoption("--bless")
    assert len(re.findall(r"^## \d\.", text, re.MULTILINE)) == 6
    assert "org.yaml: no findings" in shown.rpartition("```console")[2]


def with_section(text: str, section: str) -> str:
    """A file with a section in the place of the one of that name, or at its end."""
    name = section.partition(":")[0]
    old = re.compile(rf"^{name}:.*\n(?:[ \n].*\n?)*", re.MULTILINE)
    return old.sub(lambda _: section, text) if old.search(text) else text + section
