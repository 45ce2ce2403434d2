"""Knows the rules and the catalogue that come with the program: where they are, and where they are kept ready."""

from __future__ import annotations

import pathlib
from collections.abc import Callable
from typing import Any, TypeVar

from roleaudit import document
from roleaudit.document import Document

T = TypeVar("T")

_PACKAGE = pathlib.Path(__file__).parent
_PACKAGED = _PACKAGE / "_rules"


def rules_root() -> pathlib.Path:
    """The folder of the built-in rules: inside the installed package, else at the top of the source tree."""
    return _PACKAGED if _PACKAGED.is_dir() else _PACKAGE.parents[1] / "rules"


def kept(name: str, read: Callable[[], T]) -> T:
    """What `read` makes of the built-in files: as it was kept when the package was built, or made now.

    Reading and checking two hundred files anew takes as long as all the rest of a small audit.
    """
    file = _file(name)
    return thawed(file.read_bytes()) if _is_current(file) else read()


def keep(name: str, made: object) -> None:
    """Write what was made of the built-in files to where `kept` finds it; called when the package is built."""
    _file(name).write_bytes(frozen(made))


def frozen(made: object) -> bytes:
    """Rules or words as bytes; of a document only the name is in them."""
    import io
    import pickle

    class Pickler(pickle.Pickler):
        def persistent_id(self, obj: object) -> str | None:
            return obj.name if isinstance(obj, Document) else None

    stream = io.BytesIO()
    Pickler(stream, protocol=5).dump(made)
    return stream.getvalue()


def thawed(content: bytes) -> Any:
    """What was frozen, with documents that are read when somebody asks what is in them."""
    import io
    import pickle

    root = rules_root()
    documents: dict[str, Document] = {}  # one for each file, as before

    class Unpickler(pickle.Unpickler):
        def persistent_load(self, pid: str) -> Document:
            if pid not in documents:
                documents[pid] = document.later(root.joinpath(*pid.split("/")[1:]), pid)
            return documents[pid]

    return Unpickler(io.BytesIO(content)).load()


def _file(name: str) -> pathlib.Path:
    return rules_root() / f"{name}.pickle"


def _is_current(file: pathlib.Path) -> bool:
    """Whether a file was made of what is here: always in an installed package, in a source tree by its time."""
    if not file.exists():
        return False
    if _PACKAGED.is_dir():
        return True
    made = file.stat().st_mtime_ns
    sources = (path for path in (*rules_root().rglob("*"), *_PACKAGE.rglob("*.py")) if path.suffix != file.suffix)
    return all(path.stat().st_mtime_ns <= made for path in sources)
