"""Runs the rules of every stage over the facts: verdicts, precedence, ladder and coverage; knows no format and no waiver."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from roleaudit.checks import Condition, Reference, Test, compile_block, compile_condition
from roleaudit.facts import KINDS, UNKNOWN, AtLeast, Entity, Facts, Open, evidence, value
from roleaudit.findings import Coverage, Level, Path
from roleaudit.rules import Rule, RuleSet, Stage

Verdict = Literal["speaks", "content", "silent", "unknown"]
"""What a rule says of one entity: the expectation fails, holds, does not apply, or cannot be told."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that speaks on an entity at one stage."""

    rule: Rule
    entity: Entity
    level: Level
    stage: Stage
    params: Mapping[str, Any]


class Judge:
    """One rule with the parameters of one stage, ready to be asked about entities."""

    def __init__(self, rule: Rule, params: dict[str, Any], org: Entity) -> None:
        self.rule = rule
        self.params = params
        self.org = org
        self.when = compile_block(rule.when, params, org)
        self.alternatives: list[Test] = [compile_block(block, params, org) for block in rule.expect]
        self.milder = compile_block(rule.milder[0], params, org) if rule.milder else None

    def verdict(self, entity: Entity) -> Verdict:
        """What the rule says of an entity; one alternative of `expect` is enough."""
        applies = self.when(entity) if self.rule.when else True
        if applies is not True:
            return "silent" if applies is False else "unknown"
        answer: Verdict = "speaks"
        for test in self.alternatives:
            found = test(entity)
            if found is True:
                return "content"
            if found is None:
                answer = "unknown"
        return answer

    def level(self, entity: Entity, level: Level) -> Level:
        """The level of the stage, lowered where the rule says that the case is a milder one."""
        if self.rule.milder and self.milder and self.milder(entity):
            return min(level, self.rule.milder[1])
        return level


@dataclass(frozen=True, slots=True)
class Outcome:
    """The hits of every stage, and the rules that the file describes too little for, by name."""

    hits: Mapping[str, tuple[Hit, ...]]
    undescribed: Mapping[str, frozenset[str]]


def run(ruleset: RuleSet, facts: Facts, names: frozenset[str]) -> Outcome:
    """Ask each of the named rules about each entity of its kind, once for each distinct set of parameters."""
    hits: dict[str, list[Hit]] = {stage: [] for stage in ruleset.stages}
    undescribed: dict[str, set[str]] = {stage: set() for stage in ruleset.stages}
    for rule in ruleset.rules.values():
        if rule.name in names:
            for stage, judge, spoken, blind in _ask(rule, ruleset, facts):
                level = rule.settings[stage.name].level
                assert level is not None
                hits[stage.name].extend(Hit(rule, e, judge.level(e, level), stage, judge.params) for e in spoken)
                if blind:
                    undescribed[stage.name].add(rule.name)
    return Outcome(
        {stage: tuple(_precedence(found)) for stage, found in hits.items()},
        {stage: frozenset(found) for stage, found in undescribed.items()},
    )


def _ask(rule: Rule, ruleset: RuleSet, facts: Facts) -> Iterator[tuple[Stage, Judge, list[Entity], bool]]:
    used = _used_params(rule)
    known: dict[tuple[Any, ...], tuple[Judge, list[Entity], bool]] = {}
    for stage in ruleset.stages.values():
        setting = rule.settings[stage.name]
        if setting.level is None:
            continue
        key = tuple(setting.params.get(name) for name in used)
        if key not in known:
            judge = Judge(rule, setting.params, facts.org)
            verdicts = [(entity, judge.verdict(entity)) for entity in _candidates(rule, setting.params, facts)]
            spoken = [entity for entity, verdict in verdicts if verdict == "speaks"]
            blind = any(v == "unknown" for _, v in verdicts) and not any(
                v in ("speaks", "content") for _, v in verdicts
            )
            known[key] = (judge, spoken, blind)
        judge, spoken, blind = known[key]
        yield stage, Judge(rule, setting.params, facts.org), spoken, blind


def _used_params(rule: Rule) -> list[str]:
    """The parameters on which the rule's verdict depends."""
    blocks = (rule.when, *rule.expect)
    operands = [c.operand if isinstance(c.operand, tuple) else (c.operand,) for block in blocks for c in block]
    return sorted({item.name for items in operands for item in items if isinstance(item, Reference)})


def _candidates(rule: Rule, params: Mapping[str, Any], facts: Facts) -> list[Entity]:
    """The entities a rule can speak on: by index where `when` names the value of an indexed fact, else all of the kind."""
    for condition in rule.when:
        if (
            condition.matcher in ("is", "in")
            and not condition.parent
            and KINDS[rule.kind].facts[condition.fact].indexed
        ):
            wanted = _wanted(condition, params)
            if wanted is not None:
                return facts.where(rule.kind, condition.fact, wanted)
    return facts.of(rule.kind)


def _wanted(condition: Condition, params: Mapping[str, Any]) -> tuple[str, ...] | None:
    operand = condition.operand
    found: list[str] = []
    for item in operand if isinstance(operand, tuple) else (operand,):
        given = params.get(item.name) if isinstance(item, Reference) else item
        if given is None:
            return None
        found.extend(given if isinstance(given, tuple) else [given])
    return tuple(found)


def _precedence(hits: list[Hit]) -> Iterator[Hit]:
    """Where one rule supersedes another on the same entity and speaks at least as loud, only the first speaks."""
    silenced: dict[tuple[str, str], Level] = {}
    for hit in hits:
        for name in hit.rule.supersedes:
            key = (name, hit.entity.address)
            silenced[key] = max(hit.level, silenced.get(key, hit.level))
    for hit in hits:
        if hit.level > silenced.get((hit.rule.name, hit.entity.address), 0):
            yield hit


# Words


_PLACEHOLDER = re.compile(r"\{([a-z_.]+)\}")


def words(hit: Hit, org: Entity, text: str) -> str:
    """Fill the placeholders of a message or a fix: facts, parameters, and the common words."""

    def fill(match: re.Match[str]) -> str:
        return _shown(_word(match[1], hit, org))

    return _PLACEHOLDER.sub(fill, text)


def _word(name: str, hit: Hit, org: Entity) -> Any:
    entity = hit.entity
    common: dict[str, Callable[[], Any]] = {
        "id": lambda: _id(entity, org),
        "title": lambda: entity.title or _id(entity, org),
        "scope": lambda: _scope(entity),
        "stage": lambda: hit.stage.name,
        "address": lambda: entity.address,
        "missing": lambda: _missing(hit, org),
        "failed": lambda: _failed(hit, org),
    }
    if name in common:
        return common[name]()
    if name in hit.params:
        return hit.params[name]
    parent, _, fact = name.rpartition(".")
    owner = org if parent == "org" else entity.product if parent == "product" else entity
    return UNKNOWN if owner is None else value(owner, fact)


def _id(entity: Entity, org: Entity) -> str:
    if entity.kind == "org" or entity.address == "org":
        return org.title or "the organisation"
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


def _failed(hit: Hit, org: Entity) -> tuple[str, ...]:
    return tuple(condition.fact.replace("_", " ") for condition in _broken(hit, org))


def _broken(hit: Hit, org: Entity) -> Iterator[Condition]:
    for block in hit.rule.expect:
        for condition in block:
            if compile_condition(condition, dict(hit.params), org)(hit.entity) is False:
                yield condition


_COMMON: dict[str, Callable[[Hit, Entity], Any]] = {
    "id": lambda hit, org: _id(hit.entity, org),
    "title": lambda hit, org: hit.entity.title or _id(hit.entity, org),
    "scope": lambda hit, org: _scope(hit.entity),
    "stage": lambda hit, org: hit.stage.name,
    "address": lambda hit, org: hit.entity.address,
    "missing": _missing,
    "failed": _failed,
}
"""The placeholders that every rule may use beside its facts and parameters."""


def _shown(found: Any) -> str:
    if found is UNKNOWN:
        return "not described"
    if isinstance(found, frozenset):
        names = sorted(found)
        return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names) or "nobody"
    if isinstance(found, tuple):
        return ", ".join(map(str, found))
    if isinstance(found, bool):
        return "yes" if found else "no"
    if isinstance(found, AtLeast):
        return f"at least {int(found)}"
    if isinstance(found, datetime.date):
        return found.isoformat()
    return str(found)


def places(hit: Hit) -> list[Path]:
    """The paths to point at: the first is the finding's own, the others are related."""
    return evidence(hit.entity, hit.rule.at)


def coverage(facts: Facts, stage: Stage) -> tuple[Coverage, ...]:
    """How much of the org the file describes, as plain fractions."""
    duties = [e for e in facts.where("duty", "duty", stage.duties) if e.subject.scope[0] != "team"]
    described = bool(facts.claims.described) or any(value(e, "claims") is not UNKNOWN for e in duties)
    one = sum(_one_owner(e) for e in duties)
    roles = [e for e in facts.of("role") if e.subject.seat.declared]
    held = [
        found
        for e in roles
        if isinstance(found := value(e, "holders"), frozenset) and (found or not isinstance(found, Open))
    ]
    filled = sum(1 for found in held if found)
    teams, decisions = facts.of("team"), facts.of("decision")
    led = sum(1 for e in teams if value(e, "lead") is not UNKNOWN)
    decided = sum(1 for e in decisions if len(_set(value(e, "deciders"))) == 1)
    return (
        Coverage("expected duties with exactly one owner", one, len(duties) if described else None),
        Coverage("seats with a holder", filled, len(held) or None),
        Coverage("teams with a lead", led, len(teams) or None),
        Coverage("decisions with exactly one decider", decided, len(decisions) or None),
    )


def _set(found: Any) -> frozenset[str]:
    return found if isinstance(found, frozenset) else frozenset()


def _one_owner(entity: Entity) -> bool:
    """Exactly one owner, or one in each team that claims it; a craft that many share counts with at least one."""
    duty = entity.subject
    owners = value(entity, "owners")
    if owners is UNKNOWN:
        teams = {claim.scope for claim in duty.below}
        return all(len({c.holder for c in duty.below if c.scope == scope}) == 1 for scope in teams)
    return bool(owners) if value(entity, "shareable") else len(_set(owners)) == 1
