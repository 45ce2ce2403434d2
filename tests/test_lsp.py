"""What stands at a place of a text, whole or broken; the protocol is driven in `tests/external`."""

from __future__ import annotations

import datetime
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roleaudit import document, model
from roleaudit.lsp.cursor import typed_at, word_at
from roleaudit.lsp.orgs import organisation_of

DAY = datetime.date(2026, 11, 22)
ORG = """\
org: {stage: startup}
roles:
  pm:
    owns: [roadmap, 'qa']
    reports_to: ceo
people:
  p01:
    roles:
    - {role: pm, product: booking}
    - ceo
responsibilities: {pricing: pm}
policy: {owners: {launch-timing: product-development}}
"""


@pytest.mark.parametrize(
    ("mark", "path", "text", "key", "kind"),
    [
        ("pm:", ("roles", "pm"), "pm", True, "roles"),
        ("roadmap", ("roles", "pm", "owns", 0), "roadmap", False, "duty"),
        ("'qa'", ("roles", "pm", "owns", 1), "qa", False, "duty"),
        ("reports_to", ("roles", "pm", "reports_to"), "reports_to", True, None),
        ("booking", ("people", "p01", "roles", 0, "product"), "booking", False, "product"),
        ("- ceo", ("people", "p01", "roles", 1), "ceo", False, "role"),
        ("pricing", ("responsibilities", "pricing"), "pricing", True, "responsibilities"),
        ("pm}", ("responsibilities", "pricing"), "pm", False, "actor"),
        ("launch-timing", ("policy", "owners", "launch-timing"), "launch-timing", True, "owners"),
        ("product-development", ("policy", "owners", "launch-timing"), "product-development", False, "function"),
        ("startup", ("org", "stage"), "startup", False, None),
    ],
)
@pytest.mark.parametrize("behind", ["", "tools: [\n", "tools: {x: ]\n"])
def test_a_word_is_found_with_its_path_and_what_belongs_there(
    mark: str, path: tuple[str | int, ...], text: str, key: bool, kind: str | None, behind: str
) -> None:
    """What is broken in another section is no matter."""
    whole = ORG + behind
    offset = whole.index(mark) + (2 if mark.startswith("- ") else 0)
    word = word_at(whole, offset)
    assert word is not None
    assert (word.path, word.text, word.key) == (path, text, key)
    assert whole[word.start : word.end].strip("'") == text
    assert model.kind_at(word.path, key=word.key) == kind


@pytest.mark.parametrize(
    ("text", "path", "typed"),
    [
        ("roles:\n  pm:\n    owns: [roadmap, ", ("roles", "pm", "owns", 1), ""),
        ("roles:\n  pm:\n    owns: [roadmap, re", ("roles", "pm", "owns", 1), "re"),
        ("roles:\n  pm:\n    owns:\n      - road", ("roles", "pm", "owns", 0), "road"),
        ("roles:\n  pm:\n    owns: ", ("roles", "pm", "owns"), ""),
        ("roles:\n  pm:\n    owns: 'ro", ("roles", "pm", "owns"), "ro"),
        ("roles:\n  pm: {reports_to: c", ("roles", "pm", "reports_to"), "c"),
        ("responsibilities:\n  roadmap: pm\n  pri", ("responsibilities", "prix"), "pri"),
        ("responsibilities:\n  pri", ("responsibilities",), "pri"),
    ],
)
def test_what_is_being_typed_is_found(text: str, path: tuple[str | int, ...], typed: str) -> None:
    word = typed_at(text + "\nteams: {}\n", len(text))
    assert word is not None
    assert (word.path, word.text, word.end) == (path, typed, len(text))


@pytest.mark.parametrize("text", ["roles:  # a remark", "# pm", "roles: {pm: {owns: qa}", "roles: &"])
def test_where_no_name_can_stand_nothing_is_being_typed(text: str) -> None:
    assert typed_at(text, len(text)) is None


@given(st.text("ab:-[]{},'\"#&*!|>\n \t\r\u2028\ud800\0", max_size=80), st.integers(0, 80))
def test_no_text_is_too_broken_to_be_asked_about(text: str, offset: int) -> None:
    for found in (word_at(text, min(offset, len(text))), typed_at(text, min(offset, len(text)))):
        assert found is None or 0 <= found.start <= found.end <= len(text)


@given(st.integers(0, len(ORG)))
def test_a_path_leads_to_the_word_in_the_document_too(offset: int) -> None:
    word = word_at(ORG, offset)
    if word is not None:
        span = document.parse(ORG.encode(), "org.yaml").span(word.path, "key" if word.key else "value")
        line = ORG.splitlines()[span.line - 1]
        assert line[span.column - 1 : span.end_column - 1] == ORG[word.start : word.end]


def test_an_organisation_is_read_from_texts_that_are_not_on_disk(tmp_path: Path) -> None:
    root, part = tmp_path / "org.yaml", tmp_path / "teams.yaml"
    root.write_text(ORG, encoding="utf-8")
    part.write_text("teams: {}\n", encoding="utf-8")
    texts = {root: f"include: teams.yaml\n{ORG}", part: "teams: {checkout: {lead: pm}}\n"}
    found = organisation_of(str(part), lambda path: texts[path].encode())
    assert found is not None
    assert os.path.realpath(found.root.path) == os.path.realpath(root)
    found.audit(lambda path: texts[Path(os.path.realpath(path))].encode(), DAY)
    assert found.picture is not None
    assert found.picture.org.teams is not None
    assert set(found.picture.org.teams) == {"checkout"}
    assert organisation_of(str(part), lambda path: path.read_bytes()) is None


def test_a_broken_file_leaves_the_others_their_findings(tmp_path: Path) -> None:
    root, part = tmp_path / "org.yaml", tmp_path / "teams.yaml"
    root.write_text(f"include: teams.yaml\n{ORG}", encoding="utf-8")
    part.write_text("teams: {checkout: {lead: lost}}\n", encoding="utf-8")
    found = organisation_of(str(root), lambda path: path.read_bytes())
    assert found is not None
    found.audit(lambda path: path.read_bytes(), DAY)
    good = dict(found.findings)
    assert all(good.values())
    assert len(good) == 2
    found.audit(lambda path: b"teams: [" if path.name == "teams.yaml" else path.read_bytes(), DAY)
    assert [finding.rule for file in found.findings.values() for finding in file if finding.rule == "invalid-file"]
    assert [found.findings[file] == good[file] for file in good] == [True, False]
    found.audit(lambda path: path.read_bytes(), DAY)
    assert [[f.address for f in file] for file in found.findings.values()] == [
        [f.address for f in file] for file in good.values()
    ]
