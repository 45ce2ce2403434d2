"""The command line as people and machines use it: files and arguments in, output and exit code out."""

from __future__ import annotations

import importlib
import io
import json
import os
import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from running import Command, Run

from roleaudit import cli

ROOT = Path(__file__).parents[1]
CLEAN = (ROOT / "examples" / "startup.yaml").read_text(encoding="utf-8")
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
def roleaudit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: Command) -> Command:
    """Run the command in an empty folder, on a fixed day."""
    monkeypatch.chdir(tmp_path)
    return command


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    file = tmp_path / "org.yaml"
    file.write_text(FAULTY, encoding="utf-8")
    return file


def process(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "roleaudit", *arguments],
        cwd=cwd,
        env={**os.environ, "ROLEAUDIT_TODAY": "2026-11-22", **environment},
        capture_output=True,
        timeout=60,
    )


# Exit codes


def test_clean_file_passes_in_silence_on_standard_error(roleaudit: Command, tmp_path: Path) -> None:
    (tmp_path / "org.yaml").write_text(CLEAN, encoding="utf-8")
    run = roleaudit("check")
    assert (run.code, run.err) == (0, "")
    assert "no findings" in run.out


def test_findings_exit_with_one_and_say_so(roleaudit: Command, faulty: Path) -> None:
    run = roleaudit("check", "org.yaml", "--format", "compact")
    assert run.code == 1
    assert "org.yaml:8:37: error unknown-reference: `nowhere` is not described anywhere" in run.out
    assert re.fullmatch(r"roleaudit: \d+ findings? at or above `error`\n", run.err)


def test_warnings_pass_unless_asked_for(roleaudit: Command, faulty: Path) -> None:
    only = ("check", "--select", "duty-with-several-owners")
    assert roleaudit(*only).code == 0
    assert roleaudit(*only, "--fail-on", "warning").code == 1
    assert roleaudit("check", "--fail-on", "never").code == 0


def test_what_fails_is_shown(roleaudit: Command, faulty: Path) -> None:
    """`--fail-on` below `--min-level` lowers what is shown."""
    only = ("check", "--select", "duty-with-several-owners", "--format", "compact", "--min-level", "error")
    assert roleaudit(*only).out == ""
    assert "duty-with-several-owners" in roleaudit(*only, "--fail-on", "warning").out


def test_broken_file_exits_with_two_in_every_format(roleaudit: Command, tmp_path: Path) -> None:
    (tmp_path / "org.yaml").write_text("org: {stage: startup}\nroles:\n  pm: {duties: roadmap}\n", encoding="utf-8")
    for name in ("text", "compact", "json"):
        run = roleaudit("check", "org.yaml", "--format", name, "--fail-on", "never")
        assert run.code == 2
        assert "invalid-file" in run.out
        assert "a role has no field `duties`" in run.out
        assert "cannot be audited" in run.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("check", "missing.yaml"), "missing.yaml does not exist"),
        (("check", "--fail-on", "always"), "--fail-on: `always` is not one of info, warning, error, never"),
        (("check", "--min-level", "all"), "--min-level: `all` is not one of"),
        (("check", "--format", "xml"), "--format: `xml` is not one of text, compact, json"),
        (("check", "--format", "text", "--format", "json"), "only one format can go to standard output"),
        (("check", "--format", "json:no/such/folder.json"), "no/such/folder.json cannot be written"),
        (("check", "--select", "wide-spam"), "there is no rule `wide-spam`; did you mean `wide-span`?"),
        (("check", "--ignore", "zzz"), "there is no rule `zzz`; `roleaudit rules` lists them"),
        (("check", "--stage", "scale-up"), "there is no stage `scale-up`"),
        (("check", "--today", "22.11.2026"), "--today: `22.11.2026` is not a date"),
        (("check", "--today", "20261122"), "--today: `20261122` is not a date"),
        (("check", "--color", "sometimes"), "--color: `sometimes` is not one of"),
        (("check", "--no-such-option"), "No such option"),
        (("chekc",), "No such command 'chekc'. Did you mean 'check'? `roleaudit --help` shows how to call it."),
        (("explain", "one", "two"), "Got unexpected extra argument(s) (two). `roleaudit --help` shows"),
        (("explain", "wide-spam"), "did you mean `wide-span`?"),
        (("explain", "qqqqqq"), "there is no rule or catalogue entry `qqqqqq`"),
        (("rules", "--stage", "ipo"), "there is no stage `ipo`"),
        (("rules", "--format", "xml"), "--format: `xml` is not one of"),
        (("facts", "--kind", "person"), "there is no kind `person`"),
        (("facts", "--format", "xml"), "--format: `xml` is not one of"),
    ],
)
def test_what_cannot_be_done_exits_with_two_and_one_line(
    roleaudit: Command, faulty: Path, arguments: tuple[str, ...], words: str
) -> None:
    run = roleaudit(*arguments)
    assert run.code == 2
    assert words in run.err
    assert run.err.count("\n") == 1


def test_without_a_command_the_help_is_shown_and_nothing_passes(roleaudit: Command) -> None:
    run = roleaudit()
    assert run.code == 2
    assert run.out == roleaudit("--help").out
    assert "explain" in run.out


def test_no_org_file_exits_with_three(roleaudit: Command) -> None:
    run = roleaudit("check")
    assert run.code == 3
    assert "org.yaml" in run.err


def test_missing_stage_is_asked_for(roleaudit: Command, tmp_path: Path) -> None:
    (tmp_path / "org.yaml").write_text("org: {name: Tern}\n", encoding="utf-8")
    run = roleaudit("check", "--format", "compact")
    assert run.code == 2
    assert "org.yaml:1:1: error invalid-file: the stage of the organisation is not said" in run.out
    assert roleaudit("check", "--stage", "startup").code == 1


def test_interrupt_exits_with_130(roleaudit: Command, faulty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted() -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "_run", interrupted)
    assert roleaudit("check") == Run(130, "", "roleaudit: interrupted\n")


def test_an_interrupt_while_a_report_is_moved_to_its_place_is_told_as_one(
    roleaudit: Command, faulty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    move = os.replace

    def interrupted(source: str, target: str) -> None:
        move(source, target)
        raise KeyboardInterrupt

    monkeypatch.setattr("os.replace", interrupted)
    run = roleaudit("check", "--format", "json:report.json")
    assert (run.code, run.err) == (130, "roleaudit: interrupted\n")
    assert json.loads((faulty.parent / "report.json").read_text(encoding="utf-8"))["results"]
    assert sorted(path.name for path in faulty.parent.iterdir()) == ["org.yaml", "report.json"]


def test_own_fault_is_one_line_unless_asked_for(
    roleaudit: Command, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken() -> int:
        raise ZeroDivisionError("by zero")

    monkeypatch.setattr(cli, "_run", broken)
    run = roleaudit("check")
    assert run.code == 2
    assert (
        run.err
        == "roleaudit: this is a fault of roleaudit itself: ZeroDivisionError: by zero. --traceback shows where.\n"
    )
    monkeypatch.setattr(sys, "argv", ["roleaudit", "check", "--traceback"])
    with pytest.raises(ZeroDivisionError):
        cli.execute()


# Output


def test_stage_option_overrides_and_is_said(roleaudit: Command, faulty: Path) -> None:
    assert "stage: enterprise (--stage)" in roleaudit("check", "--stage", "enterprise").out
    assert "stage: startup (org.yaml)" in roleaudit("check").out


def test_ignore_and_select_take_lists(roleaudit: Command, faulty: Path) -> None:
    out = roleaudit("check", "--select", "unknown-reference,duty-with-several-owners", "--format", "compact").out
    assert set(re.findall(r" (?:error|warning) ([a-z-]+):", out)) == {"unknown-reference", "duty-with-several-owners"}
    out = roleaudit("check", "--ignore", "unknown-reference", "--format", "compact").out
    assert "unknown-reference" not in out
    assert "duty-with-several-owners" in out


def test_coverage_counts_only_the_rules_that_were_asked(roleaudit: Command, faulty: Path) -> None:
    line = "rules that enough is described for: "  # no deliverables are described: no word on a roadmap
    assert line + "1 of 1\n" in roleaudit("check", "--select", "unknown-reference").out
    assert line + "0 of 1\n" in roleaudit("check", "--select", "roadmap-missing").out
    assert line + "1 of 2\n" in roleaudit("check", "--select", "unknown-reference,roadmap-missing").out


def test_several_formats_in_one_run(roleaudit: Command, faulty: Path, tmp_path: Path) -> None:
    run = roleaudit("check", "--format", "compact", "--format", "json:report.json", "--format", "text:report.txt")
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert report["format"] == "roleaudit/1"
    assert report["today"] == "2026-11-22"
    assert run.out.startswith("org.yaml:")
    assert "\x1b" not in (tmp_path / "report.txt").read_text(encoding="utf-8")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["org.yaml", "report.json", "report.txt"]


def test_report_file_is_whole_or_untouched(
    roleaudit: Command, faulty: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When writing fails half way, the old report is still there and nothing is left beside it."""
    from roleaudit import reports

    (tmp_path / "report.json").write_text("old", encoding="utf-8")

    def half(name: str, results: object, out: io.TextIOBase, options: object) -> None:
        out.write("{")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(reports, "write", half)
    run = roleaudit("check", "--format", "json:report.json")
    assert run.code == 2
    assert "No space left on device" in run.err
    assert (tmp_path / "report.json").read_text(encoding="utf-8") == "old"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["org.yaml", "report.json"]


def test_colour_follows_option_then_environment(
    roleaudit: Command, faulty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "\x1b[" not in roleaudit("check").out
    assert "\x1b[" in roleaudit("check", "--color", "always").out
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[" in roleaudit("check").out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in roleaudit("check").out


def test_quiet_leaves_the_summary_out(roleaudit: Command, faulty: Path) -> None:
    assert "ladder:" in roleaudit("check").out
    assert "ladder:" not in roleaudit("check", "--quiet").out


def test_standard_input_is_an_org_file(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "roleaudit", "check", "-", "--format", "compact"],
        cwd=tmp_path,
        input=FAULTY.encode(),
        capture_output=True,
        timeout=60,
        env={**os.environ, "ROLEAUDIT_TODAY": "2026-11-22"},
    )
    assert done.returncode == 1
    assert b"<stdin>:8:37: error unknown-reference" in done.stdout


def test_included_file_narrows_the_report(roleaudit: Command, tmp_path: Path) -> None:
    (tmp_path / "org.yaml").write_text("org: {stage: startup}\ninclude: [a.yaml, b.yaml]\n", encoding="utf-8")
    (tmp_path / "a.yaml").write_text("roles: {founder: {reports_to: nobody-known}}\n", encoding="utf-8")
    (tmp_path / "b.yaml").write_text("people: {p1: {roles: founder, reports_to: lost}}\n", encoding="utf-8")
    out = roleaudit("check", "b.yaml", "--select", "unknown-reference", "--format", "compact").out
    assert out.count("\n") == 1
    assert out.startswith("b.yaml:1:43:")
    assert roleaudit("check", "--select", "unknown-reference", "--format", "compact").out.count("\n") == 2


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("facts", "--kind", "entry"), 0),
        (("check", "--format", "json"), 1),
        (("check", "--format", "json", "--fail-on", "never"), 0),
    ],
)
def test_a_reader_that_leaves_early_changes_no_exit_code(tmp_path: Path, arguments: tuple[str, ...], code: int) -> None:
    people = "".join(f"  p{n}: {{roles: [x{n}], reports_to: nobody-we-know-{n}}}\n" for n in range(500))
    (tmp_path / "org.yaml").write_text(f"org: {{stage: startup}}\npeople:\n{people}", encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, "-m", "roleaudit", *arguments], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        assert running.stdout
        assert running.stderr
        assert running.stdout.readline()
        running.stdout.close()
        said = running.stderr.read().decode()
        assert running.wait(60) == code
    assert re.fullmatch(r"roleaudit: \d+ findings at or above `error`\n" if code else "", said)


def test_a_full_disk_is_said_and_not_mistaken_for_findings(tmp_path: Path) -> None:
    (tmp_path / "org.yaml").write_text(FAULTY, encoding="utf-8")
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "roleaudit", "check"], cwd=tmp_path, stdout=full, stderr=subprocess.PIPE, timeout=60
        )
    assert done.returncode == 2
    assert done.stderr == b"roleaudit: standard output cannot be written: No space left on device\n"


def test_output_is_the_same_bytes_whatever_the_hash_seed(tmp_path: Path) -> None:
    (tmp_path / "org.yaml").write_text(FAULTY, encoding="utf-8")
    outputs = {
        process("check", "--format", "json", "--min-level", "info", cwd=tmp_path, PYTHONHASHSEED=s).stdout
        for s in ("0", "1", "7")
    }
    assert len(outputs) == 1


SERVER = {"asyncio", "attrs", "cattrs", "lsprotocol", "pygls", "roleaudit.lsp"}


def test_check_never_imports_rich_and_help_not_pydantic(tmp_path: Path) -> None:
    (tmp_path / "org.yaml").write_text(CLEAN, encoding="utf-8")
    code = "import sys; from roleaudit import cli; cli.execute(); print(*sorted(sys.modules), file=sys.stderr)"
    for arguments, forbidden in (
        (["check", "--quiet"], {"rich", "pygments"} | SERVER),
        (["explain", "roadmap"], SERVER),
        (["--help"], {"rich", "pydantic", "yaml"} | SERVER),
        (["--version"], {"rich", "pydantic", "yaml"}),
    ):
        done = subprocess.run(
            [sys.executable, "-c", code, *arguments], cwd=tmp_path, capture_output=True, text=True, timeout=60
        )
        assert not forbidden & set(done.stderr.split()), arguments


def test_the_language_server_says_which_extra_it_needs(tmp_path: Path) -> None:
    code = "import sys; sys.modules['lsprotocol'] = None; from roleaudit import cli; sys.exit(cli.execute())"
    done = subprocess.run([sys.executable, "-c", code, "lsp"], cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "roleaudit: the language server is an extra: pip install 'roleaudit[lsp]'\n"


# Privacy


def test_a_persons_name_is_printed_nowhere(roleaudit: Command, tmp_path: Path) -> None:
    text = FAULTY.replace("roles: founder}", "roles: founder, reports_to: lost}")
    (tmp_path / "org.yaml").write_text(text, encoding="utf-8")
    for name in ("text", "compact", "json"):
        run = roleaudit("check", "--format", name, "--min-level", "info")
        assert "lost" in run.out
        assert "Ada" not in run.out
        assert "Lovelace" not in run.out
    assert "name: ************, roles" in roleaudit("check").out
    assert "Ada" not in roleaudit("facts").out


def test_a_persons_name_is_masked_in_a_broken_file_too(roleaudit: Command, tmp_path: Path) -> None:
    for bad in ("  p1: {name: Ada Lovelace, roles: founder, rols: x}\n", "  p1: {name: Ada Lovelace, roles: [}\n"):
        (tmp_path / "org.yaml").write_text("org: {stage: startup}\npeople:\n" + bad, encoding="utf-8")
        run = roleaudit("check")
        assert run.code == 2
        assert "roles: " in run.out
        assert "Ada" not in run.out


# The files of a commit

SPLIT = {
    "org.yaml": "org: {stage: startup}\ninclude: [people.yaml, roles.yaml]\n",
    "people.yaml": "people: {p1: {roles: founder, reports_to: nowhere}}\n",
    "roles.yaml": "roles: {founder: {owns: strategy, deputy: nobody-known}}\n",
    "ci.yaml": "on: push\n",
}


def test_staged_files_narrow_the_report_of_the_whole_org(roleaudit: Command, tmp_path: Path) -> None:
    for name, text in SPLIT.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    only = ("check", "--select", "unknown-reference", "--format", "compact")
    both = roleaudit(*only).out.splitlines()
    assert [line.split(":")[0] for line in both] == ["people.yaml", "roles.yaml"]
    run = roleaudit(*only, "--staged", "people.yaml", "ci.yaml")
    assert (run.code, run.out.splitlines()) == (1, both[:1])


def test_a_commit_that_touches_no_org_passes(roleaudit: Command, tmp_path: Path) -> None:
    for name, text in SPLIT.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    for names in (("ci.yaml",), ()):
        run = roleaudit("check", "--staged", *names)
        assert (run.code, run.out, run.err) == (0, "", "")
    assert json.loads(roleaudit("check", "--staged", "ci.yaml", "--format", "json").out)["results"] == []
    assert roleaudit("check", "ci.yaml").code == 2


# Commands


def test_no_command_is_left_out_of_the_table() -> None:
    for module in pkgutil.iter_modules(cli.__path__):
        importlib.import_module(f"roleaudit.cli.{module.name}")
    group = typer.main.get_command(cli.app)
    assert isinstance(group, typer.core.TyperGroup)
    assert set(cli.COMMANDS) == set(group.commands)


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_each_command_is_found_in_a_process_of_its_own(name: str, tmp_path: Path) -> None:
    """Only the module of the command that is called is imported."""
    done = process(name, "--help", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, b"")
    assert f"roleaudit {name} [OPTIONS]".encode() in done.stdout


# Waivers

WAIVED = (
    FAULTY
    + "waivers:\n  - {rule: unknown-reference, at: people.p3, reason: A new lead starts in March, until: 2027-03-31}\n"
)


def test_a_waiver_silences_its_rule_at_and_below_its_address(roleaudit: Command, tmp_path: Path) -> None:
    (tmp_path / "org.yaml").write_text(WAIVED, encoding="utf-8")
    run = roleaudit("check", "--select", "unknown-reference")
    assert run.code == 0
    assert "1 waived" in run.out
    finding = json.loads(roleaudit("check", "--select", "unknown-reference", "--format", "json").out)["results"][0][
        "findings"
    ][0]
    assert finding["suppressed"] == "A new lead starts in March"


def test_a_waiver_past_its_day_silences_nothing(roleaudit: Command, tmp_path: Path) -> None:
    (tmp_path / "org.yaml").write_text(WAIVED, encoding="utf-8")
    assert roleaudit("check", "--select", "unknown-reference", "--today", "2027-03-31").code == 0
    assert roleaudit("check", "--select", "unknown-reference", "--today", "2027-04-01").code == 1


def test_a_waived_error_does_not_count_on_the_ladder(roleaudit: Command, tmp_path: Path) -> None:
    rungs = []
    for text in (FAULTY, WAIVED):
        (tmp_path / "org.yaml").write_text(text, encoding="utf-8")
        rungs.append(json.loads(roleaudit("check", "--format", "json").out)["results"][0]["ladder"])
    before, after = rungs
    assert [rung["to_go"] for rung in after] == [rung["to_go"] - 1 for rung in before]


@pytest.mark.parametrize("option", ["--select", "--ignore"])
def test_a_selection_of_rules_meets_no_stage(roleaudit: Command, faulty: Path, option: str) -> None:
    assert "ladder: " in roleaudit("check").out
    only = ("check", option, "wide-span")
    assert "ladder: " not in roleaudit(*only).out
    assert json.loads(roleaudit(*only, "--format", "json").out)["results"][0]["ladder"] == []


# Explaining


def test_explain_says_what_a_rule_is_for(roleaudit: Command) -> None:
    out = roleaudit("explain", "duty-with-several-owners").out
    for words in (
        "why:",
        "fix:",
        "startup",
        "warning",
        "scaleup",
        "error",
        "evidence: document",
        "source: “",
        "# <- duty-with-several-owners",
    ):
        assert words in out


def test_explain_says_which_rules_cannot_be_waived(roleaudit: Command) -> None:
    assert "it cannot be waived" in roleaudit("explain", "waiver-expired").out
    assert "it cannot be waived" not in roleaudit("explain", "wide-span").out


def test_explain_says_what_a_duty_means_and_when_it_is_expected(roleaudit: Command) -> None:
    out = roleaudit("explain", "backlog").out
    assert "backlog-management (duty)" in out
    assert "one owner per team" in out
    assert "expected from: scaleup" in out
    assert "disputed:" in out


def test_explain_shows_every_rule_with_its_levels_reasons_and_sources(roleaudit: Command) -> None:
    for row in json.loads(roleaudit("rules", "--format", "json").out)["rules"]:
        out = roleaudit("explain", row["name"]).out
        assert out.startswith(row["name"])
        for stage, level in row["levels"].items():
            assert re.search(rf"^{stage} +{level}", out, re.MULTILINE), (row["name"], stage)
        assert re.search(r"^source: \S", out, re.MULTILINE)


def test_explain_shows_what_a_rule_is_set_to_and_where(roleaudit: Command) -> None:
    out = roleaudit("explain", "wide-span").out
    assert re.search(r"^scaleup    warning, most 9  \(rules/reporting/wide-span\.yaml:\d+\)$", out, re.MULTILINE)
    assert "source: Spans of control differ widely between firms" in out


def test_explain_tells_each_kind_of_word_that_a_name_stands_for(roleaudit: Command) -> None:
    for name, kind in (
        ("product owner", "product-owner (title)"),
        ("retro", "retrospective (ritual)"),
        ("adoption", "adoption (metric)"),
        ("architecture", "architecture (duty)"),
        ("customers", "(party)"),
    ):
        assert kind in roleaudit("explain", name).out


def test_explain_without_a_name_lists_the_words(roleaudit: Command) -> None:
    out = roleaudit("explain").out
    for word in ("product-strategy", "product-manager", "sprint-planning", "adoption"):
        assert f"  {word} " in out


def test_rules_are_listed_as_table_and_json(roleaudit: Command) -> None:
    rows = json.loads(roleaudit("rules", "--format", "json").out)["rules"]
    assert {"startup": "info", "scaleup": "warning", "enterprise": "warning"} in [row["levels"] for row in rows]
    names = {row["name"] for row in rows}
    assert {"strategy-unowned", "wide-span"} <= names
    table = roleaudit("rules").out
    assert all(name in table for name in names)
    startup = json.loads(roleaudit("rules", "--stage", "startup", "--format", "json").out)["rules"]
    assert all(row["levels"]["startup"] != "off" for row in startup)


def test_facts_tell_unknown_open_and_known(roleaudit: Command, tmp_path: Path) -> None:
    (tmp_path / "org.yaml").write_text(
        FAULTY.replace("stage: startup", "stage: startup, headcount: 9"), encoding="utf-8"
    )
    entities = json.loads(roleaudit("facts", "--format", "json").out)["entities"]
    role = next(e["facts"] for e in entities if e["address"] == "roles.engineer")
    assert role["holders"] == {"at_least": ["p2", "p3"]}
    assert role["deputies"] is None
    assert role["vacant"] is False
    out = roleaudit("facts", "--kind", "role", "--at", "roles.engineer").out
    assert "at least p2, p3" in out
    assert "unknown" in out
    assert "founder" not in out


def test_facts_of_a_broken_file_point_at_check(roleaudit: Command, tmp_path: Path) -> None:
    (tmp_path / "org.yaml").write_text("org: [\n", encoding="utf-8")
    run = roleaudit("facts", "org.yaml")
    assert run.code == 2
    assert "org.yaml:" in run.err
    assert "roleaudit check" in run.err


def test_version_and_help(roleaudit: Command) -> None:
    import roleaudit as package

    assert roleaudit("--version").out == f"roleaudit {package.__version__}\n"
    out = roleaudit("--help").out
    for command in ("check", "rules", "explain", "facts"):
        assert command in out


# From Python


def test_the_same_audit_from_python(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import roleaudit as package

    monkeypatch.setenv("ROLEAUDIT_TODAY", "2026-11-22")
    file = tmp_path / "org.yaml"
    file.write_text(FAULTY, encoding="utf-8")
    result = package.audit(file, stage="scaleup")
    assert isinstance(result, package.Result)
    assert (result.stage, result.stage_from, result.invalid) == ("scaleup", "--stage", False)
    finding = next(f for f in result.findings if f.rule == "duty-with-several-owners")
    assert finding.level is package.Level.ERROR
    assert isinstance(finding.span, package.Span)
    with pytest.raises(AttributeError):
        package.no_such_name  # noqa: B018
