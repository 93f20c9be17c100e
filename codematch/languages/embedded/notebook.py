"""Jupyter notebooks, formats 3 and 4: each cell by the language of the notebook, or by that of its magic.

Cells of text are plain words; metadata and outputs stay JSON. Lines that the shell of IPython reads, not Python
(`%run`, `!ls`), are plain words, too, so that they do not break the parse of the others.
"""

import re
from dataclasses import dataclass

from codematch.languages.embedded.forms import Form, UndividedError
from codematch.languages.embedded.island import Island, Span, Writer
from codematch.languages.embedded.json_places import Json, read_json, take_string, text_of
from codematch.languages.embedded.names import TEXT, language_named
from codematch.model.message import Message

_MAGIC = re.compile(rb"\s*%%(?P<name>\S+)(?P<rest>[^\n]*)\n?")
_LINE_MAGIC = re.compile(
    rb"[ \t]*(?:(?:[\w.]+[ \t]*(?:,[ \t]*[\w.]+[ \t]*)*=[ \t]*)?(?:%%?[A-Za-z]|!)|\?)|[^\n#'\"]*\w\?\??[ \t]*$"
)
_SHELLS = ("bash", "sh", "system", "sx", "!", "shell", "cmd")
_MAGICS = {
    **dict.fromkeys(_SHELLS, "bash"),
    **dict.fromkeys(("html", "svg"), "html"),
    **dict.fromkeys(("bigquery", "read_sql", "sparksql"), "sql"),
    **dict.fromkeys(("latex", "markdown", "cmake", "perl", "r"), TEXT),
}
_ENDING = re.compile(r"\.(\w+)\s*$")


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell: what it is, the language that it names, and the strings of its source."""

    kind: str
    language: str
    strings: tuple[Span, ...]


def find(utf8: bytes) -> tuple[Island, ...]:
    """Return the cells that hold anything.

    Raises:
        UndividedError: The text is no notebook.
    """
    root = _notebook(utf8)
    language = _language(utf8, root)
    islands: list[Island] = []
    for number, cell in enumerate(_cells(root), start=1):
        read = _cell(utf8, cell)
        if read is not None:
            islands += _islands(utf8, read, number, language)
    return tuple(islands)


def language_of(utf8: bytes) -> str:
    """Return the language of a notebook's code, "" when the text is no notebook."""
    try:
        return _language(utf8, _notebook(utf8))
    except UndividedError:
        return ""


def _notebook(utf8: bytes) -> dict[bytes, Json]:
    root = read_json(utf8)
    if not isinstance(root, dict) or not (b"cells" in root or b"worksheets" in root):
        raise UndividedError(Message.of("no-cells"))
    return root


def _language(utf8: bytes, root: dict[bytes, Json]) -> str:
    """Return the language that the metadata name: of the kernel, of its language, of the first cell (format 3)."""
    metadata = _object(root.get(b"metadata"))
    info, kernel = _object(metadata.get(b"language_info")), _object(metadata.get(b"kernelspec"))
    names = [text_of(utf8, value) for value in (info.get(b"name"), kernel.get(b"language"), kernel.get(b"name"))]
    names += [text_of(utf8, _object(cell).get(b"language")) for cell in _cells(root)]
    return next((language_named(name) for name in names if name), "python")


def _object(value: Json) -> dict[bytes, Json]:
    return value if isinstance(value, dict) else {}


def _cells(root: dict[bytes, Json]) -> list[Json]:
    """Return the cells: of the notebook, or of its worksheets (format 3)."""
    sheets = root.get(b"worksheets")
    holders = [root, *(sheets if isinstance(sheets, list) else [])]
    lists = [_object(holder).get(b"cells") for holder in holders]
    return [cell for cells in lists if isinstance(cells, list) for cell in cells]


def _cell(utf8: bytes, cell: Json) -> _Cell | None:
    cell = _object(cell)
    source = cell.get(b"source", cell.get(b"input"))
    lines = source if isinstance(source, list) else [source]
    strings = tuple(line for line in lines if isinstance(line, tuple))
    if not strings:
        return None
    return _Cell(text_of(utf8, cell.get(b"cell_type")), text_of(utf8, cell.get(b"language")), strings)


def _islands(utf8: bytes, cell: _Cell, number: int, language: str) -> list[Island]:
    writer = Writer(utf8)
    for span in cell.strings:
        take_string(writer, utf8, span)
    if writer.is_empty:
        return []
    if cell.kind != "code":
        # A cell of text is divided like any text of its kind: it may hold a fence.
        form = "markdown" if cell.kind == "markdown" else ""
        return [writer.island(TEXT, form=form, is_continuous=True, cell=number)]
    own = language_named(cell.language) if cell.language else language
    form = "ipython" if own in ("python", TEXT) else ""
    return [writer.island(own, form=form, is_continuous=True, cell=number)]


def find_magics(utf8: bytes) -> tuple[Island, ...]:
    """Return what is not Python in a cell: all after a `%%` in the language that it names, else lines of the shell."""
    magic = _MAGIC.match(utf8)
    if magic is not None:
        language = _magic_language(magic["name"].decode(), magic["rest"].decode("utf-8", "replace"))
        head = Writer(utf8).take(magic.start(), magic.end()).island(TEXT)
        if language == "python":
            return (head, *_lines(utf8, magic.end()))
        body = Writer(utf8).take(magic.end(), len(utf8))
        return (head, *body.islands(language))
    return _lines(utf8, 0)


def _magic_language(name: str, rest: str) -> str:
    """Return the language of what is below `%%name rest`."""
    if name in ("script", "writefile", "file"):
        words = [word for word in rest.split() if not word.startswith("-")]
        if name == "script":
            return language_named(words[0].rpartition("/")[2]) if words else "bash"
        ending = _ENDING.search(rest)
        return language_named(ending[1]) if ending else TEXT
    known = _MAGICS.get(name.lower()) or language_named(name)
    # Most magics are about a cell of Python: %%time, %%capture.
    return "python" if known == TEXT and name.lower() not in _MAGICS else known


def _lines(utf8: bytes, start: int) -> tuple[Island, ...]:
    """Return the lines that the shell of IPython reads."""
    writer = Writer(utf8)
    while start < len(utf8):
        stop = utf8.find(b"\n", start) + 1 or len(utf8)
        if _LINE_MAGIC.match(utf8[start:stop].rstrip(b"\n")):
            writer.take(start, stop)
        start = stop
    return writer.islands(TEXT)


FORM = Form(name="notebook", host="json", find=find, main=language_of, sign=re.compile(rb'"(?:cells|worksheets)"\s*:'))
IPYTHON = Form(name="ipython", find=find_magics)
