"""Encodings: the files of a work decide together, whatever their order, and a work of several origins is divided."""

from pathlib import Path

import numpy as np
import pytest

from codematch.errors import UsageError
from codematch.intake import given, read_work
from codematch.intake.decode import decode
from codematch.model.message import Message, Name, PathName
from codematch.model.source import Reason, SourceTree
from codematch.settings import Intake
from tests.folders import write_folder

KOREAN = ("두 점 사이의 거리", "창고 번호를 읽는다", "합", "오류가 나면 멈춘다", "표를 만든다", "마지막 값을 돌려준다")
SENTENCES = [
    ("Élève à l'été, où la façade", "latin_1 cp1252 mac_roman cp850 cp437"),
    ("Größe der Fläche prüfen, Straße", "latin_1 mac_roman cp850 cp437"),
    ("Función que calcula el número de años", "latin_1 mac_roman cp850"),
    ("Zażółć gęślą jaźń, odległość między węzłami", "cp1250 iso8859_2 cp852 mac_latin2"),
    ("Příliš žluťoučký kůň úpěl ďábelské ódy", "cp1250 iso8859_2 cp852 mac_latin2"),
    ("Вычисление расстояния между точками", "cp1251 koi8_r cp866 iso8859_5 mac_cyrillic"),
    ("Υπολογισμός της απόστασης μεταξύ δύο σημείων", "cp1253 iso8859_7"),
    ("İki nokta arasındaki uzaklığı hesaplar, şöyle", "cp1254 iso8859_9"),
    ("חישוב המרחק בין שתי נקודות", "cp1255 iso8859_8"),
    ("حساب المسافة بين نقطتين", "cp1256 iso8859_6"),
    ("计算两个坐标之间的距离，单位为米", "gb2312 gbk gb18030 hz"),
    ("計算兩個座標之間的距離，單位為公尺", "big5 cp950"),
    ("二つの座標の距離を計算する", "shift_jis cp932 euc_jp iso2022_jp"),
    ("두 좌표 사이의 거리를 계산한다. 단위는 미터", "euc_kr cp949 iso2022_kr"),
]
CASES = [(text, codec) for text, codecs in SENTENCES for codec in codecs.split()]


def work(folder: Path, files: dict[str, bytes]) -> SourceTree:
    return read_work(str(write_folder(folder, files)), Intake())


def encodings(tree: SourceTree) -> dict[str, str]:
    return {file.record.path: file.record.encoding for file in tree.files}


@pytest.mark.parametrize(("text", "codec"), CASES)
def test_a_sentence_reads_as_it_was_written(text: str, codec: str) -> None:
    content = f"/* {text} */\r\nint x = 1;\r\n".encode(codec)
    decoded = decode(content)
    assert decoded.text is not None
    assert decoded.text.utf8.decode() == f"/* {text} */\nint x = 1;\n"
    start = decoded.text.utf8.index(b"x = 1")
    first, stop = decoded.text.to_original(np.array([start, start + 5])).tolist()
    assert content[first:stop] == b"x = 1"


def test_short_files_of_one_work_are_decided_together(tmp_path: Path) -> None:
    files = {f"f{number}.c": f"/* {text} */\nint x;\n".encode("euc_kr") for number, text in enumerate(KOREAN)}
    tree = work(tmp_path / "all", files)
    assert set(encodings(tree).values()) == {"euc-kr"}
    other_order = {f"g{9 - number}.c": content for number, content in enumerate(files.values())}
    assert set(encodings(work(tmp_path / "turned", other_order)).values()) == {"euc-kr"}
    alone = work(tmp_path / "alone", {"f.c": files["f2.c"]})
    assert set(encodings(alone).values()) == {"gb18030"}
    (limitation,) = [one for one in alone.limitations if one.reason is Reason.AMBIGUOUS_ENCODING]
    assert limitation.detail == Message.of(
        "files-ambiguous-encoding",
        encoding=Name("gb18030"),
        other=Name("euc-kr"),
        count=1,
        files=(PathName("f.c"),),
    )


def test_a_work_of_several_origins_is_divided(tmp_path: Path) -> None:
    texts = {
        "cn/a.c": "// 计算两个坐标之间的距离\n".encode("gbk"),
        "cn/b.c": "// 初始化内存，返回错误\n".encode("gbk"),
        "tw/c.c": "// 計算兩個座標之間的距離\n".encode("big5"),
        "ru/d.c": "// Вычисление расстояния между точками\n".encode("koi8_r"),
        "de/e.c": "// Größe der Fläche prüfen\n".encode("latin_1"),
        "u/f.c": "// 距离 und Größe\n".encode(),
    }
    found = encodings(work(tmp_path / "w", texts))
    assert [found[name] for name in texts] == ["gb18030", "gb18030", "big5", "koi8-r", "iso-8859-1", "utf-8"]


def test_a_stated_encoding_goes_before_all_others(tmp_path: Path) -> None:
    work(tmp_path / "w", {"src/a.c": b"// \xe9\xe8\n", "b.c": "// ä\n".encode()})
    tree = read_work(str(tmp_path / "w"), Intake(), encodings=given.parse(["*.c=koi8-r", "b.c=utf-8"]))
    assert [(file.record.encoding, file.record.encoding_basis) for file in tree.files] == [
        ("utf-8", "given"),
        ("koi8-r", "given"),
    ]
    assert tree.digest == read_work(str(tmp_path / "w"), Intake()).digest


@pytest.mark.parametrize("text", ["*.c", "=gbk", "*.c=gbx", "*.c=rot13", "*.c="])
def test_a_stated_encoding_must_be_one(text: str) -> None:
    with pytest.raises(UsageError, match="--encoding"):
        given.parse([text])
