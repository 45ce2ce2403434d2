"""The least that an audit in these libraries can take: import them, build the models, validate one file, and stop."""

from __future__ import annotations

import sys

import typer  # noqa: F401, what a program with commands begins with
import yaml

from roleaudit.model import OrgFile

with open(sys.argv[1], "rb") as file:
    OrgFile.model_validate(yaml.load(file, yaml.CSafeLoader))
