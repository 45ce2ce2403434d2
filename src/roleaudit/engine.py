"""Runs the rules of every stage over the facts: verdicts, precedence, coverage; knows no format and no waiver."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import compress, repeat
from typing import Any, Literal, NamedTuple

from roleaudit.checks import Answer, Condition, Reference, compile_block, compile_condition
from roleaudit.facts import KINDS, UNKNOWN, Entity, Facts, Open, Value, column, value
from roleaudit.findings import Coverage, Level
from roleaudit.rules import Rule, RuleSet, Stage

FEW = 100
"""So few entities are asked outright: to narrow them further would cost more than it saves."""

Verdict = Literal["speaks", "content", "silent", "unknown"]
"""What a rule says of one entity: the expectation fails, holds, does not apply, or cannot be told."""


class Hit(NamedTuple):
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

    def ask(
        self, entities: Sequence[Entity], others: frozenset[Verdict], settled: Condition | None
    ) -> tuple[list[Entity], bool]:
        """The entities on which the rule speaks, and whether too little is described of all of them to tell."""
        applies = self._applies(entities, settled)
        meant = list(compress(entities, applies))
        said = self._expected(meant)
        spoken = [entity for entity, verdict in zip(meant, said, strict=True) if verdict == "speaks"]
        given = others.union(said, ("unknown",) if None in applies else ())
        return spoken, "unknown" in given and not given & {"speaks", "content"}

    def verdicts(self, entities: Sequence[Entity]) -> list[Verdict]:
        """What the rule says of each entity."""
        applies = self._applies(entities)
        said = iter(self._expected(list(compress(entities, applies))))
        return [next(said) if a else "silent" if a is False else "unknown" for a in applies]

    def _applies(self, entities: Sequence[Entity], settled: Condition | None = None) -> list[Answer]:
        """Whether `when` holds for each entity, of which one condition of it may be known to hold already."""
        when = tuple(condition for condition in self.rule.when if condition is not settled)
        return compile_block(when, self.params, self.org, brief=True)(entities)

    def _expected(self, entities: Sequence[Entity]) -> list[Verdict]:
        """Whether one alternative of `expect` holds; the next is asked only where none did so far."""
        said: list[Verdict] = ["speaks"] * len(entities)
        open_: Sequence[int] = range(len(entities))
        for block in self.rule.expect:
            if not open_:
                break
            test = compile_block(block, self.params, self.org)
            asked = entities if len(open_) == len(entities) else [entities[number] for number in open_]
            for number, answer in zip(open_, test(asked), strict=True):
                if answer is not False:
                    said[number] = "content" if answer else "unknown"
            open_ = [number for number in open_ if said[number] != "content"]
        return said

    def hits(self, stage: Stage, spoken: Sequence[Entity]) -> Iterator[Hit]:
        """The hits at a stage, at its level, or lower where the rule says that the case is a milder one."""
        level = self.rule.settings[stage.name].level
        assert level is not None
        levels: Iterable[Level] = repeat(level, len(spoken))
        if self.rule.milder:
            block, mildest = self.rule.milder
            levels = [
                min(level, mildest) if mild else level for mild in compile_block(block, self.params, self.org)(spoken)
            ]
        return map(Hit, repeat(self.rule), spoken, levels, repeat(stage), repeat(self.params))


class Outcome(NamedTuple):
    """The hits at the stage judged, at the others the errors alone; of the rules asked at the stage judged their names,
    and the names of those that too little is said for.
    """

    hits: Mapping[str, tuple[Hit, ...]]
    asked: frozenset[str]
    undescribed: frozenset[str]


def run(ruleset: RuleSet, facts: Facts, names: frozenset[str], judged: str) -> Outcome:
    """Ask each of the named rules about each entity of its kind, once for each distinct set of parameters.

    Of the stages that are not judged only errors are wanted, for the ladder, so that other rules are not asked there.
    """
    hits: dict[str, list[Hit]] = {stage: [] for stage in ruleset.stages}
    undescribed = set()
    for rule in ruleset.rules.values():
        # Duties may be there that nobody writes down; of any other kind with no entity there is nothing to ask.
        if rule.name in names and (rule.kind == "duty" or facts.of(rule.kind)):
            stages = [s for s in ruleset.stages.values() if _wanted_at(rule, s.name, judged)]
            for stage, judge, spoken, blind in _ask(rule, stages, facts):
                hits[stage.name].extend(judge.hits(stage, spoken))
                if blind and stage.name == judged:
                    undescribed.add(rule.name)
    asked = frozenset(name for name in names if ruleset.rules[name].settings[judged].level is not None)
    return Outcome({stage: tuple(_precedence(found)) for stage, found in hits.items()}, asked, frozenset(undescribed))


def _wanted_at(rule: Rule, stage: str, judged: str) -> bool:
    level = rule.settings[stage].level
    return level is not None and (stage == judged or level is Level.ERROR)


def _ask(rule: Rule, stages: list[Stage], facts: Facts) -> Iterator[tuple[Stage, Judge, list[Entity], bool]]:
    used = _used_params(rule)
    known: dict[tuple[Any, ...], tuple[list[Entity], bool]] = {}
    for stage in stages:
        setting = rule.settings[stage.name]
        judge = Judge(rule, setting.params, facts.org)
        key = tuple(setting.params.get(name) for name in used)
        if key not in known:
            known[key] = judge.ask(*_candidates(rule, setting.params, facts))
        yield stage, judge, *known[key]


def _used_params(rule: Rule) -> list[str]:
    """The parameters on which the rule's verdict depends."""
    blocks = (rule.when, *rule.expect)
    operands = [c.operand if isinstance(c.operand, tuple) else (c.operand,) for block in blocks for c in block]
    return sorted({item.name for items in operands for item in items if isinstance(item, Reference)})


Candidates = tuple[Sequence[Entity], frozenset[Verdict], Condition | None]
"""The entities to ask a rule about, what it says of all others, and the condition that is settled for the first."""


def _candidates(rule: Rule, params: dict[str, Any], facts: Facts) -> Candidates:
    """Find those a rule can speak on.

    A condition on an indexed fact, one with few distinct values, is asked once for each value; the condition that
    leaves the fewest entities decides. Duties come by name where the rule names them, claimed by somebody or not.
    """
    best: Candidates = facts.of(rule.kind), frozenset(), None
    for condition in rule.when or (rule.expect[0] if [len(block) for block in rule.expect] == [1] else ()):
        wanted = None if condition.parent else _wanted(condition, params)
        if wanted is not None and (rule.kind, condition.fact) == ("duty", "duty") and condition.matcher in ("is", "in"):
            return facts.duties(wanted), frozenset(), condition
        if wanted is not None and KINDS[rule.kind].facts[condition.fact].indexed:
            found = _by_value(condition, rule, params, facts)
            best = min(best, found, key=lambda candidates: len(candidates[0]))
            if len(best[0]) < FEW:
                break
    return best


def _by_value(condition: Condition, rule: Rule, params: dict[str, Any], facts: Facts) -> Candidates:
    """The entities that a condition leaves to be asked about, and what the rule says of the others."""
    groups = facts.by_value(rule.kind, condition.fact)
    test = compile_condition(condition, params, facts.org)
    answers = test([group[0] for group in groups])
    left: set[Answer] = {True} if rule.when else {False, None}
    said: dict[Answer, Verdict] = {None: "unknown", False: "silent"} if rule.when else {True: "content"}
    entities = [e for group, answer in zip(groups, answers, strict=True) if answer in left for e in group]
    return entities, frozenset(said[answer] for answer in answers if answer not in left), condition


def _wanted(condition: Condition, params: Mapping[str, Any]) -> tuple[Any, ...] | None:
    """What a condition compares with, parameters filled in; None where that is another fact."""
    found: list[Any] = []
    for item in condition.operand if isinstance(condition.operand, tuple) else (condition.operand,):
        given = params.get(item.name) if isinstance(item, Reference) else item
        if given is None:
            return None
        found.extend(given if isinstance(given, tuple) else [given])
    return tuple(found)


def _precedence(hits: list[Hit]) -> Iterator[Hit]:
    """Where one rule supersedes another on the same entity and speaks at least as loud, only the first speaks."""
    silenced: dict[tuple[str, Entity], Level] = {}
    for hit in hits:
        for name in hit.rule.supersedes:
            key = (name, hit.entity)
            silenced[key] = max(hit.level, silenced.get(key, hit.level))
    some = {name for name, _ in silenced}
    for hit in hits:
        if hit.rule.name not in some or hit.level > silenced.get((hit.rule.name, hit.entity), 0):
            yield hit


def coverage(facts: Facts, stage: Stage, outcome: Outcome) -> tuple[Coverage, ...]:
    """How much of the org the file describes, and of how many of the rules asked, as plain fractions."""
    duties = [e for e in facts.duties(stage.duties) if e.subject.scope[0] != "team"]
    described = bool(facts.claims.claimed_in) or any(value(e, "claims") is not UNKNOWN for e in duties)
    one = sum(map(_one_owner, duties, column(duties, "owners"), column(duties, "shareable")))
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
        Coverage("rules that enough is described for", len(outcome.asked - outcome.undescribed), len(outcome.asked)),
    )


def _set(found: Any) -> frozenset[str]:
    return found if isinstance(found, frozenset) else frozenset()


def _one_owner(entity: Entity, owners: Value, shareable: Value) -> bool:
    """Exactly one owner, or one in each team that claims it; a craft that many share counts with at least one."""
    if owners is UNKNOWN:
        holders: dict[object, set[object]] = {}
        for claim in entity.subject.below:
            holders.setdefault(claim.scope, set()).add(claim.holder)
        return all(len(found) == 1 for found in holders.values())
    return bool(owners) if shareable else len(_set(owners)) == 1
