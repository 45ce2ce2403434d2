"""Own rule sets as the command line uses them: where they are found, what they change, and what they cannot do."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from running import Command, Run

ORG = """\
org: {stage: scaleup}
roles:
  ceo: {}
  a: {reports_to: ceo}
  b: {reports_to: ceo}
  c: {reports_to: ceo}
"""
RULE = """\
summary: A seat has many reports.
why: A lead has no time.
fix: Add a lead.
evidence: practice
stages:
  startup: {level: info, ceiling: 12}
  scaleup: {level: warning, ceiling: 2, because: Teams have leads by now.}
for: holder
when: {direct_reports: {min: 1}}
expect: {direct_reports: {max: $ceiling}}
message: "{id} has {direct_reports} reports; {stage} allows {ceiling}"
"""
WORDS = """\
snack-budget:
  title: Snack budget
  meaning: Decides what the kitchen has.
  owners: [leadership]
  tier: extended
  side: both
"""


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository that is the working directory, with an org in which one seat has three reports."""
    repo = tmp_path / "repo"
    (repo / ".git").mkdir(parents=True)
    write(repo, {"org.yaml": ORG})
    monkeypatch.chdir(repo)
    return repo


@pytest.fixture
def roleaudit(repo: Path, command: Command) -> Command:
    def run(*arguments: str) -> Run:
        done = command(*arguments)
        assert "fault of roleaudit itself" not in done.err
        return done

    return run


@pytest.fixture
def found(roleaudit: Command) -> Callable[..., list[str]]:
    """Give a function that audits the org and gives the levels and messages of one rule."""

    def audit(rule: str, *arguments: str) -> list[str]:
        run = roleaudit("check", "--format", "compact", "--min-level", "info", *arguments)
        assert run.code < 2, run.out + run.err
        return [line.split(": ", 1)[1] for line in run.lines if f" {rule}: " in line]

    return audit


Found = Callable[..., list[str]]


def write(directory: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (directory / name).parent.mkdir(parents=True, exist_ok=True)
        (directory / name).write_text(text, encoding="utf-8")


# --- levels and parameters ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "found_then"),
    [
        ("{most: 3}", []),
        ("{most: 2}", ["warning wide-span: ceo has 3 direct reports; scaleup allows 2"]),
        ("{most: 2, level: error}", ["error wide-span: ceo has 3 direct reports; scaleup allows 2"]),
        ("{most: 2, level: off}", []),
        ("{scaleup: {most: 1}}", ["warning wide-span: ceo has 3 direct reports; scaleup allows 1"]),
        ("{enterprise: {most: 1}}", []),
        ("{startup: {most: 1}}", []),
        ("{most: 2, scaleup: error}", ["error wide-span: ceo has 3 direct reports; scaleup allows 2"]),
        ("{most: 2, scaleup: off}", []),
        ("{most: 2, startup: {level: off}, enterprise: off}", ["warning wide-span: ceo has 3 direct reports; scaleup"]),
    ],
)
def test_a_level_or_a_parameter_is_laid_over_that_of_the_rule(
    found: Found, repo: Path, said: str, found_then: list[str]
) -> None:
    write(repo, {"roleaudit.yaml": f"rules:\n  wide-span: {said}\n"})
    spoken = found("wide-span")
    assert len(spoken) == len(found_then)
    assert all(line.startswith(start) for line, start in zip(spoken, found_then, strict=True))


def test_a_bare_level_holds_at_every_stage(found: Found, repo: Path) -> None:
    own = RULE.replace("startup: {level: info, ceiling: 12}", "startup: {level: info, ceiling: 2}")
    own = own.replace("for: holder", "  enterprise: {level: off}\nfor: holder")
    write(repo, {"own/few-reports.yaml": own})
    for said, levels in (("", ["info", "warning", ""]), ("off", ["", "", ""]), ("error", ["error", "error", "error"])):
        write(repo, {"roleaudit.yaml": f"extends: ./own\nrules: {{{said and f'few-reports: {said}'}}}\n"})
        spoken = [found("few-reports", "--stage", stage) for stage in ("startup", "scaleup", "enterprise")]
        assert ["".join(line.split()[0] for line in lines) for lines in spoken] == levels


def test_a_rule_can_begin_before_its_first_stage_with_the_parameters_of_that(found: Found, repo: Path) -> None:
    own = RULE.replace("  startup: {level: info, ceiling: 12}\n", "")
    write(repo, {"own/few-reports.yaml": own, "roleaudit.yaml": "extends: ./own\n"})
    assert found("few-reports", "--stage", "startup") == []
    write(repo, {"roleaudit.yaml": "extends: ./own\nrules: {few-reports: warning}\n"})
    assert found("few-reports", "--stage", "startup") == ["warning few-reports: ceo has 3 reports; startup allows 2"]


def test_a_rule_is_known_by_its_old_names_too(found: Found, repo: Path) -> None:
    write(repo, {"own/few-reports.yaml": RULE + "aliases: [many-reports]\n"})
    write(repo, {"roleaudit.yaml": "extends: ./own\nrules: {many-reports: error}\n"})
    assert [line.split()[0] for line in found("few-reports")] == ["error"]


def test_the_nearer_configuration_has_the_last_word(found: Found, repo: Path) -> None:
    write(repo, {"a/roleaudit.yaml": "rules: {wide-span: {most: 1, level: info}}\n"})
    write(repo, {"b/roleaudit.yaml": "extends: ../a\nrules: {wide-span: {most: 2}}\n"})
    write(repo, {"roleaudit.yaml": "extends: [./b]\n"})
    assert found("wide-span") == ["info wide-span: ceo has 3 direct reports; scaleup allows 2"]
    write(repo, {"roleaudit.yaml": "extends: [./b, ./a]\nrules: {wide-span: {level: error}}\n"})
    assert found("wide-span") == ["error wide-span: ceo has 3 direct reports; scaleup allows 2"]


@pytest.mark.parametrize(
    ("rules", "place", "message", "fix"),
    [
        ("{wide-spam: off}", "1:9", "there is no rule `wide-spam`", "Write `wide-span`."),
        ("{zzz: off}", "1:9", "there is no rule `zzz`", "`roleaudit rules` lists them."),
        ("{invalid-file: off}", "1:9", "there is no rule `invalid-file`", "`roleaudit rules` lists them."),
        ("{wide-span: loud}", "1:20", "`loud` is not a level", "Use one of: off, info, warning, error."),
        ("{wide-span: }", "1:9", "this is not a level", "Use one of:"),
        ("{wide-span: [off]}", "1:9", "this is not a level", "Use one of:"),
        ("{wide-span: {scaleup: {level: {a: b}}}}", "1:31", "this is not a level", "Use one of:"),
        ("{wide-span: {max: 3}}", "1:21", "`max` is not a parameter of `wide-span`", "Parameters of this rule: most."),
        (
            "{wide-span: {ipo: off}}",
            "1:21",
            "`ipo` is not a parameter of `wide-span`",
            "Parameters of this rule: most.",
        ),
        ("{wide-span: {expected: [a]}}", "1:21", "`expected` is not a parameter of `wide-span`", "Parameters"),
        ("{near-known-duty: {a: b}}", "1:27", "`a` is not a parameter of `near-known-duty`", "This rule has none"),
        ("{wide-span: {most: many}}", "1:27", "`many` is not a number", "`direct_reports` is compared with a number."),
        ("{wide-span: {most: [1, 2]}}", "1:21", "`most` is one number, not a list", "Write `most: …` with one."),
        ("{wide-span: {most: {a: b}}}", "1:21", "`most` is not one value or a list of them", "Write `most: …`."),
        ("{wide-span: {most: }}", "1:21", "`most` is not one value or a list of them", "Write `most: …`."),
        ("{wide-span: {because: [a]}}", "1:21", "`because` is not a text", "Write `because: …`."),
        ("{wide-span: {most: 9" + "9" * 5000 + "}}", "1:27", "`999", "`direct_reports` is compared with a number."),
    ],
)
def test_a_change_that_cannot_be_made_is_a_fault_with_its_place(
    roleaudit: Command, repo: Path, rules: str, place: str, message: str, fix: str
) -> None:
    write(repo, {"roleaudit.yaml": f"rules: {rules}\n"})
    run = roleaudit("check")
    assert run.code == 2
    assert run.out.startswith(f"error[invalid-file]: {message}")
    assert f"--> roleaudit.yaml:{place}\n" in run.out
    assert f"= fix: {fix}" in run.out
    assert "org.yaml: cannot be audited, 1 error\n" in run.out


# --- own rules and words --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("file", ["few-reports.yaml", "reporting/few-reports.yaml"])
@pytest.mark.parametrize("extends", ["[scaleup, ./our-rules]", "./our-rules", "[./our-rules/../our-rules]"])
def test_an_own_rule_speaks(found: Found, repo: Path, file: str, extends: str) -> None:
    write(repo, {f"our-rules/{file}": RULE, "roleaudit.yaml": f"extends: {extends}\n"})
    assert found("few-reports") == ["warning few-reports: ceo has 3 reports; scaleup allows 2"]


def test_own_words_are_known(roleaudit: Command, repo: Path) -> None:
    org = "org: {stage: scaleup}\nroles: {ceo: {owns: [snack budget]}}\n"
    write(repo, {"org.yaml": org, "our-rules/catalog/responsibilities.yaml": WORDS})
    assert "duty responsibilities.snack-budget" not in roleaudit("facts", "--kind", "duty").out
    write(repo, {"roleaudit.yaml": "extends: ./our-rules\n"})
    assert "duty responsibilities.snack-budget" in roleaudit("facts", "--kind", "duty").out
    assert "Decides what the kitchen has." in roleaudit("explain", "snack-budget").out
    assert "Decides what the kitchen has." in roleaudit("explain", "Snack Budget").out


def test_explain_says_where_each_value_comes_from(roleaudit: Command, repo: Path) -> None:
    write(repo, {"our-rules/own/few-reports.yaml": RULE, "our-rules/roleaudit.yaml": "rules: {wide-span: error}\n"})
    write(
        repo, {"roleaudit.yaml": "extends: ./our-rules\nrules:\n  wide-span: {most: 3}\n  few-reports: {scaleup: info}"}
    )
    lines = roleaudit("explain", "wide-span").lines
    assert "scaleup    error, most 3 (roleaudit.yaml:3)  (our-rules/roleaudit.yaml:1)" in lines
    lines = roleaudit("explain", "few-reports").lines
    assert lines[0] == "few-reports (own)"
    assert "startup    info, ceiling 12  (our-rules/own/few-reports.yaml:6)" in lines
    assert "scaleup    info, ceiling 2  (roleaudit.yaml:4)" in lines


def test_rules_lists_own_rules_and_changed_levels(roleaudit: Command, repo: Path) -> None:
    write(repo, {"our-rules/few-reports.yaml": RULE, "roleaudit.yaml": "extends: ./our-rules\nrules: {wide-span: off}"})
    rows = {row["name"]: row for row in json.loads(roleaudit("rules", "--format", "json").out)["rules"]}
    assert rows["few-reports"]["topic"] == "our-rules"
    assert rows["few-reports"]["file"] == "our-rules/few-reports.yaml"
    assert rows["few-reports"]["levels"] == {"startup": "info", "scaleup": "warning", "enterprise": "warning"}
    assert set(rows["wide-span"]["levels"].values()) == {"off"}
    assert rows["nothing-owned"]["file"] == "rules/ownership/nothing-owned.yaml"
    assert "few-reports" in roleaudit("rules").out


def test_an_own_rule_that_says_more_silences_the_shipped_one(found: Found, repo: Path) -> None:
    write(repo, {"our-rules/few-reports.yaml": RULE.replace("for: holder", "for: holder\nsupersedes: wide-span")})
    write(repo, {"roleaudit.yaml": "extends: ./our-rules\nrules: {wide-span: {most: 2}}\n"})
    assert len(found("few-reports")) + len(found("wide-span")) == 1


def test_an_own_rule_is_selected_waived_and_part_of_the_version(roleaudit: Command, repo: Path, found: Found) -> None:
    version = json.loads(roleaudit("check", "--format", "json").out)["rules_version"]
    write(repo, {"our-rules/few-reports.yaml": RULE, "roleaudit.yaml": "extends: ./our-rules\n"})
    assert json.loads(roleaudit("check", "--format", "json").out)["rules_version"] != version
    assert len(roleaudit("check", "--select", "few-reports", "--format", "compact").lines) == 1
    write(repo, {"org.yaml": ORG + "waivers: [{rule: few-reports, at: roles.ceo, reason: A year of change}]\n"})
    assert found("few-reports") == []
    assert found("waiver-of-unknown-rule") == []


# --- where a rule set is found --------------------------------------------------------------------------------------


def test_a_name_is_looked_up_in_the_folders_that_the_caller_names(
    found: Found, repo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder, most in (("first", 1), ("second", 2), ("third", 0)):
        rule = RULE.replace("ceiling: 2", f"ceiling: {most}")
        write(repo.parent, {f"{folder}/acme/few-reports.yaml": rule, f"{folder}/other/notes.txt": ""})
    write(repo, {"roleaudit.yaml": "extends: acme\n"})
    monkeypatch.setenv("ROLEAUDIT_RULES", os.pathsep.join(["", "/nowhere", "../second", "../third"]))
    assert found("few-reports") == ["warning few-reports: ceo has 3 reports; scaleup allows 2"]
    assert found("few-reports", "--rules", "../first") == ["warning few-reports: ceo has 3 reports; scaleup allows 1"]
    assert found("few-reports", "--rules", "../third", "--rules", "../first") == [
        "warning few-reports: ceo has 3 reports; scaleup allows 0"
    ]


def test_every_command_takes_the_folders(roleaudit: Command, repo: Path) -> None:
    write(repo.parent, {"sets/acme/few-reports.yaml": RULE, "sets/acme/catalog/responsibilities.yaml": WORDS})
    write(repo, {"roleaudit.yaml": "extends: acme\n", "other.yaml": "x-a: b\n"})
    for arguments in (["check"], ["rules"], ["explain"], ["explain", "few-reports"], ["facts"], ["waivers"]):
        run = roleaudit(*arguments)
        assert run.code == 2
        assert "There is no rule set `acme`" in run.out + run.err or arguments == ["waivers"]
        assert roleaudit(*arguments, "--rules", "../sets").code in (0, 1)
    assert roleaudit("explain", "few-reports", "--config", "other.yaml").code == 2


@pytest.mark.parametrize(
    ("extends", "place", "message"),
    [
        ("acme", "1:10", "There is no rule set `acme`."),
        ("[scaleup, acme]", "1:20", "There is no rule set `acme`."),
        ("./none", "1:10", "`./none` is no folder."),
        ("./org.yaml", "1:10", "`./org.yaml` is no folder."),
        ("./device", "1:10", "`./device` is no folder."),
        ("./empty", "1:10", "`./empty` holds no rule, no catalogue and no roleaudit.yaml."),
        ("../outside", "1:10", "`../outside` leads out of the repository."),
        ("./link", "1:10", "`./link` leads out of the repository."),
        ("/etc", "1:10", "`/etc` is neither the name of a rule set nor a path that begins with `./`."),
        ("acme/core", "1:10", "`acme/core` is neither the name of a rule set nor a path that begins with `./`."),
        ("'..\\..'", "1:10", "`..\\..` is neither the name of a rule set nor a path that begins with `./`."),
        ('"./a\\0"', "1:10", "`./a\\x00` is no folder."),
        ("''", "1:10", "`` is neither the name of a rule set nor a path that begins with `./`."),
        (".", "1:10", "`.` closes a circle: repo → repo."),
        ("./in", "1:10", "our-link.yaml is a link that leads out of"),
        ("./in-folder", "1:10", "in-folder/own is a link that leads out of"),
        ("./in-words", "1:10", "in-words/catalog/.titles.yaml is a link that leads out of"),
        ("./in-config", "1:10", "in-config/roleaudit.yaml is a link that leads out of"),
        ("./pipe", "1:10", "pipe/a.yaml is not a regular file"),
        ("./huge", "1:10", "huge/a.yaml is longer than 1 MB."),
        ("./yml", "1:10", "yml/own/a.yml would not be read; rename it to a.yaml."),
    ],
)
def test_a_rule_set_that_cannot_be_read_is_a_fault_with_its_place(
    roleaudit: Command, repo: Path, extends: str, place: str, message: str
) -> None:
    write(repo, {"roleaudit.yaml": f"extends: {extends}\n", "empty/notes.txt": "", "yml/own/a.yml": RULE})
    secret = "password: hunter2\n"
    write(repo.parent, {"outside/secret.yaml": secret})
    write(repo, {"huge/a.yaml": "summary: " + "a" * 1_000_001})
    for name in ("in", "in-folder", "in-words/catalog", "in-config", "pipe"):
        (repo / name).mkdir(parents=True)
    (repo / "device").symlink_to("/dev/zero")
    (repo / "link").symlink_to(repo.parent / "outside")
    (repo / "in/our-link.yaml").symlink_to(repo.parent / "outside/secret.yaml")
    (repo / "in-folder/own").symlink_to(repo.parent / "outside")
    (repo / "in-words/catalog/.titles.yaml").symlink_to(repo.parent / "outside/secret.yaml")
    (repo / "in-config/roleaudit.yaml").symlink_to(repo.parent / "outside/secret.yaml")
    os.mkfifo(repo / "pipe/a.yaml")
    run = roleaudit("check")
    assert run.code == 2
    assert message in run.lines[0]
    assert f"--> roleaudit.yaml:{place}\n" in run.out
    assert "hunter2" not in run.out + run.err


def test_a_circle_is_a_fault_where_it_closes(roleaudit: Command, repo: Path) -> None:
    write(repo, {"a/roleaudit.yaml": "extends: ../b\n", "b/roleaudit.yaml": "rules: {}\nextends: [../c]\n"})
    write(repo, {"c/roleaudit.yaml": "extends:\n- startup\n- ../a\n", "roleaudit.yaml": "extends: ./a"})
    run = roleaudit("check", "--format", "compact")
    assert run.code == 2
    assert run.lines == ["c/roleaudit.yaml:3:3: error invalid-file: `../a` closes a circle: a → b → c → a."]


def test_one_rule_set_may_be_reached_in_two_ways(found: Found, repo: Path) -> None:
    write(
        repo, {"a/roleaudit.yaml": "extends: ../c\n", "b/roleaudit.yaml": "extends: ../c\n", "c/few-reports.yaml": RULE}
    )
    write(repo, {"roleaudit.yaml": "extends: [./a, ./b, ./c]\n"})
    assert len(found("few-reports")) == 1


def test_what_the_caller_names_may_lie_anywhere_and_leads_no_further(roleaudit: Command, repo: Path) -> None:
    write(repo.parent, {"sets/acme/roleaudit.yaml": "extends: [../base]\n", "sets/base/few-reports.yaml": RULE})
    write(repo.parent, {"secret/few-reports.yaml": "password: hunter2\n", "ci/roleaudit.yaml": "extends: acme\n"})
    assert roleaudit("check", "--config", "../ci/roleaudit.yaml", "--rules", "../sets").code == 1
    (repo.parent / "sets/base/other.yaml").symlink_to(repo.parent / "secret/few-reports.yaml")
    run = roleaudit("check", "--config", "../ci/roleaudit.yaml", "--rules", "../sets")
    assert run.code == 2
    assert "hunter2" not in run.out
    (repo.parent / "sets/evil").symlink_to(repo.parent / "secret")
    write(repo.parent, {"ci/roleaudit.yaml": "extends: evil\n"})
    run = roleaudit("check", "--config", "../ci/roleaudit.yaml", "--rules", "../sets")
    assert "`evil` is a link that leads out of" in run.out
    run = roleaudit("check", "--rules", "none")
    assert (run.code, run.err) == (2, "roleaudit: --rules: none is no folder\n")


def test_a_rule_set_has_no_settings_of_a_repository(roleaudit: Command, repo: Path) -> None:
    write(repo, {"a/roleaudit.yaml": "rules: {}\nfail-on: never\nbaseline: x\n", "roleaudit.yaml": "extends: ./a\n"})
    run = roleaudit("check", "--format", "compact")
    assert run.code == 2
    assert run.lines == [
        "a/roleaudit.yaml:2:1: error invalid-file: `fail-on` is not a setting of a rule set.",
        "a/roleaudit.yaml:3:1: error invalid-file: `baseline` is not a setting of a rule set.",
    ]


def test_a_rule_set_asks_for_the_version_that_it_was_written_for(roleaudit: Command, repo: Path) -> None:
    write(repo, {"a/roleaudit.yaml": "required-version: '>=7'\n", "roleaudit.yaml": "extends: ./a\n"})
    run = roleaudit("check", "--format", "compact")
    assert run.lines == ["a/roleaudit.yaml:1:19: error invalid-file: This is roleaudit 0.1.0, and `>=7` is required."]


# --- rules and words that are wrong ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "old", "new", "place", "message"),
    [
        ("wide-span", "", "", "1:1", "there is a rule `wide-span` already"),
        ("invalid-file", "", "", "1:1", "there is a rule `invalid-file` already"),
        ("Few Reports", "", "", "1:1", "`Few Reports` is not the name of a rule"),
        ("a", "for: holder", "for: holder\naliases: [wide-span]", "9:11", "there is a rule `wide-span` already"),
        ("a", "max: $ceiling", "max: $deepest", "10:32", "`$deepest` is neither a parameter nor a fact"),
        ("a", "when: {direct_reports", "when: {reprots", "9:8", "`reprots` is not a fact of a holder"),
        ("a", "max: $ceiling", "max: $teams", "10:32", "`$teams` is a set, and not a number"),
        ("a", "ceiling: 2,", "ceiling: [2, 3],", "7:29", "`ceiling` is one number, not a list"),
        ("a", "ceiling: 2,", "ceiling: {a: b},", "7:29", "`ceiling` is not one value or a list of them"),
        ("a", "{min: 1}", "{exists: perhaps}", "9:33", "`perhaps` is not a flag"),
        (
            "a",
            "for: holder",
            "for: holder\nat: [direct_reports]",
            "9:1",
            "`['direct_reports']` is not a fact of a holder",
        ),
        ("a", "why: A lead has no time.\n", "why: [", "2:6", "The `[` that opens here is never closed"),
        ("a", "why: A lead has no time.", "why: " + "[" * 900, "2:105", "The values are nested more than 100 levels"),
        ("a", "why: A lead has no time.", "why: !!python/object:os.system x", "2:6", "The tag `!!python/object:os.sy"),
    ],
)
def test_a_fault_in_an_own_rule_has_its_place(
    roleaudit: Command, repo: Path, name: str, old: str, new: str, place: str, message: str
) -> None:
    assert RULE.count(old) == 1 or not old
    write(repo, {f"own/{name}.yaml": RULE.replace(old, new) if old else RULE, "roleaudit.yaml": "extends: ./own\n"})
    run = roleaudit("check", "--format", "compact")
    assert run.code == 2
    assert run.lines[0].startswith(f"own/{name}.yaml:{place}: error invalid-file: {message}")


def test_two_own_rules_of_one_name_clash(roleaudit: Command, repo: Path) -> None:
    write(repo, {"a/x/few-reports.yaml": RULE, "b/few-reports.yaml": RULE, "roleaudit.yaml": "extends: [./a, ./b]\n"})
    run = roleaudit("check")
    assert run.code == 2
    assert run.lines[0] == "error[invalid-file]: there is a rule `few-reports` already"
    assert "--> b/few-reports.yaml:1:1" in run.out
    assert "::: a/x/few-reports.yaml:1:1" in run.out
    assert run.out.count("summary: A seat has many reports.") == 2  # both places are quoted


def test_an_own_word_that_means_something_already_is_a_fault(roleaudit: Command, repo: Path) -> None:
    write(repo, {"own/catalog/responsibilities.yaml": WORDS + "  synonyms: [pricing]\n"})
    write(repo, {"roleaudit.yaml": "extends: ./own\n"})
    run = roleaudit("check", "--format", "compact")
    assert run.code == 2
    assert run.lines[0].startswith("own/catalog/responsibilities.yaml:7:14: error invalid-file: “pricing” means")


def test_the_faults_of_configuration_and_rules_are_said_at_once(roleaudit: Command, repo: Path) -> None:
    write(
        repo, {"own/a.yaml": RULE.replace("level: info", "level: loud"), "own/b.yaml": RULE.replace("why:", "because:")}
    )
    write(repo, {"roleaudit.yaml": "extends: ./own\nrules: {a: off, nothing: off, wide-span: {max: 2}}\n"})
    run = roleaudit("check", "--format", "compact")
    assert run.code == 2
    assert {line.split(":")[0] for line in run.lines} == {"own/a.yaml", "own/b.yaml", "roleaudit.yaml"}


def test_a_pattern_that_could_take_for_ever_does_not(roleaudit: Command, repo: Path) -> None:
    rule = (
        RULE.replace("for: holder", "for: line")
        .replace("{direct_reports} reports; ", "")
        .replace(
            "expect: {direct_reports: {max: $ceiling}}",
            f"expect: {{to: {{unlike: ['{'*a' * 300}b', '{'*' * 5000}b']}}}}",
        )
    )
    rule = rule.replace("when: {direct_reports: {min: 1}}\n", "")
    org = f"org: {{stage: scaleup}}\nroles: {{{'a' * 1000}: {{}}, b: {{reports_to: {'a' * 1000}}}}}\n"
    write(repo, {"own/slow.yaml": rule, "roleaudit.yaml": "extends: ./own\n", "org.yaml": org})
    run = roleaudit("check", "--select", "slow", "--format", "compact")
    assert (run.code, run.out) == (0, "")
