"""The stories of the articles and of two healthy companies: each gives exactly what its first lines tell."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from roleaudit import pipeline
from roleaudit.findings import Level, Result

STORIES = Path(__file__).parents[1] / "examples" / "stories"
TODAY = datetime.date(2026, 11, 22)

Found = set[tuple[str, str, str]]
"""Rule, level and address of each finding."""

SCALEUP_DUTIES = (
    "ui-ux-design", "architecture", "deployment", "security", "backlog-management", "market-research", "kpi-definition",
    "launch-planning",
)  # fmt: skip
ENTERPRISE_DUTIES = (
    "technical-specification", "requirements-verification", "competitor-analysis", "stakeholder-communication",
    "business-alignment", "business-outcome", "kpi-tracking", "growth", "quality-standards", "production-monitoring",
    "maintenance",
)  # fmt: skip


def unowned(level: str, product: str, *duties: str) -> Found:
    """One finding for each duty of a product that nobody claims."""
    return {("expected-duty-unowned", level, f"products.{product}.responsibilities.{duty}") for duty in duties}


EXPECTED: dict[tuple[str, str], Found] = {
    ("saas-startup-nobody-owns", "startup"): {
        ("strategy-unowned", "error", "products.wires.responsibilities.product-strategy"),
        ("priorities-unowned", "error", "products.wires.responsibilities.feature-prioritisation"),
        ("execution-unowned", "error", "products.wires.responsibilities.delivery"),
    }
    | unowned("warning", "wires", "product-vision", "roadmap", "requirements-definition", "user-research", "qa"),
    ("saas-founder-hybrid", "startup"): set(),
    ("saas-founder-hybrid", "scaleup"): {
        ("pm-and-pd-same-holder", "error", "people.f"),
        ("no-full-time-pm", "error", "org"),
        ("too-many-hats", "warning", "people.f"),
        ("requirements-channel-missing", "warning", "products.notes"),
    }
    | unowned("warning", "notes", *SCALEUP_DUTIES),
    ("enterprise-software-clean", "startup"): set(),
    ("enterprise-software-clean", "scaleup"): set(),
    ("enterprise-software-clean", "enterprise"): set(),
    ("consumer-hardware-clean", "startup"): set(),
    ("consumer-hardware-clean", "scaleup"): set(),
    ("new-feature-flow", "startup"): set(),
    ("new-feature-flow", "scaleup"): set(),
    ("startup-po-pm-one-person", "startup"): set(),
    ("startup-po-pm-one-person", "scaleup"): {("po-and-pm-same-holder", "warning", "people.p")}
    | unowned("warning", "routes", "ui-ux-design", "market-research", "kpi-definition", "launch-planning"),
    ("startup-po-pm-one-person", "enterprise"): {
        ("po-and-pm-same-holder", "error", "people.p"),
        ("section-not-described", "warning", "org"),
        ("expected-duty-unowned", "warning", "responsibilities.role-definition"),
    }
    | unowned("error", "routes", "ui-ux-design", "market-research", "kpi-definition", "launch-planning")
    | unowned("warning", "routes", *ENTERPRISE_DUTIES),
    ("scaleup-same-structure", "startup"): set(),
    ("scaleup-same-structure", "scaleup"): {("structure-not-evolved", "error", "org")},
    ("po-pm-not-talking", "startup"): set(),
    ("po-pm-not-talking", "scaleup"): {("po-pm-no-check-in", "warning", "people.p4")},
    ("tidewell", "startup"): {("duty-with-several-owners", "warning", "products.berths.responsibilities.qa")},
    ("tidewell", "scaleup"): {
        ("no-full-time-pm", "error", "org"),
        ("duty-with-several-owners", "error", "products.berths.responsibilities.qa"),
        ("specialists-missing", "warning", "org"),
    }
    | unowned("warning", "berths", "backlog-management", "market-research", "kpi-definition", "launch-planning"),
    ("harbourline", "startup"): set(),
    ("harbourline", "scaleup"): {
        ("po-and-pm-same-holder", "warning", "people.p04.products.pos"),
        ("no-shared-metric", "warning", "products.pos"),
    },
}


def audited(story: str, stage: str | None = None) -> Result:
    result = pipeline.audit(STORIES / f"{story}.yaml", stage=stage, today=TODAY)
    assert not result.invalid, [finding.message for finding in result.findings]
    return result


def told(result: Result, least: Level) -> Found:
    return {(f.rule, str(f.level), f.address) for f in result.findings if f.level >= least}


@pytest.mark.parametrize(("story", "stage"), EXPECTED, ids=lambda value: value)
def test_story_gives_what_its_first_lines_tell(story: str, stage: str) -> None:
    """Above info, each story gives these findings and no other."""
    assert told(audited(story, stage), Level.WARNING) == EXPECTED[story, stage]


def test_every_story_is_told_and_expected() -> None:
    """Each file begins with the situation and its findings, and is expected here at its own stage."""
    files = sorted(STORIES.glob("*.yaml"))
    assert {file.stem for file in files} == {story for story, _ in EXPECTED}
    for file in files:
        opening = file.read_text(encoding="utf-8").partition("\norg:")[0]
        assert all(line.startswith("#") for line in opening.splitlines()), file.name
        assert "Expected at its stage:" in opening, file.name
        assert (file.stem, audited(file.stem).stage) in EXPECTED, file.name


def test_two_hats_in_a_startup_are_an_info() -> None:
    """What becomes an error later is told in time, and quietly."""
    assert ("pm-and-pd-same-holder", "info", "people.f") in told(audited("saas-founder-hybrid"), Level.INFO)


@pytest.mark.parametrize(
    ("story", "met"),
    [
        ("tidewell", [True, False, False]),
        ("harbourline", [True, True, False]),
        ("enterprise-software-clean", [True, True, True]),
        ("saas-founder-hybrid", [True, False, False]),
        ("saas-startup-nobody-owns", [False, False, False]),
    ],
)
def test_ladder(story: str, met: list[bool]) -> None:
    """A stage is met where no error stands in its way."""
    assert [rung.to_go == 0 for rung in audited(story).ladder] == met


def edited(story: str, folder: Path, *edits: tuple[str, str]) -> Found:
    """What a story gives after edits of its text."""
    text = (STORIES / f"{story}.yaml").read_text(encoding="utf-8")
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    file = folder / "org.yaml"
    file.write_text(text, encoding="utf-8")
    return told(pipeline.audit(file, today=TODAY), Level.WARNING)


def test_a_feature_decided_without_development(tmp_path: Path) -> None:
    """The feature of the story is put on the roadmap without asking whether it can be built."""
    found = edited(
        "new-feature-flow",
        tmp_path,
        ("consulted: [tech-lead, designer]", "consulted: [head-of-product]"),
        ("decides: product-manager, consulted: [tech-lead]", "decides: product-manager, consulted: [head-of-product]"),
    )
    priorities = "products.sorrel.responsibilities.feature-prioritisation"
    assert found == {("decided-without-development", "warning", priorities)}


def test_a_gate_that_hardware_needs_is_heavy_for_a_software_startup(tmp_path: Path) -> None:
    """The gates of the lamp maker are right for lamps at every stage, and too much for a software startup."""
    edit = ("stage: scaleup, industry: hardware", "stage: startup, industry: software")
    found = edited("consumer-hardware-clean", tmp_path, edit)
    assert found == {
        ("too-much-process", "warning", "handoffs.concept"),
        ("too-much-process", "warning", "handoffs.pre-series"),
    }


def test_a_check_in_clears_the_silence(tmp_path: Path) -> None:
    """The edit that the fix names leaves nothing above info."""
    check_in = "{kind: po-pm-check-in, participants: [product-owner, product-manager], cadence: weekly}"
    edit = ("rituals:\n", f"rituals:\n  check-in: {check_in}\n")
    assert edited("po-pm-not-talking", tmp_path, edit) == set()
