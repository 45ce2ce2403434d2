"""What may be sent to a terminal: which characters are shown as escapes, how wide the others are, and the colours."""

import codecs
import re
import unicodedata
from typing import NamedTuple, TextIO

UNSAFE = (
    "[\x00-\x1f\x7f-\x9f"  # control characters, which move the cursor or begin an ANSI or OSC sequence
    "\u00ad\u061c\u180e\u200b\u200e\u200f\u2060-\u206f\ufeff\ufff9-\ufffb"  # not to be seen, yet able to reorder text
    "\u2028\u2029\u202a-\u202e"  # line and paragraph separators, and the overrides of writing direction
    "\ud800-\udfff\U000e0000-\U000e007f]"  # halves of characters, and tags
)
"""A pattern: every character of a user's text that could move the cursor, forge a line or hide what is written."""

STYLES = {
    "bold": "\x1b[1m",
    "error": "\x1b[1;31m",
    "warning": "\x1b[1;33m",
    "info": "\x1b[1;36m",
    "frame": "\x1b[1;34m",
    "met": "\x1b[32m",
    "faint": "\x1b[2m",
}
RESET = "\x1b[0m"

TAB = "    "
ASCII = {"·": "|", "…": "..."}


def visible(text: str, encoding: str = "utf-8") -> str:
    """Give the text on one line, with unsafe characters and those that the encoding cannot carry as escapes."""
    if text.isascii() and text.isprintable():
        return text
    text = re.sub(UNSAFE, lambda match: match[0].encode("unicode_escape").decode(), text)
    return text.encode(encoding, "backslashreplace").decode(encoding)


def inert(text: str) -> str:
    """Keep the runner of GitHub from reading a command out of a log: `::` at the start of a line, `##[` anywhere in it.

    Both forms are those of actions/runner, `ActionCommand.TryParseV2` and `ActionCommand.TryParse`.
    """
    if "##[" in text:
        text = text.replace("##[", "#\\x23[")
    if "\n::" in text or text.startswith("::"):
        text = "\n".join(f"\\x3a{line[1:]}" if line.startswith("::") else line for line in text.split("\n"))
    return text


def width(text: str) -> int:
    """Count the columns that a visible text takes: two for a wide character, none for a mark on the one before."""
    return len(text) if text.isascii() else sum(_columns(char) for char in text)


def _columns(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def encoding_of(out: TextIO) -> str:
    """Name what the stream writes its text in; a stream in memory has no encoding and carries everything."""
    return getattr(out, "encoding", None) or "utf-8"


def carries_unicode(encoding: str) -> bool:
    """Say whether the encoding has every character."""
    return codecs.lookup(encoding).name.startswith("utf")


class Pen(NamedTuple):
    """How text is brought to one stream: what its encoding can carry, and whether it shows colours."""

    encoding: str = "utf-8"
    color: bool = False

    def text(self, user_text: str) -> str:
        """Make a text of any origin safe for the stream."""
        return visible(user_text, self.encoding)

    def source(self, line: str) -> str:
        """Make source text safe: as `text`, but a tab is four spaces."""
        return TAB.join(self.text(piece) for piece in line.split("\t"))

    def ornament(self, text: str) -> str:
        """Give our own typography where the stream speaks Unicode, and plain ASCII elsewhere."""
        if carries_unicode(self.encoding):
            return text
        return "".join(ASCII.get(char, char) for char in text)

    def paint(self, style: str, safe_text: str) -> str:
        """Colour a text that has been made safe."""
        return f"{STYLES[style]}{safe_text}{RESET}" if self.color and safe_text else safe_text
