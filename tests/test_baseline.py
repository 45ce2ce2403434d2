"""The baseline: what it hides, what it outlives, how it is kept, and what it cannot hide."""

from __future__ import annotations

import datetime
import json
import random
import tempfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from anyorg import entries
from hypothesis import given, settings
from hypothesis import strategies as st
from running import Command

from roleaudit import document, pipeline
from roleaudit.config import Config
from roleaudit.findings import Result
from roleaudit.gate import baseline

ROOT = Path(__file__).parents[1]
TODAY = datetime.date(2026, 11, 22)
ORG = """\
org: {stage: startup}
roles:
  founder: {owns: [product-strategy, delivery], deputy: TBD, reports_to: none}
  engineer: {owns: nobody, deputy: nowhere}
"""
NAME = "roleaudit-baseline.yaml"

Data = dict[str, Any]


@pytest.fixture
def roleaudit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: Command) -> Command:
    """Run the command in a folder with an org and a configuration that names a baseline."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ROLEAUDIT_TODAY", TODAY.isoformat())
    (tmp_path / "org.yaml").write_text(ORG, encoding="utf-8")
    (tmp_path / "roleaudit.yaml").write_text(f"baseline: {NAME}\n", encoding="utf-8")
    return command


def report(roleaudit: Command, *arguments: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(roleaudit("check", "--format", "json", "--min-level", "info", *arguments)[1])
    return dict(found["results"][0])


def counted(result: dict[str, Any]) -> set[tuple[str, str]]:
    return {(f["rule"], f["address"]) for f in result["findings"] if f["suppressed"] is None and f["known"] is None}


# What it hides


def test_with_a_baseline_only_what_is_new_counts(roleaudit: Command, tmp_path: Path) -> None:
    (tmp_path / "roleaudit.yaml").unlink()
    before = report(roleaudit)
    assert roleaudit("check", "--fail-on", "info")[0] == 1
    (tmp_path / "roleaudit.yaml").write_text(f"baseline: {NAME}\n")
    code, out, err = roleaudit("baseline", "create")
    number = len(before["findings"])
    assert (code, out, err) == (0, f"{NAME}: {number} known, {number} of them new; 0 removed\n", "")
    assert roleaudit("check", "--fail-on", "info")[0] == 0
    assert f"no findings, {number} known before" in roleaudit("check")[1]
    (tmp_path / "org.yaml").write_text(ORG + "  designer: {deputy: stranger}\n")
    assert counted(report(roleaudit)) >= {("unknown-reference", "roles.designer.deputy.stranger")}
    assert not counted(report(roleaudit)) & counted(before)


def test_the_option_names_another_baseline(roleaudit: Command, tmp_path: Path) -> None:
    roleaudit("baseline", "create", "--baseline", "other.yaml")
    assert not (tmp_path / NAME).exists()
    (tmp_path / NAME).write_text(baseline.text({}))
    assert counted(report(roleaudit))
    assert not counted(report(roleaudit, "--baseline", "other.yaml"))


def test_the_ladder_counts_what_the_baseline_hides(roleaudit: Command) -> None:
    roleaudit("baseline", "create", "--baseline", "other.yaml")
    without, with_it = (report(roleaudit, "--baseline", name) for name in ("other.yaml", "other.yaml"))
    assert without["ladder"] == with_it["ladder"]
    assert sum(rung["to_go"] for rung in with_it["ladder"])


def test_a_finding_stays_known_when_its_words_change(
    roleaudit: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor does a rule that is renamed lose its findings, where the old name is its alias."""
    from roleaudit import rules

    roleaudit("baseline", "create")
    ruleset = rules.load()
    old = ruleset.rules["placeholder"]
    new = old._replace(name="unfilled", aliases=("placeholder",), message="{value} stands for nobody", summary="x")
    renamed = {name: rule for name, rule in ruleset.rules.items() if rule is not old} | {"unfilled": new}
    monkeypatch.setattr(rules, "load", lambda: ruleset._replace(rules=renamed))
    result = report(roleaudit)
    assert "unfilled" in {f["rule"] for f in result["findings"]}
    assert counted(result) == set()
    assert result["baseline"] == {"file": NAME, "stale": []}


def test_what_is_waived_is_left_to_the_waiver(roleaudit: Command, tmp_path: Path) -> None:
    roleaudit("baseline", "create")
    waiver = "waivers: [{rule: placeholder, at: roles.founder, reason: A deputy in March}]\n"
    (tmp_path / "org.yaml").write_text(ORG + waiver)
    result = report(roleaudit)
    (found,) = (
        f for f in result["findings"] if (f["rule"], f["address"]) == ("placeholder", "roles.founder.deputy.TBD")
    )
    assert (found["suppressed"], found["known"]) == ("A deputy in March", None)
    assert result["baseline"]["stale"] == []
    roleaudit("baseline", "create")
    assert found["identity"] not in (tmp_path / NAME).read_text()


def test_other_formats_say_that_a_finding_was_known(roleaudit: Command, tmp_path: Path) -> None:
    roleaudit("baseline", "create")
    text = (tmp_path / NAME).read_text().replace("    at: roles.founder.deputy.TBD\n", "    at: x\n    reason: r1\n")
    (tmp_path / NAME).write_text(text)
    results = json.loads(roleaudit("check", "--format", "sarif")[1])["runs"][0]["results"]
    suppressions = {tuple(row.items()) for result in results for row in result["suppressions"]}
    assert suppressions == {
        (("kind", "external"), ("justification", words)) for words in ("r1", "in the baseline")
    }  # fmt: skip
    junit = roleaudit("check", "--format", "junit", "--fail-on", "info")[1]
    assert "known before: r1" in junit
    assert "<failure" not in junit
    for name in ("compact", "github"):
        assert roleaudit("check", "--format", name, "--min-level", "info")[:2] == (0, "")


# What it cannot hide


def known(tmp_path: Path, identity: str) -> dict[str, baseline.Entry]:
    """A baseline of one entry, written by hand."""
    entries = {identity: baseline.Entry(identity, "a-rule", "an.address", "2026-11-22")}
    (tmp_path / NAME).write_text(baseline.text(entries), encoding="utf-8")
    return entries


def test_a_baseline_cannot_hide_a_broken_file(roleaudit: Command, tmp_path: Path) -> None:
    (tmp_path / "org.yaml").write_text(ORG.replace("deputy: TBD", "deputies: TBD"))
    known(tmp_path, "0123456789abcdef")
    (finding,) = report(roleaudit)["findings"]
    written = known(tmp_path, finding["identity"])
    code, out, _ = roleaudit("check", "--fail-on", "never")
    assert code == 2
    assert "error[invalid-file]" in out
    for command in ("create", "prune"):
        code, _, err = roleaudit("baseline", command)
        assert code == 2
        assert err.startswith("roleaudit: org.yaml:3:")
    assert baseline.read((tmp_path / NAME).read_bytes(), NAME) == written


def test_what_cannot_be_waived_cannot_be_in_a_baseline(roleaudit: Command, tmp_path: Path) -> None:
    (tmp_path / "org.yaml").write_text(ORG + "waivers: [{rule: wide-span, at: roles.founder, reason: r}]\n")
    roleaudit("baseline", "create")
    assert counted(report(roleaudit)) == {("waiver-unused", "waivers.wide-span.roles.founder")}
    (unused,) = (f for f in report(roleaudit)["findings"] if f["rule"] == "waiver-unused")
    assert not unused["waivable"]
    known(tmp_path, unused["identity"])
    assert ("waiver-unused", "waivers.wide-span.roles.founder") in counted(report(roleaudit))


# How it is kept


def test_reasons_and_days_outlive_prune_and_create(roleaudit: Command, tmp_path: Path) -> None:
    roleaudit("baseline", "create", "--today", "2026-11-02")
    text = (tmp_path / NAME).read_text()
    assert "added: '2026-11-02'" in text
    first = "rule: placeholder\n    at: roles.founder.deputy.TBD\n"
    assert text.count(first) == 1
    reason = 'Müller & Co: "wait" # until March'
    (tmp_path / NAME).write_text(text.replace(first, f"{first}    reason: {json.dumps(reason)}\n"))
    mended = ORG.replace("deputy: nowhere", "deputy: founder")
    (tmp_path / "org.yaml").write_text(mended + "  designer: {deputy: stranger}\n")
    for command in (("prune",), ("create", "--today", "2026-11-30")):
        code, out, _ = roleaudit("baseline", *command)
        assert code == 0, out
        kept = baseline.read((tmp_path / NAME).read_bytes(), NAME)
        assert {e.rule: (e.added, e.reason) for e in kept.values() if e.at == "roles.founder.deputy.TBD"} == {
            "placeholder": ("2026-11-02", reason)
        }
        assert "roles.engineer.deputy.nowhere" not in {e.at for e in kept.values()}
        new = [e.added for e in kept.values() if e.at == "roles.designer.deputy.stranger"]
        assert new == ([] if command == ("prune",) else ["2026-11-30"])


def test_stale_entries_are_told_and_pruned(roleaudit: Command, tmp_path: Path) -> None:
    roleaudit("baseline", "create")
    (tmp_path / "org.yaml").write_text(ORG.replace("deputy: nowhere", "deputy: founder"))
    stale = [{"rule": "unknown-reference", "at": "roles.engineer.deputy.nowhere"}]
    assert report(roleaudit)["baseline"] == {"file": NAME, "stale": stale}
    line = f"baseline: 1 finding of {NAME} no longer there; `roleaudit baseline prune` removes it from the file\n"
    code, out, _ = roleaudit("check")
    assert code == 0
    assert line in out
    assert roleaudit("baseline", "show")[1].count("gone") == 1
    number = len(baseline.read((tmp_path / NAME).read_bytes(), NAME))
    assert roleaudit("baseline", "prune")[1] == f"{NAME}: {number - 1} known; 1 removed\n"
    assert report(roleaudit)["baseline"] == {"file": NAME, "stale": []}
    written = (tmp_path / NAME).read_bytes()
    assert roleaudit("baseline", "prune")[1] == f"{NAME}: {number - 1} known; 0 removed\n"
    assert (tmp_path / NAME).read_bytes() == written


def test_what_was_not_asked_is_not_called_stale(roleaudit: Command, tmp_path: Path) -> None:
    roleaudit("baseline", "create")
    (tmp_path / "org.yaml").write_text(ORG.replace("deputy: nowhere", "deputy: founder"))
    for arguments in (("--ignore", "unknown-reference"), ("--select", "wide-span"), ("--stage", "enterprise")):
        assert report(roleaudit, *arguments)["baseline"]["stale"] == []
    gone = {"fedcba9876543210": baseline.Entry("fedcba9876543210", "a-rule-of-old", "org", "2026-01-01")}
    (tmp_path / NAME).write_text(baseline.text(gone))
    assert report(roleaudit)["baseline"]["stale"] == [{"rule": "a-rule-of-old", "at": "org"}]


def test_a_baseline_is_of_the_whole_org_whatever_file_is_named(roleaudit: Command, tmp_path: Path) -> None:
    (tmp_path / "org.yaml").write_text("org: {stage: startup}\ninclude: roles.yaml\nteams: {a: {lead: nobody}}\n")
    (tmp_path / "roles.yaml").write_text(ORG[ORG.index("roles:") :])
    roleaudit("baseline", "create", "roles.yaml")
    assert counted(report(roleaudit)) == set()
    assert report(roleaudit, "roles.yaml")["baseline"]["stale"] == []


def test_the_list_shows_rule_address_day_and_reason(roleaudit: Command, tmp_path: Path) -> None:
    (tmp_path / NAME).write_text(baseline.text({}))
    assert roleaudit("baseline", "show") == (0, f"{NAME} has no entries\n", "")
    entry = baseline.Entry("0123456789abcdef", "wide-span", "roles.\x1b[31m", "2026-11-02", "r")
    (tmp_path / NAME).write_text(baseline.text({entry.identity: entry}))
    _, out, _ = roleaudit("baseline", "show")
    assert out.splitlines()[1].split() == ["wide-span", "roles.\\x1b[31m", "2026-11-02", "gone", "r"]
    document = json.loads(roleaudit("baseline", "show", "--format", "json")[1])
    assert document == {
        "format": "roleaudit-baseline-list/1", "file": NAME, "entries": [{**entry._asdict(), "stale": True}],
    }  # fmt: skip
    assert roleaudit("baseline", "show", "--format", "xml")[0] == 2


def test_the_file_is_whole_or_untouched(roleaudit: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    roleaudit("baseline", "create", "--today", "2026-11-02")
    written = (tmp_path / NAME).read_bytes()
    (tmp_path / "org.yaml").write_text(ORG + "  designer: {deputy: stranger}\n")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", full)
    code, _, err = roleaudit("baseline", "create")
    assert (code, err) == (2, f"roleaudit: {NAME} cannot be written: No space left on device\n")
    assert (tmp_path / NAME).read_bytes() == written
    assert sorted(path.name for path in tmp_path.iterdir()) == ["org.yaml", NAME, "roleaudit.yaml"]


# A broken one


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("findings: {}\n", "1:1", "This is not a baseline of the form"),
        ("format: roleaudit-baseline/2\n", "1:9", "This is not a baseline of the form"),
        ("format: roleaudit-baseline/1\nfindings: [a]\n", "2:1", "`findings` is not a mapping"),
        ("format: roleaudit-baseline/1\nfinding: {}\n", "2:1", "`finding` is not a field of a baseline"),
        ("HEAD  wide-span: {ENTRY}\n", "3:3", "`wide-span` is not the identity of a finding"),
        ("HEAD  0123456789abcdef: text\n", "3:21", "An entry is a mapping"),
        ("HEAD  0123456789abcdef: {ENTRY, line: 3}\n", "3:61", "`line` is not a field of a baseline"),
        ("HEAD  0123456789abcdef: {rule: r, at: a}\n", "3:3", "`added` is missing"),
        ("HEAD  0123456789abcdef: {rule: r, at: a, added: May}\n", "3:45", "`May` is not a date"),
        ("HEAD  0123456789abcdef: {ENTRY, reason: [a]}\n", "3:61", "`reason` is missing or is not one text"),
        ("HEAD  0123456789abcdef: {ENTRY}\n  0123456789abcdef: {ENTRY}\n", "4:3", "is written twice"),
        ("format: [\n", "1:9", "is never closed"),
    ],
)
def test_a_fault_of_the_baseline_has_its_place(
    roleaudit: Command, tmp_path: Path, text: str, place: str, message: str
) -> None:
    text = text.replace("HEAD", "format: roleaudit-baseline/1\nfindings:\n")
    (tmp_path / NAME).write_text(text.replace("ENTRY", "rule: r, at: a.b.c, added: 2026-11-22"))
    code, out, err = roleaudit("check", "--format", "compact", "--fail-on", "never")
    assert code == 2
    assert f"{NAME}:{place}: error invalid-file: " in out
    assert message in out
    for command in ("create", "prune", "show"):
        code, out, err = roleaudit("baseline", command)
        assert (code, out) == (2, "")
        assert err.startswith(f"roleaudit: {NAME}:{place}: ")


def test_a_baseline_that_is_not_there_stops_the_audit(roleaudit: Command, tmp_path: Path) -> None:
    for arguments in (("check",), ("baseline", "prune"), ("baseline", "show")):
        code, _, err = roleaudit(*arguments)
        assert (code, err) == (2, f"roleaudit: {NAME} does not exist; `roleaudit baseline create` writes it\n")
    (tmp_path / "roleaudit.yaml").unlink()
    code, _, err = roleaudit("baseline", "create")
    assert code == 2
    assert "write `baseline: roleaudit-baseline.yaml` in roleaudit.yaml, or pass --baseline" in err


# Another layout of the same org


def shuffled(data: object, chance: random.Random) -> object:
    """The same data with the keys of every mapping in another order; lists keep theirs."""
    if isinstance(data, dict):
        return {key: shuffled(data[key], chance) for key in chance.sample(list(data), len(data))}
    return [shuffled(item, chance) for item in data] if isinstance(data, list) else data


def laid_out(data: Data, folder: Path, chance: random.Random) -> Path:
    """Write an org over up to four files, each section or entry in one of them, and each file in a style of its own."""
    files: list[Data] = [{} for _ in range(chance.randint(1, 4))]
    for section, content in data.items():
        if section == "org" or not isinstance(content, dict) or not content or chance.random() < 0.3:
            files[0 if section == "org" else chance.randrange(len(files))][section] = content
            continue
        for id, entry in content.items():
            chance.choice(files).setdefault(section, {})[id] = entry
    names = [f"parts/{number}.yaml" for number in range(1, len(files))]
    (folder / "parts").mkdir()
    if names:
        files[0]["include"] = chance.choice([names, ["parts/*.yaml"]])
    for name, content in zip(["org.yaml", *names], files, strict=True):
        text = yaml.safe_dump(
            shuffled(content, chance),
            sort_keys=False,
            width=chance.choice([20, 1000]),
            default_flow_style=chance.choice([True, False, None]),
            indent=chance.randint(2, 6),
        )
        (folder / name).write_text("# another layout\n" * chance.randint(0, 3) + text, encoding="utf-8")
    return folder / "org.yaml"


EXAMPLES = [
    document.read(path).data for path in (*(ROOT / "examples").glob("*.yaml"), *(ROOT / "examples").glob("*/org.yaml"))
]
small = st.tuples(entries, st.sampled_from(["startup", "scaleup", "enterprise"])).map(
    lambda pair: pair[0] | {"org": {**pair[0].get("org", {}), "stage": pair[1]}}
)


@settings(max_examples=40)
@given(st.one_of(small, st.sampled_from(EXAMPLES)), st.integers(0, 2**32), st.floats(0, 1))
def test_a_baseline_hides_the_same_findings_in_another_layout(data: Data, seed: int, share: float) -> None:
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        one, other = Path(folder, "one"), Path(folder, "other")
        one.mkdir()
        other.mkdir()
        (one / "org.yaml").write_text(yaml.safe_dump(data, sort_keys=False), encoding="utf-8")
        before = pipeline.audit(one / "org.yaml", today=TODAY)
        entries = baseline.create(before.findings, {}, TODAY)
        held = {identity: entry for identity, entry in entries.items() if chance.random() < share}
        (one / NAME).write_text(baseline.text(held), encoding="utf-8")
        known = Config(baseline=one / NAME)
        there = pipeline.judge(one / "org.yaml", known, today=TODAY)
        here = pipeline.judge(laid_out(data, other, chance), known, today=TODAY)
    assert len({finding.identity for finding in before.findings}) == len(before.findings)
    assert {f.identity for f in there.findings if f.known is not None} == set(held)
    assert judged(here) == judged(there)
    assert here.baseline
    assert here.baseline.stale == ()


def judged(result: Result) -> set[tuple[str, str, str | None, str | None]]:
    return {(f.rule, f.address, f.known, f.suppressed) for f in result.findings}
