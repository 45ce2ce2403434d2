"""Reads the files of a commit from git, which is only asked: nothing is checked out, and no hook or filter runs."""

from __future__ import annotations

import os
import pathlib
import posixpath
import subprocess
from collections.abc import Callable, Sequence
from typing import NamedTuple

from roleaudit.findings import UsageError

LINK = b"120000"
MOST_LINKS = 10
"""So many links may lead to one another."""

_QUIET = {"GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1", "LC_ALL": "C"}
_HARMLESS = ("-c", "core.fsmonitor=false", "-c", "protocol.allow=never")


_ELSEWHERE = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE")
"""What a hook is told of the repository that it runs for: asked is the one that holds the root file."""

_PARTIAL = "this clone lacks files of older commits; clone it without `--filter`"


class Commit(NamedTuple):
    """A commit, and the top of the repository that it is of."""

    id: str
    top: pathlib.Path

    @property
    def short(self) -> str:
        """The commit as people name it."""
        return self.id[:9]


class _Blob(NamedTuple):
    id: bytes
    link: bool


def merge_base(ref: str, directory: pathlib.Path) -> Commit:
    """Where the work on HEAD began: the last commit that it shares with `ref`.

    Raises UsageError with the command that mends it where there is none, or where git refuses.
    """
    top = pathlib.Path(_text(_asked(directory, "rev-parse", "--show-toplevel")))
    theirs = _git(top, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}")
    if theirs.returncode:
        raise UsageError(f"--since: there is no commit `{ref}` here; {_remedy(top, ref)}")
    ours = _git(top, "rev-parse", "--verify", "--quiet", "HEAD^{commit}")
    if ours.returncode:
        raise UsageError("--since: nothing is committed here yet")
    base = _git(top, "merge-base", _text(theirs.stdout), _text(ours.stdout))
    if base.returncode:
        raise UsageError(f"--since: `{ref}` and HEAD share no commit; {_remedy(top, ref)}")
    return Commit(_text(base.stdout), top)


def _remedy(top: pathlib.Path, ref: str) -> str:
    """The command that brings what is missing."""
    if _text(_asked(top, "rev-parse", "--is-shallow-repository")) == "true":
        return (
            "this clone is shallow, and `git fetch --unshallow` brings the rest (in GitHub Actions: `fetch-depth: 0`)"
        )
    remote, _, branch = ref.partition("/")
    return f"`git fetch {remote} {branch}` may bring it" if branch else "`git log --all` shows what there is"


class Tree:
    """The files of a commit; those that are fetched stand in a directory as they stood below the top."""

    def __init__(self, commit: Commit, directory: pathlib.Path) -> None:
        self.commit = commit
        self.directory = directory
        self._blobs = _listed(commit)
        self._fetched: set[str] = set()

    def __contains__(self, name: object) -> bool:
        return name in self._blobs

    def fetch(self, wanted: Callable[[str], bool]) -> None:
        """Write the files whose names, from the top, are wanted; for a link, the file that it leads to."""
        sources = {name: name for name in self._blobs if name not in self._fetched and wanted(name)}
        self._fetched.update(sources)
        for _ in range(MOST_LINKS):
            sources = {name: source for name, source in sources.items() if source in self._blobs}
            contents = self._contents(list(dict.fromkeys(sources.values())))
            for name, source in sources.items():
                if not self._blobs[source].link:
                    file = self.directory / name
                    file.parent.mkdir(parents=True, exist_ok=True)
                    file.write_bytes(contents[source])
            links = {name: source for name, source in sources.items() if self._blobs[source].link}
            sources = {name: _led(source, contents[source]) for name, source in links.items()}

    def _contents(self, names: Sequence[str]) -> dict[str, bytes]:
        """What the files of these names hold."""
        if not names:
            return {}
        asked = b"\n".join(self._blobs[name].id for name in names) + b"\n"
        said, start, found = _asked(self.commit.top, "cat-file", "--batch", given=asked), 0, {}
        for name in names:
            end = said.index(b"\n", start)
            head, start = said[start:end], end + 1
            if not head.endswith(b" missing"):
                size = int(head.rpartition(b" ")[2])
                found[name] = said[start : start + size]
                start += size + 1
        if len(found) < len(names):
            raise UsageError(f"--since: {_PARTIAL}")
        return found


def _listed(commit: Commit) -> dict[str, _Blob]:
    """The files of a commit by their name from the top; what no checkout would write there is left out."""
    found = {}
    for line in _asked(commit.top, "ls-tree", "-r", "-z", "--full-tree", commit.id).split(b"\0"):
        head, _, path = line.partition(b"\t")
        name = os.fsdecode(path)
        if not {"", ".", "..", ".git"}.intersection(name.split("/")) and b" blob " in head:
            mode, _, id = head.split(b" ")
            found[name] = _Blob(id, mode == LINK)
    return found


def _led(link: str, target: bytes) -> str:
    """The name that a link leads to, from the top."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(link), os.fsdecode(target)))


def _asked(directory: pathlib.Path, *arguments: str, given: bytes = b"") -> bytes:
    """What git answers. Raises UsageError where it refuses."""
    done = _git(directory, *arguments, given=given)
    if done.returncode:
        raise UsageError(f"--since: {_refusal(directory, done.stderr.decode(errors='replace'))}")
    return done.stdout


def _refusal(directory: pathlib.Path, words: str) -> str:
    """Why git does nothing, and the command that changes it."""
    if "dubious ownership" in words:
        path = next((word for line in words.splitlines() for word in line.split("'")[1:2]), str(directory))
        return (
            f"git refuses {path}, which belongs to another user; `git config --global --add safe.directory {path}` "
            "tells it that you trust it"
        )
    if "promisor" in words:
        return _PARTIAL
    if "not a git repository" in words:
        return "this is in no git repository"
    lines = words.strip().splitlines()
    return f"git fails: {lines[-1] if lines else 'it says nothing'}"


def _git(directory: pathlib.Path, *arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = ["git", *_HARMLESS, *arguments]
    environment = {name: value for name, value in os.environ.items() if name not in _ELSEWHERE} | _QUIET
    try:
        return subprocess.run(command, cwd=directory, env=environment, input=given, capture_output=True)
    except FileNotFoundError:
        raise UsageError("--since: git is not installed") from None


def _text(said: bytes) -> str:
    return os.fsdecode(said).rstrip("\n")
