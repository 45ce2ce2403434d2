"""Files are written whole or not at all."""

from __future__ import annotations

import os
import pathlib
import tempfile
from collections.abc import Callable
from typing import TextIO


def replace(file: pathlib.Path, write: Callable[[TextIO], object]) -> None:
    """Let `write` fill a file beside its place, and move it there when all is written. Raises OSError."""
    beside = _beside(file, write)
    try:
        os.replace(beside, file)
    except BaseException:
        os.unlink(beside)
        raise


def create(file: pathlib.Path, write: Callable[[TextIO], object]) -> None:
    """Like `replace`, for a file that must not be there yet. Raises FileExistsError where it is, and OSError."""
    beside = _beside(file, write)
    try:
        os.link(beside, file)
    finally:
        os.unlink(beside)


def _beside(file: pathlib.Path, write: Callable[[TextIO], object]) -> str:
    handle, beside = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with open(handle, "w", encoding="utf-8", newline="\n") as out:
            write(out)
        os.chmod(beside, 0o666 & ~_umask())
    except BaseException:
        os.unlink(beside)
        raise
    return beside


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
