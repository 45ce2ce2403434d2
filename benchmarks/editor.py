"""The simplest client of the language server, by whose clock edits are timed."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import IO, Any

from processes import script


class Editor:
    """One file open, and a message at a time."""

    def __init__(self, org: Path) -> None:
        text = org.read_text(encoding="utf-8")
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
        """Send a new text and wait for the last byte of what is found in it."""
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
