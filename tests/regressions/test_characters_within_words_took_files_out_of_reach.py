"""Characters that no editor shows, put between the letters of words, left nothing of a copied file to be found."""

from pathlib import Path

import pytest

import codematch
from codematch.model.evidence import Channel

CODE = """\
def sluice(levels, width, floor):
    total = 0.0
    for level in levels:
        if level > floor:
            total += level * width - 0.31
    average = total / max(1, len(levels))
    return {"average": average, "widest": max(levels), "count": len(levels)}


def shelter(waves, wall):
    remaining = [wave for wave in waves if wave["height"] < wall]
    return sorted(remaining, key=lambda wave: wave["height"] * wave["period"])
"""
CHARACTERS = ["\x7f", "\x1b", "\x1a", "\x08", "\x9b", "\u2800", "\ufffd"]


def split_words(text: str, character: str) -> str:
    return "".join(
        f"{one}{character}" if one.isalpha() and following.isalpha() else one
        for one, following in zip(text, text[1:] + " ", strict=True)
    )


@pytest.mark.parametrize("character", CHARACTERS, ids=lambda character: f"U+{ord(character):04X}")
def test_a_copy_is_found_all_the_same(tmp_path: Path, character: str) -> None:
    (tmp_path / "k").mkdir()
    (tmp_path / "q").mkdir()
    (tmp_path / "k" / "a.py").write_text(CODE, encoding="utf-8")
    (tmp_path / "q" / "b.py").write_bytes(split_words(CODE, character).encode())
    (region,) = codematch.compare(tmp_path / "k", tmp_path / "q").pairs[0].regions
    assert region.tokens > 90


def test_a_finding_names_the_character_and_not_the_source(tmp_path: Path) -> None:
    for side in ("k", "q"):
        (tmp_path / side).mkdir()
        (tmp_path / side / "a.js").write_text(f"// {side}\nvar x = ring[secretKey] + depth;\n" * 3, encoding="utf-8")
    hidden = "var y = ring[secretKey] + de\u2060pth;\n"
    (tmp_path / "q" / "a.js").write_text(hidden, encoding="utf-8")
    pair = codematch.compare(tmp_path / "k", tmp_path / "q").pairs[0]
    found = [item for each in pair.evidence if each.channel is Channel.ARTEFACTS for item in each.findings]
    assert [item.text for item in found if item.kind.startswith("hidden")] == ["WORD JOINER (1)"]


def test_braille_that_is_drawn_with_has_its_blank(tmp_path: Path) -> None:
    for side in ("k", "q"):
        (tmp_path / side).mkdir()
        (tmp_path / side / "spin.py").write_text('FRAMES = "\u2801\u2800\u2802"\n', encoding="utf-8")
    pair = codematch.compare(tmp_path / "k", tmp_path / "q").pairs[0]
    assert not [item for each in pair.evidence for item in each.findings if item.kind.startswith("hidden")]


def test_a_byte_of_a_guessed_page_is_no_hidden_character(tmp_path: Path) -> None:
    (tmp_path / "k").mkdir()
    (tmp_path / "q").mkdir()
    gbk = "# 潮汐闸门由水文站提供的数据换算开度\n# 冬季水位低，需要额外补偿三厘米，否则误报\n".encode("gbk")
    mixed = gbk + "# 水中的闸门，用于测量中心的流量，夏季除外\n".encode() * 2 + CODE.encode()
    (tmp_path / "k" / "a.py").write_bytes(mixed)
    (tmp_path / "q" / "b.py").write_text(CODE, encoding="utf-8")
    pair = codematch.compare(tmp_path / "k", tmp_path / "q").pairs[0]
    assert not [item for each in pair.evidence for item in each.findings if item.kind.startswith("hidden")]
