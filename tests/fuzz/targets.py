"""What is fuzzed: for each target its seeds, what it does with a text, and the errors that it may raise.

A mutator of our own changes saved seeds; Atheris is not used, because it has no wheels for the Pythons and systems that
codematch supports, and coverage of the parsers, which are C, would need them built anew.
"""

import io
import tarfile
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from codematch import saved_files
from codematch.cli.console import printable
from codematch.errors import CodematchError
from codematch.intake import read_work
from codematch.intake.decode import by_itself
from codematch.languages import Identified, load_languages, read_file
from codematch.model.message import Message, Name, PathName, Quote
from codematch.model.source import LanguageBasis
from codematch.report.text import sentence
from codematch.settings import Identification, Parsing, grammars_folder
from tests.comparison.works import LEDGER, TRIANGLE
from tests.fuzz import alignment, repositories
from tests.fuzz.repositories import SMALL

CODE = {
    "python": b'def area(width, height):\n    """Say."""\n    return f"{width * height:>{9}}" if width else None\n',
    "c": b"#define X(a) a\nint main(void) { for (int i = 0; i < 3; i++) { X(i); } return 0; }\n",
    "javascript": b"const x = `${(() => { return `a${1}`; })()}`; export default class A { #b = 1; }\n",
    "html": b"<html><script>let a = 1 < 2;</script><style>b { c: d }</style><p onclick='e()'>f</p></html>\n",
    "bash": b"cat <<E | sed 's/a/b/'\n$(echo hi)\nE\nif [ -n \"$1\" ]; then exit 1; fi\n",
    "yaml": b"a:\n  - b: |\n      c\n    d: &e f\n  - *e\n",
    "php": b"<p><?php function f($a) { return <<<X\n$a {$b[1]}\nX; } ?></p>\n",
    "sql": b"SELECT a.b, COUNT(*) FROM c AS a WHERE d = 'e''f' GROUP BY 1;\n",
}
QUICK = Parsing(max_seconds=5.0, max_tokens=50_000)


@dataclass(frozen=True, slots=True)
class Target:
    """A reader of texts that somebody else wrote; any exception but `errors` is a crash."""

    seeds: tuple[bytes, ...]
    run: Callable[[bytes], object]
    errors: tuple[type[Exception], ...] = ()


Written = Literal["w", "w:gz", "w:bz2", "w:xz"]
"""How a tar archive is opened to be written."""


@lru_cache(maxsize=1)
def _languages():
    return load_languages(grammars_folder())


def _tokens(data: bytes) -> None:
    text = data.decode("utf-8", "replace").encode()
    names = sorted(CODE)
    name = names[len(data) % len(names)]
    claim = Identified(language=name, basis=LanguageBasis.GIVEN, certain=True)
    stream = read_file(f"x.{name}", text, claim, _languages(), QUICK, Identification())[1]
    ends = [0, *stream.stops.tolist()]
    assert all(end <= start for end, start in zip(ends, stream.starts.tolist(), strict=False)), "tokens overlap"
    assert not len(stream) or ends[-1] <= len(text), "a token ends behind the text"


def _identified(data: bytes) -> None:
    text = data.decode("utf-8", "replace").encode()
    claim = _languages().identify("x", text)
    read_file("x", text, claim, _languages(), QUICK, Identification())


def _work(name: str) -> Callable[[bytes], None]:
    def run(data: bytes) -> None:
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, name).write_bytes(data)
            read_work(folder, SMALL)

    return run


def _decoded(data: bytes) -> None:
    found = by_itself(data, SMALL)
    if found is not None and found.text is not None:
        found.text.utf8.decode("utf-8")


def _said(data: bytes) -> None:
    text = data.decode("utf-8", "surrogateescape")
    for value in (Name(text), PathName(text), Quote(text)):
        assert printable(sentence(Message.of("system-said", text=value))).isprintable()


def _zip() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in CODE.items():
            archive.writestr(f"src/{name}.txt", content)
    return stream.getvalue()


def _tar(mode: Written) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode=mode) as archive:
        for name, content in CODE.items():
            info = tarfile.TarInfo(f"src/{name}")
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return stream.getvalue()


_TEXTS = (*CODE.values(), "中文 été\r\nстрока\r".encode(), "中文字符".encode("gb18030"), "日本語".encode("utf-16"))

TARGETS = {
    "decode": Target(_TEXTS, _decoded),
    "zip": Target((_zip(),), _work("w.zip"), (CodematchError,)),
    "tar": Target((_tar("w"), _tar("w:gz"), _tar("w:xz"), _tar("w:bz2")), _work("w.tar"), (CodematchError,)),
    "json": Target(
        (b'{"a": [1, 2.5e3, "b\\u00e9", null], "c": {"d": true}}', b"[[[]]]"), saved_files.json_value, (ValueError,)
    ),
    "toml": Target(
        (b'[a]\nb = "c"\nd.e = [1, 2]\n[[f]]\ng = 1979-05-27\n',),
        lambda data: saved_files.toml_table(data.decode("utf-8", "replace")),
        (ValueError,),
    ),
    "tokens": Target(tuple(CODE.values()), _tokens),
    "identify": Target(tuple(CODE.values()), _identified),
    "bundle": Target((repositories.bundle(),), repositories.read_bundle, (CodematchError,)),
    "pack": Target(repositories.packs(), repositories.read_pack, (CodematchError,)),
    "objects": Target(repositories.contents(), repositories.read_objects, (CodematchError,)),
    "references": Target(
        (
            b"\0# pack-refs with: peeled fully-peeled sorted\n" + repositories.HEAD + b" refs/tags/v1\n",
            b"\1[core]\n\tbare = true\n[extensions]\n\tobjectFormat = sha1\n",
            b"\2ref: refs/heads/main\n",
            b"\3" + repositories.HEAD + b"\n",
        ),
        repositories.read_names,
        (CodematchError,),
    ),
    "aligner": Target((bytes(range(90)) * 4, b"abcabcab" * 60, CODE["python"] * 6), alignment.align),
    "comparison": Target(
        (LEDGER.encode() * 2, (LEDGER + TRIANGLE + TRIANGLE + LEDGER).encode(), CODE["python"] * 8), alignment.compare
    ),
    "message": Target((b"a\x1b[31m", "\u202eabc".encode(), b"\xff\r\n", b"{a} {b:>9}"), _said),
}
