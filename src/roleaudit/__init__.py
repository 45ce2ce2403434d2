"""An auditor of role clarity: `roleaudit.audit("org.yaml")` reads, checks and returns a finished result."""

from __future__ import annotations

TYPE_CHECKING = False  # without an import: until `__main__` is reached, an interrupt is answered by a traceback

if TYPE_CHECKING:
    from typing import Any

    from roleaudit.findings import Finding, Level, Result, Span
    from roleaudit.pipeline import audit

__version__ = "0.1.0"
__all__ = ["Finding", "Level", "Result", "Span", "__version__", "audit"]


def __getattr__(name: str) -> Any:
    """Import the public names when they are first asked for, so that `--version` costs nothing."""
    if name == "audit":
        from roleaudit.pipeline import audit

        return audit
    if name in __all__:
        from roleaudit import findings

        return getattr(findings, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
