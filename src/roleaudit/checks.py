"""The matchers of `when` and `expect`: how a fact is compared, and what an unknown or open fact answers."""

import datetime
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, NamedTuple

from roleaudit.facts import UNKNOWN, AtLeast, Entity, Open, Value, column, value
from roleaudit.facts.kinds import FactType

Answer = bool | None
"""Yes, no, or None where the file does not describe enough to tell."""

Test = Callable[[Sequence[Entity]], list[Answer]]
"""A condition or a block, ready to be asked about many entities at once: one answer for each."""


@dataclass(frozen=True, repr=False, match_args=False, slots=True)
class Reference:
    """`$name` in a rule file: a parameter of the rule, a list of the stage, or another fact; no tuple, as lists are."""

    name: str


class Condition(NamedTuple):
    """One comparison: a fact (of the entity, its product or the org), a matcher, and what it is held against."""

    parent: Literal["", "product", "org"]
    fact: str
    type: FactType
    matcher: str
    operand: Any


Block = tuple[Condition, ...]
"""Conditions that all have to hold."""


Column = Sequence[Any]
"""One fact of many entities.

Each matcher loops over it by itself: there are some hundred thousand values, and a call for each would take longer than
the comparison.
"""


def _is(column: Column, wanted: Any) -> list[Answer]:
    return [None if v is UNKNOWN or (v.__class__ is AtLeast and v <= wanted) else v == wanted for v in column]


def _not(column: Column, wanted: Any) -> list[Answer]:
    unwanted = wanted if isinstance(wanted, tuple) else (wanted,)
    return [None if v is UNKNOWN else v not in unwanted for v in column]


def _in(column: Column, wanted: Any) -> list[Answer]:
    return [None if v is UNKNOWN else v in wanted for v in column]


def _matches(column: Column, patterns: Any) -> list[Answer]:
    return [None if v is UNKNOWN else _fits(v, patterns) for v in column]


def _unlike(column: Column, patterns: Any) -> list[Answer]:
    return [None if v is UNKNOWN else not _fits(v, patterns) for v in column]


def _fits(text: str, patterns: Sequence[str]) -> bool:
    text = text.casefold()
    return any(_compiled(pattern).match(text) for pattern in patterns)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    from fnmatch import translate

    # A bracket that nothing closes is a letter; `translate` would look for its end once for each.
    head, end, tail = pattern.casefold().rpartition("]")
    return re.compile(translate(head + end + tail.replace("[", "\0")).replace("\0", r"\["))


def _least(column: Column, wanted: Any) -> list[Answer]:
    return [None if v is UNKNOWN or (v.__class__ is AtLeast and v < wanted) else v >= wanted for v in column]


def _most(column: Column, wanted: Any) -> list[Answer]:
    return [None if v is UNKNOWN or (v.__class__ is AtLeast and v <= wanted) else v <= wanted for v in column]


# What an open set has not is unknown, and what it has is certain.


def _includes(column: Column, wanted: Any) -> list[Answer]:
    return [None if v is UNKNOWN else v.issuperset(wanted) or (None if v.__class__ is Open else False) for v in column]


def _any(column: Column, wanted: Any) -> list[Answer]:
    return [
        None if v is UNKNOWN else not v.isdisjoint(wanted) or (None if v.__class__ is Open else False) for v in column
    ]


def _none(column: Column, wanted: Any) -> list[Answer]:
    return [None if v is UNKNOWN else v.isdisjoint(wanted) and (None if v.__class__ is Open else True) for v in column]


def _within(column: Column, wanted: Any) -> list[Answer]:
    whole = frozenset(wanted)
    return [None if v is UNKNOWN else v <= whole and (None if v.__class__ is Open else True) for v in column]


def _size_least(column: Column, wanted: Any) -> list[Answer]:
    return [None if v is UNKNOWN else len(v) >= wanted or (None if v.__class__ is Open else False) for v in column]


def _size_most(column: Column, wanted: Any) -> list[Answer]:
    return [None if v is UNKNOWN else len(v) <= wanted and (None if v.__class__ is Open else True) for v in column]


def _empty(column: Column, wanted: Any) -> list[Answer]:
    without = bool(wanted)
    return [None if v is UNKNOWN else not without if v else None if v.__class__ is Open else without for v in column]


class Matcher(NamedTuple):
    """How to compare, and what the operand has to be: `same` as the fact, a list of it, a number, or yes/no."""

    test: Callable[[Column, Any], list[Answer]]
    operand: Literal["same", "list", "number", "flag"]


_ORDERED = {"is": Matcher(_is, "same"), "min": Matcher(_least, "same"), "max": Matcher(_most, "same")}
MATCHERS: dict[FactType, dict[str, Matcher]] = {
    "text": {
        "is": Matcher(_is, "same"),
        "not": Matcher(_not, "list"),
        "in": Matcher(_in, "list"),
        "matches": Matcher(_matches, "list"),
        "unlike": Matcher(_unlike, "list"),
    },
    "flag": {"is": Matcher(_is, "same")},
    "number": _ORDERED,
    "days": _ORDERED,
    "date": _ORDERED,
    "set": {
        "includes": Matcher(_includes, "list"),
        "any": Matcher(_any, "list"),
        "none": Matcher(_none, "list"),
        "within": Matcher(_within, "list"),
        "min": Matcher(_size_least, "number"),
        "max": Matcher(_size_most, "number"),
        "empty": Matcher(_empty, "flag"),
    },
}
"""Every matcher by the type of fact it compares; `exists` works on all and is the only one that sees the unknown."""


def typed(text: str, type_: FactType | Literal["number", "flag"]) -> Any:
    """Bring one scalar of a rule file to the type it is compared as; ValueError where it is none."""
    if type_ in ("number", "days"):
        return int(text)
    if type_ == "flag":
        return {"true": True, "false": False}[text]
    return datetime.date.fromisoformat(text) if type_ == "date" else text


def compile_block(block: Block, params: dict[str, Any], org: Entity, *, brief: bool = False) -> Test:
    """One test for a whole block: a clear no outweighs what is unknown, one unknown makes the rest unknown.

    With `brief` an unknown ends it as well: for `when` it makes no difference which of the two keeps a rule silent.
    """
    tests = [compile_condition(condition, params, org) for condition in block]

    def answers(entities: Sequence[Entity]) -> list[Answer]:
        if not tests:
            return [True] * len(entities)
        found = tests[0](entities)
        alive: Sequence[int] = range(len(found))
        for test in tests[1:]:
            alive = [number for number in alive if found[number] or (found[number] is None and not brief)]
            if not alive:
                break
            asked = entities if len(alive) == len(entities) else [entities[number] for number in alive]
            for number, answer in zip(alive, test(asked), strict=True):
                if answer is not True:
                    found[number] = answer
        return found

    return answers


def compile_condition(condition: Condition, params: dict[str, Any], org: Entity) -> Test:
    """One comparison as a test; parameters are put in once, other facts are read for each entity."""
    parent, fact, type_, matcher, operand = condition
    if matcher == "exists":
        return lambda entities: [(found is not UNKNOWN) is operand for found in _values(parent, fact, entities, org)]
    test = MATCHERS[type_][matcher].test
    fixed = _fixed(operand, params)
    if fixed is not None:
        return lambda entities: test(_values(parent, fact, entities, org), fixed)

    def answers(entities: Sequence[Entity]) -> list[Answer]:
        given: list[Answer] = []
        for entity, found in zip(entities, _values(parent, fact, entities, org), strict=True):
            wanted = None if found is UNKNOWN else _read(operand, entity, params, org)
            given.append(None if wanted is None else test((found,), wanted)[0])
        return given

    return answers


def _values(parent: str, fact: str, entities: Sequence[Entity], org: Entity) -> Sequence[Value]:
    """One fact of each entity, of its product or of the organisation; unknown where there is no one product."""
    if not entities:
        return []
    if parent == "org":
        return [value(org, fact)] * len(entities)
    if parent == "product":
        known = {product: value(product, fact) for product in {e.product for e in entities} if product is not None}
        return [UNKNOWN if e.product is None else known[e.product] for e in entities]
    return column(entities, fact)


def _fixed(operand: Any, params: dict[str, Any]) -> Any:
    """The operand where it needs no fact: parameters filled in, `$list` spread inside a list; else None."""
    if isinstance(operand, Reference):
        return params.get(operand.name)
    if isinstance(operand, tuple):
        found: list[Any] = []
        for item in operand:
            if isinstance(item, Reference):
                if item.name not in params:
                    return None
                given = params[item.name]
                found.extend(given if isinstance(given, tuple) else [given])
            else:
                found.append(item)
        return tuple(found)
    return operand


def _read(operand: Any, entity: Entity, params: dict[str, Any], org: Entity) -> Any:
    """The operand with other facts read from the entity; None where one of them is unknown."""
    found: set[Any] = set()
    for item in operand if isinstance(operand, tuple) else (operand,):
        if not isinstance(item, Reference):
            found.add(item)
            continue
        given = params[item.name] if item.name in params else named(item.name, entity, org)
        if given is UNKNOWN:
            return None
        if not isinstance(given, frozenset | tuple):
            if operand is item:
                return given
            given = (given,)
        found.update(given)
    return frozenset(found)


def named(name: str, entity: Entity, org: Entity) -> Any:
    """The value of a fact named as in a rule: of the entity itself, or after `org.` or `product.` of that one."""
    parent, _, fact = name.rpartition(".")
    owner = entity if not parent else org if parent == "org" else entity.product
    return UNKNOWN if owner is None else value(owner, fact)
