"""One edit of a clean organisation, one rule that speaks: each fault is told once, by the rule that is meant for it."""

from __future__ import annotations

import copy
import datetime
import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from roleaudit import document, pipeline, rules
from roleaudit.findings import Level

HERE = Path(__file__).parent
TODAY = datetime.date(2026, 11, 22)
EXAMPLES = HERE.parent / "examples"
CLEAN = {
    "startup": EXAMPLES / "startup.yaml",
    "scaleup": EXAMPLES / "scaleup.yaml",
    "enterprise": EXAMPLES / "enterprise" / "org.yaml",
    **{file.stem: file for file in sorted((HERE / "clean").iterdir())},
}
"""The organisation without a fault of each stage, and those that carry the faults which it cannot carry."""
CASES = sorted((HERE / "one_fault").iterdir())
LOUD = {
    rule.name
    for rule in rules.load().rules.values()
    if any(setting.level is not None and setting.level > Level.INFO for setting in rule.settings.values())
}
"""The rules that are a warning or an error at some stage."""

Data = dict[str, Any]
Told = set[tuple[str, str, str]]
"""Address, rule and level of each finding above info."""


@cache
def clean(stage: str) -> Data:
    """The clean example of a stage, of all its files."""
    return {k: v for k, v in document.read(CLEAN[stage]).data.items() if k != "include"}


def told(data: Data, folder: Path) -> Told:
    file = folder / "org.yaml"
    file.write_text(json.dumps(data), encoding="utf-8")  # JSON is YAML
    result = pipeline.audit(file, today=TODAY)
    assert not result.invalid, [finding.message for finding in result.findings]
    return {(f.address, f.rule, str(f.level)) for f in result.active if f.level > Level.INFO}


def edited(data: Data, address: str, value: Any) -> Data:
    """The same organisation with another value at an address; None takes the entry away."""
    changed = copy.deepcopy(data)
    *steps, last = address.split(".")
    entry = changed
    for step in steps:
        entry = entry[step]
    if value is None:
        del entry[last]
    else:
        assert entry.get(last) != value, f"{address} is so already"
        entry[last] = value
    return changed


def faulty(file: Path) -> Data:
    """The organisation of a case, after its edit."""
    case: Data = document.parse(file.read_bytes(), file.name).data
    edits: Data = case["set"] if "set" in case else {case["delete"]: None}
    [(address, value)] = edits.items()
    return edited(clean(case["stage"]), address, value)


@pytest.mark.parametrize("stage", CLEAN)
def test_the_organisation_without_a_fault_is_clean(stage: str, tmp_path: Path) -> None:
    """What the edits of all cases are undone to has nothing above info."""
    assert told(clean(stage), tmp_path) == set()


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_one_edit_makes_one_rule_speak(file: Path, tmp_path: Path) -> None:
    """With all rules running, the edit is told by this rule alone, at the addresses and levels that the case gives.

    A case has the `stage` whose example is edited (or a file of `tests/clean/`), `set: {address: value}` or
    `delete: address`, and in `speaks` the level of the finding at each address.
    """
    case: Data = document.parse(file.read_bytes(), file.name).data
    assert case.keys() <= {"stage", "set", "delete", "speaks"}
    found = told(faulty(file), tmp_path)
    assert found == {(at, file.stem, level) for at, level in case["speaks"].items()}


def test_every_rule_at_warning_or_error_has_a_case() -> None:
    assert {file.stem for file in CASES} == LOUD
