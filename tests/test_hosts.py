"""What code hosts and dashboards are given, read back as they read it, also where the texts are hostile."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree

import pytest
from finished import CONTESTED, FULL, NO_TITLE, OWN_DEPUTY, RULES, WAIVED, broken, report, result, several, span
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token
from running import Command

from roleaudit.findings import UNREADABLE, Finding, Level, Related, Result, RuleText
from roleaudit.reports import FORMATS, Options
from roleaudit.reports.terminal import UNSAFE

ALL = Options(Level.INFO)

HOSTILE = [
    "100 %",
    "a%0Ab",
    "::error::forged",
    "\n::error::forged",
    "a,b=c",
    "@org/team",
    "![](http://example.org/x.png)",
    "[click](http://example.org)",
    "[a\\](http://example.org)",
    "http://example.org www.example.org a@example.org",
    "<img src=x onerror=alert(1)>",
    "a | b",
    "a \\| b",
    "a \\\\| b",
    "`code` ``two``",
    "\\",
    "#1 GH-1 :smile: ~~x~~ **y** $z$",
    "{0} {1} {x}",
    "](1)",
    "\x1b[31mred\x1b[0m",
    "]]>&amp;<b>",
    "\ufffe\uffff",
]
"""Texts that mean something to one of the readers."""

TEXTS = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=40), st.lists(st.sampled_from(HOSTILE)).map("".join))


def hostile(text: str) -> Result:
    """A result in which everything that an org file can say is the text given."""
    finding = CONTESTED._replace(
        message=text,
        fix=text,
        address=text,
        related=(Related(text, span(8, 11, 18)), Related(f"also {text}", span(2, 1, 3))),
    )
    return result(finding, finding._replace(rule="no-purpose", suppressed=text), root=f"{text}.yaml")


def flat(text: str) -> str:
    """The text as a report can show it: on one line."""
    return " ".join(text.split())


# GitHub's annotations


class Annotation(NamedTuple):
    level: str
    properties: dict[str, str]
    data: str


def read_back(text: str) -> list[Annotation]:
    """Read lines of the documented form `::command name=value,name=value::data`, with its escapes undone."""
    return [annotation(line) for line in text.splitlines()]


def annotation(line: str) -> Annotation:
    match = re.fullmatch(r"::(error|warning|notice) ((?:[a-zA-Z]+=[^:,\r\n]+)(?:,[a-zA-Z]+=[^:,\r\n]+)*)::(.+)", line)
    assert match, line
    properties = dict(pair.split("=", 1) for pair in match[2].split(","))
    assert properties.keys() <= {"title", "file", "line", "endLine", "col", "endColumn"}
    return Annotation(match[1], {name: unescaped(value) for name, value in properties.items()}, unescaped(match[3]))


def unescaped(text: str) -> str:
    assert not re.search("%(?!25|0D|0A|3A|2C)", text), text
    for code, char in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(code, char)
    return text


def test_an_annotation_stands_at_the_line_and_says_the_fix() -> None:
    error, warning = read_back(report("github", FULL))
    assert error == Annotation(
        "error",
        {"file": "org.yaml", "line": "5", "endLine": "5", "col": "12", "endColumn": "19", "title": "contested-duty"},
        f"{CONTESTED.message}\n{CONTESTED.fix}",
    )
    assert (warning.level, warning.properties["file"], warning.data.split("\n")[0]) == (
        "warning",
        "teams.yaml",
        OWN_DEPUTY.message,
    )
    assert read_back(report("github", FULL, options=ALL))[2].level == "notice"


@pytest.mark.parametrize("text", HOSTILE)
def test_an_annotation_comes_back_as_it_was_said(text: str) -> None:
    file = text.replace("\n", "") + ".yaml"
    finding = CONTESTED._replace(message=text, fix=text, span=span(1, 2, 3, file=file))
    (back,) = read_back(report("github", result(finding)))
    if text.isprintable():
        assert back.data == f"{text}\n{flat(text)}"
        assert back.properties["file"] == os.path.normpath(file)
    else:
        assert "forged" not in back.data.split("\n")[0] or "\\n" in back.data


@given(TEXTS, TEXTS)
def test_any_annotation_can_be_read_back(message: str, file: str) -> None:
    finding = CONTESTED._replace(message=message, span=span(1, 2, 3, file=f"{file}.yaml"))
    assert len(read_back(report("github", result(finding)))) == 1


def test_columns_are_left_out_where_there_are_several_lines() -> None:
    (one,) = read_back(report("github", result(CONTESTED._replace(span=span(5, 12, 3, end_line=7)))))
    assert (one.properties["line"], one.properties["endLine"]) == ("5", "7")
    assert not one.properties.keys() & {"col", "endColumn"}


def apart(number: int, level: Level) -> list[Finding]:
    """So many findings that are not folded, since each is of a rule of its own."""
    return [f._replace(rule=f"{level}-{n}") for n, f in enumerate(several(number, level))]


def test_annotations_stay_within_the_limits_and_the_worst_come_first() -> None:
    findings = [*apart(12, Level.INFO), *apart(3, Level.WARNING), *apart(14, Level.ERROR)]
    found = read_back(report("github", result(*findings), options=ALL))
    assert [a.level for a in found] == ["error"] * 10 + ["warning"] * 3 + ["notice"] * 10
    assert found[-1].data == "7 more in the log, since GitHub shows 10 annotations of a kind"
    assert len(read_back(report("github", result(*apart(10, Level.ERROR))))) == 10


def test_folded_findings_are_one_annotation() -> None:
    (one,) = read_back(report("github", result(*several(13))))
    assert one.data.startswith("13 findings: roles.seat0, ")


@pytest.mark.parametrize("name", ["text", "compact"])
@pytest.mark.parametrize("text", ["::error::forged", "::stop-commands::x", "##[error]forged", "a ##[add-mask]b"])
def test_a_log_holds_no_command_of_a_users_making(name: str, text: str) -> None:
    """The runner reads every line of a log: `::name …::` at its start, and the older `##[name …]` anywhere in it."""
    finding = CONTESTED._replace(message=text, fix=text, why=text, related=(), span=span(1, 1, 3, file=text))
    written = report(name, result(finding, root=text, sources={text: [text]}))
    assert "forged" in written or "stop-commands" in written or "add-mask" in written
    for line in written.splitlines():
        assert not line.lstrip().startswith("::")
        assert "##[" not in line


# GitLab's Code Quality


def test_code_quality_has_the_documented_fields() -> None:
    rows = json.loads(report("gitlab", FULL, broken(), options=ALL))
    assert [row.pop("severity") for row in rows] == ["major", "minor", "info", "blocker"]
    assert rows[1] == {
        "description": f"own-deputy: {OWN_DEPUTY.message}",
        "check_name": "own-deputy",
        "fingerprint": f"{OWN_DEPUTY.identity}:1",
        "location": {"path": "teams.yaml", "lines": {"begin": 1}},
    }
    assert json.loads(report("gitlab", result())) == []


def test_fingerprints_differ_and_do_not_depend_on_the_place() -> None:
    findings = [CONTESTED, CONTESTED._replace(span=span(1, 1, 2)), NO_TITLE]
    names = [row["fingerprint"] for row in json.loads(report("gitlab", result(*findings), options=ALL))]
    assert len(set(names)) == 3
    moved = [f._replace(span=span(99, 1, 2, file="other.yaml"), message="reworded") for f in findings]
    assert [row["fingerprint"] for row in json.loads(report("gitlab", result(*moved), options=ALL))] == names


# JUnit


def cases(text: str) -> dict[str, ElementTree.Element]:
    suites = ElementTree.fromstring(text)
    for suite in suites:
        assert int(suite.attrib["tests"]) == len(suite)
        for attribute, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            assert int(suite.attrib[attribute]) == len(suite.findall(f"*/{tag}"))
    return {case.attrib["name"]: case for case in suites.iter("testcase")}


def outcome(case: ElementTree.Element) -> str:
    return next((child.tag for child in case if child.tag != "system-out"), "passed")


def test_every_rule_that_ran_is_a_case() -> None:
    found = cases(report("junit", FULL))
    assert list(found) == [rule.name for rule in RULES]
    assert {name: outcome(case) for name, case in found.items()} == {
        "invalid-file": "passed",
        "contested-duty": "failure",
        "own-deputy": "passed",
        "untitled-seat": "passed",
        "no-purpose": "skipped",
        "clean": "passed",
        "blind": "skipped",
    }
    assert found["no-purpose"].find("skipped").attrib["message"] == "waived: Until March"  # type: ignore[union-attr]
    assert OWN_DEPUTY.message in (found["own-deputy"].findtext("system-out") or "")


def test_a_case_fails_where_the_run_fails() -> None:
    def failed(fail_on: Level | None) -> set[str]:
        found = cases(report("junit", FULL, broken(), options=Options(Level.INFO, fail_on=fail_on)))
        return {name for name, case in found.items() if outcome(case) in ("failure", "error")}

    assert failed(Level.INFO) == {"invalid-file", "contested-duty", "own-deputy", "untitled-seat"}
    assert failed(Level.WARNING) == {"invalid-file", "contested-duty", "own-deputy"}
    assert failed(None) == {"invalid-file"}


def test_a_rule_with_waived_and_other_findings_fails_and_tells_both() -> None:
    found = cases(report("junit", result(WAIVED, WAIVED._replace(suppressed=None, address="roles.pm"))))
    assert outcome(found["no-purpose"]) == "failure"
    assert "(waived: Until March)" in (found["no-purpose"].findtext("system-out") or "")


def test_a_finding_without_a_known_rule_is_a_case_too() -> None:
    found = cases(report("junit", result(CONTESTED, rules=lambda: (UNREADABLE,))))
    assert outcome(found["contested-duty"]) == "failure"


@given(TEXTS)
def test_any_text_makes_well_formed_xml(text: str) -> None:
    found = cases(report("junit", hostile(text)))
    assert outcome(found["contested-duty"]) == "failure"
    if text.isprintable():
        assert text in (found["contested-duty"].findtext("failure") or "")
        assert found["no-purpose"].find("skipped").attrib["message"] == f"waived: {text}"  # type: ignore[union-attr]


# Markdown


def tokens(text: str) -> Iterator[Token]:
    for token in MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(text):
        yield token
        yield from token.children or ()


OURS = {
    "heading", "table", "thead", "tbody", "tr", "th", "td", "inline", "text", "code_inline", "html_inline",
    "bullet_list", "list_item", "paragraph", "softbreak",
}  # fmt: skip


@given(TEXTS)
def test_a_users_text_is_never_read_as_markdown(text: str) -> None:
    read = list(tokens(report("markdown", hostile(text))))
    assert {re.sub("_(open|close)$", "", token.type) for token in read} <= OURS
    assert {token.content for token in read if token.type == "html_inline"} == {"<br>"}
    assert sum(token.type == "td_open" for token in read) == 3
    plain = "".join(token.content for token in read if token.type == "text")
    assert not set(plain) & set("@#<>`|![](){}$~*_\\&%")
    spans = [token.content for token in read if token.type == "code_inline"]
    if text.isprintable() and not set(text) & set("`\\") and text.strip():
        assert spans[:3] == [flat(f"{text}.yaml"), flat(text), flat(text)]


def test_the_markdown_holds_what_a_comment_can_take() -> None:
    findings = [f._replace(message="x" * 500) for f in apart(1000, Level.WARNING)]
    text = report("markdown", result(*findings))
    assert len(text) < 65_536
    shown = text.count("| warning |")
    assert f"| | {1000 - shown} more; `roleaudit check` shows them | |\n" in text


def test_the_worst_finding_is_the_first_row() -> None:
    text = report("markdown", result(OWN_DEPUTY, CONTESTED))
    assert text.index("| error |") < text.index("| warning |")


# SARIF


def sarif(*results: Result, options: Options = ALL) -> dict[str, Any]:
    document = json.loads(report("sarif", *results, options=options))
    assert document["version"] == "2.1.0"
    (run,) = document["runs"]
    return dict(run)


def test_sarif_lists_every_rule_with_its_help() -> None:
    rules = sarif(FULL)["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [rule.name for rule in RULES]
    contested = rules[1]
    assert contested["name"] == "ContestedDuty"
    assert contested["help"]["text"] == (
        "With two owners a question goes back and forth.\n\nFix: Keep one of <owners>.\n\n"
        "Source: A book of rules https://example.org/rules\n\nSource: “An article”, Its heading"
    )
    assert rules[5]["name"] == "HatsClean"  # in any case other than the id


def test_sarif_results_point_at_their_rule_and_places() -> None:
    run = sarif(FULL)
    assert [r["ruleId"] for r in run["results"]] == [f.rule for f in FULL.findings]
    for row in run["results"]:
        assert run["tool"]["driver"]["rules"][row["ruleIndex"]]["id"] == row["ruleId"]
    first = run["results"][0]
    assert first["message"]["text"] == f"{CONTESTED.message}. {CONTESTED.fix} See [also claimed here](1)."
    assert first["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "org.yaml"},
        "region": {"startLine": 5, "startColumn": 12, "endLine": 5, "endColumn": 19},
    }
    assert first["relatedLocations"][0]["id"] == 1
    assert first["relatedLocations"][0]["physicalLocation"]["region"]["startLine"] == 8
    assert [r["suppressions"] for r in run["results"]] == [
        [], [], [], [{"kind": "inSource", "justification": "Until March"}],
    ]  # fmt: skip


def test_sarif_of_nothing_and_of_a_clean_org_has_empty_results() -> None:
    assert sarif()["results"] == []
    assert sarif(result())["results"] == []


def test_two_roots_share_one_run_and_no_fingerprint() -> None:
    loud = tuple(rule._replace(level=Level.ERROR) for rule in RULES)
    run = sarif(FULL, result(*FULL.findings, rules=lambda: loud))
    prints = [row["partialFingerprints"]["primaryLocationLineHash"] for row in run["results"]]
    assert len(set(prints)) == len(prints) == 8
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [rule.name for rule in RULES]
    assert {rule["defaultConfiguration"]["level"] for rule in rules} == {"error"}


def test_a_finding_without_a_known_rule_has_no_index() -> None:
    assert sarif(result(CONTESTED, rules=tuple))["results"][0]["ruleIndex"] == -1


def messages(node: object) -> Iterator[str]:
    """Every text that SARIF calls a message, in which placeholders and links are read."""
    if isinstance(node, dict):
        for key, value in node.items():
            if isinstance(value, str) and key == "text":
                yield value
            else:
                yield from messages(value)
    elif isinstance(node, list):
        for item in node:
            yield from messages(item)


@given(TEXTS)
def test_a_users_text_forms_no_link_and_no_placeholder_in_sarif(text: str) -> None:
    rule = RuleText("contested-duty", text, Level.ERROR, text, text, text, (text,))
    run = sarif(result(*hostile(text).findings, rules=lambda: (rule,)))
    for said in messages(run):
        assert not re.search(r"(?<!\{)(\{\{)*\{(?!\{)", said.replace("{{", ""))
        assert not re.search(r"(?<!\})(\}\})*\}(?!\})", said.replace("}}", ""))
        assert set(re.findall(r"\]\(([^)]*)", said)) <= {"1", "2"}
        assert said.count("](") <= 2
        assert not re.search(UNSAFE, said.replace("\n", ""))
    if text.isprintable() and not set(text) & set("{}[]\\"):
        assert f"{flat(text).rstrip('.')}. {flat(text)}".strip() in run["results"][0]["message"]["text"]


# Where files stand


def paths(finding: Finding, top: str) -> tuple[str, str, str]:
    options = Options(top=top)
    uri = sarif(result(finding), options=options)["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    (row,) = json.loads(report("gitlab", result(finding), options=options))
    (line,) = read_back(report("github", result(finding), options=options))
    return uri["uri"], row["location"]["path"], line.properties["file"]


def test_paths_start_at_the_top_of_the_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inner = tmp_path / "repo" / "teams" / "a"
    inner.mkdir(parents=True)
    monkeypatch.chdir(inner)
    top = os.path.join("..", "..")

    def named(file: str) -> tuple[str, str, str]:
        return paths(CONTESTED._replace(span=span(1, 1, 2, file=file), related=()), top)

    assert named("org.yaml") == ("teams/a/org.yaml",) * 3
    assert named("../b c/ö.yaml") == ("teams/b%20c/%C3%B6.yaml", "teams/b c/ö.yaml", "teams/b c/ö.yaml")
    assert named(str(inner / "org.yaml")) == ("teams/a/org.yaml",) * 3
    outside = (tmp_path / "org.yaml").as_posix()
    assert named("../../../org.yaml") == (f"file://{outside}", outside, outside)


# Through the command

FAULTY = """\
org: {stage: startup}
roles:
  founder: {owns: [product-vision, product-strategy]}
  engineer: {owns: [feature-prioritisation, delivery, qa]}
people:
  p1: {name: Ada Lovelace, roles: founder}
  p2: {roles: engineer}
  p3: {roles: engineer, reports_to: nowhere}
"""


@pytest.fixture
def check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: Command) -> Command:
    """Run `roleaudit check` on a faulty org, on a fixed day."""
    (tmp_path / "org.yaml").write_text(FAULTY, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return partial(command, "check")


def test_in_github_actions_annotations_follow_the_text(check: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    _, text, _ = check()
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    code, out, _ = check()
    assert code == 1
    assert out.startswith(text)
    found = read_back(out.removeprefix(text))
    assert {a.level for a in found} == {"error", "warning"}


def test_named_formats_are_all_there_is(check: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert "::error" not in check("--format", "compact")[1]
    (tmp_path / "roleaudit.yaml").write_text("formats: [compact]\n", encoding="utf-8")
    assert "::error" not in check()[1]


def test_the_job_summary_is_added_to_what_is_there(
    check: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    summary = tmp_path / "summary.md"
    summary.write_text("before\n", encoding="utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    check("--format", "compact")
    assert summary.read_text(encoding="utf-8") == "before\n"
    _, markdown, _ = check("--format", "markdown")
    check("--format", "compact", "--format", "github")
    assert summary.read_text(encoding="utf-8") == f"before\n{markdown}"


def test_a_summary_that_cannot_be_written_is_said(check: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "no/such/folder.md")
    code, _, err = check("--format", "github")
    assert code == 2
    assert "GITHUB_STEP_SUMMARY: no/such/folder.md cannot be written" in err


def test_every_format_in_one_run(check: Command, tmp_path: Path) -> None:
    code, out, _ = check(*(word for name in FORMATS for word in ("--format", f"{name}:report.{name}")))
    assert (code, out) == (1, "")
    for name in FORMATS:
        assert (tmp_path / f"report.{name}").read_text(encoding="utf-8") == check("--format", name)[1]


def test_machine_formats_do_not_share_standard_output(check: Command) -> None:
    code, out, err = check("--format", "github", "--format", "json")
    assert (code, out) == (2, "")
    assert "only one format can go to standard output" in err


@pytest.mark.parametrize("name", FORMATS)
def test_a_broken_file_is_a_finding_in_every_format(check: Command, tmp_path: Path, name: str) -> None:
    (tmp_path / "org.yaml").write_text(FAULTY.replace("owns", "ownr"), encoding="utf-8")
    code, out, _ = check("--format", name, "--fail-on", "never", "--quiet")
    assert code == 2
    assert "invalid-file" in out
    assert "org.yaml" in out


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("text", [FAULTY, FAULTY.replace("owns", "ownr"), FAULTY + "  p3: {}\n"])
def test_no_format_names_a_person(check: Command, tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / "org.yaml").write_text(text, encoding="utf-8")
    assert "Lovelace" not in check("--format", name, "--min-level", "info")[1]


def test_the_rules_that_ran_are_those_of_the_stage(check: Command) -> None:
    every = cases(check("--format", "junit")[1])
    few = cases(check("--format", "junit", "--select", "wide-span,duty-with-several-owners", "--fail-on", "never")[1])
    assert set(few) == {"invalid-file", "wide-span", "duty-with-several-owners"}
    assert set(few) < set(every)
