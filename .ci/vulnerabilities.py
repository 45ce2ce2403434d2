"""Asks pip-audit whether a version in constraints.txt has a known vulnerability; says so where nobody can tell."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

PINNED = Path(__file__).parent / "constraints.txt"
SERVICES = ("pypi", "osv")
"""Where pip-audit looks, the second where the first does not answer."""


def known(service: str) -> list[dict[str, Any]]:
    """What a service says of each version; empty where it cannot be reached or has nothing on any of them."""
    command = [sys.executable, "-m", "pip_audit", "--requirement", str(PINNED), "--no-deps", "--disable-pip"]
    command += ["--vulnerability-service", service, "--format", "json", "--progress-spinner", "off", "--timeout", "10"]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        found: list[dict[str, Any]] = json.loads(ended.stdout)["dependencies"]
    except ValueError:
        print(f"{service}: no answer; {ended.stderr.strip().splitlines()[-1][:120]}")
        return []
    if all("skip_reason" in row for row in found):
        print(f"{service}: answers, and knows none of {len(found)} versions")
        return []
    return found


def main() -> int:
    """0 where nothing is known against any version, or nobody can be asked; 1 otherwise."""
    rows = next(filter(None, map(known, SERVICES)), [])
    if not rows:
        print("NOT CHECKED: no database of vulnerabilities can be reached from here.")
        return 0
    for row in rows:
        for fault in row.get("vulns", ()):
            mended = ", ".join(fault["fix_versions"]) or "no version"
            print(f"{row['name']} {row['version']}: {fault['id']}, mended in {mended}")
        if "skip_reason" in row:
            print(f"{row['name']}: {row['skip_reason']}")
    clean = sum("skip_reason" not in row and not row["vulns"] for row in rows)
    print(f"{clean} of {len(rows)} versions have no known vulnerability")
    return int(clean < len(rows))


if __name__ == "__main__":
    sys.exit(main())
