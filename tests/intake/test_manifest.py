"""The root hash is what `sha256sum` gives, and no two trees share one (R10)."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codematch.intake.entries import Entry, excluded, regular
from codematch.intake.manifest import common_folder, root_hash
from codematch.model.source import Reason
from codematch.settings import Intake
from tests.intake.works import read, write_folder

# GNU coreutils 9.1: find . -type f -printf '%P\0' | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum
ODD = {
    "back\\slash.c": b"int a;\n",
    "new\nline.c": b"int b;\n",
    "sub/empty": b"",
    "sub/ümlaut.c": b"int c;\n",
    "sub.c": b"int d;\n",
    "cr\rx.c": b"int e;\n",
}
ODD_ROOT = "225d9711ad0f5a3a3191a0debc8b6fea5fd29a9e7073780bc4a08957ce7260c4"


def test_root_of_odd_names_is_that_of_sha256sum(tmp_path: Path) -> None:
    assert read(write_folder(tmp_path / "work", ODD)).digest == ODD_ROOT
    assert root_hash([regular(name.encode(), content, Intake()) for name, content in ODD.items()]) == ODD_ROOT


def test_only_regular_files_of_the_tree_itself_enter() -> None:
    files = [regular(name.encode(), content, Intake()) for name, content in ODD.items()]
    others: list[Entry] = [
        excluded(b"link", Reason.SYMLINK, "link to x"),
        Entry(name=b"a.zip!/x.c", content=b"x", digest="0" * 64, nested=True),
    ]
    assert root_hash(files + others) == root_hash(list(reversed(files))) == ODD_ROOT


@pytest.mark.parametrize(
    ("names", "folder"),
    [
        ([], b""),
        ([b"a.c"], b""),
        ([b"s/a.c"], b"s/"),
        ([b"s/a.c", b"s/t/b.c"], b"s/"),
        ([b"s/t/a.c", b"s/t/b.c"], b"s/t/"),
        ([b"src/a.c", b"srt/b.c"], b""),
        ([b"s/a.c", b"s.c"], b""),
        ([b"s/t", b"s/tt"], b"s/"),
    ],
)
def test_the_deepest_common_folder(names: list[bytes], folder: bytes) -> None:
    assert common_folder(names) == folder


name_parts = st.text(alphabet="ab/\n\r\\ ", min_size=1, max_size=6).map(lambda text: text.strip("/") or "x")
trees = st.dictionaries(name_parts, st.sampled_from([b"", b"1", b"2"]), min_size=1, max_size=4)


@given(first=trees, second=trees)
def test_roots_are_equal_only_for_equal_trees(first: dict[str, bytes], second: dict[str, bytes]) -> None:
    def moved(tree: dict[str, bytes]) -> dict[str, bytes]:
        top = common_folder([name.encode() for name in tree]).decode()
        return {name.removeprefix(top): content for name, content in tree.items()}

    roots = [
        root_hash([regular(name.encode(), content, Intake()) for name, content in tree.items()])
        for tree in (first, second)
    ]
    assert (roots[0] == roots[1]) == (moved(first) == moved(second))
