"""Reads the rule files when the package is built, so that an audit need not."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ReadRules(BuildHookInterface[Any]):
    """Writes rules and words beside their files, ready to use; they go into the wheel, and git does not keep them."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Before a wheel is built, or an editable install of the checkout is made."""
        root = Path(self.root)
        sys.path.insert(0, str(root / "src"))
        from roleaudit import catalog, rules, shipped

        shipped.keep("rules", rules.read(root / "rules"))
        shipped.keep("catalog", catalog.read(root / "rules" / "catalog"))
