"""What is kept when the package is built says the same as the files, and is not used where they are newer."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from roleaudit import catalog, document, rules, shipped
from roleaudit.document import Document
from roleaudit.rules import RuleSet, Written

ROOT = shipped.rules_root()


def plain(value: Any) -> Any:
    """A value in which a document is what it says."""
    if isinstance(value, Document):
        return value.name, value.data
    if isinstance(value, Written):
        return plain(value.value), value.document.name, value.path
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return type(value), tuple(map(plain, value)) if isinstance(value, tuple) else value


def test_kept_rules_are_those_of_the_files() -> None:
    read = rules.read(ROOT)
    thawed: RuleSet = shipped.thawed(shipped.frozen(read))
    assert thawed.rules.keys() == read.rules.keys()
    for name, rule in read.rules.items():
        assert plain(thawed.rules[name]) == plain(rule), name
    assert plain(thawed.stages) == plain(read.stages)
    assert thawed.version == read.version


def test_kept_words_are_those_of_the_files() -> None:
    read = catalog.read(ROOT / "catalog")
    thawed = shipped.thawed(shipped.frozen(read))
    for kind in catalog.Catalog.__slots__:
        ours, theirs = getattr(thawed, kind), getattr(read, kind)
        assert ours == theirs, kind
        if isinstance(theirs, catalog.Index):
            assert (type(ours), ours.table) == (type(theirs), theirs.table), kind
    assert thawed.title("Senior Backend Engineer II") == read.titles["engineer"]
    assert thawed.duty("feature prioritization") == read.duty("feature prioritization") is not None
    assert thawed.is_placeholder("TBD - ask around")


def test_a_place_in_a_kept_rule_is_found() -> None:
    wide: document.Document = shipped.thawed(shipped.frozen(rules.read(ROOT))).rules["wide-span"].document
    read = document.parse((ROOT / "reporting" / "wide-span.yaml").read_bytes(), "rules/reporting/wide-span.yaml")
    assert wide.place(("message",)) == read.place(("message",))
    assert wide.sources == read.sources


def test_all_values_of_a_kept_rule_stand_in_its_document() -> None:
    for rule in shipped.thawed(shipped.frozen(rules.read(ROOT))).rules.values():
        for setting in rule.settings.values():
            assert all(written.document is rule.document for written in setting.written.values())


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A source tree of its own, in which something is kept; a minute lies between its files and that."""
    shutil.copytree(ROOT, tmp_path / "rules", ignore=shutil.ignore_patterns("*.pickle"))
    package = tmp_path / "src" / "roleaudit"
    package.mkdir(parents=True)
    (package / "rules.py").touch()
    monkeypatch.setattr(shipped, "_PACKAGE", package)
    monkeypatch.setattr(shipped, "_PACKAGED", package / "_rules")
    shipped.keep("rules", "kept")
    now = os.stat(tmp_path / "rules" / "rules.pickle").st_mtime
    for path in (*(tmp_path / "rules").rglob("*"), *package.rglob("*.py")):
        if path.suffix != ".pickle":
            os.utime(path, (now - 60, now - 60))
    return tmp_path


def kept() -> object:
    return shipped.kept("rules", lambda: "read")


def test_what_is_newer_than_its_files_is_used(tree: Path) -> None:
    later = os.stat(tree / "rules" / "rules.pickle").st_mtime + 60
    shipped.keep("catalog", "kept after it")
    os.utime(tree / "rules" / "catalog.pickle", (later, later))
    assert kept() == "kept"


@pytest.mark.parametrize(
    "file", ["rules/reporting/wide-span.yaml", "rules/catalog/titles.yaml", "src/roleaudit/rules.py"]
)
def test_an_edited_file_is_read_anew(tree: Path, file: str) -> None:
    later = os.stat(tree / "rules" / "rules.pickle").st_mtime + 60
    os.utime(tree / file, (later, later))
    assert kept() == "read"


def test_a_tree_in_which_nothing_was_built_is_read(tree: Path) -> None:
    (tree / "rules" / "rules.pickle").unlink()
    assert kept() == "read"


def test_an_installed_package_is_not_compared(tree: Path) -> None:
    shutil.copytree(tree / "rules", tree / "src" / "roleaudit" / "_rules")
    os.utime(tree / "src" / "roleaudit" / "_rules" / "rules.pickle", (0, 0))
    assert kept() == "kept"
