"""Where a file stands in its repository, which is how code hosts name it."""

from __future__ import annotations

import os
import pathlib
import urllib.parse


def from_top(file: str, top: str) -> str:
    """Name a file from the top of its repository, with slashes; one that lies outside keeps its whole path.

    `file` and `top` are meant from the working directory.
    """
    inside = os.path.relpath(file, top)
    if inside == os.pardir or inside.startswith(os.pardir + os.sep):
        inside = os.path.abspath(file)
    return pathlib.PurePath(inside).as_posix()


def uri(file: str, top: str) -> str:
    """The same name as a URI: relative inside the repository, never with `./` before it, and absolute outside."""
    name = from_top(file, top)
    quoted = urllib.parse.quote(name.encode("utf-8", "surrogatepass"))
    return f"file://{quoted}" if os.path.isabs(name) else quoted
