"""The kinds that stand one to one in the file: `decision`, `deliverable`, `metric`, `tool`, `handoff` and `waiver`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from roleaudit.facts.claims import Claims, Duty
from roleaudit.facts.graph import ORG, UNNAMED, Graph, Scope, sides
from roleaudit.facts.kinds import UNKNOWN, Kind, Open, Paths, Value
from roleaudit.findings import Path


@dataclass(eq=False, slots=True)
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
        """The products it is about."""
        return tuple(p for p in self.entry.product or () if p in self.graph.products) or tuple(self.graph.products)

    def duty(self, text: str | None) -> list[Duty]:
        """The duty that `text` names, in each product this entry is about; none where it is no duty of the catalogue."""
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
    """The parties behind names: holders where somebody answers, else the name itself."""
    found = set()
    for name in names:
        for answer in item.graph.answers(item.graph.actor(name)):
            found.add(answer.holder.id if answer.holder else name)
    return frozenset(found)


def _functions(item: Written, names: Iterable[str]) -> Value:
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
    duty = catalog.duty(decision.entry.about or decision.id)
    implied = [kind.id for kind in catalog.decisions.values() if duty and duty.id in kind.duties]
    return implied[0] if implied else UNKNOWN


@DECISION.fact("set", "who decides, as named", at=_below("decides"))
def deciders(decision: Written) -> Value:
    return frozenset(decision.entry.decides or ())


@DECISION.fact("set", "the parties behind those names", at=_below("decides"))
def deciding(decision: Written) -> Value:
    return _holders(decision, decision.entry.decides or ())


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


@DECISION.fact("set", "who decides, is consulted or approves, as parties", at=_below("decides", "consulted"))
def heard(decision: Written) -> Value:
    entry = decision.entry
    return _holders(decision, (*(entry.decides or ()), *(entry.consulted or ()), *(entry.approvers or ())))


DECISION.written("approvers", "set", "who must agree")
DECISION.written("informed", "set", "who hears of it")
DECISION.written("recorded_in", "text", "where it is kept")
DECISION.written("escalates_to", "text", "who breaks a tie")

DELIVERABLE: Kind[Written] = Kind("deliverable", "one written deliverable")


def _known(item: Written) -> Any:
    return item.graph.catalog.deliverable(item.entry.kind or item.id)


@DELIVERABLE.fact("text", "its kind: the catalogue's id, else as written", at=_below("kind"), indexed=True, name="kind")
def deliverable_kind(item: Written) -> Value:
    known = _known(item)
    return str(known.id if known else item.entry.kind or item.id)


@DELIVERABLE.fact("set", "who owns it, as parties", at=_below("owner"))
def owners(item: Written) -> Value:
    return UNKNOWN if item.entry.owner is None else _holders(item, item.entry.owner)


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
    """A field that counts as empty only where another deliverable has it; where none does, nobody speaks of it."""
    value: tuple[str, ...] | None = getattr(item.entry, field)
    if value is not None:
        return value
    section = getattr(item.graph.org, item.section) or {}
    return () if any(getattr(entry, field) is not None for entry in section.values()) else None


@DELIVERABLE.fact("set", "functions and departments that may read it", at=_below("audience"))
def audience(item: Written) -> Value:
    names = _stated(item, "audience")
    if names is None:
        return UNKNOWN
    found: set[str] = set()
    known = True
    for name in names:
        actor = item.graph.actor(name)
        functions, complete = item.graph.functions_of(actor)
        found |= functions
        known = known and complete
        if actor.party is not None:
            found.add(actor.party.id)
            if actor.party.everyone:
                found |= {"engineering", "design", "marketing", "sales", "executives", "product-development"}
        if actor.seat is not None and actor.seat.title is not None:
            found |= {w for w in (actor.seat.title.department, actor.seat.title.discipline) if w}
    if "product-development" in found:
        found |= {"engineering"}
    if "leadership" in found:
        found |= {"executives"}
    return frozenset(found) if known else Open(found)


@DELIVERABLE.fact("set", "inputs that this kind usually needs")
def usual_inputs(item: Written) -> Value:
    known = _known(item)
    return frozenset(known.needs) if known and known.needs else UNKNOWN


@DELIVERABLE.fact("set", "classes of input it draws on", at=_below("based_on"))
def based_on(item: Written) -> Value:
    names = _stated(item, "based_on")
    if names is None:
        return UNKNOWN
    found = set()
    for name in names:
        entry = (item.graph.org.deliverables or {}).get(name)
        catalog = item.graph.catalog
        words = [name, entry.kind or name] if entry else [name]
        for word in words:
            known = catalog.input(word)
            deliverable = catalog.deliverable(word)
            found |= {word, *([known.id] if known else []), *([deliverable.id] if deliverable else [])}
            if word in (item.graph.org.org.goals or () if item.graph.org.org else ()):
                found.add("company-goals")
    return frozenset(found)


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
METRIC.written("target", "text", "the value it should reach")


@METRIC.fact("set", "who owns it, as parties", at=_below("owner"), name="owners")
def metric_owners(item: Written) -> Value:
    return UNKNOWN if item.entry.owner is None else _holders(item, item.entry.owner)


TOOL: Kind[Written] = Kind("tool", "one tool")
TOOL.written("category", "text", "what it is for")
TOOL.written("used_by", "set", "who uses it")

HANDOFF: Kind[Written] = Kind("handoff", "one handoff")
HANDOFF.written("from", "set", "who hands over")
HANDOFF.written("to", "set", "who takes over")
HANDOFF.written("deliverable", "set", "what is handed over")
HANDOFF.written("gate", "flag", "a gate that stops what is not ready")


@HANDOFF.fact("set", "when it is ready; unknown where no handoff says so", at=_below("criteria"), name="criteria")
def handoff_criteria(item: Written) -> Value:
    found = _stated(item, "criteria")
    return UNKNOWN if found is None else frozenset(found)


@HANDOFF.fact("set", 'the sides it connects, "product>development"', name="sides")
def handed_sides(item: Written) -> Value:
    given = _functions(item, item.entry.from_ or ())
    taken = _functions(item, item.entry.to or ())
    if not isinstance(given, frozenset) or not isinstance(taken, frozenset):
        return UNKNOWN
    found = {f"{one}>{other}" for one in sides(given) for other in sides(taken)}
    return Open(found) if isinstance(given, Open) or isinstance(taken, Open) else frozenset(found)


@dataclass(eq=False, slots=True)
class Waiver:
    """One waiver, with the rule names and the addresses that it may speak of."""

    entry: Any
    path: Path
    rules: frozenset[str]
    known_address: Callable[[str], bool]


WAIVER: Kind[Waiver] = Kind("waiver", "one waiver")
WAIVER.written("rule", "text", "the rule it silences")
WAIVER.written("at", "text", "the address it holds for, and what lies below")


@WAIVER.fact("flag", "there is a rule of that name", at=lambda waiver: [(*waiver.path, "rule")])
def known_rule(waiver: Waiver) -> Value:
    return waiver.entry.rule in waiver.rules


@WAIVER.fact("flag", "something stands at that address", at=lambda waiver: [(*waiver.path, "at")])
def known_address(waiver: Waiver) -> Value:
    return waiver.known_address(waiver.entry.at)
