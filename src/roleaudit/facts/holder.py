"""The kind `holder`: one party that can answer, with all seats it holds, its load and its reports."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator

from roleaudit.facts.graph import Graph, Hold, Scope, manages
from roleaudit.facts.graph import Holder as Party
from roleaudit.facts.kinds import NOTHING, UNKNOWN, AtLeast, Kind, Paths, Value
from roleaudit.facts.line import Lines
from roleaudit.findings import Path
from roleaudit.model import Holding

PLANNED = ("strategy", "roadmap", "research")
REACTIVE = ("delivery", "support")


CoreDuties = dict[tuple[str, Scope], tuple[Path, str]]
"""Core duties that one party owns, each in its scope: where it says so, and the function that owns it first."""


class Holder:
    """A party with the core duties it owns, how many anybody owns, and how many report to it.

    `is_named` tells whether an id is named anywhere, and is asked only when needed.
    """

    __slots__ = ("alike", "all_core", "core", "graph", "is_named", "lines", "party", "path", "reports")

    def __init__(
        self,
        party: Party,
        graph: Graph,
        lines: Lines,
        core: CoreDuties,
        all_core: int,
        reports: int,
        is_named: Callable[[str], bool],
    ) -> None:
        self.party = party
        self.path = party.path
        self.alike = party.alike
        self.graph = graph
        self.lines = lines
        self.is_named = is_named
        self.core = core
        self.all_core = all_core
        self.reports = reports


HOLDER: Kind[Holder] = Kind("holder", "one answerable party: a person, or a seat when nobody is described for it")


def _hold_paths(holder: Holder) -> Paths:
    return [hold.path for hold in holder.party.holds]


@HOLDER.fact("text", "human or agent", at=lambda holder: [(*holder.path, "kind")])
def kind(holder: Holder) -> Value:
    return (holder.party.entry.kind if holder.party.entry else None) or "human"


@HOLDER.fact("set", "seats held", at=_hold_paths, shared=True)
def roles(holder: Holder) -> Value:
    return frozenset(hold.seat.id for hold in holder.party.holds)


@HOLDER.fact("number", "how many seats are held", at=_hold_paths, indexed=True, shared=True)
def seats(holder: Holder) -> Value:
    return len(holder.party.holds)


@HOLDER.fact("flag", "named somewhere: as somebody's manager, in a team, a decision, a ritual…")
def named(holder: Holder) -> Value:
    return holder.is_named(holder.party.id)


@HOLDER.fact("set", "functions of all hats", at=_hold_paths, indexed=True, shared=True)
def functions(holder: Holder) -> Value:
    found = holder.party.functions
    return found if holder.party.described() else UNKNOWN


@HOLDER.fact("number", "seats that own something and need their own time", at=_hold_paths, shared=True)
def owning_roles(holder: Holder) -> Value:
    return len({h.seat.id for h in holder.party.holds if not h.expired and h.seat.entry.owns})


@HOLDER.fact("set", "products of the hats, where a scope limits them", at=_hold_paths)
def products(holder: Holder) -> Value:
    scoped = [hold.products for hold in holder.party.hats]
    if not scoped or any(products is None for products in scoped):
        return UNKNOWN
    return frozenset(p for products in scoped for p in products or ())


def _managing(holder: Holder) -> list[Hold]:
    return [hold for hold in holder.party.holds if manages(hold.seat) and not hold.expired]


def _managing_paths(holder: Holder) -> Paths:
    return [hold.path for hold in _managing(holder)]


@HOLDER.fact(
    "set", "products that it is written down to manage; a head manages none itself", at=_managing_paths, shared=True
)
def managed_products(holder: Holder) -> Value:
    return frozenset(p for hold in _managing(holder) for p in holder.graph.products_of(hold.scopes) or ())


@HOLDER.fact("set", "teams for which it is written down as product manager", at=_managing_paths, shared=True)
def managed_teams(holder: Holder) -> Value:
    return frozenset(id for hold in _managing(holder) for kind, id in hold.scopes if kind == "team")


@HOLDER.fact("set", "teams whose product side this party covers", at=_hold_paths, shared=True)
def teams(holder: Holder) -> Value:
    return frozenset(
        id for hold in holder.party.holds for kind, id in hold.scopes if kind == "team" and not hold.expired
    )


def _core_paths(holder: Holder) -> Paths:
    """One place for each core duty, in whichever scopes it is owned."""
    first: dict[str, Path] = {}
    for (duty, _), (path, _) in holder.core.items():
        first.setdefault(duty, path)
    return first.values()


@HOLDER.fact("number", "percent of the core duties of the organisation that this party owns", at=_core_paths)
def core_percent(holder: Holder) -> Value:
    return round(100 * len(holder.core) / holder.all_core) if holder.all_core else UNKNOWN


@HOLDER.fact("number", "core duties that anybody owns, counted in each product")
def core_duties(holder: Holder) -> Value:
    return holder.all_core


@HOLDER.fact("set", "sides on which its core duties usually lie: product, development", indexed=True)
def core_sides(holder: Holder) -> Value:
    if not holder.core:
        return NOTHING
    functions = {function for _, function in holder.core.values() if function}
    return frozenset("development" if f == "product-development" else "product" for f in functions)


@HOLDER.fact("number", "sum of the shares of its seats", at=_hold_paths, shared=True)
def share_total(holder: Holder) -> Value:
    shares = [h.entry.share for h in holder.party.holds if h.entry and not h.expired]
    given = [share for share in shares if share is not None]
    total = round(sum(given))
    return UNKNOWN if not given else total if len(given) == len(shares) else AtLeast(total)


def _expired(holder: Holder) -> list[Path]:
    return [(*hold.path, "until") for hold in holder.party.holds if hold.expired]


@HOLDER.fact("set", "seats held past `until`", at=_expired, indexed=True, shared=True)
def expired_terms(holder: Holder) -> Value:
    return frozenset([hold.seat.id for hold in holder.party.holds if hold.expired]) or NOTHING


@HOLDER.fact(
    "set",
    "how its seats are held: `expired`, `dated` until a day to come, `acting` without a last day",
    at=_hold_paths,
    indexed=True,
    shared=True,
)
def terms(holder: Holder) -> Value:
    return frozenset([word for hold in holder.party.holds if hold.entry for word in _term(hold, hold.entry)]) or NOTHING


def _term(hold: Hold, entry: Holding) -> Iterator[str]:
    if entry.until:
        yield "expired" if hold.expired else "dated"
    elif entry.acting:
        yield "acting"


def _interim(holder: Holder) -> list[Hold]:
    return [hold for hold in holder.party.holds if hold.entry and hold.entry.acting and not hold.entry.until]


@HOLDER.fact(
    "set", "seats filled in for without a last day", at=lambda h: [hold.path for hold in _interim(h)], shared=True
)
def open_interims(holder: Holder) -> Value:
    return frozenset(hold.seat.id for hold in _interim(holder))


def _ending(holder: Holder) -> list[tuple[datetime.date, Hold]]:
    """The holdings that have a last day to come, the nearest first."""
    found = [(h.entry.until, h) for h in holder.party.holds if h.entry and h.entry.until and not h.expired]
    return sorted(found, key=lambda ending: ending[0])


@HOLDER.fact(
    "days",
    "days until the nearest last day of a term",
    at=lambda h: [(*hold.path, "until") for _, hold in _ending(h)],
    shared=True,
)
def days_left(holder: Holder) -> Value:
    ending = _ending(holder)
    return (ending[0][0] - holder.graph.today).days if ending else UNKNOWN


@HOLDER.fact("text", "the seat whose term ends next", shared=True)
def next_to_end(holder: Holder) -> Value:
    ending = _ending(holder)
    return ending[0][1].seat.id if ending else UNKNOWN


@HOLDER.fact(
    "set",
    "whom its seats report to, where the person's own line says nothing; one above another of them counts as one line",
    at=lambda holder: [(*hold.seat.path, "reports_to") for hold in holder.party.holds],
)
def managers(holder: Holder) -> Value:
    return frozenset(holder.lines.separate_managers(holder.party))


@HOLDER.fact(
    "set",
    "development disciplines covered: engineering, design, qa, operations, architecture",
    at=_hold_paths,
    shared=True,
)
def disciplines(holder: Holder) -> Value:
    titles = [hold.seat.title for hold in holder.party.holds if not hold.expired]
    return frozenset(t.discipline for t in titles if t and t.discipline and "product-development" in t.functions)


def _skill_path(holder: Holder) -> Paths:
    return [(*holder.path, "skills")]


@HOLDER.fact("set", "skills listed, by the catalogue's ids; unknown where none is", at=_skill_path)
def skills(holder: Holder) -> Value:
    entry = holder.party.entry
    return UNKNOWN if entry is None or not entry.skills else holder.graph.skill_ids(entry.skills)


@HOLDER.fact(
    "set", "sorts of skill that its functions cannot well do without and of which it lists none", at=_skill_path
)
def missing_skills(holder: Holder) -> Value:
    listed, worn = skills(holder), functions(holder)
    if not isinstance(listed, frozenset) or not isinstance(worn, frozenset):
        return UNKNOWN
    asked = holder.graph.skills_asked(worn)
    known = holder.graph.catalog.skills
    return asked.difference(known[id].group for id in listed if id in known) if asked else NOTHING


@HOLDER.fact(
    "set", "functions of which its listed skills are asked; unknown where one is no known skill", at=_skill_path
)
def skill_functions(holder: Holder) -> Value:
    listed = skills(holder)
    known = holder.graph.catalog.skills
    if not isinstance(listed, frozenset) or not listed <= known.keys():
        return UNKNOWN
    return frozenset(function for id in listed for function in known[id].functions)


def _time(holder: Holder, words: tuple[str, ...]) -> Value:
    entry = holder.party.entry
    if entry is None or entry.time is None:
        return UNKNOWN
    return round(sum(getattr(entry.time, word) or 0 for word in words))


def _time_path(holder: Holder) -> Paths:
    return [(*holder.path, "time")]


@HOLDER.fact("number", "percent of time on delivery and support", at=_time_path)
def time_reactive(holder: Holder) -> Value:
    return _time(holder, REACTIVE)


@HOLDER.fact("number", "percent of time on strategy, roadmap and research", at=_time_path)
def time_planned(holder: Holder) -> Value:
    return _time(holder, PLANNED)


@HOLDER.fact(
    "number",
    "people, and seats for which nobody is listed, that report to it",
    at=lambda holder: [holder.path],
    indexed=True,
)
def direct_reports(holder: Holder) -> Value:
    return holder.reports if holder.graph.complete else AtLeast(holder.reports)
