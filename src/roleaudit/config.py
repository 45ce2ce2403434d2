"""Finds and reads `roleaudit.yaml`: what a repository sets, and the place of every setting."""

import os
import pathlib
from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

import roleaudit
from roleaudit import document
from roleaudit.document import Document, Faults, brief
from roleaudit.findings import Finding, Level, Path, UsageError, invalid
from roleaudit.reports import FORMATS, LINES

CONFIG = "roleaudit.yaml"
"""The configuration: the nearest one at or above the root file, and no other; a rule set may have one too."""

ORG = "org.yaml"
"""The root file that is looked for, and that a directory stands for."""

MOST_BYTES = 1_000_000
"""No configuration, rule or catalogue file is longer than this; the longest shipped one has a thirtieth of it."""


class Key(NamedTuple):
    """A setting: the shape of its value, what it means, an example, and what it may be where that is a choice.

    A text is one word or path, `words` are a list of them or one; a `shared` setting may stand in a rule set.
    """

    shape: Literal["text", "words", "mapping"]
    meaning: str
    example: str | list[str] | dict[str, str]
    choices: tuple[str, ...] = ()
    shared: bool = False


KEYS = {
    "required-version": Key(
        "text", "the versions of roleaudit that may judge, such as `'>=0.1, <1'`", ">=0.1, <1", shared=True
    ),
    "org": Key("text", "the root file of the organisation, relative to this file", "company/org.yaml"),
    "extends": Key(
        "words", "rule sets: a folder, as `./our-rules`, or the name of one, as `acme`", ["./our-rules"], shared=True
    ),
    "rules": Key(
        "mapping",
        "levels and parameters of rules, by name",
        {"too-much-process": "off", "wide-span": "error"},
        shared=True,
    ),
    "fail-on": Key(
        "text", "exit with 1 from this level on; `error` without it", "warning", (*map(str, Level), "never")
    ),
    "baseline": Key("text", "the file of known findings, relative to this file", "roleaudit-baseline.yaml"),
    "formats": Key(
        "words", "the formats to report in; files are named with `--format` alone", ["text", "github"], tuple(FORMATS)
    ),
}
"""Everything that a configuration may say; fields that begin with `x-` are passed over."""

_ELSEWHERE = {
    "stage": "The stage is a fact of the organisation: write it under `org` in the org file, or pass --stage.",
    "waivers": "Write `waivers` in the org file.",
    "ignore": "Turn a rule off under `rules`, as `wide-span: off`.",
}


def org_file(path: str, cwd: pathlib.Path) -> pathlib.Path:
    """The org file that a path means: itself, or the org.yaml of a directory. Raises UsageError where that has none."""
    named = pathlib.Path(path)
    if not os.path.isdir(cwd / named):
        return named
    if not os.path.exists(cwd / named / ORG):
        raise UsageError(f"{path} has no {ORG}; name the root file of the organisation")
    return named / ORG


class Config(NamedTuple):
    """What is set; without a file, nothing is. Paths are given as `file` is: relative ones from the same directory."""

    file: pathlib.Path | None = None
    top: pathlib.Path | None = None
    source: Document | None = None
    org: pathlib.Path | None = None
    extends: tuple[str, ...] = ()
    fail_on: str | None = None
    baseline: pathlib.Path | None = None
    formats: tuple[str, ...] = ()

    def origin(self, *path: str | int) -> str:
        """The file and line of a setting that is written."""
        assert self.source is not None
        span = self.source.place(path)[0]
        return f"{span.file}:{span.line}"


def upwards(start: pathlib.Path, cwd: pathlib.Path) -> list[pathlib.Path]:
    """A directory and those above it to the top of the repository; without one, to the working directory at most."""
    first = pathlib.Path(os.path.abspath(start))
    chain = [first, *first.parents]
    top = next((directory for directory in chain if (directory / ".git").exists()), None)
    if top is None:
        top = cwd if cwd in chain else first
    return chain[: chain.index(top) + 1]


def settings_of(root: str | os.PathLike[str], file: str | os.PathLike[str] | None = None) -> Config:
    """The configuration that a caller names, else the one that holds for a root file. Raises as `read` does."""
    cwd = pathlib.Path.cwd()
    if file is not None:
        return named(pathlib.Path(file), cwd)
    return nearest(cwd if os.fspath(root) == "-" else (cwd / root).parent, cwd)


def nearest(start: pathlib.Path, cwd: pathlib.Path) -> Config:
    """The configuration that holds in a directory: the nearest one on the way up. Raises as `read` does."""
    directories = upwards(start, cwd)
    for directory in directories:
        if os.path.lexists(directory / CONFIG):  # what is no readable file is a fault, and never passed over
            return read(directory / CONFIG, directories[-1])
    return Config()


def named(file: pathlib.Path, cwd: pathlib.Path) -> Config:
    """The configuration that the caller names, wherever it lies; what it names stays in the repository it lies in."""
    return _read(cwd / file, upwards((cwd / file).parent, cwd)[-1], file_bytes(cwd / file), shared=False)


def read(file: pathlib.Path, top: pathlib.Path, *, shared: bool = False) -> Config:
    """Read a configuration inside `top`, or (`shared`) that of a rule set, which has fewer settings.

    Raises BadInput with every fault and its place, and UsageError where the file cannot be read or leads out of `top`.
    """
    return _read(file, top, contained_bytes(file, top), shared=shared)


def contained_bytes(file: pathlib.Path, top: pathlib.Path) -> bytes:
    """The bytes of a file inside a directory, links resolved. Raises UsageError where it leads out, as for others."""
    if not inside(file, top):
        raise UsageError(f"{document.shown(file)} is a link that leads out of {bounds(top)}")
    return file_bytes(file)


def file_bytes(file: pathlib.Path) -> bytes:
    """The bytes of a file that is no longer than a person writes one. Raises UsageError for any other."""
    if os.path.isfile(file) and os.path.getsize(file) > MOST_BYTES:
        raise UsageError(f"{document.shown(file)} is longer than {MOST_BYTES // 1_000_000} MB")
    return document.file_bytes(file)


def inside(path: pathlib.Path, top: pathlib.Path) -> bool:
    """Whether a path is a directory or lies below it, when all links are resolved."""
    bound = os.path.realpath(top)
    return f"{os.path.realpath(path)}{os.sep}".startswith(os.path.join(bound, ""))


def bounds(top: pathlib.Path) -> str:
    """What a path must not lead out of, in words."""
    return "the repository" if (top / ".git").exists() else f"the folder {top.name}"


def _read(file: pathlib.Path, top: pathlib.Path, content: bytes, *, shared: bool) -> Config:
    source = document.parse(content, document.shown(file))
    settings = _Settings(source, file.parent, top)
    settings.check_version()
    settings.check_keys({name: key for name, key in KEYS.items() if key.shared or not shared})
    config = Config(
        file=file,
        top=top,
        source=source,
        org=settings.path("org"),
        extends=settings.words("extends"),
        fail_on=settings.text("fail-on"),
        baseline=settings.path("baseline"),
        formats=settings.formats(),
    )
    settings.faults.finish()
    return config


class _Settings:
    """Takes the settings of one file by their shape, and collects what is wrong with them."""

    def __init__(self, source: Document, folder: pathlib.Path, top: pathlib.Path) -> None:
        self.source = source
        self.data = source.data
        self.folder = folder
        self.top = top
        self.faults = Faults(source)

    def check_version(self) -> None:
        """Say nothing else where another version is asked for: to it, the rest may well be right."""
        wanted = self.text("required-version")
        if wanted is not None and not self.faults.found:
            from packaging.specifiers import InvalidSpecifier, SpecifierSet

            try:
                fits = SpecifierSet(wanted).contains(roleaudit.__version__, prereleases=True)
            except InvalidSpecifier:
                fix = "Write bounds with commas between them, as `'>=0.1, <1'`."
                self.faults.wrong(("required-version",), f"`{brief(wanted)}` is no range of versions.", fix)
            else:
                if not fits:
                    fix = f"Install one that fits: `pip install 'roleaudit{wanted}'`."
                    message = f"This is roleaudit {roleaudit.__version__}, and `{wanted}` is required."
                    self.faults.wrong(("required-version",), message, fix)
        self.faults.finish()

    def check_keys(self, known: Mapping[str, Key]) -> None:
        for name in self.data:
            if name in known and known[name].shape == "mapping":
                self.mapping(name)
            elif name not in known and not name.startswith("x-"):
                self.faults.add(self._unknown(name, known))

    def _unknown(self, name: str, known: Mapping[str, Key]) -> Finding:
        near = _near(name, known)
        message = f"`{brief(name)}` is not a setting."
        fix = f"Write `{near[0]}`." if near else f"Remove it; known: {', '.join(known)}."
        if name in KEYS:
            message = f"`{name}` is not a setting of a rule set."
            fix = f"Move it to the {CONFIG} of the repository; a rule set has {', '.join(known)}."
        return invalid(message, self.source.span((name,), "key"), _ELSEWHERE.get(name, fix), address=brief(name))

    def mapping(self, name: str) -> None:
        if not isinstance(self.data[name], dict | None):
            self.faults.wrong((name,), f"`{name}` is not a mapping.", f"Write lines `name: value` below `{name}:`.")

    def text(self, name: str) -> str | None:
        """A setting that is one text; None where it is not written."""
        value = self.data.get(name)
        if value is not None and not isinstance(value, str):
            self.faults.wrong((name,), f"`{name}` is not one text.", f"Write `{name}: …` with one value.")
            return None
        return None if value is None else self._chosen((name,), value)

    def words(self, name: str) -> tuple[str, ...]:
        """A setting that is a list of words, or one."""
        value = self.data.get(name)
        items = value if isinstance(value, list) else [] if value is None else [value]
        found = []
        for index, item in enumerate(items):
            path = (name, index) if isinstance(value, list) else (name,)
            if isinstance(item, str):
                found.append(self._chosen(path, item))
            else:
                self.faults.wrong(path, f"`{name}` is not a list of words.", f"Write `{name}: [one, two]`.")
        return tuple(found)

    def formats(self) -> tuple[str, ...]:
        """The formats, each once, if all of them can stand on standard output together."""
        found = tuple(dict.fromkeys(self.words("formats")))
        alone = [name for name in found if name in FORMATS and name not in LINES]
        if alone and len(found) > 1:
            fix = f"Name it on the command line with a file, as `--format {alone[0]}:FILE`."
            message = f"`{alone[0]}` cannot share standard output with another format."
            self.faults.wrong(("formats", found.index(alone[0])), message, fix)
        return found

    def _chosen(self, path: Path, value: str) -> str:
        name = str(path[0])
        choices = KEYS[name].choices
        if choices and value not in choices:
            near = _near(value, choices)
            fix = f"Write `{near[0]}`." if near else f"Use one of: {', '.join(choices)}."
            if name == "formats" and value.partition(":")[0] in choices:
                fix = f"Files are named on the command line alone: `--format {brief(value)}`."
            self.faults.wrong(path, f"`{brief(value)}` is not a value of `{name}`.", fix)
        return value

    def path(self, name: str) -> pathlib.Path | None:
        """A setting that is a path inside the repository; the root file has to be there."""
        value = self.data.get(name)
        if value is None:
            return None
        try:
            return self._inner(name, value)
        except UsageError as error:
            self.faults.wrong((name,), f"{error}.", "Give a path inside the repository, relative to this file.")
            return None

    def _inner(self, name: str, value: object) -> pathlib.Path:
        if not isinstance(value, str) or not value.strip() or "\0" in value or len(value) > document.MOST_IN_PATH:
            raise UsageError(f"`{name}` is not a path")
        path = self.folder / value
        if pathlib.Path(value).is_absolute() or not inside(path, self.top):
            raise UsageError(f"`{brief(value)}` leads out of {bounds(self.top)}")
        if name == "org":
            path = self.folder / org_file(value, self.folder)
            if not os.path.isfile(path):
                raise UsageError(f"`{brief(value)}` is no file")
        elif os.path.isdir(path):
            raise UsageError(f"`{brief(value)}` is a directory")
        return path


def _near(word: str, known: Iterable[str]) -> list[str]:
    from difflib import get_close_matches

    return get_close_matches(word, known, 1)
