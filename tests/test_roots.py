"""Where an org begins: the root file, what a named file means, and the configuration that says so."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from roleaudit.findings import BadInput, NoOrgFile, UsageError
from roleaudit.roots import Root, find_roots

ORG = "org: {stage: startup}\n"


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository that is the working directory, inside a directory that has an org.yaml of its own."""
    (tmp_path / "org.yaml").write_text(ORG)
    repo = tmp_path / "repo"
    (repo / ".git").mkdir(parents=True)
    monkeypatch.chdir(repo)
    return repo


def write(directory: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (directory / name).parent.mkdir(parents=True, exist_ok=True)
        (directory / name).write_text(text, encoding="utf-8")


def roots(*paths: str, cwd: Path | None = None, staged: bool = False) -> list[tuple[str, list[str] | None]]:
    found = find_roots(paths, cwd=cwd or Path.cwd(), staged=staged)
    return [(Path(root.path).as_posix(), None if root.narrow is None else sorted(root.narrow)) for root in found]


# --- nothing named --------------------------------------------------------------------------------------------------


def test_the_org_file_of_the_working_directory_is_found(repo: Path) -> None:
    write(repo, {"org.yaml": ORG})
    assert find_roots([], cwd=repo) == (Root(Path("org.yaml"), None),)


def test_the_nearest_org_file_on_the_way_up_is_found(repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(repo, {"org.yaml": ORG, "a/org.yaml": ORG, "a/b/c/notes.txt": ""})
    monkeypatch.chdir(repo / "a/b/c")
    assert roots() == [("../../org.yaml", None)]


def test_an_org_file_without_an_org_mapping_is_passed_over(repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    catalogue = "apiVersion: backstage.io/v1alpha1\nkind: Location\n---\nkind: Group\n"
    write(repo, {"org.yaml": ORG, "a/org.yaml": "org: acme\n", "a/b/org.yaml": catalogue, "a/b/c/org.yaml": "orgs: {}"})
    monkeypatch.chdir(repo / "a/b/c")
    assert roots() == [("../../../org.yaml", None)]


@pytest.mark.parametrize("text", ["org: {stage: [", "roles: {\n", "", "\0", "- org"])
def test_a_broken_org_file_still_counts_so_that_its_faults_are_shown(repo: Path, text: str) -> None:
    write(repo, {"org.yaml": text})
    assert roots() == [("org.yaml", None)]


def test_nothing_above_the_repository_is_looked_at(repo: Path) -> None:
    with pytest.raises(NoOrgFile, match=r"no org\.yaml with an `org:` section in this directory"):
        find_roots([], cwd=repo)


def test_a_worktree_is_a_repository_too(repo: Path) -> None:
    write(repo, {"org.yaml": ORG, "tree/.git": "gitdir: elsewhere", "tree/a/notes.txt": ""})
    with pytest.raises(NoOrgFile, match="up to tree"):
        find_roots([], cwd=repo / "tree/a")


def test_without_a_repository_only_the_working_directory_is_looked_at(tmp_path: Path) -> None:
    write(tmp_path, {"org.yaml": ORG, "a/notes.txt": ""})
    assert roots(cwd=tmp_path) == [("org.yaml", None)]
    with pytest.raises(NoOrgFile):
        find_roots([], cwd=tmp_path / "a")


def test_an_org_file_that_is_found_does_not_lead_out_of_the_repository(repo: Path) -> None:
    write(repo.parent, {"elsewhere.yaml": ORG + "include: a.yaml", "a.yaml": "roles: "})
    write(repo, {"a.yaml": "roles: ", "b.yaml": ORG})
    (repo / "org.yaml").symlink_to(repo.parent / "elsewhere.yaml")
    with pytest.raises(UsageError, match=r"^org\.yaml is a link that leads out of the repository; name the root file"):
        roots()
    assert roots("org.yaml", "b.yaml") == [("org.yaml", None), ("b.yaml", None)]  # what is named may lie anywhere
    with pytest.raises(UsageError, match="nothing includes it"):
        roots("a.yaml")


# --- the configuration ----------------------------------------------------------------------------------------------


def test_the_nearest_configuration_names_the_root(repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(
        repo,
        {
            "roleaudit.yaml": "org: far.yaml",
            "far.yaml": ORG,
            "a/roleaudit.yaml": "org: ../structure/company.yaml",
            "structure/company.yaml": ORG,
            "a/b/org.yaml": ORG,
        },
    )
    monkeypatch.chdir(repo / "a/b")
    assert roots() == [("../../structure/company.yaml", None)]


@pytest.mark.parametrize("config", ["org:\n", "{}\n"])
def test_a_configuration_that_names_no_root_leaves_the_search_as_it_is(repo: Path, config: str) -> None:
    write(repo, {"roleaudit.yaml": "org: far.yaml", "far.yaml": ORG, "a/roleaudit.yaml": config, "a/org.yaml": ORG})
    assert roots(cwd=repo / "a") == [("org.yaml", None)]


def test_a_configuration_may_name_a_directory(repo: Path) -> None:
    write(repo, {"roleaudit.yaml": "org: company", "company/org.yaml": ORG})
    assert roots() == [("company/org.yaml", None)]


def test_a_configuration_that_would_not_count_for_its_root_is_refused(repo: Path) -> None:
    write(repo, {"a/roleaudit.yaml": "org: ../company/org.yaml\nx-note: a\nfail-on: never\n", "company/org.yaml": ORG})
    with pytest.raises(BadInput) as caught:
        roots(cwd=repo / "a")
    (fault,) = caught.value.findings
    assert (fault.span.line, fault.span.column) == (3, 1)
    assert fault.message == "This does not count: for ../company/org.yaml, which is named here, no configuration holds."


def test_each_root_has_the_configuration_that_is_nearest_to_it(repo: Path) -> None:
    write(repo, {"roleaudit.yaml": "fail-on: info", "org.yaml": ORG, "a/roleaudit.yaml": "fail-on: never"})
    write(repo, {"a/b/org.yaml": ORG})
    found = find_roots(["a/b", "org.yaml", "-"], cwd=repo)
    assert [root.settings.fail_on for root in found] == ["never", "info", "info"]


# --- named paths ----------------------------------------------------------------------------------------------------


def test_a_directory_stands_for_its_org_file(repo: Path) -> None:
    write(repo, {"company/org.yaml": ORG, "empty/notes.txt": ""})
    assert roots("company") == [("company/org.yaml", None)]
    with pytest.raises(UsageError, match=r"^empty has no org\.yaml"):
        roots("empty")


def test_standard_input_is_a_root(repo: Path) -> None:
    write(repo, {"org.yaml": ORG})
    assert find_roots(["-", "org.yaml", "-"], cwd=repo) == (Root("-"), Root(Path("org.yaml")))


def test_a_named_file_with_org_is_a_root(repo: Path) -> None:
    write(repo, {"org.yaml": ORG, "other.yaml": ORG, "a/third.yaml": "roles: {}\norg:\n"})
    assert roots("other.yaml", "a/third.yaml") == [("other.yaml", None), ("a/third.yaml", None)]


def test_a_root_keeps_the_name_that_it_was_given(repo: Path) -> None:
    write(repo, {"org.yaml": ORG})
    assert roots(str(repo / "org.yaml")) == [((repo / "org.yaml").as_posix(), None)]


def test_an_included_file_narrows_the_report_of_its_root(repo: Path) -> None:
    write(
        repo,
        {
            "org.yaml": ORG + "include: [teams/*.yaml, people.yaml]",
            "people.yaml": "people: ",
            "teams/a.yaml": "teams: ",
            "teams/b.yaml": "teams: ",
            "teams/org.yaml": "roles: ",
        },
    )
    assert roots("teams/a.yaml") == [("org.yaml", ["teams/a.yaml"])]
    assert roots("teams/b.yaml", str(repo / "people.yaml")) == [("org.yaml", ["people.yaml", "teams/b.yaml"])]
    assert roots("teams/a.yaml", "org.yaml", "people.yaml") == [("org.yaml", None)]
    assert roots("teams") == [("org.yaml", ["teams/org.yaml"])]
    assert roots("a.yaml", cwd=repo / "teams") == [("../org.yaml", ["teams/a.yaml"])]


def test_a_file_with_org_that_a_root_includes_is_no_root(repo: Path) -> None:
    write(repo, {"org.yaml": ORG + "include: a.yaml", "a.yaml": ORG})
    assert roots("a.yaml") == [("org.yaml", ["a.yaml"])]


def test_any_root_above_may_include_a_file(repo: Path) -> None:
    write(
        repo, {"org.yaml": ORG + "include: a/b/*.yaml", "a/org.yaml": ORG + "include: x.yaml", "a/b/c.yaml": "roles: "}
    )
    write(repo, {"a/x.yaml": "roles: "})
    assert roots("a/b/c.yaml", "a/x.yaml") == [("org.yaml", ["a/b/c.yaml"]), ("a/org.yaml", ["a/x.yaml"])]


def test_the_root_that_the_configuration_names_may_include_a_file(repo: Path) -> None:
    write(repo, {"roleaudit.yaml": "org: company/main.yaml", "company/main.yaml": ORG + "include: t/*.yaml"})
    write(repo, {"company/t/a.yaml": "roles: "})
    assert roots("company/t/a.yaml") == [("company/main.yaml", ["company/t/a.yaml"])]


def test_without_a_repository_the_working_directory_is_the_top(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(
        tmp_path,
        {"org.yaml": ORG + "include: w/t/*.yaml", "w/org.yaml": ORG + "include: t/a.yaml", "w/t/a.yaml": "roles: "},
    )
    write(tmp_path, {"w/t/b.yaml": "roles: "})
    monkeypatch.chdir(tmp_path / "w")
    assert roots("t/a.yaml") == [("org.yaml", ["t/a.yaml"])]
    with pytest.raises(UsageError, match="nothing includes it"):
        roots("t/b.yaml")
    monkeypatch.chdir(tmp_path / "w" / "t")
    with pytest.raises(UsageError, match="nothing includes it"):
        roots("../t/a.yaml")


@pytest.mark.parametrize("text", ["roles: {pm: }\n", "{}\n", "name: ci\n"])
def test_a_file_that_nothing_includes_cannot_be_audited(repo: Path, text: str) -> None:
    write(repo, {"org.yaml": ORG, "other.yaml": text})
    with pytest.raises(UsageError, match=r"^other\.yaml has no `org:` section and nothing includes it"):
        roots("other.yaml")


def test_the_configuration_is_no_root(repo: Path) -> None:
    write(repo, {"org.yaml": ORG, "roleaudit.yaml": "org: org.yaml"})
    with pytest.raises(UsageError, match=r"^roleaudit\.yaml has no `org:` section and nothing includes it"):
        roots("roleaudit.yaml")


def test_staged_files_that_nothing_includes_are_passed_over(repo: Path) -> None:
    write(
        repo, {"org.yaml": ORG + "include: a.yaml", "a.yaml": "roles: ", "ci.yaml": "on: push", "chart.yaml": "{{ x }}"}
    )
    write(repo, {"roleaudit.yaml": "org: org.yaml"})
    assert roots("ci.yaml", "chart.yaml", "roleaudit.yaml", staged=True) == []
    assert roots("ci.yaml", "a.yaml", staged=True) == [("org.yaml", ["a.yaml"])]
    assert roots("ci.yaml", "org.yaml", staged=True) == [("org.yaml", None)]
    assert roots(staged=True) == []


@pytest.mark.parametrize("text", ["", "roles: [", "apiVersion: v1\nkind: Group\n---\na: 1\n", "orgs: {acme: {}}\n"])
def test_a_named_file_that_cannot_be_read_is_a_root_so_that_its_faults_are_shown(repo: Path, text: str) -> None:
    write(repo, {"org.yaml": ORG, "other.yaml": text})
    assert roots("other.yaml") == [("other.yaml", None)]


def test_a_broken_root_that_may_include_the_file_is_shown(repo: Path) -> None:
    write(repo, {"org.yaml": ORG + "include: [", "a.yaml": "roles: ", "root.yaml": ORG})
    for staged in (False, True):
        with pytest.raises(BadInput) as caught:
            roots("a.yaml", staged=staged)
        assert caught.value.findings[0].span.file == "org.yaml"
    assert roots("root.yaml") == [("root.yaml", None)]


@pytest.mark.parametrize("staged", [False, True])
@pytest.mark.parametrize(("path", "message"), [("none.yaml", "does not exist"), ("pipe", "not a regular file")])
def test_a_path_that_is_no_file_cannot_be_audited(repo: Path, path: str, message: str, staged: bool) -> None:
    os.mkfifo(repo / "pipe")
    with pytest.raises(UsageError, match=message):
        roots(path, staged=staged)


def test_several_roots_come_in_the_order_in_which_they_were_named(repo: Path) -> None:
    write(repo, {"b.yaml": ORG, "a.yaml": ORG, "c/org.yaml": ORG})
    assert roots("c", "b.yaml", "a.yaml", "./b.yaml", "c/org.yaml") == [
        ("c/org.yaml", None),
        ("b.yaml", None),
        ("a.yaml", None),
    ]
