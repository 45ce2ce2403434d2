"""Reads YAML files into one merged tree of plain data and knows where every key and value of it stands."""

import codecs
import gc
import glob
import os
import pathlib
import posixpath
import re
import stat
import sys
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from fnmatch import fnmatchcase
from functools import cache
from itertools import accumulate, islice, repeat
from typing import Any, Literal, NamedTuple, NoReturn, overload

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from roleaudit.findings import MOST_FAULTS, BadInput, Finding, Path, Related, Span, UsageError, dotted, invalid

STDIN = "<stdin>"
"""The name of standard input in reports."""

MAX_DEPTH = 100
"""Levels of nesting that are read: ten times what the org file's form has, and far below what could exhaust a stack."""

MOST_ENTRIES = 100_000
"""So much may stand in one list or mapping that is no section: far more than anybody holds, owns or is asked for."""

MOST_BYTES = 1_000_000_000
"""No file is longer than this; five million people are described in less."""

MOST_IN_PATH = 4096
"""No path is longer, and to take a longer one apart takes as long as one likes."""

SECTION = 2
"""The level of a section's entries, which may be as many as the organisation has people."""

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_MERGE = "<<"
_BREAKS = "\n\r\x85\u2028\u2029"
_CORE_TYPES = ("str", "map", "seq", "int", "float", "bool", "null")
_TAGS = frozenset(["!", *(f"tag:yaml.org,2002:{name}" for name in _CORE_TYPES)])
# Compiled when a file is faulty: it takes as long as an import.
_TAG = r"(?:&\S+\s+)?(!\S*)"
_FORBIDDEN = "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
_REPLACEMENT = "\ufffd"  # keeps what cannot be shown from cutting or moving a quoted line
_QUOTED = 1000  # characters behind a fault that nobody can read past
_BOMS = ((codecs.BOM_UTF8, "UTF-8"), (codecs.BOM_UTF16_LE, "UTF-16LE"), (codecs.BOM_UTF16_BE, "UTF-16BE"))


Content = Callable[[pathlib.Path], bytes]
"""Gives the bytes of a file, or raises UsageError, as `file_bytes` does: an editor has texts that are not on disk."""

_CHUNK = 1 << 16
"""So many characters are split into lines at once."""

_SMALL = 200
"""A mapping of at most so many nodes has few keys, and is quicker looked through than put in a table."""


_MARK = 1 << 31
"""Added to a number, it says that this is no position in a text, or no mapping."""


class _Lines(Sequence[str]):
    """The lines of a text as YAML splits them; of each only its start is kept, as a file may be nothing but lines."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = array("I", [0])
        for start in range(0, len(text), _CHUNK):
            # Text without control characters has no other breaks for `splitlines`; one of two signs stays whole.
            begin = start + (text[start - 1 : start + 1] == "\r\n")
            end = start + _CHUNK
            pieces = text[begin : end + (text[end - 1 : end + 1] == "\r\n")].splitlines(keepends=True)
            if pieces and pieces[-1][-1] not in _BREAKS:
                pieces.pop()
            self.starts.extend(islice(accumulate(map(len, pieces), initial=begin), 1, None))

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> list[str]: ...
    def __getitem__(self, index: int | slice) -> str | list[str]:
        """A line without its break, or several."""
        if isinstance(index, slice):
            return [self[number] for number in range(len(self))[index]]
        number = range(len(self))[index]
        end = self.starts[number + 1] if number + 1 < len(self) else len(self.text)
        return self.text[self.starts[number] : end].rstrip(_BREAKS)

    def __len__(self) -> int:
        return len(self.starts)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)


class _File:
    """The text of one file, and where each node of it stands.

    Nodes are numbered in the order in which they are written, so the node of a key comes right before that of its
    value: of a child it is enough to know the latter. `starts` and `ends` count code points from the beginning of the
    text. In place of its end a collection has its number in the order in which collections close, with `_MARK` added;
    under that number `bounds` has its end and `afters` the first node behind it, with `_MARK` added if it is a list.
    Two packed numbers per node are a tenth of what the parser's own marks take; tables of children are made when one
    is asked for.
    """

    __slots__ = (
        "afters",
        "aliases",
        "anchor_keys",
        "bounds",
        "ends",
        "key_texts",
        "known_lines",
        "merges",
        "name",
        "starts",
        "tables",
        "text",
    )

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text
        self.starts = array("I")
        self.ends = array("I")
        self.afters = array("I")
        self.bounds = array("I")
        self.key_texts: dict[int, str] = {}  # keys that are not written letter by letter: quoted, escaped, tagged
        self.aliases: dict[int, int] = {}  # the node of an alias -> the node it stands for
        self.anchor_keys: dict[int, int | None] = {}  # an anchored node -> its key
        self.tables: dict[int, dict[str | int, int]] = {}
        self.merges: dict[tuple[int, str | int], int] = {}  # a child that was merged in -> the alias that did it
        self.known_lines: _Lines | None = None

    def lines(self) -> _Lines:
        """The lines, split when somebody asks for the first time."""
        if self.known_lines is None:
            self.known_lines = _Lines(self.text)
        return self.known_lines

    def span(self, start: int, end: int) -> Span:
        """Lines and columns of a stretch of text."""
        positions = self.lines().starts
        first = last = bisect_right(positions, start)
        if first < len(positions) and end >= positions[first]:
            last = bisect_right(positions, end, first)
        return Span(self.name, first, start - positions[first - 1] + 1, last, end - positions[last - 1] + 1)

    def wide(self, start: int, end: int = 0) -> Span:
        """Like `span`, but at least one character wide unless the line ends there: something to underline."""
        at_end = self.text[start : start + 1] in ("", *_BREAKS)
        return self.span(start, max(end, start + (not at_end)))

    def node_span(self, node: int) -> Span:
        return self.span(self.starts[node], self.end(node))

    def end(self, node: int) -> int:
        """Where the text of a node ends: at its bracket, or with its last child; 0 for a collection that is open."""
        end = self.ends[node]
        return end if end < _MARK else self.bounds[end - _MARK]

    def after(self, node: int) -> int:
        """The first node behind one and all that is in it."""
        end = self.ends[node]
        return node + 1 if end < _MARK else self.afters[end - _MARK] % _MARK

    def table(self, node: int) -> dict[str | int, int]:
        """The values in a node by key or index; empty for a scalar."""
        end = self.ends[node]
        if end < _MARK:
            return {}
        if node not in self.tables:
            self.tables[node] = self._items(node) if self.is_list(node) else self._members(node)
        return self.tables[node]

    def child(self, node: int, step: str | int) -> int | None:
        """One value by key or index; a small mapping is looked through, for a larger one a table is made."""
        text, starts, ends, known = self.text, self.starts, self.ends, self.key_texts
        afters, key, end = self.afters, node + 1, ends[node]
        after = afters[end - _MARK] if end >= _MARK else 0
        if not 0 < after - node <= _SMALL:
            return self.table(node).get(step)
        while key < after:
            name = known[key] if key in known else text[starts[key] : ends[key]]
            value = key + 1
            if name == step:
                return value
            if name == _MERGE:
                return self.table(node).get(step)
            end = ends[value]
            key = value + 1 if end < _MARK else afters[end - _MARK] % _MARK
        return None

    def _items(self, node: int) -> dict[str | int, int]:
        table: dict[str | int, int] = {}
        child, after = node + 1, self.after(node)
        while child < after:
            table[len(table)] = child
            child = self.after(child)
        return table

    def pairs(self, node: int) -> Iterator[tuple[int, int]]:
        """The keys and values of a finished mapping as they are written, `<<` and repetitions too."""
        ends, afters = self.ends, self.afters
        key, after = node + 1, self.after(node)
        while key < after:
            value = key + 1
            yield key, value
            end = ends[value]
            key = value + 1 if end < _MARK else afters[end - _MARK] % _MARK

    def _members(self, node: int) -> dict[str | int, int]:
        table: dict[str | int, int] = {}
        merge = None
        text, starts, ends, known = self.text, self.starts, self.ends, self.key_texts
        for key, value in self.pairs(node):
            name = known[key] if key in known else text[starts[key] : ends[key]]
            if name == _MERGE and self.is_merge(key):
                merge = value
            else:
                table[name] = value
        if merge is not None:
            for step, value, alias in self._merged(merge):
                if step not in table:
                    table[step] = value
                    if alias is not None:
                        self.merges[node, step] = alias
        return table

    def _merged(self, node: int, alias: int | None = None) -> Iterator[tuple[str | int, int, int | None]]:
        """What the value of a `<<` brings in, in order of precedence, with the alias that did it."""
        if node in self.aliases:
            alias = node if alias is None else alias
            node = self.aliases[node]
        if self.is_list(node):
            for item in self.table(node).values():
                yield from self._merged(item, alias)
        else:
            for name, value in self.table(node).items():
                yield name, value, self.merges.get((node, name)) if alias is None else alias

    def is_list(self, node: int) -> bool:
        end = self.ends[node]
        return end >= _MARK and self.afters[end - _MARK] >= _MARK

    def key_text(self, key: int) -> str:
        text = self.key_texts.get(key)
        return self.text[self.starts[key] : self.ends[key]] if text is None else text

    def is_merge(self, key: int) -> bool:
        """Whether a key is a bare `<<`; a quoted one is text like any other."""
        return key not in self.key_texts and self.text[self.starts[key] : self.ends[key]] == _MERGE

    def locate(self, path: Path) -> tuple[int | None, int, int | None]:
        """Follow a path as far as it goes: what it names, or its nearest ancestor.

        What comes out are key and value node as they are written, and the alias that was passed on the way, if any.
        There is no key in a list.
        """
        value, parent, passed = 0, None, None
        tables, aliases, merges = self.tables, self.aliases, self.merges
        for step in path:
            node, alias = value, passed
            if node in aliases:
                alias = node if alias is None else alias
                node = aliases[node]
            child = tables[node].get(step) if node in tables else self.child(node, step)
            if child is None:
                break
            parent, value = node, child
            passed = merges.get((node, step)) if merges and alias is None else alias
        return None if parent is None or self.is_list(parent) else value - 1, value, passed

    def pointer(self, key: int | None, node: int) -> Span:
        """Where to point at a node: a scalar itself, the key of a collection, else the first thing written in it."""
        start, end = self.starts[node], self.ends[node]
        if start < end < _MARK:
            return self.span(start, end)
        if key is not None:
            return self.node_span(key)
        step, value = next(iter(self.table(node).items()), (None, node))
        if step is None or (node, step) in self.merges:
            return self.node_span(node)
        return self.pointer(None, value) if self.is_list(node) else self.node_span(value - 1)


class _Written(NamedTuple):
    """What files say, merged, and the files, the root first."""

    data: dict[str, object]
    files: list[_File]


class Document:
    """The data of an org file (or of any YAML file), and the place of everything in it.

    `name` is the file as reports show it. `read` is called when something in it is first asked for.
    """

    __slots__ = ("_homes", "_joined", "_read", "_sources", "_written", "name")

    def __init__(self, name: str, read: Callable[[], _Written]) -> None:
        self.name = name
        self._read = read
        self._written: _Written | None = None  # until somebody asks what is in it
        self._homes: dict[Path, tuple[_File, Path]] = {}  # where a section or an entry of an included file is
        self._joined: set[str] = set()  # the sections that are of several files, put together in a place of their own
        self._sources: dict[str, Sequence[str]] | None = None

    @property
    def _content(self) -> _Written:
        if self._written is None:
            self._written = self._read()
        return self._written

    @property
    def data(self) -> dict[str, object]:
        """What it says, of str, None, dict and list only."""
        return self._content.data

    @property
    def _files(self) -> list[_File]:
        return self._content.files

    @property
    def files(self) -> tuple[str, ...]:
        """The names of the files: the root, then what it includes."""
        return tuple(file.name for file in self._files)

    @property
    def sources(self) -> dict[str, Sequence[str]]:
        """The lines of each file, as YAML splits them, for quoting."""
        if self._sources is None:
            self._sources = {file.name: file.lines() for file in self._files}
        return self._sources

    def span(self, path: Path, part: Literal["key", "value"] = "value") -> Span:
        """Exactly what is written for `path`; for a path that does not exist, its nearest ancestor that does.

        A list item has no key: its value is given. What came through an alias is the alias.
        """
        file, path = self._home(path)
        key, node, alias = file.locate(path)
        if alias is not None:
            return file.node_span(alias)
        return file.node_span(node if part == "value" or key is None else key)

    def stretch(self, path: Path, part: Literal["key", "value"] = "value") -> tuple[str, int, int]:
        """The name of the file that holds `path`, and the characters of its text, from and to, that are written for it.

        Nothing that is only indented or commented belongs to a mapping or list over several lines. What came through an
        alias is the alias.
        """
        file, path = self._home(path)
        key, node, alias = file.locate(path)
        node = alias if alias is not None else key if part == "key" and key is not None else node
        return file.name, file.starts[node], file.end(node)

    def text(self, name: str) -> str:
        """The text of one of its files."""
        return next(file.text for file in self._files if file.name == name)

    def place(self, path: Path) -> tuple[Span, tuple[Related, ...]]:
        """Where a finding about `path` points: a scalar, the key of a collection, or the nearest ancestor.

        What came through an alias is shown at the alias, with the place where it is written as the related one.
        """
        file, path = self._home(path)
        key, node, alias = file.locate(path)
        use = node if alias is None and node in file.aliases else alias
        if use is None:
            return file.pointer(key, node), ()
        if node in file.aliases:
            node = file.aliases[node]
            key = file.anchor_keys[node]
        return file.node_span(use), (Related("defined here", file.pointer(key, node)),)

    def entry_file(self, section: str, entry: str | int) -> str:
        """The name of the file that holds an entry; the root for one that is not written."""
        return self._home((section, entry))[0].name

    def add(self, part: "Document") -> Iterator[Finding]:
        """Merge an included file into this document, and give out what cannot be merged."""
        self._files.append(file := part._files[0])
        self._sources = None
        for section, value in part.data.items():
            if section in ("org", "include"):
                span = part.span((section,), "key")
                fix = f"Keep `{section}` in the root file, {self.name}."
                yield invalid(f"An included file cannot have `{section}`.", span, fix)
            elif not section.startswith("x-"):
                yield from self._join(section, value, file, part)

    def _join(self, section: str, value: object, file: _File, part: "Document") -> Iterator[Finding]:
        """Add a section of an included file: mappings entry by entry, anything else as a list."""
        known = self.data.get(section)
        if section not in self.data:
            self._homes[(section,)] = file, (section,)
        if known is None:
            known = {} if isinstance(value, dict) else []
        if value is None:
            self.data.setdefault(section, None)
        elif isinstance(known, dict) and isinstance(value, dict):
            for name in (name for name in value if name in known):
                related = Related("first written here", self.span((section, name), "key"))
                message = f"`{brief(f'{section}.{name}')}` is written in two files."
                yield invalid(message, part.span((section, name), "key"), "Keep one of the two.", related=(related,))
            self._homes |= {(section, name): (file, (section, name)) for name in value if name not in known}
            if section not in self._joined:  # what an alias may stand for elsewhere stays as it is
                self._joined.add(section)
                self.data[section] = known = dict(known)
            known.update(value)
        elif isinstance(known, dict) or isinstance(value, dict):
            related = Related("first written here", self.span((section,), "key"))
            message = f"`{brief(section)}` is a mapping in one file and none in the other."
            yield invalid(message, part.span((section,), "key"), "Write it alike in both.", related=(related,))
        else:
            more = value if isinstance(value, list) else [value]
            known = known if isinstance(known, list) else [known]
            if section not in self._joined:
                self._joined.add(section)
                self.data[section] = known = list(known)
            self._homes |= {(section, len(known) + n): (file, (section, n)) for n in range(len(more))}
            known.extend(more)

    def _home(self, path: Path) -> tuple[_File, Path]:
        """The file that holds `path`, and the path inside that file (lists are joined, so an index can differ)."""
        if self._homes:
            for length in (2, 1):
                if home := self._homes.get(path[:length]):
                    return home[0], home[1] + path[length:]
        return self._content.files[0], path


class Faults:
    """What is wrong with one file, told together at the end, or as soon as there are more faults than anybody reads."""

    def __init__(self, source: Document) -> None:
        self.source = source
        self.found: list[Finding] = []

    def wrong(self, path: Path, message: str, fix: str) -> None:
        """Note a fault of what stands at a path. Raises BadInput where there are enough."""
        span, related = self.source.place(path)
        self.add(invalid(message, span, fix, related=related, address=dotted(path)))

    def add(self, fault: Finding) -> None:
        """Note a fault. Raises BadInput where there are enough."""
        self.found.append(fault)
        if len(self.found) > MOST_FAULTS:
            self.finish()

    def finish(self) -> None:
        """Raise BadInput where there is any fault."""
        if self.found:
            raise BadInput(sorted(self.found, key=lambda fault: fault.span), self.source.sources)


def parse(content: bytes, name: str) -> Document:
    """Read one YAML file, whatever it is about. Raises BadInput with every duplicate key, or the first other fault."""
    document, faults = _load(content, name)
    if faults:
        raise BadInput(faults, document.sources)
    return document


def later(path: pathlib.Path, name: str) -> Document:
    """The document of a file without fault; it is read only when somebody asks what is in it."""
    return Document(name, lambda: parse(path.read_bytes(), name)._content)


def file_bytes(path: pathlib.Path) -> bytes:
    """The bytes of a regular file; a pipe or a device, which could wait for ever, is not opened. Raises UsageError."""
    try:
        found = os.stat(path)
        mode, size = found.st_mode, found.st_size
        if stat.S_ISDIR(mode):
            raise UsageError(f"{shown(path)} is a directory; name a file in it")
        if not stat.S_ISREG(mode):
            raise UsageError(f"{shown(path)} is not a regular file; to read from a pipe, pass `-`")
        if size > MOST_BYTES:
            raise UsageError(f"{shown(path)} is longer than {MOST_BYTES // 1_000_000_000} GB")
        return path.read_bytes()
    except FileNotFoundError:
        raise UsageError(f"{shown(path)} does not exist; check the name and the working directory") from None
    except (OSError, ValueError) as error:
        raise UsageError(f"{shown(path)} cannot be read: {getattr(error, 'strerror', None) or error}") from error


def read(root: pathlib.Path | str, content: Content = file_bytes) -> Document:
    """Read the root file of an organisation with the files it includes, merged; `-` is standard input.

    `content` gives the bytes of each file. Raises UsageError for a root that is no readable file, and BadInput with the
    faults of all files.
    """
    if str(root) == "-":
        whole, faults = _load(sys.stdin.buffer.read(), STDIN, _BEGIN)
    else:
        root = pathlib.Path(root)
        whole, faults = _load(content(root), shown(root), _BEGIN)
    if foreign := _foreign(whole):
        raise BadInput([foreign], whole.sources)
    sources = dict(whole.sources)
    for name, path in _include(whole, root, faults).items():
        try:
            part, more = _load(content(path), name)
        except BadInput as error:
            faults += error.findings
            sources |= error.sources
            continue
        sources |= part.sources
        faults += [foreign] if (foreign := _foreign(part)) else [*more, *whole.add(part)]
    whole.data.pop("include", None)
    if faults:
        raise BadInput(faults, sources)
    return whole


def includes(root: pathlib.Path, content: Content = file_bytes) -> tuple[pathlib.Path, ...]:
    """The files that a root brings in, sorted; a faulty include is left out. Raises as `read` does for the root."""
    data = content(root)
    if b"include" not in data.replace(b"\0", b""):
        return ()  # most roots, and reading a large one takes a while
    return tuple(_include(_load(data, shown(root), _BEGIN)[0], root, []).values())


def section_kind(content: bytes, section: str) -> Literal["mapping", "other"] | None:
    """What a file has at a top-level key, read no further than that; None without the key. Raises BadInput."""
    file = _File("", _decode(content, ""))
    get = _loader()(file.text).get_event
    try:
        for _ in range(3):
            opening = get()
        if type(opening) is not MappingStartEvent:
            _load(content, "")  # says what the file is instead
        while type(key := get()) is not MappingEndEvent:
            _skip(get, key)
            value = get()
            if isinstance(key, ScalarEvent) and key.value == section:
                return "mapping" if isinstance(value, MappingStartEvent | AliasEvent) else "other"
            _skip(get, value)
    except yaml.YAMLError as error:
        raise BadInput([_explain(error, file)]) from error
    return None


def _skip(get: Callable[[], Any], event: Any) -> None:
    """Pass over the rest of the node that an event begins."""
    depth = int(isinstance(event, MappingStartEvent | SequenceStartEvent))
    while depth:
        event = get()
        depth += isinstance(event, MappingStartEvent | SequenceStartEvent)
        depth -= isinstance(event, MappingEndEvent | SequenceEndEvent)


def shown(path: pathlib.Path | str) -> str:
    """A file's name in reports: relative to the working directory where it is below it, else as given, with slashes."""
    here = os.getcwd()
    whole, above = os.path.normpath(os.path.join(here, path)), os.path.join(here, "")
    return whole.removeprefix(above).replace(os.sep, "/") if whole.startswith(above) else pathlib.Path(path).as_posix()


# --- several files ---------------------------------------------------------------------------------------------------


def _foreign(document: Document) -> Finding | None:
    """Name a file of another tool that was given by mistake, instead of a fault for each of its keys."""
    data = document.data
    if "org" in data:
        return None
    if "apiVersion" in data and "kind" in data:
        tool = "Backstage catalogue" if "backstage" in str(data["apiVersion"]) else "Backstage or Kubernetes"
        key = "apiVersion"
    elif isinstance(data.get("orgs"), dict):
        tool, key = "peribolos (GitHub organisation)", "orgs"
    else:
        return None
    fix = (
        "Describe the organisation in roleaudit's own form, in sections such as `org:`, `roles:`, `responsibilities:`."
    )
    return invalid(f"This looks like a {tool} file, which roleaudit does not read.", document.span((key,), "key"), fix)


def _include(whole: Document, root: pathlib.Path | str, faults: list[Finding]) -> dict[str, pathlib.Path]:
    """The files named by `include:`, each once and sorted by the name they are shown by.

    What cannot be included is added to `faults`.
    """
    value = whole.data.get("include")
    found: dict[str, pathlib.Path] = {}
    for index, pattern in enumerate(value if isinstance(value, list) else [] if value is None else [value]):
        try:
            if isinstance(root, str):
                raise UsageError("Standard input cannot include files")
            if not isinstance(pattern, str):
                raise UsageError("An include is a path or a pattern")
            for place, path in _matches(pattern, root).items():
                found.setdefault(place, path)
        except UsageError as error:
            span, related = whole.place(("include", index))
            fix = "Name files below the directory of the root file, such as `teams/*.yaml`."
            faults.append(invalid(f"{error}.", span, fix, related=related))
            if len(faults) > MOST_FAULTS:
                break
    return dict(sorted((shown(path), path) for path in found.values()))


def _matches(pattern: str, root: pathlib.Path) -> dict[str, pathlib.Path]:
    """The files that one include stands for, by where they really are.

    Raises UsageError where there are none, or one that must not be read.
    """
    name = posixpath.normpath(pattern)
    if not pattern.strip() or "\0" in pattern:
        raise UsageError("An include is a path or a pattern")
    if pathlib.PurePosixPath(pattern).is_absolute() or pathlib.PureWindowsPath(pattern).anchor:
        raise UsageError(f"`{brief(pattern)}` is absolute: includes are relative to the root file")
    if "**" in pattern:
        raise UsageError(f"`{brief(pattern)}` has a `**`: a `*` stands for one level, and deeper ones are named")
    if name.split("/")[0] == "..":
        raise UsageError(f"`{brief(pattern)}` leads out of the directory of the root file")
    if len(name) > MOST_IN_PATH:
        raise UsageError(f"`{brief(pattern)}` matches no file")
    named = not re.search(r"[*?[]", name)
    names = [name] if named else _allowed(_expanded(name, root.parent), root)
    if not names:
        raise UsageError(f"`{brief(pattern)}` matches no file")
    places = _inside(names, root.parent)
    if named:
        _refuse_named(name, root)
    return {place: root.parent / match for match, place in sorted(zip(names, places, strict=True), reverse=True)}


def _expanded(pattern: str, folder: pathlib.Path) -> list[str]:
    """What a pattern matches, level by level.

    Each directory is looked into once, however many links lead there: to follow them all may never end.
    """
    *levels, last = pattern.split("/")
    found = [""]
    for level in levels:
        inner = [name for name in _at_level(found, level, folder) if os.path.isdir(folder / name)]
        found = list(dict(zip(reversed(_inside(inner, folder)), reversed(inner), strict=True)).values())
    return list(_at_level(found, last, folder))


def _at_level(directories: Iterable[str], level: str, folder: pathlib.Path) -> Iterator[str]:
    """What one level of a pattern matches in directories."""
    for directory in directories:
        for name in glob.glob(level, root_dir=folder / directory):
            yield posixpath.join(directory, name)


def _inside(names: Sequence[str], folder: pathlib.Path) -> list[str]:
    """Where files or directories really are. Raises UsageError where a link leads out of the folder."""
    top = os.path.join(os.path.realpath(folder), "")
    places = [os.path.realpath(os.path.join(folder, name)) for name in names]
    for name, place in zip(names, places, strict=True):
        if not os.path.join(place, "").startswith(top):
            raise UsageError(f"`{brief(name)}` is a link that leads out of the directory of the root file")
    return places


def _own(name: str) -> bool:
    """Whether a path is hidden, or is configuration: neither is part of an organisation."""
    return any(part.startswith(".") for part in name.split("/")) or fnmatchcase(
        posixpath.basename(name), "roleaudit*.yaml"
    )


def _allowed(names: Iterable[str], root: pathlib.Path) -> list[str]:
    """The files of a pattern that may be part of an organisation, without the root itself."""
    itself = _status(root)
    found = []
    for name in names:
        status = None if _own(name.replace(os.sep, "/")) else _status(os.path.join(root.parent, name))
        if status and stat.S_ISREG(status.st_mode) and not (itself and os.path.samestat(status, itself)):
            found.append(name)
    return found


def _status(path: pathlib.Path | str) -> os.stat_result | None:
    with suppress(OSError):
        return os.stat(path)
    return None


def _refuse_named(name: str, root: pathlib.Path) -> None:
    path = root.parent / name
    if not os.path.exists(path):
        raise UsageError(f"`{brief(name)}` matches no file")
    if not os.path.isfile(path):
        raise UsageError(f"`{brief(name)}` is not a file")
    if path.samefile(root):
        raise UsageError(f"`{brief(name)}` is the root file itself")
    if _own(name):
        raise UsageError(f"`{brief(name)}` is hidden or a configuration file, and cannot be included")


# --- one file: events to data and index -----------------------------------------------------------------------------


class _Builder:
    """Builds the data of one file and its index in one pass over the parser's events."""

    __slots__ = ("anchors", "deepest", "expanded", "faults", "file", "get", "heights", "shared", "sizes", "texts")

    def __init__(self, file: _File, get: Callable[[], Any]) -> None:
        self.file = file
        self.get = get
        # What each text is read as, None for a null. Equal texts are one object: less memory, and found sooner.
        self.texts: dict[str, str | None] = dict.fromkeys(_NULLS)
        self.faults: list[Finding] = []
        self.anchors: dict[str, int] = {}  # the node that an anchor names now
        self.shared: dict[int, object] = {}  # the data of an anchored node, once it is complete
        self.sizes: dict[int, int] = {}  # how many nodes it stands for, aliases counted as what they stand for
        self.heights: dict[int, int] = {}  # how many levels it is deep
        self.expanded = 0  # nodes that aliases stood for so far
        self.deepest = 0

    def mapping(self, opening: Any, depth: int) -> tuple[dict[str, object], int]:
        """Read a mapping to its end. Gives the data and where its text ends."""
        file, get, one = self.file, self.get, self.texts.setdefault
        text, starts, ends, afters, bounds = file.text, file.starts, file.ends, file.afters, file.bounds
        if depth > self.deepest:
            self.deeper(opening, depth)
        node = len(starts)
        starts.append(opening.start_mark.index)
        ends.append(0)
        data: dict[str, object] = {}
        last = starts[node]
        for number in range(MOST_ENTRIES if depth != SECTION else sys.maxsize):  # noqa: B007 (read behind the loop)
            event = get()
            kind = type(event)
            if kind is MappingEndEvent:
                break
            name = one(event.value, event.value) if kind is ScalarEvent else None
            if name is not None and event.anchor is None and event.tag is None:
                start, end = event.start_mark.index, event.end_mark.index
                starts.append(start)
                ends.append(end)
                if text[start:end] != name:
                    file.key_texts[len(starts) - 1] = name
            else:
                name = self.key(event, depth)
            event = get()
            kind = type(event)
            value: object
            if kind is ScalarEvent and event.anchor is None and event.tag is None:
                value = one(event.value, event.value)
                if value is None and event.style:
                    value = event.value
                last = event.end_mark.index
                starts.append(event.start_mark.index)
                ends.append(last)
            elif kind is SequenceStartEvent and event.anchor is None and event.tag is None:
                value, last = self.sequence(event, depth + 1)
            elif kind is MappingStartEvent and event.anchor is None and event.tag is None:
                value, last = self.mapping(event, depth + 1)
            else:
                value, last = self.node(event, depth, len(starts) - 1)
            data[name] = value
        else:
            self.too_long(opening)
        ends[node] = _MARK + len(afters)
        afters.append(len(starts))
        # It ends at its bracket, or with its last child: for the parser, at the next token.
        end = event.end_mark.index
        last = end if end != event.start_mark.index else last
        bounds.append(last)
        if len(data) < number:
            self.duplicates(node)
        if _MERGE in data:
            self.merge(node, data)
        return data, last

    def sequence(self, opening: Any, depth: int) -> tuple[list[object], int]:
        """Read a list to its end. Gives the data and where its text ends."""
        file, get, one = self.file, self.get, self.texts.setdefault
        starts, ends, afters, bounds = file.starts, file.ends, file.afters, file.bounds
        if depth > self.deepest:
            self.deeper(opening, depth)
        node = len(starts)
        starts.append(opening.start_mark.index)
        ends.append(0)
        data: list[object] = []
        last = starts[node]
        for _ in repeat(None, MOST_ENTRIES if depth != SECTION else sys.maxsize):
            event = get()
            kind = type(event)
            if kind is SequenceEndEvent:
                break
            value: object
            if kind is ScalarEvent and event.anchor is None and event.tag is None:
                value = one(event.value, event.value)
                if value is None and event.style:
                    value = event.value
                last = event.end_mark.index
                starts.append(event.start_mark.index)
                ends.append(last)
            elif kind is SequenceStartEvent and event.anchor is None and event.tag is None:
                value, last = self.sequence(event, depth + 1)
            elif kind is MappingStartEvent and event.anchor is None and event.tag is None:
                value, last = self.mapping(event, depth + 1)
            else:
                value, last = self.node(event, depth, None)
            data.append(value)
        else:
            self.too_long(opening)
        ends[node] = _MARK + len(afters)
        afters.append(_MARK + len(starts))
        end = event.end_mark.index
        last = end if end != event.start_mark.index else last
        bounds.append(last)
        return data, last

    def deeper(self, opening: Any, depth: int) -> None:
        """Note a level that nothing reached so far; refuse one that is too deep."""
        self.deepest = depth
        if depth > MAX_DEPTH:
            self.too_deep(opening)

    def node(self, event: Any, depth: int, key: int | None) -> tuple[object, int]:
        """Read any node: a collection, an alias, or what has an anchor or a tag."""
        if type(event) is AliasEvent:
            return self.alias(event, depth)
        if event.tag is not None and event.tag not in _TAGS:
            self.unknown_tag(event)
        if event.anchor is not None:
            return self.anchored(event, depth, key)
        return self.content(event, depth)

    def content(self, event: Any, depth: int) -> tuple[object, int]:
        if type(event) is MappingStartEvent:
            return self.mapping(event, depth + 1)
        if type(event) is SequenceStartEvent:
            return self.sequence(event, depth + 1)
        end: int = event.end_mark.index
        self.file.starts.append(event.start_mark.index)
        self.file.ends.append(end)
        bare = event.tag is None and not event.style
        return (None if bare and event.value in _NULLS else event.value), end

    def key(self, event: Any, depth: int) -> str:
        """Read a key that is not bare text; only text can be one."""
        node = len(self.file.starts)
        name: object = None
        if type(event) in (ScalarEvent, AliasEvent):
            name, _ = self.node(event, depth, None)
        if not isinstance(name, str):
            self.not_a_key(event)
        self.file.key_texts[node] = name
        return name

    def anchored(self, event: Any, depth: int, key: int | None) -> tuple[object, int]:
        """Read a node that has an anchor, and keep what an alias of it will need."""
        node = len(self.file.starts)
        self.anchors[event.anchor] = node
        self.file.anchor_keys[node] = key
        before, self.deepest = self.deepest, depth
        expanded = self.expanded
        value, end = self.content(event, depth)
        self.shared[node] = value
        self.sizes[node] = len(self.file.starts) - node + self.expanded - expanded
        self.heights[node] = self.deepest - depth
        self.deepest = max(before, self.deepest)
        return value, end

    def alias(self, event: Any, depth: int) -> tuple[object, int]:
        """Stand in the very object that the anchor names, after checking how much that is."""
        target = self.anchors.get(event.anchor)
        if target is None:
            self.unknown_anchor(event)
        if target not in self.shared:
            self.circular(event)
        self.expanded += self.sizes[target]
        if self.expanded > 10_000 + 10 * len(self.file.starts):
            self.too_many(event)
        self.deepest = max(self.deepest, depth + self.heights[target])
        if self.deepest > MAX_DEPTH:
            self.too_deep(event)
        node = len(self.file.starts)
        end: int = event.end_mark.index
        self.file.starts.append(event.start_mark.index)
        self.file.ends.append(end)
        self.file.aliases[node] = target
        return self.shared[target], end

    def merge(self, node: int, data: dict[str, object]) -> None:
        """Add what a bare `<<` brings in to a finished mapping; own keys win, and among the merged ones the first."""
        node = next((value for key, value in self.file.pairs(node) if self.file.is_merge(key)), 0)
        if not node:
            return  # the key is a quoted "<<"
        value = data.pop(_MERGE)
        for source in value if isinstance(value, list) else [value]:
            if not isinstance(source, dict):
                fix = "Give `<<` an alias of a mapping, `<<: *name`, or a list of such aliases."
                self.refuse("Only a mapping can be merged with `<<`.", fix, self.file.starts[node], self.file.end(node))
            for name, merged in source.items():
                data.setdefault(name, merged)

    def document(self, fix: str) -> dict[str, object]:
        """Read the one document of the file, which must be a mapping; `fix` is what to do where it is none."""
        self.get()
        first = self.get()
        if type(first) is not StreamEndEvent:
            first = self.get()
        if type(first) is StreamEndEvent or (type(first) is ScalarEvent and not first.value):
            self.refuse("The file is empty.", fix, 0, 0)
        if type(first) is not MappingStartEvent:
            with suppress(yaml.YAMLError):
                self.node(first, 0, None)  # to refuse what is nested too deep as such
            kind = "a list" if type(first) is SequenceStartEvent else "one text"
            self.refuse(f"The file holds {kind} where keys with values are expected.", fix, *_marks(first))
        data, _ = self.node(first, 0, None)
        self.get()
        second = self.get()
        if type(second) is DocumentStartEvent:
            span = self.file.span(*_marks(second))
            fix = "Remove the `---`, or move what follows it to a file of its own."
            self.faults.append(invalid("A second YAML document begins here.", span, fix))
        assert isinstance(data, dict)
        return data

    def duplicates(self, node: int) -> None:
        """Note each repetition of a key, with the place where it was first written."""
        file = self.file
        first: dict[str, int] = {}
        repeated = [key for key, _ in file.pairs(node) if first.setdefault(file.key_text(key), key) != key]
        for key in repeated[: MOST_FAULTS + 1 - len(self.faults)]:
            text = file.key_text(key)
            related = Related("first written here", file.node_span(first[text]))
            fix = "Keep one of the two, or join what they hold."
            message = f"The key `{brief(text)}` is written twice."
            self.faults.append(invalid(message, file.node_span(key), fix, related=(related,)))

    def refuse(self, message: str, fix: str, start: int, end: int) -> NoReturn:
        """Stop reading. What was noted before stays out: some of it may be due to this fault."""
        raise BadInput([invalid(message, self.file.wide(start, end), fix)], {self.file.name: self.file.lines()})

    def too_deep(self, event: Any) -> NoReturn:
        self.refuse(_TOO_DEEP.message, _TOO_DEEP.fix, *_marks(event))

    def too_long(self, event: Any) -> NoReturn:
        message = f"More than {MOST_ENTRIES} entries stand in one list or mapping here."
        self.refuse(message, "Only a section such as `people` can hold so many.", *_marks(event))

    def too_many(self, event: Any) -> NoReturn:
        message = f"The aliases up to here stand for {self.expanded} values, far more than the file holds."
        self.refuse(message, "Write the entries out, or use fewer aliases.", *_marks(event))

    def unknown_anchor(self, event: Any) -> NoReturn:
        message = f"The alias `*{brief(event.anchor)}` has no anchor of that name above it."
        fix = "Put the anchor before its first use; quote a text that begins with `*`."
        self.refuse(message, fix, *_marks(event))

    def circular(self, event: Any) -> NoReturn:
        message = f"The alias `*{brief(event.anchor)}` stands inside the value that it names."
        self.refuse(message, "Write out what is meant: a value cannot hold itself.", *_marks(event))

    def unknown_tag(self, event: Any) -> NoReturn:
        match = re.compile(_TAG).match(self.file.text, event.start_mark.index)
        start, end = match.span(1) if match else _marks(event)
        message = f"The tag `{brief(self.file.text[start:end])}` is not read here."
        self.refuse(message, "Remove the tag; quote a text that begins with `!`.", start, end)

    def not_a_key(self, event: Any) -> NoReturn:
        if type(event) is not ScalarEvent:
            fix = "Write one word or text before the colon; quote a value that begins with a bracket."
            self.refuse("A list or a mapping cannot be a key.", fix, *_marks(event))
        fix = "Write a key before the colon, in quotes if it is `null`."
        self.refuse("A key is missing here, or is null.", fix, *_marks(event))


def brief(text: str) -> str:
    """A user's text for a message: on one line and not longer than a line."""
    text = " ".join(text.split())
    return text if len(text) <= 60 else f"{text[:59]}…"


def _marks(event: Any) -> tuple[int, int]:
    return event.start_mark.index, event.end_mark.index


_LINES = "Write it as `key: value` lines."
_BEGIN = "Begin with `org: {name: …, stage: startup}` and a `roles:` section."


def _load(content: bytes, name: str, fix: str = _LINES) -> tuple[Document, list[Finding]]:
    """Read one file; the list holds the faults after which reading could go on. Raises BadInput for the others.

    `fix` says what to write in a file that holds no mapping.
    """
    file = _File(name, _decode(content, name))
    loader = _loader()
    collecting = gc.isenabled()
    gc.disable()  # a million new objects and not one to collect: half of the time goes there
    try:
        # The parser in C works on UTF-8: of a text it would make that again.
        source = file.text if content.startswith(tuple(bom for bom, _ in _BOMS)) else content
        builder = _Builder(file, loader(source).get_event)
        written = _Written(builder.document(fix), [file])
        return Document(name, lambda: written), sorted(builder.faults, key=lambda fault: fault.span)
    except yaml.YAMLError as error:
        raise BadInput([_explain(error, file)], {name: file.lines()}) from error
    finally:
        if collecting:
            gc.enable()


@cache
def _loader() -> Callable[[str | bytes], Any]:
    """PyYAML's parser in C; without libyaml the one in Python, with a warning the first time."""
    if yaml.__with_libyaml__:
        return yaml.CSafeLoader
    print("warning: PyYAML was built without libyaml; reading is about ten times slower", file=sys.stderr)
    return yaml.SafeLoader


def _decode(content: bytes, name: str) -> str:
    """The text without its byte order mark: UTF-8, or UTF-16 where a mark says so."""
    bom, encoding = next(((bom, name) for bom, name in _BOMS if content.startswith(bom)), (b"", "UTF-8"))
    content = content[len(bom) :]
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        file = _File(name, _quotable(content[: error.end + _QUOTED].decode(encoding, "replace")))
        start = len(content[: error.start].decode(encoding))
        message = f"This is not {encoding}: byte 0x{content[error.start]:02X} does not fit."
        fault = invalid(message, file.span(start, start + 1), "Save the file as UTF-8.")
        raise BadInput([fault], {name: file.lines()}) from error


def _quotable(text: str) -> str:
    """A text without the characters that cannot be shown."""
    return re.sub(_FORBIDDEN, _REPLACEMENT, text)


# --- the parser's words in plain ones -------------------------------------------------------------------------------


class _Words(NamedTuple):
    """What to say where the parser's two messages and the line fit the patterns; the first that fits is said.

    In `line` a NUL stands where the parser stopped. `span` is what to point at: the place of the problem, all of the
    line before it, or the context, which is where the thing was opened that went wrong.
    """

    message: str
    fix: str
    problem: str = ""
    context: str = ""
    line: str = ""
    span: Literal["problem", "context", "line"] = "problem"

    def fit(self, problem: str, context: str, line: str) -> bool:
        pairs = ((self.problem, problem), (self.context, context), (self.line, line))
        return all(re.search(pattern, text) for pattern, text in pairs)


_TOO_DEEP = _Words(
    f"The values are nested more than {MAX_DEPTH} levels deep here.",
    "Check the brackets and the indentation.",
    problem="nesting depth",  # the limit of a parser that has read ahead of us
)
_WORDS = (
    _TOO_DEEP,
    _Words(
        "YAML reads this colon as the end of a key, inside what is already a value.",
        "Put the text in quotes, or begin it with `>` and write it on the next line.",
        problem="mapping values",
        line=": .*\0",
    ),
    _Words(
        "A key cannot stand here: the value above it is not finished, or this line is indented too far.",
        "Indent the key like those beside it; begin a text of several lines with `>`.",
        problem="mapping values",
        span="line",
    ),
    _Words(
        "This `{char}` closes nothing.",
        "Remove it, or put the text in quotes.",
        context="block (mapping|collection)",
        line="\0[]}]",
    ),
    _Words("A key is missing before this colon.", "Write the key, in quotes if it is empty.", line=r"^\s*\0:"),
    _Words(
        "This list item stands among keys.",
        "Give the list a key of its own, or indent the item to belong to the last key.",
        context="block mapping",
        line=r"^\s*\0-\s",
    ),
    _Words(
        "This follows a value that is already complete.",
        "Put the whole value in one pair of quotes; inside single quotes an apostrophe is written twice.",
        context="block (mapping|collection)",
        line=r"[^\s-].*\0",
    ),
    _Words(
        "This line does not line up with the keys above it.",
        "Indent it like the other keys, or deeper if it belongs to the last of them.",
        context="block mapping",
    ),
    _Words(
        "This line stands in a list and is no list item.",
        "Begin it with `- `, indent it deeper to belong to the last item, or less to end the list.",
        context="block collection",
    ),
    _Words(
        "YAML knows no such escape.",
        "Use single quotes, in which a backslash is a backslash, or write it twice.",
        problem="escape|hexdec|Unicode",
        context="quoted scalar",
    ),
    _Words(
        "The quote that opens here is never closed.",
        "Close the quote; inside single quotes an apostrophe is written twice.",
        context="quoted scalar",
        span="context",
    ),
    _Words(
        "The `{char}` that opens here is never closed, or a comma is missing.",
        "Close it and put commas between the entries; quote a text with brackets, commas or colons.",
        problem="expected ',' or",
        context="flow",
        span="context",
    ),
    _Words(
        "The `{char}` that opens here is never closed.",
        "Close it; quote a text with brackets, commas or colons.",
        problem="node content",
        line="\0$",
        span="context",
    ),
    _Words(
        "A value is missing before this `{char}`.",
        "Remove the comma or bracket too many; quote a text with brackets, commas or colons.",
        problem="node content",
    ),
    _Words(
        "This line is neither `key: value` nor a list item.",
        "Put a colon and a space after the key; begin a text of several lines with `>`.",
        problem="could not find expected ':'",
        span="context",
    ),
    _Words(
        "After this colon a space is missing.",
        "Write `key: value` with a space, or put the text in quotes.",
        problem="found unexpected ':'",
    ),
    _Words(
        "A list cannot begin on the line of its key.",
        "Write each `- item` on a line of its own, or the list as `[a, b]`; quote a text that begins with a dash.",
        problem="sequence entries are not allowed",
    ),
    _Words("A text cannot begin with {char} here.", "Put the text in quotes.", problem="cannot start any token"),
    _Words(
        "`{char}` begins a reference, and this is not the name of one.",
        "Put a text that begins with `*` or `&` in quotes.",
        context="an alias|an anchor",
        span="context",
    ),
    _Words(
        "The text after `{char}` cannot be read.",
        "Begin the text on the next line, and indent all of it with spaces.",
        context="block scalar",
        span="context",
    ),
    _Words("This tag is not read here.", "Remove the tag; quote a text that begins with `!`.", problem="tag handle"),
    _Words("This is not a tag.", "Remove the tag; quote a text that begins with `!`.", context=" tag", span="context"),
    _Words(
        "This line that begins with `%` cannot be used.",
        "Remove the line; quote a text that begins with `%`.",
        problem="incompatible YAML|directive|document start",
        line=r"^\0?%",
    ),
    _Words(
        "The data has ended before this line.",
        "Write the whole file as `key: value` lines that begin in the first column.",
        problem="<document start>",
    ),
    _Words("YAML cannot be read here: {problem}.", "Put a text with special characters in quotes."),
)


def _explain(error: yaml.YAMLError, file: _File) -> Finding:
    """Say in plain words, at the right place, what the parser objects to."""
    text = file.text
    if found := re.search(_FORBIDDEN, text):
        file.text = _quotable(text[: found.end() + _QUOTED])
        return _forbidden(file, found.start(), found[0])
    problem, context = (str(getattr(error, name, None) or "") for name in ("problem", "context"))
    at, opened = _offset(error, "problem_mark", text), _offset(error, "context_mark", text)
    if at == len(text):  # the parser does not say what is open at the end
        unclosed = (start for start, end in zip(reversed(file.starts), reversed(file.ends), strict=True) if not end)
        opened = next((start for start in unclosed if text[start] in "[{"), opened)
    here = file.span(at, at)
    whole = file.lines()[here.line - 1]
    first, line = at - here.column + 1, f"{whole[: here.column - 1]}\0{whole[here.column - 1 :]}"
    if tab := re.search("^ *(?:\0 *)?\t|\0\t", line):
        start = first + tab.end() - 1 - ("\0" in tab[0])
        return invalid("A tab stands where YAML takes only spaces.", file.wide(start), "Use spaces to indent.")
    words = next(words for words in _WORDS if words.fit(problem, context, line))
    indent = len(whole) - len(whole.lstrip())
    start = {"problem": at, "context": opened, "line": first + indent}[words.span]
    related: tuple[Related, ...] = ()
    if words.span == "context":
        related = (Related("read up to here", file.wide(at)),)
    elif "block" in words.context and not words.line:
        related = (Related("what it belongs to begins here", file.wide(opened)),)
    message = words.message.format(char=text[start : start + 1] or "end of the file", problem=problem or error)
    return invalid(message, file.wide(start, at if words.span == "line" else start), words.fix, related=related)


def _offset(error: yaml.YAMLError, mark: str, text: str) -> int:
    return min(getattr(getattr(error, mark, None), "index", 0), len(text))


def _forbidden(file: _File, start: int, char: str) -> Finding:
    """A character that YAML refuses, with a guess at where it comes from."""
    if char != "\0":
        message = f"The character U+{ord(char):04X} is not allowed in YAML."
        return invalid(message, file.wide(start), "Delete it; it is often left over from copying.")
    fix = "Delete it."
    if start < 2:
        fix = "This looks like UTF-16 without a byte order mark: save the file as UTF-8."
    return invalid("The file holds a NUL character.", file.wide(start), fix)
