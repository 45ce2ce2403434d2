"""The schemas say what the reader of each kind of file says, and the committed ones are those of the program."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from roleaudit import catalog, cli, facts, rules, schema
from roleaudit.config import KEYS
from roleaudit.schema import FILES, KINDS

ROOT = Path(__file__).parents[1]


def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    monkeypatch.setattr(sys, "argv", ["roleaudit", "schema", *arguments])
    code = cli.execute()
    said = capsys.readouterr()
    return code, said.out, said.err


@pytest.mark.parametrize("kind", KINDS)
def test_the_committed_schema_is_what_the_program_prints(
    kind: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    request: pytest.FixtureRequest,
) -> None:
    """After a change of the words, `pytest --bless` writes the schema again."""
    code, out, err = run(monkeypatch, capsys, kind)
    file = ROOT / "schemas" / FILES[kind]
    if request.config.getoption("--bless"):
        file.write_text(out, encoding="utf-8", newline="\n")
    assert (code, err) == (0, "")
    assert out == file.read_text(encoding="utf-8")


def test_without_a_kind_it_is_the_org_file(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert json.loads(run(monkeypatch, capsys)[1])["title"] == "Org file of roleaudit"


def test_another_kind_is_refused(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(monkeypatch, capsys, "people")
    assert (code, out) == (2, "")
    assert err == "roleaudit: there is no schema `people`; use one of org, config, rule\n"


def _fields(written: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every field below a schema, with its place."""
    if isinstance(written, dict):
        for word, field in (written.get("properties") or {}).items():
            yield f"{path}.{word}", field
        for key, inner in written.items():
            yield from _fields(inner, f"{path}/{key}")
    elif isinstance(written, list):
        for index, inner in enumerate(written):
            yield from _fields(inner, f"{path}/{index}")


def test_every_field_of_the_org_file_says_what_it_means_with_an_example() -> None:
    found = schema.schema("org")
    duties = {duty.id for duty in catalog.load().duties.values()}
    for place, field in _fields(found):
        assert field["description"].endswith("."), place
        assert place.rpartition(".")[2] in duties or field["examples"], place


def test_every_word_of_a_configuration_and_of_a_rule_is_there_with_an_example() -> None:
    for kind, words in (("config", KEYS), ("rule", rules.RULE_WORDS)):
        found = schema.schema(kind)["properties"]
        assert found.keys() == words.keys()
        for name, field in found.items():
            assert field["description"].endswith("."), name
            assert field["examples"], name


def test_every_reference_leads_somewhere() -> None:
    for kind in KINDS:
        found = schema.schema(kind)
        for reference in _references(found):
            assert reference.removeprefix("#/definitions/") in found["definitions"]


def _references(written: Any) -> Iterator[str]:
    if isinstance(written, dict):
        yield from (value for key, value in written.items() if key == "$ref")
        for inner in written.values():
            yield from _references(inner)
    elif isinstance(written, list):
        for inner in written:
            yield from _references(inner)


def test_a_rule_file_is_offered_the_facts_of_its_kind() -> None:
    definitions = schema.schema("rule")["definitions"]
    for kind in facts.KINDS.values():
        offered = definitions[f"facts-of-{kind.name}"]["properties"]
        assert {name: field["description"] for name, field in offered.items()} == {
            fact.name: fact.meaning for fact in kind.facts.values()
        }


def test_a_configuration_is_offered_each_rule_with_its_parameters() -> None:
    found = schema.schema("config")
    offered = found["properties"]["rules"]["properties"]
    assert offered.keys() == rules.load().rules.keys()
    assert offered["wide-span"]["description"] == "A seat has more direct reports than its stage can carry."
    mapping = offered["wide-span"]["anyOf"][1]
    assert set(mapping["properties"]) == {"level", "because", "most", "startup", "scaleup", "enterprise"}
