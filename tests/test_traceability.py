"""Every statement of the articles is carried by a rule and broken by an example, or there is a reason why none does."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from marked import audited, marks, told

from roleaudit import catalog, document, rules, shipped
from roleaudit.findings import Level

ROOT = shipped.rules_root()
RULES = rules.load().rules
REPOSITORY = Path(__file__).parents[1]
CLAIMS: dict[str, Any] = document.parse((ROOT / "traceability.yaml").read_bytes(), "rules/traceability.yaml").data
CARRIED = {name: claim for name, claim in CLAIMS.items() if "rule" in claim}
COVERED = {*range(1, 249)}
"""All rows of the table."""


def listed(value: Any) -> list[str]:
    """A field that takes a list also takes one value."""
    return value if isinstance(value, list) else [value]


def example(place: str) -> str:
    """The org file that breaks a claim: `RULE#2` is the second bad example of a rule, anything else a path."""
    rule, number, index = place.partition("#")
    return RULES[rule].examples[int(index) - 1].bad if number else (REPOSITORY / place).read_text(encoding="utf-8")


def test_every_row_is_accounted_for() -> None:
    rows = [int(claim["row"]) for claim in CLAIMS.values()]
    assert len(set(rows)) == len(rows)
    assert set(rows) >= COVERED


def test_every_claim_names_rules_that_exist_or_a_reason() -> None:
    for name, claim in CLAIMS.items():
        assert ("rule" in claim) != ("none" in claim), name
        if "none" in claim:
            assert claim["none"].endswith("."), name
            assert len(claim["none"]) > 30, name
            assert "broken_by" not in claim, name
        else:
            assert set(listed(claim["rule"])) <= set(RULES), name


def test_every_claim_names_an_article_and_a_section() -> None:
    articles = catalog.load()
    for name, claim in CLAIMS.items():
        assert articles.article(claim["document"]), name
        assert claim["section"], name


def test_a_rule_that_cites_an_article_carries_a_claim() -> None:
    """A rule drawn from the articles is in the table; the others cite a contradiction, a framework or practice."""
    carried = {rule for claim in CARRIED.values() for rule in listed(claim["rule"])}
    drawn = {rule.name for rule in RULES.values() if rule.evidence == "document"}
    assert drawn <= carried


@pytest.mark.parametrize("name", CARRIED)
def test_the_rules_of_a_claim_speak_where_it_is_broken(name: str, tmp_path: Path) -> None:
    """Each rule that carries the claim speaks in what breaks it, and there on each line that is marked for it."""
    carrying, spoken = set(listed(CARRIED[name]["rule"])), set()
    for place in listed(CARRIED[name]["broken_by"]):
        text = example(place)
        wanted = {mark for mark in marks(text) if mark[1] in carrying}
        found = {mark for mark in told(audited(text, tmp_path)) if mark[1] in carrying}
        assert found, place
        assert found >= wanted, place
        spoken |= {rule for _, rule, _ in found}
    assert spoken == carrying


@pytest.mark.parametrize("file", sorted((REPOSITORY / "tests" / "claims").iterdir()), ids=lambda file: file.stem)
def test_a_file_of_a_claim_has_its_fault_and_no_other(file: Path, tmp_path: Path) -> None:
    """Above info exactly the marked lines are found, and all of them are the claim's."""
    claim, text = CARRIED[file.stem], file.read_text(encoding="utf-8")
    assert file.relative_to(REPOSITORY).as_posix() in listed(claim["broken_by"])
    wanted, result = marks(text), audited(text, tmp_path)
    assert {rule for _, rule, _ in wanted} <= set(listed(claim["rule"]))
    assert told(result, Level.WARNING) == {mark for mark in wanted if mark[2] != "info"}
    assert wanted <= told(result)


def test_every_claim_has_an_example_of_its_own() -> None:
    """One example shows one statement: two claims of one general rule are broken by two files."""
    places = Counter(place for claim in CARRIED.values() for place in listed(claim["broken_by"]))
    assert {place: count for place, count in places.items() if count > 1} == {}
