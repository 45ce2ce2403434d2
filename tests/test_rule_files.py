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
        ("summary: A seat has many reports.", "summary: ' '", 1, "`summary` is empty"),
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
        ("for: holder", "for: holder\nmilder: {when: {seats: 1}}", 10, "this is not a level"),
        ('{bad: "org: {}", ', "{bad: [org], ", 13, "an example is a pair of `bad` and `good`, each a whole small file"),
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


def test_what_a_stage_expects_is_a_list(folder: Path) -> None:
    file = folder / "startup.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("  duties:\n", "  duties:\n    - {a: b}\n"), encoding="utf-8")
    assert [fault.message for fault in faults(folder)] == ["`duties` is not a list of words"]


def test_a_rule_tells_its_source_and_what_its_fix_leaves_open(folder: Path) -> None:
    ruleset = rules.read(written(folder, wide=edited("fix: Add a lead.", "fix: 'Move some of {direct_reports} away.'")))
    assert [source.title for source in ruleset.rules["wide"].sources] == ["A book"]
    _, text = rules.texts(ruleset, "scaleup", ["wide"], [], CATALOG)
    assert text.fix == "Move some of <direct reports> away."


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


# --- what follows from the answers ----------------------------------------------------------------------------------

Said = dict[str, list[tuple[str, str]]]


def rule(stages: str, expect: str, more: str = "") -> str:
    """A rule about holders with these levels, that expects this."""
    text = GOOD.partition("stages:")[0]
    return (
        f"{text}stages: {stages}\nfor: holder\nexpect: {expect}\n{more}\n"
        'message: "{id}"\nexamples: [{bad: "org: {}", good: "org: {}"}]\n'
    )


def judged(folder: Path, text: str, stage: str = "scaleup", **files: str) -> tuple[engine.Outcome, Said]:
    """What engine makes of the rules, and for each stage the rules that speak on the seat `lead`, with their levels."""
    ruleset = rules.read(written(folder, **files))
    org = model.parse(document.parse(text.encode(), "org.yaml"))
    resolved = facts.build(org, CATALOG, TODAY, ruleset.names())
    outcome = engine.run(ruleset, resolved, frozenset(ruleset.rules), stage)
    said = {
        at: [(hit.rule.name, str(hit.level)) for hit in hits if hit.entity.address == "roles.lead"]
        for at, hits in outcome.hits.items()
    }
    return outcome, said


LEAD = "roles: {lead: {}, maker: {reports_to: lead}}"
NO_REPORTS = "{direct_reports: 0}"


@pytest.mark.parametrize(
    ("above", "below", "speaking"),
    [
        ("warning", "info", ["above"]),
        ("warning", "warning", ["above"]),
        ("warning", "error", ["above", "below"]),
        ("off", "info", ["below"]),
    ],
)
def test_a_rule_silences_another_that_is_no_louder(folder: Path, above: str, below: str, speaking: list[str]) -> None:
    first = rule(f"{{startup: {{level: {above}}}}}", NO_REPORTS, "supersedes: [below]")
    second = rule(f"{{startup: {{level: {below}}}}}", NO_REPORTS)
    _, said = judged(folder, LEAD, above=first, below=second)
    assert sorted(name for name, _ in said["scaleup"]) == speaking


@pytest.mark.parametrize("levels", ["info warning", "warning info"])
def test_of_two_rules_that_silence_a_third_the_louder_counts(folder: Path, levels: str) -> None:
    files = {
        name: rule(f"{{startup: {{level: {level}}}}}", NO_REPORTS, "supersedes: [third]")
        for name, level in zip(("one", "two"), levels.split(), strict=True)
    }
    _, said = judged(folder, LEAD, **files, third=rule("{startup: {level: warning}}", NO_REPORTS))
    assert {name for name, _ in said["scaleup"]} == {"one", "two"}


def test_a_rule_silences_another_only_where_it_speaks_itself(folder: Path) -> None:
    first = rule("{startup: {level: warning}}", "{direct_reports: {max: 1}}", "supersedes: [below]")
    _, said = judged(folder, LEAD, above=first, below=rule("{startup: {level: info}}", NO_REPORTS))
    assert said["scaleup"] == [("below", "info")]


def test_elsewhere_only_errors_are_told(folder: Path) -> None:
    """The ladder asks of other stages how many errors there are, and nothing else."""
    loud = rule("{startup: {level: error}}", NO_REPORTS)
    mild = rule("{startup: {level: warning}}", NO_REPORTS)
    late = rule("{enterprise: {level: error}}", NO_REPORTS)
    outcome, said = judged(folder, LEAD, loud=loud, mild=mild, late=late)
    assert said == {
        "startup": [("loud", "error")],
        "scaleup": [("loud", "error"), ("mild", "warning")],
        "enterprise": [("late", "error"), ("loud", "error")],
    }
    assert outcome.asked == {"loud", "mild"}


def test_each_stage_has_its_own_limit_and_level(folder: Path) -> None:
    stages = "{startup: {level: error, most: 1}, scaleup: {level: warning, most: 0}, enterprise: {level: error}}"
    _, said = judged(folder, LEAD, own=rule(stages, "{direct_reports: {max: $most}}"))
    assert said == {"startup": [], "scaleup": [("own", "warning")], "enterprise": [("own", "error")]}


@pytest.mark.parametrize(
    ("level", "milder", "when", "told"),
    [
        ("warning", "info", "{direct_reports: {min: 1}}", "info"),
        ("warning", "info", "{direct_reports: {min: 2}}", "warning"),
        ("info", "warning", "{direct_reports: {min: 1}}", "info"),
        ("warning", "info", "{time_planned: {min: 1}}", "warning"),
    ],
)
def test_a_milder_case_is_told_more_quietly(folder: Path, level: str, milder: str, when: str, told: str) -> None:
    own = rule(f"{{startup: {{level: {level}}}}}", NO_REPORTS, f"milder: {{when: {when}, level: {milder}}}")
    _, said = judged(folder, LEAD, own=own)
    assert said["scaleup"] == [("own", told)]


@pytest.mark.parametrize(
    ("when", "expect", "speaks", "described"),
    [
        ("", "[{seats: 2}, {direct_reports: 1}]", False, True),
        ("", "[{seats: 2}, {direct_reports: 2}]", True, True),
        ("", "[{time_planned: 1}, {direct_reports: 1}]", False, True),
        ("", "[{direct_reports: 1}, {time_planned: 1}]", False, True),
        ("", "[{direct_reports: 2}, {time_planned: 1}]", False, False),
        ("", "[{time_planned: 1}, {direct_reports: 2}]", False, False),
        ("", "{seats: 1, time_planned: 1}", False, False),
        ("", "{time_planned: 1, seats: 2}", True, True),
        ("", "{seats: 2, time_planned: 1}", True, True),
        ("{time_planned: 1}", "{seats: 2}", False, False),
        ("{seats: 2, time_planned: 1}", "{seats: 2}", False, True),
        ("{seats: 1, direct_reports: 1}", "{seats: 2}", True, True),
        ("{seats: 2}", "{seats: 2}", False, True),
        ("{seats: 1}", "{seats: 2}", True, True),
        ("{direct_reports: {min: 1}}", "{time_planned: 1}", False, False),
        ("{direct_reports: {min: 1}}", "{org.headcount: 1}", False, False),
        ("{org.holders: 2, direct_reports: 1}", "{seats: $org.holders}", True, True),
        ("{direct_reports: 1}", "{seats: $core_duties}", True, True),
        ("{direct_reports: 1}", "{seats: $time_planned}", False, False),
        ("{direct_reports: 1}", "{roles: {includes: [$id, lead]}}", True, True),
    ],
)
def test_what_is_unknown_is_neither_right_nor_wrong(
    folder: Path, when: str, expect: str, speaks: bool, described: bool
) -> None:
    own = rule("{startup: {level: info}}", expect, f"when: {when}" if when else "")
    if "$id" in expect:
        own = own.replace("[$id, lead]", "[$kind, lead]")
    outcome, said = judged(folder, LEAD, own=own)
    assert (bool(said["scaleup"]), "own" not in outcome.undescribed) == (speaks, described)


@pytest.mark.parametrize(
    ("expect", "complete", "partial"),
    [
        ("{direct_reports: {max: 0}}", "speaks", "speaks"),
        ("{direct_reports: {max: 1}}", "content", "unknown"),
        ("{direct_reports: {min: 1}}", "content", "content"),
        ("{direct_reports: {min: 2}}", "speaks", "unknown"),
        ("{direct_reports: {is: 0}}", "speaks", "speaks"),
        ("{direct_reports: {is: 1}}", "content", "unknown"),
        ("{direct_reports: {is: 2}}", "speaks", "unknown"),
        ("{org.pms: {includes: [pm]}}", "content", "content"),
        ("{org.pms: {includes: [pm, x]}}", "speaks", "unknown"),
        ("{org.pms: {any: [pm, x]}}", "content", "content"),
        ("{org.pms: {any: [x]}}", "speaks", "unknown"),
        ("{org.pms: {none: [x]}}", "content", "unknown"),
        ("{org.pms: {none: [x, pm]}}", "speaks", "speaks"),
        ("{org.pms: {within: [x, pm]}}", "content", "unknown"),
        ("{org.pms: {within: [x]}}", "speaks", "speaks"),
        ("{org.pms: {min: 1}}", "content", "content"),
        ("{org.pms: {min: 2}}", "speaks", "unknown"),
        ("{org.pms: {max: 1}}", "content", "unknown"),
        ("{org.pms: {max: 0}}", "speaks", "speaks"),
        ("{org.pms: {empty: false}}", "content", "content"),
        ("{org.pms: {empty: true}}", "speaks", "speaks"),
        ("{open_interims: {empty: true}}", "content", "content"),
        ("{open_interims: {empty: false}}", "speaks", "speaks"),
        ("{org.unsupported_goals: {empty: true}}", "unknown", "unknown"),
        ("{org.unsupported_goals: {exists: true}}", "speaks", "speaks"),
        ("{org.unsupported_goals: {exists: false}}", "content", "content"),
        ("{product.phase: launched}", "unknown", "unknown"),
        ("{org.product_managers: {empty: true}}", "content", "unknown"),
        ("{org.product_managers: {empty: false}}", "speaks", "unknown"),
        ("{kind: {not: [human, agent]}}", "speaks", "speaks"),
        ("{kind: {not: agent}}", "content", "content"),
        ("{kind: {in: [human, agent]}}", "content", "content"),
        ("{kind: [agent]}", "speaks", "speaks"),
        ("{kind: {matches: ['HU*']}}", "content", "content"),
        ("{kind: {unlike: ['hu*', x]}}", "speaks", "speaks"),
        ("{named: true}", "content", "content"),
        ("{named: false}", "speaks", "speaks"),
        ("{org.industry: software}", "content", "content"),
    ],
)
def test_what_each_matcher_says_of_what_is_complete_and_of_what_is_not(
    folder: Path, expect: str, complete: str, partial: str
) -> None:
    org = "roles: {lead: {}, maker: {reports_to: lead}, pm: {title: Head of Product}}"
    own = rule("{startup: {level: info}}", expect, "when: {direct_reports: {min: 1}}")
    for text, verdict in ((org, complete), (f"org: {{headcount: 9}}\n{org}", partial)):
        outcome, said = judged(folder, text, own=own)
        told = "speaks" if said["scaleup"] else "unknown" if "own" in outcome.undescribed else "content"
        assert told == verdict


@pytest.mark.parametrize(
    "order", ["p1: {roles: pm}, p2: {roles: [pm, oracle]}", "p2: {roles: [pm, oracle]}, p1: {roles: pm}"]
)
def test_what_is_partly_known_is_not_taken_for_what_is_known(folder: Path, order: str) -> None:
    """Both manage products as far as is known; of one a hat is unknown, and nobody can say that it is not business."""
    own = rule("{startup: {level: info}}", "{seats: 9}", "when: {functions: {none: [business]}}")
    ruleset = rules.read(written(folder, own=own.replace("for: holder", "for: assignment")))
    org = model.parse(document.parse(f"roles: {{pm: {{}}, oracle: {{}}}}\npeople: {{{order}}}".encode(), "org.yaml"))
    resolved = facts.build(org, CATALOG, TODAY, ruleset.names())
    hits = engine.run(ruleset, resolved, frozenset(ruleset.rules), "scaleup").hits["scaleup"]
    assert [hit.entity.address for hit in hits] == ["people.p1"]


def test_a_rule_is_described_where_one_of_many_is(folder: Path) -> None:
    own = rule("{startup: {level: info}}", "{time_planned: 1}")
    for time, described in (("", False), ("time: {roadmap: 1}", True), ("time: {roadmap: 2}", True)):
        outcome, _ = judged(folder, f"people: {{p1: {{{time}}}, p2: {{}}}}", own=own)
        assert ("own" not in outcome.undescribed) is described
    outcome, _ = judged(folder, "roles: {}", own=own)
    assert not outcome.undescribed


# --- how much of an org is described --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "stage", "expected"),
    [
        ("roles: {ceo: {}}", "startup", [(0, None), (0, None), (0, None), (0, None)]),
        ("roles: {ceo: {owns: pricing}}", "startup", [(0, 8), (0, None), (0, None), (0, None)]),
        (
            "roles: {ceo: {owns: [product-strategy, roadmap, pricing]}, cto: {owns: [roadmap]}, dev: {owns: [qa]}}",
            "startup",
            [(2, 8), (0, None), (0, None), (0, None)],
        ),
        (
            "products: {a: {}, b: {}}\nroles: {ceo: {owns: roadmap}, cto: {owns: qa, product: a}}",
            "startup",
            [(3, 16), (0, None), (0, None), (0, None)],
        ),
        (
            "teams: {x: {responsibilities: {qa: dev}}, y: {responsibilities: {qa: [dev, cto]}}}\nroles: {dev: {}}",
            "startup",
            [(0, 8), (0, None), (0, 2), (0, None)],
        ),
        (
            "teams: {x: {responsibilities: {qa: dev}}, y: {responsibilities: {qa: cto}, lead: cto}}\nroles: {dev: {}}",
            "startup",
            [(1, 8), (0, None), (1, 2), (0, None)],
        ),
        (
            "teams: {x: {responsibilities: {qa: cto}}, y: {}}",
            "startup",
            [(1, 8), (0, None), (0, 2), (0, None)],
        ),
        (
            "responsibilities: {qa: TBD}\nroles: {dev: {}, cto: {}, ceo: {vacant: true}}\npeople: {p1: {roles: cto}}",
            "startup",
            [(0, 8), (1, 3), (0, None), (0, None)],
        ),
        (
            "org: {headcount: 9}\nroles: {dev: {}, cto: {}}\npeople: {p1: {roles: [cto, qa]}}",
            "startup",
            [(0, None), (1, 1), (0, None), (0, None)],
        ),
        (
            "decisions: {a: {decides: ceo}, b: {decides: [ceo, cto]}, c: {}, d: {decides: []}, "
            "e: {decides: cto}, f: {decides: cto}}",
            "startup",
            [(0, None), (0, None), (0, None), (3, 6)],
        ),
        (
            "roles: {ceo: {owns: customer-feedback}, cfo: {owns: [customer-feedback, role-definition]}}",
            "enterprise",
            [(1, 28), (0, None), (0, None), (0, None)],
        ),
    ],
)
def test_what_is_described_is_told_as_fractions(
    text: str, stage: str, expected: list[tuple[int, int | None]], folder: Path
) -> None:
    org = model.parse(document.parse(text.encode(), "org.yaml"))
    ruleset = rules.read(written(folder, wide=GOOD))
    resolved = facts.build(org, CATALOG, TODAY, ruleset.names())
    outcome = engine.run(ruleset, resolved, frozenset(ruleset.rules), stage)
    *told, asked = engine.coverage(resolved, ruleset.stages[stage], outcome)
    assert [tuple(part[1:]) for part in told] == expected
    assert tuple(asked[1:]) == (0 if outcome.undescribed else 1, 1)


@pytest.mark.parametrize(("owned", "whole"), [("engineer", 1), ("[engineer, cto]", 1), ("TBD", 0)])
def test_a_craft_that_many_share_counts_as_owned(owned: str, whole: int, folder: Path) -> None:
    stage = folder / "startup.yaml"
    text = stage.read_text(encoding="utf-8")
    assert text.count("  duties:\n") == 1
    stage.write_text(text.replace("  duties:\n", "  duties:\n    - coding\n"), encoding="utf-8")
    ruleset = rules.read(folder)
    org = model.parse(document.parse(f"responsibilities: {{coding: {{accountable: {owned}}}}}".encode(), "org.yaml"))
    resolved = facts.build(org, CATALOG, TODAY, ruleset.names())
    outcome = engine.run(ruleset, resolved, frozenset(), "startup")
    assert tuple(engine.coverage(resolved, ruleset.stages["startup"], outcome)[0][1:]) == (whole, 9)
