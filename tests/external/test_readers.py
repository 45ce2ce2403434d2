"""What the programs that read reports say of them: validators and schemas of the formats, and GitHub's Markdown."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import cmarkgfm  # type: ignore[import-untyped]
import pytest
import xmlschema

ROOT = Path(__file__).parents[2]
WAIVED = """\
org: {stage: scaleup}
products: {x: {}}
roles:
  pm: {owns: [product-strategy, roadmap]}
  cto: {owns: roadmap}
waivers:
  - {rule: duty-with-several-owners, at: products.x, reason: "[known](http://example.org) {0}"}
"""
HOSTILE = """\
org: {stage: scaleup, name: "@org/team | `{0}` <img src=x>"}
roles:
  "@org/team": {owns: ["[a](http://example.org)", roadmap, "%0A::error::x", "\\e[31m", "<img src=x onerror=alert(1)>"]}
  "a | b \\\\| c": {owns: [roadmap, "http://example.org", "www.example.org", "a@example.org"], reports_to: "![](http://x)"}
  "{0} {x}": {owns: [roadmap, "#1", "](1)"], reports_to: "]]> `"}
"""
INPUTS = {
    "clean": (ROOT / "examples" / "startup.yaml").read_text(encoding="utf-8"),
    "faulty": (ROOT / "examples" / "stories" / "tidewell.yaml").read_text(encoding="utf-8"),
    "waived": WAIVED,
    "hostile": HOSTILE,
    "broken": WAIVED.replace("owns", "ownr"),
    "torn": "org: {stage: [\n",
}

Report = Callable[[str], str]


@pytest.fixture(params=INPUTS)
def report(request: pytest.FixtureRequest, tmp_path: Path) -> Report:
    """Give a function that audits the input, at the strictest stage and level, and reports it in a format."""
    (tmp_path / "org.yaml").write_text(INPUTS[request.param], encoding="utf-8")

    def run(format: str) -> str:
        stage = [] if request.param == "clean" else ["--stage", "enterprise"]
        command = [sys.executable, "-m", "roleaudit", "check", "org.yaml", "--format", format, "--min-level", "info"]
        environment = {**os.environ, "ROLEAUDIT_TODAY": "2026-11-22", "PYTHONIOENCODING": "utf-8"}
        done = subprocess.run([*command, *stage], cwd=tmp_path, env=environment, capture_output=True, text=True)
        assert done.returncode == {"clean": 0, "broken": 2, "torn": 2}.get(request.param, 1), done.stderr
        return done.stdout

    return run


def test_the_validator_of_sarif_has_nothing_to_say(report: Report, tmp_path: Path) -> None:
    tool = shutil.which("sarif-multitool")
    assert tool, "install @microsoft/sarif-multitool, as .ci/run does"
    file = tmp_path / "report.sarif"
    file.write_text(report("sarif"), encoding="utf-8")
    done = subprocess.run([tool, "validate", file, "--level", "Error", "Warning"], capture_output=True, text=True)
    assert "1 files scanned" in done.stdout
    assert [line for line in done.stdout.splitlines() if re.search(r": (error|warning) ", line)] == []
    assert done.returncode == 0
    (schema,) = Path(tool).resolve().parents[1].glob("sarif-multitool-*/sarif-2.1.0.json")
    checked: list[str | Path] = [sys.executable, "-m", "check_jsonschema", "--schemafile", schema, file]
    assert subprocess.run(checked, capture_output=True).returncode == 0


def test_jenkins_can_read_the_junit_report(report: Report) -> None:
    schema = xmlschema.XMLSchema(Path(__file__).parent / "schemas" / "junit-10.xsd")
    schema.validate(report("junit"))


class Tags(HTMLParser):
    """Collects what a page is made of: its tags, and the text outside of code."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.rows: list[int] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert not attrs
        self.tags.add(tag)
        if tag == "tr":
            self.rows.append(0)
        if tag in ("td", "th"):
            self.rows[-1] += 1


def test_github_renders_the_markdown_without_links_images_and_broken_tables(report: Report) -> None:
    page = Tags(cmarkgfm.github_flavored_markdown_to_html(report("markdown")))
    assert page.tags <= {"h3", "table", "thead", "tbody", "tr", "th", "td", "code", "ul", "li"}
    assert set(page.rows) <= {3}
