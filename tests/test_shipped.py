"""What was parsed when the package was built says the same as the files, and an edited file is read anew."""

from __future__ import annotations

import json

import pytest

from roleaudit import catalog, document, rules, shipped
from roleaudit.findings import BadInput

WIDE = shipped.rules_root() / "reporting" / "wide-span.yaml"


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> dict[str, dict[str, object]]:
    """Everything as a wheel has it, for the length of a test."""
    found: dict[str, dict[str, object]] = json.loads(shipped.parse_all(shipped.rules_root()))
    monkeypatch.setattr(shipped, "_parsed", lambda: found)
    return found


def test_every_file_holds_the_same_parsed_or_not(parsed: dict[str, dict[str, object]]) -> None:
    paths = sorted(shipped.rules_root().rglob("*.yaml"))
    assert len(parsed) == len(paths)
    for path in paths:
        content = path.read_bytes()
        assert shipped.parse(content, "x").data == document.parse(content, "x").data, path


def test_rules_and_catalogue_are_the_same(parsed: dict[str, dict[str, object]]) -> None:
    root = shipped.rules_root()
    stored = {name: rule._replace(document=None) for name, rule in rules._load.__wrapped__(root).rules.items()}  # type: ignore[arg-type]
    parsed.clear()
    read = {name: rule._replace(document=None) for name, rule in rules._load.__wrapped__(root).rules.items()}  # type: ignore[arg-type]
    assert {name: rule._replace(settings={}) for name, rule in stored.items()} == {
        name: rule._replace(settings={}) for name, rule in read.items()
    }
    assert catalog._load(root / "catalog").duties == catalog._load_once(root / "catalog").duties


def test_a_place_in_a_stored_file_is_found(parsed: dict[str, dict[str, object]]) -> None:
    content = WIDE.read_bytes()
    stored, read = shipped.parse(content, "wide-span.yaml"), document.parse(content, "wide-span.yaml")
    assert stored.place(("message",)) == read.place(("message",))
    assert stored.sources == read.sources


def test_an_edited_file_is_read_anew(parsed: dict[str, dict[str, object]]) -> None:
    edited = WIDE.read_bytes().replace(b"most: 12", b"most: 13")
    assert shipped.parse(edited, "wide-span.yaml").data["stages"] == {
        "startup": {"level": "info", "most": "13"},
        "scaleup": {"level": "warning", "most": "9"},
        "enterprise": {"most": "7"},
    }
    with pytest.raises(BadInput):
        shipped.parse(b"a: [", "broken.yaml")
