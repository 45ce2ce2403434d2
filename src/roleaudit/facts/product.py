"""The kind `product`: one product with its staff, its deliverables, its vision and what its two sides share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from roleaudit.facts.claims import Claims
from roleaudit.facts.graph import DEVELOPMENT_SIDE, ORG, PRODUCT_SIDE, UNNAMED, Graph, Squad, sides
from roleaudit.facts.kinds import UNKNOWN, AtLeast, Kind, Open, Paths, Value
from roleaudit.facts.line import Lines
from roleaudit.facts.ritual import Ritual
from roleaudit.findings import Path
from roleaudit.model import Product as Entry

BOTH = frozenset({"product", "development"})


@dataclass(eq=False, slots=True)
class Product:
    """A product with the org around it; its id is empty where the org lists no product."""

    id: str
    entry: Entry
    graph: Graph
    claims: Claims
    rituals: tuple[Ritual, ...]
    lines: Lines
    squads: tuple[Squad, ...]

    @property
    def path(self) -> Path:
        return ("products", self.id) if self.id != UNNAMED else ("org",)


PRODUCT: Kind[Product] = Kind("product", "one product; one unnamed product where none is listed")


@PRODUCT.fact("flag", "has an entry of its own under `products`")
def named(product: Product) -> Value:
    return product.id != UNNAMED


@PRODUCT.fact("set", "functions staffed for it")
def functions(product: Product) -> Value:
    holds = product.graph.working_on(product.id)
    found = frozenset(f for hold in holds for f in hold.seat.functions)
    closed = product.graph.complete and bool(holds) and all(hold.seat.functions for hold in holds)
    return found if closed else Open(found)


@PRODUCT.fact("set", "catalogue duties that somebody claims here", at=lambda product: [product.path])
def claimed_duties(product: Product) -> Value:
    if product.graph.org.roles is None and product.graph.org.responsibilities is None and not _teams_claim(product):
        return UNKNOWN if product.graph.org.people is None and product.graph.org.teams is None else frozenset()
    return frozenset(_claimed(product))


def _teams_claim(product: Product) -> bool:
    return any(squad.entry.responsibilities for squad in product.squads) or bool(product.entry.responsibilities)


def _claimed(product: Product) -> Iterator[str]:
    scope = ORG if product.id == UNNAMED else ("product", product.id)
    for duty in product.graph.catalog.duties:
        found = product.claims.duties.get((duty, scope)) or product.claims.duties.get((duty, ORG))
        if found and (found.near or found.below):
            yield duty


def _delivered(product: Product) -> dict[str, list[Path]] | None:
    """The kinds of deliverable in scope, what each counts as included; None where the file describes none."""
    if product.graph.org.deliverables is None:
        return None
    found: dict[str, list[Path]] = {}
    for id, entry in product.graph.org.deliverables.items():
        if entry.product is None or product.id in entry.product:
            known = product.graph.catalog.deliverable(entry.kind or id)
            kinds = (known.id, *known.counts_as) if known else (entry.kind or id,)
            for kind in kinds:
                found.setdefault(kind, []).append(("deliverables", id))
    return found


@PRODUCT.fact("set", "kinds of deliverable it has, what each kind counts as included")
def deliverables(product: Product) -> Value:
    found = _delivered(product)
    return UNKNOWN if found is None else frozenset(found)


@PRODUCT.fact(
    "flag", "there is a vision: a text, its parts, or a deliverable", at=lambda product: [(*product.path, "vision")]
)
def vision(product: Product) -> Value:
    if product.entry.vision is not None:
        return True
    found = _delivered(product)
    return UNKNOWN if found is None else "vision" in found or "product-vision" in found


VISION_PARTS = ("purpose", "target_market", "key_features", "unique_selling_proposition")


@PRODUCT.fact("set", "parts that the vision states", at=lambda product: [(*product.path, "vision")])
def vision_parts(product: Product) -> Value:
    vision = product.entry.vision
    if vision is None or vision.text is not None:
        return UNKNOWN
    return frozenset(part for part in VISION_PARTS if getattr(vision, part))


@PRODUCT.fact("set", "key questions with an answer: problem, target_user, features, success, goal")
def answered(product: Product) -> Value:
    entry = product.entry
    parts = entry.vision
    found = set()
    if entry.problem:
        found.add("problem")
    if entry.target_user or (parts and parts.target_market):
        found.add("target_user")
    if entry.features or (parts and parts.key_features):
        found.add("features")
    if entry.supports:
        found.add("goal")
    metrics = product.graph.org.metrics
    if any(m.product is None or product.id in m.product for m in (metrics or {}).values()):
        found.add("success")
    asked = entry.problem or entry.target_user or parts or entry.features
    if not asked:
        return UNKNOWN
    return frozenset(found) if metrics is not None else Open(found | {"success"})


PRODUCT.written("supports", "set", "the goals of the organisation that it serves")
PRODUCT.written("phase", "text", "its phase of life")
PRODUCT.written("complexity", "text", "low, medium or high")
PRODUCT.written("markets", "set", "the markets it serves")


@PRODUCT.fact("text", "its industry, else the organisation's, else software")
def industry(product: Product) -> Value:
    org = product.graph.org.org
    return product.entry.industry or (org.industry if org else None) or "software"


def _development_teams(product: Product) -> tuple[list[Squad], bool]:
    """The teams that build it, and whether each of its teams is described well enough to tell."""
    found, known = [], product.graph.complete
    for squad in product.squads:
        if squad.department:
            continue
        functions, complete = product.graph.team_functions(squad)
        if functions & DEVELOPMENT_SIDE:
            found.append(squad)
        elif not complete:
            known = False
    return found, known


def _team_paths(product: Product) -> Paths:
    return [squad.path for squad in product.squads]


@PRODUCT.fact("number", "teams that build it: those with a developer", at=_team_paths)
def development_teams(product: Product) -> Value:
    if product.graph.org.teams is None:
        return UNKNOWN
    found, known = _development_teams(product)
    return len(found) if known else AtLeast(len(found))


@PRODUCT.fact("number", "teams with both sides in them", at=_team_paths)
def mixed_teams(product: Product) -> Value:
    if product.graph.org.teams is None:
        return UNKNOWN
    found = [product.graph.team_functions(squad) for squad in product.squads if not squad.department]
    count = sum(BOTH <= sides(functions) for functions, _ in found)
    return count if all(known or BOTH <= sides(f) for f, known in found) else AtLeast(count)


@PRODUCT.fact("number", "parties on the development side")
def developers(product: Product) -> Value:
    holders = {h.holder.id for h in product.graph.working_on(product.id) if h.seat.functions & DEVELOPMENT_SIDE}
    return len(holders) if product.graph.complete else AtLeast(len(holders))


@PRODUCT.fact("set", "parties that act as product manager here")
def pms(product: Product) -> Value:
    holds = product.graph.working_on(product.id)
    found = frozenset(h.holder.id for h in holds if "product-management" in h.seat.functions)
    return found if product.graph.complete and all(h.seat.functions for h in holds) else Open(found)


def _handoffs(product: Product) -> Iterator[tuple[str, Path, bool]]:
    for id, entry in (product.graph.org.handoffs or {}).items():
        if entry.product is not None and product.id not in entry.product:
            continue
        for giver in entry.from_ or ():
            for taker in entry.to or ():
                if entry.product is None and not _reaches(product, giver, taker):
                    continue
                given, known = product.graph.functions_of(product.graph.actor(giver))
                taken, complete = product.graph.functions_of(product.graph.actor(taker))
                for one in sides(given) or {""}:
                    for other in sides(taken) or {""}:
                        yield f"{one}>{other}", ("handoffs", id), known and complete


def _reaches(product: Product, *names: str) -> bool:
    """Whether neither end belongs to other products alone."""
    for name in names:
        actor = product.graph.actor(name)
        if actor.squad is not None and product.id not in actor.squad.products:
            return False
        if actor.holder is not None:
            worn = [products for _, products in product.graph.hats(actor.holder)]
            if worn and all(p is not None and product.id not in p for p in worn):
                return False
    return True


@PRODUCT.fact("set", 'handoffs by side, "product>development"', at=lambda p: [path for _, path, _ in _handoffs(p)])
def handoffs(product: Product) -> Value:
    if product.graph.org.handoffs is None:
        return UNKNOWN
    found = list(_handoffs(product))
    names = frozenset(name for name, _, _ in found)
    return names if all(known for _, _, known in found) else Open(names)


def _held(product: Product) -> list[Ritual]:
    return [ritual for ritual in product.rituals if product.id in ritual.products]


@PRODUCT.fact("set", "kinds of ritual in which both sides sit")
def shared_rituals(product: Product) -> Value:
    if product.graph.org.rituals is None:
        return UNKNOWN
    found, known = set(), True
    for ritual in _held(product):
        functions, complete = ritual.functions()
        if BOTH <= sides(functions):
            found.add(ritual.kind)
        elif not complete:
            known = False
    return frozenset(found) if known else Open(found)


@PRODUCT.fact("set", "what the rituals that both sides share take in and give out")
def shared_topics(product: Product) -> Value:
    shared = [r for r in _held(product) if BOTH <= sides(r.functions()[0]) and r.entry.inputs is not None]
    if not shared:
        return UNKNOWN
    catalog = product.graph.catalog
    words = [word for r in shared for word in (*(r.entry.inputs or ()), *(r.entry.outputs or ()))]
    return frozenset(known.id if (known := catalog.input(word)) else word for word in words)


@PRODUCT.fact("set", "rituals with members of two or more of its teams")
def cross_team_rituals(product: Product) -> Value:
    if product.graph.org.rituals is None or product.graph.org.teams is None:
        return UNKNOWN
    found, known = set(), True
    for ritual in _held(product):
        if any(actor.party and actor.party.everyone for actor in ritual.actors):
            found.add(ritual.id)
            continue
        present = {squad.id for squad in product.squads if not squad.department and _present(ritual, squad)}
        if len(present) > 1:
            found.add(ritual.id)
        known = known and ritual.functions()[1]
    return frozenset(found) if known else Open(found)


def _present(ritual: Ritual, squad: Squad) -> bool:
    named = any(actor.squad is squad for actor in ritual.actors)
    return (
        named
        or any(ritual.attends(holder) for holder in squad.holders)
        or any(actor.seat in squad.seats for actor in ritual.actors if actor.seat)
    )


@PRODUCT.fact("set", "metrics that both sides carry")
def shared_metrics(product: Product) -> Value:
    metrics = product.graph.org.metrics
    if metrics is None:
        return UNKNOWN
    found, known = set(), True
    for id, entry in metrics.items():
        if entry.product is not None and product.id not in entry.product:
            continue
        carried: set[str] = set()
        complete = True
        for name in (*(entry.owner or ()), *(entry.shared_with or ())):
            functions, described = product.graph.functions_of(product.graph.actor(name))
            carried |= sides(functions)
            complete = complete and described
        if carried >= BOTH:
            found.add(id)
        elif not complete:
            known = False
    return frozenset(found) if known else Open(found)


@PRODUCT.fact("set", "direct managers, below the top, of both its product managers and its developers")
def common_managers(product: Product) -> Value:
    if not product.lines.all:
        return UNKNOWN
    holds = product.graph.working_on(product.id)
    above = {
        side: {m for h in holds if h.seat.functions & functions for m in product.lines.managers(h.holder)}
        for side, functions in (("product", PRODUCT_SIDE), ("development", DEVELOPMENT_SIDE))
    }
    return frozenset(m.id for m in above["product"] & above["development"] if product.lines.managers(m))
