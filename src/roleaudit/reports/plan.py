"""The growth plan as a to-do list: text for people, Markdown for an issue, JSON for programs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TextIO

from roleaudit.growth import Item, Plan, Step
from roleaudit.reports.markdown import code
from roleaudit.reports.terminal import encoding_of, visible

FORMAT = "roleaudit-plan/1"
MOST_SOURCES = 1
"""So many sources of a rule are named; `roleaudit explain` names them all."""


def write(name: str, plan: Plan, out: TextIO) -> None:
    """Write a plan in the format of that name; a name that is not in `FORMATS` is a KeyError."""
    FORMATS[name](plan, out)


def notes(plan: Plan) -> Iterator[str]:
    """What stands above a plan: how much there is to do, what cannot be told, and what is no part of it."""
    counted = [f"{step.to_do} {step.part.title.casefold()}" for step in plan.steps if step.to_do]
    whole = f"{_count(sum(step.to_do for step in plan.steps), 'thing')} to do"
    yield f"{whole}: {', '.join(counted)}." if counted else f"{whole}."
    if any(subject.open for step in plan.steps for subject in step.subjects):
        yield "What is marked with ? is not described, so that nobody can tell whether it is to be done."
    if plan.due:
        asked = f"{_count(plan.due, 'finding')} of the present stage, {plan.present.stage}"
        yield f"{asked}: `roleaudit check` shows {'it' if plan.due == 1 else 'them'}."


def subject_title(topic: str) -> str:
    """A topic as a heading."""
    return topic.replace("-", " ")


def why(item: Item) -> str:
    """The reason of an item, as the later stage gives it."""
    return " ".join((item.findings[0].why if item.findings else item.rule.why).split())


def sources(item: Item) -> str:
    """The first sources of a rule, in one line."""
    return "; ".join(item.rule.sources[:MOST_SOURCES])


def _text(plan: Plan, out: TextIO) -> None:
    encoding = encoding_of(out)
    for line in _text_lines(plan):
        out.write(visible(line, encoding) + "\n")


def _text_lines(plan: Plan) -> Iterator[str]:
    yield f"{plan.target.root}: from {plan.present.stage} to {plan.target.stage}"
    yield plan.whom
    yield from notes(plan)
    for number, step in enumerate(plan.steps, 1):
        yield from ("", f"{number}. {step.part.title}. {step.part.why}")
        for subject in step.subjects:
            yield from ("", f"   {subject_title(subject.topic)}")
            for item in subject.items:
                yield from _text_item(item)
            for item in subject.open:
                yield from _text_item(item)


def _text_item(item: Item) -> Iterator[str]:
    yield f"   {item.level if item.findings else '?'}[{item.rule.name}]: {item.rule.summary}"
    if why(item):
        yield f"     why: {why(item)}"
    if item.rule.sources:
        yield f"     from: {sources(item)}"
    if not item.findings:
        yield f"     [?] {item.rule.fix}"
    for finding in item.findings:
        yield f"     [ ] {finding.message} ({finding.span.file}:{finding.span.line})"
        yield f"         {finding.fix}"


def _markdown(plan: Plan, out: TextIO) -> None:
    encoding = encoding_of(out)
    text = "\n".join(_markdown_lines(plan)) + "\n"
    out.write(text.encode(encoding, "backslashreplace").decode(encoding))


def _markdown_lines(plan: Plan) -> Iterator[str]:
    yield f"# {code(plan.target.root)}: from {plan.present.stage} to {plan.target.stage}"
    yield from ("", plan.whom, "", *(f"{note}  " for note in notes(plan)))
    for number, step in enumerate(plan.steps, 1):
        yield from ("", f"## {number}. {step.part.title}", "", step.part.why)
        for subject in step.subjects:
            yield from ("", f"### {code(subject_title(subject.topic))}")
            for item in (*subject.items, *subject.open):
                yield from _markdown_item(item)


def _markdown_item(item: Item) -> Iterator[str]:
    level = item.level if item.findings else "?"
    yield from ("", f"**{level}** {code(item.rule.summary)} ({code(item.rule.name)})")
    if why(item):
        yield from ("", f"Why: {code(why(item))}")
    if item.rule.sources:
        yield from ("", f"From: {code(sources(item))}")
    yield ""
    if not item.findings:
        yield f"- [ ] not described: {code(item.rule.fix)}"
    for finding in item.findings:
        where = code(f"{finding.span.file}:{finding.span.line}")
        yield f"- [ ] {code(finding.message)} ({where}): {code(finding.fix)}"


def _json(plan: Plan, out: TextIO) -> None:
    import json

    document = {
        "format": FORMAT,
        "version": plan.target.version,
        "rules_version": plan.target.rules_version,
        "today": plan.target.today,
        "root": plan.target.root,
        "from": plan.present.stage,
        "to": plan.target.stage,
        "due": plan.due,
        "whom": plan.whom,
        "to_do": sum(step.to_do for step in plan.steps),
        "steps": [_json_step(step) for step in plan.steps],
    }
    json.dump(document, out, indent=2)
    out.write("\n")


def _json_step(step: Step) -> dict[str, Any]:
    return {
        "name": step.part.name,
        "title": step.part.title,
        "why": step.part.why,
        "subjects": [
            {
                "topic": subject.topic,
                "items": [_json_item(item) for item in subject.items],
                "not_described": [_json_rule(item) | {"fix": item.rule.fix} for item in subject.open],
            }
            for subject in step.subjects
        ],
    }


def _json_rule(item: Item) -> dict[str, Any]:
    rule = item.rule
    return {
        "rule": rule.name,
        "level": str(item.level),
        "summary": rule.summary,
        "why": why(item),
        "sources": list(rule.sources),
    }


def _json_item(item: Item) -> dict[str, Any]:
    findings = [
        {"address": f.address, "identity": f.identity, "message": f.message, "fix": f.fix, "level": str(f.level)}
        | {"span": f.span._asdict()}
        for f in item.findings
    ]
    return _json_rule(item) | {"findings": findings}


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


FORMATS: dict[str, Callable[[Plan, TextIO], None]] = {"text": _text, "markdown": _markdown, "json": _json}
"""Each form of a plan by its name."""
