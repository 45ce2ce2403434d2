"""The baseline: the findings that were there before, kept by identity in a file that people read and may comment."""

import datetime
import os
import pathlib
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from roleaudit import document
from roleaudit.document import Document, Faults, brief
from roleaudit.findings import DIGITS, LENGTH, Finding, Path, UsageError, invalid

FORMAT = "roleaudit-baseline/1"
KNOWN = "in the baseline"
"""What is said of a finding whose entry gives no reason."""

_HEAD = """\
# Findings that are known and do not count. A finding is known by its key, wherever it stands and however it is worded.
# `roleaudit baseline prune` removes the entries whose findings are gone. A `reason` that you write is kept; a comment
# is not.
"""


class Entry(NamedTuple):
    """One known finding. Only its identity, the key in the file, decides; `rule` and `at` are for people."""

    identity: str
    rule: str
    at: str
    added: str
    reason: str | None = None


Entries = Mapping[str, Entry]
"""The entries of a baseline by identity."""


class Baseline(NamedTuple):
    """A baseline that has been read, and the name of its file in reports."""

    file: str
    entries: Entries


def load(file: pathlib.Path) -> Baseline:
    """Read a baseline file. Raises BadInput with every fault and its place, UsageError where it cannot be read."""
    if not os.path.lexists(file):
        raise UsageError(f"{document.shown(file)} does not exist; `roleaudit baseline create` writes it")
    name = document.shown(file)
    return Baseline(name, read(document.file_bytes(file), name))


def read(content: bytes, name: str) -> dict[str, Entry]:
    """The entries of a baseline. Raises BadInput with every fault and its place."""
    source = document.parse(content, name)
    reader = _Reader(source)
    if source.data.get("format") != FORMAT:
        reader.faults.wrong(
            ("format",), f"This is not a baseline of the form `{FORMAT}`.", "Create it anew, or name another."
        )
    else:
        reader.known((), {"format", "findings"})
    found = source.data.get("findings")
    if not isinstance(found, dict | None):
        reader.faults.wrong(("findings",), "`findings` is not a mapping.", "Create the baseline anew.")
    entries = {key: reader.entry(key, entry) for key, entry in (found.items() if isinstance(found, dict) else ())}
    reader.faults.finish()
    return entries


class _Reader:
    """Reads the fields and entries of one baseline file, and notes what is wrong with them."""

    def __init__(self, source: Document) -> None:
        self.source = source
        self.faults = Faults(source)

    def known(self, path: Path, allowed: set[str], data: Mapping[str, object] | None = None) -> None:
        for key in (self.source.data if data is None else data).keys() - allowed:
            span = self.source.span((*path, key), "key")
            fix = f"Remove it; known: {', '.join(sorted(allowed))}."
            self.faults.add(invalid(f"`{brief(key)}` is not a field of a baseline.", span, fix, address=brief(key)))

    def entry(self, key: str, data: object) -> Entry:
        path: Path = ("findings", key)
        if len(key) != LENGTH or not set(key) <= DIGITS:
            fix = "Copy the identity as `roleaudit check --format json` gives it, or create the baseline anew."
            self.faults.wrong(path, f"`{brief(key)}` is not the identity of a finding.", fix)
        if not isinstance(data, dict):
            self.faults.wrong(path, "An entry is a mapping.", "Give it `rule`, `at` and `added`.")
            return Entry(key, "", "", "")
        self.known(path, {"rule", "at", "added", "reason"}, data)
        texts = {name: self._text(path, data, name) for name in ("rule", "at", "added")}
        reason = self._text(path, data, "reason") if data.get("reason") is not None else None
        return Entry(key, texts["rule"], texts["at"], self._day(path, texts["added"]), reason)

    def _text(self, path: Path, data: Mapping[str, object], name: str) -> str:
        found = data.get(name)
        if isinstance(found, str):
            return found
        self.faults.wrong(
            (*path, name), f"`{name}` is missing or is not one text.", f"Write `{name}: …` with one value."
        )
        return ""

    def _day(self, path: Path, text: str) -> str:
        try:
            return datetime.date.fromisoformat(text).isoformat()
        except ValueError:
            if text:
                self.faults.wrong((*path, "added"), f"`{brief(text)}` is not a date.", "Write it as 2026-01-31.")
            return text


def apply(findings: Iterable[Finding], entries: Entries) -> tuple[list[Finding], list[Entry]]:
    """Mark the findings that an entry knows with its reason, and give the entries that know none.

    A finding that a waiver covers stays the waiver's; one that cannot be waived counts all the same.
    """
    marked, met = [], set()
    for finding in findings:
        entry = entries.get(finding.identity)
        if entry is not None and finding.waivable:
            met.add(entry.identity)
            if finding.suppressed is None:
                finding = finding._replace(known=entry.reason or KNOWN)
        marked.append(finding)
    return marked, [entry for entry in entries.values() if entry.identity not in met]


def create(findings: Iterable[Finding], before: Entries, today: datetime.date) -> dict[str, Entry]:
    """A baseline of all findings that are neither waived nor beyond waiving.

    An entry that was there `before` keeps its day and its reason.
    """
    entries = {}
    for finding in findings:
        if finding.suppressed is None and finding.waivable:
            old = before.get(finding.identity)
            entries[finding.identity] = Entry(
                finding.identity,
                finding.rule,
                finding.address,
                old.added if old else today.isoformat(),
                old.reason if old else None,
            )
    return entries


def prune(entries: Entries, findings: Iterable[Finding]) -> dict[str, Entry]:
    """The entries whose finding is still there, waived or not."""
    there = {finding.identity for finding in findings}
    return {identity: entry for identity, entry in entries.items() if identity in there}


def text(entries: Entries) -> str:
    """What a baseline file holds: the entries by rule and address, so that a change of the file can be reviewed."""
    import yaml

    ordered = sorted(entries.values(), key=lambda entry: (entry.rule, entry.at, entry.identity))
    findings = {}
    for entry in ordered:
        fields = {"rule": entry.rule, "at": entry.at, "added": entry.added}
        findings[entry.identity] = fields | ({"reason": entry.reason} if entry.reason else {})
    data = {"format": FORMAT, "findings": findings}
    return _HEAD + yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=10**6)
