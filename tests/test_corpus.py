"""What is measured on the files marked by hand, held to what is promised and to what `explain` says."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import measure
import pytest
from measure import Mark, Measured

from roleaudit import document, model, rules

LOUD = ("error", "warning")


@cache
def measured() -> Measured:
    return measure.measure()


def loud(marks: object) -> dict[Mark, int]:
    assert isinstance(marks, dict)
    return {mark: number for mark, number in marks.items() if mark.level in LOUD}


def test_of_what_is_said_above_info_at_least_95_in_100_are_true() -> None:
    hits, alarms = (sum(loud(part).values()) for part in (measured().hits, measured().false_alarms))
    assert hits / (hits + alarms) >= 0.95


def test_each_false_alarm_above_info_is_explained_and_nothing_else_is() -> None:
    assert loud(measured().false_alarms).keys() <= measured().explained.keys() <= measured().false_alarms.keys()


def test_there_are_marks_enough_and_clean_files_of_each_stage_and_industry() -> None:
    files = {file: measure.marks(file)[0] for file in measure.FOLDER.glob("*.yaml")}
    assert len(files) >= 40
    assert sum(wanted.total() for wanted in files.values()) >= 300
    clean = [model.parse(document.read(file)).org for file, wanted in files.items() if not loud(wanted)]
    assert {org.stage for org in clean if org} == set(rules.STAGES)
    assert {org.industry for org in clean if org} == {"software", "saas", "hardware", "other"}


def test_every_mark_names_a_rule() -> None:
    named = {mark.rule for part in measured()[1:4] for mark in part}
    assert named <= rules.load().rules.keys()


def test_the_counts_that_explain_shows_are_those_measured() -> None:
    """Mended by `python tests/measure.py --write`."""
    assert measure.EVIDENCE.read_text(encoding="utf-8") == measure.written(measured())
    recorded = {name: count._asdict() for name, count in rules.measured().items()}
    assert recorded == measured().evidence()


def test_hits_false_alarms_and_misses_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text(
        """\
org: {stage: startup} # <- wide-span info
roles:
  founder: {owns: [product-vision, product-strategy, feature-prioritisation, roadmap, requirements-definition]}
  engineer: {owns: [delivery, qa], reports_to: fuonder} # <- unknown-reference error
responsibilities:
  user-research: TBD
  # -- placeholder warning: the name comes on Monday
  pricing: {accountable: founder, informed: tbd} # <- placeholder error, placeholder warning x2
""",
        encoding="utf-8",
    )
    found = measure.measure(tmp_path)
    assert found.hits == {
        Mark("one.yaml", 4, "unknown-reference", "error"): 1,
        Mark("one.yaml", 8, "placeholder", "warning"): 1,
    }
    assert found.false_alarms == {Mark("one.yaml", 6, "placeholder", "warning"): 1}
    assert found.misses == {
        Mark("one.yaml", 1, "wide-span", "info"): 1,
        Mark("one.yaml", 8, "placeholder", "error"): 1,
        Mark("one.yaml", 8, "placeholder", "warning"): 1,
    }
    assert found.explained == {Mark("one.yaml", 6, "placeholder", "warning"): "the name comes on Monday"}
    # Eight duties are expected at this stage, and all of them are claimed.
    assert found.near_misses["expected-duty-unowned"] == 8
    text = "\n".join(measure.report(found))
    assert "one.yaml:6  placeholder warning  explained: the name comes on Monday" in text
    assert "error and warning:  precision 0.667  recall 0.500  (2 hits, 1 false alarms, 2 misses)" in text


def test_a_mark_that_cannot_be_read_is_refused_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text("org: {stage: startup}\nroles: {} # <- wide-span loud\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"one\.yaml:2: `wide-span loud` is no mark"):
        measure.measure(tmp_path)
