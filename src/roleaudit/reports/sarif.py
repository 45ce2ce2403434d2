"""The report for code scanning: SARIF 2.1.0, one run that lists every rule with its help and every finding.

What GitHub reads of it: https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TextIO

from roleaudit.findings import Finding, Level, Related, Result, RuleText, Span
from roleaudit.reports import Options
from roleaudit.reports.fingerprints import fingerprints
from roleaudit.reports.json_report import write_json
from roleaudit.reports.places import uri
from roleaudit.reports.terminal import visible

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
HOME = "https://pypi.org/project/roleaudit/"

LEVELS = {Level.ERROR: "error", Level.WARNING: "warning", Level.INFO: "note"}
SEVERITIES = {Level.ERROR: "error", Level.WARNING: "warning", Level.INFO: "recommendation"}

MOST_CHARACTERS = 1000
"""So much of a description is given; GitHub takes 1024 characters."""


def write(results: Sequence[Result], out: TextIO, options: Options) -> None:
    """Write one run for all results. Findings are not folded; a waived one has its reason as the justification."""
    rules = _rules(results)
    index = {rule.name: number for number, rule in enumerate(rules)}
    findings = [f for result in results for f in result.findings if f.level >= options.min_level]
    rows = [_result(f, options.top) for f in findings]
    for finding, row, name in zip(findings, rows, fingerprints(findings), strict=True):
        row["ruleIndex"] = index.get(finding.rule, -1)
        row["partialFingerprints"] = {"primaryLocationLineHash": name}
    driver = {"name": "roleaudit", "informationUri": HOME, "rules": [_rule(rule) for rule in rules]}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": rows}
    for result in results[:1]:
        driver["semanticVersion"] = result.version
        run["properties"] = {"rulesVersion": result.rules_version}
    write_json({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, out)


def _rules(results: Sequence[Result]) -> list[RuleText]:
    """The rules that ran for any of the results, each once, at the loudest of its levels."""
    rules: dict[str, RuleText] = {}
    for result in results:
        for rule in result.rules():
            if rule.name not in rules or rule.level > rules[rule.name].level:
                rules[rule.name] = rule
    return list(rules.values())


def _rule(rule: RuleText) -> dict[str, Any]:
    sources = "".join(f"\n\nSource: {_plain(source)}" for source in rule.sources)
    return {
        "id": rule.name,
        "name": _name(rule),
        "shortDescription": {"text": _plain(rule.summary[:MOST_CHARACTERS])},
        "fullDescription": {"text": _plain(rule.why[:MOST_CHARACTERS])},
        "help": {"text": f"{_plain(rule.why)}\n\nFix: {_plain(rule.fix)}{sources}"},
        "defaultConfiguration": {"level": LEVELS[rule.level]},
        "properties": {"tags": [rule.topic], "problem.severity": SEVERITIES[rule.level]},
    }


def _name(rule: RuleText) -> str:
    """The rule's name as one word in capitals, which has to be another than its id, whatever the case (3.49.7)."""
    words = rule.name if "-" in rule.name else f"{rule.topic}-{rule.name}"
    return "".join(word.capitalize() for word in words.split("-"))


def _result(finding: Finding, top: str) -> dict[str, Any]:
    location = _location(finding.span, top)
    if finding.address:
        location["logicalLocations"] = [{"fullyQualifiedName": visible(finding.address)}]
    kind = "external" if finding.suppressed is None else "inSource"
    excuse = {"kind": kind, "justification": visible(finding.excuse or "")}
    return {
        "ruleId": finding.rule,
        "level": LEVELS[finding.level],
        "message": {"text": _message(finding)},
        "locations": [location],
        "relatedLocations": [
            {"id": number, "message": {"text": _label(place)}, **_location(place.span, top)}
            for number, place in enumerate(finding.related, 1)
        ],
        "suppressions": [] if finding.excuse is None else [excuse],
    }


def _message(finding: Finding) -> str:
    """What was found, which edit clears it, and links to the other places; the first sentence serves as the title."""
    found = _plain(finding.message).rstrip(".") + "."
    links = ", ".join(f"[{_label(place)}]({number})" for number, place in enumerate(finding.related, 1))
    return " ".join(filter(None, (found, _plain(finding.fix), links and f"See {links}.")))


def _location(span: Span, top: str) -> dict[str, Any]:
    region = {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }
    return {"physicalLocation": {"artifactLocation": {"uri": uri(span.file, top)}, "region": region}}


def _plain(text: str) -> str:
    """A text in which no placeholder and no link is read (SARIF 2.1.0, 3.11.5 and 3.11.6)."""
    text = visible(" ".join(text.split())).replace("{", "{{").replace("}", "}}")
    return text.replace("](", "] (")


def _label(place: Related) -> str:
    """What a second place is, in words that can stand between the brackets of a link."""
    return _plain(place.label or "here").translate(str.maketrans("[]\\", "()/"))
