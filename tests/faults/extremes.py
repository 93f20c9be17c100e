"""A work of extreme files: what a parser, a lexer or a reader of data could spend for ever on, all of it at once.

python -m tests.faults.extremes FOLDER [SCALE]
"""

import random
import sys
from collections.abc import Iterator
from pathlib import Path

SEED = 19
_BRACKETS = {
    "c": "int x = {};", "cpp": "int x = {};", "cs": "class A {{ int x = {}; }}", "go": "package a\nvar x = {}",
    "java": "class A {{ int x = {}; }}", "js": "x = {};", "ts": "let x = {};", "kt": "val x = {}",
    "php": "<?php $x = {};", "py": "x = {}", "rb": "x = {}", "rs": "const X: i32 = {};",
    "scala": "val x = {}", "swift": "let x = {}",
    "lua": "x = {}", "r": "x <- {}", "hs": "x = {}", "sql": "SELECT {};", "pl": "$x = {};", "dart": "var x = {};",
}  # fmt: skip
_LITERAL = "1"


def extremes(scale: float = 1.0) -> Iterator[tuple[str, bytes]]:
    """Yield the name and the content of each file; with a scale of 1 they have some 40 MB.

    Args:
        scale: How deep and how long they are, as a part of that.
    """
    chance = random.Random(SEED)
    deep = max(10, int(20_000 * scale))
    long = max(1_000, int(10_000_000 * scale))
    for ending, frame in _BRACKETS.items():
        yield f"deep.{ending}", frame.format("(" * deep + _LITERAL + ")" * deep).encode()
    yield "open.js", b"(" * 10 * deep
    yield "blocks.c", b"int f(){" + b"{" * deep + b"}" * deep + b"}"
    yield "blocks.py", "".join(f"{' ' * n}if x:\n" for n in range(min(deep, 2_000))).encode()
    yield "else.js", b"if(a){}else " * deep + b"{}"
    yield "chain.js", b"a" + b".b()" * deep
    yield "plus.py", b"x = " + b"1+" * 5 * deep + b"1\n"
    yield "templates.cpp", b"A<" * deep + b"int" + b">" * deep + b" x;"
    yield "templates.js", b"`${" * deep + b"1" + b"}`" * deep
    yield "arrays.json", b"[" * deep + b"]" * deep
    yield "objects.json", b'{"a":' * deep + b"1" + b"}" * deep
    yield "tags.xml", b"<a>" * deep + b"</a>" * deep
    yield "tags.html", b"<div>" * deep + b"</div>" * deep
    yield "scripts.html", b"<script>x=(1)</script>" * deep
    yield "lists.yaml", b"- " * deep + b"1\n"
    yield "tables.toml", b"a = " + b"[" * deep + b"]" * deep
    yield "quotes.md", b"> " * deep + b"a\n"
    yield "fences.md", b"".join(b"```%d\nx = 1\n" % n for n in range(deep // 2))
    yield "documents.sh", _heredocs(min(deep, 5_000))
    yield "documents.rb", b"".join(b"x = <<A%d\n" % n for n in range(min(deep, 5_000)))
    yield "string.py", b"x = '" + b"a" * long + b"'\n"
    yield "base64.py", b"x = '" + bytes(chance.choices(b"ABCDabcd0123+/", k=long // 4)) + b"'\n"
    yield "line.js", b"var a=1;" * (long // 16)
    yield "comment.c", b"/* " + b"word " * (long // 10) + b"*/"
    yield "words.txt", b"a " * (long // 4)
    yield "backslashes.c", b"#define A \\\n" * deep
    yield "noise.py", bytes(chance.choices(range(32, 127), k=long // 20))
    yield "lines.txt", b"\n" * (long // 4)
    yield "numbers.csv", b"".join(b"%d,%d\n" % (n, n * n) for n in range(2 * deep))


def _heredocs(count: int) -> bytes:
    begun = "".join(f"cat <<E{n} " for n in range(count))
    return (begun + "\n" + "".join(f"x\nE{n}\n" for n in range(count))).encode()


def write(folder: Path, scale: float = 1.0) -> None:
    """Write the files into a new folder."""
    folder.mkdir(parents=True)
    for name, content in extremes(scale):
        (folder / name).write_bytes(content)


if __name__ == "__main__":
    write(Path(sys.argv[1]), float(sys.argv[2]) if len(sys.argv) > 2 else 1.0)
