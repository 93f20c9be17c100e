"""The same bytes under another name, in another encoding or another language were read once, and as the first of them.

What was prepared first then decided what is said of the others: which of their lines a format prescribes, which
letters they hold.
"""

from dataclasses import fields, is_dataclass, replace
from typing import Any

import numpy as np
import pytest

from codematch.comparison.prepare import PreparedFile, prepare_works
from codematch.model.frozen import frozen_array
from codematch.model.source import DecodedText, SourceTree
from tests.comparison.works import TOOLS, work

PACKAGE = '{"name": "sluice", "version": "1.0.3", "scripts": {"test": "node run.js"}, "license": "MIT"}\n'
PAIRS = [
    ({"package.json": PACKAGE}, {"notes.json": PACKAGE}),
    ({"a/package.json": PACKAGE, "b/notes.json": "[]\n"}, {"b/notes.json": PACKAGE}),
]


def plain(value: Any) -> Any:
    """A value with everything in it as plain data, so that two can be compared."""
    if isinstance(value, np.ndarray):
        return str(value.dtype), value.tolist()
    if is_dataclass(value):
        return {item.name: plain(getattr(value, item.name)) for item in fields(value)}
    return [plain(item) for item in value] if isinstance(value, tuple) else value


def alone(tree: SourceTree, path: str, given: tuple[tuple[str, str], ...] = ()) -> PreparedFile:
    """A file as it is read when there is no other one."""
    only = replace(tree, files=tuple(file for file in tree.files if file.record.path == path))
    return prepare_works((only,), TOOLS, given=given)[0].files[0]


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("pair", [*PAIRS, *(pair[::-1] for pair in PAIRS)])
def test_each_file_is_read_as_if_it_were_alone(pair: tuple[dict[str, str], dict[str, str]], jobs: int) -> None:
    trees = work("known", pair[0]), work("questioned", pair[1])
    for tree, prepared in zip(trees, prepare_works(trees, TOOLS, jobs=jobs), strict=True):
        for source, file in zip(prepared.sources, prepared.files, strict=True):
            assert plain(file) == plain(alone(tree, source.record.path)), source.record.path


def in_encoding(tree: SourceTree, path: str, content: bytes, encoding: str) -> SourceTree:
    """The tree with a file that holds these bytes, read in an encoding."""
    none = frozen_array(np.empty(0, dtype=np.int64), np.int64)
    text = DecodedText(utf8=content.decode(encoding).encode(), utf8_starts=none, original_starts=none)
    files = [
        replace(
            file,
            content=content,
            text=text,
            record=replace(file.record, encoding=encoding, digest="0" * 64, size_bytes=len(content)),
        )
        if file.record.path == path
        else file
        for file in tree.files
    ]
    return replace(tree, files=tuple(files))


def test_the_same_bytes_in_two_encodings_are_two_texts() -> None:
    content = "# уровень воды в шлюзе\nlevel = 'шлюз'\n".encode("windows-1251")
    names = {"a.py": "", "b.py": ""}
    one = in_encoding(in_encoding(work("known", names), "a.py", content, "cp1251"), "b.py", content, "cp1251")
    two = in_encoding(in_encoding(work("questioned", names), "a.py", content, "latin-1"), "b.py", content, "cp1251")
    prepared = prepare_works((one, two), TOOLS)
    assert [[file.stream.path for file in item.files] for item in prepared] == [["a.py"], ["a.py", "b.py"]]
    comments = [[file.stream.comments.texts for file in item.files] for item in prepared]
    assert comments[0][0] == comments[1][1] == ("уровень воды в шлюзе",)
    assert comments[1][0] == (content[2:22].decode("latin-1"),)
    for tree, item in zip((one, two), prepared, strict=True):
        for source, file in zip(item.sources, item.files, strict=True):
            assert plain(file) == plain(alone(tree, source.record.path))


def test_a_language_that_is_given_to_one_copy_is_not_that_of_the_other() -> None:
    text = "total = count + 1\nprint(total)\n"
    trees = work("known", {"old/part.inc": text}), work("questioned", {"new/part.inc": text})
    given = (("old/*.inc", "ruby"), ("new/*.inc", "python"))
    prepared = prepare_works(trees, TOOLS, given=given)
    assert [item.files[0].stream.language for item in prepared] == ["ruby", "python"]
    for tree, item in zip(trees, prepared, strict=True):
        assert plain(item.files[0]) == plain(alone(tree, item.sources[0].record.path, given))
