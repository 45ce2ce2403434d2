"""`roleaudit lsp`: the language server."""

from __future__ import annotations

from roleaudit.cli import app
from roleaudit.findings import UsageError


@app.command()
def lsp() -> None:
    """Serve an editor: findings as you type, meanings, completion and quick fixes. An editor starts it."""
    try:
        from roleaudit.lsp.server import serve
    except ModuleNotFoundError as missing:
        if (missing.name or "").startswith("roleaudit"):
            raise
        raise UsageError("the language server is an extra: pip install 'roleaudit[lsp]'") from None
    from roleaudit.pipeline import system_day

    system_day()  # what is wrong with the date is said now, and not at each edit
    serve()
