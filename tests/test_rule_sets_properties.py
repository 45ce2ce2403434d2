"""Whatever a configuration or an own rule holds, the answer is findings or a fault with its place, never a crash."""

from __future__ import annotations

import contextlib
import copy
import datetime
import tempfile
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from roleaudit import examples, pipeline, rule_sets
from roleaudit.checks import MATCHERS
from roleaudit.findings import BadInput, Result, UsageError

TODAY = datetime.date(2026, 11, 22)
ORG = """\
org: {stage: scaleup}
roles: {ceo: {owns: [roadmap]}, a: {reports_to: ceo}, b: {reports_to: ceo}}
people: {p1: {roles: {role: ceo, share: 50%, until: 2027-01-01}}}
"""
RULE = """\
summary: A seat has many reports.
why: A lead has no time.
fix: Add a lead to {direct_reports}.
evidence: practice
sources: [{title: A book, url: example.org}, {document: product-guide, section: Introduction}]
stages:
  startup: {level: info, most: 12, kinds: [human, agent]}
  scaleup: {level: warning, most: 1, because: Teams have leads by now.}
for: holder
when: {direct_reports: {min: 1}, kind: $kinds, functions: {none: [design]}}
expect: [{direct_reports: {max: $most}}, {org.industry: {unlike: ["hard*"]}, terms: {empty: true}}]
at: direct_reports
message: "{id} has {direct_reports}; {stage} allows {most}"
supersedes: [wide-span]
aliases: [many-reports]
milder: {when: {share_total: {max: 20}}, level: info}
examples:
- {bad: "org: {stage: scaleup}\\nroles: {a: {reports_to: b}, b: {}} # <- own warning", good: "org: {stage: scaleup}"}
"""
CONFIG = """\
required-version: ">=0.1"
org: org.yaml
extends: [scaleup, ./own]
rules: {own: {level: error, most: 1, scaleup: {kinds: human}}, wide-span: off, too-many-hats: {startup: warning}}
fail-on: warning
formats: [text, github]
x-note: [a]
"""
WORDS = "~ $ $most $functions $expected off error startup own wide-span ./own acme .. direct_reports org.headcount"
WORDS += " product.pms { {id} {no} * [ true -1 2026-13-01 é role waiver entry min matches exists"
ODD = st.sampled_from([*WORDS.split(), "", "\0", "9" * 5000, "a: b", "# <- own error"])
VALUE = st.recursive(
    st.none() | ODD, lambda v: st.lists(v, max_size=3) | st.dictionaries(ODD, v, max_size=3), max_leaves=5
)


def paths(data: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The paths of all nodes below the top."""
    pairs = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [found for key, value in pairs for found in ((*path, key), *paths(value, (*path, key)))]


@st.composite
def edited(draw: st.DrawFn, text: str) -> str:
    """A file of which one to three nodes are replaced, removed or given another key."""
    data = copy.deepcopy(yaml.load(text, yaml.BaseLoader))
    for _ in range(draw(st.integers(1, 3))):
        if not (found := paths(data)):
            break
        *way, last = draw(st.sampled_from(found))
        node = data
        for step in way:
            node = node[step]
        how = draw(st.sampled_from(["replace", "remove", "rename"]))
        if how == "replace":
            node[last] = draw(VALUE)
        elif how == "rename" and isinstance(node, dict):
            node[draw(ODD)] = node.pop(last)
        else:
            del node[last]
    return yaml.safe_dump(data, allow_unicode=True)


def audited(folder: Path, rule: str, config: str) -> Result:
    """Audit an org under a configuration, and run the examples of its own rule."""
    for name, text in {"org.yaml": ORG, "roleaudit.yaml": config, "own/own.yaml": rule}.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    (folder / ".git").mkdir()
    result = pipeline.audit(folder / "org.yaml", today=TODAY)
    force = rule_sets.of_folder(str(folder / "own"))
    for finding in [*result.findings, *examples.faults(force.rules.rules["own"], force, TODAY)]:
        assert finding.message
        assert finding.span.line >= 1
    return result


def test_the_unedited_files_are_used(tmp_path: Path) -> None:
    result = audited(tmp_path, RULE, CONFIG)
    assert not result.invalid
    assert [str(f.level) for f in result.findings if f.rule == "own"] == ["error"]


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(edited(RULE), edited(CONFIG) | st.just(CONFIG))
def test_edited_files_are_used_or_refused(rule: str, config: str) -> None:
    with tempfile.TemporaryDirectory() as name, contextlib.suppress(BadInput, UsageError):
        audited(Path(name), rule, config)


@given(st.text("[]!*?-\\ab", max_size=8), st.text("[]!-\\ab", max_size=6))
@example("[]b[", "b")
def test_a_pattern_means_what_it_means_to_a_shell(pattern: str, text: str) -> None:
    assert MATCHERS["text"]["matches"].test([text], (pattern,)) == [fnmatchcase(text, pattern)]
