"""Waivers through the command line: what they silence, how each kind of rot is told, and what they cannot hide."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from roleaudit import cli

TODAY = "2026-11-22"
ORG = """\
org: {stage: startup}
roles:
  founder: {owns: [product-strategy, delivery], deputy: TBD, reports_to: none}
  engineer: {owns: nobody, deputy: founder}
waivers:
"""
HOLDS = "  - {rule: placeholder, at: roles.founder, reason: The board names a deputy in March, until: 2026-11-22}\n"

Check = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Check:
    """Audit an org with these waivers by the command line, and give its findings."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ROLEAUDIT_TODAY", TODAY)

    def run(waivers: str, *arguments: str, org: str = ORG) -> list[dict[str, Any]]:
        (tmp_path / "org.yaml").write_text(org + waivers, encoding="utf-8")
        monkeypatch.setattr(sys, "argv", ["roleaudit", "check", "--format", "json", "--min-level", "info", *arguments])
        cli.execute()
        found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)["results"][0]["findings"]
        return found

    return run


def rot(findings: list[dict[str, Any]]) -> list[tuple[str, int, str | None]]:
    """The findings about waivers: rule, line, and the reason of a waiver that hides them."""
    return [(f["rule"], f["span"]["line"], f["suppressed"]) for f in findings if f["rule"].startswith("waiver-")]


def test_a_waiver_that_silences_something_is_in_order(check: Check) -> None:
    found = check(HOLDS)
    assert rot(found) == []
    assert [f["suppressed"] for f in found if f["rule"] == "placeholder"] == ["The board names a deputy in March", None]


@pytest.mark.parametrize(
    ("waiver", "rule"),
    [
        ("{rule: placehodler, at: roles.founder, reason: r}", "waiver-of-unknown-rule"),
        ("{rule: invalid-file, at: roles.founder, reason: r}", "waiver-of-unknown-rule"),
        ("{rule: placeholder, at: roles.fonder, reason: r}", "waiver-of-unknown-address"),
        ("{rule: placeholder, at: roles.founder, reason: r, until: 2026-11-21}", "waiver-expired"),
        ("{rule: wide-span, at: roles.founder, reason: r, until: 2026-11-21}", "waiver-expired"),
        ("{rule: wide-span, at: roles.founder, reason: r}", "waiver-unused"),
        ("{rule: placeholder, at: roles.founder, reason: She is on parental leave}", "waiver-reason-is-private"),
        ("{rule: placeholder, at: roles.founder, reason: SICK until March}", "waiver-reason-is-private"),
        ("{rule: placeholder, at: roles.founder, reason: A conflict between two leads}", "waiver-reason-is-private"),
    ],
)
def test_each_kind_of_rot_is_one_finding(check: Check, waiver: str, rule: str) -> None:
    assert rot(check(f"  - {waiver}\n")) == [(rule, 6, None)]


def test_a_product_about_health_is_no_private_matter(check: Check) -> None:
    for reason in ("The health app launches in May", "We leave this to the board", "Merge conflict settled in March"):
        assert rot(check(f"  - {{rule: placeholder, at: roles.founder, reason: {reason}}}\n")) == []


def test_a_waiver_of_the_old_name_of_a_rule_is_of_that_rule(check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    from roleaudit import rules

    known = rules.load()
    renamed = known.rules["placeholder"]._replace(aliases=("unfilled-field",))
    ruleset = known._replace(rules={**known.rules, "placeholder": renamed})
    monkeypatch.setattr(rules, "load", lambda: ruleset)
    found = check(HOLDS.replace("placeholder", "unfilled-field"))
    assert rot(found) == []
    assert [f["suppressed"] is not None for f in found if f["rule"] == "placeholder"] == [True, False]


def test_rot_cannot_be_waived(check: Check) -> None:
    """A waiver of a rule about waivers silences nothing, which is rot itself."""
    rotten = "  - {rule: wide-span, at: roles.founder, reason: r}\n"
    over = "  - {rule: waiver-unused, at: waivers.wide-span.roles.founder, reason: r}\n"
    assert {line for rule, line, hidden in rot(check(rotten + over)) if hidden is None} == {6, 7}


def test_private_data_cannot_be_waived(check: Check) -> None:
    org = ORG.replace("waivers:", "people: {p1: {roles: founder, x-salary: high}}\nwaivers:")
    found = check("  - {rule: private-data, at: people.p1, reason: r}\n", org=org)
    assert [f["suppressed"] for f in found if f["rule"] == "private-data"] == [None]
    assert [rule for rule, _, _ in rot(found)] == ["waiver-unused"]


def test_a_waiver_whose_rule_is_not_asked_is_not_called_unused(check: Check) -> None:
    unused = "  - {rule: wide-span, at: roles.founder, reason: r}\n"
    assert rot(check(unused, "--ignore", "wide-span")) == []
    assert rot(check(unused, "--select", "waiver-unused")) == []
    assert rot(check(unused, "--select", "waiver-unused,wide-span")) == [("waiver-unused", 6, None)]
    assert rot(check(unused, "--stage", "enterprise")) == []


def test_a_waiver_cannot_hide_a_broken_file(check: Check) -> None:
    for at in ("org", "roles.founder", "roles"):
        waivers = f"  - {{rule: invalid-file, at: {at}, reason: r}}\n"
        (found,) = check(waivers, org=ORG.replace("deputy: TBD", "deputies: TBD"))
        assert (found["rule"], found["suppressed"]) == ("invalid-file", None)


@pytest.mark.parametrize(
    "setting", ["rules: {invalid-file: off}", "fail-on: never", "rules: {invalid-file: info}", "baseline: org.yaml"]
)
def test_a_setting_cannot_hide_a_broken_file(
    check: Check, tmp_path: Path, capsys: pytest.CaptureFixture[str], setting: str
) -> None:
    (tmp_path / "roleaudit.yaml").write_text(f"{setting}\n", encoding="utf-8")
    found = check(HOLDS, org=ORG.replace("deputy: TBD", "deputies: TBD"))
    assert found
    assert {(f["rule"], f["suppressed"], f["known"]) for f in found} == {("invalid-file", None, None)}
    assert cli.execute() == 2
    assert "invalid-file" in capsys.readouterr().out


@pytest.mark.parametrize(
    "options", [("--fail-on", "never"), ("--select", "wide-span"), ("--ignore", "placeholder"), ("--since", "HEAD")]
)
def test_an_option_cannot_hide_a_broken_file(
    check: Check,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    options: tuple[str, ...],
) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    (tmp_path / "org.yaml").write_text(ORG, encoding="utf-8")
    for arguments in (("init", "--quiet"), ("add", "--all"), ("commit", "--quiet", "--message", "m")):
        git = ["git", "-c", "user.name=n", "-c", "user.email=n@example.org", *arguments]
        subprocess.run(git, cwd=tmp_path, check=True)
    found = check(HOLDS, *options, org=ORG.replace("deputy: TBD", "deputies: TBD"))
    assert {(f["rule"], f["suppressed"], f["known"]) for f in found} == {("invalid-file", None, None)}
    assert cli.execute() == 2
    assert "invalid-file" in capsys.readouterr().out


def test_private_reasons_stay_out_of_the_message(check: Check) -> None:
    found = check("  - {rule: placeholder, at: roles.founder, reason: Sick since May}\n")
    assert [f for f in found if f["rule"] == "waiver-reason-is-private"]
    assert not [f for f in found if "Sick" in f["message"] + f["fix"] + f["why"]]


# The list

LISTED = """\
  - {rule: placeholder, at: roles.founder, reason: A deputy in March, until: 2027-03-31, since: 2026-11-02, by: founder}
  - {rule: placeholder, at: roles.engineer, reason: "Hired\\e[31m", until: 2026-11-21}
  - {rule: wide-span, at: roles.founder, reason: r}
"""


@pytest.fixture
def listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Any]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ROLEAUDIT_TODAY", TODAY)

    def run(org: str, *arguments: str) -> tuple[int, str, str]:
        (tmp_path / "org.yaml").write_text(org, encoding="utf-8")
        monkeypatch.setattr(sys, "argv", ["roleaudit", "waivers", *arguments])
        return (cli.execute(), *capsys.readouterr())

    return run


def test_waivers_are_listed_with_age_and_end(listed: Callable[..., Any]) -> None:
    code, out, err = listed(ORG + LISTED)
    assert (code, err) == (0, "")
    rows = [[cell.strip() for cell in line.split("  ") if cell.strip()] for line in out.splitlines()]
    assert rows == [
        ["rule", "at", "silences", "age", "end", "by", "reason"],
        ["placeholder", "roles.founder", "1 finding", "20 days", "2027-03-31, 129 days left",
         "founder", "A deputy in March"],
        ["placeholder", "roles.engineer", "0 findings", "not written", "2026-11-21, expired", "Hired\\x1b[31m"],
        ["wide-span", "roles.founder", "0 findings", "not written", "none", "r"],
    ]  # fmt: skip


def test_waivers_are_listed_for_programs(listed: Callable[..., Any]) -> None:
    code, out, _ = listed(ORG + LISTED, "--format", "json")
    document = json.loads(out)
    assert (code, document["format"], document["today"]) == (0, "roleaudit-waivers/1", TODAY)
    first = document["waivers"][0]
    assert {name: first[name] for name in ("rule", "since", "until", "by", "silences")} == {
        "rule": "placeholder", "since": "2026-11-02", "until": "2027-03-31", "by": "founder", "silences": 1,
    }  # fmt: skip
    assert first["span"]["line"] == 6
    assert [waiver["silences"] for waiver in document["waivers"]] == [1, 0, 0]


def test_an_org_without_waivers_says_so(listed: Callable[..., Any]) -> None:
    assert listed(ORG) == (0, "there are no waivers\n", "")
    assert json.loads(listed(ORG, "--format", "json")[1])["waivers"] == []


def test_the_waivers_of_a_broken_file_are_not_listed(listed: Callable[..., Any]) -> None:
    code, out, err = listed(ORG + "  - {rule: placeholder}\n")
    assert (code, out) == (2, "")
    assert err.startswith("roleaudit: org.yaml:6:")
    assert "a waiver needs `at`" in err
    assert listed(ORG, "--format", "xml")[0] == 2
