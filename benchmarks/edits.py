"""Times fresh diagnostics after an edit, as the language server gives them, against whole `roleaudit check` processes.

`python benchmarks/edits.py [--rounds N] [--people N]`, in an environment that has the `dev` extra. The time of an edit
is that from the message with the new text to the last byte of the diagnostics, both by the clock of the client.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import IO, Any

from compare import check, script, seconds
from generate_org import organisation

TYPED = "    purpose: Decide what product 0 does next and why\n"


def main() -> None:
    """Edit a generated organisation, audit it whole, in turn, and print how the times relate."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15, help="how often each is done (15)")
    parser.add_argument("--people", type=int, default=1_000, help="the size of the generated organisation (1000)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        org = Path(folder, "org.yaml")
        text = "".join(f"{line}\n" for line in organisation(options.people))
        org.write_text(text, encoding="utf-8")
        editor = Editor(org, text)
        pairs = []
        for number in range(options.rounds):
            # One edit takes a purpose away and the next puts it back: each alters what is found.
            edited = text.replace(TYPED, "", 1) if number % 2 == 0 else text
            pairs.append((editor.edit(edited), seconds(check(org)[1])))
        editor.close()
        print(f"{options.people} people, {org.stat().st_size / 1e6:.1f} MB, {editor.found} diagnostics")
    for name, times in zip(("after an edit", "roleaudit check"), zip(*pairs, strict=True), strict=True):
        print(f"  {name:<16}  min {min(times):.3f} s  median {statistics.median(times):.3f} s  max {max(times):.3f} s")
    print(f"  median of the {options.rounds} ratios in turn {statistics.median(a / b for a, b in pairs):.2f}")


class Editor:
    """The simplest client: one file open, and a message at a time."""

    def __init__(self, org: Path, text: str) -> None:
        command = [script("roleaudit"), "lsp"]
        self.process = subprocess.Popen(command, cwd=org.parent, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.uri, self.version, self.found = org.as_uri(), 1, 0
        capabilities = {"textDocument": {"publishDiagnostics": {"relatedInformation": True}}}
        self.send("initialize", {"processId": None, "rootUri": None, "capabilities": capabilities}, id=1)
        self.receive("result")
        self.send("initialized", {})
        document = {"uri": self.uri, "languageId": "yaml", "version": 1, "text": text}
        self.send("textDocument/didOpen", {"textDocument": document})
        self.receive("diagnostics")

    def edit(self, text: str) -> float:
        """Send a new text and wait for what is found in it."""
        self.version += 1
        document = {"uri": self.uri, "version": self.version}
        start = time.perf_counter()
        self.send("textDocument/didChange", {"textDocument": document, "contentChanges": [{"text": text}]})
        body = self.receive("diagnostics")
        taken = time.perf_counter() - start
        message = json.loads(body)["params"]
        if message["version"] != self.version or not message["diagnostics"]:
            sys.exit(f"these are not the diagnostics of version {self.version}")
        self.found = len(message["diagnostics"])
        time.sleep(0.2)  # nobody types while the last answer is still being put away
        return taken

    def close(self) -> None:
        """End the server as an editor does."""
        self.send("shutdown", None, id=2)
        self.receive("result")
        self.send("exit", None)
        self.process.wait()

    def send(self, method: str, params: Any, **fields: Any) -> None:
        """Send one message."""
        body = json.dumps({"jsonrpc": "2.0", "method": method, "params": params, **fields}).encode()
        pipe = self._pipe(self.process.stdin)
        pipe.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        pipe.flush()

    def receive(self, word: str) -> bytes:
        """Read messages up to the first in which a key occurs."""
        pipe = self._pipe(self.process.stdout)
        while True:
            length = 0
            while (line := pipe.readline().strip()) or not length:
                if line.lower().startswith(b"content-length:"):
                    length = int(line.partition(b":")[2])
            body = pipe.read(length)
            if f'"{word}"'.encode() in body:
                return body

    @staticmethod
    def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
        assert pipe is not None
        return pipe


if __name__ == "__main__":
    main()
