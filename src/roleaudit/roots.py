"""Finds what to audit: the root files that are named, or the one that belongs to the working directory."""

import os
import pathlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, partial
from typing import Literal, NamedTuple

from roleaudit import config, document
from roleaudit.config import CONFIG, ORG, Config, org_file, upwards
from roleaudit.document import Content
from roleaudit.findings import BadInput, NoOrgFile, UsageError, invalid

Includes = Callable[[pathlib.Path], tuple[pathlib.Path, ...]]
Settings = Callable[[pathlib.Path], Config]
"""Gives the configuration that holds in a directory."""


class Root(NamedTuple):
    """A root file to audit, or `-`, with its configuration.

    `narrow` names the files that a report is restricted to, None means all.
    """

    path: str | pathlib.Path
    narrow: frozenset[str] | None = None
    settings: Config = Config()


def find_roots(
    paths: Sequence[str],
    *,
    cwd: pathlib.Path,
    staged: bool = False,
    named: Config | None = None,
    content: Content = document.file_bytes,
) -> tuple[Root, ...]:
    """The roots that belong to the named paths, each once; where nothing is named, the one of the working directory.

    Relative paths, in and out, are meant from `cwd`. With `staged` the paths are all that is to be looked at, even if
    there are none; one that belongs to no organisation is passed over, and nothing may be left. A `named`
    configuration holds in place of those that would be found; `content` gives the bytes of org files. Raises UsageError
    for a path that cannot be audited, NoOrgFile where nothing is named and nothing found, and BadInput for a broken
    configuration.
    """
    settings = cache(lambda directory: named or config.nearest(directory, cwd))
    if not paths and not staged:
        return (_nearest_root(cwd, settings),)
    includes = cache(partial(document.includes, content=content))
    roots: dict[str, Root] = {}
    for path in paths:
        root = Root("-") if path == "-" else _root_of(org_file(path, cwd), cwd, staged, content, includes, settings)
        if root is not None:
            key = os.path.realpath(cwd / root.path)
            roots[key] = _joined(roots[key], root) if key in roots else _with_settings(root, cwd, settings)
    return tuple(roots.values())


def find_root(path: str | None, file: str | None = None) -> Root:
    """The one root of a path or of the working directory, under the configuration in `file` if one is named."""
    named = config.settings_of("-", file) if file is not None else None
    return find_roots([path] if path else [], cwd=pathlib.Path.cwd(), named=named)[0]


def _with_settings(root: Root, cwd: pathlib.Path, settings: Settings) -> Root:
    """A root with the configuration that is nearest to it; standard input stands in the working directory."""
    return root._replace(settings=settings(cwd if root.path == "-" else (cwd / root.path).parent))


def _joined(first: Root, second: Root) -> Root:
    """One root that was reached twice: restricted to the files of both, or to none where one names the whole."""
    if first.narrow is None or second.narrow is None:
        return first._replace(narrow=None)
    return first._replace(narrow=first.narrow | second.narrow)


def _root_of(
    named: pathlib.Path, cwd: pathlib.Path, staged: bool, content: Content, includes: Includes, settings: Settings
) -> Root | None:
    """The root that includes a named file, or that it is; None for a file that is passed over."""
    file = cwd / named
    written = content(file)
    broken: BadInput | None = None
    for root in _roots_above(file, cwd, content, settings):
        try:
            for included in includes(root):
                if included.samefile(file):
                    return Root(_relative(root, cwd), frozenset({document.shown(included)}))
        except BadInput as error:
            broken = broken or error
    kind = _org(written) if named.name != CONFIG else None
    if kind == "mapping" or (kind == "other" and not staged):  # an `org:` of another tool is no reason to stop a commit
        return Root(named)
    if broken is not None:
        raise broken  # it may be the root that includes the file
    if staged:
        return None
    try:
        document.read(file, content)
    except BadInput:
        return Root(named)  # what is wrong with it is said where it is read
    raise UsageError(
        f"{named} has no `org:` section and nothing includes it; name the root file, or include this one there"
    )


def _nearest_root(cwd: pathlib.Path, settings: Settings) -> Root:
    """The root of a working directory: what the nearest configuration names, else the nearest org.yaml."""
    directories = upwards(cwd, cwd)
    configured = settings(cwd)
    file = configured.org or next(_org_files(directories, document.file_bytes), None)
    if file is None:
        where = "this directory" if len(directories) == 1 else f"this directory or up to {directories[-1].name}"
        raise NoOrgFile(f"no {ORG} with an `org:` section in {where}; name the root file of the organisation")
    if not config.inside(file, directories[-1]) and not configured.org:
        where = config.bounds(directories[-1])
        raise UsageError(f"{_relative(file, cwd)} is a link that leads out of {where}; name the root file itself")
    root = _with_settings(Root(_relative(file, cwd)), cwd, settings)
    _refuse_unused(configured, root)
    return root


def _refuse_unused(configured: Config, root: Root) -> None:
    """Raise BadInput where a configuration sets more than the place of a root for which another one holds."""
    source = configured.source
    if source is None or configured.file == root.settings.file:
        return
    unused = [name for name in source.data if name != "org" and not name.startswith("x-")]
    if unused:
        span = source.span((unused[0],), "key")
        other = document.shown(root.settings.file) if root.settings.file else "no configuration"
        fix = f"Move it to a {CONFIG} beside or above the root file."
        message = f"This does not count: for {root.path}, which is named here, {other} holds."
        raise BadInput([invalid(message, span, fix)], source.sources)


def _roots_above(file: pathlib.Path, cwd: pathlib.Path, content: Content, settings: Settings) -> Iterator[pathlib.Path]:
    """The roots that could include a file, the nearest first."""
    configured = settings(file.parent).org
    directories = upwards(file.parent, cwd)
    for root in (*([configured] if configured else []), *_org_files(directories, content)):
        if not root.samefile(file) and config.inside(root, directories[-1]):
            yield root


def _org_files(directories: Iterable[pathlib.Path], content: Content) -> Iterator[pathlib.Path]:
    """Each org.yaml that has an `org:` mapping, or that is too broken to tell."""
    for directory in directories:
        file = directory / ORG
        if os.path.isfile(file) and _org(content(file)) in ("mapping", "broken"):
            yield file


def _org(content: bytes) -> Literal["mapping", "other", "broken"] | None:
    """What a file has at `org:`, None without it."""
    try:
        return document.section_kind(content, "org")
    except BadInput:
        return "broken"


def _relative(file: pathlib.Path, cwd: pathlib.Path) -> pathlib.Path:
    return pathlib.Path(os.path.relpath(file, cwd))
