"""`roleaudit test-rules`: every promise that the examples of an own rule can break is told, with its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from running import Command, Run

RULE = """\
summary: A seat has many reports.
why: A lead has no time.
fix: Add a lead.
evidence: practice
stages:
  scaleup: {level: warning, ceiling: 2}
for: holder
when: {direct_reports: {min: 1}}
expect: {direct_reports: {max: $ceiling}}
message: "{id} has {direct_reports} reports; {stage} allows {ceiling}"
examples:
  - bad: |
      org: {stage: scaleup}
      roles:
        ceo: {owns: [product-strategy, feature-prioritisation, delivery]}   # <- few-reports warning
        a: {reports_to: ceo}
        b: {reports_to: ceo}
        c: {reports_to: ceo}
    good: |
      org: {stage: scaleup}
      roles:
        ceo: {owns: [product-strategy, feature-prioritisation, delivery]}
        a: {reports_to: ceo}
        b: {reports_to: ceo}
        c: {reports_to: b}
"""
MARK = "   # <- few-reports warning"


@pytest.fixture
def roleaudit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: Command) -> Command:
    """Run the command on one rule, few-reports, in the folder `own`."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "own").mkdir()

    def run(rule: str | None, *arguments: str) -> Run:
        if rule is not None:
            (tmp_path / "own/few-reports.yaml").write_text(rule, encoding="utf-8")
        done = command("test-rules", *(arguments or ("own",)))
        assert "fault of roleaudit itself" not in done.err
        return done

    return run


def test_a_rule_that_does_what_it_says_holds(roleaudit: Command) -> None:
    assert roleaudit(RULE) == (0, "1 rule and 1 example hold\n", "")


@pytest.mark.parametrize(
    ("old", "new", "place", "message"),
    [
        (MARK, "", "15:9", "the rule speaks here as `warning`, and the line is not marked so"),
        (MARK, "", "12:10", "no line of the bad example is marked"),
        (MARK, MARK.replace("warning", "error"), "15:9", "marked `few-reports error`, and the rule does not say so"),
        (MARK, MARK.replace("few", "many"), "15:9", "marked `many-reports warning`, and the rule does not say so here"),
        (
            "        b: {reports_to: ceo}\n        c: {reports_to: ceo}\n",
            "        b: {reports_to: ceo}\n",
            "15:9",
            "marked",
        ),
        (
            "c: {reports_to: b}",
            "c: {reports_to: ceo}",
            "22:9",
            "the rule speaks on the good example: ceo has 3",
        ),
        (
            "c: {reports_to: b}",
            "c: {reports_to: d}",
            "25:9",
            "`unknown-reference` speaks on the good example",
        ),
        ("summary: A seat", "summary: [A seat", "1:10", "The `[` that opens here is never closed"),
        (
            "      org: {stage: scaleup}\n      roles:\n        ceo: {owns",
            "      org: {stage: [\n        ceo: {owns",
            "13:",
            "",
        ),
        (
            "- bad: |\n      org: {stage: scaleup}",
            "- bad: |\n      org: {name: x}",
            "13:7",
            "the stage of the organisation",
        ),
        ("- bad: |\n      org: {stage: scaleup}", "- bad: |\n      org: {staged: x}", "13:7", "`staged`"),
        ("  scaleup: {level", "  startup: {level: info}\n  scaleup: {level", "6:", "`ceiling` has no value at startup"),
        (
            "  scaleup: {level: warning, ceiling: 2}\n",
            "  startup: {level: info, ceiling: 9}\n  scaleup: {level: warning, ceiling: 2}\n",
            "13:3",
            "at startup the rule is on as `info` and speaks on no bad example",
        ),
    ],
)
def test_a_promise_that_is_not_kept_is_told(roleaudit: Command, old: str, new: str, place: str, message: str) -> None:
    assert old in RULE
    run = roleaudit(RULE.replace(old, new, 1))
    assert run.code in (1, 2)
    text = run.out + run.err
    assert message in text
    assert f"own/few-reports.yaml:{place}" in text


def test_a_good_example_that_only_leaves_out_what_is_wrong_is_told(roleaudit: Command) -> None:
    rule = RULE.replace("when: {direct_reports: {min: 1}}", "when: {roles: {min: 1}}").replace(
        "expect: {direct_reports: {max: $ceiling}}", "expect: {share_total: {max: $ceiling}}"
    )
    rule = rule.replace("{direct_reports} reports", "{share_total} per cent")
    start = rule.index("examples:")
    owned = "org: {stage: scaleup}\n      roles: {ceo: {owns: [product-strategy, feature-prioritisation, delivery]}}\n"
    rule = rule[:start] + (
        f"examples:\n  - bad: |\n      {owned}      people:\n        p1: {{roles: [{{role: ceo, share: 90%}}]}}"
        f"   # <- few-reports warning\n    good: |\n      {owned}      people:\n        p1: {{roles: [ceo]}}\n"
    )
    run = roleaudit(rule)
    assert run.code == 1
    assert "the good example is silent on people.p1 only because too little is described" in run.out


def test_a_rule_without_an_example_is_told(roleaudit: Command) -> None:
    run = roleaudit(RULE[: RULE.index("examples:")])
    assert run.code == 1
    assert "error[few-reports]: the rule has no example" in run.out
    assert run.err == "roleaudit: 1 promise of 1 rule not kept\n"


def test_an_example_in_quotes_is_told_by_its_line(roleaudit: Command) -> None:
    text = RULE[: RULE.index("examples:")]
    bad = "org: {stage: scaleup}\\nroles: {ceo: {}, a: {reports_to: nobody-here}}"
    run = roleaudit(f'{text}examples: {{bad: "{bad}", good: "{bad}"}}\n')
    assert run.code == 1
    assert "no line of the bad example is marked" in run.out
    run = roleaudit(f'{text}examples: {{bad: "org: {{stage: scaleup}}\\nroles: [", good: "{bad}"}}\n')
    assert "line 2 of the example: " in run.out


def test_the_levels_of_the_set_count(roleaudit: Command, tmp_path: Path) -> None:
    (tmp_path / "own/roleaudit.yaml").write_text("rules: {few-reports: {scaleup: {level: error}}}\n", encoding="utf-8")
    assert roleaudit(RULE).code == 1
    assert roleaudit(RULE.replace(MARK, MARK.replace("warning", "error"))).code == 0


def test_what_cannot_be_run_is_said(roleaudit: Command, tmp_path: Path) -> None:
    assert roleaudit(None, "none").err == "roleaudit: none is no folder; name that of a rule set\n"
    assert roleaudit(None, "own").err == "roleaudit: `own` holds no rule, no catalogue and no roleaudit.yaml\n"
    (tmp_path / "own/roleaudit.yaml").write_text("rules: {}\n", encoding="utf-8")
    run = roleaudit(None, "own")
    assert (run.code, run.err) == (2, "roleaudit: own holds no rule\n")
    (tmp_path / "own/roleaudit.yaml").write_text("extends: ../own\n", encoding="utf-8")
    run = roleaudit(RULE, "own")
    assert run.code == 2
    assert run.err.startswith("roleaudit: own/roleaudit.yaml:1:10: `../own` closes a circle: own → own.")


def test_a_set_that_extends_another_is_run_with_it(roleaudit: Command, tmp_path: Path) -> None:
    (tmp_path / "sets/base").mkdir(parents=True)
    (tmp_path / "sets/base/fewer.yaml").write_text(RULE.replace("few-reports", "fewer"), encoding="utf-8")
    (tmp_path / "own/roleaudit.yaml").write_text("extends: base\n", encoding="utf-8")
    rule = RULE.replace("for: holder", "for: holder\nsupersedes: fewer")
    assert roleaudit(rule, "own").code == 2
    assert roleaudit(rule, "own", "--rules", "sets").out == "1 rule and 1 example hold\n"
