"""What other programs make of the schemas: `yaml-language-server`, driven as an editor does, and `check-jsonschema`."""

from __future__ import annotations

import itertools
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
SCHEMAS = ROOT / "schemas"
ORG = SCHEMAS / "org.schema.json"
CONFIG = SCHEMAS / "roleaudit.schema.json"
RULE = SCHEMAS / "rule.schema.json"
EXAMPLES = sorted((ROOT / "examples").rglob("*.yaml"))
RULES = sorted(file for file in (ROOT / "rules").glob("*/*.yaml") if file.parent.name != "catalog")

FAULTS = {
    "an unknown section": "org: {stage: startup}\nrolls: {}\n",
    "an unknown field of a seat": "roles:\n  ceo:\n    ownz: [roadmap]\n",
    "an unknown stage": "org: {stage: unicorn}\n",
    "an unknown phase": "products: {booking: {phase: sold}}\n",
    "a list of seats in place of ids": "roles:\n  - ceo\n  - cto\n",
    "a mapping in place of a text": "roles:\n  ceo: {purpose: {why: profit}}\n",
    "a day that is none": "org: {stage_since: May 2025}\n",
    "a share over a hundred": "people:\n  p1: {roles: {role: ceo, share: 120}}\n",
    "a waiver without a reason": "waivers:\n  - {rule: wide-span, at: roles.ceo}\n",
    "a text in place of yes or no": "roles:\n  ceo: {vacant: maybe}\n",
}
"""Ten files, each wrong in one way."""

SHORT_FORMS = """\
org:
  name: 2024
  goals: retention
  x-color: blue
products:
  booking: {vision: Every hotel is bookable, markets: DE, responsibilities: {roadmap: pm, delivery: [pm, cto], qa: }}
  empty:
roles:
  ceo:
  pm: {owns: roadmap, product: booking, title: 12.5, vacant: false, purpose: true}
people:
  p1: {roles: ceo}
  p2: {roles: [ceo, {role: pm, share: 50%}]}
  p3: {roles: {role: pm, share: 12.5}}
  p4: {time: {strategy: 20, delivery: 80 %}}
responsibilities: {pricing: {accountable: ceo, reviewed: 2026-05-01}}
external: board
include: parts/*.yaml
waivers: {rule: wide-span, at: roles.ceo, reason: Known}
teams:
"""


class Editor:
    """A client of the language server, over its standard input and output."""

    def __init__(self, folder: Path) -> None:
        tool = shutil.which("yaml-language-server")
        assert tool, "install yaml-language-server, as .ci/run does"
        self.server = subprocess.Popen([tool, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.folder = folder
        self.numbers = itertools.count(1)
        self.diagnostics: dict[str, list[dict[str, Any]]] = {}
        self.settings: dict[str, Any] = {"validate": True, "hover": True, "completion": True}
        self.settings["schemaStore"] = {"enable": False}
        capabilities = {
            "workspace": {"configuration": True, "didChangeConfiguration": {"dynamicRegistration": True}},
            "textDocument": {"hover": {}, "completion": {"completionItem": {}}, "publishDiagnostics": {}},
        }
        self.ask("initialize", processId=os.getpid(), rootUri=folder.as_uri(), capabilities=capabilities)
        self.tell("initialized")

    def close(self) -> None:
        self.ask("shutdown")
        self.tell("exit")
        assert self.server.stdin
        self.server.stdin.close()
        self.server.wait(timeout=30)
        assert self.server.stdout
        self.server.stdout.close()

    def tell(self, method: str, **params: Any) -> None:
        self._send({"method": method, "params": params})

    def ask(self, method: str, **params: Any) -> Any:
        number = next(self.numbers)
        self._send({"id": number, "method": method, "params": params})
        while (message := self._next()).get("id") != number or "method" in message:
            pass
        return message["result"]

    def open(self, text: str, schema: Path) -> str:
        """Open a file that is bound to a schema by its first line, as an org file is."""
        uri = (self.folder / f"{next(self.numbers)}.yaml").as_uri()
        line = f"# yaml-language-server: $schema={schema.as_uri()}\n"
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": line + text}
        self.tell("textDocument/didOpen", textDocument=document)
        return uri

    def said(self, text: str, schema: Path) -> list[str]:
        """What the editor would underline in a file."""
        uri = self.open(text, schema)
        while uri not in self.diagnostics:
            self._next()
        return [found["message"] for found in self.diagnostics.pop(uri)]

    def offered(self, text: str, schema: Path) -> list[str]:
        """What the editor would offer at the end of a text."""
        *above, last = text.split("\n")
        at = {"line": len(above) + 1, "character": len(last)}
        found = self.ask("textDocument/completion", textDocument={"uri": self.open(text, schema)}, position=at)
        return [item["label"] for item in found["items"]]

    def hover(self, text: str, word: str, schema: Path) -> str:
        """What the editor would show of the last place of a word."""
        above, _, _ = text.rpartition(word)
        at = {"line": above.count("\n") + 1, "character": len(above) - above.rfind("\n") - 1}
        found = self.ask("textDocument/hover", textDocument={"uri": self.open(text, schema)}, position=at)
        said: str = found["contents"]["value"]
        return said

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.server.stdin
        self.server.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.server.stdin.flush()

    def _next(self) -> dict[str, Any]:
        """The next message; what the server asks in between is answered, what it finds is kept."""
        assert self.server.stdout
        length = 0
        while (header := self.server.stdout.readline()) != b"\r\n":
            assert header, "the language server has ended"
            name, _, value = header.partition(b":")
            length = int(value) if name == b"Content-Length" else length
        message: dict[str, Any] = json.loads(self.server.stdout.read(length))
        if message.get("method") == "textDocument/publishDiagnostics":
            self.diagnostics[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif message.get("method") == "workspace/configuration":
            sections = [item.get("section") for item in message["params"]["items"]]
            answers = [self.settings if section == "yaml" else {} for section in sections]
            self._send({"id": message["id"], "result": answers})
        elif "method" in message and "id" in message:
            self._send({"id": message["id"], "result": None})
        return message


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    found = Editor(tmp_path_factory.mktemp("repository"))
    yield found
    found.close()


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: str(file.relative_to(ROOT)))
def test_nothing_is_underlined_in_an_example(file: Path, editor: Editor) -> None:
    assert editor.said(file.read_text(encoding="utf-8"), ORG) == []


def test_nothing_is_underlined_in_a_file_of_short_forms(editor: Editor) -> None:
    assert editor.said(SHORT_FORMS, ORG) == []


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_underlined(fault: str, editor: Editor) -> None:
    assert len(editor.said(FAULTS[fault], ORG)) == 1


def test_words_of_the_file_stages_and_duties_are_offered(editor: Editor) -> None:
    assert "accountable" in editor.offered("responsibilities:\n  roadmap:\n    ", ORG)
    assert set(editor.offered("org:\n  stage: ", ORG)) >= {"startup", "scaleup", "enterprise"}
    for owns in ("owns: ", "owns:\n      - ", "owns:\n    - ", "owns: [", "owns: [roadmap, "):
        assert "product-strategy" in editor.offered(f"roles:\n  ceo:\n    {owns}", ORG), owns
    assert "roadmap" in editor.offered("responsibilities:\n  ", ORG)
    assert "retrospective" in editor.offered("rituals:\n  weekly:\n    kind: ", ORG)


def test_hovering_shows_what_a_word_means(editor: Editor) -> None:
    text = "responsibilities:\n  launch-planning:\n    accountable: ceo\n"
    assert "Who answers for the result: one." in editor.hover(text, "accountable", ORG)
    catalogued = yaml.safe_load((ROOT / "rules/catalog/responsibilities.yaml").read_text(encoding="utf-8"))
    assert catalogued["launch-planning"]["meaning"] in editor.hover(text, "launch-planning", ORG)


def test_a_configuration_and_a_rule_are_helped_with_too(editor: Editor) -> None:
    assert {"level", "most", "scaleup"} <= set(editor.offered("rules:\n  wide-span:\n    ", CONFIG))
    assert "A seat has more direct reports" in editor.hover("rules:\n  wide-span: error\n", "wide-span", CONFIG)
    assert len(editor.said("rules: {wide-span: {mosst: 8}}\n", CONFIG)) == 1
    assert editor.said("rules: {wide-span: off, our-own: {level: info, most: 2}}\nextends: scaleup\n", CONFIG) == []
    assert "direct_reports" in editor.offered("for: holder\nexpect:\n  ", RULE)
    assert "direct_reports" not in editor.offered("for: metric\nexpect:\n  ", RULE)


def validated(schema: Path, *files: Path) -> int:
    command: list[str | Path] = [sys.executable, "-m", "check_jsonschema", "--schemafile", schema, *files]
    return subprocess.run(command, capture_output=True).returncode


def test_the_validator_takes_examples_rules_and_short_forms(tmp_path: Path) -> None:
    short = tmp_path / "short.yaml"
    short.write_text(SHORT_FORMS, encoding="utf-8")
    assert validated(ORG, short, *EXAMPLES) == 0
    assert validated(RULE, *RULES) == 0


@pytest.mark.parametrize("fault", FAULTS)
def test_the_validator_refuses_each_fault(fault: str, tmp_path: Path) -> None:
    file = tmp_path / "org.yaml"
    file.write_text(FAULTS[fault], encoding="utf-8")
    assert validated(ORG, file) == 1


def test_the_schemas_are_schemas() -> None:
    command: list[str | Path] = [sys.executable, "-m", "check_jsonschema", "--check-metaschema", ORG, CONFIG, RULE]
    assert subprocess.run(command, capture_output=True).returncode == 0
