"""The language server, driven over its protocol as an editor does."""

from __future__ import annotations

import asyncio
import json
import os
import random
import re
import subprocess
import sys
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import pytest_lsp
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

from roleaudit.findings import Span
from roleaudit.lsp.places import Lines

BREAK = re.compile("\r\n|[\n\r]")
YAML_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
TODAY = "2026-11-22"
COMMAND = [sys.executable, "-m", "roleaudit", "lsp"]
ENVIRONMENT = {**os.environ, "ROLEAUDIT_TODAY": TODAY}

ROOT = """\
org: {stage: scaleup, name: Harbour Labs}
include: teams.yaml
products:
  booking: {phase: launched}
roles:
  product-manager:
    title: Product Manager
    purpose: Decide what booking does next
    owns: [product-strategy, roadmap]
  tech-lead: {owns: [architecture], reports_to: product-manager}
people:
  p01: {name: Ada Example, roles: product-manager}
  p02: {roles: tech-lead}
responsibilities:
  launch-planning: {accountable: product-manager, responsible: [tech-lead]}
  pricing:
    accountable: product-maneger
waivers:
  - {rule: duty-with-several-owners, at: products.nothing, reason: Never needed, until: 2027-03-31}
  - {rule: wide-span, at: roles.product-manager, reason: Only until spring, until: 2027-03-31}
"""
TEAMS = """\
teams:
  checkout:
    product: booking
    lead: tech-lead
    members: [product-manager, p02]
    responsibilities: {roadmap: tech-lead}
"""


class Editor:
    """An editor with a folder open in it: texts by the name of their file, and what the server says of them."""

    def __init__(self, client: LanguageClient, folder: Path) -> None:
        self.client = client
        self.folder = folder
        self.texts: dict[str, str] = {}
        self.version = 0

    def uri(self, name: str) -> str:
        return (self.folder / name).as_uri()

    async def open(self, name: str, text: str | None = None) -> None:
        self.texts[name] = (self.folder / name).read_text(encoding="utf-8") if text is None else text
        item = types.TextDocumentItem(self.uri(name), "yaml", self._next(), self.texts[name])
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        await self.settled()

    async def type(self, name: str, text: str) -> None:
        self.change(name, text)
        await self.settled()

    def change(self, name: str, text: str) -> None:
        self.texts[name] = text
        identifier = types.VersionedTextDocumentIdentifier(self._next(), self.uri(name))
        change = types.TextDocumentContentChangeWholeDocument(text)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(identifier, [change]))

    async def settled(self) -> None:
        """Ask something that is answered only after all that was sent has been judged."""
        await self.client.text_document_hover_async(types.HoverParams(self._text("any.yaml"), types.Position(0, 0)))

    async def close(self, name: str) -> None:
        del self.texts[name]
        self.client.text_document_did_close(types.DidCloseTextDocumentParams(self._text(name)))
        await self.settled()

    async def saved(self, name: str) -> None:
        """Tell that a file was changed on disk."""
        event = types.FileEvent(self.uri(name), types.FileChangeType.Changed)
        self.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))
        await self.settled()

    async def ask(self, name: str, chance: random.Random) -> None:
        """Ask all questions about some place."""
        here = _position(self.texts[name], chance.randrange(len(self.texts[name]) + 1))
        text, range = self._text(name), types.Range(here, here)
        await asyncio.gather(
            self.client.text_document_hover_async(types.HoverParams(text, here)),
            self.client.text_document_completion_async(types.CompletionParams(text, here)),
            self.client.text_document_definition_async(types.DefinitionParams(text, here)),
            self.client.text_document_references_async(types.ReferenceParams(types.ReferenceContext(True), text, here)),
            self.client.text_document_code_action_async(
                types.CodeActionParams(text, range, types.CodeActionContext([]))
            ),
        )

    def _next(self) -> int:
        self.version += 1
        return self.version

    def _text(self, name: str) -> types.TextDocumentIdentifier:
        return types.TextDocumentIdentifier(self.uri(name))

    def at(self, name: str, mark: str, *, after: bool = False) -> types.Position:
        """The place of a piece of text; `after` gives its end."""
        return _position(self.texts[name], self.texts[name].index(mark) + (len(mark) if after else 0))

    def shown(self, name: str) -> list[tuple[str, str, int, int, int, int]]:
        """Rule, level and place of each finding shown in a file, lines and columns from 1."""
        found = self.client.diagnostics.get(self.uri(name), ())
        return sorted((str(d.code), LEVELS[d.severity], *_span(d.range)) for d in found)

    async def hover(self, name: str, mark: str) -> str:
        params = types.HoverParams(self._text(name), self.at(name, mark))
        answer = await self.client.text_document_hover_async(params)
        return answer.contents.value if answer and isinstance(answer.contents, types.MarkupContent) else ""

    async def complete(self, name: str, mark: str) -> list[str]:
        params = types.CompletionParams(self._text(name), self.at(name, mark, after=True))
        answer = await self.client.text_document_completion_async(params)
        assert isinstance(answer, list)
        return [item.label for item in sorted(answer, key=lambda item: item.sort_text or item.label)]

    async def definition(self, name: str, mark: str) -> list[str]:
        params = types.DefinitionParams(self._text(name), self.at(name, mark))
        return self._places(await self.client.text_document_definition_async(params))

    async def references(self, name: str, mark: str) -> list[str]:
        params = types.ReferenceParams(types.ReferenceContext(True), self._text(name), self.at(name, mark))
        return self._places(await self.client.text_document_references_async(params))

    def _places(self, answer: Any) -> list[str]:
        """Each place as the file, the line and the text that stands there."""
        found = []
        for place in answer or ():
            name = place.uri.rpartition("/")[2]
            line = self.texts[name].splitlines()[place.range.start.line]
            text = line[place.range.start.character : place.range.end.character]
            found.append(f"{name}:{place.range.start.line + 1}:{text}")
        return found

    async def fix(self, name: str, mark: str) -> None:
        """Take the first quick fix that is offered at a place."""
        here = self.at(name, mark)
        shown = self.client.diagnostics.get(self.uri(name), ())
        context = types.CodeActionContext([d for d in shown if d.range.start <= here <= d.range.end])
        params = types.CodeActionParams(self._text(name), types.Range(here, here), context)
        actions = await self.client.text_document_code_action_async(params)
        assert actions, "nothing is offered"
        action = actions[0]
        assert isinstance(action, types.CodeAction)
        assert list(action.diagnostics or ()) == context.diagnostics
        assert action.edit is not None
        assert action.edit.changes is not None
        text = self.texts[name]
        for edit in action.edit.changes[self.uri(name)]:
            start, end = (_offset(text, position) for position in (edit.range.start, edit.range.end))
            text = text[:start] + edit.new_text + text[end:]
        await self.type(name, text)


LEVELS = {
    types.DiagnosticSeverity.Error: "error",
    types.DiagnosticSeverity.Warning: "warning",
    types.DiagnosticSeverity.Information: "info",
    None: "",
}


def _span(range: types.Range) -> tuple[int, int, int, int]:
    start, end = range.start, range.end
    return start.line + 1, start.character + 1, end.line + 1, end.character + 1


def _position(text: str, offset: int) -> types.Position:
    lines = BREAK.split(text[:offset])
    return types.Position(len(lines) - 1, len(lines[-1].encode("utf-16-le")) // 2)


def _yaml_offset(text: str, line: int, column: int) -> int:
    return [0, *(match.end() for match in YAML_BREAK.finditer(text))][line - 1] + column - 1


def _offset(text: str, position: types.Position) -> int:
    start = [0, *(match.end() for match in BREAK.finditer(text))][position.line]
    units = text[start:].encode("utf-16-le")[: 2 * position.character]
    return start + len(units.decode("utf-16-le"))


@pytest_lsp.fixture(config=ClientServerConfig(server_command=COMMAND, server_env=ENVIRONMENT))  # type: ignore[untyped-decorator]
async def client(lsp_client: LanguageClient, tmp_path: Path) -> AsyncIterator[None]:
    (tmp_path / ".git").mkdir()
    (tmp_path / "org.yaml").write_text(ROOT, encoding="utf-8")
    (tmp_path / "teams.yaml").write_text(TEAMS, encoding="utf-8")
    lsp_client.feature(types.CLIENT_REGISTER_CAPABILITY)(lambda params: None)
    params = types.InitializeParams(client_capabilities("visual-studio-code"), root_uri=tmp_path.as_uri())
    await lsp_client.initialize_session(params)
    yield
    await lsp_client.shutdown_session()


@pytest_lsp.fixture(config=ClientServerConfig(server_command=COMMAND, server_env=ENVIRONMENT))  # type: ignore[untyped-decorator]
async def folders(lsp_client: LanguageClient, tmp_path: Path) -> AsyncIterator[None]:
    """A client that names its folder as newer ones do, and no root."""
    (tmp_path / "org.yaml").write_text(ROOT.replace("teams.yaml", "parts/teams.yaml"), encoding="utf-8")
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "teams.yaml").write_text(TEAMS, encoding="utf-8")
    lsp_client.feature(types.CLIENT_REGISTER_CAPABILITY)(lambda params: None)
    workspace = [types.WorkspaceFolder(tmp_path.as_uri(), "folder")]
    params = types.InitializeParams(client_capabilities("visual-studio-code"), workspace_folders=workspace)
    await lsp_client.initialize_session(params)
    yield
    await lsp_client.shutdown_session()


@pytest.mark.asyncio
async def test_the_folder_of_a_client_bounds_the_search_for_the_organisation(
    folders: LanguageClient, tmp_path: Path
) -> None:
    editor = Editor(folders, tmp_path)
    await editor.open("parts/teams.yaml")
    assert "checkout: a team" in await editor.hover("parts/teams.yaml", "checkout")


@pytest.fixture
def editor(client: LanguageClient, tmp_path: Path) -> Editor:
    return Editor(client, tmp_path)


def checked(editor: Editor, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple[Any, ...]]]:
    """What `check` says, file by file, of the texts as they stand in the editor, in places as the editor counts."""
    folder = tmp_path_factory.mktemp("checked")
    (folder / ".git").mkdir()
    for name in ("org.yaml", "teams.yaml"):
        text = editor.texts.get(name)
        content = (editor.folder / name).read_bytes() if text is None else text.encode("utf-8")
        (folder / name).write_bytes(content)
    command = [sys.executable, "-m", "roleaudit", "check", "org.yaml", "--format", "json"]
    done = subprocess.run(command, cwd=folder, env=ENVIRONMENT, capture_output=True, text=True, check=False)
    found: dict[str, list[tuple[Any, ...]]] = {"org.yaml": [], "teams.yaml": []}
    for finding in json.loads(done.stdout)["results"][0]["findings"]:
        span = finding["span"]
        text = (folder / span["file"]).read_bytes().decode("utf-8")
        ends = ((span["line"], span["column"]), (span["end_line"], span["end_column"]))
        range = types.Range(*(_position(text, _yaml_offset(text, *end)) for end in ends))
        if not finding["suppressed"]:
            found[span["file"]].append((finding["rule"], finding["level"], *_span(range)))
    return {name: sorted(findings) for name, findings in found.items()}


@pytest.mark.asyncio
async def test_the_findings_are_those_of_check(editor: Editor, tmp_path_factory: pytest.TempPathFactory) -> None:
    await editor.open("org.yaml")
    expected = checked(editor, tmp_path_factory)
    assert expected["org.yaml"]
    assert expected["teams.yaml"]
    assert {name: editor.shown(name) for name in expected} == expected


@pytest.mark.asyncio
async def test_unsaved_edits_of_two_files_count_together(
    editor: Editor, tmp_path_factory: pytest.TempPathFactory
) -> None:
    await editor.open("org.yaml")
    await editor.open("teams.yaml")
    before = {name: editor.shown(name) for name in editor.texts}
    await editor.type("org.yaml", ROOT.replace("owns: [architecture]", "owns: [architecture, qa]"))
    await editor.type("teams.yaml", TEAMS.replace("product: booking", "product: bookin"))
    expected = checked(editor, tmp_path_factory)
    assert {name: editor.shown(name) for name in expected} == expected
    assert expected != before
    assert ("unknown-reference", "warning", 3, 14, 3, 20) in editor.shown("teams.yaml")
    # The team is declared in one file and known in the other as soon as it is typed there.
    await editor.type("org.yaml", ROOT.replace("reports_to: product-manager", "reports_to: product-manager, team: pay"))
    assert any(rule == "unknown-reference" for rule, *_ in editor.shown("org.yaml"))
    await editor.type("teams.yaml", TEAMS + "  pay: {lead: tech-lead}\n")
    expected = checked(editor, tmp_path_factory)
    assert {name: editor.shown(name) for name in expected} == expected


@pytest.mark.asyncio
async def test_a_broken_file_shows_its_fault_and_leaves_the_others_as_they_were(
    editor: Editor, tmp_path_factory: pytest.TempPathFactory
) -> None:
    await editor.open("org.yaml")
    await editor.open("teams.yaml")
    good = editor.shown("org.yaml")
    await editor.type("teams.yaml", TEAMS.replace("[product-manager, p02]", "[product-manager, "))
    assert [rule for rule, *_ in editor.shown("teams.yaml")] == ["invalid-file"]
    assert editor.shown("teams.yaml") == checked(editor, tmp_path_factory)["teams.yaml"]
    assert editor.shown("org.yaml") == good
    assert "Decide what booking does next" in await editor.hover("org.yaml", "product-manager:")
    assert await editor.references("org.yaml", "p02")
    assert "p01" in await editor.complete("teams.yaml", "[product-manager, ")
    await editor.type("teams.yaml", TEAMS)
    expected = checked(editor, tmp_path_factory)
    assert {name: editor.shown(name) for name in expected} == expected


@pytest.mark.asyncio
async def test_closing_a_file_without_saving_takes_its_edits_back(
    editor: Editor, tmp_path_factory: pytest.TempPathFactory
) -> None:
    await editor.open("org.yaml")
    await editor.open("teams.yaml", TEAMS.replace("product: booking", "product: bookin"))
    assert any(rule == "unknown-reference" for rule, *_ in editor.shown("teams.yaml"))
    await editor.close("teams.yaml")
    expected = checked(editor, tmp_path_factory)
    assert {name: editor.shown(name) for name in expected} == expected
    await editor.close("org.yaml")
    assert not editor.shown("org.yaml")
    assert not editor.shown("teams.yaml")


@pytest.mark.asyncio
async def test_the_configuration_counts_from_when_it_is_saved(editor: Editor) -> None:
    await editor.open("org.yaml")
    rules = {rule for rule, *_ in editor.shown("org.yaml")}
    assert "waiver-unused" in rules
    config = editor.folder / "roleaudit.yaml"
    config.write_text("rules: {waiver-unused: off}\n", encoding="utf-8")
    await editor.saved("roleaudit.yaml")
    assert {rule for rule, *_ in editor.shown("org.yaml")} == rules - {"waiver-unused"}
    config.write_text("rules: {no-such-rule: off}\n", encoding="utf-8")
    await editor.saved("roleaudit.yaml")
    assert [rule for rule, *_ in editor.shown("roleaudit.yaml")] == ["invalid-file"]
    config.unlink()
    await editor.saved("roleaudit.yaml")
    assert not editor.shown("roleaudit.yaml")
    assert {rule for rule, *_ in editor.shown("org.yaml")} == rules


@pytest.mark.asyncio
async def test_a_broken_configuration_leaves_what_was_known(editor: Editor) -> None:
    await editor.open("org.yaml")
    good = editor.shown("org.yaml")
    config = editor.folder / "roleaudit.yaml"
    config.write_text("fail-onn: error\n", encoding="utf-8")
    await editor.open("roleaudit.yaml")
    await editor.saved("roleaudit.yaml")
    for text in (ROOT, ROOT + "\n"):
        await editor.type("org.yaml", text)
        assert [rule for rule, *_ in editor.shown("roleaudit.yaml")] == ["invalid-file"]
        assert editor.shown("org.yaml") == good
        assert "a seat, Product Manager" in await editor.hover("org.yaml", "product-manager:")
    await editor.fix("roleaudit.yaml", "fail-onn")
    assert editor.texts["roleaudit.yaml"] == "fail-on: error\n"
    config.write_text("rules: {waiver-unused: off}\n", encoding="utf-8")
    await editor.type("roleaudit.yaml", config.read_text(encoding="utf-8"))
    await editor.saved("roleaudit.yaml")
    assert not editor.shown("roleaudit.yaml")
    assert editor.shown("org.yaml") == [found for found in good if found[0] != "waiver-unused"]


@pytest.mark.asyncio
async def test_one_fault_that_keeps_two_files_from_being_read_is_shown_once(editor: Editor) -> None:
    await editor.open("org.yaml", ROOT + "rituals: [\n")
    await editor.open("teams.yaml")
    assert [rule for rule, *_ in editor.shown("org.yaml")] == ["invalid-file"]
    await editor.type("org.yaml", ROOT)
    assert ("unknown-reference", 17) in [(rule, line) for rule, _, line, *_ in editor.shown("org.yaml")]
    assert "checkout: a team" in await editor.hover("teams.yaml", "checkout")


@pytest.mark.asyncio
async def test_what_was_found_in_a_file_goes_with_the_file(editor: Editor) -> None:
    (editor.folder / "teams.yaml").write_text(TEAMS.replace("booking", "bookin"), encoding="utf-8")
    await editor.open("org.yaml")
    assert editor.shown("teams.yaml")
    (editor.folder / "teams.yaml").rename(editor.folder / "squads.yaml")
    await editor.saved("teams.yaml")
    assert not editor.shown("teams.yaml")
    await editor.type("org.yaml", ROOT.replace("teams.yaml", "squads.yaml"))
    assert "unknown-reference" in [rule for rule, *_ in editor.shown("squads.yaml")]


@pytest.mark.asyncio
async def test_files_of_no_organisation_are_left_alone(editor: Editor) -> None:
    (editor.folder / "other.yaml").write_text("services: {web: {image: x}}\nbroken: [\n", encoding="utf-8")
    await editor.open("other.yaml")
    assert not editor.shown("other.yaml")
    assert not await editor.complete("other.yaml", "image: ")
    assert not await editor.hover("other.yaml", "services")


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("file", "mark", "said"),
    [
        (
            "org.yaml",
            "roadmap]",
            [
                "Product roadmap: a duty",
                "One owner per product",
                "booking: product-manager (p01)\n",
                "checkout: tech-lead (p02)",
            ],
        ),
        ("org.yaml", "pricing:", ["Accountable in the product booking: product-maneger"]),
        ("org.yaml", "product-manager:", ["a seat, Product Manager", "Held by: p01", "Answers for: "]),
        ("org.yaml", "p01:", ["p01: a person", "Holds: product-manager"]),
        ("teams.yaml", "checkout", ["checkout: a team", "Led by: tech-lead"]),
        ("org.yaml", "wide-span", ["wide-span: ", "reports"]),
        ("org.yaml", "product-maneger", ["unknown-reference: ", "did you mean `product-manager`?", "Why: "]),
    ],
)
async def test_hover_says_what_a_name_means(editor: Editor, file: str, mark: str, said: Sequence[str]) -> None:
    await editor.open("org.yaml")
    await editor.open("teams.yaml")
    text = await editor.hover(file, mark)
    assert [words for words in said if words not in text] == [], text
    assert "Ada" not in text


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("old", "typed", "offered", "elsewhere"),
    [
        ("owns: [architecture]", "owns: [architecture, ", ["roadmap", "qa", "pricing"], ["p01", "booking"]),
        ("owns: [architecture]", "owns: ", ["architecture", "launch-planning"], ["p02"]),
        ("reports_to: product-manager", "reports_to: prod", ["product-manager", "p01", "checkout", "ceo"], ["roadmap"]),
        ("title: Product Manager", "title: ", ["Product Manager"], ["product-manager"]),
        ("p02: {roles: tech-lead}", "p02: {roles: ", ["tech-lead", "product-manager", "ceo"], ["p01"]),
        ("  pricing:\n", "  pri", ["product-strategy", "qa"], ["p01"]),
        ("phase: launched}", 'phase: launched, supports: "', [], ["p01"]),
        ("{rule: wide-span", "{rule: ", ["wide-span", "duty-with-several-owners"], ["p01"]),
        ("name: Harbour Labs", "name: ", [], ["p01", "roadmap"]),
    ],
)
async def test_completion_offers_what_may_stand_there(
    editor: Editor, old: str, typed: str, offered: Sequence[str], elsewhere: Sequence[str]
) -> None:
    await editor.open("org.yaml")
    await editor.type("org.yaml", ROOT.replace(old, typed, 1))
    found = await editor.complete("org.yaml", typed)
    assert [name for name in offered if name not in found] == []
    assert [name for name in elsewhere if name in found] == []


@pytest.mark.asyncio
async def test_completion_puts_the_names_of_the_file_first(editor: Editor) -> None:
    await editor.open("org.yaml")
    await editor.type("org.yaml", ROOT.replace("reports_to: product-manager", "reports_to: "))
    found = await editor.complete("org.yaml", "reports_to: ")
    assert found[:5] == ["product-manager", "tech-lead", "p01", "p02", "checkout"]
    assert "ceo" in found[5:]


@pytest.mark.asyncio
async def test_definitions_and_references_lead_across_files(editor: Editor) -> None:
    await editor.open("org.yaml")
    await editor.open("teams.yaml")
    assert await editor.definition("teams.yaml", "tech-lead") == ["org.yaml:10:tech-lead"]
    assert await editor.definition("teams.yaml", "booking") == ["org.yaml:4:booking"]
    assert await editor.definition("teams.yaml", "p02") == ["org.yaml:13:p02"]
    assert await editor.definition("org.yaml", "roadmap]") == ["teams.yaml:6:roadmap"]
    assert await editor.references("org.yaml", "tech-lead:") == [
        "org.yaml:10:tech-lead",
        "org.yaml:13:tech-lead",
        "org.yaml:15:tech-lead",
        "teams.yaml:4:tech-lead",
        "teams.yaml:6:tech-lead",
    ]
    assert await editor.references("org.yaml", "roadmap]") == ["teams.yaml:6:roadmap", "org.yaml:9:roadmap"]
    assert await editor.definition("org.yaml", "Harbour Labs") == []


@pytest.mark.asyncio
async def test_quick_fixes_write_what_was_meant(editor: Editor, tmp_path_factory: pytest.TempPathFactory) -> None:
    await editor.open("org.yaml")
    await editor.fix("org.yaml", "product-maneger")
    assert editor.texts["org.yaml"] == ROOT.replace("product-maneger", "product-manager")
    await editor.fix("org.yaml", "wide-span")
    lines = ROOT.replace("product-maneger", "product-manager").splitlines(keepends=True)
    assert editor.texts["org.yaml"] == "".join(line for line in lines if "wide-span" not in line)
    await editor.type("org.yaml", ROOT.replace("purpose:", "purpos:"))
    await editor.fix("org.yaml", "purpos:")
    assert editor.texts["org.yaml"] == ROOT
    expected = checked(editor, tmp_path_factory)
    assert {name: editor.shown(name) for name in expected} == expected


@pytest.mark.asyncio
async def test_quick_fixes_are_the_edits_that_check_makes(editor: Editor) -> None:
    faulty = ROOT.replace("roadmap]", 'roadmap, roadmap, "user-resarch"]')
    await editor.open("org.yaml", faulty)
    await editor.fix("org.yaml", "user-resarch")
    await editor.fix("org.yaml", 'roadmap, "')
    assert editor.texts["org.yaml"] == ROOT.replace("roadmap]", 'roadmap, "user-research"]')
    await editor.type("org.yaml", f"\ufeff{editor.texts['org.yaml']}".replace("architecture]", "user-resarch]"))
    await editor.fix("org.yaml", "user-resarch]")
    assert "owns: [user-research], reports_to" in editor.texts["org.yaml"]
    await editor.open("teams.yaml", "teams: [")
    with pytest.raises(AssertionError, match="nothing is offered"):
        await editor.fix("org.yaml", "wide-span")


@pytest.mark.asyncio
async def test_places_are_counted_as_the_client_does(editor: Editor) -> None:
    """What lies beyond the basic plane is two units wide to an editor; a line separator of YAML is no line to it."""
    await editor.open("org.yaml")
    text = ROOT.replace("Harbour Labs}", '"Harbour \U0001f600", description: "a\u2028b"}  # \U0001f600')
    text = text.replace("owns: [architecture]", "owns: [architecture, \U0001f600, no-such-thing-at-all, roadmpa]")
    await editor.type("org.yaml", text)
    found = next(d for d in editor.client.diagnostics[editor.uri("org.yaml")] if d.code == "near-known-duty")
    assert found.range.start == editor.at("org.yaml", "roadmpa")
    await editor.fix("org.yaml", "product-maneger")
    assert "product-maneger" not in editor.texts["org.yaml"]


@given(st.text("a\U0001f600\n\r\v\f\x1c\x85\u2028", max_size=30))
def test_lines_are_those_of_an_editor_and_places_those_of_yaml(text: str) -> None:
    lines = Lines(text, lambda part: len(part.encode("utf-16-le")) // 2)
    for number, start in enumerate([0, *(match.end() for match in BREAK.finditer(text))]):
        assert lines.offset(types.Position(number, 0)) == start
    for number, start in enumerate([0, *(match.end() for match in YAML_BREAK.finditer(text))], 1):
        span = Span("org.yaml", number, 1, number, 1)
        assert lines.offsets(span) == (start, start)
        assert lines.range(span).start == _position(text, start)


EDITS = (
    "",
    ":",
    "- ",
    "[",
    "]",
    "{",
    "}",
    '"',
    "'",
    "#",
    "&a ",
    "*a",
    "\n",
    "  ",
    "\t",
    "\r",
    "\u2028",
    "\0",
    "\U0001f600",
)


def edited(text: str, chance: random.Random) -> str:
    """A text after one edit: something cut out, written, doubled or moved."""
    start = chance.randrange(len(text) + 1)
    end = min(len(text), start + chance.choice((0, 0, 1, 3, 20, 200)))
    words = (chance.choice(EDITS), chance.choice(ROOT.split()), text[start:end] * 2, ROOT[start:end][::-1])
    return text[:start] + chance.choice(words) + text[end:]


@pytest.mark.asyncio
async def test_no_edit_brings_it_down(
    editor: Editor, tmp_path_factory: pytest.TempPathFactory, capfd: pytest.CaptureFixture[str]
) -> None:
    """A thousand edits, each on what the last ones left; now and then a question, and a return to what is whole."""
    chance = random.Random(20261122)
    whole = {"org.yaml": ROOT, "teams.yaml": TEAMS}
    for name in whole:
        await editor.open(name)
    for number in range(1, 1001):
        name = chance.choice(("org.yaml", "teams.yaml"))
        editor.change(name, whole[name] if number % 12 == 0 else edited(editor.texts[name], chance))
        if number % 4 == 0:
            await editor.ask(name, chance)
        if number % 100 == 0:
            await editor.settled()
            expected = checked(editor, tmp_path_factory)
            broken = [name for name, found in expected.items() if any(rule == "invalid-file" for rule, *_ in found)]
            for name in broken or expected:
                assert editor.shown(name) == expected[name]
    for name, text in whole.items():
        await editor.type(name, text)
    expected = checked(editor, tmp_path_factory)
    assert {name: editor.shown(name) for name in expected} == expected
    assert not editor.client.messages
    assert "Traceback" not in capfd.readouterr().err
