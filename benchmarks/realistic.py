"""Writes organisations as companies describe themselves, with the gaps and slips that they have: always the same for
one number of people and one seed. Products, seats, teams with their meetings, and duties grow with the people.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

PEOPLE_PER_TEAM = 8
TEAMS_PER_PRODUCT = 5
STAGES = ((15, "startup"), (150, "scaleup"))
ABOVE = ("ceo", "cpo", "cto", "vp-engineering", "head-of-design", "qa-lead")
SEATS = """
  ceo: {title: CEO, owns: [structure-evolution, role-definition], reports_to: none}
  cpo: {title: Chief Product Officer, owns: [product-vision, product-strategy, pricing], reports_to: ceo}
  cto: {title: CTO, owns: [technology-selection], contributes_to: [product-vision, product-strategy], reports_to: ceo}
  vp-engineering: {title: VP Engineering, owns: [delivery, quality-standards], contributes_to: roadmap, reports_to: cto}
  head-of-design: {title: Head of Design, owns: ui-ux-design, reports_to: cto}
  qa-lead: {title: QA Lead, owns: [qa, requirements-verification], reports_to: vp-engineering}
  product-owner: {title: Product Owner, owns: [backlog-management, user-stories, sprint-planning], reports_to: cpo}
  tech-lead: {title: Tech Lead, owns: maintenance, contributes_to: roadmap, reports_to: vp-engineering}
  engineer: {title: Software Engineer, owns: [coding, bug-fixing], reports_to: tech-lead}
  designer: {title: Product Designer, contributes_to: ui-ux-design, reports_to: head-of-design}
  qa-engineer: {title: QA Engineer, contributes_to: qa, reports_to: qa-lead}""".strip("\n").split("\n")
MEETINGS = (
    ("planning", "sprint-planning", "every 2 weeks", "[product-owner, tech-lead, engineer]"),
    ("refinement", "backlog-refinement", "weekly", "[product-owner, tech-lead]"),
    ("daily", "daily-standup", "daily", "[product-owner, tech-lead, engineer]"),
    ("look-back", "retrospective", "every 2 weeks", "everyone"),
)


class Team(NamedTuple):
    """A team with its product and the first and last number of its people."""

    number: int
    product: int
    first: int
    last: int


def write(people: int, folder: Path, *, split: bool = False, seed: int = 1) -> Path:
    """Write an organisation into an empty folder, as one file or with a file for each product and each team."""
    org = folder / "org.yaml"
    with org.open("w", encoding="utf-8") as file:
        file.write(_head(people))
        if split:
            file.write("include: [parts/*.yaml]\n")
        else:
            for section in SECTIONS:
                file.write(f"{section}:\n")
                file.writelines(f"{line}\n" for part in _parts(people, seed) for line in part.get(section, ()))
    if split:
        (folder / "parts").mkdir()
        for number, part in enumerate(_parts(people, seed)):
            text = "".join(f"{section}:\n" + "".join(f"{line}\n" for line in lines) for section, lines in part.items())
            (folder / "parts" / f"{number:06}.yaml").write_text(text, encoding="utf-8")
    return org


SECTIONS = ("products", "roles", "people", "teams", "rituals", "deliverables", "metrics", "handoffs")

Part = dict[str, list[str]]
"""The lines of some sections: what one file of a split organisation holds."""


def _head(people: int) -> str:
    stage = next((stage for most, stage in STAGES if people <= most), "enterprise")
    return f"org: {{name: Synthetic, stage: {stage}, industry: saas, goals: [second-market, lower-churn]}}\n"


def _parts(people: int, seed: int) -> Iterator[Part]:
    """Give what holds for all, then each product, then each team."""
    above = min(len(ABOVE), max(1, people // 4))
    yield {"roles": SEATS, "people": [f"  p{n}: {{roles: {ABOVE[n]}}}" for n in range(above)]}
    numbers = range(above, people, PEOPLE_PER_TEAM)
    teams = [
        Team(n, n // TEAMS_PER_PRODUCT, first, min(people, first + PEOPLE_PER_TEAM)) for n, first in enumerate(numbers)
    ]
    for product in range(len(teams) // TEAMS_PER_PRODUCT + 1):
        yield _product(product, random.Random(f"{seed} product {product}"))
    for team in teams:
        yield _team(team, random.Random(f"{seed} team {team.number}"))


def _product(n: int, chance: random.Random) -> Part:
    """A product with its manager; one in ten has no roadmap, and one in twenty a manager that nobody knows."""
    phase = chance.choice(("pre-launch", "launched", "launched", "mature"))
    owner = f"pm-{n}" if chance.random() < 0.95 else f"pmm-{n}"
    papers = [f"  prd-{n}: {{kind: prd, product: product-{n}, owner: {owner}, audience: [engineering, qa]}}"]
    if chance.random() < 0.9:
        day = f"2026-{chance.randint(1, 11):02}-{chance.randint(1, 28):02}"
        papers.append(f"  roadmap-{n}: {{kind: roadmap, product: product-{n}, owner: {owner}, updated: {day}}}")
    return {
        "products": [
            f"  product-{n}:",
            f"    {{line: line-{n // 4}, phase: {phase}, complexity: {chance.choice(('low', 'medium', 'high'))},",
            f"    problem: Customers of kind {n} lose time over lists, target_user: Whoever keeps the lists,",
            f"    vision: Nobody keeps list {n} by hand, supports: {chance.choice(('second-market', 'lower-churn'))},",
            f"    responsibilities: {{roadmap: pm-{n}, launch-planning: pm-{n}, user-research: pm-{n}}}}}",
        ],
        "roles": [
            f"  pm-{n}: {{title: Product Manager, purpose: 'Decide what product {n} does next, and why',",
            f"    product: product-{n}, owns: [feature-prioritisation, requirements-definition], reports_to: cpo}}",
        ],
        "deliverables": papers,
        "metrics": [f"  kept-{n}: {{kind: retention, product: product-{n}, owner: pm-{n}, target: 98 %}}"],
    }


def _team(team: Team, chance: random.Random) -> Part:
    """A team with its people and meetings; one in fifty people has no seat, one in a hundred an unknown manager."""
    n, product = team.number, team.product
    lead, members = f"p{team.first}", [f"p{person}" for person in range(team.first, team.last)]
    here = [f"{{role: {seat}, team: team-{n}}}" for seat in ("tech-lead", "product-owner")]
    seats = [*here, "designer", "qa-engineer", f"pm-{product}"]
    people = []
    for place, person in enumerate(members):
        seat = seats[place] if place < len(seats) and (place < 4 or n % TEAMS_PER_PRODUCT == 0) else "engineer"
        above = "vp-engineering" if person == lead else lead if chance.random() < 0.99 else f"q{team.first}"
        holds = f"roles: [{seat}], " if chance.random() < 0.98 else ""
        people.append(f"  {person}: {{{holds}reports_to: {above}, skills: [communication, analysis]}}")
    return {
        "people": people,
        "teams": [
            f"  team-{n}: {{product: product-{product}, lead: {lead}, model: agile-squad,",
            f"    purpose: Part {n} of the product works, members: [{', '.join(members)}],",
            f"    responsibilities: {{on-call-{n}: {lead}, part-{n}: {{accountable: {lead}, reviewed: 2026-09-30}}}}}}",
        ],
        "rituals": [
            f"  {name}-{n}: {{kind: {kind}, team: team-{n}, cadence: {cadence}, participants: {who}}}"
            for name, kind, cadence, who in MEETINGS
            if chance.random() < 0.95
        ],
        "handoffs": [
            f"  spec-{n}: {{from: pm-{product}, to: team-{n}, deliverable: prd, criteria: [problem stated, estimate]}}"
        ],
    }
