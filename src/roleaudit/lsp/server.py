"""Speaks the Language Server Protocol: the texts and questions of an editor in, findings, meanings and edits out."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import pathlib
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import NamedTuple

from lsprotocol import types
from pygls import uris
from pygls.lsp.server import LanguageServer
from pygls.workspace import TextDocument

import roleaudit
from roleaudit import document, fixes, pipeline
from roleaudit.findings import BadInput, Finding, Level, Span, UsageError
from roleaudit.fixes import Fix
from roleaudit.lsp import names
from roleaudit.lsp.cursor import typed_at, word_at
from roleaudit.lsp.names import Name
from roleaudit.lsp.orgs import Organisation, Picture, organisation_of
from roleaudit.lsp.places import Lines
from roleaudit.model import OrgFile

PAUSE = 0.01
"""After an audit edits are gathered until none comes in for so many seconds: those that waited are judged together."""

SEVERITIES = {
    Level.ERROR: types.DiagnosticSeverity.Error,
    Level.WARNING: types.DiagnosticSeverity.Warning,
    Level.INFO: types.DiagnosticSeverity.Information,
}

logger = logging.getLogger(__name__)


class Server(LanguageServer):
    """The texts that are open and the organisations that they belong to, both by real path."""

    def __init__(self) -> None:
        # Whole texts come in: which characters end a line is not the same to every editor and to Python.
        super().__init__("roleaudit", roleaudit.__version__, types.TextDocumentSyncKind.Full)
        self.texts: dict[str, TextDocument] = {}
        self.organisations: dict[str, Organisation] = {}
        self.faults: dict[str, Sequence[Finding]] = {}
        self.findings: dict[str, list[Finding]] = {}
        self.changed: set[str] = set()
        self.again = False
        self.timer: asyncio.TimerHandle | None = None
        self.audited = 0.0
        self.shown: dict[str, list[types.Diagnostic]] = {}

    def content(self, path: str | os.PathLike[str]) -> bytes:
        """The bytes of a file as it stands in the editor, else on disk. Raises UsageError."""
        opened = self.texts.get(os.path.realpath(path))
        if opened is None:
            return document.file_bytes(pathlib.Path(path))
        return opened.source.encode("utf-8", "surrogatepass")

    def lines(self, path: str) -> Lines:
        """The lines of a file as it stands in the editor, else on disk."""
        opened = self.texts.get(os.path.realpath(path))
        try:
            text = opened.source if opened else self.content(path).decode("utf-8-sig", "replace")
        except UsageError:
            text = ""  # it was there when it was read
        return Lines(text, self.workspace.position_codec.client_num_units)

    def uri(self, path: str) -> str:
        """The address of a file, spelt as the client does where it has opened it."""
        opened = self.texts.get(os.path.realpath(path))
        return opened.uri if opened else uris.from_fs_path(os.path.abspath(path)) or ""

    def organisation(self, path: str) -> Organisation | None:
        """The organisation that a file belongs to, as far as it is known."""
        return next((o for o in self.organisations.values() if path in _paths(o.files)), None)

    # Findings

    def touch(self, path: str, *, again: bool = False) -> None:
        """Note that a text has changed, or (`again`) that files have which say what belongs together and how to judge.

        The audit follows when no more messages are waiting.
        """
        self.changed.add(path)
        self.again = self.again or again
        loop = asyncio.get_running_loop()
        waited = self.timer is not None or loop.time() < self.audited + PAUSE
        if self.timer is not None:
            self.timer.cancel()
        self.timer = loop.call_later(PAUSE if waited else 0, self.settle)

    def settle(self) -> None:
        """Audit what the changes touch, and publish what that alters."""
        if self.timer is None:
            return
        self.timer.cancel()
        self.timer, changed, self.changed = None, self.changed, set()
        again, self.again = self.again, False
        self._gather(changed, again)
        day = pipeline.system_day()
        held: list[object] = []  # to be freed when the findings are out: that takes as long as to publish them
        for organisation in self.organisations.values():
            if again or organisation.picture is None or changed & _paths(organisation.files):
                held.append(organisation.picture)
                try:
                    held.append(organisation.audit(self.content, day))
                except UsageError as problem:
                    logger.warning("%s", problem)
                    organisation.findings = {}
        self._publish(changed)
        held.clear()
        gc.collect()  # what an audit leaves behind is full of circles, and nothing else runs the collector
        if not self.audited:
            gc.freeze()  # rules and words stay, and need not be looked at after each edit
        self.audited = asyncio.get_running_loop().time()

    def _gather(self, changed: set[str], again: bool) -> None:
        """Find the organisation of each open text, anew if asked, and what keeps one from being found.

        A text of no organisation is looked at again when it changes; what includes it, meanwhile, says so itself.
        """
        before, self.organisations = self.organisations, {}
        faults, self.faults = self.faults, {}
        parts = {key: _paths(organisation.files) for key, organisation in before.items()}
        for path in self.texts:
            found = next((before[key] for key, paths in parts.items() if path in paths), None)
            anew = again or path in faults
            if anew or (found is None and path in changed):
                try:
                    found = organisation_of(path, self.content)
                except BadInput as bad:
                    self.faults[path] = bad.findings  # what was known of its organisation stays
            if found is not None:
                key = os.path.realpath(found.root.path)
                if key in before and found is not before[key]:
                    found = found.following(before[key]) if anew else before[key]
                self.organisations.setdefault(key, found)

    def _publish(self, changed: set[str]) -> None:
        findings: dict[str, list[Finding]] = {}
        faults = [(fault.span.file, [fault]) for held in self.faults.values() for fault in held]
        for file, held in (*faults, *(pair for o in self.organisations.values() for pair in o.findings.items())):
            # What two organisations share, or what keeps two files from being read, is shown once.
            known = {(f.rule, f.span, f.message) for f in findings.get(file, ())}
            findings[file] = [*findings.get(file, ()), *(f for f in held if (f.rule, f.span, f.message) not in known)]
        self.findings = {os.path.realpath(file): found for file, found in findings.items()}
        lines = cache(self.lines)
        before, self.shown = self.shown, {}
        for file, found in findings.items():
            uri, diagnostics = self.uri(file), [self._diagnostic(finding, lines) for finding in found]
            self.shown[uri] = diagnostics
            if diagnostics != before.pop(uri, []) or os.path.realpath(file) in changed:
                opened = self.texts.get(os.path.realpath(file))
                version = opened.version if opened else None
                self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, diagnostics, version))
        for uri in before:
            self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))

    def _diagnostic(self, finding: Finding, lines: Callable[[str], Lines]) -> types.Diagnostic:
        related = [
            types.DiagnosticRelatedInformation(self._location(also.span, lines), also.label) for also in finding.related
        ]
        return types.Diagnostic(
            lines(finding.span.file).range(finding.span),
            f"{finding.message}\n{finding.fix}",
            severity=SEVERITIES[finding.level],
            code=finding.rule,
            source="roleaudit",
            related_information=related or None,
        )

    def _location(self, span: Span, lines: Callable[[str], Lines]) -> types.Location:
        return types.Location(self.uri(span.file), lines(span.file).range(span))

    # Questions

    def place(self, asked: types.TextDocumentIdentifier, position: types.Position) -> Place | None:
        """What a question about a place in a text is about; None where the text is not known."""
        path = next((path for path, text in self.texts.items() if text.uri == asked.uri), None)
        if path is None:
            return None
        lines = self.lines(path)
        offset, found = lines.offset(position), self.findings.get(path, ())
        return Place(path, lines, offset, self.organisation(path), [(f, *lines.offsets(f.span)) for f in found])

    def locations(self, spans: Iterable[Span]) -> list[types.Location]:
        """Places in files for the client."""
        lines = cache(self.lines)
        return [self._location(span, lines) for span in spans]


class Place(NamedTuple):
    """A place in an open text, the organisation that it belongs to, and what was found in it, each with its offsets."""

    path: str
    lines: Lines
    offset: int
    organisation: Organisation | None
    findings: Sequence[tuple[Finding, int, int]]

    @property
    def picture(self) -> Picture | None:
        """The organisation as it was last readable."""
        return self.organisation.picture if self.organisation else None

    def name(self) -> Name | None:
        """The name that stands there."""
        word = word_at(self.lines.text, self.offset)
        return names.name_of(word) if word else None

    def edits(self, last: int) -> list[Fix]:
        """The edits that touch the text from here to `last`: where none is certain, what a finding suggests."""
        whole = self.picture if self.organisation and not self.organisation.broken else None
        certain = whole.edits if whole else []
        first = self.lines.first  # of a mark that is no part of the text a fix knows nothing
        found = [
            fix._replace(start=fix.start + first, end=fix.end + first)
            for fix in certain
            if os.path.realpath(fix.file) == self.path
        ]
        for finding, start, end in self.findings:
            suggested = fixes.meant(finding, self.lines.text, start, end)
            if suggested and not any(fix.start < end and start < fix.end for fix in found):
                found.append(suggested)
        return [fix for fix in found if fix.start <= last and self.offset <= fix.end]


def _paths(files: Iterable[str]) -> set[str]:
    return {os.path.realpath(file) for file in files}


def _path(uri: str) -> str | None:
    """The real path of a file; None for what is none, as a text that was never saved."""
    path = uris.to_fs_path(uri)
    return os.path.realpath(path) if path and uri.startswith("file:") else None


server = Server()


# --- texts come and go -----------------------------------------------------------------------------------------------


@server.feature(types.INITIALIZED)
def initialized(server: Server, _: types.InitializedParams) -> None:
    """Work where the client does, and ask it to tell of files that others change."""
    named = [server.workspace.root_path, *map(uris.to_fs_path, server.workspace.folders)]
    if folder := next((path for path in named if path and os.path.isdir(path)), None):
        os.chdir(folder)
    workspace = server.client_capabilities.workspace
    watching = workspace.did_change_watched_files if workspace else None
    if watching is not None and watching.dynamic_registration:
        watchers = [types.FileSystemWatcher("**/*.{yaml,yml}")]
        options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
        registration = types.Registration("files", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
        server.client_register_capability(types.RegistrationParams([registration]))


@server.feature(types.TEXT_DOCUMENT_DID_OPEN)
def did_open(server: Server, params: types.DidOpenTextDocumentParams) -> None:
    """Lay the text over the file on disk."""
    if path := _path(params.text_document.uri):
        server.texts[path] = server.workspace.get_text_document(params.text_document.uri)
        server.touch(path)


@server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
def did_change(server: Server, params: types.DidChangeTextDocumentParams) -> None:
    """Judge the text as it is now."""
    if path := _path(params.text_document.uri):
        server.touch(path)


@server.feature(types.TEXT_DOCUMENT_DID_SAVE)
def did_save(server: Server, params: types.DidSaveTextDocumentParams) -> None:
    """Read the configuration again: it counts as it is on disk."""
    if path := _path(params.text_document.uri):
        server.touch(path, again=True)


@server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
def did_close(server: Server, params: types.DidCloseTextDocumentParams) -> None:
    """Take the file on disk again."""
    if path := _path(params.text_document.uri):
        server.texts.pop(path, None)
        server.touch(path)


@server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
def did_change_files(server: Server, params: types.DidChangeWatchedFilesParams) -> None:
    """Read anew what others have changed on disk."""
    for change in params.changes:
        if path := _path(change.uri):
            server.touch(path, again=True)


# --- questions -------------------------------------------------------------------------------------------------------


@server.feature(types.TEXT_DOCUMENT_HOVER)
def hover(server: Server, params: types.HoverParams) -> types.Hover | None:
    """Say what a name means, and of what is found there why it matters."""
    server.settle()
    place = server.place(params.text_document, params.position)
    if place is None:
        return None
    name = place.name()
    said = names.describe(place.picture, name) if name and place.picture else []
    parts = ["\n".join(said)] if said else []
    parts += [
        f"{finding.rule}: {finding.message}\nWhy: {finding.why}"
        if finding.why
        else f"{finding.rule}: {finding.message}"
        for finding, start, end in place.findings
        if start <= place.offset <= end
    ]
    # Plain text: what a file says is never read as markup.
    contents = types.MarkupContent(types.MarkupKind.PlainText, "\n\n".join(parts))
    return types.Hover(contents) if parts else None


@server.feature(types.TEXT_DOCUMENT_DEFINITION)
def definition(server: Server, params: types.DefinitionParams) -> list[types.Location]:
    """Say where a name is defined."""
    asked = _asked(server, params)
    return server.locations(names.definitions(*asked)) if asked else []


@server.feature(types.TEXT_DOCUMENT_REFERENCES)
def references(server: Server, params: types.ReferenceParams) -> list[types.Location]:
    """Say where a name is used, and where it is defined if that is asked for too."""
    asked = _asked(server, params)
    if asked is None:
        return []
    spans = names.definitions(*asked) if params.context.include_declaration else []
    return server.locations([*spans, *names.references(*asked)])


def _asked(server: Server, params: types.DefinitionParams | types.ReferenceParams) -> tuple[Picture, Name] | None:
    """The name that a question is about, in the organisation as it was last readable."""
    server.settle()
    place = server.place(params.text_document, params.position)
    name = place.name() if place else None
    return (place.picture, name) if place and place.picture and name else None


@server.feature(types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(trigger_characters=[" ", "["]))
def completion(server: Server, params: types.CompletionParams) -> list[types.CompletionItem]:
    """Offer the names that may stand where somebody types."""
    place = server.place(params.text_document, params.position)
    word = typed_at(place.lines.text, place.offset) if place else None
    if place is None or place.organisation is None or word is None:
        return []
    try:
        force = place.organisation.force
    except (BadInput, UsageError):
        return []  # what is wrong with the configuration stands in its file
    org = place.picture.org if place.picture else OrgFile()
    quoted = place.lines.text[word.start : word.start + 1] in ("'", '"')
    typed = place.lines.between(word.start + quoted, place.offset)
    return [
        types.CompletionItem(
            name,
            kind=types.CompletionItemKind.Reference,
            detail=what,
            sort_text=f"{number:04}",  # the org's own come first, and not what begins with an a
            text_edit=types.TextEdit(typed, name if quoted else fixes.scalar(name)),
        )
        for number, (name, what) in enumerate(names.offered(org, force, word).items())
    ]


@server.feature(
    types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix])
)
def code_action(server: Server, params: types.CodeActionParams) -> list[types.CodeAction]:
    """Offer the edits in a range: those that are certain, and the words that findings suggest."""
    server.settle()
    place = server.place(params.text_document, params.range.start)
    if place is None:
        return []
    last = place.lines.offset(params.range.end)
    return [
        types.CodeAction(
            fix.title,
            kind=types.CodeActionKind.QuickFix,
            diagnostics=[d for d in params.context.diagnostics if _meet(d.range, range)],
            is_preferred=True,
            edit=types.WorkspaceEdit({params.text_document.uri: [types.TextEdit(range, fix.new)]}),
        )
        for fix in place.edits(last)
        for range in [place.lines.between(fix.start, fix.end)]
    ]


def _meet(one: types.Range, other: types.Range) -> bool:
    return one.start <= other.end and other.start <= one.end


def serve() -> None:
    """Serve one editor over standard input and output until it is done."""
    server.start_io(sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb"))  # it closes what it writes to
