"""Finds the rule sets that a configuration extends, and gives the rules and the catalogue that are in force."""

import os
import pathlib
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from roleaudit import catalog, config, document, rules
from roleaudit.catalog import Catalog
from roleaudit.config import CONFIG, Config
from roleaudit.document import Document, brief
from roleaudit.findings import MOST_FAULTS, BadInput, Finding, UsageError, invalid
from roleaudit.rules import STAGES, Own, RuleSet

VARIABLE = "ROLEAUDIT_RULES"
"""Names the folders that hold rule sets, as PATH does those of programs."""

INSTALLED = "share/roleaudit/rules"
"""Where, below the prefix of the environment, a wheel puts the rule sets that it carries as data files."""

MOST_FILES, MOST_BYTES = 1000, 3_000_000
"""So much all own rule sets hold together, five times what is shipped."""

MOST_IN_A_ROW = 20
"""So many rule sets may extend one another."""

_NAME = r"[a-z0-9]+([-_][a-z0-9]+)*"


class Force(NamedTuple):
    """What an org is judged by: the rules, the words, and the own rule sets among them in their order."""

    rules: RuleSet
    catalog: Catalog
    sets: tuple[Own, ...] = ()


def in_force(settings: Config, folders: Sequence[str] = ()) -> Force:
    """The rules and the catalogue that a configuration asks for; `folders` hold rule sets by name.

    Raises BadInput with the faults of the configuration and of own rule sets, UsageError for a folder that is none.
    """
    search = _Search(folders)
    if settings.source is None:
        return Force(rules.load(), catalog.load())
    search.extend(settings, ())
    search.finish()
    return combined(tuple(search.found.values()), (settings.source,))


def combined(sets: tuple[Own, ...], changes: tuple[Document, ...] = ()) -> Force:
    """The shipped rules and words with those of own sets, which count in their order, and then with changes."""
    own = tuple(s.settings for s in sets if s.settings is not None)
    ruleset = rules.extended(rules.load(), sets, (*own, *changes))
    folders = (s.catalog for s in sets if s.catalog is not None)
    return Force(ruleset, catalog.extended(folders), sets)


def of_folder(path: str, folders: Sequence[str] = ()) -> Force:
    """The rules and the catalogue with the rule set in a folder, which is the last of `sets`, and those it extends.

    Raises BadInput with the faults of these rule sets, UsageError for a folder that cannot be read as one.
    """
    folder = pathlib.Path(path)
    if not folder.is_dir():
        raise UsageError(f"{path} is no folder; name that of a rule set")
    search = _Search(folders)
    search.add(path, folder, config.upwards(folder, pathlib.Path.cwd())[-1], ())
    search.finish()
    return combined(tuple(search.found.values()))


class _Search:
    """Follows `extends` from one configuration to the next; each rule set comes after those that it extends."""

    def __init__(self, folders: Sequence[str]) -> None:
        for folder in folders:
            if not os.path.isdir(folder):
                raise UsageError(f"--rules: {folder} is no folder")
        self.folders = folders
        self.found: dict[str, Own] = {}
        self.faults: list[Finding] = []
        self.sources: dict[str, Sequence[str]] = {}
        self.count = self.size = 0

    def finish(self) -> None:
        if self.faults:
            raise BadInput(self.faults, self.sources)

    def extend(self, settings: Config, chain: tuple[str, ...]) -> None:
        assert settings.source is not None
        assert settings.file is not None
        here = (*chain, os.path.realpath(settings.file.parent))
        for index, name in enumerate(settings.extends):
            try:
                if name not in STAGES:
                    self.add(name, *self.place(name, settings), here)
            except BadInput as bad:
                self.faults += bad.findings
                self.sources |= bad.sources
            except UsageError as error:
                span, related = settings.source.place(("extends", index))
                fix = "Name a folder as `./our-rules`, or a rule set in --rules, ROLEAUDIT_RULES or an installed wheel."
                self.faults.append(invalid(f"{error}.", span, fix, related=related, address="extends"))
                self.sources |= settings.source.sources
            if len(self.faults) > MOST_FAULTS:
                self.finish()

    def add(self, name: str, folder: pathlib.Path, top: pathlib.Path, chain: tuple[str, ...]) -> None:
        """Read a rule set and those it extends, once; one that is being read already closes a circle."""
        key = os.path.realpath(folder)
        if key in chain:
            way = " → ".join(os.path.basename(step) for step in (*chain[chain.index(key) :], key))
            raise UsageError(f"`{brief(name)}` closes a circle: {way}")
        if key in self.found:
            return
        if len(chain) > MOST_IN_A_ROW:
            raise UsageError(f"`{brief(name)}` is extended by {MOST_IN_A_ROW} rule sets in a row, which is too many")
        own = self._contents(name, pathlib.Path(key), top)
        if os.path.lexists(file := pathlib.Path(key) / CONFIG):
            self._content(file, top)
            settings = config.read(file, top, shared=True)
            self.extend(settings, chain)
            own = own._replace(settings=settings.source)
        self.found[key] = own

    def _contents(self, name: str, folder: pathlib.Path, top: pathlib.Path) -> Own:
        """The files of a rule set: rules in the folder and in those directly below it, words in `catalog`.

        Raises UsageError for a file that must not be read, or would not be where one would expect it to.
        """
        found = {file: self._content(file, top) for file in _yaml_files(folder, top) if file.name != CONFIG}
        words = folder / "catalog"
        for directory in sorted(folder.iterdir()):
            if directory.is_dir() and not directory.name.startswith("."):
                found |= {file: self._content(file, top) for file in _yaml_files(directory, top)}
        if not found and not os.path.lexists(folder / CONFIG):
            raise UsageError(f"`{brief(name)}` holds no rule, no catalogue and no {CONFIG}")
        files = tuple((file, content) for file, content in found.items() if file.parent != words)
        return Own(name, folder, files, words if words.is_dir() else None)

    def _content(self, file: pathlib.Path, top: pathlib.Path) -> bytes:
        """The bytes of a file, as long as the rule sets together are no larger than people write them."""
        content = config.contained_bytes(file, top)
        self.count += 1
        self.size += len(content)
        if self.count > MOST_FILES or self.size > MOST_BYTES:
            most = f"{MOST_FILES} files or {MOST_BYTES // 1_000_000} MB"
            raise UsageError(f"With {document.shown(file)} the rule sets hold more than {most}")
        return content

    def place(self, name: str, settings: Config) -> tuple[pathlib.Path, pathlib.Path]:
        """The folder that a name means, and the directory that its files must not lead out of."""
        assert settings.file is not None
        assert settings.top is not None
        if name.startswith(("./", "../")) or name in (".", ".."):
            folder = settings.file.parent / name
            if not os.path.isdir(folder):
                raise UsageError(f"`{brief(name)}` is no folder")
            if not config.inside(folder, settings.top):
                raise UsageError(f"`{brief(name)}` leads out of {config.bounds(settings.top)}")
            return folder, settings.top
        if not re.fullmatch(_NAME, name):
            raise UsageError(f"`{brief(name)}` is neither the name of a rule set nor a path that begins with `./`")
        for top in self.tops():
            if os.path.isdir(top / name):
                if not config.inside(top / name, top):
                    raise UsageError(f"`{name}` is a link that leads out of {config.bounds(top)}")
                return top / name, top
        raise UsageError(f"There is no rule set `{name}`")

    def tops(self) -> Iterator[pathlib.Path]:
        """The folders that hold rule sets by name, the first to look in first."""
        yield from map(pathlib.Path, self.folders)
        yield from map(pathlib.Path, filter(None, os.environ.get(VARIABLE, "").split(os.pathsep)))
        import sysconfig

        yield pathlib.Path(sysconfig.get_path("data")) / INSTALLED


def _yaml_files(folder: pathlib.Path, top: pathlib.Path) -> Iterator[pathlib.Path]:
    if not config.inside(folder, top):
        raise UsageError(f"{document.shown(folder)} is a link that leads out of {config.bounds(top)}")
    for file in sorted(folder.iterdir()):
        if file.suffix == ".yml":
            raise UsageError(f"{document.shown(file)} would not be read; rename it to {file.stem}.yaml")
        if file.suffix == ".yaml":
            yield file
