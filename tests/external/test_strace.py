"""What a run does to the machine, as the kernel sees it: nothing is opened outside the repository, sent or executed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

import roleaudit

OWN = Path(roleaudit.__file__).parents[2]
"""Where the program and its rules are, in a checkout; the environment has the rest."""

COMMAND = str(Path(sys.executable).with_name("roleaudit"))
"""As it is installed: with `python -m` the interpreter itself looks for modules in the working directory."""

INTERPRETER = (sys.prefix, sys.base_prefix, sys.exec_prefix, str(OWN / "src"), str(OWN / "rules"))
SYSTEM = ("/usr/", "/lib", "/etc/ld.so", "/etc/localtime", "/proc/self/", "/proc/sys/", "/dev/null", "/dev/urandom")
GIT = ("/etc/gitconfig", "/etc/passwd", "/etc/nsswitch.conf", "/proc/")


class Traced(NamedTuple):
    """How a run ended, the paths that were opened, and for writing, the programs that were executed, and sockets."""

    code: int
    out: str
    opened: set[str]
    written: set[str]
    executed: list[str]
    sockets: list[str]


Trace = Callable[..., Traced]


@pytest.fixture
def trace(tmp_path: Path) -> Trace:
    """Give a function that runs the command in `repo` under strace."""
    tool = shutil.which("strace")
    assert tool, "install strace, as .ci/run does"
    (tmp_path / "home").mkdir()

    def run(*arguments: str) -> Traced:
        log = tmp_path / "log"
        calls = "trace=open,openat,openat2,creat,execve,execveat,%network"
        own = {name: str(tmp_path / "home") for name in ("HOME", "TMPDIR")}
        own |= {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONPYCACHEPREFIX": ""}  # what is compiled stands beside its source
        done = subprocess.run(
            [tool, "-f", "-y", "-qq", "-s", "4096", "-e", calls, "-o", str(log), COMMAND, *arguments],
            cwd=tmp_path / "repo",
            env={**os.environ, **own, "ROLEAUDIT_TODAY": "2026-11-22"},
            capture_output=True,
            text=True,
        )
        lines = log.read_text("utf-8").splitlines()
        opens = [
            match for line in lines if (match := re.search(r' open\w*\((?:AT_FDCWD<([^>]*)>, )?"([^"]*)", (\S+)', line))
        ]
        paths = [(os.path.join(match[1] or "", match[2]), match[3]) for match in opens]
        assert any(path.endswith("org.yaml") for path, _ in paths)
        return Traced(
            done.returncode,
            done.stdout + done.stderr,
            {os.path.normpath(path) for path, _ in paths},
            {os.path.normpath(path) for path, how in paths if re.search("O_WRONLY|O_RDWR|O_CREAT", how)},
            [match[1] for line in lines if (match := re.search(r' execve\w*\("([^"]*)".* = 0$', line))],
            [line for line in lines if re.search(r" (socket|socketpair|connect|bind|sendto|sendmsg)\(", line)],
        )

    return run


def outside(paths: set[str], *allowed: str) -> set[str]:
    """The paths that belong neither to the interpreter nor to the system nor to what is allowed."""
    return {path for path in paths if not path.startswith((*INTERPRETER, *SYSTEM, *allowed))}


RULE = """\
summary: A seat has reports.
why: "$(touch sprung) `touch sprung`"
fix: Ask.
evidence: practice
stages: {startup: {level: info}}
for: line
expect: {to: {unlike: ['*', '{__import__("os").system("touch sprung")}']}}
message: "{id} reports"
"""
INCLUDES = "'parts/*.yaml', '*/*/a.yaml', 'o*/*.yaml', out/secret.yaml, link.yaml, '../outside/*.yaml', /etc/passwd"
FILES = {"org.yaml", "parts/a.yaml", "roleaudit.yaml", "own/rule.yaml", "own/catalog/titles.yaml"}
TRAP = "#!/bin/sh\ntouch '{}'\ncat\n"


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    """A hostile repository: links that lead out, names that are code, and a trap wherever git would run something."""
    repo = tmp_path / "repo"
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/secret.yaml").write_text("roles: {hunter2: }\n", encoding="utf-8")
    files = {
        "org.yaml": f"org: {{stage: startup}}\ninclude: [{INCLUDES}]\n",
        "parts/a.yaml": 'roles: {a: {owns: [qa], reports_to: "$(touch sprung)"}, b: {reports_to: a}}\n',
        "parts/roleaudit.yaml": "extends: /etc\n",
        "parts/setup.py": "open('sprung', 'w')\n",
        "roleaudit.yaml": "extends: ./own\nrules: {rule: warning}\n",
        "own/rule.yaml": RULE,
        "own/catalog/titles.yaml": "captain: {title: Captain, functions: [leadership]}\n",
        "yaml.py": "open('sprung', 'w')\n",
        "sitecustomize.py": "open('sprung', 'w')\n",
        "typer.py": "open('sprung', 'w')\n",
    }
    for name, text in files.items():
        (repo / name).parent.mkdir(parents=True, exist_ok=True)
        (repo / name).write_text(text, encoding="utf-8")
    (repo / "out").symlink_to("../outside")
    (repo / "link.yaml").symlink_to("../outside/secret.yaml")
    (repo / "parts/link").symlink_to("../../outside")
    return repo


def sound(traced: Traced, repo: Path, *allowed: str) -> set[str]:
    """See that nothing was written, sent or sprung, and give what was opened below the repository."""
    assert traced.sockets == []
    assert outside(traced.written, *allowed) == set()
    assert outside(traced.opened, str(repo), str(repo.parent / "home"), *allowed) == set()
    assert not list(repo.parent.rglob("sprung"))
    assert "hunter2" not in traced.out
    below = {os.path.relpath(path, repo) for path in traced.opened if path.startswith(str(repo))}
    return {name for name in below if name.endswith((".yaml", ".py")) or os.path.isdir(repo / name)}


def test_a_check_opens_what_belongs_to_the_organisation(trace: Trace, repo: Path) -> None:
    traced = trace("check", "--format=compact")
    assert traced.code == 2
    assert traced.out.count("leads out of the directory of the root file") == 5
    assert sound(traced, repo) == FILES | {".", "parts", "own", "own/catalog"}
    assert traced.executed == [COMMAND]


def test_a_check_that_goes_to_the_end_opens_the_included_file_and_no_other(trace: Trace, repo: Path) -> None:
    (repo / "org.yaml").write_text("org: {stage: startup}\ninclude: 'parts/*.yaml'\n", encoding="utf-8")
    traced = trace("check", "--format=compact", "--min-level=info")
    assert traced.code == 1
    assert "warning rule: b reports" in traced.out
    assert sound(traced, repo) == FILES | {"parts", "own", "own/catalog"}
    assert traced.executed == [COMMAND]


def test_a_comparison_asks_git_and_springs_no_trap(trace: Trace, repo: Path, tmp_path: Path) -> None:
    (repo / "org.yaml").write_text("org: {stage: startup}\ninclude: 'parts/*.yaml'\n", encoding="utf-8")
    trap = tmp_path / "trap"
    trap.write_text(TRAP.format(tmp_path / "sprung"), encoding="utf-8")
    trap.chmod(0o755)

    def git(*arguments: str) -> None:
        who = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", *who, *arguments], cwd=repo, check=True, capture_output=True)

    git("init", "--quiet")
    git("add", ".")
    git("commit", "--quiet", "--message=one")
    (repo / "parts/a.yaml").write_text("roles: {a: {deputy: c}}\n", encoding="utf-8")
    (repo / ".gitattributes").write_text("* filter=trap diff=trap merge=trap\n", encoding="utf-8")
    for name in ("core.fsmonitor", "core.pager", "core.editor", "core.sshCommand", "core.askPass", "gpg.program"):
        git("config", name, str(trap))
    for name in (
        "filter.trap.clean",
        "filter.trap.smudge",
        "filter.trap.process",
        "diff.trap.textconv",
        "diff.external",
    ):
        git("config", name, str(trap))
    for name in ("alias.rev-parse", "alias.cat-file", "alias.ls-tree", "alias.merge-base", "credential.helper"):
        git("config", name, f"!{trap}")
    git("config", "core.hooksPath", str(repo / "hooks"))
    git("config", "remote.origin.url", f"ext::{trap}")
    git("config", "remote.origin.promisor", "true")
    git("config", "extensions.partialClone", "origin")
    (repo / "hooks").mkdir()
    for name in ("post-checkout", "post-index-change", "reference-transaction", "pre-auto-gc", "fsmonitor-watchman"):
        (repo / "hooks" / name).symlink_to(trap)
    traced = trace("check", "--since=HEAD", "--format=compact")
    assert traced.code == 1
    assert "`c` is not described anywhere" in traced.out
    home = str(tmp_path / "home")
    sound(traced, repo, home, *GIT)
    assert {os.path.basename(program) for program in traced.executed} == {"roleaudit", "git"}
    assert os.listdir(home) == []
