"""Lists of digests in their usual forms, held against files."""

import hashlib

import pytest

from codematch.case.hash_list import Listed, algorithms, compare, parse
from codematch.errors import InputError

A, B = (hashlib.sha256(text).hexdigest() for text in (b"a", b"b"))
MD5 = hashlib.md5(b"a", usedforsecurity=False).hexdigest()


@pytest.mark.parametrize(
    "text",
    [
        f"{A}  src/a.c\n{B} *src/b.c\n",
        f"{A.upper()}  ./src/a.c\r\n\r\n# remark\r\n{B}  src\\b.c\r\n",
        f"SHA256 (src/a.c) = {A}\nSHA256 (src/b.c) = {B}\n",
        f"\ufeffPath,Size,SHA-256\nsrc/a.c,1,{A}\nsrc/b.c,1,{B}\n",
        f"序号,文件名称,完整性校验值,备注\n1,src/a.c,{A},\n2,src/b.c,{B},x\n",
        f"文件路径,哈希值（SHA256）\nsrc/a.c,{A}\nsrc/b.c,{B}\n",
    ],
    ids=["sha256sum", "windows", "bsd", "csv", "电子数据清单", "full width"],
)
def test_usual_forms(text):
    assert [(item.path, item.digest) for item in parse(text)] == [("src/a.c", A), ("src/b.c", B)]


def test_equal_different_missing_extra():
    listed = parse(f"{A}  same.c\n{A}  altered.c\n{A}  gone.c\n")
    found = {"same.c": {"sha256": A}, "altered.c": {"sha256": B}, "new.c": {"sha256": B}}
    outcome = compare(listed, found)

    assert (outcome.equal, outcome.different) == (("same.c",), ("altered.c",))
    assert (outcome.missing, outcome.extra) == (("gone.c",), ("new.c",))
    assert not outcome.holds
    assert compare(parse(f"{A}  same.c\n"), {"same.c": {"sha256": A}}).holds


def test_the_algorithm_is_told_by_the_length_or_the_column():
    assert algorithms(parse(f"{MD5}  a\n")) == ("sha256", "md5")
    assert algorithms(parse(f"{A}  a\n")) == ("sha256", "sm3")
    assert parse(f"name,sm3\na,{A}\n") == (Listed(path="a", digest=A, algorithm="sm3"),)
    assert not compare(parse(f"name,sm3\na,{A}\n"), {"a": {"sha256": A}}).holds


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no digests"),
        (f"{A}  a\nnonsense\n", "line 2"),
        (f"{A}  a\n{B}  a\n", "twice, in entries"),
        ("a,b\n1,2\n", "its columns: a, b"),
        ("path,sha256\na,xyz\n", "has no valid digest for 'a'"),
        (f"path,sha256\na,{A[:40]}x\n", "has no valid digest"),
    ],
)
def test_what_is_no_list_is_refused_with_its_line(text, words):
    with pytest.raises(InputError, match=words):
        parse(text)
