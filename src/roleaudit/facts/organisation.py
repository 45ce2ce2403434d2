"""The kind `org`: the organisation as a whole."""

import datetime
from dataclasses import dataclass
from functools import cached_property

from roleaudit.facts.claims import Claims
from roleaudit.facts.duty import cover
from roleaudit.facts.graph import DEVELOPMENT_SIDE, PRODUCT_SIDE, Graph, Hold, Holder, manages, way_of_working
from roleaudit.facts.kinds import UNKNOWN, AtLeast, Kind, Open, Paths, Value
from roleaudit.facts.line import Lines
from roleaudit.facts.product import bare
from roleaudit.facts.ritual import Ritual, kinds_held
from roleaudit.findings import Path
from roleaudit.model import Org as Entry

SECTIONS = (
    "products", "roles", "people", "teams", "responsibilities", "deliverables",
    "decisions", "rituals", "metrics", "tools", "handoffs",
)  # fmt: skip


@dataclass(eq=False, repr=False, match_args=False)
class Organisation:
    """The organisation with everything that the file says of it."""

    entry: Entry
    graph: Graph
    claims: Claims
    lines: Lines
    meetings: list[Ritual]

    path: Path = ("org",)

    @cached_property
    def managing(self) -> list[Hold]:
        """The holdings of those who manage products, heads of the function left out."""
        return [hold for holder in _pms(self) for hold in holder.holds if manages(hold.seat) and not hold.expired]


ORGANISATION: Kind[Organisation] = Kind("org", "the organisation")


def _closed(org: Organisation, found: set[str] | frozenset[str], known: bool = True) -> Value:
    return frozenset(found) if org.graph.complete and known else Open(found)


@ORGANISATION.fact("set", "sections that the file has")
def sections(org: Organisation) -> Value:
    return frozenset(name for name in SECTIONS if getattr(org.graph.org, name) is not None)


@ORGANISATION.fact(
    "number", "people who work here: `org.headcount`, else the people listed", at=lambda org: [("org", "headcount")]
)
def headcount(org: Organisation) -> Value:
    if org.entry.headcount is not None:
        return org.entry.headcount
    return len(org.graph.people) if org.graph.people_listed else UNKNOWN


@ORGANISATION.fact("text", "its industry, else software", at=lambda org: [("org", "industry")])
def industry(org: Organisation) -> Value:
    return org.entry.industry or "software"


ORGANISATION.written("goals", "set", "the goals of the organisation")
ORGANISATION.written("stage_since", "date", "when it entered its stage")
ORGANISATION.written("structure_changed", "date", "the last change of the team structure")
ORGANISATION.written("roles_reviewed", "date", "the last review of the roles")


@ORGANISATION.fact("days", "days since that review", at=lambda org: [("org", "roles_reviewed")])
def roles_reviewed_days(org: Organisation) -> Value:
    day = org.entry.roles_reviewed
    return (org.graph.today - day).days if isinstance(day, datetime.date) else UNKNOWN


@ORGANISATION.fact("number", "seats that are filled, or stand for their holder")
def seats(org: Organisation) -> Value:
    count = org.graph.filled_seats
    return count if org.graph.complete else AtLeast(count)


@ORGANISATION.fact(
    "set", "functions that somebody holds, vacant seats that somebody covers included; a founder leads, whatever else"
)
def functions(org: Organisation) -> Value:
    graph = org.graph
    filled = [s for s in graph.seats.values() if not graph.slip(s) and (not s.vacant or s.entry.covered_by)]
    if not filled:
        return UNKNOWN
    found = {function for seat in filled for function in seat.functions}
    found |= {"leadership" for seat in filled if seat.title and seat.title.founder}
    groups, described = _groups(graph)
    return _closed(org, found | groups, described and all(seat.functions for seat in filled))


def _groups(graph: Graph) -> tuple[set[str], bool]:
    """What teams without members stand for by name alone, where no people are listed; and whether all of them do."""
    empty = [s for s in graph.squads.values() if not (graph.people_listed or s.department or s.holders or s.seats)]
    parties = [graph.catalog.party(squad.id) for squad in empty]
    found = {party.function for party in parties if party and party.function}
    return found, len(found) == len(empty) or all(party and party.function for party in parties)


@ORGANISATION.fact("set", "titles of the catalogue that are in use")
def titles(org: Organisation) -> Value:
    filled = org.graph.filled
    return (
        _closed(org, {seat.title.id for seat in filled if seat.title}, all(seat.title for seat in filled))
        if filled
        else UNKNOWN
    )


@ORGANISATION.fact(
    "set", "disciplines that a development title stands for: engineering, design, qa, operations, architecture, lead"
)
def disciplines(org: Organisation) -> Value:
    seats = [seat for seat in org.graph.seats.values() if not org.graph.slip(seat)]  # a vacant one is a seat too
    found = {seat.title.discipline for seat in seats if seat.title and seat.title.discipline}
    found |= {"lead" for seat in seats if seat.title and seat.title.lead and "product-development" in seat.functions}
    told = all(seat.title or (seat.functions and "product-development" not in seat.functions) for seat in seats)
    return _closed(org, found, told) if seats else UNKNOWN


def _pm_paths(org: Organisation) -> Paths:
    return [hold.path for holder in _pms(org) for hold in holder.holds if "product-management" in hold.seat.functions]


def _pms(org: Organisation) -> list[Holder]:
    return org.graph.holders_in("product-management")


@ORGANISATION.fact("set", "parties in product management", at=_pm_paths)
def pms(org: Organisation) -> Value:
    return _closed(org, {holder.id for holder in _pms(org)})


@ORGANISATION.fact(
    "set", "parties in product management who wear no hat of another side and are there full time", at=_pm_paths
)
def full_time_pms(org: Organisation) -> Value:
    found = set()
    for holder in _pms(org):
        hats = [hold for hold in holder.holds if not hold.expired]
        shares = [hold.entry.share for hold in hats if hold.entry and hold.entry.share is not None]
        if all(hold.seat.functions & PRODUCT_SIDE for hold in hats) and (not shares or sum(shares) >= 100):
            found.add(holder.id)
    return _closed(org, found)


def _managing_paths(org: Organisation) -> Paths:
    return [hold.path for hold in org.managing]


@ORGANISATION.fact("set", "parties who manage products, heads of the function left out", at=_managing_paths)
def product_managers(org: Organisation) -> Value:
    return _closed(org, {hold.holder.id for hold in org.managing})


@ORGANISATION.fact("set", "the areas that they have: title with product or team", at=_managing_paths)
def pm_areas(org: Organisation) -> Value:
    areas = set()
    for hold in org.managing:
        title = hold.seat.title.id if hold.seat.title else hold.seat.id
        scopes = hold.scopes or tuple(("team", squad.id) for squad in org.graph.teams_of(hold))
        areas.add(" ".join([title, *sorted(f"{kind} {id}" for kind, id in scopes)]))
    return _closed(org, areas)


@ORGANISATION.fact("number", "parties that can answer: people, and filled seats for which nobody is listed")
def holders(org: Organisation) -> Value:
    count = len(org.graph.holders)
    return count if org.graph.complete else AtLeast(count)


@ORGANISATION.fact(
    "set",
    "functions that have a head: a title that leads, the only party, or for product management a line to the business",
)
def heads(org: Organisation) -> Value:
    seats = [seat for seat in org.graph.seats.values() if not org.graph.slip(seat)]
    leading = {f for s in seats if s.title for f in (s.title.heads or (s.title.functions if s.title.lead else ()))}
    for function in ("product-management", "product-development"):
        if len(org.graph.holders_in(function)) == 1:
            leading.add(function)
    above = {hold.seat for holder in _pms(org) for m in org.lines.managers(holder) for hold in m.holds}
    if any("leadership" in seat.functions for seat in above):  # a founder who also manages products leads all the same
        leading.add("product-management")
    return _closed(org, leading, all(seat.title for seat in seats)) if seats else UNKNOWN


@ORGANISATION.fact("number", "number of teams, departments left out")
def teams(org: Organisation) -> Value:
    if org.graph.org.teams is None:
        return UNKNOWN
    return sum(1 for squad in org.graph.squads.values() if not squad.department)


@ORGANISATION.fact(
    "number",
    "teams with a developer in them, departments left out",
    at=lambda o: [s.path for s in o.graph.squads.values()],
)
def development_teams(org: Organisation) -> Value:
    if org.graph.org.teams is None:
        return UNKNOWN
    found = [org.graph.team_functions(squad) for squad in org.graph.squads.values() if not squad.department]
    count = sum(bool(functions & DEVELOPMENT_SIDE) for functions, _ in found)
    return count if all(known or functions & DEVELOPMENT_SIDE for functions, known in found) else AtLeast(count)


@ORGANISATION.fact("number", "seats that own or contribute to something")
def working_seats(org: Organisation) -> Value:
    owning = {claim.seat.id for _, claim in org.claims.each() if claim.seat}
    return len(owning | {seat.id for seat in org.graph.seats.values() if seat.entry.contributes_to})


@ORGANISATION.fact("number", "number of product lines, else of products")
def lines(org: Organisation) -> Value:
    products = org.graph.org.products
    if products is None:
        return UNKNOWN
    return len({product.line or id for id, product in products.items()})


@ORGANISATION.fact(
    "set", "markets that its products serve; unknown where none says", at=lambda o: _product_paths(o, "markets")
)
def markets(org: Organisation) -> Value:
    named = [product.markets for product in (org.graph.org.products or {}).values() if product.markets is not None]
    return frozenset(market for markets in named for market in markets) if named else UNKNOWN


def _product_paths(org: Organisation, field: str) -> Paths:
    products = (org.graph.org.products or {}).items()
    return [("products", id, field) for id, product in products if getattr(product, field) is not None]


@ORGANISATION.fact(
    "days", "days since the last change of the team structure", at=lambda org: [("org", "structure_changed")]
)
def days_since_regrouping(org: Organisation) -> Value:
    day = org.entry.structure_changed
    return (org.graph.today - day).days if day else UNKNOWN


@ORGANISATION.fact(
    "set",
    "ways of working of its teams",
    at=lambda o: [(*s.path, "model") for s in o.graph.squads.values() if s.entry.model],
)
def models(org: Organisation) -> Value:
    return frozenset(filter(None, map(way_of_working, org.graph.squads.values()))) or UNKNOWN


@ORGANISATION.fact("set", "goals that no product supports", at=lambda org: [("org", "goals")])
def unsupported_goals(org: Organisation) -> Value:
    products = (org.graph.org.products or {}).values()
    if org.entry.goals is None or all(product.supports is None for product in products):
        return UNKNOWN
    if any(bare(product) for product in products):
        return UNKNOWN
    return frozenset(org.entry.goals) - {goal for product in products for goal in product.supports or ()}


def _people(org: Organisation) -> list[Holder]:
    return [holder for holder in org.graph.people.values() if not holder.agent]


def _roleless_paths(org: Organisation) -> Paths:
    return [holder.path for holder in _people(org) if not holder.holds]


@ORGANISATION.fact("set", "people without any seat, agents left out", at=_roleless_paths)
def roleless(org: Organisation) -> Value:
    if not org.graph.people_listed or (
        org.graph.org.roles is None and not any(h.holds for h in org.graph.people.values())
    ):
        return UNKNOWN
    return frozenset(holder.id for holder in _people(org) if not holder.holds)


@ORGANISATION.fact("number", "percent of the people without any seat, agents left out", at=_roleless_paths)
def roleless_percent(org: Organisation) -> Value:
    found = roleless(org)
    people = len(_people(org))
    return round(100 * len(found) / people) if isinstance(found, frozenset) and people else UNKNOWN


def _tops(org: Organisation) -> list[Path]:
    """The lines that say `none`, one for each party that leads: that owns something, or to whom somebody reports.

    Several seats of one person are one top; a vacant seat is none, and neither is a board that only looks on.
    """
    if len(org.lines.tops) < 2:
        return org.lines.tops
    claimed = {id(duty.near): duty.near for duty in org.claims.duties.values()}.values()  # one for many products
    leading = {claim.holder.id for claims in claimed for claim in claims if claim.holder}
    for name in {line.above.text for line in org.lines.all.values()}:
        leading |= _parties(org, name)
    found: list[Path] = []
    seen: set[str] = set()
    for path in org.lines.tops:
        parties = _parties(org, str(path[1]))
        if parties & leading and not parties & seen:
            found.append(path)
        seen |= parties
    return found


def _parties(org: Organisation, name: str) -> set[str]:
    answers = org.graph.answers(org.graph.actor(name))
    return {answer.holder.id for answer in answers if answer.holder}


@ORGANISATION.fact("number", "parties that lead and say they report to nobody", at=_tops)
def tops(org: Organisation) -> Value:
    return len(_tops(org)) if org.lines.tops else UNKNOWN


@ORGANISATION.fact("flag", "somebody is named to settle what the top cannot agree on")
def tie_break(org: Organisation) -> Value:
    return any(decision.escalates_to for decision in (org.graph.org.decisions or {}).values())


@ORGANISATION.fact("flag", "somebody is named as a deputy, of a seat or of a responsibility")
def deputies_named(org: Organisation) -> Value:
    seats = any(seat.entry.deputy for seat in org.graph.seats.values())
    return seats or any(duty.entry and duty.entry.deputy for duty in org.claims.duties.values())


def _resting(org: Organisation) -> tuple[int, int]:
    """The owned duties, each once for each owner, and how many of them rest on one owner alone at the most."""
    owned: set[tuple[str, str]] = set()
    alone: dict[str, set[str]] = {}
    known: dict[object, set[str]] = {}  # one for all products in which the same claims hold
    for duty in org.claims.duties.values():
        owners = known.get(duty.alike)
        if owners is None:
            owners = known[duty.alike] = {claim.holder.id for claim in duty.near if claim.holder}
            owned.update((duty.id, owner) for owner in owners)
        if len(owners) == 1 and not cover(duty):
            alone.setdefault(min(owners), set()).add(duty.id)
    return len(owned), max(map(len, alone.values()), default=0)


@ORGANISATION.fact("number", "owned duties, one that holds for several products counted once for each owner")
def owned_duties(org: Organisation) -> Value:
    return _resting(org)[0]


@ORGANISATION.fact("number", "percent of them that nobody answers for when the one party is away on whom most rest")
def absence_percent(org: Organisation) -> Value:
    owned, most = _resting(org)
    return round(100 * most / owned) if owned else UNKNOWN


@ORGANISATION.fact("number", "number of tools", at=lambda org: [("tools",)])
def tools(org: Organisation) -> Value:
    return UNKNOWN if org.graph.org.tools is None else len(org.graph.org.tools)


def _tools_by_use(org: Organisation) -> dict[str, list[str]]:
    """The tools for each category; under an empty word those of which nobody knows what they are for."""
    found: dict[str, list[str]] = {}
    for id in org.graph.org.tools or {}:
        for category in org.graph.papers.uses(id) or ("",):
            found.setdefault(category, []).append(id)
    return found


@ORGANISATION.fact("set", "what its tools are for: categories of the catalogue, else as written")
def tools_for(org: Organisation) -> Value:
    if org.graph.org.tools is None:
        return UNKNOWN
    found = _tools_by_use(org)
    return Open(found.keys() - {""}) if "" in found else frozenset(found)


def _doubled_paths(org: Organisation) -> Paths:
    return [("tools", id) for use, ids in _tools_by_use(org).items() if use and len(ids) > 1 for id in ids]


@ORGANISATION.fact("set", "what two or more of its tools are for", at=_doubled_paths)
def doubled_tools(org: Organisation) -> Value:
    if org.graph.org.tools is None:
        return UNKNOWN
    return frozenset(use for use, ids in _tools_by_use(org).items() if use and len(ids) > 1)


@ORGANISATION.fact(
    "set", "kinds of meeting that are held anywhere, as far as the catalogue knows them, with what each serves as"
)
def rituals(org: Organisation) -> Value:
    return UNKNOWN if org.graph.org.rituals is None else kinds_held(org.meetings)


READERS = frozenset({"engineering", "marketing", "sales", "executives"})
"""The departments that plans are meant for, as the articles name them."""


@ORGANISATION.fact(
    "set", "departments that exist here and that plans are meant for: engineering, marketing, sales, executives"
)
def departments(org: Organisation) -> Value:
    return Open(READERS & {seat.title.department for seat in org.graph.filled if seat.title})
