"""Names are made safe, links judged by their text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codematch.intake.names import canonical, leaves_root, printable, shown, vcs_folder
from codematch.model.source import Disposition, FileRecord, Reason


@pytest.mark.parametrize(
    ("raw", "name", "refused"),
    [
        (b"a/b.c", b"a/b.c", False),
        (b"./a//b.c", b"a/b.c", False),
        (b"a/..b/c..", b"a/..b/c..", False),
        (b"a/../b", rb"a/\x2e\x2e/b", True),
        (b"/a/b", rb"\x2fa/b", True),
        (b"//a", rb"\x2fa", True),
        (b"/", rb"\x2f", True),
        (b"", b"(no name)", True),
        (b"./", b"(no name)", True),
        (b"a\0b", rb"a\x00b", True),
        (b"c:/x", rb"c\x3a/x", True),
        (b"c:x", b"c:x", False),
    ],
)
def test_canonical_names(raw: bytes, name: bytes, refused: bool) -> None:
    assert canonical(raw).name == name
    assert bool(canonical(raw).refusal) == refused


@given(st.lists(st.sampled_from([b"..", b".", b"", b"a", b"\0", b"C:", b"\\", b"\xff", "é".encode()])).map(b"/".join))
def test_a_canonical_name_is_always_fit_for_a_record(raw: bytes) -> None:
    name = shown(canonical(raw).name)
    FileRecord(path=name, digest="", size_bytes=0, disposition=Disposition.EXCLUDED, reason=Reason.LEAVES_ROOT)


@pytest.mark.parametrize(
    ("link", "target", "leaves"),
    [
        (b"a", b"b", False),
        (b"a", b"../b", True),
        (b"d/a", b"../b", False),
        (b"d/a", b"../../b", True),
        (b"d/a", b"x/../../b", False),
        (b"d/a", b"x/../../../b", True),
        (b"a", b"/etc/passwd", True),
        (b"a", b"C:\\x", True),
        (b"a", b"..\\b", True),
        (b"a", b"./b/../c", False),
    ],
)
def test_links(link: bytes, target: bytes, leaves: bool) -> None:
    assert leaves_root(link, target) is leaves


@pytest.mark.parametrize(
    ("name", "folder"),
    [
        (b"a.c", None),
        (b".git/config", b".git"),
        (b"p/.git/objects/x", b"p/.git"),
        (b"p/.git", b"p/.git"),
        (b".svn", None),
        (b".svn/x", b".svn"),
        (b".gitignore", None),
        (b"x.git/a.c", None),
    ],
)
def test_version_control_folders(name: bytes, folder: bytes | None) -> None:
    assert vcs_folder(name) == folder


def test_printable() -> None:
    assert printable("a\nb\x1b[31m\udcff测") == r"a\nb\x1b[31m\xff测"
