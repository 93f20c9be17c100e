"""Encodings (R6): which one, why, and the exact way back to the original bytes."""

import codecs
import re
import struct
import subprocess
import sys
import unicodedata
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codematch.intake import charsets, utf16_32
from codematch.intake.charsets import Charset
from codematch.intake.decode import Decoded, decode, recoded, widened
from codematch.model.source import DecodedText
from codematch.settings import Intake

CHINESE = "// 计算两个坐标之间的距离，单位为米\nint main(void) { /* 初始化内存块 */ return 0; }\n"
TAIWAN = "// 計算兩個座標之間的距離，單位為公尺\nint main(void) { /* 初始化記憶體 */ return 0; }\n"
JAPANESE = "// 二つの座標の距離を計算する。\nint main(void) { /* 初期化します */ return 0; }\n"
KOREAN = "// 두 좌표 사이의 거리를 계산한다. 단위는 미터\nint main() {}\n"
FRENCH = "/* déjà vu: élève à l'été où naïveté */\nint x; // © 2004 Müller\n"
QUOTED = "// don’t “quote” me – ok\n"
RUSSIAN = "/* Вычисление расстояния между точками. Инициализация памяти */\nint x;\n"

DETECTED = [
    (CHINESE, "utf-8", "utf-8", "valid-utf-8"),
    (CHINESE, "utf-8-sig", "utf-8", "byte-order-mark"),
    (CHINESE, "utf-16", "utf-16le", "byte-order-mark"),
    ("\ufeff" + CHINESE, "utf-16-be", "utf-16be", "byte-order-mark"),
    (CHINESE, "utf-32", "utf-32le", "byte-order-mark"),
    ("\ufeff" + CHINESE, "utf-32-be", "utf-32be", "byte-order-mark"),
    (CHINESE, "utf-16-le", "utf-16le", "nul-pattern"),
    (CHINESE, "utf-16-be", "utf-16be", "nul-pattern"),
    (FRENCH, "utf-16-le", "utf-16le", "nul-pattern"),
    (CHINESE, "utf-32-le", "utf-32le", "nul-pattern"),
    (CHINESE, "utf-32-be", "utf-32be", "nul-pattern"),
    (CHINESE, "gb2312", "gb18030", "common-characters"),
    (CHINESE, "gbk", "gb18030", "common-characters"),
    (CHINESE + "// 𠀀\n", "gb18030", "gb18030", "common-characters"),
    ("\ufeff" + CHINESE, "gb18030", "gb18030", "byte-order-mark"),
    (TAIWAN, "big5", "big5", "common-characters"),
    (JAPANESE, "shift_jis", "shift_jis", "common-characters"),
    (JAPANESE, "euc_jp", "euc-jp", "common-characters"),
    (KOREAN, "euc_kr", "euc-kr", "common-characters"),
    (FRENCH, "latin-1", "iso-8859-1", "common-characters"),
    (QUOTED, "cp1252", "windows-1252", "common-characters"),
    ("case '中': return '日';\n", "gbk", "gb18030", "common-characters"),
    ("een, één, väärä, Ærlig\n", "latin-1", "iso-8859-1", "common-characters"),
    (RUSSIAN, "cp1251", "windows-1251", "common-characters"),
    (RUSSIAN, "koi8-r", "koi8-r", "common-characters"),
    ("int x;\n", "ascii", "ascii", "only-ascii-bytes"),
    ("", "ascii", "ascii", "empty"),
]


def text_of(decoded: Decoded) -> DecodedText:
    assert decoded.text is not None
    return decoded.text


@pytest.mark.parametrize(("text", "codec", "encoding", "basis"), DETECTED)
def test_encoding_and_basis(text: str, codec: str, encoding: str, basis: str) -> None:
    decoded = decode(text.encode(codec))
    assert (decoded.encoding, decoded.basis, decoded.undecodable) == (encoding, basis, 0)
    assert text_of(decoded).utf8.decode() == text.removeprefix("\ufeff")


@pytest.mark.parametrize(
    ("head", "codec", "encoding"),
    [
        ("# -*- coding: gbk -*-\n", "gbk", "gb18030"),
        ("#!/usr/bin/python\n# vim: set fileencoding=big5 :\n", "big5", "big5"),
        ('<?xml version="1.0" encoding="ISO-8859-2"?>\n', "iso8859-2", "iso-8859-2"),
        ('<html>\n<head>\n<meta charset="windows-1251">\n', "cp1251", "windows-1251"),
        ('@charset "euc-jp";\n', "euc-jp", "euc-jp"),
        ("// -*- coding: koi8-r -*-\n", "koi8-r", "koi8-r"),
    ],
)
def test_a_declared_encoding(head: str, codec: str, encoding: str) -> None:
    text = head + {"gbk": "曦", "big5": "曦", "euc-jp": "初期化", "iso8859-2": "Łódź"}.get(codec, "ж")
    decoded = decode(text.encode(codec))
    assert (decoded.encoding, decoded.basis) == (encoding, "declared-in-the-file")
    assert text_of(decoded).utf8.decode() == text


@pytest.mark.parametrize("name", ["rot13", "utf-7", "idna", "unicode_escape", "nonsense", "../../etc/passwd", "base64"])
def test_a_declared_encoding_that_is_none_is_not_obeyed(name: str) -> None:
    decoded = decode(f"# coding: {name}\n".encode() + b"caf\xe9\n")
    assert (decoded.encoding, decoded.basis) == ("iso-8859-1", "common-characters")


def test_a_declaration_yields_to_valid_utf8_and_to_undecodable_bytes() -> None:
    assert decode("# coding: gbk\n测试\n".encode()).basis == "valid-utf-8"
    assert decode(b"# coding: euc-jp\n" + TAIWAN.encode("gbk")).encoding == "gb18030"


@pytest.mark.parametrize(
    ("content", "basis"),
    [
        (b"\x7fELF\x02\x01\x01" + bytes(50), "elf-program-or-library"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "png-image"),
        (b"\xca\xfe\xba\xbe\0\0\0\x34", "java-class-or-mach-o-library"),
        (b"\xa7\r\r\n" + bytes(12) + b"code" * 100, "python-bytecode"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "pdf-document"),
        (b"\xff\xd8\xff\xe0" + b"a" * 100, "jpeg-image"),
        (bytes(range(256)) * 8, "nul-bytes"),
        (bytes(range(1, 256)) * 8, "control-characters"),
        (struct.pack("<500d", *range(500)), "nul-bytes"),
        (struct.pack("<300I", *range(300)), "nul-bytes"),
        (bytes(1000), "nul-bytes"),
        (b"\0\1\2\3", "nul-bytes"),
        (b"\xff\xfe" + np.random.default_rng(1).bytes(4000), "nul-bytes"),
    ],
)
def test_binary(content: bytes, basis: str) -> None:
    assert decode(content)[:4] == (None, "", basis, 0)


@pytest.mark.parametrize("size", [256, 1_000, 50_000])
def test_random_bytes_are_binary(size: int) -> None:
    read = [seed for seed in range(20) if decode(np.random.default_rng(seed).bytes(size)).text is not None]
    assert read == []


@pytest.mark.parametrize("content", [b"int a;\0", b"a\0b\0c" * 3 + b"int x;\n" * 40, "int a; // ü\0\n".encode()])
def test_a_few_nul_bytes_survive(content: bytes) -> None:
    text = text_of(decode(content))
    assert text.utf8 == content
    assert len(text.utf8_starts) == 0


def test_text_that_is_utf8_already_costs_nothing() -> None:
    for content in (b"int x;\n" * 1000, CHINESE.encode() * 1000):
        text = text_of(decode(content))
        assert text.utf8 is content
        assert len(text.utf8_starts) == len(text.original_starts) == 0


def test_damaged_utf8_keeps_its_offsets() -> None:
    content = CHINESE.encode() + b"\xff\xfe bad \xe4\xb8\n" + b"end"
    decoded = decode(content)
    assert (decoded.encoding, decoded.basis, decoded.undecodable) == ("utf-8", "mostly-valid-utf-8", 4)
    text = text_of(decoded)
    assert text.utf8.decode() == CHINESE + "\ufffd\ufffd bad \ufffd\ufffd\nend"
    at = np.array([text.utf8.index(word) for word in (b" bad", b"\nend", b"end")])
    assert text.to_original(at).tolist() == [content.index(word) for word in (b" bad", b"\nend", b"end")]


def test_a_byte_order_mark_shifts_all_offsets() -> None:
    text = text_of(decode(b"\xef\xbb\xbfint x;"))
    assert text.to_original(np.arange(7)).tolist() == list(range(3, 10))
    text = text_of(decode(codecs.BOM_UTF16_LE + "int x;".encode("utf-16-le")))
    assert text.to_original(np.arange(7)).tolist() == list(range(2, 15, 2))


WIDE = {one.label: one for one in utf16_32.WIDE}
PYTHON_NAMES = {"utf-16le": "utf-16-le", "utf-16be": "utf-16-be", "utf-32le": "utf-32-le", "utf-32be": "utf-32-be"}
MULTIBYTE = [Charset("utf-8", "utf-8", multibyte=True)] + [
    charset for charset in map(charsets.named, ("gbk", "big5", "shift_jis", "euc_jp", "euc_kr", "cp949")) if charset
]
SINGLE = [charset for charset in map(charsets.named, ("latin-1", "cp1252", "cp1251", "koi8-r", "cp437")) if charset]

characters = st.one_of(
    st.sampled_from("aZ0 \t\n\r;{}"),
    st.sampled_from("äßéЖёλ测试距离計算ひらカナ가나다〜…，。€"),
    st.sampled_from("e\u0301\u0323\u1100\u1161\u11a8\u212b\u0958\u0f73\u0344\uf900\u09c7\u09be\U0001d15e\ufb1d"),
    st.characters(blacklist_categories=("Cs",), blacklist_characters="\ufffd"),
)
pieces = st.lists(st.one_of(characters, st.just(b"\xff")), max_size=60)


def normal(text: str) -> str:
    """Bring text into normal form, the obvious way."""
    end = r"\r\n" if re.search(r"\r(?![\r\n])", text) else r"\r+\n"
    return unicodedata.normalize("NFC", re.sub(end, "\n", text).replace("\r", "\n"))


def check_offsets(text: DecodedText, expected: Sequence[tuple[str, int]], mark: int) -> None:
    """Map each place at which the text can be parted, and the end, and compare with lengths added up one by one."""
    whole = "".join(character for character, _ in expected)
    assert text.utf8.decode() == normal(whole)
    for at in range(len(expected) + 1):
        before, behind = normal(whole[:at]), normal(whole[at:])
        joins = behind and (unicodedata.category(whole[at])[0] == "M" or "\u1161" <= whole[at] < "\u1200")
        if before + behind == normal(whole) and not joins:
            place = np.array([len(before.encode())])
            assert text.to_original(place).tolist() == [mark + sum(length for _, length in expected[:at])]
    inside = text.to_original(np.arange(len(text.utf8) + 1))
    assert (np.diff(inside) >= 0).all()
    assert inside[-1] == mark + sum(length for _, length in expected)


@pytest.mark.parametrize("charset", MULTIBYTE + SINGLE, ids=lambda charset: charset.codec)
@settings(max_examples=40)
@given(pieces=pieces, mark=st.sampled_from([0, 3]))
def test_every_character_maps_back(charset: Charset, pieces: list[str | bytes], mark: int) -> None:
    content, expected = b"x" * mark, []
    undecodable = 0
    for piece in pieces:
        if isinstance(piece, bytes):
            if not charset.multibyte or charset.codec == "cp932":
                continue
            encoded, character = piece, "\ufffd"
            undecodable += 1
        else:
            encoded, character = piece.encode(charset.codec, "ignore"), piece
            if not encoded or encoded.decode(charset.codec) != piece:
                continue
        content += encoded
        expected.append((character, len(encoded)))
    decoded = recoded(content, charset, "test", mark)
    assert decoded.undecodable == undecodable
    check_offsets(text_of(decoded), expected, mark)


@pytest.mark.parametrize("label", WIDE)
@settings(max_examples=40)
@given(text=st.lists(characters, max_size=60).map("".join), cut=st.integers(0, 3))
def test_every_wide_character_maps_back(label: str, text: str, cut: int) -> None:
    found = WIDE[label]
    codec = PYTHON_NAMES[label]
    cut = min(cut, 1) if "16" in label else cut
    content = found.mark + text.encode(codec) + b"\xd8" * cut
    expected = [(character, len(character.encode(codec))) for character in text]
    decoded = widened(content, found, "test", len(found.mark))
    assert decoded.undecodable == cut
    check_offsets(text_of(decoded), expected + [("\ufffd", cut)] * (cut > 0), len(found.mark))


@given(units=st.lists(st.sampled_from([0x61, 0xD83D, 0xDE00, 0xD800, 0xDFFF, 0x4E2D]), max_size=40))
def test_broken_surrogates_against_python(units: list[int]) -> None:
    content = struct.pack(f"<{len(units)}H", *units)
    text = text_of(widened(content, WIDE["utf-16le"], "test", 0))
    oracle = content.decode("utf-16-le", "surrogatepass")
    assert text.utf8.decode() == "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in oracle)
    assert text.to_original(np.array([len(text.utf8)])).tolist() == [len(content)]


@pytest.mark.parametrize("codec", ["gb18030", "cp950", "cp932", "euc_jp", "cp949"])
def test_lengths_of_all_two_byte_characters(codec: str) -> None:
    charset = next(one for one in MULTIBYTE if one.codec == codec)
    for lead in range(0x80, 0x100):
        for content in [bytes((lead,))] + [bytes((lead, trail)) for trail in range(0x21, 0x100)]:
            codes = charsets.code_points(content, charset)
            assert charsets.original_lengths(codes, charset).sum() == len(content), content


def test_lengths_of_longer_characters() -> None:
    euc_jp = next(one for one in MULTIBYTE if one.codec == "euc_jp")
    for content in (b"\x8f" + bytes((row, cell)) for row in range(0xA1, 0xFF) for cell in range(0xA1, 0xFF)):
        assert charsets.original_lengths(charsets.code_points(content, euc_jp), euc_jp).sum() == 3
    gb18030 = next(one for one in MULTIBYTE if one.codec == "gb18030")
    for content in (
        bytes((a, b, c, d)) for a in (0x81, 0x84, 0x90) for b in b"09" for c in (0x81, 0xFE) for d in b"09"
    ):
        assert charsets.original_lengths(charsets.code_points(content, gb18030), gb18030).sum() == 4


def test_a_long_line_without_end() -> None:
    content = ("x = '距离' + " * 400_000).encode("gbk")
    decoded = decode(content, Intake(max_file_bytes=100_000_000))
    text = text_of(decoded)
    assert decoded.encoding == "gb18030"
    last = text.utf8.rindex(b"+")
    assert text.to_original(np.array([last])).tolist() == [content.rindex(b"+")]


def test_the_outcome_does_not_depend_on_the_hash_seed() -> None:
    program = (
        "import sys; from codematch.intake.decode import decode\n"
        "for content in sys.stdin.buffer.read().split(b'|'): print(decode(content)[1:])"
    )
    samples = [text.encode(codec) for text, codec, *_ in DETECTED if b"|" not in text.encode(codec)]
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program],
            input=b"|".join(samples),
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": "."},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1")
    }
    assert len(outputs) == 1
    assert all(b"windows-1251" in output for output in outputs)
