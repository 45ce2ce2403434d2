"""What `explain` says of each rule: on one screen, and plainly which part is the articles' and which is ours."""

from __future__ import annotations

from functools import cache

import pytest
from typer.testing import CliRunner

from roleaudit import rules
from roleaudit.cli import app, explain, facts  # noqa: F401  # each adds its command to `app`

COLUMNS, LINES = 100, 40
"""One screen."""

RULES = rules.load().rules


@cache
def explained(name: str) -> str:
    return CliRunner().invoke(app, ["explain", name]).output


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.name)
def test_a_rule_is_explained_on_one_screen(rule: rules.Rule) -> None:
    lines = explained(rule.name).splitlines()
    assert len(lines) <= LINES
    assert max(map(len, lines)) <= COLUMNS
    (start,) = (number for number, line in enumerate(lines) if line.startswith("example:"))
    assert f"# <- {rule.name} " in "".join(lines[start:]) or f"{rule.name}.yaml" in lines[start]


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.name)
def test_levels_and_numbers_are_ours(rule: rules.Rule) -> None:
    """Every number that the rule file sets is named as ours, and only a rule drawn from the articles is theirs."""
    text = " ".join(explained(rule.name).split())
    _, _, theirs = text.partition("from the articles: ")
    theirs, _, ours = theirs.partition(" ours: ")
    ours, _, evidence = ours.partition(" evidence: ")
    assert theirs.startswith("what is wrong") == (rule.evidence == "document")
    assert ("that this is a fault" in ours) == (rule.evidence != "document")
    assert "the levels" in ours
    for name in {name for setting in rule.settings.values() for name in setting.written} - {"level", "because"}:
        assert f"`{name}`" in ours
    assert evidence.startswith(rule.evidence)


def test_a_rule_that_the_marked_files_have_hardly_tried_says_so() -> None:
    counts = rules.measured()
    assert counts.keys() <= RULES.keys()
    for name in RULES:
        tried = sum(counts.get(name, (0, 0)))
        told = f"little evidence: hits and near misses in the marked files: {tried}"
        assert (told in " ".join(explained(name).split())) == (tried < 5)
