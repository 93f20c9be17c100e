"""Shell in files that build and deploy: recipes of make, `RUN` of Dockerfiles, `run: |` of YAML for CI."""

import re

from codematch.languages.embedded.forms import Form
from codematch.languages.embedded.island import Island, Writer
from codematch.languages.embedded.names import TEXT, language_named

_RECIPE = re.compile(rb"^\t[ \t]*[@+-]*[ \t]*([^\n]+\n?)", re.MULTILINE)
_RUN = re.compile(
    rb"^[ \t]*RUN[ \t]+(?:--\S+[ \t]+)*(?![\[<])((?:[^\\\n]|\\[^\n]|\\\n(?:[ \t]*#[^\n]*\n)*)*\n?)",
    re.MULTILINE | re.IGNORECASE,
)
_KEYS = rb"run|script|bash|before_script|after_script|inlineScript|shell|pwsh|powershell|python"
_BLOCK = re.compile(
    rb"^(?P<indent>[ ]*)(?P<dash>(?:- +)*)(?P<key>%b):[ \t]*"
    rb"(?:(?P<mark>[|>][+-]?\d?)[ \t]*(?:#[^\n]*)?|(?P<plain>[^\s\"'|>\[{&*#!][^\n]*))\n" % _KEYS,
    re.MULTILINE,
)
_SHELL = re.compile(rb"^[ ]*(?:- +)?shell:[ \t]*[\"']?([\w./-]+)", re.MULTILINE)
_NEAR = 2_000
"""How far from a script its `shell:` may be [bytes]."""
_LANGUAGES = {b"python": "python", b"pwsh": TEXT, b"powershell": TEXT}
_PIPELINE = re.compile(
    rb"^(?:[ ]*- )?[ ]*(?:jobs|steps|stages|pipeline|script|before_script|image|runs|tasks):", re.MULTILINE
)


def find_make(utf8: bytes) -> tuple[Island, ...]:
    """Return the recipes of a makefile as one island."""
    writer = Writer(utf8)
    for match in _RECIPE.finditer(utf8):
        _take_recipe(writer, utf8, *match.span(1))
    return writer.islands("bash")


def _take_recipe(writer: Writer, utf8: bytes, start: int, stop: int) -> None:
    """Add a line of a recipe, `$$` as the `$` that the shell sees."""
    while (place := utf8.find(b"$$", start, stop)) >= 0:
        writer.take(start, place).decode(b"$", place, place + 2)
        start = place + 2
    writer.take(start, stop)


def find_docker(utf8: bytes) -> tuple[Island, ...]:
    """Return what a Dockerfile runs, as one island."""
    writer = Writer(utf8)
    for match in _RUN.finditer(utf8):
        writer.take(*match.span(1)).put(b"\n")
    return writer.islands("bash")


def find_yaml(utf8: bytes) -> tuple[Island, ...]:
    """Return the scripts of a pipeline, those of one language as one island."""
    if _PIPELINE.search(utf8) is None:
        return ()
    writers: dict[str, Writer] = {}
    place = 0
    while (match := _BLOCK.search(utf8, place)) is not None:
        column = len(match["indent"]) + len(match["dash"])
        stop = match.end() if match["mark"] is None else block_end(utf8, match.end(), column)
        place = max(stop, match.end())
        language = _LANGUAGES.get(match["key"]) or _named_shell(utf8, match.start(), place, column)
        if language == TEXT or (match["key"] == b"shell" and match["mark"] is None):
            continue
        writer = writers.setdefault(language, Writer(utf8))
        if match["mark"] is None:
            writer.take(*match.span("plain"))
        else:
            take_block(writer, utf8, match.end(), stop)
        writer.put(b"\n")
    return tuple(island for language, writer in writers.items() for island in writer.islands(language))


def block_end(utf8: bytes, start: int, column: int) -> int:
    """Return where the lines end that are further right than `column`."""
    while start < len(utf8):
        stop = utf8.find(b"\n", start) + 1 or len(utf8)
        line = utf8[start:stop]
        if line.strip() and len(line) - len(line.lstrip(b" ")) <= column:
            return start
        start = stop
    return start


def take_block(writer: Writer, utf8: bytes, start: int, stop: int) -> None:
    """Add the lines of a block without their common indentation."""
    lines = utf8[start:stop].split(b"\n")
    indent = min((len(line) - len(line.lstrip(b" ")) for line in lines if line.strip()), default=0)
    for line in lines:
        end = min(start + len(line) + 1, stop)
        writer.take(min(start + indent, end), end)
        start = end


def _named_shell(utf8: bytes, start: int, stop: int, column: int) -> str:
    """Return the language that `shell:` of the same step names, Bash when none does."""
    nearest = max(0, start - _NEAR)
    before = max(nearest, utf8.rfind(b"\n" + b" " * max(0, column - 2) + b"- ", nearest, start) + 1)
    behind = re.compile(rb"^ {0,%d}- |^ {0,%d}\S" % (column, max(0, column - 1)), re.MULTILINE).search(
        utf8, stop, stop + _NEAR
    )
    near = utf8[before:start] + utf8[stop : behind.start() if behind is not None else stop + _NEAR]
    shell = _SHELL.search(near)
    if shell is None:
        return "bash"
    return language_named(shell[1].decode().rpartition("/")[2])


MAKE = Form(name="make", host=TEXT, find=find_make, sign=re.compile(rb"^[^\s#:=][^\n:=]*:(?!=)", re.MULTILINE))
DOCKER = Form(name="docker", host=TEXT, find=find_docker, sign=re.compile(rb"^[ \t]*FROM[ \t]", re.MULTILINE | re.I))
YAML = Form(name="yaml", host="yaml", find=find_yaml)
