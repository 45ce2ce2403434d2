"""Turns the places of findings into those of the protocol, and back."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from io import StringIO
from itertools import accumulate

from lsprotocol.types import Position, Range

from roleaudit.findings import Span

_YAML_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")


class Lines:
    """The lines of one text, of which YAML may count more than an editor; `units` says how wide a text is to it.

    `first` is where YAML begins to count: behind a byte order mark.
    """

    def __init__(self, text: str, units: Callable[[str], int]) -> None:
        self.text = text
        self.units = units
        self.starts = _starts(text)
        more = not text.isascii() and any(mark in text for mark in "\x85\u2028\u2029")
        self.written = [0, *(match.end() for match in _YAML_BREAK.finditer(text))] if more else self.starts
        self.first = 1 if text.startswith("\ufeff") else 0

    def range(self, span: Span) -> Range:
        """A span of a finding; what lies behind the end of the text is moved there."""
        return self.between(*self.offsets(span))

    def offsets(self, span: Span) -> tuple[int, int]:
        """The offsets of a span."""
        return self._offset(span.line, span.column), self._offset(span.end_line, span.end_column)

    def between(self, start: int, end: int) -> Range:
        """A stretch of text by its offsets."""
        return Range(self._position(start), self._position(end))

    def offset(self, position: Position) -> int:
        """The offset of a position; what lies behind the end of a line or of the text is moved there."""
        if position.line >= len(self.starts):
            return len(self.text)
        start = self.starts[position.line]
        end = self.starts[position.line + 1] if position.line + 1 < len(self.starts) else len(self.text)
        line = self.text[start:end].rstrip("\r\n")
        if line.isascii():
            return start + min(position.character, len(line))
        width, column = 0, 0
        while column < len(line) and width < position.character:
            width += self.units(line[column])
            column += 1
        return start + column

    def _offset(self, line: int, column: int) -> int:
        start = max(self.first, self.written[min(line, len(self.written)) - 1])
        return min(start + column - 1, len(self.text))

    def _position(self, offset: int) -> Position:
        line = bisect_right(self.starts, offset) - 1
        before = self.text[self.starts[line] : offset]
        return Position(line, len(before) if before.isascii() else self.units(before))


def _starts(text: str) -> list[int]:
    """Where the lines of an editor begin: after a line feed, a carriage return or both."""
    ends = list(accumulate(map(len, StringIO(text, newline=""))))
    if ends and not text.endswith(("\n", "\r")):
        ends.pop()
    return [0, *ends]
