"""Knows how the words of the three kinds of file are said as JSON Schema, which editors and validators read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from roleaudit import catalog, config, facts, model, rules
from roleaudit.checks import MATCHERS
from roleaudit.config import Key
from roleaudit.facts import Kind
from roleaudit.facts.kinds import FactType
from roleaudit.findings import Level
from roleaudit.rules import Rule

Schema = dict[str, Any]

KINDS = ("org", "config", "rule")
"""The kinds of file that have a schema."""

FILES = {"org": "org.schema.json", "config": "roleaudit.schema.json", "rule": "rule.schema.json"}
"""What the schema of each kind is called where it is kept."""

_DRAFT = "http://json-schema.org/draft-07/schema#"  # the one that editors know best
_OWN: Schema = {"^x-": {"description": "A field of your own."}}
_TEXT: Schema = {"type": ["string", "number", "boolean"]}  # `name: 2024` is text to the reader, and a number to YAML
_LEVELS = ["off", *map(str, Level)]
_DAY = {"type": "string", "format": "date"}
_PERCENT = {
    "anyOf": [
        {"type": "number", "minimum": 0, "maximum": 100},
        {"type": "string", "pattern": r"^[0-9]{1,9}(\.[0-9]{1,9})? ?%?$"},
    ]
}
_VALUES: Schema = {"anyOf": [_TEXT, {"type": "array", "items": _TEXT}]}
_NAMED = {"type": "string", "pattern": r"^\$"}
_NUMBER: Schema = {"anyOf": [{"type": "integer"}, _NAMED]}
_FLAG: Schema = {"anyOf": [{"type": "boolean"}, _NAMED]}
_VALUE: dict[FactType, Schema] = {
    "text": _TEXT,
    "set": _TEXT,
    "flag": _FLAG,
    "number": _NUMBER,
    "days": _NUMBER,
    "date": {"anyOf": [_DAY, _NAMED]},
}
_INCLUDE = {
    "description": "More files of this organisation, relative to this one: paths, or patterns such as `parts/*.yaml`.",
    "examples": [["parts/*.yaml"]],
    **_VALUES,
}


def schema(kind: str) -> Schema:
    """The JSON Schema of the org file (`org`), of roleaudit.yaml (`config`) or of a rule file (`rule`)."""
    return {"org": _org, "config": _config, "rule": _rule}[kind]()


# --- the org file -----------------------------------------------------------------------------------------------------


def _org() -> Schema:
    lists = _lists(catalog.load())
    written = model.described()
    entries = written["$defs"]
    offered = {f"{name}-words": {"anyOf": [{"enum": list(words)}, _TEXT]} for name, words in lists.items()}
    definitions = {name: _mapping(entry, entries, lists) for name, entry in entries.items()}
    root = _mapping(written, entries, lists)
    root["properties"]["include"] = _INCLUDE
    _share(definitions, root, definitions["Product"], definitions["Team"])
    return {"$schema": _DRAFT, "title": "Org file of roleaudit", **root, "definitions": {**definitions, **offered}}


def _share(definitions: Schema, *holders: Schema) -> None:
    """Define responsibilities once for all who have them, and their parties once for all duties that are offered."""
    for holder in holders:
        field = holder["properties"]["responsibilities"]
        duties = field.pop("anyOf")
        field["$ref"] = "#/definitions/Responsibilities"
    mapping = duties[0]
    definitions["Parties"] = mapping["additionalProperties"]
    parties = {"$ref": "#/definitions/Parties"}
    any_duty = {"description": definitions["Responsibility"].pop("description"), **parties}  # nearer than that of each
    offered = {duty: {"description": said["description"], **parties} for duty, said in mapping["properties"].items()}
    mapping |= {"properties": offered, "additionalProperties": any_duty}
    definitions["Responsibilities"] = {"anyOf": duties}


Lists = Mapping[str, Mapping[str, str]]
"""Words to offer, each with what it means, by the name under which a field asks for them."""


def _lists(words: catalog.Catalog) -> Lists:
    """The words to offer, by what a field refers to or is usual in it."""
    titles = {title.id: title.title for title in words.titles.values()}
    deliverables = {kind.id: kind.title for kind in words.deliverables.values()}
    return {
        "duty": {duty.id: duty.meaning for duty in words.duties.values()},
        "role": titles,
        "actor": titles | {party.id: party.title for party in words.parties.values()},
        "input": {kind.id: kind.title for kind in words.inputs.values()} | deliverables,
        "deliverable": deliverables,
        "ritual": {kind.id: kind.purpose for kind in words.rituals.values()},
        "metric": {kind.id: kind.title for kind in words.metrics.values()},
        "tool-category": {kind.id: kind.title for kind in words.tools.values()},
        "skill": {skill.id: skill.title for skill in words.skills.values()},
        "decision": {kind.id: kind.title for kind in words.decisions.values()},
        "function": dict.fromkeys(catalog.FUNCTIONS, ""),
    }


def _mapping(written: Schema, entries: Schema, lists: Lists) -> Schema:
    """A mapping of the org file: the words that it takes, and any of the user's own."""
    properties = {word: _field(field, entries, lists) for word, field in written["properties"].items()}
    required: Schema = {"required": written["required"]} if "required" in written else {}
    words = {"description": written["description"], "properties": properties}
    return {"type": "object", **words, **required, "patternProperties": _OWN, "additionalProperties": False}


def _field(written: Schema, entries: Schema, lists: Lists) -> Schema:
    """One field: what it means, examples, and its forms; the words that are usual in it are offered."""
    forms = _forms(written, entries, lists, written.get("usual", written["refers"]))
    keys = lists.get(written["refers"], {})
    for mapping in (form for form in forms.get("anyOf", ()) if keys and "additionalProperties" in form):
        entry = mapping["additionalProperties"]
        mapping["properties"] = {key: {"description": meaning, **entry} for key, meaning in keys.items()}
    return {"description": written["description"], "examples": written["examples"], **forms}


def _forms(written: Schema, entries: Schema, lists: Lists, usual: str | None) -> Schema:
    """The forms of a value, long and short."""
    if "anyOf" in written:
        return _either(_forms(form, entries, lists, usual) for form in written["anyOf"])
    if "$ref" in written:
        return _entry(written["$ref"].removeprefix("#/$defs/"), entries, lists)
    if written["type"] == "array":
        item = _forms(written["items"], entries, lists, usual)
        return _either([item, {"type": "array", "items": item}])
    if written["type"] == "object":
        value = _forms(written["additionalProperties"], entries, lists, usual)
        nothing_yet = [{"type": "null"}] if "$ref" in written["additionalProperties"] else []
        return {"type": "object", "additionalProperties": _either([value, *nothing_yet])}
    if written["type"] == "string" and not written.keys() & {"enum", "format"}:
        return {"$ref": f"#/definitions/{usual}-words"} if usual in lists else _TEXT
    if written["type"] == "number":
        return _PERCENT
    return {key: written[key] for key in ("type", "enum", "format") if key in written}


def _entry(name: str, entries: Schema, lists: Lists) -> Schema:
    """A mapping that is defined elsewhere, or a bare value for the field that is short for it."""
    long = {"$ref": f"#/definitions/{name}"}
    if not entries[name]["short"]:
        return long
    field = entries[name]["properties"][entries[name]["short"]]
    written = [form for form in field["anyOf"] if form != {"type": "null"}]
    return _either([long, _forms({"anyOf": written}, entries, lists, field["refers"])])


def _either(forms: Iterable[Schema]) -> Schema:
    """One of several forms, each once and none inside another."""
    flat = _flat(forms)
    if all(form.keys() == {"type"} for form in flat):
        listed = [form["type"] if isinstance(form["type"], list) else [form["type"]] for form in flat]
        return {"type": [name for names in listed for name in names]} if len(flat) > 1 else flat[0]
    return {"anyOf": flat} if len(flat) > 1 else flat[0]


def _flat(forms: Iterable[Schema]) -> list[Schema]:
    flat: list[Schema] = []
    for form in forms:
        flat += [inner for inner in form.get("anyOf", [form]) if inner not in flat]
    return flat


# --- roleaudit.yaml ---------------------------------------------------------------------------------------------------


def _config() -> Schema:
    properties = {name: _setting(key) for name, key in config.KEYS.items()}
    known = rules.load().rules.values()
    stages = properties["extends"]["anyOf"]
    stages.insert(0, {"enum": list(rules.STAGES)})
    properties["rules"] |= {
        "properties": {rule.name: _changes(rule) for rule in known},
        "additionalProperties": {"anyOf": [{"enum": _LEVELS}, {"type": "object"}, {"type": "null"}]},
    }
    return {
        "$schema": _DRAFT,
        "title": "Configuration of roleaudit",
        "description": "What a repository wants otherwise when the roles of its organisation are audited.",
        "type": "object",
        "properties": properties,
        "patternProperties": _OWN,
        "additionalProperties": False,
        "definitions": {
            "level": _said_of("level"),
            "because": _said_of("because"),
            "values": _VALUES,
            **{f"{rule.name}-at-a-stage": _level_or(_named(_params(rule))) for rule in known if _params(rule)},
            "rule-at-a-stage": _level_or(_named([])),
            "rule": _level_or(_named([]) | _by_stage("rule")),
        },
    }


def _setting(key: Key) -> Schema:
    text: Schema = {"enum": list(key.choices)} if key.choices else _TEXT
    forms: dict[str, Schema] = {
        "text": text,
        "words": {"anyOf": [text, {"type": "array", "items": text}]},
        "mapping": {"type": ["object", "null"]},
    }
    meaning = f"{key.meaning[0].upper()}{key.meaning[1:]}."
    return {"description": meaning, "examples": [key.example], **forms[key.shape]}


def _changes(rule: Rule) -> Schema:
    """What a configuration may change of a rule: its level, or that and its parameters, everywhere or at a stage."""
    params = _params(rule)
    if not params:
        return {"description": rule.summary, "allOf": [{"$ref": "#/definitions/rule"}]}
    return {"description": rule.summary, **_level_or(_named(params) | _by_stage(rule.name))}


def _params(rule: Rule) -> list[str]:
    """The parameters that a rule file gives values to."""
    named = {name: None for setting in rule.settings.values() for name in setting.written}
    return [name for name in named if name not in ("level", "because")]


def _named(params: Iterable[str]) -> Schema:
    values = {"level": "level", "because": "because"} | dict.fromkeys(params, "values")
    return {name: {"$ref": f"#/definitions/{value}"} for name, value in values.items()}


def _by_stage(name: str) -> Schema:
    return {stage: {"$ref": f"#/definitions/{name}-at-a-stage"} for stage in rules.STAGES}


def _said_of(name: str) -> Schema:
    """What a file says of a rule at a stage: its level, or a reason."""
    if name == "level":
        return {"description": "How bad a finding is; `off` ends the rule.", "enum": _LEVELS}
    return {"description": "Why it is judged so at this stage.", **_TEXT}


def _level_or(properties: Schema) -> Schema:
    words = {"type": "object", "properties": properties, "additionalProperties": False}
    return {"anyOf": [{"enum": _LEVELS}, words]}


# --- a rule file ------------------------------------------------------------------------------------------------------


def _rule() -> Schema:
    """What a `for` names decides which facts there are to compare."""
    blocks = {f"facts-of-{kind.name}": _facts(kind) for kind in facts.KINDS.values()}
    return {
        "$schema": _DRAFT,
        "title": "Rule of roleaudit",
        "description": "One rule of an audit of roles; the file has its name.",
        "type": "object",
        "required": [name for name, word in rules.RULE_WORDS.items() if word.needed],
        "properties": {
            name: {"description": word.meaning, "examples": [word.example], **_rule_words()[name]}
            for name, word in rules.RULE_WORDS.items()
        },
        "additionalProperties": False,
        "allOf": [_of_kind(kind) for kind in facts.KINDS.values()],
        "definitions": {**{f"compared-{type_}": _compared(type_) for type_ in MATCHERS}, **blocks},
    }


def _rule_words() -> dict[str, Schema]:
    """The form of each word; what depends on the kind is said there."""
    source: Schema = {"type": "object", "properties": dict.fromkeys(rules.Source._fields, _TEXT)}
    example: Schema = {"type": "object", "properties": {"bad": {"type": "string"}, "good": {"type": "string"}}}
    example |= {"required": ["bad", "good"], "additionalProperties": False}
    stage: Schema = {"type": "object", "properties": {name: _said_of(name) for name in ("level", "because")}}
    stage |= {"additionalProperties": _VALUES}
    milder: Schema = {"type": "object", "properties": {"when": {"type": "object"}, "level": _said_of("level")}}
    block = {"type": "object"}
    return dict.fromkeys(rules.RULE_WORDS, _TEXT) | {
        "for": {"enum": list(facts.KINDS)},
        "evidence": {"enum": list(rules.EVIDENCE)},
        "waivable": {"type": "boolean"},
        "sources": _one_or_more(source | {"additionalProperties": False}),
        "stages": {
            "type": "object",
            "properties": dict.fromkeys(rules.STAGES, stage),
            "additionalProperties": False,
        },
        "when": block,
        "expect": _one_or_more(block),
        "supersedes": _VALUES,
        "aliases": _VALUES,
        "milder": milder | {"additionalProperties": False},
        "examples": _one_or_more(example),
    }


def _one_or_more(item: Schema) -> Schema:
    return {"anyOf": [item, {"type": "array", "items": item}]}


def _of_kind(kind: Kind[Any]) -> Schema:
    block = {"$ref": f"#/definitions/facts-of-{kind.name}"}
    words = {"when": block, "expect": _one_or_more(block), "at": {"enum": list(kind.facts)}}
    words |= {"milder": {"properties": {"when": block}}}
    return {"if": {"properties": {"for": {"const": kind.name}}, "required": ["for"]}, "then": {"properties": words}}


def _facts(kind: Kind[Any]) -> Schema:
    """A block on a kind: its own facts, and those of the product and the organisation that it is in."""
    own = {fact.name: {"description": fact.meaning, **_ref(fact.type)} for fact in kind.facts.values()}
    outer = {
        f"^{parent}\\.({'|'.join(f.name for f in found)})$": _ref(type_)
        for parent in ("product", "org")
        for type_ in MATCHERS
        if (found := [fact for fact in facts.KINDS[parent].facts.values() if fact.type == type_])
    }
    return {"type": "object", "properties": own, "patternProperties": outer, "additionalProperties": False}


def _ref(type_: str) -> Schema:
    return {"$ref": f"#/definitions/compared-{type_}"}


def _compared(type_: FactType) -> Schema:
    """How a fact of a type is compared: a bare value means `is`, a bare list `in`, and `$name` a parameter."""
    matchers = {"exists": _FLAG} | {
        name: {"same": _VALUE[type_], "list": _VALUES, "number": _NUMBER, "flag": _FLAG}[matcher.operand]
        for name, matcher in MATCHERS[type_].items()
    }
    bare = [_VALUE[type_]] if "is" in matchers else []
    listed = [{"type": "array", "items": _TEXT}] if "in" in matchers else []
    return {"anyOf": [*bare, *listed, {"type": "object", "properties": matchers, "additionalProperties": False}]}
