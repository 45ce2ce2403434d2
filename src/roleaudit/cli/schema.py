"""`roleaudit schema`: the JSON Schema of a kind of file, for editors and validators."""

from __future__ import annotations

from typing import Annotated

import typer

from roleaudit.cli import CLEAN, app
from roleaudit.findings import UsageError


@app.command()
def schema(kind: Annotated[str, typer.Argument(help="org, config (roleaudit.yaml) or rule.")] = "org") -> int:
    """Print the JSON Schema of a kind of file: an editor that has it helps while you type."""
    from roleaudit import schema as library
    from roleaudit.cli.single import print_json

    if kind not in library.KINDS:
        raise UsageError(f"there is no schema `{kind}`; use one of {', '.join(library.KINDS)}")
    print_json(library.schema(kind))
    return CLEAN
