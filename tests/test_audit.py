"""The whole way, from bytes to a report: whatever a file holds, there is a result or a message, never a crash."""

from __future__ import annotations

import datetime
import io
import json
import random
import re
import tempfile
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roleaudit import pipeline, reports
from roleaudit.findings import Level, Result

ROOT = Path(__file__).parents[1]
TODAY = datetime.date(2026, 11, 22)
EXAMPLES = {name: (ROOT / "examples" / f"{name}.yaml").read_text(encoding="utf-8") for name in ("startup", "scaleup")}
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def audited(content: bytes | str, stage: str | None = None) -> Result:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "org.yaml"
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return pipeline.audit(file, today=TODAY, stage=stage)


def reported(result: Result) -> str:
    text = ""
    for name in reports.FORMATS:
        out = io.StringIO()
        reports.write(name, [result], out, reports.Options(Level.INFO))
        text += out.getvalue()
    return text


@QUICK
@given(st.binary(max_size=300))
def test_arbitrary_bytes_give_a_result(content: bytes) -> None:
    result = audited(content)
    assert result.invalid
    assert all(f.span.line >= 1 and f.span.column >= 1 and f.fix for f in result.findings)
    assert reported(result)


# fmt: off
WORDS = st.sampled_from([
    "none", "TBD", "nobody", "p1", "founder", "product-manager", "everyone", "true", "50%", "2026-01-01", "[a,b]",
    "{x:y}", "''", "~", "*x", "&x", "!x", "<<:", "-", "?", ":", "engineering", "team", "orders", "product-development",
    "12", "-1", "0x1F", "no", "on", "1e5", "\x1b[31m",
])
# fmt: on


@st.composite
def mutations(draw: st.DrawFn) -> str:
    """An example with a few words exchanged, lines dropped or doubled, and signs put in."""
    lines = EXAMPLES[draw(st.sampled_from(sorted(EXAMPLES)))].splitlines()
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(lines) - 1))
        kind = draw(st.integers(0, 3))
        if kind == 0:
            del lines[at]
        elif kind == 1:
            lines.insert(at, lines[draw(st.integers(0, len(lines) - 1))])
        elif kind == 2:
            words = lines[at].split(" ")
            words[draw(st.integers(0, len(words) - 1))] = draw(WORDS)
            lines[at] = " ".join(words)
        else:
            cut = draw(st.integers(0, len(lines[at])))
            lines[at] = lines[at][:cut] + draw(st.text(max_size=3)) + lines[at][cut:]
    return "\n".join(lines)


@QUICK
@given(mutations(), st.sampled_from(["startup", "scaleup", "enterprise", None]))
def test_mutated_files_give_a_result(text: str, stage: str | None) -> None:
    result = audited(text.encode("utf-8", "surrogatepass"), stage)
    shown = reported(result)
    assert "\x1b" not in shown
    for finding in result.findings:
        assert finding.message
        assert "\n" not in finding.message
        assert not re.search(r"\{[a-z_.]+\}", finding.message), finding.message


def test_order_of_keys_changes_no_finding() -> None:
    """Sections and entries may stand in any order."""
    data = yaml.load(EXAMPLES["scaleup"], yaml.BaseLoader)
    data["responsibilities"]["qa"] = {"accountable": ["p03", "nowhere", "TBD"]}
    data["roles"]["engineer"]["reports_to"] = "tech-lead"
    data["roles"]["tech-lead"]["reports_to"] = "engineer"
    rng = random.Random(7)

    def shuffled(value: object) -> object:
        if isinstance(value, dict):
            keys = list(value)
            rng.shuffle(keys)
            return {key: shuffled(value[key]) for key in keys}
        return [shuffled(item) for item in value] if isinstance(value, list) else value

    def told(document: object) -> set[tuple[str, str, str, str]]:
        result = audited(yaml.safe_dump(document, sort_keys=False, allow_unicode=True))
        return {(f.rule, str(f.level), f.identity, f.message) for f in result.findings}

    first = told(data)
    assert any(rule == "reporting-cycle" for rule, *_ in first)
    assert len(first) > 3
    for _ in range(5):
        assert told(shuffled(data)) == first


def test_findings_come_in_the_order_of_the_file() -> None:
    result = audited(EXAMPLES["scaleup"], "enterprise")
    places = [(f.span.file, f.span.line, f.span.column) for f in result.findings]
    assert len(places) > 3
    assert places == sorted(places)


def test_identities_tell_findings_apart() -> None:
    findings = audited(EXAMPLES["startup"], "enterprise").findings
    assert len({f.identity for f in findings}) == len(findings)


def test_a_file_moved_and_reformatted_keeps_its_identities() -> None:
    data = yaml.load(EXAMPLES["startup"], yaml.BaseLoader)
    flow = yaml.safe_dump(data, default_flow_style=True, allow_unicode=True, width=40)
    before, after = (audited(text, "enterprise").findings for text in (EXAMPLES["startup"], flow))
    assert {f.identity for f in before} == {f.identity for f in after}


@pytest.mark.parametrize("name", ["startup.yaml", "scaleup.yaml", "enterprise"])
def test_examples_are_clean_at_their_stage(name: str) -> None:
    from roleaudit.roots import find_roots

    (root,) = find_roots([str(ROOT / "examples" / name)], cwd=Path.cwd())
    result = pipeline.audit(root.path, today=TODAY)
    assert [f"{f.level} {f.rule} {f.message}" for f in result.findings if f.level > Level.INFO] == []


def test_result_as_json_has_every_field_of_a_finding() -> None:
    result = audited("org: {stage: startup}\nroles: {founder: {owns: [roadmap], reports_to: lost}}\n")
    rows = json.loads(_json(result))["results"][0]["findings"]
    row = next(row for row in rows if row["rule"] == "unknown-reference")
    assert {"rule", "level", "message", "fix", "why", "address", "identity", "span", "related", "suppressed"} <= set(
        row
    )
    assert (row["span"]["line"], row["span"]["column"], row["span"]["end_column"]) == (2, 48, 52)


def _json(result: Result) -> str:
    out = io.StringIO()
    reports.write("json", [result], out, reports.Options(Level.INFO))
    return out.getvalue()
