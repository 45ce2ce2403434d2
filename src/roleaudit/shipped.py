"""Knows the rules and the catalogue that come with the program: where they are, and what they hold without parsing."""

from __future__ import annotations

import hashlib
import pathlib
from functools import cache
from typing import Any

from roleaudit import document
from roleaudit.document import Document

PARSED = "parsed.json"
"""Written when the package is built, beside the files: what is in each, by the digest of its bytes."""


def rules_root() -> pathlib.Path:
    """The folder of the built-in rules: inside the installed package, else at the top of the source tree."""
    packaged = pathlib.Path(__file__).parent / "_rules"
    return packaged if packaged.is_dir() else pathlib.Path(__file__).parents[2] / "rules"


def parse(content: bytes, name: str) -> Document:
    """Read a rule or catalogue file, as `document.parse` does; one that came with the program was parsed before.

    What was parsed is found by the digest of the bytes, so that a file that has been edited is parsed again.
    """
    data = _parsed().get(_digest(content))
    return document.parse(content, name) if data is None else document.recall(data, content, name)


def parse_all(root: pathlib.Path) -> str:
    """Everything in the rule and catalogue files below a folder, as the text of `parsed.json`."""
    import json

    contents = [path.read_bytes() for path in sorted(root.rglob("*.yaml"))]
    return json.dumps({_digest(content): document.parse(content, "").data for content in contents})


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@cache
def _parsed() -> dict[str, dict[str, Any]]:
    try:
        text = (rules_root() / PARSED).read_bytes()
    except FileNotFoundError:  # a checkout that was never installed
        return {}
    import json

    found: dict[str, dict[str, Any]] = json.loads(text)
    return found
