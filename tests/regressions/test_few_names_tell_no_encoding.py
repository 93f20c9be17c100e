"""Few names that are not UTF-8: what the texts of the work are in decides, then letters, then the page most used."""

import io
import os
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from codematch.intake import digest_again, read_work
from codematch.intake.letter_places import misplaced
from codematch.model.source import Reason, SourceTree
from codematch.report.text.messages import sentence
from codematch.settings import Intake

FRENCH = "Élève à l'été, où la façade est là, première fenêtre"
CZECH = "Příliš žluťoučký kůň úpěl ďábelské ódy, číslo řádku"
GERMAN = "Größe der Fläche prüfen, für alle Straßen"
RUSSIAN = "Вычисление расстояния между точками, сумма"


def content(number: int, text: str = "", codec: str = "ascii") -> bytes:
    return f"/* {text} */\nint value_{number} = {number};\n".encode(codec)


def folder_of(path: Path, files: Mapping[bytes, bytes]) -> Path:
    for name, data in files.items():
        whole = os.fsencode(path) + b"/" + name
        os.makedirs(os.path.dirname(whole), exist_ok=True)
        with open(whole, "wb") as stream:
            stream.write(data)
    return path


def tar_of(path: Path, files: Mapping[bytes, bytes]) -> Path:
    with tarfile.open(path, "w", format=tarfile.GNU_FORMAT) as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name.decode("utf-8", "surrogateescape"))
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return path


def zip_of(path: Path, files: Mapping[bytes, bytes], system: int = 3) -> Path:
    """A zip whose names are not flagged as UTF-8."""
    marks = {name: b"n%06d" % number + b"x" * max(0, len(name) - 7) for number, name in enumerate(files)}
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            info = zipfile.ZipInfo(marks[name].decode())
            info.create_system = system
            archive.writestr(info, data)
    packed = path.read_bytes()
    for name, mark in marks.items():
        assert len(name) == len(mark)
        packed = packed.replace(mark, name)
    path.write_bytes(packed)
    return path


def everywhere(tmp_path: Path, files: Mapping[bytes, bytes]) -> list[SourceTree]:
    """Read the files from a folder, a tar and a zip, and require that all have the same root hash and names."""
    places = [
        folder_of(tmp_path / "folder", files),
        tar_of(tmp_path / "a.tar", files),
        zip_of(tmp_path / "a.zip", files),
    ]
    trees = [read_work(str(place), Intake()) for place in places]
    assert len({tree.digest for tree in trees}) == 1
    assert len({tuple(paths(tree)) for tree in trees}) == 1
    assert all(digest_again(str(place), Intake()) == trees[0].digest for place in places)
    return trees


def paths(tree: SourceTree) -> list[str]:
    return [file.record.path for file in tree.files]


def rivals(tree: SourceTree) -> list[str]:
    return [sentence(item.detail) for item in tree.limitations if item.reason is Reason.AMBIGUOUS_ENCODING]


@pytest.mark.parametrize(
    ("names", "codec"),
    [
        (["élève_01.c", "après_02.c"], "latin_1"),
        (["src/lumière.c"], "latin_1"),
        (["niño_01.c", "año_0001.c"], "latin_1"),
        (["função_1.c", "ações_01.c"], "latin_1"),
        (["søster_1.c", "måling_2.c"], "latin_1"),
        (["größe_01.c", "l\u2019été_01.c"], "cp1252"),
        (["perché_1.c", "così_0001.c", "virtù_01.c"], "latin_1"),
        (["počet_01.c", "číslo_01.c"], "iso8859_2"),
        (["křivka_1.c", "úroveň_1.c"], "iso8859_2"),
        (["książka_1.c", "źródło_1.c"], "iso8859_2"),
        (["liczeń_1.c", "koń_0001.c"], "cp1250"),
        (["szűrő_01.c", "erdő_001.c"], "iso8859_2"),
        (["größe_01.c", "prüfen_1.c"], "cp850"),
        (["сумма_01.c", "точка_01.c"], "cp1251"),
        (["сумма_01.c", "точка_01.c"], "koi8_r"),
        (["сумма_01.c", "точка_01.c"], "cp866"),
    ],
)
def test_letters_tell_where_texts_do_not(tmp_path: Path, names: list[str], codec: str) -> None:
    files = {name.encode(codec): content(number) for number, name in enumerate(names)}
    for tree in everywhere(tmp_path, {**files, b"main_001.c": content(99)}):
        assert paths(tree) == sorted([*names, "main_001.c"])


@pytest.mark.parametrize(
    ("names", "codec", "text", "text_codec"),
    [
        (["člen_001.c", "řeka_001.c"], "iso8859_2", CZECH, "iso8859_2"),
        (["člen_001.c", "délka_01.c"], "cp1250", CZECH, "cp1250"),
        (["lumière1.c", "pièce_01.c"], "latin_1", FRENCH, "latin_1"),
        (["lumière1.c", "l\u2019été_01.c"], "cp1252", FRENCH, "latin_1"),
        (["größe_01.c"], "latin_1", GERMAN, "latin_1"),
        (["да_00001.c"], "koi8_r", RUSSIAN, "koi8_r"),
        (["да_00001.c"], "cp1251", RUSSIAN, "cp1251"),
        (["größe_01.c"], "cp850", GERMAN, "cp1252"),
    ],
)
def test_the_texts_of_the_work_decide(tmp_path: Path, names: list[str], codec: str, text: str, text_codec: str) -> None:
    files = {name.encode(codec): content(number, text, text_codec) for number, name in enumerate(names)}
    for tree in everywhere(tmp_path, files):
        assert paths(tree) == sorted(names)
        assert not [detail for detail in rivals(tree) if "name is read" in detail or "names are read" in detail]


@pytest.mark.parametrize("name", ["člen_001.c", "řeka_001.c"])
def test_both_readings_are_named_where_nothing_decides(tmp_path: Path, name: str) -> None:
    western = name.encode("iso8859_2").decode("latin_1")
    for tree in everywhere(tmp_path, {name.encode("iso8859_2"): content(1)}):
        assert paths(tree) == [western]
        assert rivals(tree) == [f"1 name is read as iso-8859-1 but fits iso-8859-2 equally well: {western}"]


def test_a_name_that_reads_the_same_in_both_is_not_doubtful(tmp_path: Path) -> None:
    files = {"délka_01.c".encode("latin_1"): content(1), "člen_001.c".encode("iso8859_2"): content(2)}
    for tree in everywhere(tmp_path, files):
        (detail,) = rivals(tree)
        assert detail.startswith("1 name is")
        assert "délka_01.c" in paths(tree)


def test_stated_encodings_of_texts_do_not_move_the_root_hash(tmp_path: Path) -> None:
    from codematch.intake import given

    files = {"člen_001.c".encode("iso8859_2"): content(1, CZECH, "iso8859_2")}
    path = folder_of(tmp_path / "w", files)
    plain = read_work(str(path), Intake())
    stated = read_work(str(path), Intake(), encodings=given.parse(["*.c=iso-8859-1"]))
    assert plain.digest == stated.digest
    assert paths(plain) == paths(stated) == ["člen_001.c"]


def test_names_in_an_archive_of_a_work(tmp_path: Path) -> None:
    files = {"člen_001.c".encode("iso8859_2"): content(1, CZECH, "iso8859_2"), b"main_001.c": content(2)}
    (tmp_path / "w").mkdir()
    tar_of(tmp_path / "w/old.tar", files)
    zip_of(tmp_path / "w/old.zip", files)
    tree = read_work(str(tmp_path / "w"), Intake())
    assert "old.tar!/člen_001.c" in paths(tree)
    assert "old.zip!/člen_001.c" in paths(tree)


def test_a_second_byte_that_is_a_backslash_parts_nothing(tmp_path: Path) -> None:
    names = ["表示/機能.c", "表示/予定表.c", "ソース/一覧の表.c"]
    raw = {name.encode("shift_jis"): content(number) for number, name in enumerate(names)}
    assert any(b"\\" in name for name in raw)
    for tree in everywhere(tmp_path, raw):
        assert paths(tree) == sorted(names)
    dos = {name.replace(b"/", b"\\"): data for name, data in raw.items()}
    assert paths(read_work(str(zip_of(tmp_path / "dos.zip", dos, system=0)), Intake())) == sorted(names)


def test_a_name_that_was_cut_within_a_character_stays_utf8(tmp_path: Path) -> None:
    cut = "größen_und_längen_von_straß".encode()[:-1]
    tree = everywhere(tmp_path, {cut: content(1), b"main_001.c": content(2)})[0]
    assert paths(tree) == [r"größen_und_längen_von_stra\xc3", "main_001.c"]


def test_bytes_that_read_like_names_in_no_encoding_stay(tmp_path: Path) -> None:
    for tree in everywhere(tmp_path, {b"a\xff\x81\xfe\x90.ccc": content(1), b"main_001.c": content(2)}):
        assert paths(tree) == [r"a\xff\x81\xfe\x90.ccc", "main_001.c"]


@pytest.mark.parametrize(
    ("right", "odd"),
    [("élève", "élčve"), ("año", "ańo"), ("não", "năo"), ("søster", "sřster"), ("počet", "poèet"), ("koń", "koñ")],
)
def test_a_letter_out_of_place(right: str, odd: str) -> None:
    assert misplaced(right) == 0
    assert misplaced(odd) > 0


def test_a_name_that_is_utf_8_by_chance_is_read_as_those_beside_it(tmp_path: Path) -> None:
    names = ["水位.js", "闸门.py"]  # the first is ˮλ.js in UTF-8
    files = {name.encode("gbk"): content(number) for number, name in enumerate(names)}
    for tree in everywhere(tmp_path, files):
        assert paths(tree) == sorted(names)
