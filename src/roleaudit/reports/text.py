"""The report for people: each finding with its line of the file, its reason and its fix, then a summary."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TextIO

from roleaudit.findings import Level, Related, Result, Rung, Span
from roleaudit.reports import Options, changes
from roleaudit.reports.excerpt import quote
from roleaudit.reports.folding import Entry, fix_first, fold, listed, shown
from roleaudit.reports.terminal import Pen, encoding_of, inert

MOST_RELATED = 5
"""So many related places of one finding are quoted."""

NOUNS = {Level.ERROR: "error", Level.WARNING: "warning", Level.INFO: "note"}


def write(results: Sequence[Result], out: TextIO, options: Options) -> None:
    """Write every result in turn: its findings, and unless `quiet` its summary."""
    pen = Pen(encoding_of(out), options.color)
    blocks = [block for result in results for block in _blocks(result, options, pen)]
    if blocks:
        out.write(inert("\n\n".join(blocks)) + "\n")


def _blocks(result: Result, options: Options, pen: Pen) -> Iterator[str]:
    entries = fold(shown(result, options.min_level))
    for entry in entries:
        yield "\n".join(_entry(entry, result, pen))
    if not options.quiet:
        yield "\n".join(_summary(result, entries, options, pen))


def _entry(entry: Entry, result: Result, pen: Pen) -> Iterator[str]:
    """Give the lines of one entry: header, quoted places, reason, fix."""
    first = entry.first
    level = str(first.level)
    quoted = first.related[:MOST_RELATED]
    gutter = max(len(str(span.line)) for span in [first.span, *(related.span for related in quoted)])
    bar = pen.paint("frame", " " * gutter + " |")
    yield f"{pen.paint(level, f'{level}[{pen.text(first.rule)}]')}: {pen.paint('bold', pen.text(entry.headline))}"
    label = first.message if len(entry.findings) > 1 else ""
    for number, place in enumerate(_by_line(Related(label, first.span), quoted)):
        yield from _place(place, result, gutter, pen, level if number == 0 else "")
    if len(first.related) > MOST_RELATED:
        yield f"{bar} and {_count(len(first.related) - MOST_RELATED, 'more place')}"
    yield bar
    for word, text in (("why", first.why), ("fix", first.fix)):
        if text:
            mark = pen.paint("frame", " " * gutter + " =")
            yield f"{mark} {pen.paint('bold', word + ':')} {pen.text(' '.join(text.split()))}"


def _by_line(primary: Related, others: Sequence[Related]) -> list[list[Related]]:
    """Bring places of one line together, in the order of the first on each line."""
    lines: dict[tuple[str, int], list[Related]] = {}
    for place in (primary, *others):
        lines.setdefault((place.span.file, place.span.line), []).append(place)
    return list(lines.values())


def _place(places: Sequence[Related], result: Result, gutter: int, pen: Pen, level: str) -> Iterator[str]:
    """Quote one line and mark the places on it; `level` is given where the first of them is the finding's own."""
    span = places[0].span
    line = _line(result, span)
    arrow = pen.paint("frame", " " * gutter + ("-->" if level else ":::"))
    where = f"{arrow} {pen.text(f'{span.file}:{span.line}:{span.column}')}"
    if line is None:
        labels = "; ".join(place.label for place in places if place.label)
        yield f"{where}: {pen.text(labels)}" if labels else where
        return
    text, carets = quote(line, [place.span for place in places], pen)
    bar = pen.paint("frame", " " * gutter + " |")
    yield where
    yield bar
    yield f"{pen.paint('frame', f'{span.line:>{gutter}} |')} {text}".rstrip()
    for number, (place, (indent, length)) in enumerate(zip(places, carets, strict=True)):
        own = bool(level) and number == 0
        marks = pen.paint(level if own else "frame", ("^" if own else "-") * length)
        yield f"{bar} {' ' * indent}{marks} {pen.text(place.label)}".rstrip()


def _line(result: Result, span: Span) -> str | None:
    lines = result.sources.get(span.file, ())
    return lines[span.line - 1] if 0 < span.line <= len(lines) else None


def _summary(result: Result, entries: Sequence[Entry], options: Options, pen: Pen) -> Iterator[str]:
    """Give the lines that close a result: counts, stage, ladder, coverage, and what to fix first."""
    yield pen.paint("bold", pen.text(f"{result.root}: {counts(result)}"))
    hidden = sum(number for level, number in result.counts.items() if level < options.min_level)
    if hidden:
        noun = "note" if options.min_level == Level.WARNING else "finding"
        yield f"{_count(hidden, noun)} not shown; --min-level info shows {'it' if hidden == 1 else 'them'}"
    if result.baseline and result.baseline.stale:
        number = len(result.baseline.stale)
        gone = f"{_count(number, 'finding')} of {result.baseline.file} no longer there"
        them = "it" if number == 1 else "them"
        yield pen.text(f"baseline: {gone}; `roleaudit baseline prune` removes {them} from the file")
    if result.change:
        yield pen.text(changes.headline(result, result.change))
        for heading, lines in changes.sections(result.change):
            yield f"{heading}:"
            yield from (f"  {pen.text(line)}" for line in lines)
    if result.stage:
        origin = f" ({result.stage_from})" if result.stage_from else ""
        yield pen.text(f"stage: {result.stage}{origin}")
    if result.ladder:
        yield "ladder: " + pen.ornament(" · ").join(_rung(rung, pen) for rung in result.ladder)
    for row in result.coverage:
        yield pen.text(f"{row.label}: {'not described' if row.whole is None else f'{row.part} of {row.whole}'}")
    if result.not_described:
        yield pen.text(f"not described: {listed(result.not_described)}")
    if len(entries) > 1 and not result.invalid:
        yield "fix these first:"
        for number, entry in enumerate(fix_first(entries), 1):
            yield f"  {number}. {_pointer(entry, pen)}"


def counts(result: Result) -> str:
    """Count the findings by level and those that do not count."""
    numbers = result.counts
    text = ", ".join(_count(numbers[level], noun) for level, noun in NOUNS.items() if numbers[level]) or "no findings"
    if result.invalid:
        text = f"cannot be audited, {text}"
    waived = sum(f.suppressed is not None for f in result.findings)
    known = sum(f.known is not None for f in result.findings)
    return text + (f", {waived} waived" if waived else "") + (f", {known} known before" if known else "")


def _rung(rung: Rung, pen: Pen) -> str:
    stage = pen.text(rung.stage)
    return f"{stage} {rung.to_go} to go" if rung.to_go else pen.paint("met", f"{stage} met")


def _pointer(entry: Entry, pen: Pen) -> str:
    """Name an entry in one line of the summary."""
    first = entry.first
    level = pen.paint(str(first.level), pen.text(f"{first.level}[{first.rule}]"))
    more = f" and {len(entry.findings) - 1} more" if len(entry.findings) > 1 else ""
    return f"{level} " + pen.text(f"{first.address or first.rule}{more}, {first.span.file}:{first.span.line}")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
