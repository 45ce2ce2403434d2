"""What the shells themselves complete after the script of `roleaudit completion`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

BASH = """\
source "$1"
COMP_WORDS=(roleaudit check --stage "")
COMP_CWORD=3
_roleaudit_completion roleaudit
printf '%s\\n' "${COMPREPLY[@]}"
"""
ZSH = """\
compdef() { function=$1 }
_arguments() { print -r -- "$*" }
_files() { print -r -- files }
source "$1"
words=(roleaudit check --stage "")
CURRENT=4
$function
"""
FISH = """\
source $argv[1]
complete -C 'roleaudit check --stage '
"""


@pytest.mark.parametrize(
    ("shell", "script"), [("bash", BASH), ("zsh", ZSH), ("fish", FISH)], ids=["bash", "zsh", "fish"]
)
def test_a_shell_completes_the_stages(shell: str, script: str, tmp_path: Path) -> None:
    tool = shutil.which(shell)
    assert tool, f"install {shell}, as .ci/run does"
    program = Path(sys.executable).with_name("roleaudit")
    environment = {**os.environ, "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}", "HOME": str(tmp_path)}
    source = tmp_path / "completion"
    source.write_bytes(subprocess.run([program, "completion", shell], capture_output=True, check=True).stdout)
    asked = tmp_path / "asked"
    asked.write_text(script, encoding="utf-8")
    done = subprocess.run([tool, asked, source], env=environment, capture_output=True, text=True)
    assert done.stderr == ""
    for stage in ("startup", "scaleup", "enterprise"):
        assert stage in done.stdout
