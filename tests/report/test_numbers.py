"""Numbers as readers see them: rounding never claims more than the integers say."""

import re
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from codematch.model.match import Weight
from codematch.model.precision import stored_bits
from codematch.report.text import numbers
from codematch.report.text.wording import in_language

counts = st.integers(min_value=0, max_value=10**15)


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [
        (2_310, 48_022, "4.81 %"),
        (2_295, 61_400, "3.74 %"),
        (599, 45_330, "1.32 %"),
        (20_760, 26_708, "77.73 %"),
        (0, 5, "0 %"),
        (5, 5, "100 %"),
        (99_996, 100_000, "99.99 %"),
        (10**15 - 1, 10**15, "99.99 %"),
        (1, 100_000, "<0.01 %"),
        (1, 10**15, "<0.01 %"),
        (1, 2, "50.00 %"),
        (1, 20_000, "0.01 %"),
        (0, 0, "not assessed"),
        (None, 5, "not assessed"),
        (5, None, "not assessed"),
    ],
)
def test_ratio(part: int | None, whole: int | None, text: str) -> None:
    assert numbers.ratio(part, whole) == text


@given(counts, counts)
def test_ratio_says_nothing_or_everything_only_when_exact(part: int, whole: int) -> None:
    assume(whole > 0)
    assume(part <= whole)
    text = numbers.ratio(part, whole)
    assert (text == "0 %") == (part == 0)
    assert (text == "100 %") == (part == whole)


@given(counts, counts)
def test_ratio_is_within_half_of_its_last_digit(part: int, whole: int) -> None:
    assume(0 < part < whole)
    text = numbers.ratio(part, whole)
    exact = Fraction(100 * part, whole)
    if text == "<0.01 %":
        assert exact < Fraction(1, 200)
        return
    match = re.fullmatch(r"(\d{1,2}\.\d\d) %", text)
    assert match is not None
    shown = Fraction(match[1])
    assert abs(shown - exact) <= Fraction(1, 200) or (shown == Fraction("99.99") and exact > shown)


@given(counts, counts, counts)
def test_ratio_never_falls_when_the_part_grows(a: int, b: int, whole: int) -> None:
    assume(whole > 0)
    low, high = sorted((min(a, whole), min(b, whole)))

    def value(part: int) -> float:
        return float(numbers.ratio(part, whole).removesuffix(" %").replace("<0.01", "0.001"))

    assert value(low) <= value(high)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0.0"), (0.04, "<0.1"), (0.05, "0.1"), (12.34, "12.3"), (-0.001, "0.0"), (1_234.56, "1,234.6"),
        (0.001, "0.0"), (None, "not assessed"),
    ],
)  # fmt: skip
def test_bits(value: float | None, text: str) -> None:
    assert numbers.bits(value) == text


@given(st.floats(min_value=0, max_value=1e12))
def test_a_stored_number_prints_like_the_number_it_came_from(value: float) -> None:
    assert numbers.bits(stored_bits(value)) == numbers.bits(value)
    assert numbers.bits_per_token(stored_bits(value)) == numbers.bits_per_token(value)


def test_total_is_the_sum_of_the_stored_channels() -> None:
    third = 1 / 3
    assert numbers.total(Weight(structure=third, names=third, literals=third, comments=1000.0)) == "1,001.0"


@pytest.mark.parametrize(
    ("value", "share", "index"),
    [
        (0.0, "0 %", "0"), (1.0, "100 %", "1"), (1e-12, "<0.01 %", "0.001"), (1 - 1e-12, "99.99 %", "0.999"),
        (0.958333, "95.83 %", "0.958"), (0.8711541, "87.12 %", "0.871"), (None, "not assessed", "not assessed"),
    ],
)  # fmt: skip
def test_shares_and_indices(value: float | None, share: str, index: str) -> None:
    assert numbers.share(value) == share
    assert numbers.index(value) == index


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0 B"), (999, "999 B"), (1_000, "1.0 kB"), (999_999, "999.9 kB"), (209_715_200, "209.7 MB"),
        (8 * 10**9, "8.0 GB"), (12_345 * 10**12, "12,345.0 TB"), (None, "not assessed"),
    ],
)  # fmt: skip
def test_size(value: int | None, text: str) -> None:
    assert numbers.size(value) == text


def test_plain_numbers() -> None:
    assert numbers.integer(1_234_567) == "1,234,567"
    assert numbers.integer(None) == "not assessed"
    assert numbers.line_range(7, 7) == "7"
    assert numbers.line_range(1_200, 1_250) == "1200–1250"
    assert numbers.line(None) == ""
    assert numbers.setting(20_000_000) == "20,000,000"
    assert numbers.setting(0.3) == "0.3"
    assert numbers.threshold(0.8) == "80 %"
    assert numbers.threshold(None) == "not assessed"
    assert numbers.bar(1, 3) == "33.33%"
    assert numbers.bar(5, 0) == "0.00%"
    assert numbers.bar(9, 3) == "100.00%"


@pytest.mark.parametrize(
    ("value", "permutations", "text"),
    [
        (0.5, 100, "0.500 ± 0.050"),
        (0.882813, 128, "0.883 ± 0.028"),
        (1.0, 128, "≥ 0.976"),
        (0.0, 128, "≤ 0.024"),
        (1.0, 300, "≥ 0.990"),
        (0.9, 0, "not assessed"),
        (None, 128, "not assessed"),
    ],
)
def test_an_estimate_has_its_error_or_a_bound(value: float | None, permutations: int, text: str) -> None:
    assert numbers.estimate(value, permutations) == text


@pytest.mark.parametrize("permutations", [16, 128, 1024])
def test_the_bound_of_an_estimate_holds_by_its_definition(permutations: int) -> None:
    """Where all values agree, the stated bound is the least index at which that has a chance of 5 %."""
    bound = float(numbers.estimate(1.0, permutations).removeprefix("≥ "))
    assert bound**permutations <= 0.05 < (bound + 0.001) ** permutations


def test_chinese_sets_no_space_before_the_sign_of_per_cent() -> None:
    with in_language("zh"):
        assert [numbers.ratio(1, 2), numbers.threshold(0.8), numbers.upper(0.0312)] == ["50.00%", "80%", "≤3.2%"]


@pytest.mark.parametrize(
    ("language", "value", "alone", "in_a_sentence"),
    [
        ("en", 0.0312, "≤ 3.2 %", "upper bound ≤ 3.2 %"),
        ("en", 1.0, "no bound below 100 %", "no bound below 100 %"),
        ("zh", 0.0312, "≤3.2%", "置信上限≤3.2%"),
        ("zh", 1.0, "无低于100%的置信上限", "无低于100%的置信上限"),
        ("zh", None, "未评估", "未评估"),
    ],
)
def test_an_upper_bound(language: str, value: float | None, alone: str, in_a_sentence: str) -> None:
    with in_language(language):
        assert (numbers.upper(value), numbers.bound(value)) == (alone, in_a_sentence)


@pytest.mark.parametrize(
    ("text", "english", "chinese"),
    [
        ("2026-11-28T20:56:38+08:00", "2026-11-28 20:56:38 (UTC+08:00)", "2026年11月28日20时56分38秒（北京时间）"),
        ("2026-11-28T12:56:38+00:00", "2026-11-28 12:56:38 (UTC)", "2026年11月28日20时56分38秒（北京时间）"),
        ("2026-03-05T04:07-05:30", "2026-03-05 04:07 (UTC-05:30)", "2026年3月5日4时7分（UTC-05:30）"),
        ("2026-03-05T04:07", "2026-03-05T04:07", "2026-03-05T04:07"),
        ("in May", "in May", "in May"),
        ("", "", ""),
    ],
)
def test_a_moment(text: str, english: str, chinese: str) -> None:
    assert numbers.moment(text) == english
    with in_language("zh"):
        assert numbers.moment(text) == chinese


@pytest.mark.parametrize(
    ("text", "english", "chinese"), [("2026-03-05", "2026-03-05", "2026年3月5日"), ("soon", "soon", "soon")]
)
def test_a_day(text: str, english: str, chinese: str) -> None:
    assert numbers.day(text) == english
    with in_language("zh"):
        assert numbers.day(text) == chinese
