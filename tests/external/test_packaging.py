"""What is shipped works: built from the source distribution, installed in an empty environment, run far from here."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tarfile
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]


def inside(folder: str, pattern: str) -> list[str]:
    """The files of a folder of the checkout, as paths from its top."""
    return sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / folder).rglob(pattern))


RULES = inside("rules", "*.yaml")


def run(*command: str | Path, cwd: Path) -> str:
    """Run a command that must succeed, without the variables that would lead it back to this checkout."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the source distribution, and from it the wheel."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--outdir", folder, ROOT, cwd=folder)
    return folder


@pytest.fixture(scope="module", params=["wheel", "editable"])
def command(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the package with its run-time dependencies alone, and give the command."""
    folder = tmp_path_factory.mktemp(request.param)
    venv.create(folder, with_pip=True)
    if request.param == "wheel":
        (wheel,) = request.getfixturevalue("dist").glob("*.whl")
        what: list[str | Path] = [wheel]
    else:
        what = ["--editable", ROOT]
    binaries = folder / ("Scripts" if os.name == "nt" else "bin")
    run(binaries / "python", "-m", "pip", "install", "--quiet", *what, cwd=folder)
    return binaries / "roleaudit"


def test_the_source_distribution_holds_rules_examples_and_tests_where_they_are(dist: Path) -> None:
    (sdist,) = dist.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.split("/", 1)[-1] for name in archive.getnames()}
    assert {"LICENSE", "README.md", "pyproject.toml", "examples/startup.yaml"} <= names
    for files in (RULES, inside("examples", "*.yaml"), inside("tests", "*.py"), inside("tests/golden", "*.*")):
        assert files
        assert names.issuperset(files)


def test_the_wheel_holds_the_rules_inside_the_package(dist: Path) -> None:
    (wheel,) = dist.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert names.issuperset(f"roleaudit/_{path}" for path in RULES)
    assert {"roleaudit/py.typed", "roleaudit/_rules/catalog.pickle", "roleaudit/_rules/rules.pickle"} <= names
    assert not [name for name in names if not name.startswith(("roleaudit/", "roleaudit-"))]


def test_an_installed_command_audits_an_example(command: Path, tmp_path: Path) -> None:
    example = tmp_path / "org.yaml"
    example.write_bytes((ROOT / "examples" / "startup.yaml").read_bytes())
    assert "no findings" in run(command, "check", example, cwd=tmp_path)
    document = json.loads(run(command, "check", example, "--format", "json", cwd=tmp_path))
    assert document["format"] == "roleaudit/1"


def test_an_installed_command_knows_every_rule(command: Path, tmp_path: Path) -> None:
    listed = run(command, "rules", "--format", "json", cwd=tmp_path)
    json.loads(listed)
    rules = [Path(path).stem for path in RULES if path.count("/") == 2 and not path.startswith("rules/catalog/")]
    assert rules
    assert [rule for rule in rules if f'"{rule}"' not in listed] == []
    assert rules[0] in run(command, "explain", rules[0], cwd=tmp_path)


@pytest.fixture(scope="module")
def rule_set(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a wheel that carries one rule set as data files, the way the README says."""
    folder = tmp_path_factory.mktemp("acme")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (data,) = re.findall(r"^```toml\n(.*?)^```$", readme, re.MULTILINE | re.DOTALL)
    (rule,) = re.findall(r"^```yaml\n# our-rules/[a-z-]+\.yaml\n(.*?)^```$", readme, re.MULTILINE | re.DOTALL)
    head = '[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n'
    name = '[project]\nname = "acme-rules"\nversion = "1.0"\n'
    (folder / "pyproject.toml").write_text(head + name + data, encoding="utf-8")
    (folder / "acme").mkdir()
    (folder / "acme" / "product-with-many-managers.yaml").write_text(rule, encoding="utf-8")
    run(sys.executable, "-m", "build", "--wheel", "--outdir", folder / "dist", folder, cwd=folder)
    (wheel,) = (folder / "dist").glob("*.whl")
    return wheel


def test_a_rule_set_is_found_among_the_data_files_of_a_wheel(command: Path, rule_set: Path, tmp_path: Path) -> None:
    (tmp_path / "org.yaml").write_bytes((ROOT / "examples" / "scaleup.yaml").read_bytes())
    (tmp_path / "roleaudit.yaml").write_text("extends: [scaleup, acme]\n", encoding="utf-8")
    lost = subprocess.run([command, "check"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert lost.returncode == 2
    assert "There is no rule set `acme`" in lost.stdout
    run(command.with_name("python"), "-m", "pip", "install", "--quiet", rule_set, cwd=tmp_path)
    try:
        assert "rules.product-with-many-managers" in run(command, "check", "--show-settings", cwd=tmp_path)
        listed = json.loads(run(command, "rules", "--format", "json", cwd=tmp_path))
        (own,) = (rule for rule in listed["rules"] if rule["topic"] == "acme")
        assert own["file"].endswith("share/roleaudit/rules/acme/product-with-many-managers.yaml")
    finally:
        run(command.with_name("python"), "-m", "pip", "uninstall", "--quiet", "--yes", "acme-rules", cwd=tmp_path)


def specifiers(texts: list[str]) -> dict[str, str]:
    """The names of requirements, as they may be written, and what they ask of the version."""
    found = [Requirement(text) for text in texts if text and not text.startswith("#")]
    return {requirement.name.lower(): str(requirement.specifier) for requirement in found}


def test_the_lowest_versions_that_ci_tries_are_the_lower_bounds() -> None:
    """`>=2.10` is tried as `==2.10.0`."""
    written = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    project, extras = written["project"], written["project"]["optional-dependencies"]
    bounds = {
        "lowest.txt": project["dependencies"] + extras["lsp"] + extras["test"],
        "lowest-build.txt": written["build-system"]["requires"],
    }
    for name, requirements in bounds.items():
        tried = specifiers((ROOT / ".ci" / name).read_text(encoding="utf-8").splitlines())
        asked = specifiers(requirements)
        assert tried.keys() == asked.keys()
        for package, bound in asked.items():
            assert re.fullmatch(rf"=={re.escape(bound.removeprefix('>='))}(\.0)*", tried[package]), package
