"""An encoding that the user gives is used, or it is said that it fits no file or not the bytes of one."""

import tarfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

import codematch
from codematch.case import rerun
from codematch.intake import given, read_work
from codematch.model.source import Limitation, Reason, SourceTree
from codematch.report.text.messages import sentence
from codematch.settings import Intake
from tests.cli.conftest import Run
from tests.cli.conftest import codematch as command
from tests.folders import write_folder

__all__ = ["command"]

CODE = "int reach(int here)\n{{\n    /* {} */\n    int step = here * 3 + 1;\n    return step;\n}}\n"
GERMAN = CODE.format("Größe der Fläche prüfen, für alle Straßen").encode("latin_1")
KOREAN = CODE.format("두 좌표 사이의 거리를 계산한다. 단위는 미터").encode("euc_kr")


def read(path: Path, *stated: str) -> SourceTree:
    return read_work(str(path), Intake(), encodings=given.parse(stated))


def said(limitations: Sequence[Limitation], reason: Reason) -> list[str]:
    return [sentence(item.detail) for item in limitations if item.reason is reason]


def test_a_pattern_that_fits_no_file(tmp_path: Path) -> None:
    known = write_folder(tmp_path / "k", {"src/a.c": GERMAN})
    questioned = write_folder(tmp_path / "q", {"lib/b.c": GERMAN})
    stated = ["*.java=gbk", "b.c=iso-8859-1", "lib2/*=koi8-r", "src/*.c=iso-8859-1"]
    result = codematch.compare(known, questioned, encodings=stated)
    assert said(result.limitations, Reason.UNUSED_OPTION) == [
        "--encoding *.java=gb18030 matches no file of any work",
        "--encoding lib2/*=koi8-r matches no file of any work",
    ]
    assert not said(codematch.compare(known, questioned, encodings=["*.c=iso-8859-1"]).limitations,
                    Reason.UNUSED_OPTION)  # fmt: skip
    again = rerun.differences(result, codematch.compare, str(known), str(questioned), [], jobs=1)
    assert again == []


@pytest.mark.parametrize(
    ("content", "name", "line", "at"),
    [
        (GERMAN, "utf-8", 3, 32),
        (GERMAN.replace(b"\n", b"\r\n"), "utf-8", 3, 34),
        (GERMAN.replace(b"\n", b"\r"), "utf-8", 3, 32),
        (KOREAN + b"// \xff\n", "euc-kr", 7, len(KOREAN) + 4),
        (b"int x;\n// \x81\n", "windows-1252", 2, 11),
        (b"int x;\n// \x8f\xa2\xb7\n", "euc-jp", 2, 11),
        (CODE.format("odd").encode("utf-16-le") + b"x", "utf-16le", 7, 2 * len(CODE.format("odd")) + 1),
        (GERMAN, "iso-2022-jp", 3, 32),
    ],
)
def test_bytes_that_the_encoding_does_not_allow(tmp_path: Path, content: bytes, name: str, line: int, at: int) -> None:
    path = write_folder(tmp_path / "w", {"src/a.c": content, "b.c": b"int b;\n"})
    tree = read(path, f"a.c={name}")
    (detail,) = said(tree.limitations, Reason.UNFIT_ENCODING)
    assert f"src/a.c (line {line:,}, byte {at:,})" in detail
    assert name in detail
    plain = read(path)
    assert [file.record for file in tree.files] == [file.record for file in plain.files]
    assert [file.text is None or file.utf8 for file in tree.files] == [
        file.text is None or file.utf8 for file in plain.files
    ]


def test_such_a_file_takes_part_in_the_vote(tmp_path: Path) -> None:
    sentences = ("두 점 사이의 거리", "창고 번호를 읽는다", "오류가 나면 멈춘다", "표를 만든다", "값을 돌려준다")
    files = {f"f{number}.c": f"/* {text} */\nint x;\n".encode("euc_kr") for number, text in enumerate(sentences)}
    tree = read(write_folder(tmp_path / "w", files), "f2.c=utf-8")
    assert {file.record.encoding for file in tree.files} == {"euc-kr"}
    assert len(said(tree.limitations, Reason.UNFIT_ENCODING)) == 1


def test_a_name_of_its_own_encoding_is_found(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "w.tar", "w") as archive:
        for name in ("größe.c", "prüfen.c", "top.c"):
            (tmp_path / "x").write_bytes(GERMAN)
            member = archive.gettarinfo(tmp_path / "x", arcname="proj/" + name)
            member.name = ("proj/" + name).encode("latin_1").decode("utf-8", "surrogateescape")
            with (tmp_path / "x").open("rb") as stream:
                archive.addfile(member, stream)
    tree = read(tmp_path / "w.tar", "größe.c=macintosh", "pru\u0308fen.c=koi8-r")
    found = {file.record.path: file.record.encoding for file in tree.files}
    assert found == {"größe.c": "macintosh", "prüfen.c": "koi8-r", "top.c": "iso-8859-1"}
    assert given.unused([tree], given.parse(["größe.c=macintosh", "pru\u0308fen.c=koi8-r"])) == []


def test_what_is_stated_makes_text_of_what_looks_binary(tmp_path: Path) -> None:
    path = write_folder(tmp_path / "w", {"a.c": b"MZ" + GERMAN, "b.c": b"int b;\n"})
    assert read(path, "a.c=iso-8859-1").files[0].utf8 == b"MZ" + GERMAN.decode("latin_1").encode()
    assert read(path, "c.c=iso-8859-1").files[0].record == read(path).files[0].record


@pytest.mark.parametrize("name", ["utf-16", "utf-16be", "utf-32"])
def test_plain_text_is_not_read_as_ideographs(tmp_path: Path, name: str) -> None:
    tree = read(write_folder(tmp_path / "w", {"a.c": b"int a;\n/**/", "empty.c": b""}), f"*.c={name}")
    assert tree.files[0].utf8 == b"int a;\n/**/"
    (detail,) = said(tree.limitations, Reason.UNFIT_ENCODING)
    assert detail.startswith("1 file does not fit the specified encoding utf-")
    wide = CODE.format("计算").encode("utf-16-le")
    tree = read(write_folder(tmp_path / "v", {"a.c": wide}), "*.c=utf-16")
    assert (tree.files[0].utf8, tree.files[0].record.encoding_basis) == (CODE.format("计算").encode(), "given")


@pytest.mark.parametrize("name", ["iso-8859-1", "koi8-r", "gb18030", "utf-8"])
def test_a_pattern_for_all_files_makes_no_text_of_images(tmp_path: Path, name: str) -> None:
    image = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 9
    path = write_folder(tmp_path / "w", {"a.c": b"int a;\n", "seal.png": image})
    tree = read(path, f"*={name}")
    assert [file.record.reason for file in tree.files] == [None, Reason.BINARY]
    (detail,) = said(tree.limitations, Reason.UNFIT_ENCODING)
    assert "seal.png (line " in detail


def test_the_case_file_and_the_manifest_say_so(tmp_path: Path, command: Callable[..., Run]) -> None:
    write_folder(tmp_path, {"k/a.c": GERMAN, "q/b.c": GERMAN})
    (tmp_path / "case.toml").write_text(
        '[known]\nid = "K1"\npath = "k"\n[questioned]\nid = "Q1"\npath = "q"\n'
        '[comparison]\nencodings = ["*.cob=ibm850", "b.c=utf-8"]\n',
        encoding="utf-8",
    )
    out = tmp_path / "out"
    done = command("compare", "--case", tmp_path / "case.toml", "--out", out)
    assert done.code == 0, done.err
    result = codematch.read_result(out / "report.json")
    assert said(result.limitations, Reason.UNUSED_OPTION) == ["--encoding *.cob=ibm850 matches no file of any work"]
    assert "b.c (line 3, byte 32)" in said(result.limitations, Reason.UNFIT_ENCODING)[0]
    listed = command("manifest", tmp_path / "k", "--encoding", "*.cob=ibm850", "--encoding", "a.c=utf-8")
    assert "*.cob=ibm850 matches no file" in listed.err
    assert "a.c (line 3, byte 32)" in listed.err
