"""`roleaudit init` without a terminal: what it writes, and what it leaves alone."""

from __future__ import annotations

import datetime
import io
import os
import sys
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import roleaudit
from roleaudit import catalog, cli, rules, start
from roleaudit.findings import Level
from roleaudit.rules import STAGES

DAY = datetime.date(2026, 11, 22)
TITLES = list(catalog.load().titles)


class Shell:
    """Runs the command in a folder, without a terminal."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.monkeypatch, self.capsys = monkeypatch, capsys

    def init(self, *arguments: str) -> tuple[int, str, str]:
        self.monkeypatch.setattr(sys, "argv", ["roleaudit", "init", *arguments])
        self.monkeypatch.setattr(sys, "stdin", io.StringIO())
        code = cli.execute()
        said = self.capsys.readouterr()
        return code, said.out, said.err


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Shell:
    monkeypatch.chdir(tmp_path)
    return Shell(monkeypatch, capsys)


def errors(file: Path) -> list[str]:
    result = roleaudit.audit(file, today=DAY)
    assert not result.invalid
    return [finding.rule for finding in result.findings if finding.level is Level.ERROR]


@pytest.mark.parametrize("stage", STAGES)
def test_what_is_proposed_passes_its_own_audit(stage: str, shell: Shell, tmp_path: Path) -> None:
    code, out, err = shell.init("--stage", stage, "--product", "Booking, Till")
    assert (code, err) == (0, "")
    assert out == "org.yaml is written, and its schema beside it; `roleaudit check org.yaml` audits it.\n"
    text = (tmp_path / "org.yaml").read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=org.schema.json\n")
    shown = Path(__file__).parents[1] / "schemas" / "org.schema.json"
    assert (tmp_path / "org.schema.json").read_text(encoding="utf-8") == shown.read_text(encoding="utf-8")
    assert errors(tmp_path / "org.yaml") == []
    owned = [duty for seat in yaml.safe_load(text)["roles"].values() for duty in seat.get("owns", ())]
    assert sorted(owned) == sorted(rules.load().stages[stage].duties)


def test_the_answers_are_written_down(shell: Shell, tmp_path: Path) -> None:
    answers = ["--product", "Booking", "--product", "012", "--seat", "CEO,Chief Wizard,product-manager,cto"]
    answers += ["--owns", "roadmap=chief-wizard", "--owns", "Brewing tea=ceo", "--meeting", "demo=every 3 weeks"]
    assert shell.init("sub.yaml", *answers)[0] == 0
    written = yaml.safe_load((tmp_path / "sub.yaml").read_text(encoding="utf-8"))
    assert written["org"] == {"stage": "startup"}
    assert written["products"] == {"booking": {"title": "Booking"}, "012": {"title": "012"}}
    assert written["roles"]["chief-wizard"] == {"title": "Chief Wizard", "owns": ["roadmap"], "reports_to": "ceo"}
    assert written["roles"]["ceo"] == {"title": "CEO", "owns": ["brewing-tea"], "reports_to": "none"}
    demo = {"kind": "demo", "cadence": "every 3 weeks", "participants": ["product-manager", "cto"]}
    assert written["rituals"] == {"demo": demo}
    assert errors(tmp_path / "sub.yaml") == []


def test_what_the_answers_leave_open_is_said_in_the_file_and_by_the_audit(shell: Shell, tmp_path: Path) -> None:
    assert shell.init("--stage", "scaleup", "--seat", "ceo, product-manager", "--meeting", "none")[0] == 0
    text = (tmp_path / "org.yaml").read_text(encoding="utf-8")
    for duty in ("delivery", "qa", "architecture", "deployment", "security"):
        assert f"  #   {duty}\n" in text
    assert "# rituals:" in text
    found = roleaudit.audit(tmp_path / "org.yaml", today=DAY).findings
    wrong = {finding.rule for finding in found if finding.level is Level.ERROR}
    assert wrong == {"execution-unowned", "expected-duty-unowned"}


def test_the_snippets_are_yaml_and_name_this_version(shell: Shell) -> None:
    out = shell.init("--snippets")[1]
    hook, ci = (part.split("\n\n", 1)[1] for part in out.split("\nIn ")[1:])
    assert yaml.safe_load(hook)["repos"][0]["hooks"][0]["additional_dependencies"] == [
        f"roleaudit=={roleaudit.__version__}"
    ]
    steps = yaml.safe_load(ci)["jobs"]["roleaudit"]["steps"]
    assert steps[1]["run"] == f"pipx run roleaudit=={roleaudit.__version__} check"


@pytest.mark.parametrize("there", ["file", "link", "folder"])
def test_nothing_is_written_over(there: str, shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "org.yaml"
    if there == "file":
        file.write_text("org: {stage: startup}\n", encoding="utf-8")
    elif there == "link":
        file.symlink_to(tmp_path / "elsewhere.yaml")
    else:
        file.mkdir()
    before = sorted(os.listdir(tmp_path))
    assert shell.init() == (2, "", "roleaudit: org.yaml is there already; it is left as it is\n")
    assert sorted(os.listdir(tmp_path)) == before
    assert there != "file" or file.read_text(encoding="utf-8") == "org: {stage: startup}\n"


def test_a_schema_that_is_there_is_kept(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "org.schema.json").write_text("{}", encoding="utf-8")
    assert shell.init()[0] == 0
    assert (tmp_path / "org.schema.json").read_text(encoding="utf-8") == "{}"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--stage", "unicorn"], "there is no stage `unicorn`; use one of startup, scaleup, enterprise"),
        (["--product", "!!"], "`!!` is no name: write letters or digits"),
        (["--owns", "roadmap"], "`roadmap` is not read; write `duty=seat`"),
        (["--seat", "ceo", "--owns", "roadmap=cto"], "there is no seat `cto`; the seats are ceo"),
        (["--meeting", "demo"], "`demo` is not read; write `meeting=how often`"),
        (["no/where.yaml"], f"no{os.sep}where.yaml cannot be written: there is no folder no"),
    ],
)
def test_an_answer_that_cannot_be_used_writes_nothing(
    arguments: list[str], message: str, shell: Shell, tmp_path: Path
) -> None:
    assert shell.init(*arguments) == (2, "", f"roleaudit: {message}\n")
    assert os.listdir(tmp_path) == []


@given(
    stage=st.sampled_from(STAGES),
    products=st.lists(st.text(min_size=1, max_size=12), max_size=3),
    seats=st.lists(st.one_of(st.sampled_from(TITLES), st.text(min_size=1, max_size=12)), min_size=1, max_size=6),
    meetings=st.dictionaries(st.sampled_from(["demo", "yes", "a: b", "# c"]), st.text(min_size=1, max_size=9)),
)
def test_whatever_is_answered_gives_a_file_that_can_be_read(
    stage: str,
    products: list[str],
    seats: list[str],
    meetings: dict[str, str],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Names are any text; those that `named` refuses never reach a file."""
    usable = [name for name in (*products, *seats) if any(c.isalnum() for c in name) and name.isprintable()]
    chosen = start.named(name for name in seats if name in usable) or start.named(["ceo"])
    built = start.named(name for name in products if name in usable)
    owned = start.owners(stage, chosen, {})
    meetings = {kind: often for kind, often in meetings.items() if often.isprintable()}
    file = tmp_path_factory.mktemp("org") / "org.yaml"
    file.write_text(start.text(start.Answers(stage, built, chosen, owned, meetings)), encoding="utf-8")
    result = roleaudit.audit(file, today=DAY)
    assert not result.invalid, (file.read_text(encoding="utf-8"), result.findings)
