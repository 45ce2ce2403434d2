"""Finds what stands at a place in a text, or is about to stand there, however broken the text is elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import yaml
from yaml.events import (
    AliasEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from roleaudit.findings import Path

_SECTION = re.compile(r"""^[\w"'][^\n]*:(?=[ \r\n]|$)""", re.MULTILINE)
_LOADER = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader

_ENDINGS = ("x", "x:", 'x"', "x'")
"""What may follow at the cursor so that it stands on a scalar: a letter of a value or key, or the end of a quote."""


class Word(NamedTuple):
    """A scalar with its place: the path to a value, or to the entry of which it is the `key`; offsets into the text."""

    path: Path
    text: str
    start: int
    end: int
    key: bool


def word_at(text: str, offset: int) -> Word | None:
    """The scalar that an offset touches; None between scalars, and where the parser does not get that far."""
    start, end = _section(text, offset)
    return next((word for word in _words(text[start:end], start) if word.start <= offset <= word.end), None)


def typed_at(text: str, offset: int) -> Word | None:
    """The scalar that ends at an offset as far as it is written, maybe empty: what somebody types there."""
    start, _ = _section(text, offset)
    for ending in _ENDINGS:
        for word in _words(text[start:offset] + ending, start):
            if word.end >= offset + 1 and word.text.endswith("x") and "\n" not in text[word.start : offset]:
                return word._replace(text=word.text[:-1], end=offset)
    return None


def _section(text: str, offset: int) -> tuple[int, int]:
    """The part of a text from the top-level key before an offset to the next: what is broken elsewhere is no matter."""
    starts = [match.start() for match in _SECTION.finditer(text)]
    before = [start for start in starts if start <= offset]
    after = [start for start in starts if start > offset]
    return (before[-1] if before else 0), (after[0] if after else len(text))


class _Open:
    """A collection whose end is not reached: `step` leads to the child that comes next, None where that is a key."""

    __slots__ = ("mapping", "path", "step")

    def __init__(self, path: Path, mapping: bool) -> None:
        self.path = path
        self.mapping = mapping
        self.step: str | int | None = None if mapping else 0

    def done(self) -> None:
        self.step = None if isinstance(self.step, str) else (self.step or 0) + 1


def _words(text: str, start: int) -> Iterator[Word]:
    """The scalars of a text in their order, up to where it is broken; `start` is added to their offsets."""
    opened: list[_Open] = []
    for event in _events(text):
        inside = opened[-1] if opened else None
        path = (*inside.path, inside.step) if inside and inside.step is not None else inside.path if inside else ()
        if isinstance(event, MappingStartEvent | SequenceStartEvent):
            opened.append(_Open(path, isinstance(event, MappingStartEvent)))
        elif isinstance(event, MappingEndEvent | SequenceEndEvent):
            opened.pop()
            if opened:
                opened[-1].done()
        elif isinstance(event, ScalarEvent | AliasEvent):
            key = inside is not None and inside.mapping and inside.step is None
            said = event.value if isinstance(event, ScalarEvent) else ""
            if isinstance(event, ScalarEvent):
                first, last = _offsets(event)
                yield Word((*path, said) if key else path, said, start + first, start + last, key)
            if key and inside:
                inside.step = said
            elif inside:
                inside.done()


def _offsets(event: Any) -> tuple[int, int]:
    return event.start_mark.index, event.end_mark.index


def _events(text: str) -> Iterator[Any]:
    try:
        loader = _LOADER(text)
        while (event := loader.get_event()) is not None:
            yield event
    except (yaml.YAMLError, UnicodeError):
        return  # what comes before the fault has been given
