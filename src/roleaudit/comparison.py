"""Compares an organisation with what it was where a change began, both judged by what was set there.

The files of then are written to a temporary directory, since what reads files, with links, patterns and bounds, then
reads them as it reads all others.
"""

from __future__ import annotations

import datetime
import os
import pathlib
import posixpath
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from roleaudit import config, document, history, pipeline, rule_sets
from roleaudit.config import CONFIG, ORG, Config
from roleaudit.findings import Alteration, BadInput, Change, Finding, NoOrgFile, Result, UsageError
from roleaudit.gate import baseline as baselines
from roleaudit.gate import difference
from roleaudit.history import Tree
from roleaudit.pipeline import Asked
from roleaudit.roots import Root, find_roots
from roleaudit.rules import Own


class Compared(NamedTuple):
    """The result of now, in which what was there before does not count, and the settings it was judged by."""

    result: Result
    settings: Config


def since(root: Root, ref: str, asked: Asked, *, today: datetime.date) -> Compared:
    """Compare an organisation with what it was at the last commit that HEAD shares with `ref`.

    Raises UsageError where git cannot tell, and BadInput for a baseline or a rule set that the change breaks.
    """
    if isinstance(root.path, str):
        raise UsageError("--since: standard input has no history")
    commit = history.merge_base(ref, pathlib.Path(os.path.realpath(root.path.parent)))
    with tempfile.TemporaryDirectory(prefix="roleaudit-") as folder:
        then = _Then(Tree(commit, pathlib.Path(os.path.realpath(folder))), root.path)
        return _compared(root, then, ref, asked, today)


class _Then:
    """The repository as it was: paths of now lead to the files of then."""

    def __init__(self, tree: Tree, root: pathlib.Path) -> None:
        self.tree = tree
        self.root = root
        self.directory = tree.directory
        (self.directory / ".git").mkdir()  # the top, for whoever looks upwards
        self.start = self.path(root.parent) or self.directory
        self.start.mkdir(parents=True, exist_ok=True)

    def name(self, path: str | pathlib.Path) -> str | None:
        """A path of now as it is named from the top of the repository; None outside of it."""
        file = os.path.join(os.path.realpath(os.path.dirname(os.path.abspath(path))), os.path.basename(path))
        name = pathlib.Path(os.path.relpath(file, os.path.realpath(self.tree.commit.top))).as_posix()
        return None if name.split("/")[0] == ".." else name

    def path(self, path: str | pathlib.Path) -> pathlib.Path | None:
        """Where the file of then stands that has the path of a file of now; None outside of the repository."""
        name = self.name(path)
        return None if name is None else self.directory / name

    def file(self, path: str | pathlib.Path) -> pathlib.Path | None:
        """A file that the caller names: that of then where it lies in the repository, None where there was none."""
        name = self.name(path)
        if name is None:
            return pathlib.Path(path)
        self.tree.fetch(lambda known: known == name)
        return self.directory / name if name in self.tree else None

    def settings(self, named: str | None, now: Config) -> Config:
        """The configuration of then: the one that the caller names, else the nearest. Raises BadInput."""
        file = None if named is None else self.file(named)
        if named is not None and file == pathlib.Path(named):
            return now  # it lies outside of the repository, and the change cannot touch it
        configs = {posixpath.join(*parts, CONFIG) for parts in _upwards(self.name(self.root) or "")}
        self.tree.fetch(lambda name: posixpath.basename(name) == ORG or name in configs)
        for config_file in [file] if file else [self.directory / name for name in configs if name in self.tree]:
            self._fetch_root(config_file)
        if named is not None:
            return config.named(file, self.directory) if file else Config()
        return config.nearest(self.start, self.start)

    def _fetch_root(self, file: pathlib.Path) -> None:
        """Bring the root that a configuration names: it is looked for when the configuration is read."""
        try:
            target = document.parse(file.read_bytes(), "").data.get("org")
        except BadInput:
            return  # it is told when the configuration is read
        if isinstance(target, str):
            name = posixpath.normpath(posixpath.join(file.relative_to(self.directory).parent.as_posix(), target))
            self.tree.fetch(lambda known: known in (name, posixpath.join(name, ORG)))

    def rules(self, settings: Config, folders: Sequence[str]) -> list[str]:
        """The folders that hold rule sets, those of then where they lie in the repository."""
        folders = [*folders, *filter(None, os.environ.get(rule_sets.VARIABLE, "").split(os.pathsep))]
        inside = [self.path(folder) for folder in folders]
        if any(inside) or any(name.startswith(".") for name in settings.extends):
            self.tree.fetch(lambda name: name.endswith((".yaml", ".yml")))
        found = [here or pathlib.Path(folder) for here, folder in zip(inside, folders, strict=True)]
        return [str(folder) for folder in found if folder.is_dir()]

    def baseline(self, settings: Config, named: str | None) -> pathlib.Path | None:
        """The baseline of then; none where it had been named and not been created."""
        if named is not None:
            return self.file(named)
        if settings.baseline is None or not settings.baseline.is_relative_to(self.directory):
            return settings.baseline
        name = settings.baseline.relative_to(self.directory).as_posix()
        self.tree.fetch(lambda known: known == name)
        return settings.baseline if settings.baseline.is_file() else None

    def org(self) -> pathlib.Path | None:
        """The root of then with what it includes: the one of the same name, else the one that would be found."""
        file = self.file(self.root)
        if file is None:
            try:
                file = pathlib.Path(find_roots([], cwd=self.start)[0].path)
            except (NoOrgFile, BadInput):
                return None
            file = self.start / file
        try:
            included = document.parse(file.read_bytes(), "").data.get("include")
        except BadInput:
            return file  # it is told when the organisation is audited
        here = pathlib.Path(os.path.relpath(file.parent, self.directory))
        for pattern in included if isinstance(included, list) else [included]:
            if isinstance(pattern, str):
                wanted = pathlib.PurePosixPath(posixpath.normpath(here / pattern))
                self.tree.fetch(partial(_fits, wanted))
        return file

    def called(self, file: str) -> str:
        """A file of then by the name that it would have now."""
        prefix = document.shown(self.directory) + "/"
        return document.shown(self.tree.commit.top / file.removeprefix(prefix)) if file.startswith(prefix) else file


def _upwards(name: str) -> Iterator[tuple[str, ...]]:
    """The directories from that of a file to the top, each as its parts."""
    parts = name.split("/")[:-1]
    return (tuple(parts[:length]) for length in range(len(parts), -1, -1))


def _fits(wanted: pathlib.PurePosixPath, name: str) -> bool:
    """Whether a name fits a pattern step by step."""
    path = pathlib.PurePosixPath(name)
    return len(path.parts) == len(wanted.parts) and path.match(str(wanted))


def _compared(root: Root, then: _Then, ref: str, asked: Asked, today: datetime.date) -> Compared:
    notes: list[str] = []
    settings, folders = _settings(root, then, asked, notes)

    def judge(file: pathlib.Path | str) -> Result:
        return pipeline.judge(
            file, settings, folders, today=today, stage=asked.stage, select=asked.select, ignore=asked.ignore
        )

    new, file = judge(root.path), then.org()
    if new.baseline is not None:
        new = replace(new, baseline=new.baseline._replace(file=then.called(new.baseline.file)))
    if new.invalid:
        return Compared(new, settings)
    old = judge(file) if file is not None else None
    if file is None or old is None or old.invalid:
        notes.append(_incomparable(old, then))
        before, altered = [], [*difference.waived((), new.waivers)]
    else:
        before = [_named(finding, then) for finding in old.active]
        altered = [*difference.altered("", _declared(file), _declared(root.path))]
        altered += difference.waived(old.waivers, new.waivers)
    altered = [*_gate(root, settings, folders, asked), *altered]
    commit = then.tree.commit
    change = Change(
        ref, commit.id, difference.fixed(before, new), difference.moved(before, new), tuple(altered), tuple(notes)
    )
    return Compared(replace(difference.marked(before, new, f"there at {commit.short}"), change=change), settings)


def _settings(root: Root, then: _Then, asked: Asked, notes: list[str]) -> tuple[Config, Sequence[str]]:
    """The configuration of then and its folders of rule sets; those of now, with a note, where it cannot be read."""
    try:
        settings = then.settings(asked.config, root.settings)
        settings = settings._replace(baseline=then.baseline(settings, asked.baseline))
        folders = then.rules(settings, asked.rules)
        rule_sets.in_force(settings, folders)
        _entries(settings.baseline)
    except (BadInput, UsageError) as problem:
        why = problem.findings[0].message if isinstance(problem, BadInput) else str(problem)
        notes.append(f"what was set at {then.tree.commit.short} cannot be read ({why}); what is set now is used")
        return asked.settings(root.settings), asked.rules
    return settings, folders


def _incomparable(old: Result | None, then: _Then) -> str:
    commit = then.tree.commit.short
    if old is None:
        return f"there was no organisation at {commit}: all findings are new"
    fault = _named(old.findings[0], then)
    where = f"{fault.span.file}:{fault.span.line}: {fault.message}"
    return f"the organisation could not be audited at {commit} ({where}): all findings count as new"


def _named(finding: Finding, then: _Then) -> Finding:
    """A finding of then, in files as they would be called now."""
    return finding._replace(
        span=finding.span._replace(file=then.called(finding.span.file)),
        related=tuple(r._replace(span=r.span._replace(file=then.called(r.span.file))) for r in finding.related),
    )


def _declared(file: pathlib.Path | str) -> dict[str, object]:
    """What an organisation says of itself that settles by what it is judged."""
    data = document.read(file).data
    org = data.get("org")
    said = org if isinstance(org, dict) else {}
    return {"org.stage": said.get("stage"), "org.headcount": said.get("headcount"), "policy": data.get("policy")}


def _gate(root: Root, then: Config, folders: Sequence[str], asked: Asked) -> Iterator[Alteration]:
    """What the change alters of configuration, own rules and baseline."""
    now = asked.settings(root.settings)
    for found in difference.altered("", *(c.source.data if c.source else {} for c in (then, now))):
        yield found._replace(what=f"{CONFIG}: {found.what}")
    old, new = (_files(rule_sets.in_force(*pair).sets) for pair in ((then, folders), (now, asked.rules)))
    for name in sorted({*old, *new}):
        if old.get(name) != new.get(name):
            yield Alteration(name, "there" if name in old else None, _became(name in old, name in new))
    before, after = _entries(then.baseline), _entries(now.baseline)
    for identity, entry in {**before, **after}.items():
        if (identity in before) != (identity in after):
            words = ("known", None) if identity in before else (None, "known")
            yield Alteration(f"baseline: {entry.rule} at {entry.at}", *words)


def _became(was: bool, is_: bool) -> str | None:
    return ("changed" if was else "there") if is_ else None


def _files(sets: Iterable[Own]) -> dict[str, bytes]:
    """Every file of own rule sets."""
    return {
        f"{own.name}/{file.relative_to(own.folder).as_posix()}": file.read_bytes()
        for own in sets
        for pattern in ("*.yaml", "*/*.yaml")
        for file in own.folder.glob(pattern)
    }


def _entries(file: pathlib.Path | None) -> baselines.Entries:
    return baselines.load(file).entries if file else {}
