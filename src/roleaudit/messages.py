"""Fills the placeholders of a rule's message and fix with facts, parameters and the words every rule may use."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from roleaudit import privacy
from roleaudit.checks import Condition, Reference, compile_condition, named
from roleaudit.engine import Hit
from roleaudit.facts import UNKNOWN, AtLeast, Entity, value
from roleaudit.findings import identity
from roleaudit.reports.folding import MOST_NAMED, listed
from roleaudit.rules import PLACEHOLDER

MOST_CHARACTERS = 200
"""So much of one name or text is said; the quoted line and the address have the rest."""

MOST_LISTED = 30
"""So much of a list in a rule or a stage is said: all that a stage expects, as each is something to add."""


class Said:
    """What a hit says, put into words when somebody asks."""

    __slots__ = ("hit", "org")

    def __init__(self, hit: Hit, org: Entity) -> None:
        self.hit = hit
        self.org = org

    def message(self) -> str:
        """What is unclear, in one sentence."""
        return words(self.hit, self.org, self.hit.rule.message)

    def fix(self) -> str:
        """The edit that clears it."""
        return words(self.hit, self.org, self.hit.rule.fix)

    def identity(self) -> str:
        """The name of the finding by the rule and what it is about."""
        return identity(self.hit.rule.first_name, self.hit.entity.address)


def words(hit: Hit, org: Entity, text: str) -> str:
    """Fill the placeholders of a message or a fix: facts, parameters, and the common words.

    Where somebody is named by a mail address or a phone number, that is covered.
    """
    parts = _parts(text)
    if len(parts) == 1:
        return text
    said = "".join([_shown(_word(part, hit, org)) if odd % 2 else part for odd, part in enumerate(parts)])
    return privacy.cover(said) if "@" in said or "+" in said else said


@cache
def _parts(text: str) -> list[str]:
    """A text cut at its placeholders: every second part is the name of one."""
    return re.split(PLACEHOLDER, text)


def _word(name: str, hit: Hit, org: Entity) -> Any:
    word = _COMMON.get(name)
    if word is not None:
        return word(hit, org)
    if name in hit.params:
        return hit.params[name]
    return named(name, hit.entity, org)


def _id(entity: Entity, org: Entity) -> str:
    if entity.kind == "org" or entity.address == "org":
        return org.title or "the organisation"
    if entity.kind == "role":  # one that is only held stands below the person who holds it
        return str(entity.subject.seat.id)
    return str(entity.path[1]) if entity.kind != "duty" and len(entity.path) > 1 else entity.address.rpartition(".")[2]


def _scope(entity: Entity) -> str:
    """The words for the product or team in which something holds; empty where there is nothing to tell apart."""
    steps = entity.address.split(".")
    if len(steps) > 2 and steps[0] in ("products", "teams"):
        return f" in {steps[1]}"
    if len(steps) > 3 and steps[2] == "products":
        return f" in {steps[3]}"
    return ""


def _missing(hit: Hit, org: Entity) -> frozenset[str]:
    """What the failed `includes` and `any` expectations would have wanted and did not find."""
    found: set[str] = set()
    for condition in _broken(hit, org):
        if condition.matcher in ("includes", "any"):
            have = value(hit.entity, condition.fact) if not condition.parent else frozenset()
            for item in condition.operand if isinstance(condition.operand, tuple) else (condition.operand,):
                given = _word(item.name, hit, org) if isinstance(item, Reference) else item
                found.update(given if isinstance(given, frozenset | tuple) else [given])
            if isinstance(have, frozenset):
                found -= have
    return frozenset(found)


def _met(hit: Hit, org: Entity) -> frozenset[str]:
    """What the `any` conditions of `when` asked for and found."""
    found: set[str] = set()
    for condition in hit.rule.when:
        if condition.matcher == "any":
            name = f"{condition.parent}.{condition.fact}" if condition.parent else condition.fact
            for item in condition.operand:
                given = _word(item.name, hit, org) if isinstance(item, Reference) else (item,)
                found.update(_word(name, hit, org).intersection(given))
    return frozenset(found)


def _failed(hit: Hit, org: Entity) -> tuple[str, ...]:
    return tuple(condition.fact.replace("_", " ") for condition in _broken(hit, org))


def _exceeded(hit: Hit, org: Entity) -> str:
    """What is more than it may be, with figure and limit; of several ways to pass, that with the least to mend."""
    blocks = [[c for c in block if _breaks(c, hit, org)] for block in hit.rule.expect]
    least = min(map(len, blocks))
    broken = dict.fromkeys(c for block in blocks if len(block) == least for c in block if c.matcher == "max")
    return ", ".join(f"{c.fact.replace('_', ' ')} {_amount(c, hit, org)}" for c in broken)


def _amount(condition: Condition, hit: Hit, org: Entity) -> str:
    found, operand = named(condition.fact, hit.entity, org), condition.operand
    limit = _word(operand.name, hit, org) if isinstance(operand, Reference) else operand
    return f"{len(found) if isinstance(found, frozenset) else _shown(found)} (at most {limit})"


def _breaks(condition: Condition, hit: Hit, org: Entity) -> bool:
    return compile_condition(condition, dict(hit.params), org)([hit.entity]) == [False]


def _broken(hit: Hit, org: Entity) -> Iterator[Condition]:
    for block in hit.rule.expect:
        for condition in block:
            if _breaks(condition, hit, org):
                yield condition


_COMMON: dict[str, Callable[[Hit, Entity], Any]] = {
    "id": lambda hit, org: _id(hit.entity, org),
    "title": lambda hit, org: hit.entity.title or _id(hit.entity, org),
    "scope": lambda hit, org: _scope(hit.entity),
    "stage": lambda hit, org: hit.stage.name,
    "address": lambda hit, org: hit.entity.address,
    "met": _met,
    "missing": _missing,
    "failed": _failed,
    "exceeded": _exceeded,
}
"""The placeholders that every rule may use beside its facts and parameters."""


def _shown(found: Any) -> str:
    if isinstance(found, str):
        return found if len(found) <= MOST_CHARACTERS else f"{found[: MOST_CHARACTERS - 1]}…"
    if found is UNKNOWN:
        return "not described"
    if isinstance(found, frozenset):
        names = [_shown(name) for name in sorted(found)]
        if len(names) > MOST_NAMED:
            return listed(names)
        return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names) or "nobody"
    if isinstance(found, tuple):
        return listed([_shown(item) for item in found], MOST_LISTED)
    if isinstance(found, bool):
        return "yes" if found else "no"
    if isinstance(found, AtLeast):
        return f"at least {int(found)}"
    if isinstance(found, datetime.date):
        return found.isoformat()
    return str(found)
