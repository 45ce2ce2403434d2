"""What a change did, asked of git: commits with what each adds, removes and loosens, and git left as it was."""

from __future__ import annotations

import datetime
import json
import os
import subprocess
import sys
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from roleaudit import cli
from roleaudit.gate import baseline

TODAY = datetime.date(2026, 11, 22)
ORG = """\
org: {stage: startup}
include: parts/*.yaml
"""
ROLES = """\
roles:
  founder: {owns: [product-strategy, delivery], reports_to: none}
  engineer: {owns: [qa, coding], reports_to: founder}
"""
RULE = """\
summary: A seat has no purpose.
why: Nobody knows what it is for.
fix: Say what it is for.
evidence: practice
sources: [{title: Our handbook}]
stages: {startup: {level: info}}
for: role
expect: {purpose: {exists: true}}
message: "{id} has no purpose"
examples: []
"""

Git = Callable[..., str]
Check = Callable[..., "Run"]
Names = set[tuple[str, str]]


class Run(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def result(self) -> dict[str, Any]:
        return dict(json.loads(self.out)["results"][0])

    @property
    def new(self) -> Names:
        return {(f["rule"], f["address"]) for f in self.result["findings"] if f["suppressed"] is f["known"] is None}

    def listed(self, name: str) -> Names:
        return {(f["rule"], f["address"]) for f in self.result["change"][name]}

    @property
    def altered(self) -> list[tuple[str, str | None, str | None]]:
        return [tuple(a.values()) for a in self.result["change"]["altered"]]


@pytest.fixture
def git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Git:
    """Run git in a new repository, without any configuration of the machine."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    identity = {"NAME": "n", "EMAIL": "n@example.org", "DATE": "2026-11-22T12:00:00Z"}
    for who in ("AUTHOR", "COMMITTER"):
        for what, value in identity.items():
            monkeypatch.setenv(f"GIT_{who}_{what}", value)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
    repo = tmp_path / "repo"
    repo.mkdir()
    monkeypatch.chdir(repo)

    def run(*arguments: str) -> str:
        return subprocess.run(["git", *arguments], check=True, capture_output=True, text=True).stdout

    run("init", "--quiet", "--initial-branch=main")
    return run


@pytest.fixture
def check(git: Git, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Check:
    """Run `roleaudit check` in the repository, for a program unless another format is named."""
    monkeypatch.setenv("ROLEAUDIT_TODAY", TODAY.isoformat())

    def run(*arguments: str) -> Run:
        usual = () if "--format" in arguments else ("--format", "json")
        monkeypatch.setattr(sys, "argv", ["roleaudit", "check", "--min-level", "info", *usual, *arguments])
        return Run(cli.execute(), *capsys.readouterr())

    return run


def write(files: dict[str, str | None]) -> None:
    """Write files, and delete those that are None."""
    for name, text in files.items():
        if text is None:
            Path(name).unlink()
        else:
            Path(name).parent.mkdir(parents=True, exist_ok=True)
            Path(name).write_text(text, encoding="utf-8")


def commit(git: Git, files: dict[str, str | None]) -> None:
    write(files)
    git("add", "--all")
    git("commit", "--quiet", "--allow-empty", "--message", "change")


# Thirty commits


class Step(NamedTuple):
    """One commit: what it writes, and what `--since HEAD~1` has to say of it, by the rules in `WATCHED`."""

    title: str
    files: dict[str, str | None]
    new: Collection[tuple[str, str]] = ()
    fixed: Collection[tuple[str, str]] = ()
    moved: Collection[tuple[str, str]] = ()
    altered: Sequence[tuple[str, str | None, str | None]] = ()
    code: int | None = 0


def seats(founder: str = "", more: str = "") -> str:
    return ROLES.replace("reports_to: none}", f"reports_to: none{founder}}}") + more


GHOST = ("unknown-reference", "roles.founder.deputy.ghost")
TBD = ("placeholder", "roles.founder.deputy.TBD")
SPECTRE = ("unknown-reference", "roles.cto.deputy.spectre")
PHANTOM = ("unknown-reference", "roles.cto.deputy.phantom")
WAIVER = "waivers:\n  - {rule: placeholder, at: roles.founder, reason: A deputy in March%s}\n"
WAIVED = "waiver of placeholder at roles.founder"
BLOCK = """\
# The seats of the company, one below the other.
roles:

  engineer:
    reports_to: founder
    owns:
      - qa
      - coding
  founder:
    reports_to: none
    owns:
      - product-strategy
      - delivery
"""


def known(rule: str, address: str) -> str:
    from roleaudit.findings import identity

    entry = baseline.Entry(identity(rule, address), rule, address, "2026-11-22")
    return baseline.text({entry.identity: entry})


SCALE = ORG.replace("startup", "scaleup")
HEADS = SCALE.replace("scaleup}", "scaleup, headcount: 40}")
POLICY = HEADS + "policy: {owners: {qa: product-development}}\n"
STEPS = [
    Step("a name that leads nowhere", {"parts/roles.yaml": seats(", deputy: ghost")}, {GHOST}, code=1),
    Step("it is mended", {"parts/roles.yaml": seats(", deputy: engineer")}, fixed={GHOST}),
    Step("lines move", {"parts/roles.yaml": "# a\n# b\n\n" + seats(", deputy: engineer")}),
    Step("another layout", {"parts/roles.yaml": BLOCK}),
    Step("another file", {"parts/roles.yaml": None, "parts/seats.yaml": ROLES}),
    Step("a file that no org includes", {"ci.yaml": "on: push\n"}),
    Step("a placeholder", {"parts/seats.yaml": seats(", deputy: TBD")}, {TBD}),
    Step(
        "it stands in another file",
        {"parts/seats.yaml": None, "parts/roles.yaml": "# moved\n" + seats(", deputy: TBD")},
        moved={TBD},
    ),
    Step(
        "it is waived",
        {"org.yaml": ORG + WAIVER % ", until: 2026-12-31"},
        altered=[(WAIVED, None, "until 2026-12-31")],
    ),
    Step(
        "the waiver holds for longer",
        {"org.yaml": ORG + WAIVER % ", until: 2027-06-30"},
        altered=[(WAIVED, "until 2026-12-31", "until 2027-06-30")],
    ),
    Step("the waiver ends earlier", {"org.yaml": ORG + WAIVER % ", until: 2027-03-31"}),
    Step(
        "the waiver has no end",
        {"org.yaml": ORG + WAIVER % ""},
        altered=[(WAIVED, "until 2027-03-31", "without an end")],
    ),
    Step("the waiver is removed", {"org.yaml": ORG}, {TBD}),
    Step("one for another", {"parts/roles.yaml": seats(", deputy: ghost")}, {GHOST}, {TBD}, code=1),
    Step("the seats are clean again", {"parts/roles.yaml": seats()}, fixed={GHOST}),
    Step("a second owner", {"parts/more.yaml": "roles: {tester: {owns: qa}}\n"}),
    Step("the second owner leaves", {"parts/more.yaml": None}),
    Step("the firm grows", {"org.yaml": SCALE}, altered=[("org.stage", "startup", "scaleup")], code=1),
    Step("it counts its heads", {"org.yaml": HEADS}, altered=[("org.headcount", None, "40")]),
    Step(
        "it declares who owns quality",
        {"org.yaml": POLICY},
        altered=[("policy.owners.qa", None, "product-development")],
    ),
    Step(
        "it goes back to where little is asked",
        {"org.yaml": ORG},
        altered=[
            ("org.stage", "scaleup", "startup"),
            ("org.headcount", "40", None),
            ("policy.owners.qa", "product-development", None),
        ],
    ),
    Step(
        "a fault comes with a gate that lets it pass",
        {"roleaudit.yaml": "fail-on: never\n", "parts/roles.yaml": seats(", deputy: ghost")},
        {GHOST},
        altered=[("roleaudit.yaml: fail-on", None, "never")],
        code=1,
    ),
    Step(
        "a rule is turned off, and what it would find comes with it",
        {
            "roleaudit.yaml": "rules: {unknown-reference: off}\n",
            "parts/roles.yaml": seats(", deputy: ghost", "  cto: {deputy: spectre}\n"),
        },
        {SPECTRE},
        altered=[("roleaudit.yaml: fail-on", "never", None), ("roleaudit.yaml: rules.unknown-reference", None, "off")],
    ),
    Step(
        "the rule is on again",
        {"roleaudit.yaml": None, "parts/roles.yaml": seats(", deputy: ghost")},
        altered=[("roleaudit.yaml: rules.unknown-reference", "off", None)],
    ),
    Step(
        "rules of its own, which do not count yet",
        {"roleaudit.yaml": "extends: ./our-rules\n", "our-rules/no-purpose.yaml": RULE},
        altered=[("roleaudit.yaml: extends", None, "./our-rules"), ("./our-rules/no-purpose.yaml", None, "there")],
    ),
    Step(
        "one of them is turned off, and still counts",
        {
            "our-rules/no-purpose.yaml": RULE.replace("level: info", "level: off"),
            "parts/roles.yaml": seats(", deputy: ghost", "  cto: {owns: pricing}\n"),
        },
        {("no-purpose", "roles.cto")},
        altered=[("./our-rules/no-purpose.yaml", "there", "changed")],
    ),
    Step(
        "a baseline comes with what it hides",
        {
            "roleaudit.yaml": "baseline: known.yaml\n",
            "our-rules/no-purpose.yaml": None,
            "known.yaml": known(*SPECTRE),
            "parts/roles.yaml": seats(", deputy: ghost", "  cto: {owns: pricing, deputy: spectre}\n"),
        },
        {SPECTRE},
        altered=[
            ("roleaudit.yaml: extends", "./our-rules", None),
            ("roleaudit.yaml: baseline", None, "known.yaml"),
            ("./our-rules/no-purpose.yaml", "there", None),
            ("baseline: unknown-reference at roles.cto.deputy.spectre", None, "known"),
        ],
        code=1,
    ),
    Step(
        "what the baseline has is mended, and does not count as fixed",
        {"parts/roles.yaml": seats(", deputy: ghost", "  cto: {owns: pricing, deputy: phantom}\n")},
        {PHANTOM},
        code=1,
    ),
    Step(
        "the baseline goes, and all that is wrong",
        {"roleaudit.yaml": None, "known.yaml": None, "parts/roles.yaml": seats()},
        fixed={GHOST, PHANTOM},
        altered=[
            ("roleaudit.yaml: baseline", "known.yaml", None),
            ("baseline: unknown-reference at roles.cto.deputy.spectre", "known", None),
        ],
    ),
    Step("nothing", {}),
]
WATCHED = {"unknown-reference", "placeholder", "no-purpose"}


def test_each_of_thirty_commits_is_told_for_what_it_does(git: Git, check: Check) -> None:
    assert len(STEPS) == 30
    commit(git, {"org.yaml": ORG, "parts/roles.yaml": ROLES})
    before = check().result
    for number, step in enumerate(STEPS, 1):
        plain = not Path("roleaudit.yaml").exists()
        commit(git, step.files)
        run = check("--since", "HEAD~1")
        title = f"{number}: {step.title}"
        assert watched(run.new) == set(step.new), title
        assert watched(run.listed("fixed")) == set(step.fixed), title
        assert watched(run.listed("moved")) == set(step.moved), title
        assert run.altered == list(step.altered), title
        assert run.result["change"]["notes"] == [], title
        assert step.code in (run.code, None), title
        after = check().result
        if plain and not Path("roleaudit.yaml").exists():
            assert (run.new, run.listed("fixed")) == difference(before, after), title
        before = after


def difference(before: dict[str, Any], after: dict[str, Any]) -> tuple[Names, Names]:
    """What two plain audits have apart, of all rules: findings that came or grew louder, and findings that went."""
    levels = ["info", "warning", "error"]
    was, is_ = (
        {(f["rule"], f["address"]): levels.index(f["level"]) for f in result["findings"] if f["suppressed"] is None}
        for result in (before, after)
    )
    all_ = {(f["rule"], f["address"]) for f in after["findings"]}
    return {name for name, level in is_.items() if was.get(name, -1) < level}, was.keys() - all_


def watched(names: Names) -> Names:
    return {name for name in names if name[0] in WATCHED}


# What is compared


def test_the_working_tree_is_compared_with_where_the_branch_began(git: Git, check: Check) -> None:
    """Commits on the other branch since then, and whether the change is committed, make no difference."""
    commit(git, {"org.yaml": ORG, "parts/roles.yaml": ROLES})
    began = git("rev-parse", "HEAD").strip()
    git("switch", "--quiet", "--create", "work")
    git("switch", "--quiet", "main")
    commit(git, {"parts/roles.yaml": seats(", deputy: engineer, purpose: TBD")})
    git("switch", "--quiet", "work")
    write(
        {"parts/roles.yaml": seats(", deputy: ghost"), "parts/new.yaml": "roles: {cto: {owns: pricing, deputy: TBD}}"}
    )
    run = check("--since", "main")
    assert watched(run.new) == {GHOST, ("placeholder", "roles.cto.deputy.TBD")}
    assert (run.result["change"]["since"], run.result["change"]["commit"]) == ("main", began)
    assert run.code == 1
    assert "finding" in run.err


def test_a_root_that_moves_is_still_the_same_organisation(git: Git, check: Check) -> None:
    commit(git, {"org.yaml": ORG, "parts/roles.yaml": seats(", deputy: TBD")})
    commit(git, {"org.yaml": None, "parts/roles.yaml": None})
    commit(git, {"firm/org.yaml": ORG, "firm/parts/roles.yaml": seats(", deputy: TBD")})
    run = check("--since", "HEAD~2", "firm")
    assert run.new == set()
    assert run.result["change"]["notes"] == []
    (moved,) = (f for f in run.result["change"]["moved"] if f["rule"] == "placeholder")
    assert (moved["span"]["file"], moved["before"]["file"]) == ("firm/parts/roles.yaml", "parts/roles.yaml")
    line = "  warning[placeholder] roles.founder.deputy.TBD, firm/parts/roles.yaml:2, before in parts/roles.yaml:2\n"
    assert line in check("--since", "HEAD~2", "firm", "--format", "text").out


def test_a_configured_root_and_its_includes_are_found_from_below(
    git: Git, check: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = {"roleaudit.yaml": "org: firm\n", "firm/org.yaml": ORG.replace("parts/*.yaml", "[a/*/?.yaml, zoë.yaml]")}
    commit(git, {**text, "firm/a/b/c.yaml": seats(", deputy: TBD"), "firm/zoë.yaml": "teams: {a: {lead: ghost}}\n"})
    write({"firm/a/b/c.yaml": seats(", deputy: ghost"), "firm/zoë.yaml": "# moved down\nteams: {a: {lead: ghost}}\n"})
    monkeypatch.chdir("firm/a")
    run = check("--since", "HEAD")
    assert (watched(run.new), watched(run.listed("fixed"))) == ({GHOST}, {TBD})
    (gone,) = (f for f in run.result["change"]["fixed"] if f["rule"] == "placeholder")
    assert gone["span"]["file"] == "b/c.yaml"


def test_a_link_in_the_commit_is_followed_inside_the_repository_alone(git: Git, check: Check, tmp_path: Path) -> None:
    (tmp_path / "secret.yaml").write_text("roles: {cto: {deputy: ghost}}\n")
    Path("parts").mkdir()
    Path("parts/roles.yaml").symlink_to("../shared.yaml")
    commit(git, {"org.yaml": ORG, "shared.yaml": seats(", deputy: TBD")})
    Path("parts/roles.yaml").unlink()
    write({"parts/roles.yaml": seats(", deputy: ghost")})
    assert watched(check("--since", "HEAD").listed("fixed")) == {TBD}
    for target in (str(tmp_path / "secret.yaml"), "../../secret.yaml"):
        Path("parts/roles.yaml").unlink(missing_ok=True)
        Path("parts/roles.yaml").symlink_to(target)
        commit(git, {})
        Path("parts/roles.yaml").unlink()
        write({"parts/roles.yaml": seats(", deputy: ghost")})
        run = check("--since", "HEAD")
        assert "ghost" not in str(run.result["change"])
        assert "`parts/*.yaml` matches no file" in str(run.result["change"]["notes"])


def test_without_an_organisation_before_everything_is_new(git: Git, check: Check) -> None:
    commit(git, {"notes.txt": ""})
    commit(git, {"org.yaml": ORG + WAIVER % "", "parts/roles.yaml": seats(", deputy: ghost")})
    run = check("--since", "HEAD~1")
    assert run.code == 1
    assert GHOST in run.new
    short = git("rev-parse", "HEAD~1")[:9]
    assert run.result["change"]["notes"] == [f"there was no organisation at {short}: all findings are new"]
    assert run.altered == [(WAIVED, None, "without an end")]


@pytest.mark.parametrize("broken", ["parts/roles.yaml", "org.yaml"])
def test_an_organisation_that_was_broken_is_told(git: Git, check: Check, broken: str) -> None:
    files = {"org.yaml": ORG, "parts/roles.yaml": seats(", deputy: ghost")}
    commit(git, {**files, broken: "roles: [\n"})
    commit(git, {broken: files[broken]})
    run = check("--since", "HEAD~1")
    assert GHOST in run.new
    (note,) = run.result["change"]["notes"]
    assert "could not be audited at" in note
    assert f"({broken}:1: " in note
    assert "all findings count as new" in note


@pytest.mark.parametrize(
    "files",
    [
        {"org.yaml": ORG + "x: y\n"},
        {"roleaudit.yaml": "fail-on: nothing\n"},
        {"roleaudit.yaml": "extends: ./our-rules\n", "our-rules/no-purpose.yaml": "for: nothing\n"},
        {"roleaudit.yaml": "baseline: known.yaml\n", "known.yaml": "findings: []\n"},
    ],
)
def test_no_comparison_hides_what_the_change_breaks(git: Git, check: Check, files: dict[str, str | None]) -> None:
    commit(git, {"org.yaml": ORG, "parts/roles.yaml": ROLES})
    write(files)
    run = check("--since", "HEAD", "--fail-on", "never")
    assert run.code == 2
    assert {f["rule"] for f in run.result["findings"]} == {"invalid-file"}


@pytest.mark.parametrize(
    "files",
    [
        {"roleaudit.yaml": "fail-on: nothing\n"},
        {"roleaudit.yaml": "fail-on: [\n"},
        {"roleaudit.yaml": "org: none.yaml\n"},
        {"roleaudit.yaml": "extends: ./our-rules\n", "our-rules/no-purpose.yaml": "for: nothing\n"},
        {"roleaudit.yaml": "baseline: known.yaml\n", "known.yaml": "findings: []\n"},
    ],
)
def test_settings_that_were_broken_can_be_mended(git: Git, check: Check, files: dict[str, str | None]) -> None:
    commit(git, {"org.yaml": ORG, "parts/roles.yaml": ROLES, **files})
    commit(git, {"roleaudit.yaml": "fail-on: never\n", "parts/roles.yaml": seats(", deputy: ghost")})
    run = check("--since", "HEAD~1")
    assert (run.code, watched(run.new)) == (0, {GHOST})
    (note,) = run.result["change"]["notes"]
    assert note.startswith("what was set at ")
    assert note.endswith("; what is set now is used")


def test_a_baseline_that_was_named_and_not_yet_created_is_none(git: Git, check: Check) -> None:
    commit(
        git, {"org.yaml": ORG, "parts/roles.yaml": seats(", deputy: TBD"), "roleaudit.yaml": "baseline: known.yaml\n"}
    )
    write({"known.yaml": known(*GHOST), "parts/roles.yaml": seats(", deputy: ghost")})
    run = check("--since", "HEAD")
    assert (watched(run.new), watched(run.listed("fixed"))) == ({GHOST}, {TBD})
    assert run.altered == [("baseline: unknown-reference at roles.founder.deputy.ghost", None, "known")]


def test_what_the_caller_names_is_taken_from_where_the_change_began(git: Git, check: Check, tmp_path: Path) -> None:
    loose = {"ci/loose.yaml": "rules: {unknown-reference: off}\n", "ci/known.yaml": known(*GHOST)}
    commit(
        git, {"org.yaml": ORG, "parts/roles.yaml": ROLES, "ci/loose.yaml": "{}\n", "ci/known.yaml": baseline.text({})}
    )
    write({**loose, "parts/roles.yaml": seats(", deputy: ghost")})
    for arguments in (("--config", "ci/loose.yaml"), ("--baseline", "ci/known.yaml")):
        assert watched(check(*arguments).new) == set()
        assert watched(check("--since", "HEAD", *arguments).new) == {GHOST}
    for name, text in loose.items():
        (tmp_path / Path(name).name).write_text(str(text))
    for arguments in (("--config", "../loose.yaml"), ("--baseline", "../known.yaml")):
        assert watched(check("--since", "HEAD", *arguments).new) == set()


def test_rule_sets_of_a_named_folder_are_those_of_then(git: Git, check: Check) -> None:
    commit(git, {"org.yaml": ORG, "parts/roles.yaml": ROLES, "roleaudit.yaml": "extends: acme\n"})
    commit(git, {"sets/acme/no-purpose.yaml": RULE})
    write({"sets/acme/no-purpose.yaml": RULE.replace("level: info", "level: off")})
    write({"parts/roles.yaml": seats("", "  cto: {owns: pricing}\n")})
    run = check("--since", "HEAD", "--rules", "sets")
    assert watched(run.new) == {("no-purpose", "roles.cto")}
    assert run.altered == [("acme/no-purpose.yaml", "there", "changed")]


# What people see


def test_a_change_is_told_to_people(git: Git, check: Check) -> None:
    commit(git, {"org.yaml": ORG, "parts/roles.yaml": seats(", deputy: TBD")})
    files = {"parts/roles.yaml": None, "parts/a`|b.yaml": seats(", deputy: ghost, purpose: TBD"), "org.yaml": ORG}
    commit(git, {**files, "roleaudit.yaml": "fail-on: never\n"})
    short = git("rev-parse", "HEAD~1")[:9]
    only = ("--since", "HEAD~1", "--select", "placeholder,unknown-reference")
    text = check(*only, "--format", "text")
    assert (
        f"""\
org.yaml: 1 error, 1 warning
since HEAD~1 (commit {short}): 2 new, 1 fixed, 0 moved to another file
fixed:
  warning[placeholder] roles.founder.deputy.TBD, parts/roles.yaml:2
this change alters what is judged:
  roleaudit.yaml: fail-on: from nothing to never
"""
        in text.out
    )
    markdown = check(*only, "--format", "markdown").out
    assert f"`since HEAD~1 (commit {short}): 2 new, 1 fixed, 0 moved to another file`" in markdown
    assert "Fixed:\n\n- `warning[placeholder] roles.founder.deputy.TBD, parts/roles.yaml:2`\n" in markdown
    assert "This change alters what is judged:\n\n- `roleaudit.yaml: fail-on: from nothing to never`\n" in markdown
    assert "since" not in check(*only, "--format", "text", "--quiet").out


def test_long_lists_are_cut_for_people_and_whole_for_programs(git: Git, check: Check) -> None:
    names = [f"n{number}" for number in range(30)]
    commit(git, {"org.yaml": ORG, "parts/roles.yaml": seats("", "  cto: {owns: pricing, contributes_to: x}\n")})
    teams = "teams: {" + ", ".join(f"{name}: {{lead: ghost}}" for name in names) + "}\n"
    commit(git, {"parts/teams.yaml": teams})
    commit(git, {"parts/teams.yaml": None})
    only = ("--since", "HEAD~1", "--select", "unknown-reference")
    assert len(check(*only).result["change"]["fixed"]) == 30
    lines = check(*only, "--format", "text").out.splitlines()
    assert sum("unknown-reference" in line for line in lines) == 20
    assert "  and 10 more" in lines


# Git


def everything(folder: Path) -> dict[str, tuple[int, bytes]]:
    return {
        str(path): (path.lstat().st_mtime_ns, path.read_bytes() if path.is_file() else b"")
        for path in folder.rglob("*")
    }


def test_git_is_only_read_and_runs_nothing(git: Git, check: Check, tmp_path: Path) -> None:
    """No hook, no file system monitor, no filter, and not a byte of the repository is changed."""
    trap = tmp_path / "trap"
    trap.write_text(f"#!/bin/sh\ntouch '{tmp_path}/sprung'\ncat\n")
    trap.chmod(0o755)
    commit(git, {"org.yaml": ORG, "parts/roles.yaml": ROLES, ".gitattributes": "* filter=trap diff=trap\n"})
    commit(git, {"parts/roles.yaml": seats(", deputy: TBD")})
    for name in ("post-checkout", "post-index-change", "reference-transaction", "pre-auto-gc"):
        (Path(".git/hooks") / name).symlink_to(trap)
    for name in ("core.fsmonitor", "filter.trap.smudge", "filter.trap.clean", "diff.trap.textconv", "core.pager"):
        git("config", name, str(trap))
    Path("parts/roles.yaml").touch()
    (tmp_path / "sprung").unlink(missing_ok=True)
    before = everything(Path())
    assert watched(check("--since", "HEAD~1").new) == {TBD}
    assert everything(Path()) == before
    assert not (tmp_path / "sprung").exists()


def test_nothing_is_left_behind(git: Git, check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(git, {"org.yaml": ORG, "parts/roles.yaml": ROLES})
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    assert check("--since", "HEAD").code == 0
    assert list((tmp_path / "temporary").iterdir()) == []


def test_a_shallow_clone_is_told_how_to_become_whole(
    git: Git, check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(git, {"org.yaml": ORG, "parts/roles.yaml": ROLES})
    git("branch", "other")
    commit(git, {"notes.txt": ""})
    source = Path.cwd().as_uri()
    git("clone", "--quiet", "--depth", "1", "--no-single-branch", source, str(tmp_path / "shallow"))
    monkeypatch.chdir(tmp_path / "shallow")
    git("fetch", "--quiet", "--depth", "1", "origin", "main")
    for ref in ("HEAD~1", "origin/none"):
        run = check("--since", ref)
        assert run.code == 2
        assert "this clone is shallow" in run.err
        assert "`git fetch --unshallow`" in run.err
        assert "`fetch-depth: 0`" in run.err
    git("fetch", "--quiet", "--unshallow")
    assert check("--since", "HEAD~1").code == 0


def test_a_repository_of_somebody_else_is_told_how_to_be_trusted(
    git: Git, check: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(git, {"org.yaml": ORG, "parts/roles.yaml": ROLES})
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    run = check("--since", "HEAD")
    assert run.code == 2
    assert f"`git config --global --add safe.directory {Path.cwd()}`" in run.err


def test_a_partial_clone_is_not_completed_behind_the_back(
    git: Git, check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(git, {"org.yaml": ORG, "parts/roles.yaml": ROLES})
    commit(git, {"parts/roles.yaml": seats(", deputy: TBD")})
    git("config", "uploadpack.allowFilter", "true")
    git("clone", "--quiet", "--filter=blob:none", Path.cwd().as_uri(), str(tmp_path / "partial"))
    monkeypatch.chdir(tmp_path / "partial")
    run = check("--since", "HEAD~1")
    assert run.code == 2
    assert "this clone lacks files of older commits" in run.err


def test_a_hook_of_another_repository_changes_nothing(
    git: Git, check: Check, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Git tells a hook its repository by paths that are meant from the top."""
    commit(git, {"firm/org.yaml": ORG, "firm/parts/roles.yaml": ROLES})
    write({"firm/parts/roles.yaml": seats(", deputy: TBD")})
    for name, path in (("GIT_DIR", ".git"), ("GIT_INDEX_FILE", ".git/index"), ("GIT_WORK_TREE", str(tmp_path))):
        monkeypatch.setenv(name, path)
    assert watched(check("--since", "HEAD", "firm").new) == {TBD}


def test_a_damaged_repository_is_told_in_one_line(git: Git, check: Check) -> None:
    commit(git, {"org.yaml": ORG, "parts/roles.yaml": ROLES})
    commit(git, {"parts/roles.yaml": seats(", deputy: TBD")})
    for object_, words in (("HEAD~1:parts/roles.yaml", "lacks files of older"), ("HEAD~1^{tree}", "git fails: ")):
        id = git("rev-parse", object_).strip()
        (Path(".git/objects") / id[:2] / id[2:]).unlink()
        run = check("--since", "HEAD~1")
        assert (run.code, run.out, run.err.count("\n")) == (2, "", 1)
        assert words in run.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--since", "none"), "--since: there is no commit `none` here; `git log --all` shows what there is"),
        (("--since", "--output=x"), "--since: there is no commit `--output=x` here"),
        (("--since", "origin/main"), "`git fetch origin main` may bring it"),
        (("--since", ""), "--since: there is no commit `` here"),
        (("--since", "HEAD", "--show-settings"), "--show-settings says what is set now; with --since"),
        (("--since", "HEAD", "-"), "--since: standard input has no history"),
        (("--since", "orphan"), "--since: `orphan` and HEAD share no commit"),
    ],
)
def test_what_cannot_be_compared_is_said_in_one_line(
    git: Git, check: Check, arguments: tuple[str, ...], words: str
) -> None:
    commit(git, {"org.yaml": ORG, "parts/roles.yaml": ROLES})
    git("branch", "orphan", git("commit-tree", "HEAD^{tree}", "-m", "another beginning").strip())
    run = check(*arguments)
    assert (run.code, run.out) == (2, "")
    assert words in run.err
    assert run.err.count("\n") == 1


def test_without_git_or_a_commit_there_is_nothing_to_compare(
    git: Git, check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write({"org.yaml": ORG, "parts/roles.yaml": ROLES})
    run = check("--since", "HEAD")
    assert (run.code, run.out) == (2, "")
    assert "there is no commit `HEAD` here" in run.err
    commit(git, {})
    git("switch", "--quiet", "--orphan", "empty")
    write({"org.yaml": ORG, "parts/roles.yaml": ROLES})
    assert "nothing is committed here yet" in check("--since", "main").err
    (tmp_path / "bare").mkdir()
    monkeypatch.chdir(tmp_path / "bare")
    write({"org.yaml": ORG.replace("include: parts/*.yaml\n", "")})
    assert "--since: this is in no git repository" in check("--since", "HEAD").err
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    assert check("--since", "HEAD").err == "roleaudit: --since: git is not installed\n"
