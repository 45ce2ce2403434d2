"""`roleaudit completion`: what a shell has to know to complete a command line."""

from __future__ import annotations

from typing import Annotated

import typer

from roleaudit.cli import CLEAN, COMPLETE, app
from roleaudit.findings import UsageError

SHELLS = ("bash", "zsh", "fish")


@app.command()
def completion(shell: Annotated[str, typer.Argument(help="bash, zsh or fish.")]) -> int:
    """Print what makes a shell complete commands, options, rules and stages; nothing is installed."""
    from typer import completion as library

    if shell not in SHELLS:
        raise UsageError(f"there is no completion for `{shell}`; use one of {', '.join(SHELLS)}")
    script = library.get_completion_script  # type: ignore[attr-defined]  # it has no public name
    typer.echo(script(prog_name="roleaudit", complete_var=COMPLETE, shell=shell))
    return CLEAN
