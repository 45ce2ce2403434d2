"""The hooks do what they promise: pre-commit itself runs them, from a clone of this project, in a fresh repository."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DAY = "2026-11-22"

SEATS = """\
org: {stage: startup}
include: [people/*.yaml]
roles:
  founder: {owns: [product-vision, product-strategy, roadmap, feature-prioritisation], reports_to: none}
  engineer: {owns: [delivery, qa, requirements-definition, user-research], reports_to: founder}
"""
FOUNDER = "people:\n  p1: {roles: founder}\n"
ENGINEER = "people:\n  p2: {roles: engineer, reports_to: p1}\n"
LOST = "people:\n  p2: {roles: engineer, reports_to: nobody-here}\n"

ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "GITHUB_"))},
    "ROLEAUDIT_TODAY": DAY,
    "GIT_CONFIG_GLOBAL": os.devnull,
    **{f"GIT_{who}_{what}": "someone@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
}


def run(*command: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=cwd,
        env=ENVIRONMENT | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


def git(*arguments: str | Path, cwd: Path) -> str:
    done = run("git", *arguments, cwd=cwd)
    assert done.returncode == 0, done.stdout
    return done.stdout.strip()


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with one commit that holds this checkout as it is."""
    folder = tmp_path_factory.mktemp("project")
    git("init", "--quiet", "--bare", ".", cwd=folder)
    tree = (f"--git-dir={folder}", f"--work-tree={ROOT}")
    git(*tree, "add", "--all", ".", cwd=ROOT)
    git(*tree, "commit", "--quiet", "--message", "as it is", cwd=ROOT)
    return folder


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where pre-commit keeps what it installs: the same place for all tests, so that it installs once."""
    return str(tmp_path_factory.mktemp("cache"))


class Repository:
    """An org in a fresh git repository that runs one of the hooks."""

    def __init__(self, folder: Path, project: Path, cache: str, hook: str) -> None:
        self.folder, self.cache = folder, cache
        git("init", "--quiet", ".", cwd=folder)
        revision = git("rev-parse", "HEAD", cwd=project)
        source = f"{{repo: '{project}', rev: {revision}, hooks: [{{id: {hook}}}]}}"
        self.write(
            **{
                ".pre-commit-config.yaml": f"repos: [{source}]\n",
                "org.yaml": SEATS,
                "people/founder.yaml": FOUNDER,
                "people/engineer.yaml": ENGINEER,
            }
        )
        done = run(sys.executable, "-m", "pre_commit", "install", cwd=folder, PRE_COMMIT_HOME=cache)
        assert done.returncode == 0, done.stdout

    def write(self, **files: str) -> None:
        for name, text in files.items():
            (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / name).write_text(text, encoding="utf-8")

    def commit(self) -> tuple[bool, str]:
        """Commit everything, and give whether the hook let it pass and what it said."""
        git("add", "--all", cwd=self.folder)
        done = run("git", "commit", "--message", "change", cwd=self.folder, PRE_COMMIT_HOME=self.cache)
        return done.returncode == 0, done.stdout


@pytest.fixture
def repository(request: pytest.FixtureRequest, tmp_path: Path, project: Path, cache: str) -> Repository:
    return Repository(tmp_path, project, cache, request.param)


ALL = pytest.mark.parametrize("repository", ["roleaudit", "roleaudit-always", "roleaudit-staged"], indirect=True)


@ALL
def test_a_commit_with_a_fault_is_refused(repository: Repository) -> None:
    passed, said = repository.commit()
    assert passed, said
    repository.write(**{"people/engineer.yaml": LOST})
    passed, said = repository.commit()
    assert not passed
    assert "people/engineer.yaml:2:" in said
    assert "unknown-reference" in said


@pytest.mark.parametrize("repository", ["roleaudit-always"], indirect=True)
def test_a_commit_that_only_deletes_a_holder_is_refused(repository: Repository) -> None:
    assert repository.commit()[0]
    (repository.folder / "people" / "founder.yaml").unlink()
    passed, said = repository.commit()
    assert not passed
    assert "unknown-reference" in said


@ALL
def test_forty_staged_files_are_one_run_with_the_findings_of_check(repository: Repository) -> None:
    repository.write(
        **{f"people/more{n}.yaml": f"people:\n  q{n}: {{roles: engineer, reports_to: gone{n}}}\n" for n in range(40)}
    )
    passed, said = repository.commit()
    assert not passed
    check = run(sys.executable, "-m", "roleaudit", "check", cwd=repository.folder)
    assert check.returncode == 1
    assert check.stdout in said
    assert said.count("ladder:") == 1


@pytest.mark.parametrize("repository", ["roleaudit-staged"], indirect=True)
def test_the_hook_for_staged_files_leaves_the_rest_alone(repository: Repository) -> None:
    """An old fault in another file and a file that no org includes stop nobody."""
    repository.write(**{"people/engineer.yaml": LOST})
    git("add", "--all", cwd=repository.folder)
    git("commit", "--no-verify", "--message", "an old fault", cwd=repository.folder)
    repository.write(**{"compose.yaml": "services: {}\n", "people/founder.yaml": "# the founder\n" + FOUNDER})
    passed, said = repository.commit()
    assert passed, said
