"""Finds what to audit: the root files that are named, or the one that belongs to the working directory."""

from __future__ import annotations

import difflib
import os
import pathlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import Literal, NamedTuple

from roleaudit import document
from roleaudit.document import Document
from roleaudit.findings import BadInput, Finding, NoOrgFile, UsageError, invalid

CONFIG = "roleaudit.yaml"
"""The configuration file: the nearest one at or above what is audited holds, and no other."""

ORG = "org.yaml"
"""The root file that is looked for, and that a directory stands for."""

KEYS = ("org",)
"""What a configuration may say."""


Includes = Callable[[pathlib.Path], tuple[pathlib.Path, ...]]


class Root(NamedTuple):
    """A root file to audit, or `-`; `narrow` names the files that a report is restricted to, None means all."""

    path: str | pathlib.Path
    narrow: frozenset[str] | None = None


def find_roots(paths: Sequence[str], *, cwd: pathlib.Path, staged: bool = False) -> tuple[Root, ...]:
    """The roots that belong to the named paths, each once; where nothing is named, the one of the working directory.

    Relative paths, in and out, are meant from `cwd`. With `staged` the paths are all that is to be looked at, even if
    there are none; one that belongs to no organisation is passed over, and nothing may be left. Raises UsageError
    for a path that cannot be audited, NoOrgFile where nothing is named and nothing found, and BadInput for a broken
    configuration.
    """
    if not paths and not staged:
        return (Root(_nearest_root(cwd)),)
    includes = cache(document.includes)
    roots: dict[str, Root] = {}
    for path in paths:
        root = Root("-") if path == "-" else _root_of(_file(path, cwd), cwd, staged, includes)
        if root is not None:
            key = os.path.realpath(cwd / root.path)
            roots[key] = _joined(roots[key], root) if key in roots else root
    return tuple(roots.values())


def _joined(first: Root, second: Root) -> Root:
    """One root that was reached twice: restricted to the files of both, or to none where one names the whole."""
    if first.narrow is None or second.narrow is None:
        return first._replace(narrow=None)
    return first._replace(narrow=first.narrow | second.narrow)


def _file(path: str, cwd: pathlib.Path) -> pathlib.Path:
    """The file that a path names: itself, or the org.yaml of a directory."""
    named = pathlib.Path(path)
    if not os.path.isdir(cwd / named):
        return named
    if not os.path.exists(cwd / named / ORG):
        raise UsageError(f"{path} has no {ORG}; name the root file of the organisation")
    return named / ORG


def _root_of(named: pathlib.Path, cwd: pathlib.Path, staged: bool, includes: Includes) -> Root | None:
    """The root that includes a named file, or that it is; None for a file that is passed over."""
    file = cwd / named
    content = document.file_bytes(file)
    broken: BadInput | None = None
    for root in _roots_above(file, cwd):
        try:
            for included in includes(root):
                if included.samefile(file):
                    return Root(_relative(root, cwd), frozenset({document.shown(included)}))
        except BadInput as error:
            broken = broken or error
    kind = _org(content) if named.name != CONFIG else None
    if kind == "mapping" or (kind == "other" and not staged):  # an `org:` of another tool is no reason to stop a commit
        return Root(named)
    if broken is not None:
        raise broken  # it may be the root that includes the file
    if staged:
        return None
    try:
        document.read(file)
    except BadInput:
        return Root(named)  # what is wrong with it is said where it is read
    raise UsageError(
        f"{named} has no `org:` section and nothing includes it; name the root file, or include this one there"
    )


def _nearest_root(cwd: pathlib.Path) -> pathlib.Path:
    """The root of a working directory: what the nearest configuration names, else the nearest org.yaml."""
    directories = _upwards(cwd, cwd)
    root = _configured(directories) or next(_org_files(directories), None)
    if root is None:
        where = "this directory" if len(directories) == 1 else f"this directory or up to {directories[-1].name}"
        raise NoOrgFile(f"no {ORG} with an `org:` section in {where}; name the root file of the organisation")
    return _relative(root, cwd)


def _roots_above(file: pathlib.Path, cwd: pathlib.Path) -> Iterator[pathlib.Path]:
    """The roots that could include a file, the nearest first."""
    directories = _upwards(file.parent, cwd)
    configured = _configured(directories)
    for root in (*([configured] if configured else []), *_org_files(directories)):
        if not root.samefile(file):
            yield root


def _upwards(start: pathlib.Path, cwd: pathlib.Path) -> list[pathlib.Path]:
    """A directory and those above it to the top of the repository; without one, to the working directory at most."""
    first = pathlib.Path(os.path.abspath(start))
    chain = [first, *first.parents]
    top = next((directory for directory in chain if (directory / ".git").exists()), None)
    if top is None:
        top = cwd if cwd in chain else first
    return chain[: chain.index(top) + 1]


def _org_files(directories: Iterable[pathlib.Path]) -> Iterator[pathlib.Path]:
    """Each org.yaml that has an `org:` mapping, or that is too broken to tell."""
    for directory in directories:
        file = directory / ORG
        if os.path.isfile(file) and _org(document.file_bytes(file)) in ("mapping", "broken"):
            yield file


def _org(content: bytes) -> Literal["mapping", "other", "broken"] | None:
    """What a file has at `org:`, None without it."""
    try:
        return document.section_kind(content, "org")
    except BadInput:
        return "broken"


def _relative(file: pathlib.Path, cwd: pathlib.Path) -> pathlib.Path:
    return pathlib.Path(os.path.relpath(file, cwd))


def _configured(directories: Sequence[pathlib.Path]) -> pathlib.Path | None:
    """The root file that the nearest configuration names, if there is one and it does. Raises BadInput."""
    config = next((directory / CONFIG for directory in directories if os.path.isfile(directory / CONFIG)), None)
    if config is None:
        return None
    settings = document.parse(document.file_bytes(config), document.shown(config))
    faults = [_unknown(key, settings) for key in settings.data if key not in KEYS]
    try:
        root = _target(settings.data.get("org"), config, directories[-1])
    except UsageError as error:
        root = None
        span, related = settings.place(("org",))
        faults.append(
            invalid(f"{error}.", span, "Give the path of the root file, relative to this one.", related=related)
        )
    if faults:
        raise BadInput(faults, settings.sources)
    return root


def _unknown(key: str, settings: Document) -> Finding:
    near = difflib.get_close_matches(key, KEYS, 1)
    fix = f"Write `{near[0]}`." if near else f"Remove it; known: {', '.join(KEYS)}."
    return invalid(f"`{key}` is not a setting.", settings.span((key,), "key"), fix, address=key)


def _target(value: object, config: pathlib.Path, top: pathlib.Path) -> pathlib.Path | None:
    """The file that `org:` means. Raises UsageError where it cannot be one."""
    if value is None:
        return None
    if not isinstance(value, str) or "\0" in value:
        raise UsageError("`org` is not a path")
    root = config.parent / _file(value, config.parent)
    if pathlib.Path(value).is_absolute() or top.resolve() not in root.resolve().parents:
        raise UsageError(f"`{value}` leads out of {'the repository' if (top / '.git').exists() else 'this directory'}")
    if not os.path.isfile(root):
        raise UsageError(f"`{value}` is no file")
    return root
