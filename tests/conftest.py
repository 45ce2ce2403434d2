"""What every test has: an environment without surprises, repeatable properties in CI, and golden files."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings
from running import Command, Run

from roleaudit import cli

GOLDEN = Path(__file__).parent / "golden"

# In CI a property is tried with the same examples each time: a red run is then about the change.
settings.register_profile("ci", derandomize=True, deadline=None, database=None)
settings.register_profile("desk", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "desk")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--bless", action="store_true", help="rewrite the golden files with what the program gives now")


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take away what changes the output on one machine and not on another."""
    for name in list(os.environ):
        if name in {"CI", "NO_COLOR", "FORCE_COLOR", "COLUMNS"} or name.startswith(("GITHUB_", "ROLEAUDIT_")):
            monkeypatch.delenv(name)


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Give a function that runs the command in this process on the fixed day of the tests."""
    monkeypatch.setenv("ROLEAUDIT_TODAY", "2026-11-22")

    def run(*arguments: str) -> Run:
        monkeypatch.setattr(sys, "argv", ["roleaudit", *arguments])
        code = cli.execute()
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return Run(code, out, err)

    return run


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Give a function that compares a text with the golden file of that name; `--bless` writes the file instead."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--bless"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        assert text == path.read_text(encoding="utf-8")

    return compare
