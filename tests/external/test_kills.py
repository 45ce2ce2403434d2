"""A run that is killed or interrupted at any moment leaves nothing half done, and one that is repeated says the same.

`KILLS` and `INTERRUPTS` in the environment say how many moments are tried, `RUNS` how many repetitions.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from roleaudit.reports import FORMATS

KILLS = int(os.environ.get("KILLS", "20"))
INTERRUPTS = int(os.environ.get("INTERRUPTS", "30"))
RUNS = int(os.environ.get("RUNS", "50"))
CHECK = [sys.executable, "-m", "roleaudit", "check"]
ENVIRONMENT = {**os.environ, "ROLEAUDIT_TODAY": "2026-11-22"}


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    """A repository whose report is about 1 MB long: it takes a moment to write."""
    (tmp_path / "repo/.git").mkdir(parents=True)
    seats = "".join(f"  r{n}: {{owns: [qa], reports_to: x{n}}}\n" for n in range(1000))
    (tmp_path / "repo/org.yaml").write_text(f"org: {{stage: startup}}\nroles:\n{seats}", encoding="utf-8")
    (tmp_path / "reports").mkdir()
    return tmp_path / "repo"


def test_after_a_kill_the_report_is_the_old_or_the_whole_new_one(repo: Path) -> None:
    file = repo.parent / "reports" / "report.json"
    writing = [*CHECK, f"--format=json:{file}"]
    started = time.monotonic()
    assert subprocess.run(writing, cwd=repo, env=ENVIRONMENT, stderr=subprocess.DEVNULL).returncode == 1
    took, whole = time.monotonic() - started, file.read_bytes()
    assert len(whole) > 500_000
    left = []
    for moment in (0, *(random.uniform(0, took * 1.1) for _ in range(KILLS - 1))):
        file.write_bytes(b"old")
        with subprocess.Popen(writing, cwd=repo, env=ENVIRONMENT, stderr=subprocess.DEVNULL) as running:
            time.sleep(moment)
            running.kill()
        assert file.read_bytes() in ((b"old", whole) if moment else (b"old",)), moment
        left += [path for path in file.parent.iterdir() if path != file]
        for path in left:
            path.unlink(missing_ok=True)
    # One that was killed while it wrote cannot clear up. It writes what is ready, which takes a few milliseconds.
    assert [path for path in left if not path.name.startswith(".report.json.")] == []
    assert len(left) <= 1 + KILLS // 20


def test_an_interrupt_at_any_moment_is_one_line_and_leaves_nothing_half_written(repo: Path) -> None:
    file = repo.parent / "reports" / "report.json"
    writing = [*CHECK, f"--format=json:{file}"]
    started = time.monotonic()
    last = subprocess.run(writing, cwd=repo, env=ENVIRONMENT, stderr=subprocess.PIPE, text=True).stderr
    took, whole = time.monotonic() - started, file.read_bytes()
    wrong = []
    for moment in (random.uniform(0, took * 1.1) for _ in range(INTERRUPTS)):
        file.write_bytes(b"old")
        with subprocess.Popen(writing, cwd=repo, env=ENVIRONMENT, stderr=subprocess.PIPE, text=True) as running:
            time.sleep(moment)
            running.send_signal(signal.SIGINT)
            said = running.communicate()[1]
        over = running.returncode == 1 and said == last
        told = ("roleaudit: interrupted\n", f"{last}roleaudit: interrupted\n")  # the second: after the judgement
        ended = said in {-signal.SIGINT: ("",), 130: told}.get(running.returncode, ())
        # Until `__main__` has imported `signal` the interpreter answers, as for any program.
        before_us = said.endswith("KeyboardInterrupt\n") and not any(f"roleaudit{sep}cli" in said for sep in "/\\")
        if not (over or ended or before_us) or file.read_bytes() not in (b"old", whole):
            wrong.append((moment, running.returncode, said))
        assert [path.name for path in file.parent.iterdir()] == ["report.json"], moment
    assert wrong == []


# --- the same bytes -------------------------------------------------------------------------------------------------

SPLIT = {
    "org.yaml": "org: {stage: scaleup}\ninclude: ['*/*.yaml']\nproducts: {p: {}, żółw: {}}\n",
    "a/roles.yaml": "roles:\n  é: {owns: [qa, roadmap], reports_to: 日本}\n  b: {owns: [qa, roadmap], reports_to: x}\n",
    "a/people.yaml": "people: {p1: {roles: [b, é]}, p2: {roles: b}, p3: {roles: [c, é]}}\n",
    "b/roles.yaml": "roles: {c: {owns: [qa, pricing, backlog], reports_to: b}, d: {owns: qa, reports_to: c}}\n",
    "b/teams.yaml": "teams: {t: {members: [p1, p2, p9]}, u: {lead: z}}\n",
}
COMMANDS = (["facts"], ["facts", "--format=json"], ["plan"], ["rules"], ["waivers"], ["check", "--show-settings"])


def said(arguments: Sequence[str], repo: Path, seed: int) -> tuple[str, tuple[bytes, ...]]:
    """Lay the files in some order, run in some environment, and give its encoding with all that is written."""
    chance = random.Random(seed)
    names = list(SPLIT)
    chance.shuffle(names)
    for name in names:
        file = repo / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.unlink(missing_ok=True)
        file.write_text(SPLIT[name], encoding="utf-8")
    encoding = chance.choice(["utf-8", "ascii", "cp1252"])
    environment = {
        "PYTHONHASHSEED": str(seed),
        "COLUMNS": str(chance.randint(40, 200)),
        "LC_ALL": chance.choice(["C", "C.UTF-8"]),
        "PYTHONUTF8": chance.choice("01"),
        "PYTHONIOENCODING": encoding,
        "TZ": chance.choice(["UTC", "Pacific/Kiritimati"]),
    }
    paths = chance.sample(["a/roles.yaml", "b/roles.yaml", "b/teams.yaml"], 3) if arguments[0] == "check" else []
    files = [repo.parent / "reports" / name for name in FORMATS if name != "text"]
    formats = [f"--format={file.name}:{file}" for file in files] if arguments == ["check"] else []
    command = [sys.executable, "-m", "roleaudit", *arguments, *paths, *(["--format=text", *formats] if formats else [])]
    done = subprocess.run(command, cwd=repo, env={**ENVIRONMENT, **environment}, capture_output=True)
    assert done.returncode in (0, 1), done.stderr
    return encoding, (done.stdout, done.stderr, *(file.read_bytes() for file in files if formats))


def test_the_reports_are_the_same_bytes_whatever_the_machine(repo: Path) -> None:
    outcomes = [said(["check"], repo, seed) for seed in range(RUNS)]
    assert len({written[2:] for _, written in outcomes}) == 1
    assert len(set(outcomes)) == len({encoding for encoding, _ in outcomes})


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_the_other_commands_say_the_same_whatever_the_machine(arguments: list[str], repo: Path) -> None:
    outcomes = {said(arguments, repo, seed) for seed in range(max(4, RUNS // 10))}
    assert len(outcomes) == len({encoding for encoding, _ in outcomes})
