"""Organisations in which one thing alone is many: each is linear in its size, and an audit of it should be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

HEAD = "org: {name: Synthetic, stage: enterprise, industry: software}"
DUTIES = ("roadmap", "product-strategy", "qa", "deployment", "architecture")

Shape = Callable[[int], Iterator[str]]
SHAPES: dict[str, Shape] = {}
"""Each shape by what is many in it."""


def shape(name: str) -> Callable[[Shape], Shape]:
    """Enter a function that gives the lines of an org file of some size."""

    def enter(lines: Shape) -> Shape:
        SHAPES[name] = lines
        return lines

    return enter


def write(name: str, size: int, folder: Path) -> Path:
    """Write an organisation of one shape into a folder, over what is there."""
    folder.mkdir(exist_ok=True)
    org = folder / "org.yaml"
    with org.open("w", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in (HEAD, *SHAPES[name](size)))
    return org


def many(section: str, size: int, entry: Callable[[int], str], prefix: str = "e") -> Iterator[str]:
    """Give a section with `size` entries in the flow style."""
    yield f"{section}:"
    yield from (f"  {prefix}{n}: {{{entry(n)}}}" for n in range(size))


def joined(names: Iterable[str]) -> str:
    return f"[{', '.join(names)}]"


@shape("people without a seat")
def _unseated(size: int) -> Iterator[str]:
    yield from many("people", size, lambda n: "", "p")


@shape("people with names")
def _named(size: int) -> Iterator[str]:
    yield from many("people", size, lambda n: f"name: N {n}", "p")


@shape("holders of one seat")
def _holders(size: int) -> Iterator[str]:
    yield "roles: {pm: {title: Product Manager, owns: [roadmap]}}"
    yield from many("people", size, lambda n: "roles: pm", "p")


@shape("seats of one person")
def _hats(size: int) -> Iterator[str]:
    yield from many("roles", size, lambda n: f"title: Seat {n}, owns: [{DUTIES[n % 5]}]", "r")
    yield f"people: {{p: {{roles: {joined(f'r{n}' for n in range(size))}}}}}"


@shape("seats of one title")
def _titles(size: int) -> Iterator[str]:
    yield from many("roles", size, lambda n: f"title: Product Manager, owns: [duty-{n}]", "r")


@shape("owners of one duty")
def _owners(size: int) -> Iterator[str]:
    yield "products: {shop: {phase: launched}}"
    yield from many("roles", size, lambda n: "function: product-management, product: shop, owns: [roadmap]", "r")


@shape("duties of one seat")
def _duties(size: int) -> Iterator[str]:
    yield f"roles: {{pm: {{title: Product Manager, owns: {joined(f'duty-{n}' for n in range(size))}}}}}"


@shape("duties of one product")
def _product_duties(size: int) -> Iterator[str]:
    yield "roles: {pm: {title: Product Manager}, cto: {title: CTO}}"
    yield "products:"
    yield "  shop:"
    yield "    responsibilities:"
    yield from (f"      duty-{n}: {{accountable: pm, responsible: cto}}" for n in range(size))


@shape("duties of the organisation, named alike")
def _alike(size: int) -> Iterator[str]:
    yield "roles: {pm: {title: Product Manager}}"
    yield from many("responsibilities", size, lambda n: f"title: Keep part {n} of the plan current, accountable: pm")


@shape("duties of the organisation, named by words")
def _worded(size: int) -> Iterator[str]:
    words = ("plan", "market", "price", "release", "support", "quality", "design", "budget", "partner", "training")
    yield "roles: {pm: {title: Product Manager}}"
    yield "responsibilities:"
    for n in range(size):
        title = " ".join(words[int(digit)] for digit in f"{n:04}"[-4:])
        yield f"  e{n}: {{title: {title} {n // 10_000}, accountable: pm}}"


@shape("parties to one duty")
def _parties(size: int) -> Iterator[str]:
    yield from many("roles", size, lambda n: f"title: Seat {n}", "r")
    seats = joined(f"r{n}" for n in range(1, size))
    yield f"responsibilities: {{roadmap: {{accountable: r0, responsible: {seats}, consulted: {seats}}}}}"


@shape("products")
def _products(size: int) -> Iterator[str]:
    yield from many("products", size, lambda n: f"line: line{n % 20}, phase: launched", "p")


@shape("products of one manager")
def _spread(size: int) -> Iterator[str]:
    yield from many("products", size, lambda n: "phase: launched", "p")
    yield f"roles: {{pm: {{title: Product Manager, product: {joined(f'p{n}' for n in range(size))}, owns: [roadmap]}}}}"


@shape("product lines")
def _lines(size: int) -> Iterator[str]:
    yield from many("products", size, lambda n: f"line: line{n}, phase: launched", "p")
    yield from many("roles", size, lambda n: f"title: Product Manager, product: p{n}, owns: [roadmap]", "r")


@shape("seats for all products")
def _everywhere(size: int) -> Iterator[str]:
    yield from many("products", size, lambda n: "phase: launched", "p")
    yield from many("roles", size, lambda n: f"title: Seat {n}, owns: [{DUTIES[n % 5]}]", "r")


@shape("teams")
def _teams(size: int) -> Iterator[str]:
    yield from many("products", 20, lambda n: "phase: launched", "p")
    yield from many("roles", size, lambda n: f"title: Engineer, team: t{n}", "r")
    yield from many("teams", size, lambda n: f"product: p{n % 20}, lead: r{n}, members: [r{n}]", "t")


@shape("teams of one product")
def _squads(size: int) -> Iterator[str]:
    yield "products: {shop: {phase: launched}}"
    yield from many("roles", size, lambda n: f"title: Product Owner, team: t{n}, owns: [backlog-management]", "r")
    yield from many("teams", size, lambda n: f"product: shop, lead: r{n}, members: [r{n}]", "t")


@shape("members of one team")
def _members(size: int) -> Iterator[str]:
    yield "products: {shop: {phase: launched}}"
    yield from many("people", size, lambda n: "roles: engineer", "p")
    yield "roles: {engineer: {title: Software Engineer}}"
    yield f"teams: {{t: {{product: shop, lead: p0, members: {joined(f'p{n}' for n in range(size))}}}}}"


@shape("teams within teams")
def _nested(size: int) -> Iterator[str]:
    yield "roles: {engineer: {title: Software Engineer}}"
    parent = "parent: t{}, ".format
    yield from many("teams", size, lambda n: f"{parent(n - 1) if n else ''}lead: engineer, members: [engineer]", "t")


@shape("people in a chain of reports")
def _chain(size: int) -> Iterator[str]:
    yield "roles: {engineer: {title: Software Engineer}}"
    yield from many("people", size, lambda n: f"roles: engineer, reports_to: {f'p{n - 1}' if n else 'none'}", "p")


@shape("seats in a chain of reports")
def _seat_chain(size: int) -> Iterator[str]:
    yield from many("roles", size, lambda n: f"title: Seat {n}, reports_to: {f'r{n - 1}' if n else 'none'}", "r")


@shape("reports of one person")
def _span(size: int) -> Iterator[str]:
    yield from many("people", size, lambda n: f"reports_to: {'p0' if n else 'none'}", "p")


@shape("seats that stand in for the next")
def _deputies(size: int) -> Iterator[str]:
    yield from many("roles", size, lambda n: f"title: Seat {n}, vacant: true, covered_by: r{(n + 1) % size}", "r")


@shape("names that nobody has")
def _unknown(size: int) -> Iterator[str]:
    yield from many("roles", size, lambda n: f"title: Seat {n}", "role-")
    yield from many("metrics", size, lambda n: f"owner: rolle-{n}")


@shape("duties misspelt")
def _misspelt(size: int) -> Iterator[str]:
    yield from many("roles", size, lambda n: f"title: Seat {n}, owns: [roadmapp-{n}]", "r")


@shape("titles that nobody has as a seat")
def _loose_titles(size: int) -> Iterator[str]:
    yield from many("decisions", size, lambda n: f"about: pricing, decides: head of part {n}")


@shape("rituals")
def _rituals(size: int) -> Iterator[str]:
    yield "roles: {pm: {title: Product Manager}, engineer: {title: Software Engineer}}"
    yield from many(
        "rituals", size, lambda n: "kind: sprint-planning, cadence: every 2 weeks, participants: [pm, engineer]"
    )


@shape("participants of one ritual")
def _participants(size: int) -> Iterator[str]:
    yield from many("roles", size, lambda n: f"title: Seat {n}", "r")
    seats = joined(f"r{n}" for n in range(size))
    yield f"rituals: {{planning: {{kind: sprint-planning, cadence: weekly, participants: {seats}}}}}"


@shape("rituals of a team each")
def _team_rituals(size: int) -> Iterator[str]:
    yield from many("roles", size, lambda n: f"title: Software Engineer, team: t{n}", "r")
    yield from many("teams", size, lambda n: f"lead: r{n}, members: [r{n}]", "t")
    yield from many("rituals", size, lambda n: f"kind: sprint-planning, cadence: weekly, team: t{n}")


@shape("deliverables")
def _deliverables(size: int) -> Iterator[str]:
    yield "roles: {pm: {title: Product Manager}}"
    yield from many("deliverables", size, lambda n: f"kind: roadmap, owner: pm, based_on: [e{max(0, n - 1)}]")


@shape("deliverables of a product each")
def _product_deliverables(size: int) -> Iterator[str]:
    yield from many("products", size, lambda n: "phase: launched", "p")
    yield "roles: {pm: {title: Product Manager}}"
    yield from many("deliverables", size, lambda n: f"kind: roadmap, owner: pm, product: p{n}")


@shape("decisions on one matter")
def _decisions(size: int) -> Iterator[str]:
    yield from many("roles", size, lambda n: f"title: Seat {n}", "r")
    yield from many("decisions", size, lambda n: f"about: pricing, decides: r{n}")


@shape("metrics")
def _metrics(size: int) -> Iterator[str]:
    yield "roles: {pm: {title: Product Manager}}"
    yield from many("metrics", size, lambda n: f"kind: adoption, owner: pm, target: {n} %, reviewed_in: [planning]")


@shape("tools in a chain")
def _tools(size: int) -> Iterator[str]:
    yield from many("tools", size, lambda n: f"category: issue-tracking, integrates_with: [e{(n + 1) % size}]")


@shape("handoffs")
def _handoffs(size: int) -> Iterator[str]:
    yield "roles: {pm: {title: Product Manager}, engineer: {title: Software Engineer}}"
    yield from many("handoffs", size, lambda n: "from: pm, to: engineer, deliverable: prd, criteria: [problem stated]")


@shape("waivers")
def _waivers(size: int) -> Iterator[str]:
    yield from many("people", size, lambda n: "", "p")
    yield "waivers:"
    for n in range(size):
        yield f"  - {{rule: people-without-role, at: people.p{n}, reason: New here, since: 2026-11-02, by: p{n}}}"


@shape("goals")
def _goals(size: int) -> Iterator[str]:
    yield from many("products", size, lambda n: f"supports: [goal{n}]", "p")


@shape("fields of one's own")
def _own(size: int) -> Iterator[str]:
    yield from many("people", size, lambda n: f"x-desk: {n}, x-email: someone@example.org", "p")


@shape("parties outside")
def _external(size: int) -> Iterator[str]:
    yield f"external: {joined(f'board{n}' for n in range(size))}"
    yield from many("decisions", size, lambda n: f"about: duty-{n}, decides: board{n}")


@shape("words that are not known")
def _faults(size: int) -> Iterator[str]:
    yield from many("people", size, lambda n: "rolls: pm", "p")


@shape("ids written twice")
def _twice(size: int) -> Iterator[str]:
    yield from many("people", size, lambda n: "", "p")
    yield from many("teams", size, lambda n: "", "p")


@shape("aliases of one entry")
def _aliases(size: int) -> Iterator[str]:
    yield "people:"
    yield "  p0: &p {skills: [analysis]}"
    yield from (f"  p{n}: *p" for n in range(1, size))


@shape("lines of comment")
def _comments(size: int) -> Iterator[str]:
    yield from ("# nothing to see here" for _ in range(size))


@shape("lines of one text")
def _text(size: int) -> Iterator[str]:
    yield "people:"
    yield "  p:"
    yield "    description: >-"
    yield from ("      So it goes on." for _ in range(size))
