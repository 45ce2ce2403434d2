"""The configuration as the command line reads it: what it sets, what is wrong in it, and what it cannot do."""

from __future__ import annotations

import datetime
import json
import os
import re
from pathlib import Path

import pytest
from running import Command, Run

import roleaudit as api

FAULTY = "org: {stage: startup}\nroles: {founder: {owns: [product-vision]}, cto: {reports_to: nowhere}}\n"


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository that is the working directory, with an org file that has an error, inside a directory of others."""
    repo = tmp_path / "repo"
    (repo / ".git").mkdir(parents=True)
    write(repo, {"org.yaml": FAULTY})
    monkeypatch.chdir(repo)
    return repo


@pytest.fixture
def roleaudit(repo: Path, command: Command) -> Command:
    def run(*arguments: str) -> Run:
        done = command(*arguments)
        assert "fault of roleaudit itself" not in done.err
        return done

    return run


def write(directory: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (directory / name).parent.mkdir(parents=True, exist_ok=True)
        (directory / name).write_text(text, encoding="utf-8")


# --- what is wrong in it --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("config", "place", "message", "fix"),
    [
        ("orgs: x\n", "1:1", "`orgs` is not a setting.", "Write `org`."),
        ("org: org.yaml\nlevel: x\n", "2:1", "`level` is not a setting.", "Remove it; known: required-version, org,"),
        ("stage: scaleup\n", "1:1", "`stage` is not a setting.", "The stage is a fact of the organisation: write it"),
        ("waivers: []\n", "1:1", "`waivers` is not a setting.", "Write `waivers` in the org file."),
        ("org: none.yaml\n", "1:6", "`none.yaml` is no file.", "Give a path inside the repository"),
        ("org: [org.yaml]\n", "1:1", "`org` is not a path.", "Give a path"),
        ('org: "a\\0"\n', "1:6", "`org` is not a path.", "Give a path"),
        ("org: ../org.yaml\n", "1:6", "`../org.yaml` leads out of the repository.", "Give a path"),
        ("org: link.yaml\n", "1:6", "`link.yaml` leads out of the repository.", "Give a path"),
        ("org: /org.yaml\n", "1:6", "`/org.yaml` leads out of the repository.", "Give a path"),
        ("org: empty\n", "1:6", "empty has no org.yaml; name the root file of the organisation.", "Give a path"),
        ("org: a: b\n", "1:7", "YAML reads this colon as the end of a key, inside what is already a value.", "Put"),
        ("extends: {acme: true}\n", "1:1", "`extends` is not a list of words.", "Write `extends: [one, two]`."),
        ("extends: [acme, [b]]\n", "1:18", "`extends` is not a list of words.", "Write `extends: [one, two]`."),
        ("rules: [wide-span]\n", "1:1", "`rules` is not a mapping.", "Write lines `name: value` below `rules:`."),
        ("fail-on: errors\n", "1:10", "`errors` is not a value of `fail-on`.", "Write `error`."),
        ("fail-on: x\n", "1:10", "`x` is not a value of `fail-on`.", "Use one of: info, warning, error, never."),
        ("fail-on: [error]\n", "1:1", "`fail-on` is not one text.", "Write `fail-on: …` with one value."),
        ("baseline: ../base.json\n", "1:11", "`../base.json` leads out of the repository.", "Give a path"),
        ("baseline: link/base.json\n", "1:11", "`link/base.json` leads out of the repository.", "Give a path"),
        ("baseline: empty\n", "1:11", "`empty` is a directory.", "Give a path"),
        ("baseline: .\n", "1:11", "`.` is a directory.", "Give a path"),
        ("formats: [text, jsn]\n", "1:17", "`jsn` is not a value of `formats`.", "Write `json`."),
        ("formats: json:a.json\n", "1:10", "`json:a.json` is not a value of `formats`.", "Files are named on the comm"),
        ("formats: [text, json]\n", "1:17", "`json` cannot share standard output with another format.", "Name it on"),
        ("required-version: 1\n", "1:19", "`1` is no range of versions.", "Write bounds with commas between them"),
        ("required-version: '>=99'\n", "1:19", "This is roleaudit 0.1.0, and `>=99` is required.", "Install one that"),
        ("- org\n", "1:1", "The file holds a list where keys with values are expected.", "Write it as `key: value`"),
        ("", "1:1", "The file is empty.", "Write it as `key: value` lines."),
    ],
)
def test_a_fault_has_its_place_and_a_way_out(
    roleaudit: Command, repo: Path, config: str, place: str, message: str, fix: str
) -> None:
    write(repo, {"roleaudit.yaml": config})
    write(repo.parent, {"org.yaml": FAULTY, "elsewhere/base.json": ""})
    (repo / "empty").mkdir()
    (repo / "link.yaml").symlink_to(repo.parent / "org.yaml")
    (repo / "link").symlink_to(repo.parent / "elsewhere")
    run = roleaudit("check")
    assert run.code == 2
    assert run.out.startswith(f"error[invalid-file]: {message}\n")
    assert f"--> roleaudit.yaml:{place}\n" in run.out
    assert f"= fix: {fix}" in run.out
    assert "roleaudit.yaml: cannot be audited, 1 error" in run.out
    assert run.err == "roleaudit: roleaudit.yaml cannot be audited until the errors above are mended\n"


def test_all_faults_are_said_at_once_in_their_order(roleaudit: Command, repo: Path) -> None:
    write(repo, {"roleaudit.yaml": "formats: jsn\nstage: x\nfail-on: loud\norg: none\nrules: off\n"})
    run = roleaudit("check", "--format", "compact")
    assert [line.split(":")[1] for line in run.out.splitlines()] == ["1", "2", "3", "4", "5"]


def test_where_another_version_is_asked_for_nothing_else_is_said(roleaudit: Command, repo: Path) -> None:
    write(repo, {"roleaudit.yaml": "levels: {}\nrequired-version: '>=2'\n"})
    run = roleaudit("check", "--format", "compact")
    assert run.out == ("roleaudit.yaml:2:19: error invalid-file: This is roleaudit 0.1.0, and `>=2` is required.\n")


@pytest.mark.parametrize("arguments", [[], ["org.yaml"], ["--staged", "org.yaml"], ["--staged", "roleaudit.yaml"]])
def test_a_broken_configuration_lets_nothing_pass(roleaudit: Command, repo: Path, arguments: list[str]) -> None:
    write(repo, {"roleaudit.yaml": "fail-on: never\nfail_on: never\n"})
    assert roleaudit("check", *arguments, "--fail-on", "never").code == 2
    document = json.loads(roleaudit("check", *arguments, "--format", "json").out)
    (finding,) = document["results"][0]["findings"]
    assert (finding["rule"], finding["span"]["file"], finding["span"]["line"]) == ("invalid-file", "roleaudit.yaml", 2)


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("directory", "roleaudit.yaml is a directory; name a file in it"),
        ("pipe", "roleaudit.yaml is not a regular file; to read from a pipe, pass `-`"),
        ("dangling", "roleaudit.yaml does not exist; check the name and the working directory"),
        ("link", "roleaudit.yaml is a link that leads out of "),
        ("device", "roleaudit.yaml is a link that leads out of "),
        ("huge", "roleaudit.yaml is longer than 1 MB"),
    ],
)
def test_what_is_no_readable_file_is_not_passed_over(roleaudit: Command, repo: Path, kind: str, message: str) -> None:
    file = repo / "roleaudit.yaml"
    secret = repo.parent / "secret.yaml"
    secret.write_text("password: hunter2\n", encoding="utf-8")
    match kind:
        case "directory":
            file.mkdir()
        case "pipe":
            os.mkfifo(file)
        case "dangling":
            file.symlink_to("nothing.yaml")
        case "link":
            file.symlink_to(secret)
        case "device":
            file.symlink_to("/dev/zero")
        case "huge":
            file.write_text("x-note: " + "a" * 1_000_001, encoding="utf-8")
    run = roleaudit("check")
    assert run.code == 2
    assert run.err.startswith(f"roleaudit: {message}")
    assert "hunter2" not in run.out + run.err


def test_deep_nesting_is_refused_with_its_place(roleaudit: Command, repo: Path) -> None:
    write(repo, {"roleaudit.yaml": "rules: " + "[" * 900})
    run = roleaudit("check", "--format", "compact")
    assert run.code == 2
    assert run.out.startswith("roleaudit.yaml:1:107: error invalid-file: The values are nested more than 100 levels")


# --- what it sets ---------------------------------------------------------------------------------------------------


def test_a_setting_holds_unless_the_command_line_says_otherwise(roleaudit: Command, repo: Path) -> None:
    assert roleaudit("check").code == 1
    write(repo, {"roleaudit.yaml": "fail-on: never\nformats: compact\n"})
    run = roleaudit("check")
    assert run.code == 0
    assert run.out.startswith("org.yaml:1:1: error ")
    run = roleaudit("check", "--fail-on", "error", "--format", "text")
    assert run.code == 1
    assert run.out.startswith("error[")


def test_what_fails_is_shown(roleaudit: Command, repo: Path) -> None:
    write(repo, {"roleaudit.yaml": "fail-on: warning\nformats: compact\n"})
    write(repo, {"org.yaml": FAULTY.replace("product-vision", "product-strategy, feature-prioritisation, delivery")})
    assert ": warning " in roleaudit("check", "--min-level", "error").out
    assert ": warning " not in roleaudit("check", "--min-level", "error", "--fail-on", "error").out


def test_each_root_is_held_against_its_own_threshold(roleaudit: Command, repo: Path) -> None:
    write(repo, {"a/org.yaml": FAULTY, "a/roleaudit.yaml": "fail-on: never", "roleaudit.yaml": "fail-on: error"})
    assert roleaudit("check", "a").code == 0
    run = roleaudit("check", "a", "org.yaml", "-q")
    assert run.code == 1
    assert run.err == roleaudit("check", "org.yaml").err


def test_fields_of_ones_own_are_passed_over(roleaudit: Command, repo: Path) -> None:
    write(repo, {"roleaudit.yaml": "x-strict: &strict error\nfail-on: *strict\n"})
    assert roleaudit("check").code == 1


@pytest.mark.parametrize("wanted", ["'>=0.1'", "'>=0.1, <1'", "~=0.1.0", "==0.1.*"])
def test_a_version_that_fits_is_content(roleaudit: Command, repo: Path, wanted: str) -> None:
    write(repo, {"roleaudit.yaml": f"required-version: {wanted}\n"})
    assert roleaudit("check").code == 1


def test_a_named_configuration_replaces_the_one_that_would_be_found(roleaudit: Command, repo: Path) -> None:
    write(repo, {"roleaudit.yaml": "broken: true"})
    write(repo.parent, {"shared/ci.yaml": "fail-on: never", "shared/root.yaml": "org: org.yaml", "shared/org.yaml": ""})
    assert roleaudit("check", "--config", "../shared/ci.yaml").code == 0
    assert roleaudit("check", "--config", "../shared/ci.yaml", "org.yaml").code == 0
    run = roleaudit("check", "--config", "../shared/root.yaml")
    assert "../shared/org.yaml:1:1" in run.out
    assert roleaudit("check", "--config", "none.yaml").err.startswith("roleaudit: none.yaml does not exist")


def test_facts_are_those_of_the_configured_root(roleaudit: Command, repo: Path) -> None:
    write(repo, {"roleaudit.yaml": "org: company.yaml", "company.yaml": "org: {stage: startup}\nroles: {baker: {}}"})
    assert "roles.baker" in roleaudit("facts", "--kind", "role").out
    write(repo, {"roleaudit.yaml": "org: company.yaml\nfail_on: x\n"})
    run = roleaudit("facts")
    assert run.code == 2
    assert run.err.startswith("roleaudit: roleaudit.yaml:2:1: `fail_on` is not a setting.")


# --- what it says of itself -----------------------------------------------------------------------------------------


def settings(run: Run) -> dict[str, tuple[str, str]]:
    """The rows of a table: the value of each setting and where it comes from."""
    assert run.code == 0, run.err
    rows = [[cell.strip() for cell in re.split(r"  +", line, maxsplit=2)] for line in run.out.splitlines()]
    return {name: (value, origin) for name, value, origin in rows}


def test_show_settings_says_what_holds_where_nothing_is_set(roleaudit: Command) -> None:
    shown = settings(roleaudit("check", "--show-settings"))
    assert shown["config"] == ("none", "nothing found")
    assert shown["org"] == ("org.yaml", "found")
    assert shown["stage"] == ("startup", "org.yaml:1")
    assert {name for name, (_, origin) in shown.items() if origin == "default"} == {
        "required-version", "fail-on", "formats", "baseline", "min-level", "select", "ignore",
    }  # fmt: skip
    assert shown["today"] == ("2026-11-22", "ROLEAUDIT_TODAY")


def test_show_settings_says_where_each_value_was_written(roleaudit: Command, repo: Path) -> None:
    config = "org: company.yaml\nextends:\n- scaleup\n- ./own\nfail-on: never\nrequired-version: '>=0.1'\n"
    config += "formats: [text, github]\nbaseline: known.json\nrules:\n  wide-span: {most: 3}\n  nothing-owned: off\n"
    write(repo, {"roleaudit.yaml": config, "company.yaml": FAULTY, "own/roleaudit.yaml": "rules: {wide-span: error}\n"})
    assert roleaudit("baseline", "create", "--baseline", "other.json").code == 0
    shown = settings(roleaudit("check", "--show-settings", "--baseline", "other.json"))
    assert shown["config"] == ("roleaudit.yaml", "found")
    assert shown["org"] == ("company.yaml", "roleaudit.yaml:1")
    assert shown["stage"] == ("startup", "company.yaml:1")
    assert shown["extends"] == ("./own (own)", "roleaudit.yaml:4")
    assert shown["fail-on"] == ("never", "roleaudit.yaml:5")
    assert shown["required-version"] == (">=0.1", "roleaudit.yaml:6")
    assert shown["formats"] == ("text, github", "roleaudit.yaml:7")
    assert shown["baseline"] == ("other.json", "command line")
    assert shown["rules.wide-span"] == ("error", "own/roleaudit.yaml:1")
    assert shown["rules.wide-span.most"] == ("3", "roleaudit.yaml:10")
    assert shown["rules.nothing-owned"] == ("off", "roleaudit.yaml:11")


def test_show_settings_says_what_the_command_line_replaces(roleaudit: Command, repo: Path) -> None:
    write(repo, {"ci.yaml": "fail-on: never\nformats: json\n"})
    said = "--config ci.yaml --stage scaleup --fail-on info --format compact --min-level error --select wide-span"
    arguments = [*said.split(), "--ignore", "handoff-missing", "--today", "2026-01-31"]
    shown = settings(roleaudit("check", "org.yaml", "--show-settings", *arguments))
    del shown["rules"], shown["required-version"], shown["baseline"]
    assert {origin for _, origin in shown.values()} == {"command line"}
    assert [value for value, _ in shown.values()] == [
        "ci.yaml", "org.yaml", "scaleup", "info", "compact", "error", "wide-span", "handoff-missing", "2026-01-31",
    ]  # fmt: skip


def test_show_settings_hides_no_fault(roleaudit: Command, repo: Path) -> None:
    write(repo, {"roleaudit.yaml": "rules: {wide-spam: off}\n"})
    run = roleaudit("check", "--show-settings")
    assert run.code == 2
    assert "there is no rule `wide-spam`" in run.out


# --- from Python ----------------------------------------------------------------------------------------------------


def test_the_audit_from_python_holds_to_the_configuration(repo: Path) -> None:
    day = datetime.date(2026, 11, 22)
    write(repo, {"roleaudit.yaml": "extends: acme\n"})
    write(repo.parent, {"sets/acme/roleaudit.yaml": "rules: {unknown-reference: info}\n", "plain.yaml": "{}\n"})
    levels = {}
    for name, asked in {"plain": {"config": "../plain.yaml"}, "acme": {"rule_folders": ["../sets"]}}.items():
        result = api.audit("org.yaml", today=day, **asked)  # type: ignore[arg-type]
        levels[name] = {str(f.level) for f in result.findings if f.rule == "unknown-reference"}
    assert levels == {"plain": {"error"}, "acme": {"info"}}
    assert api.audit("org.yaml", today=day).invalid
    write(repo, {"roleaudit.yaml": "extend: acme\n"})
    (fault,) = api.audit("org.yaml", today=day).findings
    assert (fault.span.file, fault.message) == ("roleaudit.yaml", "`extend` is not a setting.")
