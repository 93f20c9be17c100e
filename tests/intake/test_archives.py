"""Archives: hostile members, limits, damage, nesting, names (R4, R5, R6)."""

import gzip
import hashlib
import io
import lzma
import struct
import tarfile
import zipfile
import zlib
from pathlib import Path

import pytest

from codematch.errors import InputError
from codematch.model.message import Message, PathName
from codematch.model.source import Disposition, Reason
from tests.intake.works import (
    FILES,
    add_file,
    gzip_bytes,
    noted,
    read,
    records,
    tar_bytes,
    tar_entry,
    tar_of,
    write_folder,
    zip_bytes,
    zip_link,
)

GOOD = {"good.c": b"int good;\n"}
ZEROS = bytes(3_000_000)
BOMB = zip_bytes({"zeros": ZEROS})
"""3 MB out of 3 kB."""
SMALL = {"max_file_bytes": 1_000_000}


def put(tmp_path: Path, name: str, content: bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(content)
    return path


def zip_with(*members: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members:
            archive.writestr(name, content)
    return buffer.getvalue()


TRAVERSALS = {
    "../../etc/passwd": r"\x2e\x2e/\x2e\x2e/etc/passwd",
    "a/../../b.c": r"a/\x2e\x2e/\x2e\x2e/b.c",
    "/etc/passwd": r"\x2fetc/passwd",
    "C:/Windows/x.c": r"C\x3a/Windows/x.c",
    "C:\\Windows\\x.c": r"C\x3a\Windows\x.c",
    "..": r"\x2e\x2e",
}


@pytest.mark.parametrize("form", ["zip", "tar"])
@pytest.mark.parametrize("name", TRAVERSALS)
def test_a_name_that_leaves_the_root_is_refused(tmp_path: Path, form: str, name: str) -> None:
    members = ((name, b"int evil;\n"), ("good.c", b"int good;\n"))
    tree = read(put(tmp_path, "work", zip_with(*members) if form == "zip" else tar_of(*members)))
    found = records(tree)
    refused = found.pop(TRAVERSALS[name])
    assert (refused.disposition, refused.reason, refused.digest) == (Disposition.EXCLUDED, Reason.LEAVES_ROOT, "")
    assert refused.detail is not None
    assert refused.detail["name"] == PathName(name)
    assert bytes.fromhex(refused.raw_path).decode() == name
    inside = [path for path in found if path.startswith("(not listed)/")]
    assert len(inside) == 1
    assert ".." not in inside[0]
    assert "\\" not in inside[0]
    assert found[inside[0]].disposition is Disposition.COMPARED
    assert sorted(found) == [*inside, "good.c"]
    assert tree.digest == read(write_folder(tmp_path / "plain", GOOD)).digest
    assert len(noted(tree, Reason.LEAVES_ROOT)) == 1


def test_backslashes_of_windows_zips_are_separators(tmp_path: Path) -> None:
    infos = []
    for name in ("src\\a.c", "..\\evil.c"):
        info = zipfile.ZipInfo("x")
        info.filename, info.create_system = name, 0
        infos.append((info, b"int x;\n"))
    found = records(read(put(tmp_path, "w.zip", zip_with(*infos, ("b.c", b"int y;\n")))))
    assert found["src/a.c"].disposition is Disposition.COMPARED
    assert found[r"\x2e\x2e/evil.c"].reason is Reason.LEAVES_ROOT


def test_links_and_devices_in_a_tar(tmp_path: Path) -> None:
    content = tar_of(
        ("dir/real.c", b"int real;\n"),
        tar_entry("dir/inside", tarfile.SYMTYPE, "real.c"),
        tar_entry("dir/outside", tarfile.SYMTYPE, "../../etc/passwd"),
        tar_entry("absolute", tarfile.SYMTYPE, "/etc/passwd"),
        tar_entry("hard", tarfile.LNKTYPE, "dir/real.c"),
        tar_entry("hard-outside", tarfile.LNKTYPE, "../secret"),
        tar_entry("hard-missing", tarfile.LNKTYPE, "nowhere"),
        tar_entry("device", tarfile.CHRTYPE),
        tar_entry("block", tarfile.BLKTYPE),
        tar_entry("fifo", tarfile.FIFOTYPE),
    )
    tree = read(put(tmp_path, "w.tar", content))
    found = records(tree)
    reasons = {path: record.reason for path, record in found.items()}
    assert reasons == {
        "dir/real.c": None,
        "dir/inside": Reason.SYMLINK,
        "dir/outside": Reason.LEAVES_ROOT,
        "absolute": Reason.LEAVES_ROOT,
        "hard": None,
        "hard-outside": Reason.LEAVES_ROOT,
        "hard-missing": Reason.SPECIAL_FILE,
        "device": Reason.SPECIAL_FILE,
        "block": Reason.SPECIAL_FILE,
        "fifo": Reason.SPECIAL_FILE,
    }
    assert found["dir/inside"].detail == Message.of("link", target=PathName("real.c"))
    assert found["absolute"].detail == Message.of("link-outside", target=PathName("/etc/passwd"))
    assert (found["hard"].duplicate_of, found["hard"].digest) == ("dir/real.c", found["dir/real.c"].digest)


def test_links_and_special_members_of_a_zip(tmp_path: Path) -> None:
    device = zipfile.ZipInfo("device")
    device.create_system, device.external_attr = 3, 0o020666 << 16
    content = zip_with(
        zip_link("a/inside", "../good.c"), zip_link("outside", "../x"), (device, b""), ("good.c", b"int x;\n")
    )
    reasons = {path: record.reason for path, record in records(read(put(tmp_path, "w.zip", content))).items()}
    assert reasons == {
        "a/inside": Reason.SYMLINK,
        "outside": Reason.LEAVES_ROOT,
        "device": Reason.SPECIAL_FILE,
        "good.c": None,
    }


def test_encrypted_members_are_excluded(tmp_path: Path) -> None:
    content = bytearray(zip_with(("secret.c", b"int secret;\n"), ("good.c", b"int good;\n")))
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(signature) + flags] |= 1
    content[content.index(b"int secret")] ^= 0x55
    found = records(read(put(tmp_path, "w.zip", bytes(content))))
    assert (found["secret.c"].reason, found["secret.c"].digest) == (Reason.ENCRYPTED, "")
    assert found["good.c"].reason is None


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        ({"max_archive_ratio": 100}, "100 times its size"),
        ({"max_archive_bytes": 2_500_000, "max_archive_ratio": 10**6}, "2,500,000 bytes"),
    ],
)
@pytest.mark.parametrize("form", ["zip", "tar.gz", "tar.xz", "tar.bz2", "gz"])
def test_a_bomb_as_the_input_is_refused(tmp_path: Path, form: str, limits: dict[str, int], said: str) -> None:
    content = {
        "zip": lambda: BOMB,
        "gz": lambda: gzip_bytes(ZEROS),
        "tar.gz": lambda: tar_bytes({"zeros": ZEROS}, mode="w:gz"),
        "tar.xz": lambda: tar_bytes({"zeros": ZEROS}, mode="w:xz"),
        "tar.bz2": lambda: tar_bytes({"zeros": ZEROS}, mode="w:bz2"),
    }[form]()
    path = put(tmp_path, f"bomb.{form}", content)
    with pytest.raises(InputError) as error:
        read(path, **SMALL, **limits)
    assert said in str(error.value)
    assert str(path) in str(error.value)
    assert "\n" not in str(error.value)


def test_too_many_members_as_the_input_are_refused(tmp_path: Path) -> None:
    many = {f"{number}.c": b"x" for number in range(20)}
    for name, content in (("a.zip", zip_bytes(many)), ("a.tar", tar_bytes(many))):
        path = put(tmp_path, name, content)
        with pytest.raises(InputError, match="more than 10 entries"):
            read(path, max_archive_files=10)
        assert len(read(path, max_archive_files=20).files) == 20


def test_a_bomb_within_a_tree_is_recorded(tmp_path: Path) -> None:
    beyond = Message.of("archive-beyond-limit", why=Message.of("expands-by-ratio", limit=100))
    folder = write_folder(tmp_path / "work", {**GOOD, "bomb.zip": BOMB, "fine.zip": zip_bytes(GOOD)})
    for work in (folder, put(tmp_path, "w.zip", zip_bytes({"bomb.zip": BOMB, **GOOD, "fine.zip": zip_bytes(GOOD)}))):
        tree = read(work, max_archive_ratio=100, **SMALL)
        found = records(tree)
        assert list(found) == ["bomb.zip", "fine.zip", "fine.zip!/good.c", "good.c"]
        assert (found["bomb.zip"].disposition, found["bomb.zip"].reason) == (
            Disposition.EXCLUDED,
            Reason.ARCHIVE_LIMIT,
        )
        assert found["bomb.zip"].detail == beyond
        assert found["bomb.zip"].digest == hashlib.sha256(BOMB).hexdigest()
        assert len(noted(tree, Reason.ARCHIVE_LIMIT)) == 1


def test_nested_archives_share_one_budget(tmp_path: Path) -> None:
    part = zip_bytes({"part.c": b"int x;\n" * 500})
    folder = write_folder(tmp_path / "work", {f"{number}.zip": part for number in range(5)} | GOOD)
    reasons = [
        record.reason for path, record in records(read(folder, max_archive_bytes=8_000)).items() if "!" not in path
    ]
    assert reasons == [Reason.ARCHIVE, Reason.ARCHIVE, *[Reason.ARCHIVE_LIMIT] * 3, None]


def test_nesting_has_a_depth(tmp_path: Path) -> None:
    inner = zip_bytes({"deep.c": b"int deep;\n"})
    for level in range(4):
        inner = zip_bytes({f"{level}.zip": inner, f"{level}.c": b"int x;\n"})
    found = records(read(put(tmp_path, "w.zip", inner), max_archive_depth=2))
    assert found["3.zip!/2.zip!/1.zip"].reason is Reason.ARCHIVE_LIMIT
    assert found["3.zip!/2.zip!/1.c"].reason is None
    found = records(read(tmp_path / "w.zip"))
    assert found["3.zip!/2.zip!/1.zip!/0.zip!/deep.c"].reason is None
    assert records(read(tmp_path / "w.zip", max_archive_depth=0))["3.zip"].reason is Reason.ARCHIVE_LIMIT


def test_nested_archives_are_opened_and_do_not_move_the_root(tmp_path: Path) -> None:
    files = {
        "lib/a.zip": zip_bytes(FILES),
        "lib/b.tgz": tar_bytes({"in/x.c": b"int x;\n", "y.zip": zip_bytes(GOOD)}, mode="w:gz"),
        "lib/c.c.gz": gzip_bytes(b"int c;\n"),
        "main.c": b"int x;\n",
    }
    tree = read(write_folder(tmp_path / "work", files))
    found = records(tree)
    assert found["lib/a.zip"].reason is Reason.ARCHIVE
    assert found["lib/a.zip!/src/main.c"].lines == 4
    assert found["lib/b.tgz!/y.zip!/good.c"].reason is None
    assert found["lib/c.c.gz!/c.c"].lines == 1
    assert found["main.c"].duplicate_of == "lib/b.tgz!/in/x.c"
    assert tree.digest == read(tmp_path / "work", max_archive_depth=0).digest


def test_office_documents_stay_closed(tmp_path: Path) -> None:
    document = zip_bytes({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"})
    found = records(read(write_folder(tmp_path / "work", {**GOOD, "spec.docx": document})))
    assert list(found) == ["good.c", "spec.docx"]
    assert (found["spec.docx"].reason, found["spec.docx"].detail) == (
        Reason.BINARY,
        Message.of("kind-document-in-a-zip-container"),
    )


@pytest.mark.parametrize(
    "content",
    [
        b"7z\xbc\xaf\x27\x1c" + bytes(60),
        b"Rar!\x1a\x07\x01\0" + bytes(60),
        b"\x04\0\0\0\x20\0\0\0\x1c\0\0\0\x18\0\0\0" + b'{"files":{"a.js":{"size":9}}}  let a=1;',
        b"\x20\x3f-lh5-" + b"\x10\0\0\0\x10\0\0\0 int main(void);",
        b"\x60\xea\x29\0\x1e\x0b\x01\x00\x00\x00\x02" + b"int main(void);" * 4,
        b"hsqs" + bytes(24) + b"\x04\0\0\0" + b"int main(void);" * 4,
        b"ITSF\x03\0\0\0" + bytes(60),
    ],
)
def test_archives_that_are_not_opened_are_named(tmp_path: Path, content: bytes) -> None:
    tree = read(write_folder(tmp_path / "work", {**GOOD, "more.bin": content}))
    assert records(tree)["more.bin"].reason is Reason.UNSUPPORTED_ARCHIVE
    assert len(noted(tree, Reason.UNSUPPORTED_ARCHIVE)) == 1
    with pytest.raises(InputError, match="unpack it and give the folder"):
        read(tmp_path / "work" / "more.bin")


@pytest.mark.parametrize("text", ["hsqs = 1\n", "x -lh is an option\n", "`\u6c34 = 1`\n", '{"files": []}\n'])
def test_a_text_that_begins_like_an_archive_is_a_text(tmp_path: Path, text: str) -> None:
    tree = read(write_folder(tmp_path / "work", {**GOOD, "a.py": text.encode("gb18030")}))
    assert records(tree)["a.py"].reason is None


def corrupted(content: bytes, at: int) -> bytes:
    return content[:at] + bytes((content[at] ^ 0xFF,)) + content[at + 1 :]


BIG = {"a.c": b"".join(b"int x%d;\n" % n for n in range(5_000)), "b.c": b"int b;\n"}
ONES = {"a.c": b"1" * 1_024, "b.c": b"2" * 1_024}
TAR = tar_bytes(ONES)
BROKEN = {
    "cut.zip": zip_bytes(BIG)[:-40],
    "half.zip": zip_bytes(BIG)[:3_000],
    "half.tar": TAR[:1_900],
    "between-members.tar": TAR[: 512 + 1_024],
    "in-header.tar": TAR[: 512 + 1_024 + 100],
    "half.tar.gz": gzip.compress(tar_bytes(BIG))[:3_000],
    "checksum.tar.gz": corrupted(gzip.compress(TAR), -6 + len(gzip.compress(TAR))),
    "half.tar.bz2": tar_bytes(BIG, mode="w:bz2")[:3_000],
    "half.tar.xz": tar_bytes(BIG, mode="w:xz")[:2_000],
    "middle.tar.xz": corrupted(tar_bytes(BIG, mode="w:xz"), 2_000),
    "half.c.gz": gzip.compress(BIG["a.c"])[:3_000],
    "chained.tar": b"".join(tar_entry("././@LongLink", tarfile.GNUTYPE_LONGNAME).tobuf() for _ in range(5_000)),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_damaged_archive_as_the_input_is_refused(tmp_path: Path, name: str) -> None:
    path = put(tmp_path, name, BROKEN[name])
    with pytest.raises(InputError) as error:
        read(path)
    assert str(error.value).startswith(f"{path}: is truncated or damaged (")
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("name", BROKEN)
def test_a_damaged_archive_within_a_tree_is_recorded(tmp_path: Path, name: str) -> None:
    tree = read(write_folder(tmp_path / "work", {**GOOD, name: BROKEN[name]}))
    record = records(tree)[name]
    assert (record.disposition, record.reason) == (Disposition.UNREADABLE, Reason.DAMAGED)
    assert record.digest == hashlib.sha256(BROKEN[name]).hexdigest()
    assert sorted(records(tree)) == sorted([name, "good.c"])
    assert len(noted(tree, Reason.DAMAGED)) == 1


def test_data_behind_the_end_of_a_tar_are_named(tmp_path: Path) -> None:
    tree = read(put(tmp_path, "w.tar", TAR + b"hidden"))
    assert records(tree)["(not listed)/data"].reason is Reason.HIDDEN_DATA
    assert records(tree)["(not listed)/data"].detail == Message.of("bytes-behind-tar", bytes=6)
    assert len(noted(tree, Reason.HIDDEN_DATA)) == 1


def test_one_damaged_member_of_a_zip_leaves_the_others(tmp_path: Path) -> None:
    content = zip_bytes({"bad.c": BIG["a.c"], **GOOD})
    found = records(read(put(tmp_path, "w.zip", corrupted(content, 500))))
    assert (found["bad.c"].disposition, found["bad.c"].reason) == (Disposition.UNREADABLE, Reason.DAMAGED)
    assert found["good.c"].disposition is Disposition.COMPARED


def test_a_member_that_lies_about_its_size(tmp_path: Path) -> None:
    content = bytearray(zip_bytes({"liar.c": b"x" * 5_000, **GOOD}))
    at = content.index(b"PK\x01\x02")
    content[at + 24 : at + 28] = struct.pack("<I", 10)
    assert records(read(put(tmp_path, "w.zip", bytes(content))))["liar.c"].disposition is Disposition.UNREADABLE
    content[at + 24 : at + 28] = struct.pack("<I", 2**31)
    with pytest.raises(InputError, match=r"intake\.max_archive_bytes"):
        read(put(tmp_path, "w.zip", bytes(content)), max_archive_bytes=10**9)


def test_an_unknown_compression_is_recorded(tmp_path: Path) -> None:
    content = bytearray(zip_bytes({"odd.c": b"int x;\n", **GOOD}))
    for signature, method in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        at = content.index(signature) + method
        content[at : at + 2] = struct.pack("<H", 98)
    assert records(read(put(tmp_path, "w.zip", bytes(content))))["odd.c"].disposition is Disposition.UNREADABLE


def test_sparse_members_that_expand_too_far_are_not_read(tmp_path: Path) -> None:
    info = tarfile.TarInfo("sparse.bin")
    info.type = tarfile.GNUTYPE_SPARSE
    header = bytearray(info.tobuf(tarfile.GNU_FORMAT))
    header[483:495] = b"%011o\0" % 10**9  # the real size; no data block at all
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    content = bytes(header) + tar_of(("good.c", b"int good;\n"))
    found = records(read(put(tmp_path, "w.tar", content)))
    assert found["good.c"].reason is None
    assert (found["sparse.bin"].reason, found["sparse.bin"].size_bytes) == (Reason.TOO_LARGE, 10**9)


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("form", ["zip", "tar"])
def test_members_with_the_same_name_are_both_kept(tmp_path: Path, form: str) -> None:
    members = (("a.c", b"int one;\n"), ("a.c", b"int two;\n"), ("./a.c", b"int three;\n"))
    tree = read(put(tmp_path, "work", zip_with(*members) if form == "zip" else tar_of(*members)))
    assert {file.record.path: file.content for file in tree.files} == {
        "a.c": b"int one;\n",
        "a.c~2": b"int two;\n",
        "a.c~3": b"int three;\n",
    }
    assert len(noted(tree, Reason.DUPLICATE)) == 1


def test_folders_of_a_tar_are_no_entries(tmp_path: Path) -> None:
    folders = [tar_entry(name, tarfile.DIRTYPE) for name in ("./", "./empty/", "./src/", "./src/.git/")]
    found = records(read(put(tmp_path, "w.tar", tar_of(*folders, ("./src/a.c", b"int a;\n"), ("./b.c", b"int b;\n")))))
    assert sorted(found) == ["b.c", "src/.git", "src/a.c"]
    nameless = records(read(put(tmp_path, "w.tar", tar_of(("./", b"int x;\n"), ("b.c", b"int b;\n")))))
    assert sorted(nameless) == ["(no name)", "b.c"]


def test_common_top_folder_and_refused_members(tmp_path: Path) -> None:
    content = zip_with(("proj/a.c", b"int a;\n"), ("proj/b/c.c", b"int c;\n"), ("../x", b"x"))
    assert list(records(read(put(tmp_path, "w.zip", content)))) == [
        "(not listed)/%2e%2e/x",
        r"\x2e\x2e/x",
        "a.c",
        "b/c.c",
    ]
    content = zip_with(("proj/a.c", b"int a;\n"), ("meta/b.c", b"int b;\n"))
    assert list(records(read(put(tmp_path, "w.zip", content)))) == ["meta/b.c", "proj/a.c"]


def raw_zip(*names: bytes, flag: int = 0, extra: bytes = b"") -> bytes:
    """Build a zip of stored members by hand: `zipfile` writes no name that is not text."""
    local, central = b"", b""
    for name in names:
        data = b"int x; // " + name.hex().encode() + b"\n"
        common = struct.pack(
            "<HHHHHIIIHH", 20, flag, 0, 0, 0, zlib.crc32(data), len(data), len(data), len(name), len(extra)
        )
        central += b"PK\x01\x02\x14\0" + common + struct.pack("<HHHII", 0, 0, 0, 0, len(local)) + name + extra
        local += b"PK\x03\x04" + common + name + extra + data
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, len(names), len(names), len(central), len(local), 0)
    return local + central + end


@pytest.mark.parametrize(
    ("names", "codec"),
    [(("源代码/主程序.c", "源代码/坐标.c"), "gbk"), (("ソース/メイン.c", "ソース/テスト.c"), "cp932")],
)
def test_names_in_the_encoding_of_their_machine(tmp_path: Path, names: tuple[str, ...], codec: str) -> None:
    tree = read(put(tmp_path, "w.zip", raw_zip(*(name.encode(codec) for name in names))))
    assert sorted(records(tree)) == sorted(name.partition("/")[2] for name in names)
    assert {bytes.fromhex(record.raw_path) for record in records(tree).values()} == {
        name.encode(codec) for name in names
    }
    assert len(noted(tree, Reason.UNDECODABLE_NAME)) == 1


def test_names_that_are_utf8_or_code_page_437(tmp_path: Path) -> None:
    names = ["grün.c", "\N{LATIN SMALL LETTER U WITH DIAERESIS}.c"]
    assert sorted(records(read(put(tmp_path, "a.zip", raw_zip(*(name.encode() for name in names)))))) == sorted(names)
    assert sorted(records(read(put(tmp_path, "b.zip", raw_zip(b"gr\x81n.c"))))) == ["grün.c"]
    unicode_path = "测试.c".encode()
    field = b"\1" + struct.pack("<I", zlib.crc32(b"__.c")) + unicode_path
    extra = struct.pack("<HH", 0x7075, len(field)) + field
    assert sorted(records(read(put(tmp_path, "c.zip", raw_zip(b"__.c", extra=extra))))) == ["测试.c"]
    assert sorted(records(read(put(tmp_path, "d.zip", raw_zip(b"other.c", extra=extra))))) == ["other.c"]


def test_undecodable_names_of_a_tar(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.GNU_FORMAT, encoding="utf-8") as archive:
        add_file(archive, os_name := b"caf\xe9.c".decode("utf-8", "surrogateescape"), b"int x;\n")
    assert os_name != "café.c"
    found = records(read(put(tmp_path, "w.tar", buffer.getvalue())))
    assert {path: record.raw_path for path, record in found.items()} == {"café.c": b"caf\xe9.c".hex()}


def test_a_name_cannot_forge_a_line_of_the_manifest(tmp_path: Path) -> None:
    other = hashlib.sha256(b"int b;\n").hexdigest()
    forged = tar_of(("a\n" + other + "  b.c", b"int a;\n"), ("z.c", b"int z;\n"))
    honest = tar_of(("a", b"int a;\n"), ("b.c", b"int b;\n"), ("z.c", b"int z;\n"))
    assert read(put(tmp_path, "1.tar", forged)).digest != read(put(tmp_path, "2.tar", honest)).digest


def test_a_large_member_is_hashed_and_not_kept(tmp_path: Path) -> None:
    large = b"int x;\n" * 1_000
    tree = read(put(tmp_path, "w.zip", zip_bytes({"large.c": large, **GOOD})), max_file_bytes=5_000)
    record = records(tree)["large.c"]
    assert (record.reason, record.digest, record.size_bytes) == (
        Reason.TOO_LARGE,
        hashlib.sha256(large).hexdigest(),
        7_000,
    )
    assert next(file for file in tree.files if file.record.path == "large.c").content == b""


def test_a_large_nested_archive_is_opened_up_to_what_may_be_held(tmp_path: Path) -> None:
    noise = b"".join(hashlib.sha256(bytes((n % 256, n // 256))).digest() for n in range(2_000))
    inner = zip_bytes({"noise.bin": noise, **GOOD})
    folder = write_folder(tmp_path / "work", {"inner.zip": inner, **GOOD})
    assert "inner.zip!/good.c" in records(read(folder, max_file_bytes=1_000))
    closed = records(read(folder, max_file_bytes=1_000, max_held_bytes=2_000))
    assert closed["inner.zip"].reason is Reason.TOO_LARGE
    assert "inner.zip!/good.c" not in closed


def test_xz_with_several_streams(tmp_path: Path) -> None:
    whole = TAR
    path = put(tmp_path, "w.tar.xz", lzma.compress(whole[:1_000]) + lzma.compress(whole[1_000:]))
    assert sorted(records(read(path))) == ["a.c", "b.c"]
