"""Edits a file as somebody would who knows its words and little else: by lines, blocks, keys and values."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from roleaudit import schema

Lines = list[bytes]
Mutate = Callable[[bytes, int], bytes]
"""What the fuzzer itself does to bytes, with the longest that may come of it."""

# fmt: off
FORMS = [
    "~", '""', "''", "[]", "{}", "[~]", "{~:~}", "&a", "*a", "<<:", "<<:*a", "!!str", "!x", "|", ">", ">-", "|2", "?",
    "-", ":", "#", "%", "@", "`", ",", "]", "}", '"', "'", "---", "...", "yes", "no", "1_0", "0x1f", "1e3", "-1", "0",
    "999999999999", "50%", "101%", ".5", "2026-13-01", "2026-02-29", "2027-01-15", "{id}", "{x}", "$", "$x", "*", "**",
    "../x", "/x", "parts/*.yaml", "own", "./own", "TBD", "none", "${{x}}", "::error::", "##[error]", "<b>", '"\\e[31m"',
    '"\\x00"', '"\\ud800"', "\x00", "\x85", "\u2028", "\u202e", "\ufeff", "\x1b[31m", "\ud7ff", "\U0001f468", "a\tb",
]
# fmt: on
"""What YAML, a path, a date, a terminal or a host gives a meaning to."""


def words(kind: str) -> list[bytes]:
    """The words that the schema of a kind of file offers, keys and values, in a fixed order."""
    return [word.encode("utf-8", "replace") for word in dict.fromkeys([*_offered(schema.schema(kind)), *FORMS])]


def _offered(written: Any) -> Iterator[str]:
    """The keys, choices and examples of a schema."""
    if isinstance(written, dict):
        yield from written.get("properties", ())
        values = [*written.get("enum", ()), written.get("const"), *written.get("examples", ())]
        yield from (value for value in values if isinstance(value, str))
    for inner in written.values() if isinstance(written, dict) else written if isinstance(written, list) else ():
        yield from _offered(inner)


def edited(data: bytes, most: int, random: Random, known: list[bytes], mutate: Mutate) -> bytes:
    """The bytes after one edit or a few; a third of the time one that knows nothing of the form."""
    if random.random() < 0.3:
        return mutate(data, most)
    lines = data.split(b"\n")
    for _ in range(random.choice((1, 1, 2, 4))):
        random.choice(EDITS)(lines, random, known)
    return b"\n".join(lines)[:most]


def _indent(line: bytes) -> int:
    return len(line) - len(line.lstrip(b" "))


def _block(lines: Lines, random: Random) -> tuple[int, int]:
    """A line with those below it that are indented further, as the slice from and to."""
    start = random.randrange(len(lines))
    end = start + 1
    while end < len(lines) and _indent(lines[end]) > _indent(lines[start]):
        end += 1
    return start, end


def _remove(lines: Lines, random: Random, known: list[bytes]) -> None:
    start, end = _block(lines, random)
    if end - start < len(lines):
        del lines[start:end]


def _repeat(lines: Lines, random: Random, known: list[bytes]) -> None:
    """Copy a block to another place, as deep as what stands there."""
    start, end = _block(lines, random)
    to = random.randrange(len(lines) + 1)
    shift = (_indent(lines[to]) if to < len(lines) else 0) - _indent(lines[start])
    lines[to:to] = [b" " * shift + line if shift > 0 else line[-shift:] for line in lines[start:end]]


def _shift(lines: Lines, random: Random, known: list[bytes]) -> None:
    """Put a block deeper or less deep."""
    start, end = _block(lines, random)
    by = random.choice((-2, -1, 1, 2))
    lines[start:end] = [b" " * by + line if by > 0 else line[-by:] for line in lines[start:end]]


def _word(lines: Lines, random: Random, known: list[bytes]) -> bytes:
    """A word of the schema, or one of the file itself."""
    if random.random() < 0.5:
        own = random.choice(lines).replace(b":", b" ").replace(b",", b" ").strip(b" -[]{}").split()
        if own:
            return random.choice(own)
    return random.choice(known)


def _say(lines: Lines, random: Random, known: list[bytes]) -> None:
    """Give a key another value: a word, or a list of some."""
    index = random.randrange(len(lines))
    key, colon, _ = lines[index].partition(b":")
    value = b", ".join(_word(lines, random, known) for _ in range(random.choice((1, 1, 1, 2, 3))))
    lines[index] = key + (colon or b":") + b" " + (b"[" + value + b"]" if b"," in value else value)


def _rename(lines: Lines, random: Random, known: list[bytes]) -> None:
    """Replace a key, or what stands in its place."""
    index = random.randrange(len(lines))
    key, colon, value = lines[index].partition(b":")
    head = key[: len(key) - len(key.lstrip(b" -{"))]
    lines[index] = head + _word(lines, random, known) + colon + value


def _add(lines: Lines, random: Random, known: list[bytes]) -> None:
    """Write a new line: a key with a value, or the head of what stands below it."""
    index = random.randrange(len(lines) + 1)
    deep = b" " * (_indent(lines[index]) if index < len(lines) else 0)
    value = random.choice((b"", b" " + _word(lines, random, known)))
    lines.insert(index, deep + random.choice((b"", b"- ")) + _word(lines, random, known) + b":" + value)


def _swap(lines: Lines, random: Random, known: list[bytes]) -> None:
    """Replace one word by another, wherever it stands."""
    index = random.randrange(len(lines))
    pieces = lines[index].split(b" ")
    pieces[random.randrange(len(pieces))] = _word(lines, random, known)
    lines[index] = b" ".join(pieces)


EDITS = (_remove, _repeat, _shift, _say, _say, _rename, _add, _add, _swap)
