"""The register of known failure modes in Chinese: every entry, with the same numbers and code."""

from pathlib import Path

import pytest

from codematch.cli.translation import translate
from codematch.errors import StoreError
from codematch.limits import CHINESE_FILE, TRANSLATED, Effect, in_chinese, load_limits
from tests.translated import faults

REGISTER = load_limits()
CHINESE = in_chinese(REGISTER)

ENTRIES = "".join(f"[{limit.id}]\ntitle = 't'\nfailure = 'f'\nmitigation = 'm'\n" for limit in REGISTER)


@pytest.mark.parametrize("number", range(len(REGISTER)), ids=[limit.id for limit in REGISTER])
def test_an_entry_says_the_same_in_chinese(number: int) -> None:
    english, chinese = REGISTER[number], CHINESE[number]
    found = {name: list(faults(getattr(english, name), getattr(chinese, name))) for name in TRANSLATED}
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
    assert chinese.failure.endswith("。")
    assert chinese.mitigation.endswith("。")
    assert not chinese.title.endswith("。")
    assert (chinese.id, chinese.effect, chinese.test) == (english.id, english.effect, english.test)


def test_no_two_entries_have_the_same_title() -> None:
    assert len({limit.title for limit in CHINESE}) == len(REGISTER)


def test_every_effect_has_a_chinese_name() -> None:
    names = [translate(effect.value) for effect in Effect]
    assert len(set(names)) == len(Effect)
    assert all("\u4e00" <= char <= "\u9fff" for name in names for char in name)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("[L02]", "[L02", "cannot be read"),
        ("[L02]", "[L01a]", "has other entries"),
        ("[L02]\ntitle = 't'\n", "[L02]\n", "entry L02 needs exactly the texts title, failure, mitigation"),
        ("[L02]\ntitle = 't'\n", "[L02]\ntitle = ' '\n", "entry L02 needs exactly"),
        ("[L02]\ntitle = 't'\n", "[L02]\ntitle = 3\n", "entry L02 needs exactly"),
    ],
)
def test_a_damaged_translation_is_refused_in_one_line(tmp_path: Path, old: str, new: str, words: str) -> None:
    file = tmp_path / "limits.zh.toml"
    file.write_text(ENTRIES, encoding="utf-8")
    assert {limit.title for limit in in_chinese(REGISTER, file)} == {"t"}
    file.write_text(ENTRIES.replace(old, new), encoding="utf-8")
    with pytest.raises(StoreError, match=words) as refusal:
        in_chinese(REGISTER, file)
    assert "\n" not in str(refusal.value)


def test_the_translation_is_part_of_the_package() -> None:
    assert CHINESE_FILE.parent.name == "codematch"
    assert CHINESE_FILE.is_file()
