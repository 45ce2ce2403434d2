"""Parses the rule files when the package is built, so that an audit need not."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ParseRules(BuildHookInterface[Any]):
    """Writes `rules/parsed.json`, which goes into the wheel with the rules; git does not keep it."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Before a wheel is built, or an editable install of the checkout is made."""
        root = Path(self.root)
        sys.path.insert(0, str(root / "src"))
        from roleaudit import shipped

        (root / "rules" / shipped.PARSED).write_text(shipped.parse_all(root / "rules"), encoding="utf-8")
