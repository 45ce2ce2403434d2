"""The pages that are written from the rule files say what the rule files say."""

from __future__ import annotations

from pages import ROOT, written


def test_pages_are_as_the_rules_are() -> None:
    """After a change of a rule, `python docs/pages.py` writes its page again."""
    for place, text in written().items():
        assert (ROOT / place).read_text(encoding="utf-8") == text, f"{place}: run `python docs/pages.py`"


def test_no_page_is_left_behind() -> None:
    assert {path.relative_to(ROOT) for path in ROOT.glob("docs/rules/*.md")} <= written().keys()
