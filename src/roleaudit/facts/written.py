"""The kinds that stand one to one in the file: `decision`, `deliverable`, `metric`, `tool`, `handoff` and `waiver`."""

import datetime
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from roleaudit.facts.claims import Claims, Duty
from roleaudit.facts.graph import ORG, UNNAMED, Actor, Graph, Scope, sides
from roleaudit.facts.kinds import UNKNOWN, Kind, Open, Paths, Value
from roleaudit.facts.papers import UNTOLD
from roleaudit.findings import Path


@dataclass(eq=False, repr=False, match_args=False, slots=True)
class Written:
    """One entry of a section, with the org around it."""

    section: str
    id: str
    entry: Any
    graph: Graph
    claims: Claims

    @property
    def path(self) -> Path:
        return (self.section, self.id)

    def products(self) -> tuple[str, ...]:
        """The products it is about: those written, else those of its teams, else all."""
        named = [p for p in self.entry.product or () if p in self.graph.products]
        if not named:
            squads = [self.graph.squads[t] for t in getattr(self.entry, "team", None) or () if t in self.graph.squads]
            named = [p for squad in squads for p in squad.products]
        return tuple(dict.fromkeys(named)) or tuple(self.graph.products)

    def scopes(self) -> tuple[Scope, ...]:
        """Where it holds: in its teams, else in its products; nothing where neither is written."""
        teams = tuple(("team", t) for t in getattr(self.entry, "team", None) or () if t in self.graph.squads)
        return teams or tuple(("product", p) for p in self.entry.product or () if p in self.graph.products)

    def duty(self, text: str | None) -> list[Duty]:
        """The duty that `text` names, in each product this entry is about; none where the catalogue has none."""
        known = self.graph.catalog.duty(text) if text else None
        if known is None:
            return []
        scopes: list[Scope] = [ORG if p == UNNAMED else ("product", p) for p in self.products()]
        found = (
            self.claims.duties.get((known.id, scope)) or self.claims.duties.get((known.id, ORG)) for scope in scopes
        )
        return [duty for duty in found if duty]


def _below(*names: str) -> Callable[[Written], Paths]:
    return lambda item: [(*item.path, name) for name in names]


def _holders(item: Written, names: Iterable[str]) -> frozenset[str]:
    """The parties behind names in its scope: holders where somebody answers, else the name itself."""
    found = set()
    for name in names:
        for scope in item.scopes() or (None,):
            for answer in item.graph.answers(item.graph.actor(name), scope):
                found.add(answer.holder.id if answer.holder else name)
    return frozenset(found)


def _answering(item: Written, names: Iterable[str]) -> frozenset[str]:
    """The parties that answer when they are named in its scope; a group, a placeholder and a vacant seat do not."""
    found: set[str] = set()
    for name in names:
        for scope in item.scopes() or (None,):
            found.update(a.holder.id for a in item.graph.answers(item.graph.actor(name), scope) if a.holder)
    return frozenset(found)


def _at_once(item: Written, names: Iterable[str]) -> frozenset[str]:
    """The parties that are meant in one product or team together: of all its scopes the one with the most."""
    graph = item.graph
    found: dict[Scope, set[str]] = {}
    for written in item.entry.product or (None,):
        for name in names:
            for answer in graph.answers(graph.actor(name), ("product", written) if written else None):
                if answer.holder or answer.status in ("agent", "outside", "group"):
                    found.setdefault(answer.scope, set()).add(answer.holder.id if answer.holder else name)
    together = [found.get(ORG, set()) | parties for parties in found.values()]
    most: set[str] = max(together, key=len, default=set())
    return frozenset(most)


def _functions(item: Written, names: Iterable[str]) -> frozenset[str]:
    found: set[str] = set()
    known = True
    for name in names:
        functions, complete = item.graph.functions_of(item.graph.actor(name))
        found |= functions
        known = known and complete and bool(functions)
    return frozenset(found) if known else Open(found)


def _duty_owners(item: Written, text: str | None) -> Value:
    duties = item.duty(text)
    owners = {claim.holder.id for duty in duties for claim in (*duty.near, *duty.below) if claim.holder}
    return frozenset(owners) if owners else UNKNOWN


def _duty_owner_paths(item: Written, text: str | None) -> Iterator[Path]:
    for duty in item.duty(text):
        yield from (claim.path for claim in (*duty.near, *duty.below) if claim.holder)


DECISION: Kind[Written] = Kind("decision", "one decision")


@DECISION.fact(
    "text", "what, why, for-whom, how, when, technology…: as written, else as `about` implies", at=_below("kind")
)
def kind(decision: Written) -> Value:
    catalog = decision.graph.catalog
    written = decision.entry.kind
    if written:
        known = catalog.decision(written)
        return known.id if known else str(written)
    about = decision.entry.about or decision.id
    implied = catalog.decision_about(about) or catalog.decision(about)
    return implied.id if implied else UNKNOWN


@DECISION.fact("set", "who decides, as named", at=_below("decides"))
def deciders(decision: Written) -> Value:
    return frozenset(decision.entry.decides or ())


@DECISION.fact("set", "in which function", at=_below("decides"))
def decider_functions(decision: Written) -> Value:
    return _functions(decision, decision.entry.decides or ())


@DECISION.fact(
    "set", "human, agent, vacant, expired, group, outside, placeholder…, for each that decides", at=_below("decides")
)
def decider_kinds(decision: Written) -> Value:
    graph = decision.graph
    return frozenset(a.status for name in decision.entry.decides or () for a in graph.answers(graph.actor(name)))


@DECISION.fact("set", "owners of the duty it is about", at=lambda d: _duty_owner_paths(d, d.entry.about))
def duty_owners(decision: Written) -> Value:
    return _duty_owners(decision, decision.entry.about)


@DECISION.fact(
    "set",
    "parties that have the last word at once, in one product or team; empty seats and names that lead nowhere left out",
    at=_below("decides"),
)
def contenders(decision: Written) -> Value:
    return _at_once(decision, decision.entry.decides or ())


@DECISION.fact(
    "set", "agents, vacant seats and parties from outside that decide; a known party by its id", at=_below("decides")
)
def unable(decision: Written) -> Value:
    graph = decision.graph
    actors = [graph.actor(name) for name in decision.entry.decides or ()]
    statuses = {"agent", "vacant", "outside"}
    return frozenset(
        actor.party.id if actor.party else actor.text
        for actor in actors
        if all(answer.status in statuses for answer in graph.answers(actor))
    )


@DECISION.fact("set", "functions that usually own the duty it is about; empty where it is about none")
def usual_functions(decision: Written) -> Value:
    from roleaudit.facts.duty import usual_functions as usual

    found = [usual(duty) for duty in decision.duty(decision.entry.about)]
    return frozenset(f for functions in found if isinstance(functions, frozenset) for f in functions)


@DECISION.fact(
    "set",
    "who decides, is consulted or approves, as parties; of a group all that belong to it",
    at=_below("decides", "consulted"),
)
def heard(decision: Written) -> Value:
    entry, graph = decision.entry, decision.graph
    names = (*(entry.decides or ()), *(entry.consulted or ()), *(entry.approvers or ()))
    found = set(_holders(decision, names))
    for actor in map(graph.actor, names):
        if actor.squad is not None:
            found.update(holder.id for holder in actor.squad.holders)
        elif actor.party is not None:
            party = actor.party
            belongs = [h for h in graph.holders if party.everyone or party.function in h.functions]
            found.update(holder.id for holder in belongs)
    return frozenset(found)


DECISION.written("approvers", "set", "who must agree")


def _passed_on(decision: Written) -> bool:
    """Whether any decision of the file says where it is recorded or who hears of it; else nobody speaks of either."""
    return decision.graph.speaks_of("decisions", "recorded_in") or decision.graph.speaks_of("decisions", "informed")


@DECISION.fact(
    "set", "who hears of it; unknown where no decision says who hears of it or where it is kept", at=_below("informed")
)
def informed(decision: Written) -> Value:
    return frozenset(decision.entry.informed or ()) if _passed_on(decision) else UNKNOWN


@DECISION.fact(
    "text",
    "where it is kept; unknown where no decision says where it is kept or who hears of it",
    at=_below("recorded_in"),
)
def recorded_in(decision: Written) -> Value:
    return (decision.entry.recorded_in or "") if _passed_on(decision) else UNKNOWN


DECISION.written("escalates_to", "text", "who breaks a tie")


def _twice(decision: Written) -> Iterator[tuple[str, Path]]:
    """Who decides and is named again, where that says nothing: the one who decides alone cannot settle it either."""
    entry, graph = decision.entry, decision.graph
    deciding = {_party(graph.actor(name)): name for name in entry.decides or ()}
    deciding.pop(None, None)
    named = [
        (name, (*decision.path, word, index))
        for word in ("consulted", "informed", "approvers")
        for index, name in enumerate(getattr(entry, word) or ())
    ]
    if entry.escalates_to and len(entry.decides or ()) == 1:
        named.append((entry.escalates_to, (*decision.path, "escalates_to")))
    for name, path in named:
        if _party(graph.actor(name)) in deciding:
            yield name, path


def _party(actor: Actor) -> object:
    return actor.holder or actor.seat or actor.squad


@DECISION.fact(
    "set",
    "who decides and is also asked, told, made to approve or called to settle it",
    at=lambda d: [p for _, p in _twice(d)],
)
def named_twice(decision: Written) -> Value:
    return frozenset(name for name, _ in _twice(decision))


DELIVERABLE: Kind[Written] = Kind("deliverable", "one written deliverable")

WORK = ("responsible", "contributes_to", "contributors")


def _known(item: Written) -> Any:
    return item.graph.catalog.deliverable(item.entry.kind or item.id)


@DELIVERABLE.fact("text", "its kind: the catalogue's id, else as written", at=_below("kind"), indexed=True, name="kind")
def deliverable_kind(item: Written) -> Value:
    return item.graph.papers.deliverable_kinds[item.id]


@DELIVERABLE.fact("set", "who owns it, as parties", at=_below("owner"))
def owners(item: Written) -> Value:
    return UNKNOWN if item.entry.owner is None else _holders(item, item.entry.owner)


def _named_together(item: Written) -> Value:
    """Those who are named as owners side by side; one seat that several people hold is one name."""
    names = item.entry.owner
    if names is None:
        return UNKNOWN
    return _at_once(item, names) if len(names) > 1 else frozenset(names)


@DELIVERABLE.fact("set", "owners named side by side, in one product or team", at=_below("owner"), name="contenders")
def deliverable_contenders(item: Written) -> Value:
    return _named_together(item)


def _owner_paths(item: Written) -> Iterator[Path]:
    """Its own owner, then the owners of the duty that it stands for."""
    yield (*item.path, "owner")
    yield from _duty_owner_paths(item, getattr(_known(item), "duty", None))


@DELIVERABLE.fact(
    "set",
    "owners of the duty it stands for",
    at=lambda item: _duty_owner_paths(item, getattr(_known(item), "duty", None)),
    name="duty_owners",
)
def stands_for_owners(item: Written) -> Value:
    known = _known(item)
    return _duty_owners(item, known.duty) if known and known.duty else UNKNOWN


def _stated(item: Written, field: str) -> tuple[str, ...] | None:
    """A field that counts as empty only where another entry has it; where none does, nobody speaks of it."""
    value: tuple[str, ...] | None = getattr(item.entry, field)
    if value is not None:
        return value
    return () if item.graph.speaks_of(item.section, field) else None


@DELIVERABLE.fact(
    "set", "other parties that own it, who neither own nor carry out the duty it stands for", at=_owner_paths
)
def other_owners(item: Written) -> Value:
    accountable = stands_for_owners(item)
    if item.entry.owner is None or not isinstance(accountable, frozenset):
        return UNKNOWN
    working = {
        part.actor for duty in item.duty(_known(item).duty) for part in item.claims.parts(duty) if part.word in WORK
    }
    return _answering(item, item.entry.owner) - accountable - _answering(item, working)


@DELIVERABLE.fact(
    "set",
    "functions and departments that see it: its readers, its makers, and those in meetings about it",
    at=_below("audience"),
)
def audience(item: Written) -> Value:
    names = _stated(item, "audience")
    if names is None:
        return UNKNOWN
    found: set[str] = set()
    known = True
    graph = item.graph
    readers = (*names, *(item.entry.owner or ()), *(item.entry.contributors or ()))
    told = [graph.groups_of(graph.actor(name)) for name in readers]
    meant = ("word", item.id), ("kind", graph.papers.deliverable_kinds[item.id])
    told += [graph.papers.shown[words] for words in meant if words in graph.papers.shown]
    for groups, complete in told:
        found |= groups
        known = known and complete
    return frozenset(found) if known else Open(found)


@DELIVERABLE.fact("flag", "says itself who is meant to read it", at=_below("audience"))
def says_for_whom(item: Written) -> Value:
    return item.entry.audience is not None


@DELIVERABLE.fact("set", "inputs that this kind usually needs")
def usual_inputs(item: Written) -> Value:
    known = _known(item)
    return frozenset(known.needs) if known and known.needs else UNKNOWN


@DELIVERABLE.fact("flag", "says itself on what it rests", at=_below("based_on"))
def says_on_what(item: Written) -> Value:
    return item.entry.based_on is not None


@DELIVERABLE.fact(
    "set",
    "what it says it draws on, with the classes of input and kinds behind it and all it rests on",
    at=_below("based_on"),
)
def based_on(item: Written) -> Value:
    names = _stated(item, "based_on")
    if names is None:
        return UNKNOWN
    behind = frozenset[str]().union(*(item.graph.papers.sources[name] for name in names))
    found = behind.union(names) - {UNTOLD}
    return Open(found) if UNTOLD in behind else found


PHASES = {
    "development": ("development", "develop", "build", "building", "implementation", "engineering", "construction"),
    "testing": ("testing", "test", "tests", "qa", "quality", "validation", "beta", "pilot", "verification"),
    "launch": ("launch", "release", "releases", "rollout", "deployment", "shipping", "ga", "live"),
}
"""The words that say when something is built, tested and launched."""


SUBJECTS = {
    "trends": ("trend", "trends", "market", "markets", "development", "developments"),
    "expectations": ("expectation", "expectations", "user", "users", "customer", "customers", "need", "needs"),
    "opportunities": ("opportunity", "opportunities", "opening", "openings", "gap", "gaps", "chance", "chances"),
}
"""The words that say what research into a market looks at."""


TEST_LEVELS = {
    "unit": ("unit", "units", "component", "components"),
    "integration": ("integration", "system", "interface", "interfaces", "contract", "contracts"),
    "acceptance": ("acceptance", "uat", "user", "users", "end", "e2e"),
}
"""The words that say which level of testing is meant."""


def _covered(name: str, words: dict[str, tuple[str, ...]], meaning: str) -> None:
    """Register what a deliverable covers, told by words; unknown where none of its kind says what it covers."""

    def value(item: Written) -> Value:
        if item.graph.papers.deliverable_kinds[item.id] not in item.graph.papers.kinds_that_cover:
            return UNKNOWN
        stated = {word for text in item.entry.covers or () for word in re.findall(r"[a-z]+", text.casefold())}
        return frozenset(part for part, known in words.items() if not stated.isdisjoint(known))

    DELIVERABLE.fact("set", meaning, at=_below("covers"), name=name)(value)


_covered("phases", PHASES, "phases that it covers, as far as its kind names any: development, testing, launch")
_covered("test_levels", TEST_LEVELS, "levels of testing, as far as its kind names any: unit, integration, acceptance")
_covered("subjects", SUBJECTS, "what research looks at, as far as its kind says: trends, expectations, opportunities")


def _stated_set(name: str, meaning: str) -> None:
    def value(item: Written) -> Value:
        found = _stated(item, name)
        return UNKNOWN if found is None else frozenset(found)

    DELIVERABLE.fact("set", meaning, at=_below(name), name=name)(value)


_stated_set("criteria", "stated criteria")
_stated_set("covers", "what it says it covers")


@DELIVERABLE.fact("days", "days since it was updated", at=_below("updated"))
def updated_days(item: Written) -> Value:
    return UNKNOWN if item.entry.updated is None else (item.graph.today - item.entry.updated).days


METRIC: Kind[Written] = Kind("metric", "one metric")


@METRIC.fact("text", "the value it should reach; unknown where no metric has one", at=_below("target"))
def target(item: Written) -> Value:
    return (item.entry.target or "") if item.graph.speaks_of("metrics", "target") else UNKNOWN


@METRIC.fact("text", "its kind: the catalogue's id, else as written", at=_below("kind"), indexed=True, name="kind")
def metric_kind(item: Written) -> Value:
    return metric_kind_of(item.graph, item.id, item.entry) or item.entry.kind or item.id


def metric_kind_of(graph: Graph, id: str, entry: Any) -> str:
    """The kind of figure in the catalogue that an entry under `metrics` means; empty where it means none."""
    known = graph.catalog.metric(entry.kind or id)
    return known.id if known else ""


@METRIC.fact("set", "parties that own it; unknown where no metric names any", at=_below("owner"), name="owners")
def metric_owners(item: Written) -> Value:
    names = _stated(item, "owner")
    return UNKNOWN if names is None else _holders(item, names)


@METRIC.fact("set", "owners named side by side, in one product or team", at=_below("owner"), name="contenders")
def metric_contenders(item: Written) -> Value:
    return _named_together(item)


@METRIC.fact("set", "sides that carry it, as owner or by sharing it", at=_below("owner", "shared_with"))
def carried_by(item: Written) -> Value:
    names = (*(item.entry.owner or ()), *(item.entry.shared_with or ()))
    if not names:
        return UNKNOWN
    functions = _functions(item, names)
    return Open(sides(functions)) if isinstance(functions, Open) else sides(functions)


@METRIC.fact("set", "sides that usually carry a figure of this kind")
def usual_sides(item: Written) -> Value:
    known = item.graph.catalog.metric(item.entry.kind or item.id)
    return sides(frozenset(known.functions)) if known else UNKNOWN


@METRIC.fact(
    "set", "meetings that look at it; unknown where no metric names any", at=_below("reviewed_in"), name="reviewed_in"
)
def metric_reviews(item: Written) -> Value:
    named = _stated(item, "reviewed_in")
    if named is None:
        return UNKNOWN
    return frozenset(named).union(item.graph.papers.agenda.get(item.id, ()))


TOOL: Kind[Written] = Kind("tool", "one tool")


@TOOL.fact("set", "what it is for: categories of the catalogue, else as written", at=_below("category"))
def categories(item: Written) -> Value:
    return item.graph.papers.uses(item.id) or UNKNOWN


@TOOL.fact("set", "who uses it; unknown where no tool says so", at=_below("used_by"))
def used_by(item: Written) -> Value:
    names = _stated(item, "used_by")
    return UNKNOWN if names is None else frozenset(names)


@TOOL.fact("set", "sides that work with it: product, development, other functions", at=_below("used_by"))
def user_sides(item: Written) -> Value:
    if not item.entry.used_by:
        return UNKNOWN
    functions = _functions(item, item.entry.used_by)
    return Open(sides(functions)) if isinstance(functions, Open) else sides(functions)


@TOOL.fact(
    "set",
    "what it and the tools it is linked to are for, whichever of them says so; unknown where no tool names a link",
    at=_below("integrates_with"),
)
def linked_categories(item: Written) -> Value:
    if _stated(item, "integrates_with") is None:
        return UNKNOWN
    found, known = item.graph.papers.linked_uses[item.id]
    return found if known else Open(found)


HANDOFF: Kind[Written] = Kind("handoff", "one handoff")
HANDOFF.written("from", "set", "who hands over")
HANDOFF.written("to", "set", "who takes over")
HANDOFF.written("gate", "flag", "a gate that stops what is not ready")


@HANDOFF.fact("set", "when it is ready; unknown where no handoff says so", at=_below("criteria"), name="criteria")
def handoff_criteria(item: Written) -> Value:
    found = frozenset(item.entry.criteria or ())
    handed = handed_over(item)
    if item.entry.criteria is None and isinstance(handed, frozenset):
        found = found.union(*(item.graph.papers.criteria.get(word, ()) for word in handed))
    return found or (UNKNOWN if _stated(item, "criteria") is None else found)


@HANDOFF.fact(
    "set",
    "what is handed over: as written, else the deliverable whose name it has",
    at=_below("deliverable"),
    name="deliverable",
)
def handed_over(item: Written) -> Value:
    if item.entry.deliverable is not None:
        return frozenset(item.entry.deliverable)
    known = item.graph.catalog.deliverable(item.id)
    return frozenset({known.id}) if known else UNKNOWN


@HANDOFF.fact("set", 'the sides it connects, "product>development"', name="sides")
def handed_sides(item: Written) -> Value:
    if not item.entry.from_ or not item.entry.to:
        return UNKNOWN
    given, taken = _functions(item, item.entry.from_), _functions(item, item.entry.to)
    found = {f"{one}>{other}" for one in sides(given) for other in sides(taken)}
    return Open(found) if isinstance(given, Open) or isinstance(taken, Open) else frozenset(found)


@dataclass(eq=False, repr=False, match_args=False, slots=True)
class Waiver:
    """One waiver, with the rule names and the addresses that it may speak of; what it silences is told by the gate."""

    entry: Any
    path: Path
    rules: frozenset[str]
    known_address: Callable[[str], bool]
    today: datetime.date
    silences: int | None = None


WAIVER: Kind[Waiver] = Kind("waiver", "one waiver")
WAIVER.written("rule", "text", "the rule it silences")
WAIVER.written("at", "text", "the address it holds for, and what lies below")


@WAIVER.fact("flag", "there is a rule of that name", at=lambda waiver: [(*waiver.path, "rule")])
def known_rule(waiver: Waiver) -> Value:
    return waiver.entry.rule in waiver.rules


@WAIVER.fact("flag", "something stands at that address", at=lambda waiver: [(*waiver.path, "at")])
def known_address(waiver: Waiver) -> Value:
    return waiver.known_address(waiver.entry.at)


@WAIVER.fact("number", "how many findings it silences", at=lambda waiver: [(*waiver.path, "rule")])
def silences(waiver: Waiver) -> Value:
    return UNKNOWN if waiver.silences is None else waiver.silences


@WAIVER.fact("flag", "its last day is past", at=lambda waiver: [(*waiver.path, "until")])
def expired(waiver: Waiver) -> Value:
    return waiver.entry.until is not None and waiver.entry.until < waiver.today


WAIVER.written("reason", "text", "why the findings are accepted")
WAIVER.written("until", "date", "its last day")
