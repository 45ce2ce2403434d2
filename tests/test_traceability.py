"""Every statement of the articles in the groups covered is carried by a rule, or there is a reason why none does."""

from __future__ import annotations

from roleaudit import catalog, document, rules

ROOT = rules.rules_root()
CLAIMS = document.parse((ROOT / "traceability.yaml").read_bytes(), "rules/traceability.yaml").data
COVERED = {*range(1, 69), *range(123, 185)}
"""Ownership, vision and strategy, roadmap, requirements, priorities, product owner, structure and reporting lines."""


def test_every_row_is_accounted_for() -> None:
    rows = [int(claim["row"]) for claim in CLAIMS.values() if isinstance(claim, dict)]
    assert len(set(rows)) == len(rows) == len(CLAIMS)
    assert set(rows) >= COVERED


def test_every_claim_names_rules_that_exist_or_a_reason() -> None:
    names = rules.load().rules
    for claim, entry in CLAIMS.items():
        assert isinstance(entry, dict)
        assert ("rule" in entry) != ("none" in entry), claim
        if "none" in entry:
            assert entry["none"].endswith("."), claim
            assert len(entry["none"]) > 30, claim
            continue
        carried = entry["rule"] if isinstance(entry["rule"], list) else [entry["rule"]]
        assert set(carried) <= set(names), claim


def test_every_claim_names_an_article_and_a_section() -> None:
    articles = catalog.load(ROOT / "catalog")
    for claim, entry in CLAIMS.items():
        assert isinstance(entry, dict)
        assert articles.article(entry["document"]), claim
        assert entry["section"], claim


def test_a_rule_that_cites_an_article_carries_a_claim() -> None:
    """A rule drawn from the articles is in the table; the others cite a contradiction, a framework or practice."""
    carried = {
        name
        for entry in CLAIMS.values()
        if isinstance(entry, dict) and "rule" in entry
        for name in (entry["rule"] if isinstance(entry["rule"], list) else [entry["rule"]])
    }
    drawn = {rule.name for rule in rules.load().rules.values() if rule.evidence == "document"}
    assert drawn <= carried
