"""Files are written whole or not at all."""

from __future__ import annotations

import errno
import os
import pathlib
import tempfile
from contextlib import suppress


def replace(file: pathlib.Path, text: str) -> None:
    """Write a text beside a file's place, and move it there when all is written. Raises OSError.

    A link is not replaced, as what it leads to would stay as it is; nor is a device or a pipe.
    """
    if os.path.islink(file) or (os.path.exists(file) and not os.path.isfile(file)):
        raise OSError(errno.EEXIST, "it is a link or no regular file")
    beside = _beside(file, text)
    try:
        os.replace(beside, file)
    except BaseException:
        with suppress(FileNotFoundError):  # an interrupt while it was moved is told when it is in its place
            os.unlink(beside)
        raise


def create(file: pathlib.Path, text: str) -> None:
    """Like `replace`, for a file that must not be there yet. Raises FileExistsError where it is, and OSError."""
    beside = _beside(file, text)
    try:
        os.link(beside, file)
    finally:
        os.unlink(beside)


def _beside(file: pathlib.Path, text: str) -> str:
    handle, beside = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with open(handle, "w", encoding="utf-8", newline="\n") as out:
            out.write(text)
        os.chmod(beside, 0o666 & ~_umask())
    except BaseException:
        os.unlink(beside)
        raise
    return beside


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
