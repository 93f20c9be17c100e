"""Files that a tool wrote: by name, by what the file says of itself, by tables that only a generator writes."""

import fnmatch
import re
from collections.abc import Iterable
from functools import cache

from codematch.filtration.file_view import FileView
from codematch.model.filtration import Mark, ReasonCode
from codematch.model.message import Message, Name, Quote
from codematch.notices import head_passages, says_generated, tool_named
from codematch.settings import Filtration

NAMES = (
    "*_pb2.py", "*_pb2_grpc.py", "*.pb.go", "*.pb.gw.go", "*.pb.cc", "*.pb.h", "*.pb.c", "*.twirp.go",
    "*.g.dart", "*.g.cs", "*.g.i.cs", "*.designer.cs", "*.designer.vb", "*.generated.*", "*_generated.*", "*.gen.go",
    "moc_*.cpp", "moc_*.cc", "qrc_*.cpp", "*.tab.c", "*.tab.h", "*.tab.cc", "lex.yy.c",
    "parsetab.py", "lextab.py", "package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml", "cargo.lock",
    "poetry.lock", "pdm.lock", "uv.lock", "pipfile.lock", "gemfile.lock", "composer.lock", "go.sum", "podfile.lock",
    "*modelsnapshot.cs", "gradlew", "gradlew.bat", "mvnw", "mvnw.cmd", "aclocal.m4", "ltmain.sh",
    "config.guess", "config.sub", "*_grpc.pb.go",
)  # fmt: skip
SHRUNK = ("*.min.js", "*.min.mjs", "*.min.css", "*-min.js", "*.bundle.js", "*.packed.js")

_TABLES = re.compile(rb"\b(yytable|yydefact|yy_accept|yypact|yy_ec|_tab_action|lexer_trans_keys)\s*\[")
_TABLE_BEGINS = (b"yytable", b"yydefact", b"yy_accept", b"yypact", b"yy_ec", b"_tab_action", b"lexer_trans_keys")
_TABLE_LANGUAGES = ("c", "cpp", "java", "csharp", "ruby", "python", "php")
_HEAD_LINES = 40
NAMES_TOOL, _SAYS = "file-names-tool", "file-says"
"""The bases of a file that says that it was generated, with and without a tool that it names."""
_LEAST_SHRUNK = 1_000  # bytes: a short file of one line is nothing unusual


def marks(file: FileView, settings: Filtration) -> Iterable[Mark]:
    """Label the whole file when it was generated, or shrunk for delivery."""
    size = len(file.stream)
    if not size:
        return ()
    found = _basis(file, settings)
    return () if found is None else (Mark(0, size, *found),)


def differ(known: Iterable[Mark], questioned: Iterable[Mark]) -> bool:
    """Say whether two files do not agree on what wrote them: then no tool explains what both hold.

    Where both speak of it, and one names its tool, the other has to name the same. A line that says nothing but
    `generated` can be put before any text, and is no sign of that tool.
    """
    said = [{mark.basis for mark in side if mark.basis.key in (NAMES_TOOL, _SAYS)} for side in (known, questioned)]
    tools = [{basis for basis in side if basis.key == NAMES_TOOL} for side in said]
    return all(said) and any(tools) and tools[0].isdisjoint(tools[1])


def _basis(file: FileView, settings: Filtration) -> tuple[ReasonCode, Message] | None:
    name = file.path.lower().rsplit("/", 1)[-1]
    for code, patterns in ((ReasonCode.MINIFIED, SHRUNK), (ReasonCode.GENERATED, NAMES)):
        if _any_of(patterns).match(name):
            pattern = next(pattern for pattern in patterns if fnmatch.fnmatchcase(name, pattern))
            return code, Message.of("file-name", pattern=Name(pattern))
    said = _said(file)
    if said is not None:
        return ReasonCode.GENERATED, said
    table = _table(file)
    if table is not None:
        return ReasonCode.GENERATED, Message.of("parser-table", name=Name(table[1].decode()))
    # The lines of a notebook are those of its JSON, and its pictures are one word each.
    if file.stream.cells is None and _is_shrunk(file.utf8, settings):
        return ReasonCode.MINIFIED, Message.of("minified-lines", bytes=settings.minified_line_bytes)
    return None


@cache
def _any_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(fnmatch.translate, patterns)))


def _table(file: FileView) -> re.Match[bytes] | None:
    """Find a parser table; most files do not even hold its beginning, and looking for that is much faster."""
    if not any(name in _TABLE_LANGUAGES for name in file.stream.languages) or not any(
        begin in file.utf8 for begin in _TABLE_BEGINS
    ):
        return None
    return _TABLES.search(file.utf8)


def _said(file: FileView) -> Message | None:
    """What the head of a file says of how it came to be, None when nothing: comments, or lines without a grammar."""
    last = _last_head_line(file)
    for passage in head_passages(file.utf8, file.stream, _HEAD_LINES):
        said = says_generated(passage.text) if passage.is_comment and passage.line <= last else None
        if said and passage.line + passage.text.count("\n", 0, said.start()) <= _HEAD_LINES:
            tool = tool_named(passage.text)
            return Message.of(NAMES_TOOL, tool=Quote(tool)) if tool else Message.of(_SAYS, text=_one_line(said[0]))
    return None


def _one_line(text: str) -> Quote:
    return Quote(" ".join(text.split()))


def _last_head_line(file: FileView) -> int:
    """The line on which the first function begins, which a comment within it says nothing of the file behind."""
    functions = [unit.first_token for unit in file.stream.units if unit.kind == "function"]
    return int(file.stream.lines[min(functions)]) if functions else _HEAD_LINES


def _is_shrunk(utf8: bytes, settings: Filtration) -> bool:
    lines = utf8.count(b"\n") + 1
    if len(utf8) < max(_LEAST_SHRUNK, lines * settings.minified_line_bytes):
        return False
    blanks = utf8.count(b" ") + utf8.count(b"\t")
    return blanks <= settings.minified_blank_share * len(utf8)
