"""Here-documents of shell scripts, where the command, the file or the delimiter names their language."""

import re

import numpy as np

from codematch.languages.embedded.forms import Form
from codematch.languages.embedded.holes import STAND_IN
from codematch.languages.embedded.island import Island, Writer
from codematch.languages.embedded.names import TEXT, language_named
from codematch.model.stable_hash import tagged_hash
from codematch.model.tokens import TokenStream

_START, _END = (np.uint64(tagged_hash(name, "node")) for name in ("heredoc_start", "heredoc_end"))
_COMMANDS = (
    "python", "python2", "python3", "node", "deno", "ruby", "php", "lua", "bash", "sh", "zsh", "ksh", "psql", "mysql",
    "sqlite3", "sqlite", "mariadb", "sqlplus", "sqlcmd", "clickhouse-client", "scala", "swift",
)  # fmt: skip
_SQL_COMMANDS = ("sqlplus", "sqlcmd", "clickhouse-client", "sqlite")
_DELIMITERS = ("sql", "python", "py", "js", "javascript", "ruby", "php", "html", "css", "json", "yaml", "yml", "xml",
               "bash", "sh", "lua", "java", "go", "rust")  # fmt: skip
_FILE = re.compile(r"(?:>>?\s*|\btee\s+(?:-a\s+)?)[\"']?[^\s\"'<>|;&]*?[^\s\"'<>|;&/]\.(\w+)[\"']?(?=[\s;|&)]|$)")
_WORD = re.compile(r"[\w./+-]+")
_EXPANSION = re.compile(rb"\$(?:\{[^{}\n]*\}|\([^()\n]*\)|[A-Za-z_]\w*|[0-9@#?*!$-])")
DECODERS = (b"base64", b"b64decode", b"base32", b"basenc", b"xxd", b"uudecode", b"unhexlify")
DECODER = re.compile(
    rb"\b(?:(?:g?base64|basenc|base32)\b[^\n|;]*?[ \t](?:-\w*[dD]\w*|--decode)\b|openssl[ \t][^\n|;]*\bbase64\b"
    rb"|b64decode|xxd[ \t][^\n|;]*-\w*r|uudecode|unhexlify|decode_base64|Base64\.decode|base64_decode)"
)
"""Commands and functions that decode what a program then may run."""
_AROUND = re.compile(r"\b(?:eval|source|(python|node|ruby|php|lua|bash|sh|zsh)[\d.]*)\b[^|;]*(?:\$\(|<\(|`)")
"""What runs the output of the commands in it: `eval "$(base64 -d ...)"`."""
_MAX_OPEN = 20
"""Here-documents that one line may begin."""
_MAX_WORDS = 40
"""Words of a command line that are looked at: `sudo -u postgres docker exec -i db psql`."""


def find_among(utf8: bytes, stream: TokenStream) -> tuple[Island, ...]:
    """Return the here-documents whose language is named."""
    islands, place, passed = [], 0, 0
    ends = np.flatnonzero(stream.kinds == _END).tolist()
    names = [utf8[stream.starts[end] : stream.stops[end]].strip() for end in ends]
    for token in np.flatnonzero(stream.kinds == _START).tolist():
        start, stop = int(stream.starts[token]), int(stream.stops[token])
        given = utf8[start:stop]
        name = given.strip(b"\"'\\")
        line_end = utf8.find(b"\n", stop)
        while passed < len(ends) and ends[passed] <= token:
            passed += 1
        number = next((n for n in range(passed, min(passed + _MAX_OPEN, len(ends))) if names[n] == name), None)
        if number is None or line_end < 0:
            continue
        end = ends[number]
        place = max(place, line_end + 1)
        body_stop = utf8.rfind(b"\n", 0, int(stream.starts[end]) + 1) + 1
        begin = utf8.rfind(b"\n", 0, start) + 1
        language = language_of_command(
            utf8[begin:start].decode("utf-8", "replace"), utf8[stop:line_end].decode("utf-8", "replace"), name
        )
        is_encoded = DECODER.search(utf8, begin, line_end) is not None
        if language != TEXT and place < body_stop and not is_encoded:
            has_tabs = utf8[:start].rstrip().endswith(b"<<-")
            islands += _island(utf8, place, body_stop, language, has_tabs=has_tabs, expands=given == name)
        place = max(place, int(stream.stops[end]))
    return tuple(islands)


def language_of_command(before: str, behind: str, name: bytes) -> str:
    """Return the language of a here-document or of a word of a command, as far as its line names it.

    `before` and `behind` are the command line around the delimiter `name`, which is b"" for a word.
    """
    command = re.split(r"[|;&]|\$\(", before)[-1].replace("<<-", "").replace("<<", "")
    own, *pipes = behind.split("|")
    written = _FILE.search(f"{command} {own}") or next((m for m in map(_FILE.search, pipes) if m), None)
    if written is not None:
        return language_named(written[1])
    for part in (command, *pipes):
        for word in _WORD.findall(part)[:_MAX_WORDS]:
            program = word.rpartition("/")[2]
            if program in _COMMANDS:
                return "sql" if program in _SQL_COMMANDS else language_named(program)
    if DECODER.search(f"{before}{behind}".encode()) is not None and (around := _AROUND.search(before)) is not None:
        return language_named(around[1]) if around[1] else "bash"
    delimiter = name.decode("utf-8", "replace").strip("_").lower().removesuffix("_eof").removesuffix("eof").strip("_")
    return language_named(delimiter) if delimiter in _DELIMITERS else TEXT


def _island(utf8: bytes, start: int, stop: int, language: str, *, has_tabs: bool, expands: bool) -> list[Island]:
    """Return a here-document without the tabs that `<<-` takes away, with stand-ins for what the shell puts in."""
    writer = Writer(utf8)
    while start < stop:
        end = utf8.find(b"\n", start, stop) + 1 or stop
        if has_tabs:
            start = end - len(utf8[start:end].lstrip(b"\t"))
        for match in _EXPANSION.finditer(utf8, start, end) if expands else ():
            if utf8[match.start() - 1 : match.start()] != b"\\":
                writer.take(start, match.start()).put(STAND_IN)
                start = match.end()
        writer.take(start, end)
        start = end
    return list(writer.islands(language))


FORM = Form(name="shell", find_among=find_among)
