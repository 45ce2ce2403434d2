"""No part of a rule is idle: each threshold, condition and level, changed a little, changes what some test looks at."""

from __future__ import annotations

import pytest
from rule_mutants import EXPLAINED, RULES, survivors

from roleaudit.rules import Rule


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.name)
def test_each_small_change_of_a_rule_is_noticed(rule: Rule) -> None:
    """All but those that are explained, of which each is still one that nothing notices."""
    assert set(survivors(rule)) == set(EXPLAINED.get(rule.name, {}))
