"""What a hostile case is, and what the tables of cases are made with."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

CLEAN, FINDINGS, FAILED = 0, 1, 2

STARTUP = "org: {stage: startup}\n"
SCALEUP = "org: {stage: scaleup}\n"

Content = str | bytes | Callable[[Path], object]
"""What a file holds, or what makes something else than a file at its place."""


class Case(NamedTuple):
    """The files of a repository, made when they are needed, the exit code of `check`, and parts of what is said."""

    name: str
    files: Callable[[], Mapping[str, Content]]
    code: int
    says: str | tuple[str, ...]


def org(
    name: str,
    text: str | bytes | Callable[[], str | bytes],
    code: int,
    says: str | tuple[str, ...],
    head: str = STARTUP,
) -> Case:
    """A case of one org file, which begins with its stage."""

    def files() -> dict[str, Content]:
        made = text() if callable(text) else text
        return {"org.yaml": head.encode() + (made.encode() if isinstance(made, str) else made)}

    return Case(name, files, code, says)


def lay(files: Mapping[str, Content], folder: Path) -> None:
    """Write the files below a folder."""
    for name, content in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        if callable(content):
            content(file)
        else:
            file.write_bytes(content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content)


def lines(pattern: str, numbers: Iterable[int]) -> str:
    """The pattern once for each number, which stands in it as `{0}`."""
    return "".join(map(pattern.format, numbers))


def bomb(indent: str = "", first: str = "[x]", opening: str = "[", each: str = "*a{a}", closing: str = "]") -> str:
    """Thirty anchors, each of which holds the one before it nine times: 9 to the power of 30."""
    layers = (", ".join(each.format(k=k, a=n - 1) for k in range(9)) for n in range(1, 30))
    rest = (f"{indent}x-{n}: &a{n} {opening}{layer}{closing}\n" for n, layer in enumerate(layers, 1))
    return f"{indent}x-0: &a0 {first}\n{''.join(rest)}"


def link(target: str) -> Content:
    """A symbolic link."""
    return lambda file: file.symlink_to(target)


def sparse(size: int) -> Content:
    """A file that says it is that long and takes no room."""

    def make(file: Path) -> None:
        file.touch()
        os.truncate(file, size)

    return make


def pipe(file: Path) -> None:
    """Make a named pipe, which nobody writes to."""
    os.mkfifo(file)


def bound(file: Path) -> None:
    """Make a socket, which nobody listens at; its path may be longer than an address can be."""
    folder = os.open(file.parent, os.O_RDONLY)
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(f"/proc/self/fd/{folder}/{file.name}")
    os.close(folder)
