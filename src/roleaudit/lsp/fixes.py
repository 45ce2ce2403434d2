"""Offers the edits that findings name: the word that was meant in place of the one written, and a waiver to drop."""

from __future__ import annotations

import re
from typing import NamedTuple

from roleaudit.document import Document
from roleaudit.findings import INVALID_FILE, Finding, Span

_MEANT = re.compile(r"; did you mean `([^`]+)`\?$")
_WRITE = re.compile(r"Write `([^`]+)`\.")
_PLAIN = re.compile(r"[^\W_](?:[\w ./%-]*[\w%])?")
"""What YAML reads as it is written, whatever stands around it."""
_ITEM = re.compile(r"[ \t]*-[ \t]+")
_REST = re.compile(r"[ \t]*(?:#[^\n\r]*)?(?:\r\n|[\n\r]|$)")


class Edit(NamedTuple):
    """An edit under the words that offer it: the offsets of what goes, and what comes in its place."""

    title: str
    start: int
    end: int
    text: str


def scalar(text: str) -> str:
    """A text as it is written in YAML, in quotes where it needs them."""
    return text if _PLAIN.fullmatch(text) else "'{}'".format(text.replace("'", "''"))


def word_meant(finding: Finding, text: str, start: int, end: int) -> Edit | None:
    """The edit that writes what was probably meant in the place of a finding; None where it names no such word."""
    found = _WRITE.match(finding.fix) if finding.rule == INVALID_FILE else _MEANT.search(finding.message)
    written = text[start:end].strip("\"'")
    if found is None or not _PLAIN.fullmatch(found[1]) or f"`{written}`" not in finding.message:
        return None
    return Edit(f"Write `{found[1]}`", start, end, found[1])


def waiver_at(finding: Finding, source: Document) -> Span | None:
    """The whole of the waiver that a finding calls unused or expired."""
    if finding.rule not in ("waiver-unused", "waiver-expired"):
        return None
    written = source.data.get("waivers")
    spans = [source.span(("waivers", index)) for index in range(len(written) if isinstance(written, list) else 0)]
    at = finding.span
    return next((s for s in spans if s.file == at.file and s[1:3] <= at[1:3] and at[3:5] <= s[3:5]), None)


def without(text: str, start: int, end: int) -> Edit | None:
    """The edit that takes out an item of a list with its lines; None where other things stand on them."""
    first = max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1
    rest = _REST.match(text, end)
    if rest is None or not _ITEM.fullmatch(text[first:start]):
        return None
    return Edit("Remove the waiver", first, rest.end(), "")
