"""The kind `duty`: one responsibility in one scope, who is accountable for it and who takes part."""

from __future__ import annotations

from roleaudit.facts.claims import Claim, Duty
from roleaudit.facts.graph import sides, without_leadership
from roleaudit.facts.kinds import UNKNOWN, Kind, Open, Paths, Value

DUTY: Kind[Duty] = Kind(
    "duty",
    "one responsibility in one scope: a catalogue duty in each product, an own one where it is claimed",
    at="claims",
)


def _claims(duty: Duty) -> tuple[Claim, ...]:
    return (*duty.near, *duty.below)


def _claim_paths(duty: Duty) -> Paths:
    return [claim.path for claim in _claims(duty)]


def _owner_paths(duty: Duty) -> Paths:
    return [claim.path for claim in duty.near if claim.holder]


def _judged_in_teams(duty: Duty) -> bool:
    """Whether only single teams claim this duty, so that each team's duty is judged and not the product's."""
    return bool(duty.below) and not duty.near


@DUTY.fact("text", "its catalogue id, or its own", indexed=True)
def duty(duty: Duty) -> Value:
    return duty.id


@DUTY.fact("text", "vital, core, standard or extended as the catalogue has it; own for a duty of the org's own")
def tier(duty: Duty) -> Value:
    return duty.known.tier if duty.known else "own"


@DUTY.fact("flag", "written under `responsibilities` in this scope", at=lambda duty: [duty.entry_path or duty.path])
def listed(duty: Duty) -> Value:
    return duty.entry is not None


@DUTY.fact("set", "everything named as accountable, placeholders, groups and vacant seats too", at=_claim_paths)
def claims(duty: Duty) -> Value:
    if duty.known and not _claims(duty) and not duty.entry:
        described = duty.claims.described
        kind, id = duty.scope
        if not described or (kind == "product" and id not in described):
            return UNKNOWN
    return frozenset(claim.actor for claim in _claims(duty))


@DUTY.fact("set", "the distinct answerable holders behind the claims", at=_owner_paths)
def owners(duty: Duty) -> Value:
    if _judged_in_teams(duty):
        return UNKNOWN
    answering = [claim for claim in duty.near if claim.holder]
    if duty.known is None:
        # For a duty of the org's own nobody has said whether it is a craft that many share: one seat is one owner.
        return frozenset(claim.seat.id if claim.seat else claim.actor for claim in answering)
    return frozenset(claim.holder.id for claim in answering if claim.holder)


def _functions(claim: Claim) -> frozenset[str]:
    seat = claim.seat.functions if claim.seat else frozenset()
    return without_leadership(seat | (claim.holder.functions() if claim.holder else frozenset()))


@DUTY.fact("set", "functions in which they own it", at=_owner_paths)
def owner_functions(duty: Duty) -> Value:
    if _judged_in_teams(duty):
        return UNKNOWN
    found = [_functions(claim) for claim in duty.near if claim.holder]
    union = frozenset(f for functions in found for f in functions)
    return union if all(found) else Open(union)


@DUTY.fact("set", "functions that all owners share", at=_owner_paths)
def common_functions(duty: Duty) -> Value:
    found = [_functions(claim) for claim in duty.near if claim.holder]
    if not found or not all(found):
        return UNKNOWN
    return frozenset.intersection(*found)


@DUTY.fact("set", "sides on which it is owned: product, development, or another function", at=_owner_paths)
def owner_sides(duty: Duty) -> Value:
    functions = owner_functions(duty)
    if not isinstance(functions, frozenset):
        return UNKNOWN
    return Open(sides(functions)) if isinstance(functions, Open) else sides(functions)


@DUTY.fact(
    "set",
    "human, agent, vacant, expired, unheld, group, outside, placeholder or unknown, for each claim",
    at=_claim_paths,
)
def owner_kinds(duty: Duty) -> Value:
    return frozenset(claim.status for claim in duty.near)


@DUTY.fact("set", "functions that normally own it: as `policy.owners` declares, else as the catalogue has it")
def usual_functions(duty: Duty) -> Value:
    declared = policy(duty)
    if isinstance(declared, str):
        return frozenset({declared})
    if duty.known is None:
        return UNKNOWN
    if duty.known.product_owner_first and "product-owner" in _staffed(duty):
        return frozenset({"product-owner"})
    return frozenset(duty.known.owners)


def _staffed(duty: Duty) -> frozenset[str]:
    graph = duty.claims.graph
    if duty.scope[0] == "team" and duty.scope[1] in graph.squads:
        here = graph.team_functions(graph.squads[duty.scope[1]])[0]
        if "product-owner" in here:
            return here
    products = [duty.product] if duty.product is not None else list(graph.products)
    return frozenset(f for p in products for hold in graph.working_on(p) for f in hold.seat.functions)


@DUTY.fact("text", "the owner function that `policy.owners` declares", at=lambda duty: [("policy", "owners", duty.id)])
def policy(duty: Duty) -> Value:
    written = duty.claims.graph.org.policy
    for word, function in ((written.owners or {}) if written else {}).items():
        if duty.claims.key(word) == duty.id:
            return duty.claims.graph.function(function)
    return UNKNOWN


@DUTY.fact("flag", "the articles disagree about who owns it")
def disputed(duty: Duty) -> Value:
    return bool(duty.known and duty.known.disputed)


@DUTY.fact("flag", "a craft that many may own at once")
def shareable(duty: Duty) -> Value:
    return bool(duty.known and duty.known.shared)


@DUTY.fact("set", "functions that take part without owning", at=lambda duty: [p.path for p in duty.claims.parts(duty)])
def involved_functions(duty: Duty) -> Value:
    if not duty.claims.involvement_written:
        return UNKNOWN
    found: set[str] = set()
    known = True
    for part in duty.claims.parts(duty):
        if part.word != "informed":
            functions, complete = duty.claims.graph.functions_of(duty.claims.graph.actor(part.actor))
            found |= functions
            known = known and complete
    return frozenset(found) if known else Open(found)


def _deputy_paths(duty: Duty) -> Paths:
    return [(*(duty.entry_path or duty.path), "deputy")]


@DUTY.fact("set", "who stands in, as the responsibility itself says", at=_deputy_paths)
def deputies(duty: Duty) -> Value:
    if duty.entry is None or duty.entry.deputy is None:
        return UNKNOWN
    graph = duty.claims.graph
    found = set()
    for name in duty.entry.deputy:
        for answer in graph.answers(graph.actor(name), duty.scope):
            found.add(answer.holder.id if answer.holder else name)
    return frozenset(found)


def _letters(duty: Duty) -> dict[str, set[str]]:
    letters: dict[str, set[str]] = {}
    for word in ("accountable", "responsible", "consulted", "informed"):
        for name in getattr(duty.entry, word, None) or ():
            letters.setdefault(name, set()).add(word)
    return letters


def _doubled(duty: Duty) -> list[str]:
    return [
        name for name, words in _letters(duty).items() if len(words) > 1 and words != {"accountable", "responsible"}
    ]


@DUTY.fact(
    "set",
    "parties with two letters other than accountable and responsible",
    at=lambda duty: [part.path for part in duty.claims.parts(duty) if part.actor in _doubled(duty)],
)
def double_letters(duty: Duty) -> Value:
    return UNKNOWN if duty.entry is None else frozenset(_doubled(duty))
