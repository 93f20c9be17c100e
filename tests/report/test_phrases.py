"""Units and reasons of settings and kinds of masked text have Chinese words."""

from codematch.masking import Kind
from codematch.report.text import phrases
from codematch.report.text.wording import in_language
from codematch.settings import Settings, describe


def test_every_setting_has_its_unit_and_its_reason_in_chinese() -> None:
    with in_language("zh"):
        for name, _, info in describe(Settings()):
            assert phrases.reason(name, info["why"]) != info["why"], name
            assert not info["unit"] or phrases.unit(info["unit"]) != info["unit"] or info["unit"] == "k-grams", name
    names = {name for name, _, _ in describe(Settings())}
    assert set(phrases._table("zh")["settings"]) == names


def test_every_kind_of_what_is_covered_has_chinese_words() -> None:
    assert set(phrases._table("zh")["masked"]) == {kind.value for kind in Kind}


def test_nothing_is_translated_that_nobody_says() -> None:
    assert set(phrases._table("zh")) == {"units", "settings", "masked"}
    units = {info["unit"] for _, _, info in describe(Settings())}
    assert set(phrases._table("zh")["units"]) <= units
