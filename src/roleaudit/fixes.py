"""Finds the edits that mend an org, and makes the certain ones after which the audit is the same or better."""

from __future__ import annotations

import datetime
import os
import pathlib
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Literal, NamedTuple

from roleaudit import catalog, document, model, pipeline
from roleaudit.catalog import Catalog
from roleaudit.config import Config
from roleaudit.document import Document
from roleaudit.findings import INVALID_FILE, BadInput, Finding, Path, Result, WaiverUse
from roleaudit.model import OrgFile
from roleaudit.rule_sets import in_force

_UNKNOWN = ("unknown-reference", "near-known-duty")
_COMMA = re.compile(r"\s*,\s*")
_COMMENT = re.compile(r"(^|\s)#")
_MEANT = re.compile(r"; did you mean `([^`]+)`\?$")
_WRITE = re.compile(r"Write `([^`]+)`\.")
_PLAIN = re.compile(r"[^\W_](?:[\w ./%-]*[\w%])?")
"""What YAML reads as it is written, whatever stands around it."""


class Fix(NamedTuple):
    """One edit: the file as reports show it, the characters of its text from and to, what is put there, and why.

    The characters are counted in the text as the edits before this one have left it. `title` says what it does.
    """

    file: str
    line: int
    start: int
    end: int
    new: str
    why: str
    title: str


class Fixed(NamedTuple):
    """What was changed, in order, and the contents before and after of the files that differ."""

    fixes: tuple[Fix, ...]
    before: dict[pathlib.Path, str]
    after: dict[pathlib.Path, str]


def fixed(
    root: pathlib.Path,
    settings: Config,
    rule_folders: Sequence[str] = (),
    *,
    stage: str | None = None,
    today: datetime.date,
) -> Fixed:
    """The edits that are certain: a reference with one near match, an item written twice, a waiver without effect.

    An edit is only made if the audit after it has no finding that it did not have before; nothing is written. A file
    that cannot be read, or is not UTF-8, is left as it is.
    """
    try:
        files = [root, *document.includes(root)]
        force = in_force(settings, rule_folders)
    except BadInput:
        return Fixed((), {}, {})
    contents = [(file, file.read_bytes()) for file in files]
    if any(content.startswith((b"\xff\xfe", b"\xfe\xff")) for _, content in contents):
        return Fixed((), {}, {})
    with tempfile.TemporaryDirectory() as folder:
        copies = {pathlib.Path(folder, os.path.relpath(file, root.parent)): file for file in files}
        for (copy, _), (_, content) in zip(copies.items(), contents, strict=True):
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(content)
        first = next(iter(copies))

        def judged() -> Result:
            unheld = settings._replace(baseline=None)
            return pipeline.judge(first, unheld, rule_folders, today=today, stage=stage)

        made = tuple(_made(first, judged, force.catalog, today.isoformat(), {str(c): f for c, f in copies.items()}))
        changed = {file: copy for copy, file in copies.items() if copy.read_bytes() != dict(contents)[file]}
        before = {file: _text(dict(contents)[file]) for file in changed}
        return Fixed(made, before, {file: _text(copy.read_bytes()) for file, copy in changed.items()})


def _made(
    root: pathlib.Path, judge: Callable[[], Result], words: Catalog, day: str, files: dict[str, pathlib.Path]
) -> Iterator[Fix]:
    """Make one edit after the other in the copies; give out those that stay.

    Those that do not are tried again when all others are made, until nothing more is mended.
    """
    result, mended = judge(), False
    refused: set[tuple[str, str]] = set()
    while not result.invalid:
        source = document.read(root)
        found = edits(source, model.parse(source), result.active, result.waivers, words, day)
        edit = next((edit for edit in found if (edit.file, edit.why) not in refused), None)
        if edit is None and not mended:
            return
        if edit is None:
            refused, mended = set(), False  # what was too early may be right now
            continue
        copy = pathlib.Path(edit.file)
        content = copy.read_bytes()
        mark = content[:3] if content.startswith(b"\xef\xbb\xbf") else b""
        text = source.text(edit.file)
        copy.write_bytes(mark + f"{text[: edit.start]}{edit.new}{text[edit.end :]}".encode())
        after = judge()
        if after.invalid or not _said(after) <= _said(result):
            copy.write_bytes(content)
            refused.add((edit.file, edit.why))
        else:
            result, mended = after, True
            yield edit._replace(file=document.shown(files[edit.file]))


def _said(result: Result) -> set[tuple[str, str, int]]:
    return {(finding.rule, finding.identity, finding.level) for finding in result.active}


def edits(
    source: Document,
    org: OrgFile,
    findings: Iterable[Finding],
    waivers: Sequence[WaiverUse],
    words: Catalog,
    day: str,
) -> Iterator[Fix]:
    """The edits of an org that are certain, each as if it were the only one, from what its audit found.

    An audit after one of them may still have a finding that it did not have before.
    """
    yield from _references(source, org, findings, words)
    yield from _repeated(source)
    for index, use in enumerate(waivers):
        if use.silences == 0 or (use.until is not None and use.until < day):
            why = f"the waiver of `{use.rule}` at `{use.at}` silences nothing and is removed"
            yield from _removed(source, ("waivers",), index, why, "Remove the waiver")


def meant(finding: Finding, text: str, start: int, end: int) -> Fix | None:
    """The edit that writes the word that a finding suggests, which need not be certain; None where it names none.

    The finding stands in a text from one character to another.
    """
    found = _WRITE.match(finding.fix) if finding.rule == INVALID_FILE else _MEANT.search(finding.message)
    old = text[start:end].strip("\"'")
    if found is None or not _PLAIN.fullmatch(found[1]) or f"`{old}`" not in finding.message:
        return None
    new = _spelt(text[start:end], old, found[1])
    at = finding.span
    return Fix(at.file, at.line, start, end, new, finding.message, f"Write `{found[1]}`") if new else None


def scalar(text: str) -> str:
    """A text as it is written in YAML, in quotes where it needs them."""
    return text if _PLAIN.fullmatch(text) else "'{}'".format(text.replace("'", "''"))


def _spelt(written: str, old: str, new: str) -> str | None:
    """A name as it is spelt in place of another; None where that is not written as it is, bare or in plain quotes."""
    quote = written[:1] if written[:1] in ("'", '"') else ""
    if written != f"{quote}{old}{quote}" or (quote and not _PLAIN.fullmatch(new)):
        return None
    return f"{quote}{new}{quote}" if quote else scalar(new)


def _references(source: Document, org: OrgFile, findings: Iterable[Finding], words: Catalog) -> Iterator[Fix]:
    """Names that lead nowhere, or are no known duty, where exactly one known name is a slip away."""
    doubtful = {finding.span for finding in findings if finding.rule in _UNKNOWN}
    for entry in model.entries(org) if doubtful else ():
        if entry.refers and source.place(entry.path)[0] in doubtful:
            near = _near(entry.value, entry.refers, org, words)
            if len(near) == 1:
                why = f"`{entry.value}` is now `{near[0]}`, the one known name that is a slip away"
                yield from _replaced(source, entry.path, entry.value, near[0], why)


def _near(value: str, refers: str, org: OrgFile, words: Catalog) -> list[str]:
    """The names of the kind that is meant which are one slip away."""
    sections = {
        "actor": (org.roles, org.people, org.teams, org.external),
        "role": (org.roles,),
        "product": (org.products,),
        "team": (org.teams,),
        "goal": (org.org.goals if org.org else None,),
        "ritual": (org.rituals,),
        "deliverable": (org.deliverables,),
        "tool": (org.tools,),
        "duty": (org.responsibilities,),
    }
    known: Iterable[str] = (id for section in sections.get(refers, ()) for id in section or ())
    near = [id for id in known if id != value and catalog.is_slip(value, id)]
    duty = words.near_duty(value) if refers == "duty" else None
    return [*near, *([duty.id] if duty and duty.id not in near else [])]


def _replaced(source: Document, path: Path, old: str, new: str, why: str) -> Iterator[Fix]:
    """Put a name in the place of another, as a value or as a key that is not there yet."""
    part: Literal["key", "value"] = "key" if path[-1] == old else "value"
    path = path if part == "key" else _written(source, path)
    file, start, end = source.stretch(path, part)
    text = _spelt(source.text(file)[start:end], old, new)
    if text and not (part == "key" and source.span((*path[:-1], new), "key") != source.span(path[:-1], "key")):
        yield Fix(file, source.span(path, part).line, start, end, text, why, f"Write `{new}`")


def _written(source: Document, path: Path) -> Path:
    """The path as the file writes it: one value may stand for a list of one."""
    data: Any = source.data
    found: Path = ()
    for step in path:
        if (isinstance(data, dict) and isinstance(step, str)) or (isinstance(data, list) and isinstance(step, int)):
            data, found = data[step], (*found, step)  # type: ignore[index]
    return found


def _repeated(source: Document) -> Iterator[Fix]:
    """A name or text that stands a second time in one list."""
    for path, items in _lists(source.data, ()):
        seen: set[str] = set()
        for index, item in enumerate(items):
            if isinstance(item, str):
                if item in seen:
                    why = f"`{item}` stands in the list already and is removed"
                    yield from _removed(source, path, index, why, "Remove what stands in the list already")
                seen.add(item)


def _lists(data: Any, path: Path) -> Iterator[tuple[Path, list[Any]]]:
    """The lists of a file in their order; what begins with `x-` belongs to somebody else."""
    if isinstance(data, list):
        yield path, data
    for step, value in data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ():
        if not str(step).startswith("x-"):
            yield from _lists(value, (*path, step))


def _removed(source: Document, path: Path, index: int, why: str, title: str) -> Iterator[Fix]:
    """Take an item out of a list with the line or the comma that is only there for it; none that has a comment."""
    file, start, end = source.stretch((*path, index))
    text = source.text(file)
    line = source.span((*path, index)).line
    first = max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1
    rest = re.compile(r"[^\S\r\n]*(\r\n|\n|\r|$)").match(text, end)
    if _COMMENT.search(text[first:end]):
        return
    if re.fullmatch(r"\s*-\s+", text[first:start]):
        if rest and not text[:first].rstrip("\r\n").rpartition("\n")[2].lstrip().startswith("#"):
            yield Fix(file, line, first, rest.end(), "", why, title)
        return
    items = source.stretch(path)
    if source.text(file)[items[1]] != "[":
        return
    before = source.stretch((*path, index - 1))[2] if index else start
    after = re.compile(r"\s*,\s*(?=[^\s\]#])").match(text, end)
    if index and _COMMA.fullmatch(text[before:start]):
        yield Fix(file, line, before, end, "", why, title)
    elif not index and after:
        yield Fix(file, line, start, after.end(), "", why, title)
    elif not index and re.compile(r"\s*\]").match(text, end):
        yield Fix(file, line, start, end, "", why, title)


def _text(content: bytes) -> str:
    return content.decode("utf-8")
