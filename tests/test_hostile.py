"""Hostile input ends in a report or a message: soon, within a little memory, and with nothing else written."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

import pytest
from hostile import places, rule_sets, texts
from hostile.cases import Case, lay, link, pipe
from hostile.forked import MEGABYTES, SECONDS

from roleaudit.reports import FORMATS
from roleaudit.reports.terminal import UNSAFE

ROOT = Path(__file__).parents[1]
STORY = (ROOT / "examples" / "stories" / "tidewell.yaml").read_text(encoding="utf-8")
RUNNER = Path(__file__).parent / "hostile" / "forked.py"
CASES = (*texts.CASES, *places.CASES, *rule_sets.CASES)


class Ended(NamedTuple):
    """The exit code, what was said, and what it took."""

    code: int
    out: str
    err: str
    seconds: float
    megabytes: float


Forked = Callable[..., Ended]


@pytest.fixture(scope="module")
def runner() -> Iterator[subprocess.Popen[str]]:
    """A process that has imported the command and runs it as often as it is told, never under coverage."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    fixed = {"ROLEAUDIT_TODAY": "2026-11-22", "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, str(RUNNER)]
    with subprocess.Popen(
        command, env=environment | fixed, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as running:
        yield running
        assert running.stdin
        running.stdin.close()


@pytest.fixture
def forked(runner: subprocess.Popen[str], tmp_path: Path) -> Forked:
    """Give a function that runs the command in `repo`, with a home and a place for temporary files of its own."""
    (tmp_path / "home").mkdir()

    def run(*arguments: str, out: str | None = None, most_bytes: int | None = None) -> Ended:
        files = {"in": os.devnull, "out": out or str(tmp_path / "stdout"), "err": str(tmp_path / "stderr")}
        own = {"HOME": str(tmp_path / "home"), "TMPDIR": str(tmp_path / "home")}
        job = {"folder": str(tmp_path / "repo"), "arguments": arguments, "environment": own, "most_bytes": most_bytes}
        assert runner.stdin
        assert runner.stdout
        print(json.dumps(job | files), file=runner.stdin, flush=True)
        used = json.loads(runner.stdout.readline())
        said = "" if out else Path(files["out"]).read_text("utf-8")
        return Ended(used["code"], said, Path(files["err"]).read_text("utf-8"), used["seconds"], used["megabytes"])

    return run


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    """The top of a repository."""
    (tmp_path / "repo/.git").mkdir(parents=True)
    return tmp_path / "repo"


def everything(folder: Path) -> dict[str, tuple[int, int]]:
    """What stands in a folder: how long it is and when it was written."""
    return {str(path): (path.lstat().st_size, path.lstat().st_mtime_ns) for path in folder.rglob("*")}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_hostile_case_is_reported_or_refused(
    case: Case, forked: Forked, repo: Path, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    lay(case.files(), repo)
    before = everything(tmp_path)
    reports = {name: tmp_path / f"report.{name}" for name in FORMATS if name != "text"}
    formats = [f"--format={name}:{file}" for name, file in reports.items()]
    done = forked("check", "--format=text", *formats)
    if done.seconds >= SECONDS:  # what else the machine does can only make it longer
        done = forked("check", "--format=text", *formats)
    record_property("used", f"{done.seconds:.2f} s, {done.megabytes:.0f} MiB")
    after = everything(tmp_path)
    assert (done.code, "fault of roleaudit" in done.err, "Traceback" in done.err) == (case.code, False, False), done.err
    assert done.seconds < SECONDS
    assert done.megabytes < MEGABYTES
    assert {name: after.pop(name, None) for name in before} == before
    assert after.keys() <= {str(file) for file in (*reports.values(), tmp_path / "stdout", tmp_path / "stderr")}
    said = {name: file.read_text("utf-8") for name, file in reports.items() if file.exists()}
    assert said.keys() in (set(), reports.keys())
    whole = "\n".join((done.out, done.err, said.get("json", "")))
    assert [part for part in ([case.says] if isinstance(case.says, str) else case.says) if part not in whole] == []
    for text in (done.out, done.err, *said.values()):
        assert not re.search(UNSAFE, text.replace("\n", ""))
    if said:
        read_back(said | {"text": done.out})


def read_back(reports: dict[str, str]) -> None:
    """Read the reports as their readers do: each is well formed, and no line of it is a command of a file's making."""
    for name in ("json", "sarif", "gitlab"):
        json.loads(reports[name])
    ElementTree.fromstring(reports["junit"])
    for line in reports["github"].splitlines():
        assert re.fullmatch(r"::(error|warning|notice) [^:]+::[^\r\n]+", line)
    for name in ("text", "compact"):  # what goes into a log; markdown is read as Markdown alone
        assert not re.search(r"^::|##\[", reports[name], re.MULTILINE)
    for cell in re.findall(r"^[-#|] .*$", reports["markdown"], re.MULTILINE):
        assert "<" not in re.sub(r"`[^`]*`|<br>", "", cell)


# --- other commands -------------------------------------------------------------------------------------------------

HOSTILE = """\
org: {stage: startup, name: "a\\e[31mb"}
products: {p: {problem: "\\x9b31m \\u202e"}}
roles:
  "a\u202eb": {owns: [qa, "\\e]0;x\\a"], reports_to: "\\e[2J", purpose: "\\e[31m"}
  c: {owns: [qa, qa], reports_to: "a\u202eb"}
people: {p1: {roles: c}}
waivers: [{rule: unknown-reference, at: "\\e[1m", reason: "\\e[1m ::error::", by: "\\e[1m"}]
"""
OWN = rule_sets.HOSTILE.replace("summary: A", 'summary: "\\e[1m').replace("another.", '\\x9b1m"')


@pytest.mark.parametrize(
    "arguments",
    [
        ("facts",),
        ("facts", "--format=json"),
        ("plan",),
        ("plan", "--format=json"),
        ("waivers",),
        ("waivers", "--format=json"),
        ("rules",),
        ("rules", "--format=json"),
        ("explain", "rule"),
        ("explain", "\x1b[31m"),
        ("check", "--show-settings"),
        ("check", "--diff"),
        ("check", "\x1b[31m.yaml"),
        ("check", "--select=\x1b[31m"),
        ("check", "--format=\x1b[31m"),
        ("check", "--config=\x1b[31m"),
        ("check", "--since=\x1b[31m"),
        ("baseline", "create", "b.yaml"),
        ("test-rules", "own"),
        ("\x1b[31m",),
        ("check", "--\x1b[31m"),
    ],
)
def test_no_command_passes_on_what_moves_the_cursor(arguments: tuple[str, ...], forked: Forked, repo: Path) -> None:
    lay({"org.yaml": HOSTILE, "roleaudit.yaml": "extends: ./own\n", "own/rule.yaml": OWN}, repo)
    done = forked(*arguments)
    assert done.code in (0, 1, 2)
    assert "fault of roleaudit" not in done.err
    for text in (done.out, done.err):
        assert not re.search(UNSAFE, text.replace("\n", ""))


# --- files that cannot be read or written ---------------------------------------------------------------------------

PARTS = {
    "org.yaml": "org: {stage: startup}\ninclude: 'parts/*.yaml'\n",
    "parts/a.yaml": "roles: {a: }\n",
    "roleaudit.yaml": "extends: ./own\nbaseline: known.yaml\n",
    "own/rule.yaml": rule_sets.PLAIN,
    "known.yaml": "format: roleaudit-baseline/1\n",
}


@pytest.mark.parametrize("name", ["org.yaml", "parts/a.yaml", "roleaudit.yaml", "own/rule.yaml", "known.yaml"])
def test_a_file_that_must_not_be_read_is_named(name: str, forked: Forked, repo: Path) -> None:
    lay(PARTS, repo)
    assert forked("check").code == 1
    (repo / name).chmod(0)
    done = forked("check")
    assert (done.code, f"{name} cannot be read: Permission denied" in done.out + done.err) == (2, True)


@pytest.mark.parametrize("name", ["parts", "own"])
def test_a_folder_that_must_not_be_read_is_no_empty_folder(name: str, forked: Forked, repo: Path) -> None:
    lay(PARTS, repo)
    (repo / name).chmod(0)
    try:
        done = forked("check")
    finally:
        (repo / name).chmod(0o700)
    assert done.code == 2
    assert "fault of roleaudit" not in done.err


def test_files_that_come_and_go_are_there_or_not(forked: Forked, repo: Path) -> None:
    lay(PARTS, repo)
    over = threading.Event()

    def flicker() -> None:
        while not over.is_set():
            for name in PARTS:
                os.rename(repo / name, repo / f"{name}.away")
                os.rename(repo / f"{name}.away", repo / name)

    thread = threading.Thread(target=flicker)
    thread.start()
    try:
        ended = [forked("check") for _ in range(20)]
    finally:
        over.set()
        thread.join()
    assert [done.err for done in ended if done.code not in (1, 2, 3) or "fault of roleaudit" in done.err] == []


def report(folder: Path) -> Path:
    """A report from before, alone in its folder."""
    folder.mkdir()
    file = folder / "report.json"
    file.write_text("old", encoding="utf-8")
    return file


def test_a_report_that_does_not_fit_leaves_the_old_one(forked: Forked, repo: Path, tmp_path: Path) -> None:
    lay({"org.yaml": STORY}, repo)
    file = report(tmp_path / "reports")
    done = forked("check", f"--format=json:{file}", most_bytes=1000)
    assert (done.code, done.err) == (2, f"roleaudit: --format: {file} cannot be written: File too large\n")
    assert {path.name: path.read_text("utf-8") for path in file.parent.iterdir()} == {"report.json": "old"}


def test_a_report_where_nothing_may_be_written_leaves_the_old_one(forked: Forked, repo: Path, tmp_path: Path) -> None:
    lay({"org.yaml": STORY}, repo)
    file = report(tmp_path / "reports")
    file.parent.chmod(0o500)
    done = forked("check", f"--format=json:{file}")
    file.parent.chmod(0o700)
    assert (done.code, done.err) == (2, f"roleaudit: --format: {file} cannot be written: Permission denied\n")
    assert {path.name: path.read_text("utf-8") for path in file.parent.iterdir()} == {"report.json": "old"}


def test_standard_output_that_is_full_is_said(forked: Forked, repo: Path) -> None:
    lay({"org.yaml": STORY}, repo)
    done = forked("check", "--format=json", most_bytes=1000)
    assert (done.code, done.err) == (2, "roleaudit: standard output cannot be written: File too large\n")


@pytest.mark.parametrize("kind", ["link", "dangling", "pipe", "device", "folder"])
@pytest.mark.parametrize("command", ["check", "baseline"])
def test_only_a_file_is_replaced(kind: str, command: str, forked: Forked, repo: Path, tmp_path: Path) -> None:
    target = report(tmp_path / "reports")
    made = {"link": link(str(target)), "dangling": link("none"), "pipe": pipe, "device": link("/dev/null")}
    lay({"org.yaml": STORY, "out.yaml": made.get(kind, Path.mkdir)}, repo)
    before = everything(tmp_path)
    arguments = {"check": ("check", "--format=json:out.yaml"), "baseline": ("baseline", "create", "out.yaml")}
    done = forked(*arguments[command])
    assert (done.code, "out.yaml" in done.err) == (2, True)
    after = everything(tmp_path)
    assert {name: after[name] for name in before} == before
    assert after.keys() - before.keys() <= {str(tmp_path / "stdout"), str(tmp_path / "stderr")}


# --- processes of their own -----------------------------------------------------------------------------------------


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "roleaudit", *arguments]


@pytest.mark.parametrize(
    ("arguments", "code"), [(("check",), 0), (("check", "--fail-on=warning"), 1), (("check", "x"), 2), (("plan",), 0)]
)
def test_what_the_caller_has_closed_changes_no_exit_code(arguments: tuple[str, ...], code: int, repo: Path) -> None:
    lay({"org.yaml": STORY}, repo)
    shell = ["sh", "-c", 'exec "$@" <&- >&- 2>&-', "sh", *command(*arguments)]
    assert subprocess.run(shell, cwd=repo).returncode == code
    with open("/dev/full", "wb") as full:
        assert subprocess.run(command(*arguments), cwd=repo, stdout=subprocess.DEVNULL, stderr=full).returncode == code


SPOKEN = """\
org: {stage: scaleup}
products: {"żółw": {}}
roles:
  "ä→": {owns: [qa, roadmap], reports_to: "日本"}
  b: {owns: [qa, roadmap], reports_to: "é→日"}
"""


@pytest.mark.parametrize(("encoding", "shown"), [("ascii", r"\xe9\u2192\u65e5"), ("cp1252", r"é\u2192\u65e5")])
@pytest.mark.parametrize("name", ["text", "github", "markdown", "json"])
def test_what_an_encoding_cannot_carry_is_an_escape(name: str, encoding: str, shown: str, repo: Path) -> None:
    lay({"org.yaml": SPOKEN}, repo)
    poor = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": encoding}
    done = subprocess.run(
        command("check", f"--format={name}", "--select=unknown-reference"),
        cwd=repo,
        env={**os.environ, **poor},
        capture_output=True,
    )
    assert done.returncode == 1
    said = done.stdout.decode(encoding)
    if name == "json":  # its own escapes
        assert json.loads(said)["results"][0]["findings"][0]["address"] == "roles.ä→.reports_to"
    else:
        assert shown in said


def test_a_repository_does_not_stand_in_for_what_is_imported(repo: Path) -> None:
    """`python -m` runs what it finds in the working directory, until the program says otherwise."""
    names = ("typer", "yaml", "pydantic", "json", "hashlib", "difflib", "rich")
    lay({"org.yaml": STORY} | {f"{name}.py": "open('sprung', 'w')\n" for name in names}, repo)
    assert subprocess.run(command("check"), cwd=repo, stdout=subprocess.DEVNULL).returncode == 0
    assert not (repo / "sprung").exists()


def interrupted(moment: float, repo: Path, file: Path) -> str:
    """Interrupt a run that writes a report, so many seconds after its start, and tell what may not be."""
    with subprocess.Popen(
        command("check", f"--format=json:{file}"), cwd=repo, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        time.sleep(moment)
        running.send_signal(signal.SIGINT)
        said = running.communicate()[1].decode()
    ended = running.returncode, said
    # Until `__main__` has imported `signal` the interpreter answers, as for any program.
    before_us = said.endswith("KeyboardInterrupt\n") and not re.search(r"roleaudit[/\\](?!__)", said)
    fine = before_us or ended in ((-signal.SIGINT, ""), (130, "roleaudit: interrupted\n"), (0, ""))
    left = [path.name for path in file.parent.iterdir()] != ["report.json"]
    return "" if fine and not left else f"{moment}: {ended}, {os.listdir(file.parent)}"


def test_an_interrupt_at_any_moment_is_one_line_and_leaves_nothing_half_written(repo: Path, tmp_path: Path) -> None:
    lay({"org.yaml": STORY}, repo)
    file = report(tmp_path / "reports")
    assert [said for moment in (0.05, 0.1, 0.2, 0.3) if (said := interrupted(moment, repo, file))] == []
