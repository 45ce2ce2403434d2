"""How a place in a file is quoted: its line, and the columns of the carets under it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from roleaudit.findings import Span
from roleaudit.reports.terminal import Pen, width

LONGEST = 160
"""A line of more characters is cut to the part around the first span: programs write whole documents on one line."""

BEFORE = 40
"""So much of a long line is shown before the span."""


def quote(line: str, spans: Sequence[Span], pen: Pen) -> tuple[str, list[tuple[int, int]]]:
    """Quote a line for spans that begin on it: the text to print, and the indent and number of carets of each span.

    The carets of a span of several lines end with the first line; an empty span has one.
    """
    line = line.rstrip("\r\n")
    low, high = _window(len(line), spans[0].column - 1)
    head = pen.ornament("…") if low else ""
    tail = pen.ornament("…") if high < len(line) else ""
    carets = []
    for start, stop in _extents(line, spans):
        start, stop = max(low, min(start, high)), max(low, min(stop, high))
        indent = width(head + pen.source(line[low:start])) if start > low or not low else 0
        carets.append((indent, max(1, width(pen.source(line[start:stop])))))
    return head + pen.source(line[low:high]) + tail, carets


def _window(length: int, start: int) -> tuple[int, int]:
    """Choose the part of a line that is shown: all of it, or so much around the start of a span."""
    if length <= LONGEST:
        return 0, length
    low = max(0, min(start - BEFORE, length - LONGEST))
    return low, low + LONGEST


def _extents(line: str, spans: Sequence[Span]) -> Iterator[tuple[int, int]]:
    """Give where each span begins and ends on the line, counted from 0."""
    for span in spans:
        start = min(span.column - 1, len(line))
        stop = span.end_column - 1 if span.end_line == span.line else len(line.rstrip())
        yield start, min(stop, len(line))
