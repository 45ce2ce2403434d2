"""Writes an organisation of N people, always the same for one N: `generate_org.py N PATH`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

DUTIES = ("roadmap", "product-strategy", "qa", "deployment", "architecture")
PEOPLE_PER_PRODUCT = 50
PEOPLE_PER_SEAT = 20
PEOPLE_PER_TEAM = 8


def organisation(people: int) -> Iterator[str]:
    """Give the lines of an org file at stage enterprise: products, seats, people, and teams with two duties each."""
    products = max(1, people // PEOPLE_PER_PRODUCT)
    seats = max(5, people // PEOPLE_PER_SEAT)
    yield from ("org:", "  name: Synthetic", "  stage: enterprise", "  industry: software", "products:")
    yield from (f"  prod{n}: {{line: line{n % 20}, phase: launched}}" for n in range(products))
    yield "roles:"
    for n in range(seats):
        yield from _seat(n, n % products)
    yield "people:"
    for n in range(people):
        yield from _person(n, n % seats)
    yield "teams:"
    for n in range(people // PEOPLE_PER_TEAM + 1):
        yield from _team(n, n % products, people)


def _seat(n: int, product: int) -> Iterator[str]:
    yield f"  role{n}:"
    yield f"    title: Seat {n}"
    yield f"    function: {'product-management' if n % 5 < 2 else 'product-development'}"
    yield f"    product: prod{product}"
    yield f"    purpose: Decide what product {product} does next and why"
    yield f"    owns: [{DUTIES[n % 5]}]"


def _person(n: int, seat: int) -> Iterator[str]:
    yield f"  p{n}:"
    yield f"    roles: [role{seat}]"
    yield f"    reports_to: {f'p{n // PEOPLE_PER_TEAM}' if n else 'none'}"
    yield "    skills: [communication, analysis]"


def _team(n: int, product: int, people: int) -> Iterator[str]:
    members = [min(people - 1, n * PEOPLE_PER_TEAM + k) for k in range(PEOPLE_PER_TEAM)]
    yield f"  team{n}:"
    yield f"    product: prod{product}"
    yield f"    lead: p{members[0]}"
    yield f"    members: [{', '.join(f'p{member}' for member in members)}]"
    yield f"    purpose: Deliver part {n} of the product to customers"
    yield "    responsibilities:"
    for k in (2 * n, 2 * n + 1):
        first = min(people - 3, k * 4)
        yield f"      resp{k}:"
        yield f"        title: Keep part {k} of the roadmap current"
        yield f"        accountable: p{first}"
        yield f"        responsible: [p{first + 1}, p{first + 2}]"
        yield f"        consulted: [team{n}]"
        yield "        informed: [everyone]"
        yield f"        reviewed: 2026-0{1 + k % 9}-11"


if __name__ == "__main__":
    Path(sys.argv[2]).write_text("".join(f"{line}\n" for line in organisation(int(sys.argv[1]))), encoding="utf-8")
