"""The report for test dashboards: JUnit XML, a suite for each org file and a case for each rule that ran."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TextIO
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from roleaudit.findings import INVALID_FILE, Finding, Result, RuleText
from roleaudit.reports import Options
from roleaudit.reports.folding import Entry
from roleaudit.reports.places import from_top
from roleaudit.reports.terminal import visible

NO_XML = re.compile("[\ufffe\uffff]")
"""What `visible` leaves and XML 1.0 forbids (2.2, Characters)."""


def write(results: Sequence[Result], out: TextIO, options: Options) -> None:
    """Write a case for each rule: it fails where the run fails, and is skipped where a waiver or a gap keeps it silent.

    What is found below the level that fails is said in `system-out`. The bytes are ASCII, which every stream carries.
    """
    suites = Element("testsuites", name="roleaudit")
    suites.extend(_suite(result, options) for result in results)
    ElementTree.indent(suites)
    out.write(ElementTree.tostring(suites, encoding="us-ascii", xml_declaration=True).decode() + "\n")


def _suite(result: Result, options: Options) -> Element:
    found: dict[str, list[Finding]] = {}
    for finding in result.findings:
        if finding.level >= options.min_level:
            found.setdefault(finding.rule, []).append(finding)
    rules = {rule.name: rule for rule in result.rules()}
    names = dict.fromkeys((*rules, *found))  # whoever made a finding, no case is lost
    cases = [_case(name, rules.get(name), found.get(name, []), options) for name in names]
    suite = Element("testsuite", name=_text(result.root), tests=str(len(cases)))
    for attribute, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(attribute, str(sum(case.find(tag) is not None for case in cases)))
    suite.extend(cases)
    return suite


def _case(name: str, rule: RuleText | None, findings: Sequence[Finding], options: Options) -> Element:
    case = Element("testcase", name=_text(name), classname=_text(f"roleaudit.{rule.topic}") if rule else "roleaudit")
    failing = [f for f in findings if f.excuse is None and _fails(f, options)]
    if failing:
        tag, level = "error" if name == INVALID_FILE else "failure", str(failing[0].level)
        failure = SubElement(case, tag, type=level, message=_text(Entry(tuple(failing)).headline))
        failure.text = _lines(failing, options.top)
    elif findings and all(f.excuse is not None for f in findings):
        reasons = dict.fromkeys(filter(None, map(_excuse, findings)))
        SubElement(case, "skipped", message=_text("; ".join(reasons)))
    elif not findings and rule and not rule.described:
        SubElement(case, "skipped", message="too little is described to tell")
    others = [f for f in findings if f not in failing]
    if others:
        SubElement(case, "system-out").text = _lines(others, options.top)
    return case


def _fails(finding: Finding, options: Options) -> bool:
    return finding.rule == INVALID_FILE or (options.fail_on is not None and finding.level >= options.fail_on)


def _lines(findings: Sequence[Finding], top: str) -> str:
    """Give a line for each finding and one for its fix."""
    return "".join(f"{line}\n" for finding in findings for line in _said(finding, top))


def _said(finding: Finding, top: str) -> Iterator[str]:
    where = f"{from_top(finding.span.file, top)}:{finding.span.line}:{finding.span.column}"
    excuse = f" ({_excuse(finding)})" if finding.excuse is not None else ""
    yield _text(f"{where}: {finding.level}: {finding.message}{excuse}")
    if finding.fix:
        yield _text(f"  fix: {' '.join(finding.fix.split())}")


def _excuse(finding: Finding) -> str:
    return f"waived: {finding.suppressed}" if finding.suppressed is not None else f"known before: {finding.known}"


def _text(text: str) -> str:
    return NO_XML.sub(lambda match: f"\\u{ord(match[0]):x}", visible(text))
