"""The growth plan: what the next stage asks for beyond the present one, in the order in which it can be done."""

from __future__ import annotations

import io
import json
import pty
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from finished import CONTESTED, NO_TITLE, OWN_DEPUTY, RULES, WAIVED, result, span
from running import Command

from roleaudit import growth, rules
from roleaudit.findings import Level, Result, RuleText
from roleaudit.reports import plan as reports

ROOT = Path(__file__).parents[1]

PARTS = (
    growth.Part("owned", "Owned", "First of all.", ("roles", "ownership")),
    growth.Part("kept", "Kept", "Then the rest.", ("wording",)),
)
GUIDE = growth.Guide("For those who multiply.", PARTS, frozenset({"untitled-seat"}))
UNTOLD = RuleText(
    "no-handoff", "handing-over", Level.WARNING, "Work is handed over nowhere.", "People wait.", "Describe <id>.",
    ("“An article”, Its heading",), described=False,
)  # fmt: skip


def made(present: Result, target: Result) -> growth.Plan:
    return growth.plan(present, target, GUIDE)


def later(*findings: Any, rules: tuple[RuleText, ...] = (*RULES, UNTOLD)) -> Result:
    return result(*findings, stage="enterprise", rules=lambda: rules)


def now(*findings: Any, rules: tuple[RuleText, ...] = RULES) -> Result:
    return result(*findings, stage="scaleup", rules=lambda: rules)


def todo(plan: growth.Plan) -> list[tuple[str, str, list[str], list[str]]]:
    """Part, topic, the rules with findings and those that cannot tell."""
    return [
        (step.part.name, s.topic, [i.rule.name for i in s.items], [i.rule.name for i in s.open])
        for step in plan.steps
        for s in step.subjects
    ]


HOSTILE = CONTESTED._replace(
    message="two answer for ![x](http://evil.example/x) @everyone\x1b[31m",
    address="responsibilities.evil",
    span=span(2, 1, 2, file="`a|b`.yaml"),
)


@pytest.mark.parametrize("name", reports.FORMATS)
def test_a_plan_in_each_format(name: str, golden: Callable[[str, str], None]) -> None:
    plan = made(now(OWN_DEPUTY), later(OWN_DEPUTY, CONTESTED, HOSTILE, NO_TITLE, WAIVED))
    out = io.StringIO()
    reports.write(name, plan, out)
    golden(f"plan/full.{name}", out.getvalue())


@pytest.mark.parametrize("name", reports.FORMATS)
def test_a_plan_with_nothing_to_do(name: str, golden: Callable[[str, str], None]) -> None:
    out = io.StringIO()
    reports.write(name, made(now(), later(rules=RULES)), out)
    golden(f"plan/empty.{name}", out.getvalue())


def test_what_is_due_already_is_no_part_of_the_plan() -> None:
    assert todo(made(now(CONTESTED, OWN_DEPUTY), later(CONTESTED, OWN_DEPUTY, rules=RULES))) == []
    assert made(now(CONTESTED, OWN_DEPUTY, NO_TITLE), later()).due == 2


def test_what_weighs_more_later_is_part_of_the_plan() -> None:
    mild = CONTESTED._replace(level=Level.WARNING)
    assert todo(made(now(mild), later(CONTESTED, rules=RULES))) == [("owned", "ownership", ["contested-duty"], [])]
    assert todo(made(now(CONTESTED), later(mild, rules=RULES))) == []


def test_a_note_is_to_be_done_only_where_the_stage_expects_it() -> None:
    assert todo(made(now(), later(NO_TITLE, rules=RULES))) == [("kept", "wording", ["untitled-seat"], [])]
    assert todo(made(now(NO_TITLE), later(NO_TITLE, rules=RULES))) == []
    more = NO_TITLE._replace(message="cto and pm have no title")
    assert todo(made(now(NO_TITLE), later(more, rules=RULES))) == [("kept", "wording", ["untitled-seat"], [])]
    quiet = CONTESTED._replace(level=Level.INFO)
    assert todo(made(now(), later(quiet, rules=RULES))) == []


def test_a_topic_that_no_part_names_comes_last() -> None:
    plan = made(now(), later(OWN_DEPUTY, CONTESTED, NO_TITLE))
    assert [(part, topic) for part, topic, *_ in todo(plan)] == [
        ("owned", "ownership"), ("kept", "wording"), ("kept", "handing-over"), ("kept", "load"),
    ]  # fmt: skip


def test_what_nobody_can_tell_is_listed_where_the_later_stage_asks_for_it_first() -> None:
    assert ("kept", "handing-over", [], ["no-handoff"]) in todo(made(now(), later()))
    assert not todo(made(now(rules=(*RULES, UNTOLD)), later())), "the present stage asks for it already"
    hint = UNTOLD._replace(level=Level.INFO)
    assert not todo(made(now(), later(rules=(*RULES, hint))))
    assert todo(made(now(rules=(*RULES, hint)), later()))


# --- on real organisations --------------------------------------------------------------------------------------------


@pytest.fixture
def planned(monkeypatch: pytest.MonkeyPatch, command: Command) -> Command:
    monkeypatch.chdir(ROOT)
    return partial(command, "plan")


def rows(out: str) -> dict[str, Any]:
    """What a plan in JSON asks for: each rule with its row."""
    document = json.loads(out)
    subjects = [subject for step in document["steps"] for subject in step["subjects"]]
    return {row["rule"]: row for subject in subjects for row in (*subject["items"], *subject["not_described"])}


def test_the_plan_of_a_founder_who_does_it_all(planned: Command) -> None:
    """Who is product manager and developer at once has to be two; which seats come first is said with its reason."""
    code, out, _ = planned("examples/stories/saas-founder-hybrid.yaml", "--to", "scaleup", "--format", "json")
    assert code == 0
    found = rows(out)
    assert {"pm-and-pd-same-holder", "no-full-time-pm", "expected-duty-unowned"} <= found.keys()
    for row in found.values():
        assert row["why"]
        assert row["sources"]
        assert all(finding["fix"] for finding in row.get("findings", ())) or row["fix"]
    document = json.loads(out)
    order = [step["name"] for step in document["steps"]]
    assert order == sorted(order, key=["owned", "decidable", "resilient", "maintained"].index)
    assert document["to_do"] == sum(len(row.get("findings", ())) for row in found.values())


def test_the_plan_says_when_owner_and_manager_part_and_what_is_to_be_handed_over(planned: Command) -> None:
    code, out, _ = planned("examples/stories/startup-po-pm-one-person.yaml", "--format", "json")
    assert code == 0
    assert "po-and-pm-same-holder" in rows(out)
    code, out, _ = planned("examples/stories/tidewell.yaml", "--format", "json")
    found = rows(out)
    assert {"specialists-missing", "no-full-time-pm"} <= found.keys()
    assert "fix" in found["handoff-missing"], "not described, so that nobody can tell"
    assert found["section-not-described"]["findings"][0]["message"] == "Tidewell does not describe teams"


def test_what_is_done_is_gone_from_the_plan(planned: Command, tmp_path: Path) -> None:
    """Each edit that a plan asks for takes its lines out, and what it plans for is what the check then says."""
    file = tmp_path / "org.yaml"
    text = (ROOT / "examples/stories/tidewell.yaml").read_text(encoding="utf-8")
    file.write_text(text, encoding="utf-8")
    before = json.loads(planned(str(file), "--format", "json")[1])["to_do"]
    assert "title: Software Engineer, owns: [coding, bug-fixing, qa]" in text
    file.write_text(text.replace("owns: [coding, bug-fixing, qa]", "owns: [coding, bug-fixing]"), encoding="utf-8")
    after = rows(planned(str(file), "--format", "json")[1])
    assert "duty-with-several-owners" not in after
    assert json.loads(planned(str(file), "--format", "json")[1])["to_do"] <= before


def test_the_plan_of_a_stage_that_fits_already(planned: Command) -> None:
    code, out, _ = planned("examples/stories/enterprise-software-clean.yaml", "--stage", "scaleup")
    assert code == 0
    assert out.startswith("examples/stories/enterprise-software-clean.yaml: from scaleup to enterprise\n")


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["examples/enterprise"], "there is no stage after enterprise"),
        (["examples/scaleup.yaml", "--to", "startup"], "--to: startup does not come after scaleup"),
        (["examples/scaleup.yaml", "--to", "scaleup"], "--to: scaleup does not come after scaleup"),
        (["examples/startup.yaml", "--to", "giant"], "--to: there is no stage `giant`; use one of scaleup, enterprise"),
        (["examples/startup.yaml", "--format", "sarif"], "--format: `sarif` is not one of text, markdown, json"),
    ],
)
def test_a_plan_that_cannot_be_made(planned: Command, arguments: list[str], complaint: str) -> None:
    code, out, err = planned(*arguments)
    assert (code, out) == (2, "")
    assert complaint in err


def test_standard_input_is_read_once(planned: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (ROOT / "examples/stories/tidewell.yaml").read_bytes()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text), encoding="utf-8"))
    code, out, err = planned("-")
    assert (code, err) == (0, "")
    assert out.startswith("<stdin>: from startup to scaleup\n")
    assert out.count("[ ]") == planned("examples/stories/tidewell.yaml")[1].count("[ ]")


def test_a_file_that_is_broken_has_no_plan(planned: Command, tmp_path: Path) -> None:
    file = tmp_path / "org.yaml"
    file.write_text("org: {stage: startup, head: 5}", encoding="utf-8")
    code, out, err = planned(str(file))
    assert (code, out) == (2, "")
    assert "`head`" in err


def test_every_part_names_topics_that_are_there() -> None:
    named = [topic for part in rules.guide("scaleup").parts for topic in part.topics]
    assert len(set(named)) == len(named)
    assert set(named) <= {rule.topic for rule in rules.load().rules.values()}


def test_a_terminal_gets_tables(planned: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal the same is shown as tables, a column for what is to be done and one for why."""
    main, side = pty.openpty()
    with open(side, "w", encoding="utf-8") as terminal, open(main, "rb", buffering=0) as shown:
        monkeypatch.setenv("COLUMNS", "200")
        monkeypatch.setenv("TERM", "dumb")
        monkeypatch.setattr(sys, "stdout", terminal)
        assert planned("examples/stories/saas-founder-hybrid.yaml")[0] == 0
        text = ""
        while "4. Maintained" not in text:
            text += shown.read(4096).decode()
    assert "from startup to scaleup" in text
    assert "what is to be done" in text
    assert "1. Owned." in text
    assert "none of the product managers in" in text
