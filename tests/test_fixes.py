"""`check --fix` makes the edits that are certain, and touches nothing else."""

from __future__ import annotations

import datetime
import os
import random
import re
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from anyorg import SMALL, entries
from hypothesis import given
from hypothesis import strategies as st

import roleaudit
from roleaudit import cli, fixes
from roleaudit.config import Config
from roleaudit.rules import STAGES

DAY = datetime.date(2026, 11, 22)
FAULTY = """\
org: {stage: startup}   # the stage
roles:
  ceo:
    owns: [product-vision, "product-stratgy", product-vision]  # kept
    reports_to: none
  product-manager:
    owns:
      - roadmap
      - delivery   # its own note
      - roadmap
      - roadmap    # a note about the third
      - qa
    reports_to: 'ceo'
  tech-lead: {reports_to: product-manger, owns: user-resarch}
waivers:
  - {rule: wide-span, at: roles.ceo, reason: Known}
  - rule: wide-span
    at: roles.tech-lead
    reason: Was so
    until: 2026-01-01
  # why the next one is there
  - {rule: wide-span, at: roles.product-manager, reason: Known}

# teams come later
"""
MENDED = """\
org: {stage: startup}   # the stage
roles:
  ceo:
    owns: [product-vision, "product-strategy"]  # kept
    reports_to: none
  product-manager:
    owns:
      - roadmap
      - delivery   # its own note
      - roadmap    # a note about the third
      - qa
    reports_to: 'ceo'
  tech-lead: {reports_to: product-manager, owns: user-research}
waivers:
  # why the next one is there
  - {rule: wide-span, at: roles.product-manager, reason: Known}

# teams come later
"""


def fixed(file: Path) -> fixes.Fixed:
    return fixes.fixed(file, Config(), today=DAY)


def mended(file: Path) -> str:
    return fixed(file).after.get(file, file.read_bytes().decode())


@pytest.fixture
def org(tmp_path: Path) -> Path:
    return tmp_path / "org.yaml"


def check(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: str
) -> tuple[int, str, str]:
    monkeypatch.chdir(folder)
    monkeypatch.setenv("ROLEAUDIT_TODAY", "2026-11-22")
    monkeypatch.setattr(sys, "argv", ["roleaudit", "check", *arguments])
    code = cli.execute()
    said = capsys.readouterr()
    return code, said.out, said.err


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_what_is_certain_is_mended_and_all_else_stays(mark: str, end: str, org: Path) -> None:
    org.write_bytes((mark + FAULTY.replace("\n", end)).encode())
    assert mended(org) == mark + MENDED.replace("\n", end)


def test_the_command_writes_the_file_says_what_it_did_and_audits_what_is_left(
    org: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    org.write_text(FAULTY, encoding="utf-8")
    org.chmod(0o640)
    code, out, err = check(org.parent, monkeypatch, capsys, "--fix", "--format", "compact")
    assert org.read_text(encoding="utf-8") == MENDED
    assert org.stat().st_mode & 0o777 == 0o640
    assert os.listdir(org.parent) == ["org.yaml"]
    assert code == 1  # nobody owns what comes first, and nothing can be certain about that
    assert {line.split()[2] for line in out.splitlines()} >= {"priorities-unowned:"}
    assert "unknown-reference" not in out
    assert err.splitlines()[:2] == [
        "org.yaml:4: `product-stratgy` is now `product-strategy`, the one known name that is a slip away",
        "org.yaml:14: `user-resarch` is now `user-research`, the one known name that is a slip away",
    ]
    assert len(err.splitlines()) == 8
    before = org.stat()
    assert check(org.parent, monkeypatch, capsys, "--fix", "--format", "compact")[2].count("\n") == 1
    assert org.stat().st_mtime_ns == before.st_mtime_ns


def test_the_difference_is_shown_and_nothing_written(
    org: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    org.write_text(FAULTY, encoding="utf-8")
    code, out, err = check(org.parent, monkeypatch, capsys, "--diff")
    assert (code, err) == (1, "")
    assert org.read_text(encoding="utf-8") == FAULTY
    assert [line for line in out.splitlines() if line.startswith("+")] == [
        "+++ org.yaml",
        '+    owns: [product-vision, "product-strategy"]  # kept',
        "+  tech-lead: {reports_to: product-manager, owns: user-research}",
    ]
    org.write_text(MENDED, encoding="utf-8")
    assert check(org.parent, monkeypatch, capsys, "--diff") == (0, "", "")


def test_standard_input_cannot_be_fixed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = check(tmp_path, monkeypatch, capsys, "-", "--fix")
    assert (code, out, err) == (2, "", "roleaudit: standard input cannot be fixed; name a file\n")


def test_a_file_that_is_included_is_mended_where_it_is(tmp_path: Path, org: Path) -> None:
    org.write_text("org: {stage: startup}\ninclude: parts/*.yaml\nroles: {product-manager: {}}\n", encoding="utf-8")
    part = tmp_path / "parts" / "teams.yaml"
    part.parent.mkdir()
    part.write_text("teams: {one: {lead: product-manger}}\n", encoding="utf-8")
    found = fixed(org)
    assert found.after == {part: "teams: {one: {lead: product-manager}}\n"}
    assert [fix.line for fix in found.fixes] == [1]


@pytest.mark.parametrize(
    "text",
    [
        "org: {stage: [\n",
        "org: {stage: startup}\nrolls: {}\n",
        "org: {stage: startup}\nroles: {designer-a: {}, designer-b: {}, cto: {reports_to: designer-c}}\n",
        "org: {stage: startup}\nroles: {designer: {}, cto: {reports_to: wizard}}\n",
        "org: {stage: startup}\nroles: {cto: {owns: [qa, # one\n  qa]}}\n",
        "org: {stage: startup}\nroles: {engineer: {reports_to: &boss product-manger}, cto: {reports_to: *boss}}\n",
    ],
    ids=["torn", "unknown section", "two near", "none near", "a comment between", "an anchor"],
)
def test_what_is_not_certain_is_left_alone(text: str, org: Path) -> None:
    org.write_text(text, encoding="utf-8")
    assert fixed(org).after == {}


def test_a_text_twice_in_a_list_goes_and_what_means_more_than_its_words_stays(org: Path) -> None:
    """Two halves of a seat are a whole one, and what begins with `x-` belongs to somebody else."""
    text = "org: {stage: startup, goals: [growth, trust, growth]}\npeople:\n  p1: {roles: [ceo, cto, ceo]}\n"
    rest = (
        "  p2: {roles: [{role: cto, share: 50%}, {role: cto, share: 50%}], x-team: [red, red]}\nx-colours: [red, red]\n"
    )
    org.write_text(text + rest, encoding="utf-8")
    assert mended(org) == text.replace("trust, growth", "trust").replace("cto, ceo", "cto") + rest


def test_a_duty_is_mended_where_it_is_a_key_unless_that_key_is_there(org: Path) -> None:
    text = (
        "org: {stage: startup}\nroles: {product-owner: {}, product-manager: {}}\nresponsibilities:\n"
        "  backlog-managment: product-owner  # one\n  'requirements-defintion': {accountable: product-manager}\n"
        "  user-resarch: {accountable: product-owner}\n  user-research: {accountable: product-manager}\n"
    )
    org.write_text(text, encoding="utf-8")
    right = text.replace("backlog-managment", "backlog-management").replace("-defintion", "-definition")
    assert mended(org) == right


def test_a_slip_whose_mending_would_bring_another_finding_is_left_alone(org: Path) -> None:
    text = "org: {stage: startup}\nroles: {ceo: {owns: [delivery]}, cto: {owns: [deliverry]}}\n"
    org.write_text(text, encoding="utf-8")
    assert {f.rule for f in roleaudit.audit(org, today=DAY).findings} >= {"near-known-duty"}
    assert fixed(org).after == {}


def test_utf_16_is_left_alone(org: Path) -> None:
    org.write_bytes(FAULTY.encode("utf-16"))
    assert fixed(org).fixes == ()


SLIPS = {"wizard": "wizaard", "delivery": "deliverry", "roadmap": "roadmapp", "on-call": "on-calll"}


def spoiled(data: Any, flow: bool, chance: random.Random) -> str:
    """The data as YAML, with slips in values, some in quotes, items written twice, and comments in between."""
    lines = []
    for line in yaml.safe_dump(data, sort_keys=False, default_flow_style=flow, width=60).splitlines():
        for right, wrong in SLIPS.items():
            if chance.random() < 0.3:
                quote = chance.choice(("", "", "'", '"'))
                line = re.sub(rf"(?<=[\[ ]){right}(?=[,\]]|$)", f"{quote}{wrong}{quote}", line)
        if chance.random() < 0.1:
            line = re.sub(r"\[([\w'\"-]+)(?=[,\]])", r"[\1, \1", line)
        lines += [line] * (2 if chance.random() < 0.2 and re.fullmatch(r" *- [\w'\"-]+", line) else 1)
        if not flow and chance.random() < 0.2:
            lines.append(f"# note {len(lines)}")
        if not flow and chance.random() < 0.1 and re.fullmatch(r" *- [\w-]+", line):
            lines[-1] += f"  # beside {len(lines)}"
    return chance.choice(("\n", "\r\n")).join([*lines, ""])


@SMALL
@given(stage=st.sampled_from(STAGES), data=entries, flow=st.booleans(), chance=st.randoms(use_true_random=False))
def test_a_fix_changes_what_it_reports_is_done_once_and_adds_no_finding(
    stage: str, data: Any, flow: bool, chance: random.Random, tmp_path_factory: pytest.TempPathFactory
) -> None:
    org = tmp_path_factory.mktemp("org") / "org.yaml"
    text = spoiled(data | {"org": {**data.get("org", {}), "stage": stage}}, flow, chance)
    org.write_bytes(text.encode())
    before = roleaudit.audit(org, today=DAY)
    found = fixed(org)
    replayed = text
    for fix in found.fixes:
        assert fix.why
        replayed = replayed[: fix.start] + fix.new + replayed[fix.end :]
    assert replayed == found.after.get(org, text)
    assert re.findall("#.*", replayed) == re.findall("#.*", text)
    org.write_bytes(replayed.encode())
    after = roleaudit.audit(org, today=DAY)
    assert {(f.rule, f.address) for f in after.active} <= {(f.rule, f.address) for f in before.active}
    assert len(after.active) <= len(before.active)
    assert fixed(org).fixes == ()
