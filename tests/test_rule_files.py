"""A folder of rule files: what is wrong in one is said with its place, and what is right is asked of the org."""

from __future__ import annotations

import datetime
import shutil
from pathlib import Path

import pytest

from roleaudit import catalog, document, engine, facts, model, rules, shipped
from roleaudit.findings import BadInput, Finding

TODAY = datetime.date(2027, 1, 15)
CATALOG = catalog.load()
GOOD = """\
summary: A seat has many reports.
why: A lead has no time.
fix: Add a lead.
evidence: practice
sources: [{title: A book}]
stages:
  startup: {level: info, most: 12}
  scaleup: {level: warning, most: 2, because: Teams have leads by now.}
for: holder
when: {direct_reports: {min: 1}}
expect: {direct_reports: {max: $most}}
message: "{id} has {direct_reports}; {stage} allows {most}"
examples: [{bad: "org: {}", good: "org: {}"}]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the shipped stages and, as yet, no rule."""
    for stage in rules.STAGES:
        shutil.copy(shipped.rules_root() / f"{stage}.yaml", tmp_path)
    (tmp_path / "own").mkdir()
    return tmp_path


def written(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / "own" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def faults(folder: Path) -> tuple[Finding, ...]:
    with pytest.raises(BadInput) as caught:
        rules.read(folder)
    assert all(f.fix for f in caught.value.findings)
    assert {f.span.file for f in caught.value.findings} <= set(caught.value.sources)
    return caught.value.findings


def edited(old: str, new: str) -> str:
    assert GOOD.count(old) == 1
    return GOOD.replace(old, new)


def test_a_right_file_is_a_rule_with_settings_for_each_stage(folder: Path) -> None:
    ruleset = rules.read(written(folder, wide=GOOD))
    rule = ruleset.rules["wide"]
    assert (rule.topic, rule.kind, rule.first_name) == ("own", "holder", "wide")
    assert [str(s.level) for s in rule.settings.values()] == ["info", "warning", "warning"]
    assert [s.params["most"] for s in rule.settings.values()] == [12, 2, 2]
    assert [s.because for s in rule.settings.values()] == ["", "Teams have leads by now.", "Teams have leads by now."]
    assert [rule.origin(stage) for stage in rule.settings] == ["rules/own/wide.yaml:7"] + ["rules/own/wide.yaml:8"] * 2


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("summary: A seat has many reports.", "summary: [a]", 1, "`summary` is missing or is not a text"),
        ("evidence: practice", "evidence: rumour", 4, "`rumour` is not a value of `evidence`"),
        ("{title: A book}", "{url: example.org}", 5, "a source names a document and section, or a title and url"),
        ("  startup: {level", "  ipo: {level", 7, "`ipo` is not a word of `stages`"),
        ("level: info", "level: loud", 7, "`loud` is not a level"),
        ("{level: info, most: 12}", "early", 7, "`startup` is not a mapping"),
        ("most: 12", "most: a dozen", 7, "`a dozen` is not a number"),
        (", most: 12", "", 7, "`most` has no value at startup"),
        ("most: 12", "most: 12, least: 1", 6, "the parameter `least` is used nowhere"),
        ("for: holder", "for: person", 9, "`person` is not a kind"),
        ("when: {direct_reports: {min: 1}}", "when: [direct_reports]", 10, "a block is a mapping of facts"),
        ("when: {direct_reports", "when: {indirect_reports", 10, "`indirect_reports` is not a fact of a holder"),
        ("when: {direct_reports", "when: {firm.direct_reports", 10, "`firm.direct_reports` is not a fact of a holder"),
        ("{min: 1}", "{includes: 1}", 10, "`includes` does not compare a number"),
        ("{min: 1}", "{min: many}", 10, "`many` is not a number"),
        ("{min: 1}", "{min: {a: b}}", 10, "`{'a': 'b'}` is not a number"),
        ("{min: 1}", "{min: $least}", 10, "`$least` is neither a parameter nor a fact"),
        ("{max: $most}}", "{max: $most}}\nat: nowhere", 12, "`nowhere` is not a fact of a holder"),
        ("{stage} allows", "{age} allows", 12, "`{age}` is neither a fact nor a parameter"),
        ("{bad: ", "{worse: ", 13, "an example is a pair of `bad` and `good`, each a whole small file"),
        ("for: holder", "for: holder\nsupersedes: {wide: true}", 10, "`supersedes` is not a list of words"),
        ("for: holder", "for: holder\nsupersedes: [none]", 10, "`none` cannot be superseded: there is no such rule"),
        ("for: holder", "for: holder\nmilder: {level: info, if: x}", 10, "`if` is not a word of `milder`"),
        ("for: holder", "for: holder\nseverity: high", 10, "`severity` is not a word of this file"),
    ],
)
def test_a_fault_is_said_with_its_place(folder: Path, old: str, new: str, line: int, message: str) -> None:
    (fault,) = faults(written(folder, wide=edited(old, new)))
    assert (fault.span.file, fault.span.line) == ("rules/own/wide.yaml", line)
    assert fault.message == message


@pytest.mark.parametrize("expect", ["", "[]", "[{}]", "{}", "[{direct_reports: {max: $most}}, {}]"])
def test_a_rule_that_expects_nothing_is_refused(folder: Path, expect: str) -> None:
    found = faults(written(folder, wide=edited("{direct_reports: {max: $most}}", expect)))
    assert "`expect` is missing" in {f.message for f in found}


def test_a_rule_without_stages_is_refused(folder: Path) -> None:
    text = "".join(part for part in GOOD.splitlines(True) if "level:" not in part).replace("stages:\n", "")
    assert [f.message for f in faults(written(folder, wide=text))] == [
        "`stages` is missing",
        "`$most` is neither a parameter nor a fact",
        "`{most}` is neither a fact nor a parameter",
    ]


def test_a_parameter_has_not_the_name_of_a_fact(folder: Path) -> None:
    text = GOOD.replace("most: ", "seats: ").replace("$most", "$seats").replace("{most}", "{seats}")
    assert [f.message for f in faults(written(folder, wide=text))] == ["`$seats` is a parameter and a fact of a holder"]


def test_only_a_rule_on_the_same_kind_is_superseded(folder: Path) -> None:
    other = GOOD.replace("for: holder", "for: role").replace("direct_reports", "holders")
    other = other.replace("{min: 1}", "{empty: false}")
    above = edited("for: holder", "for: holder\nsupersedes: [other]")
    (fault,) = faults(written(folder, wide=above, other=other))
    assert fault.message == "`other` cannot be superseded: it is about a role, this rule about a holder"


def test_the_faults_of_all_files_are_said_at_once(folder: Path) -> None:
    text = edited("level: info", "level: loud")
    found = faults(written(folder, one="summary: [\n", two=text, three=text, four=GOOD))
    assert sorted(f.span.file for f in found) == [f"rules/own/{name}.yaml" for name in ("one", "three", "two")]


def test_a_stage_file_has_no_other_words(folder: Path) -> None:
    with (folder / "startup.yaml").open("a", encoding="utf-8") as file:
        file.write("mood: good\n")
    (fault,) = faults(folder)
    assert (fault.span.file, fault.message) == ("rules/startup.yaml", "`mood` is not a word of this file")


def test_a_stage_extends_the_one_before_it(folder: Path) -> None:
    file = folder / "scaleup.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("extends: startup", "extends: enterprise"), encoding="utf-8"
    )
    with pytest.raises(BadInput) as caught:
        rules.read(folder)
    (fault,) = caught.value.findings
    assert fault.message == "scaleup does not extend the stage before it"
    assert fault.fix == "Write `extends: startup`."
    assert (fault.span.file, fault.span.line) == ("rules/scaleup.yaml", 5)


# --- what a matcher answers -----------------------------------------------------------------------------------------

ORG = """\
org: {stage: scaleup}
roles:
  lead: {title: Head of Platform, reports_to: chief}
  chief: {}
  maker: {reports_to: lead}
  tester: {reports_to: lead}
people:
  p1: {roles: [{role: lead, share: 50%}, chief]}
  p2: {roles: maker}
  p3: {roles: maker}
  p4: {roles: tester}
"""


def spoken(folder: Path, kind: str, expect: str) -> set[str]:
    """The addresses at which a rule that expects this speaks."""
    text = "".join(line for line in GOOD.splitlines(True) if not line.startswith(("when:", "message:")))
    text = text.replace("for: holder", f"for: {kind}\nmessage: '{{id}}'").replace(", most: 12", "")
    text = text.replace(", most: 2", "").replace("{direct_reports: {max: $most}}", expect)
    ruleset = rules.read(written(folder, own=text))
    org = model.parse(document.parse(ORG.encode(), "org.yaml"))
    resolved = facts.build(org, CATALOG, TODAY, ruleset.names())
    hits = engine.run(ruleset, resolved, frozenset(ruleset.rules), "scaleup").hits["scaleup"]
    return {hit.entity.address for hit in hits}


@pytest.mark.parametrize(
    ("expect", "addresses"),
    [
        ("{to: {matches: ['LEA*', nobody]}}", {"roles.lead"}),
        ("{to: {unlike: 'lea?'}}", {"roles.maker", "roles.tester"}),
        ("{to: {not: [chief]}}", {"roles.lead"}),
        ("{to: [lead, nobody]}", {"roles.lead"}),
        ("{to: lead}", {"roles.lead"}),
    ],
)
def test_texts_are_compared_by_word_and_by_pattern(folder: Path, expect: str, addresses: set[str]) -> None:
    assert spoken(folder, "line", expect) == addresses


@pytest.mark.parametrize(
    ("expect", "speaks"),
    [
        ("{share_total: {is: 40}}", True),
        ("{share_total: {is: 60}}", False),
        ("{share_total: {max: 40}}", True),
        ("{share_total: {max: 60}}", False),
        ("{share_total: {min: 60}}", False),
        ("{share_total: {exists: false}}", True),
        ("{time_planned: {exists: true}}", True),
        ("{time_planned: {is: 10}}", False),
    ],
)
def test_a_number_that_may_be_higher_is_held_only_against_what_is_sure(folder: Path, expect: str, speaks: bool) -> None:
    assert ("people.p1" in spoken(folder, "holder", expect)) is speaks
