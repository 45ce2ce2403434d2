"""The kind `product`: one product with its staff, its deliverables, its vision and what its two sides share."""

from collections.abc import Iterator
from dataclasses import dataclass

from roleaudit.facts.claims import Claims
from roleaudit.facts.graph import (
    DEVELOPMENT_SIDE,
    ORG,
    PRODUCT_SIDE,
    UNNAMED,
    Graph,
    Holder,
    Squad,
    sides,
    way_of_working,
)
from roleaudit.facts.kinds import NOTHING, UNKNOWN, AtLeast, Kind, Open, Paths, Value
from roleaudit.facts.line import Lines
from roleaudit.facts.ritual import Ritual, kinds_held
from roleaudit.facts.written import metric_kind_of
from roleaudit.findings import Path
from roleaudit.model import Metric
from roleaudit.model import Product as Entry

BOTH = frozenset({"product", "development"})


@dataclass(eq=False, repr=False, match_args=False, slots=True)
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


ABOUT = ("phase", "complexity", "markets", "problem", "target_user", "features", "vision", "supports")
"""The fields in which a product says something of itself; a title, a line and duties say nothing of what it is for."""


def bare(entry: Entry) -> bool:
    """Whether a product says nothing of itself but its title."""
    return all(getattr(entry, name) is None for name in ABOUT)


@PRODUCT.fact("flag", "described beyond its title and still under way: neither a mere idea nor retired")
def underway(product: Product) -> Value:
    if product.id != UNNAMED and bare(product.entry) and not _spoken_of(product):
        return UNKNOWN
    return product.entry.phase not in ("idea", "retired")


def _spoken_of(product: Product) -> bool:
    """Whether a deliverable names it, or any is written where it is the only product."""
    written = product.graph.org.deliverables or {}
    if len(product.graph.products) == 1 and not all(entry.product for entry in written.values()):
        return True
    return any(entry.product for _, _, entry in product.graph.papers.deliverables.get(product.id, ()))


@PRODUCT.fact("set", "functions staffed for it, vacant seats that somebody covers included")
def functions(product: Product) -> Value:
    staffed = product.graph.staffed(product.id)
    found = _covered(product).union(*staffed)
    closed = product.graph.complete and bool(staffed) and all(staffed)
    return found if closed else Open(found)


def _covered(product: Product) -> frozenset[str]:
    """The functions of its vacant seats that somebody covers."""
    covered = product.graph.covered_functions
    return covered.get(product.id, frozenset()) | covered.get(None, frozenset())


@PRODUCT.fact("set", "catalogue duties that somebody claims here", at=lambda product: [product.path])
def claimed_duties(product: Product) -> Value:
    return frozenset(product.claims.claimed_in.get(product.id, ()))


def _delivered(product: Product) -> dict[str, list[Path]]:
    """The kinds of deliverable written for it, what each counts as included, with their places."""
    found: dict[str, list[Path]] = {}
    written = product.graph.papers.deliverables
    for _, id, entry in sorted(written.get(product.id, []) + written.get(None, []), key=lambda item: item[0]):
        for kind in _kinds(product, entry.kind or id):
            found.setdefault(kind, []).append(("deliverables", id))
    return found


def _kinds(product: Product, word: str) -> tuple[str, ...]:
    known = product.graph.catalog.deliverable(word)
    return (known.id, *known.counts_as) if known else (word,)


def _mentioned(product: Product) -> Iterator[str]:
    """What handoffs and meetings pass on, and what its metrics stand for: it exists, wherever it is described."""
    org = product.graph.org
    words: list[str] = []
    for id in {str(path[1]) for _, path, _ in _handoffs(product)}:
        words += (org.handoffs or {})[id].deliverable or (id,)
    for ritual in product.rituals:
        words += (*(ritual.entry.inputs or ()), *(ritual.entry.outputs or ()))
    for word in dict.fromkeys(words):
        if product.graph.catalog.deliverable(word):
            yield from _kinds(product, word)
    if _measured(product):
        yield "success-metrics"


@PRODUCT.fact("set", "kinds of deliverable it has, what each kind counts as and what is handed on in its name included")
def deliverables(product: Product) -> Value:
    if product.graph.org.deliverables is None:
        return UNKNOWN
    return frozenset((*_delivered(product), *_mentioned(product)))


@PRODUCT.fact(
    "flag", "there is a vision: a text, its parts, or a deliverable", at=lambda product: [(*product.path, "vision")]
)
def vision(product: Product) -> Value:
    if product.entry.vision is not None:
        return True
    if product.graph.org.deliverables is None or (product.id != UNNAMED and bare(product.entry)):
        return UNKNOWN
    return "product-vision" in _delivered(product)


VISION_PARTS = ("purpose", "target_market", "key_features", "unique_selling_proposition")


@PRODUCT.fact("set", "parts that the vision states", at=lambda product: [(*product.path, "vision")])
def vision_parts(product: Product) -> Value:
    vision = product.entry.vision
    if vision is None or vision.text is not None:
        return UNKNOWN
    return frozenset(part for part in VISION_PARTS if getattr(vision, part))


@PRODUCT.fact(
    "set", "key questions with an answer: problem, target_user, features, success (where metrics are described), goal"
)
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
    if product.graph.org.metrics is None or _measured(product):
        found.add("success")
    described = any(product.graph.speaks_of("products", field) for field in ("problem", "target_user", "features"))
    return frozenset(found) if described else UNKNOWN


def _measured(product: Product) -> bool:
    """Whether any metric is about it."""
    return bool(product.graph.papers.metrics.get(product.id) or product.graph.papers.metrics.get(None))


@PRODUCT.fact("set", "the goals of the organisation that it serves", at=lambda product: [(*product.path, "supports")])
def supports(product: Product) -> Value:
    if product.entry.supports is not None:
        return frozenset(product.entry.supports)
    spoken_of = product.graph.speaks_of("products", "supports")
    return frozenset() if spoken_of and not bare(product.entry) else UNKNOWN


def _ranked(product: Product) -> list[Path]:
    found = _delivered(product)
    return list(dict.fromkeys((*found.get("priority-list", ()), *found.get("backlog", ()))))


@PRODUCT.fact("set", "criteria that its priority list or its backlog states", at=_ranked)
def priority_criteria(product: Product) -> Value:
    written = product.graph.org.deliverables or {}
    ranked = [written[str(path[1])] for path in _ranked(product)]
    if not ranked or all(entry.criteria is None for entry in written.values()):
        return UNKNOWN
    return frozenset(criterion for entry in ranked for criterion in entry.criteria or ())


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


@PRODUCT.fact("number", "teams that build it and no other product", at=_team_paths)
def own_teams(product: Product) -> Value:
    if product.graph.org.teams is None:
        return UNKNOWN
    found, known = _development_teams(product)
    count = sum(squad.products == (product.id,) for squad in found)
    return count if known else AtLeast(count)


@PRODUCT.fact("number", "teams with somebody from product management or a product owner in them", at=_team_paths)
def product_teams(product: Product) -> Value:
    if product.graph.org.teams is None:
        return UNKNOWN
    found = [product.graph.team_functions(squad) for squad in product.squads if not squad.department]
    count = sum(bool(functions & PRODUCT_SIDE) for functions, _ in found)
    return count if all(known or functions & PRODUCT_SIDE for functions, known in found) else AtLeast(count)


@PRODUCT.fact("number", "teams with both sides in them", at=_team_paths)
def mixed_teams(product: Product) -> Value:
    if product.graph.org.teams is None:
        return UNKNOWN
    found = [product.graph.team_functions(squad) for squad in product.squads if not squad.department]
    count = sum(sides(functions) >= BOTH for functions, _ in found)
    return count if all(known or sides(f) >= BOTH for f, known in found) else AtLeast(count)


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
    """The sides that each of its handoffs connects, where it is written, and whether both are known."""
    graph = product.graph
    written = sorted(
        graph.papers.handoffs.get(product.id, []) + graph.papers.handoffs.get(None, []), key=lambda item: item[0]
    )
    for _, id, giver, taker in written:
        given, known = graph.functions_of(graph.actor(giver))
        taken, complete = graph.functions_of(graph.actor(taker))
        for one in sides(given) or {""}:
            for other in sides(taken) or {""}:
                yield f"{one}>{other}", ("handoffs", id), known and complete


@PRODUCT.fact("set", 'handoffs by side, "product>development"', at=lambda p: [path for _, path, _ in _handoffs(p)])
def handoffs(product: Product) -> Value:
    if product.graph.org.handoffs is None:
        return UNKNOWN
    found = list(_handoffs(product))
    names = frozenset(name for name, _, _ in found)
    return names if all(known for _, _, known in found) else Open(names)


@PRODUCT.fact("set", "kinds of ritual held for it, with what each serves as")
def rituals(product: Product) -> Value:
    return UNKNOWN if product.graph.org.rituals is None else kinds_held(product.rituals)


@PRODUCT.fact(
    "flag", "work on it passes gates: a handoff or a meeting that is one, or a team that works stage by stage"
)
def gated(product: Product) -> Value:
    gates = [product.graph.papers.gates[about] for about in (product.id, None) if about in product.graph.papers.gates]
    stages = any(way_of_working(squad) == "stage-gate" for squad in product.squads)
    if any(gates) or stages or any("gate" in f"{r.id}-{r.kind}".split("-") for r in product.rituals):
        return True
    return False if gates else UNKNOWN


def _meetings(product: Product) -> Iterator[tuple[Ritual, bool]]:
    """Its rituals in which its product side sits, or may sit, and whether everybody in them is known."""
    for ritual in product.rituals:
        functions, known = ritual.functions()
        if functions & PRODUCT_SIDE or not known:
            yield ritual, known


def _meeting_paths(product: Product) -> Paths:
    return [product.path, *(ritual.path for ritual, _ in _meetings(product))]


@PRODUCT.fact(
    "set", "functions, departments and outside groups that its product side meets in rituals", at=_meeting_paths
)
def product_meets(product: Product) -> Value:
    if product.graph.org.rituals is None:
        return UNKNOWN
    found: set[str] = set()
    complete = True
    for ritual, known in _meetings(product):
        complete = complete and known
        if ritual.functions()[0] & PRODUCT_SIDE:
            for actor in ritual.actors:
                found |= product.graph.groups_of(actor)[0]
    return frozenset(found) if complete else Open(found)


@PRODUCT.fact(
    "set",
    "rituals in which customers or users sit, and of product management or product ownership nobody",
    at=lambda product: [ritual.path for ritual in _without_product(product)],
)
def outside_meetings(product: Product) -> Value:
    return UNKNOWN if product.graph.org.rituals is None else frozenset(r.id for r in _without_product(product))


def _without_product(product: Product) -> Iterator[Ritual]:
    for ritual in product.rituals:
        functions, known = ritual.functions()
        if known and not functions & PRODUCT_SIDE and any(a.party and a.party.id in OUTSIDE for a in ritual.actors):
            yield ritual


OUTSIDE = ("customers", "users")


DEPARTMENTS = frozenset({"engineering", "design", "marketing", "sales"})
"""The departments whose work product management ties together, as the articles name them."""


@PRODUCT.fact(
    "set",
    "engineering, design, marketing and sales, where they exist and share no ritual with the product side",
    at=_meeting_paths,
)
def departments_apart(product: Product) -> Value:
    met = product_meets(product)
    if not isinstance(met, frozenset) or isinstance(met, Open):
        return UNKNOWN
    return (DEPARTMENTS & product.graph.departments) - met


@PRODUCT.fact("set", "functions of those to whom its product managers report")
def above_pms(product: Product) -> Value:
    parties = {h.holder for h in product.graph.working_on(product.id) if "product-management" in h.seat.functions}
    above = {manager for party in parties for manager in product.lines.managers(party)}
    return frozenset(f for manager in above for f in manager.functions) if above else UNKNOWN


def _shared(product: Product) -> Iterator[Ritual]:
    """Its rituals in which both sides sit and that say what they take in or give out."""
    for ritual in product.rituals:
        if (ritual.entry.inputs or ritual.entry.outputs) and sides(ritual.functions()[0]) >= BOTH:
            yield ritual


@PRODUCT.fact(
    "set",
    "what rituals of both sides take in and give out, by class of input; unknown where none of them says",
    at=lambda product: [ritual.path for ritual in _shared(product)],
)
def shared_topics(product: Product) -> Value:
    words = [w for ritual in _shared(product) for w in (*(ritual.entry.inputs or ()), *(ritual.entry.outputs or ()))]
    known = {found.id for word in words if (found := product.graph.catalog.input(word))}
    return frozenset(known) if words else UNKNOWN


@PRODUCT.fact("set", "catalogue duties that development owns or works on here", at=lambda product: [product.path])
def development_duties(product: Product) -> Value:
    found, known = set[str](), True
    scope = ORG if product.id == UNNAMED else ("product", product.id)
    for id in product.claims.claimed_in.get(product.id, ()):
        duty = product.claims.duties.get((id, scope)) or product.claims.duties[id, ORG]
        functions, complete = product.claims.behind(duty)
        known = known and complete
        if functions & DEVELOPMENT_SIDE:
            found.add(id)
    return frozenset(found) if known else Open(found)


@PRODUCT.fact("set", "kinds of ritual in which both sides sit")
def shared_rituals(product: Product) -> Value:
    if product.graph.org.rituals is None:
        return UNKNOWN
    found, known = set(), True
    for ritual in product.rituals:
        functions, complete = ritual.functions()
        if sides(functions) >= BOTH:
            found.add(ritual.kind)
        elif not complete:
            known = False
    return frozenset(found) if known else Open(found)


@PRODUCT.fact("set", "rituals with members of two or more of its teams")
def cross_team_rituals(product: Product) -> Value:
    if product.graph.org.rituals is None or product.graph.org.teams is None:
        return UNKNOWN
    found, known = set(), True
    for ritual in product.rituals:
        if any(actor.party and actor.party.everyone for actor in ritual.actors):
            found.add(ritual.id)
            continue
        present = [product.graph.crews(actor).get(product.id, frozenset()) for actor in ritual.actors]
        if any(len(crews) > 1 for crews in present) or len(frozenset().union(*present)) > 1:
            found.add(ritual.id)
        known = known and ritual.functions()[1]
    return frozenset(found) if known else Open(found)


@PRODUCT.fact("number", "its metrics, those that name no product included")
def metrics(product: Product) -> Value:
    return UNKNOWN if product.graph.org.metrics is None else len(_figures(product))


def _carried(product: Product, side: str) -> Value:
    """The kinds of figure that one side carries, as owner or by sharing."""
    graph = product.graph
    found, known = set(), True
    for id, entry in _figures(product):
        names = (*(entry.owner or ()), *(entry.shared_with or ()))
        carried = [graph.functions_of(graph.actor(name)) for name in names]
        if any(side in sides(functions) for functions, _ in carried):
            kind = metric_kind_of(graph, id, entry)
            found.add(kind or id)
            known = known and bool(kind)
        else:
            known = known and bool(carried) and all(complete for _, complete in carried)
    return frozenset(found) if known else Open(found)


def _figures(product: Product) -> list[tuple[str, Metric]]:
    return product.graph.papers.metrics.get(product.id, []) + product.graph.papers.metrics.get(None, [])


@PRODUCT.fact("set", "kinds of metric that its product side carries")
def product_metrics(product: Product) -> Value:
    return _carried(product, "product")


@PRODUCT.fact("set", "kinds of metric that its development carries")
def development_metrics(product: Product) -> Value:
    return _carried(product, "development")


@PRODUCT.fact("set", "metrics that both sides carry")
def shared_metrics(product: Product) -> Value:
    if product.graph.org.metrics is None:
        return UNKNOWN
    found, known = set(), True
    owned = any(metric.owner for metric in product.graph.org.metrics.values())  # then one without an owner has none
    for id, entry in _figures(product):
        carried: set[str] = set()
        complete = owned or bool(entry.shared_with)
        for name in (*(entry.owner or ()), *(entry.shared_with or ())):
            functions, described = product.graph.functions_of(product.graph.actor(name))
            carried |= sides(functions)
            complete = complete and described
        if carried >= BOTH:
            found.add(id)
        elif not complete:
            known = False
    return frozenset(found) if known else Open(found)


@PRODUCT.fact(
    "set", "direct managers, below the top and on neither side alone, of both its product managers and its developers"
)
def common_managers(product: Product) -> Value:
    if not product.lines.all:
        return UNKNOWN
    worn: dict[Holder, frozenset[str]] = {}
    for hold in product.graph.working_on(product.id):
        worn[hold.holder] = worn.get(hold.holder, NOTHING) | hold.seat.functions
    above: dict[bool, set[Holder]] = {True: set(), False: set()}
    for holder, functions in worn.items():
        manages, develops = "product-management" in functions, "product-development" in functions
        if manages != develops:
            above[manages].update(product.lines.managers(holder))
    common = above[True] & above[False]
    return frozenset(m.id for m in common if product.lines.managers(m) and not _one_sided(m))


def _one_sided(manager: Holder) -> bool:
    """A manager whose hats are all on one side, of whom other rules speak, or who leads the business."""
    functions = {f for hold in manager.holds if not hold.expired for f in hold.seat.functions}
    return "leadership" in functions or functions in ({"product-management"}, {"product-development"})
