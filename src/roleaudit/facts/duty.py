"""The kind `duty`: one responsibility in one scope, who is accountable for it and who takes part."""

from __future__ import annotations

from collections.abc import Iterator

from roleaudit.facts.claims import Claim, Duty, Part
from roleaudit.facts.graph import Answer, sides, without_leadership
from roleaudit.facts.kinds import NOTHING, UNKNOWN, Kind, Open, Paths, Value
from roleaudit.model import Decision

DUTY: Kind[Duty] = Kind(
    "duty",
    "one responsibility in one scope: a catalogue duty in each product, an own one where it is claimed",
    at="claims",
)


def _claims(duty: Duty) -> tuple[Claim, ...]:
    return (*duty.near, *duty.below)


def _claim_paths(duty: Duty) -> Paths:
    return (claim.path for claim in _claims(duty))


def _owner_paths(duty: Duty) -> Paths:
    return (claim.path for claim in duty.near if claim.holder)


def _judged_in_teams(duty: Duty) -> bool:
    """Whether only single teams claim this duty, so that each team's duty is judged and not the product's."""
    return bool(duty.below) and not duty.near


@DUTY.fact("text", "its catalogue id, or its own", indexed=True)
def duty(duty: Duty) -> Value:
    return duty.id


@DUTY.fact("text", "vital, core, standard or extended as the catalogue has it; own for a duty of the org's own")
def tier(duty: Duty) -> Value:
    return duty.known.tier if duty.known else "own"


@DUTY.fact(
    "flag",
    "written under `responsibilities`, in this scope or for the whole organisation",
    at=lambda duty: [duty.entry_path or duty.path],
    indexed=True,
)
def listed(duty: Duty) -> Value:
    return duty.entry is not None


@DUTY.fact(
    "set",
    "who is accountable as its entry under `responsibilities` says",
    at=lambda duty: [duty.entry_path or duty.path],
)
def named(duty: Duty) -> Value:
    return UNKNOWN if duty.entry is None else frozenset(duty.entry.accountable or ())


@DUTY.fact("set", "everything named as accountable, placeholders, groups and vacant seats too", at=_claim_paths)
def claims(duty: Duty) -> Value:
    named = duty.claims.actors(duty)
    if duty.known and not named:
        described = duty.claims.claimed_in
        kind, id = duty.scope
        if not described or (kind == "product" and id not in described):
            return UNKNOWN
    return named


@DUTY.fact("set", "the distinct answerable holders behind the claims", at=_owner_paths, shared=True)
def owners(duty: Duty) -> Value:
    if _judged_in_teams(duty):
        return UNKNOWN
    answering = [claim for claim in duty.near if claim.holder]
    if duty.known is None and len(answering) > 1:
        return _owners_by_seat(answering)
    return frozenset([claim.holder.id for claim in answering if claim.holder]) or NOTHING


def _owners_by_seat(answering: list[Claim]) -> frozenset[str]:
    """The owners of a duty of the org's own: whether many share it nobody has said, so those of one seat are one."""
    behind: dict[str, set[str]] = {}
    for claim in answering:
        if claim.holder:
            behind.setdefault(claim.seat.id if claim.seat else claim.actor, set()).add(claim.holder.id)
    owners: dict[frozenset[str], str] = {}
    for seat, holders in behind.items():
        name = seat if len(holders) > 1 else min(holders)
        owners[frozenset(holders)] = min(name, owners.get(frozenset(holders), name))
    return frozenset(owners.values())


def _functions(claim: Claim) -> frozenset[str]:
    own = claim.holder.functions if claim.holder else NOTHING
    if claim.seat is None or claim.seat.functions is own:  # nearly everybody wears one hat
        return own
    return without_leadership(claim.seat.functions | own)


@DUTY.fact("set", "functions in which they own it", at=_owner_paths, shared=True)
def owner_functions(duty: Duty) -> Value:
    if _judged_in_teams(duty):
        return UNKNOWN
    found = [_functions(claim) for claim in duty.near if claim.holder]
    union = found[0] if len(found) == 1 else NOTHING.union(*found)
    return union if all(found) else Open(union)


@DUTY.fact("set", "functions that all owners share", at=_owner_paths, shared=True)
def common_functions(duty: Duty) -> Value:
    found = [_functions(claim) for claim in duty.near if claim.holder]
    if not found or not all(found):
        return UNKNOWN
    return found[0] if len(found) == 1 else frozenset.intersection(*found)


@DUTY.fact("set", "sides on which it is owned: product, development, or another function", at=_owner_paths, shared=True)
def owner_sides(duty: Duty) -> Value:
    functions = owner_functions(duty)
    if not isinstance(functions, frozenset):
        return UNKNOWN
    return Open(sides(functions)) if isinstance(functions, Open) else sides(functions)


@DUTY.fact(
    "set",
    "human, agent, vacant, expired, unheld, group, outside, placeholder or unknown, for each claim",
    at=_claim_paths,
    indexed=True,
    shared=True,
)
def owner_kinds(duty: Duty) -> Value:
    if _judged_in_teams(duty):
        return UNKNOWN
    return frozenset(claim.status for claim in duty.near)


def _claimed_by(name: str, meaning: str, *statuses: str) -> None:
    """Register a set of the names that are accountable and behind which nobody answers, for one of these reasons."""

    def value(duty: Duty) -> Value:
        if not duty.unanswered:  # nearly always
            return NOTHING
        named = [claim.agent or claim.actor for claim in duty.unanswered if claim.status in statuses]
        return frozenset(named) or NOTHING

    def at(duty: Duty) -> Paths:
        return [claim.path for claim in duty.unanswered if claim.status in statuses]

    DUTY.fact("set", meaning, at=at, name=name)(value)


_claimed_by("groups", "groups that are accountable and have no lead who answers", "group")
_claimed_by("outsiders", "agents and parties from outside that are accountable", "agent", "outside")
_claimed_by("vacant_seats", "vacant seats that are accountable and that nobody covers", "vacant")
_claimed_by("unheld_titles", "titles that are accountable and that nobody holds, where everybody is listed", "unheld")


@DUTY.fact("text", "the declared seat that an unheld title probably means, as a question; empty where there is none")
def meant(duty: Duty) -> Value:
    declared = [seat for seat in duty.claims.graph.seats.values() if seat.declared]
    for claim in sorted(duty.near, key=lambda claim: claim.actor):
        if claim.status == "unheld" and claim.seat and claim.seat.title:
            title = claim.seat.title
            same = [seat.id for seat in declared if seat.title and seat.title.id == title.id]
            alike = [seat.id for seat in declared if title.id in seat.id]
            near = [s.id for s in declared if s.title and title.discipline and s.title.discipline == title.discipline]
            for ids in (same, alike, near):
                if len(ids) == 1:
                    return f"; did you mean `{ids[0]}`?"
    return ""


@DUTY.fact(
    "set", "the parties that answer for it, each by itself even where they share a seat", at=_owner_paths, shared=True
)
def answering(duty: Duty) -> Value:
    return frozenset(claim.holder.id for claim in duty.near if claim.holder)


@DUTY.fact("set", "titles, as ids of the catalogue, of the seats that its owners hold", at=_owner_paths, shared=True)
def owner_titles(duty: Duty) -> Value:
    holds = [hold for claim in duty.near if claim.holder for hold in claim.holder.holds if not hold.expired]
    return frozenset(hold.seat.title.id for hold in holds if hold.seat.title)


@DUTY.fact("set", "functions that normally own it: as `policy.owners` declares, else as the catalogue has it")
def usual_functions(duty: Duty) -> Value:
    declared = policy(duty)
    if isinstance(declared, str):
        return frozenset({declared})
    if duty.known is None:
        return UNKNOWN
    if duty.known.product_owner_first and "product-owner" in _staffed(duty):
        return frozenset({"product-owner"})
    if duty.id in TRACKS and _dual_track(duty):
        return TRACKS[duty.id]
    return frozenset(duty.known.owners)


@DUTY.fact("set", "sides on which it is normally owned: product, development, or another function")
def usual_sides(duty: Duty) -> Value:
    functions = usual_functions(duty)
    return sides(functions) if isinstance(functions, frozenset) else UNKNOWN


TRACKS = {"discovery": frozenset({"product-management"}), "delivery": frozenset({"product-development"})}
"""Who has which track where teams work in two: a way of working that is defined by this division."""


def _dual_track(duty: Duty) -> bool:
    """Whether every team of the scope that says how it works works in two tracks."""
    kind, id = duty.scope
    graph = duty.claims.graph
    alone = [graph.squads[id]] if id in graph.squads else []
    here = graph.squads.values() if kind == "org" else graph.serving.get(id, []) if kind == "product" else alone
    models = {squad.entry.model.casefold() for squad in here if squad.entry.model}
    return bool(models) and all(model.startswith("dual-track") for model in models)


def _staffed(duty: Duty) -> frozenset[str]:
    graph = duty.claims.graph
    if duty.scope[0] == "team" and duty.scope[1] in graph.squads:
        here = graph.team_functions(graph.squads[duty.scope[1]])[0]
        if "product-owner" in here:
            return here
    products = [duty.product] if duty.product is not None else list(graph.products)
    return frozenset(f for p in products for functions in graph.staffed(p) for f in functions)


@DUTY.fact("set", "product owners who work in this scope; those left out who own it in a team of their own")
def product_owners(duty: Duty) -> Value:
    elsewhere = {claim.holder for claim in duty.below}
    found = frozenset([h.id for h in duty.claims.graph.product_owners(duty.scope) if h not in elsewhere])
    return found if duty.claims.graph.complete else Open(found)


def _declared(duty: Duty) -> dict[str, str]:
    """What `policy.owners` says of this duty, by the word under which it says so."""
    return duty.claims.policies.get(duty.id, {})


@DUTY.fact(
    "text",
    "the owner function that `policy.owners` declares",
    at=lambda duty: [("policy", "owners", word) for word in _declared(duty)],
)
def policy(duty: Duty) -> Value:
    declared = _declared(duty)
    return duty.claims.graph.function(next(iter(declared.values()))) if declared else UNKNOWN


@DUTY.fact("flag", "the articles disagree about who owns it", indexed=True)
def disputed(duty: Duty) -> Value:
    return bool(duty.known and duty.known.disputed)


@DUTY.fact("flag", "a craft that many may own at once", indexed=True)
def shareable(duty: Duty) -> Value:
    return bool(duty.known and duty.known.shared)


@DUTY.fact(
    "set",
    "functions that take part without owning; unknown where the file says of nobody that they take part in it",
    at=lambda duty: [part.path for part in duty.claims.parts(duty)],
)
def involved_functions(duty: Duty) -> Value:
    parts = [part for part in duty.claims.parts(duty) if part.word != "informed"]
    if not parts and not (duty.entry and duty.claims.involvement_written):
        return UNKNOWN
    found: set[str] = set()
    known = True
    for part in parts:
        functions, complete = duty.claims.graph.functions_of(duty.claims.graph.actor(part.actor))
        found |= functions
        known = known and complete
    return frozenset(found) if known else Open(found)


def _work(duty: Duty) -> list[Part]:
    """Who works on it without being accountable: neither those who are asked for advice nor those who hear of it."""
    return [part for part in duty.claims.parts(duty) if part.word in ("responsible", "contributes_to")]


@DUTY.fact(
    "set",
    "seats that work on it without being accountable",
    at=lambda duty: [part.path for part in _work(duty)],
)
def working(duty: Duty) -> Value:
    return frozenset([part.actor for part in _work(duty)]) or NOTHING


def _deputy_paths(duty: Duty) -> Paths:
    return [(*(duty.entry_path or duty.path), "deputy")]


@DUTY.fact("set", "who stands in, as the responsibility itself says", at=_deputy_paths, indexed=True)
def deputies(duty: Duty) -> Value:
    if duty.entry is None or duty.entry.deputy is None:
        return UNKNOWN
    return frozenset(answer.holder.id if answer.holder else name for name, answer in _standing_in(duty))


@DUTY.fact(
    "set",
    "whether those who stand in answer: human, agent, vacant, expired, placeholder…",
    at=_deputy_paths,
    indexed=True,
)
def deputy_kinds(duty: Duty) -> Value:
    if duty.entry is None or duty.entry.deputy is None:
        return UNKNOWN
    return frozenset(answer.status for _, answer in _standing_in(duty))


def _standing_in(duty: Duty) -> Iterator[tuple[str, Answer]]:
    graph = duty.claims.graph
    for name in (duty.entry.deputy if duty.entry else None) or ():
        for answer in graph.answers(graph.actor(name), duty.scope):
            yield name, answer


LETTERS = ("accountable", "responsible", "consulted", "informed")


def _letters(duty: Duty) -> dict[str, set[str]]:
    letters: dict[str, set[str]] = {}
    for word in LETTERS:
        for name in getattr(duty.entry, word, None) or ():
            letters.setdefault(name, set()).add(word)
    return letters


def _doubled(duty: Duty) -> frozenset[str]:
    named = [name for word in LETTERS for name in getattr(duty.entry, word, None) or ()]
    if len(named) == len(set(named)):
        return NOTHING
    letters = _letters(duty).items()
    return frozenset(name for name, words in letters if len(words) > 1 and words != {"accountable", "responsible"})


def _doubled_paths(duty: Duty) -> Paths:
    doubled = _doubled(duty)
    return [part.path for part in duty.claims.parts(duty) if part.actor in doubled]


@DUTY.fact(
    "set",
    "parties with two letters other than accountable and responsible",
    at=_doubled_paths,
    indexed=True,
)
def double_letters(duty: Duty) -> Value:
    told = duty.entry is not None and duty.claims.speaks_for_entry(duty)
    return _doubled(duty) if told else UNKNOWN


def cover(duty: Duty) -> frozenset[str]:
    """Who can step in for its owner: as the responsibility says, as its seats say, or the team that is accountable."""
    named = (duty.entry.deputy if duty.entry else None) or ()
    seats = {name for seat in (claim.seat for claim in duty.near if claim.seat) for name in seat.entry.deputy or ()}
    teams = {claim.actor for claim in duty.near if claim.actor in duty.claims.graph.squads}
    return frozenset(named) or frozenset(seats | teams)


@DUTY.fact("set", "who can step in for its owner: a deputy of its own or of the seat, or the team that owns it")
def stand_ins(duty: Duty) -> Value:
    return cover(duty)


@DUTY.fact("text", "how much harm it does when nobody takes care of it: low, medium or high", indexed=True)
def criticality(duty: Duty) -> Value:
    return (duty.entry.criticality if duty.entry else None) or UNKNOWN


@DUTY.fact(
    "days",
    "days since its entry was last confirmed",
    at=lambda duty: [(*(duty.entry_path or duty.path), "reviewed")],
    indexed=True,
)
def reviewed_days(duty: Duty) -> Value:
    day = duty.entry.reviewed if duty.entry else None
    return (duty.claims.graph.today - day).days if day and duty.claims.speaks_for_entry(duty) else UNKNOWN


def _consulted_path(duty: Duty) -> Paths:
    return [(*(duty.entry_path or duty.path), "consulted")]


@DUTY.fact("number", "parties that are consulted, a group as one", at=_consulted_path, indexed=True)
def consulted(duty: Duty) -> Value:
    written = duty.entry.consulted if duty.entry else None
    return UNKNOWN if written is None or not duty.claims.speaks_for_entry(duty) else len(set(written))


@DUTY.fact("number", "percent of all seats that are consulted", at=_consulted_path)
def consulted_percent(duty: Duty) -> Value:
    written, graph = duty.entry.consulted if duty.entry else None, duty.claims.graph
    if written is None or not graph.complete or not graph.filled_seats:
        return UNKNOWN
    return round(100 * len(set(written)) / graph.filled_seats)


DECIDING = ("decides", "approvers", "escalates_to")
"""The fields of a decision whose parties have a say that counts; the others only give advice or hear of it."""


def _decided(duty: Duty, *words: str) -> frozenset[str]:
    """The parties that decisions about it in its scope name under these words."""
    about, graph = duty.claims.decisions_about(duty), duty.claims.graph
    if not about:
        return frozenset()
    return frozenset(
        answer.holder.id if answer.holder else name
        for _, decision in about
        for word in words
        for name in _names(decision, word)
        for answer in graph.answers(graph.actor(name), duty.scope)
    )


def _names(decision: Decision, word: str) -> tuple[str, ...]:
    found = getattr(decision, word)
    return (found,) if isinstance(found, str) else found or ()


def _decision_paths(duty: Duty) -> Paths:
    return [("decisions", id, "decides") for id, _ in duty.claims.decisions_about(duty)]


@DUTY.fact("set", "who decides, approves or settles something about it, as parties", at=_decision_paths)
def deciders(duty: Duty) -> Value:
    return _decided(duty, *DECIDING)


@DUTY.fact("set", "functions of those who decide, approve or settle something about it", at=_decision_paths)
def decider_functions(duty: Duty) -> Value:
    graph = duty.claims.graph
    named = {
        name
        for _, decision in duty.claims.decisions_about(duty)
        for word in DECIDING
        for name in _names(decision, word)
    }
    found = [graph.functions_of(graph.actor(name)) for name in named]
    functions = frozenset(f for known, _ in found for f in known)
    return functions if all(complete for _, complete in found) else Open(functions)


@DUTY.fact("set", "who is asked before something about it is decided, as parties", at=_decision_paths)
def advisers(duty: Duty) -> Value:
    return _decided(duty, "consulted")


@DUTY.fact("text", "another duty of the org's own, here or around it, whose title has the same words")
def twin(duty: Duty) -> Value:
    other = duty.claims.twins.get(duty)
    return other.id if other else UNKNOWN


@DUTY.fact("set", "who owns that other duty", at=lambda duty: _twin_paths(duty))
def twin_owners(duty: Duty) -> Value:
    other = duty.claims.twins.get(duty)
    return owners(other) if other else UNKNOWN


def _twin_paths(duty: Duty) -> Paths:
    other = duty.claims.twins.get(duty)
    return [*_owner_paths(duty), *(_owner_paths(other) if other else ())]
