"""Figures: valid and self-contained SVG, points where their values belong, and nothing that raises or reads as nan."""

import math
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codematch.errors import InvariantError
from codematch.report.charts import (
    Series,
    det_chart,
    distribution_chart,
    ece_chart,
    placement_chart,
    roc_chart,
    tippett_chart,
)
from codematch.significance.calibration import ece, pav, tippett
from codematch.significance.discrimination import roc

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "</text><script>alert(1)</script>&\"'\x00\u202e\ud800]]>"
INF, NAN = math.inf, math.nan

Chart = Callable[[], str]

TWO = [Series("first", [0.0, 0.1, 0.5, 1.0], [0.2, 0.6, 0.9, 1.0]), Series("second", [0.0, 0.3, 1.0], [0.1, 0.5, 1.0])]
GROUPS = [("many", [float(value % 37) for value in range(400)]), ("few", [3.0, 4.0, 30.0])]
MARKS = [("region 1", 512.25), ("region 2", 30.0), ("region 3", 7.5)]
REFERENCE = [0.0] * 300 + [float(10 + value % 25) for value in range(150)]

GOOD: dict[str, Chart] = {
    "roc": lambda: roc_chart(TWO, "Curves"),
    "roc, logarithmic": lambda: roc_chart(TWO, "Curves", log_x=True),
    "det": lambda: det_chart(TWO),
    "tippett": lambda: tippett_chart([-1.0, 0.0, 2.0], [1.0, 0.9, 0.5], [1.0, 0.4, 0.1], "Ratios"),
    "ece": lambda: ece_chart([-1.0, 0.0, 1.0], [0.3, 0.5, 0.3], [0.2, 0.4, 0.2], [0.5, 1.0, 0.5], "Cross-entropy"),
    "distribution": lambda: distribution_chart(GROUPS, "Scores"),
    "placement": lambda: placement_chart(REFERENCE, MARKS, 33.0, "Regions"),
}
POOR: dict[str, Chart] = {
    "no curves": lambda: roc_chart([]),
    "no curves, logarithmic": lambda: roc_chart([], log_x=True),
    "no errors": lambda: det_chart([]),
    "empty curves": lambda: roc_chart([Series("none", [], []), Series("one", [0.5], [0.5])]),
    "curves that are not numbers": lambda: roc_chart([Series("none", [NAN, NAN], [0.0, 1.0])], log_x=True),
    "perfect": lambda: det_chart([Series("perfect", [0.0, 0.0, 1.0], [0.0, 1.0, 1.0])]),
    "worst": lambda: det_chart([Series("worst", [0.0, 1.0, 1.0], [0.0, 0.0, 1.0])]),
    "rates beyond 0 and 1": lambda: roc_chart([Series("wild", [-1.0, 2.0, INF], [-INF, 0.5, 3.0])]),
    "same curve many times": lambda: roc_chart([Series(f"no. {n}", [0.0, 1.0], [0.5, 1.0]) for n in range(40)]),
    "no ratios": lambda: tippett_chart([], [], []),
    "one ratio": lambda: tippett_chart([0.0], [1.0], [1.0]),
    "infinite ratios only": lambda: tippett_chart([-INF, INF], [1.0, 1.0], [1.0, 0.0]),
    "large ratios": lambda: tippett_chart([-1e300, -11.0, 1e16], [1.0, 0.9, 0.8], [1.0, 0.5, 0.1]),
    "no priors": lambda: ece_chart([], [], [], []),
    "one prior": lambda: ece_chart([0.0], [0.5], [0.5], [1.0]),
    "infinite costs": lambda: ece_chart([-1.0, 0.0, 1.0], [INF, INF, 0.3], [0.1, NAN, 0.1], [0.5, 1.0, 0.5]),
    "costs beyond the axis": lambda: ece_chart([-1.0, 0.0, 1.0], [1.0, 50.0, 1.0], [0.1, 0.2, 0.1], [0.5, 1.0, 0.5]),
    "no groups": lambda: distribution_chart([], ""),
    "empty groups": lambda: distribution_chart([("none", []), ("not numbers", [NAN, NAN])], ""),
    "one value": lambda: distribution_chart([("one", [5.0])], ""),
    "all equal": lambda: distribution_chart([("zero", [0.0] * 50), ("also", [0.0])], ""),
    "infinite values": lambda: distribution_chart([("wild", [-INF, INF, INF, NAN, 1e300, 5e-324, 1.0])], ""),
    "decades": lambda: distribution_chart([("low", [-1e-9, 1e-7, 2e-7]), ("high", [1e14, -3.0])], ""),
    "no pairs": lambda: placement_chart([], [], None),
    "no region anywhere": lambda: placement_chart([0.0] * 500, MARKS, 30.0),
    "wild regions": lambda: placement_chart([1.0, INF, NAN], [("a", INF), ("b", -INF), ("c", NAN), ("d", 1e300)], -5.0),
    "many regions": lambda: placement_chart(REFERENCE, [(f"region {n}", 1.7 * n) for n in range(300)], 30.0),
}  # fmt: skip
BOTH = GOOD | POOR


def _root(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314 - our own text


def _texts(svg: str) -> list[str]:
    return [element.text or "" for element in _root(svg).iter(f"{SVG}text")]


def _numbers(text: str) -> list[float]:
    return [float(number) for number in re.findall(r"-?\d+\.\d+", text)]


def _curves(svg: str) -> list[list[tuple[float, float]]]:
    """The points of every thick line, in the order drawn."""
    paths = [path for path in _root(svg).iter(f"{SVG}path") if path.get("stroke-width") == "1.70"]
    flat = [_numbers(path.get("d", "")) for path in paths]
    return [list(zip(numbers[::2], numbers[1::2], strict=True)) for numbers in flat]


def _tick(svg: str, text: str, across: bool) -> float:
    """The pixel of a mark on the horizontal or the vertical axis."""
    anchor = "middle" if across else "end"
    found = [
        element
        for element in _root(svg).iter(f"{SVG}text")
        if element.text == text and element.get("text-anchor") == anchor and element.get("font-size") == "11.00"
    ]
    return float(found[0].get("x", "")) if across else float(found[0].get("y", "")) - 4.0


def _between(svg: str, low: str, high: str, share: float, across: bool) -> float:
    first, last = _tick(svg, low, across), _tick(svg, high, across)
    return first + share * (last - first)


@pytest.mark.parametrize("chart", BOTH.values(), ids=BOTH.keys())
def test_a_figure_is_self_contained_and_reads_well(chart: Chart) -> None:
    svg = chart()
    root = _root(svg)
    assert root.tag == f"{SVG}svg"
    assert root.get("role") == "img"
    assert root.get("viewBox") == f"0 0 {root.get('width')} {root.get('height')}"
    assert [child.tag for child in root][:3] == [f"{SVG}title", f"{SVG}desc", f"{SVG}rect"]
    assert (root[0].text or "").strip()
    assert (root[1].text or "").strip()
    assert root[2].get("fill") == "#ffffff"
    assert svg.count("http") == 1
    assert not re.search(r"<script|href|url\(|style=|<style|\bon\w+=|\bid=", svg)
    assert {element.get("font-family") for element in root.iter()} == {"sans-serif", None}
    assert not re.search(r"\b(?:nan|inf)\b", svg, re.IGNORECASE)
    assert not re.search(r"\d\.\d{3,}", "".join(_attributes(root)))
    assert svg == chart()


def _attributes(root: ET.Element) -> list[str]:
    return [f"{value} " for element in root.iter() for value in element.attrib.values()]


@pytest.mark.parametrize("chart", BOTH.values(), ids=BOTH.keys())
def test_nothing_leaves_the_figure(chart: Chart) -> None:
    root = _root(chart())
    width, height = float(root.get("width", "")), float(root.get("height", ""))
    for element in root.iter():
        across = [float(element.get(name, "0")) for name in ("x", "x1", "x2", "cx")]
        down = [float(element.get(name, "0")) for name in ("y", "y1", "y2", "cy")]
        numbers = _numbers(element.get("d", ""))
        assert all(0.0 <= place <= width for place in [*across, *numbers[::2]])
        assert all(0.0 <= place <= height for place in [*down, *numbers[1::2]])


@pytest.mark.parametrize("chart", GOOD.values(), ids=GOOD.keys())
def test_shades_are_grey(chart: Chart) -> None:
    colours = set(re.findall(r"#[0-9a-f]{6}", chart()))
    assert colours
    assert all(colour[1:3] == colour[3:5] == colour[5:7] for colour in colours)


def test_hostile_labels_are_text() -> None:
    long = HOSTILE + "x" * 10_000
    charts = [
        roc_chart([Series(HOSTILE, [0.0, 1.0], [0.5, 1.0]), Series(long, [0.0, 1.0], [0.2, 1.0])], HOSTILE),
        det_chart([Series(long, [0.0, 0.1, 1.0], [0.5, 0.7, 1.0]), Series(HOSTILE, [0.0], [0.1])]),
        tippett_chart([0.0, 1.0], [1.0, 0.5], [1.0, 0.1], HOSTILE, (HOSTILE, long)),
        ece_chart([0.0, 1.0], [0.5, 0.4], [0.4, 0.3], [1.0, 0.7], HOSTILE),
        distribution_chart([(HOSTILE, [1.0, 2.0]), (long, [1.0])], HOSTILE),
        placement_chart([1.0, 2.0], [(HOSTILE, 1.5), (long, 99.0)], 1.0, HOSTILE),
    ]
    for svg in charts:
        root = _root(svg)
        assert f"{SVG}script" not in {element.tag for element in root.iter()}
        assert "<script" not in svg
        assert "⟨U+202E⟩" in svg
        assert "\u202e" not in svg
        svg.encode("utf-8")
        assert len(svg) < 30_000


def test_texts_that_were_cut_keep_their_whole_form() -> None:
    label = "a stratum with a name that is much too long for a row of a figure"
    root = _root(distribution_chart([(label, [1.0])], ""))
    titles = [title.text for text in root.iter(f"{SVG}text") for title in text.iter(f"{SVG}title")]
    assert label in titles
    assert label in (root[1].text or "")


def test_roc_points_lie_where_their_rates_are() -> None:
    svg = roc_chart([Series("only", [0.0, 0.2, 1.0], [0.4, 0.6, 1.0])])
    (points,) = _curves(svg)[:1]
    left, right = _tick(svg, "0", True), _tick(svg, "100", True)
    foot, top = _tick(svg, "0", False), _tick(svg, "100", False)

    def place(false_positive: float, true_positive: float) -> tuple[float, float]:
        return left + false_positive * (right - left), foot + true_positive * (top - foot)

    steps = [(0.0, 0.4), (0.2, 0.4), (0.2, 0.6), (1.0, 0.6), (1.0, 1.0)]
    assert np.allclose(points, [place(*step) for step in steps], atol=0.011)


def test_a_logarithmic_axis_is_even_in_decades_and_lets_the_lowest_rates_in_at_its_edge() -> None:
    svg = roc_chart([Series("only", [0.0, 1e-3, 1.0], [0.3, 0.8, 1.0])], log_x=True)
    (points,) = _curves(svg)[:1]
    places = [_tick(svg, text, True) for text in ("0.01", "0.1", "1", "10", "100")]
    assert np.allclose(np.diff(places, 2), 0.0, atol=0.03)
    assert points[0] == pytest.approx((places[0], _between(svg, "0", "100", 0.3, False)), abs=0.011)
    assert points[1][0] == pytest.approx(places[1], abs=0.011)


def test_det_points_lie_where_their_deviates_are() -> None:
    svg = det_chart([Series("only", [0.0, 0.05, 0.2, 1.0], [0.0, 0.7, 0.9, 1.0])])
    deviate = {share: NormalDist().inv_cdf(share) for share in (0.05, 0.3, 0.4)}
    share = (deviate[0.3] - deviate[0.05]) / (deviate[0.4] - deviate[0.05])
    expected = (_tick(svg, "5", True), _between(svg, "5", "40", share, False))
    assert min(math.dist(point, expected) for point in _curves(svg)[0]) < 0.02
    expected = (_tick(svg, "20", True), _tick(svg, "10", False))
    assert min(math.dist(point, expected) for point in _curves(svg)[0]) < 0.02


def test_tippett_steps_fall_after_their_value() -> None:
    svg = tippett_chart([-1.0, 2.0], [1.0, 0.75], [1.0, 0.25], labels=("H1 here", "H2 here"))
    first, second = _curves(svg)
    at_minus_one, at_two = _tick(svg, "−1.0", True), _tick(svg, "2.0", True)
    foot, top = _tick(svg, "0", False), _tick(svg, "100", False)
    for points, share in ((first, 0.75), (second, 0.25)):
        level = foot + share * (top - foot)
        corners = [(at_minus_one, top), (at_minus_one, level), (at_two, level), (at_two, foot)]
        assert np.allclose(points[1:-1], corners, atol=0.011)
    assert {"H1 here", "H2 here"} <= set(_texts(svg))
    zero = _tick(svg, "0.0", True)
    dotted = [path for path in _root(svg).iter(f"{SVG}path") if path.get("stroke-dasharray") == "1.2 3"]
    assert _numbers(dotted[0].get("d", ""))[::2] == pytest.approx([zero, zero])


def test_infinite_ratios_are_said_in_shares() -> None:
    svg = tippett_chart([-INF, 0.0, 1.0, INF], [1.0, 1.0, 0.9, 0.4], [1.0, 0.5, 0.2, 0.0])
    notes = [text for text in _texts(svg) if text.startswith("Arrow")]
    assert [re.findall(r"[\d.]+ %", note) for note in notes] == [["40.00 %"], ["50.00 %"]]
    assert ["right" in notes[0], "left" in notes[1]] == [True, True]
    assert not [text for text in _texts(tippett_chart([0.0, 1.0], [1.0, 0.5], [1.0, 0.1])) if text.startswith("Arrow")]


def test_ece_at_even_odds_is_the_cost() -> None:
    svg = ece_chart([-1.0, 0.0, 1.0], [0.3, 0.5, 0.3], [0.2, 0.4, 0.2], [0.5, 1.0, 0.5])
    zero = _tick(svg, "0.0", True)
    system, calibrated, neutral = _curves(svg)
    for points, cost in ((system, 0.5), (calibrated, 0.4), (neutral, 1.0)):
        level = _between(svg, "0.0", "1.0", cost, False)
        assert min(math.dist(point, (zero, level)) for point in points) < 0.02
    assert {"system", "after PAV", "neutral, LR = 1"} <= set(_texts(svg))


def test_a_cost_beyond_the_axis_is_said() -> None:
    svg = ece_chart([-1.0, 0.0, 1.0], [INF, INF, INF], [0.2, 0.4, 0.2], [0.5, 1.0, 0.5])
    assert any("at 3 of the prior odds" in text for text in _texts(svg))
    assert any("system: outside the axes" in text for text in _texts(svg))


def _bars(svg: str) -> list[tuple[float, float]]:
    """The left edge and the height of every bar."""
    bars = [rect for rect in _root(svg).iter(f"{SVG}rect") if rect.get("stroke") == "#555555"]
    return [(float(bar.get("x", "")), float(bar.get("height", ""))) for bar in bars]


def test_distributions_are_bars_in_the_piece_of_the_axis_where_their_values_lie() -> None:
    svg = distribution_chart([("a", [1.0, 1.0, 3.0, 5.0]), ("b", [float(n % 10) for n in range(1_000)])], "")
    texts = _texts(svg)
    assert texts[texts.index("a") + 1] == "4"
    assert texts[texts.index("b") + 1] == "1,000"
    lefts = [left for left, _ in _bars(svg)][:3]
    for left, value in zip(lefts, (1, 3, 5), strict=True):
        assert left <= _between(svg, "0", "10", value / 10, True) + 0.011 <= left + 8.63
    heights = [height for _, height in _bars(svg)]
    assert heights[0] == 2 * heights[1] == 2 * heights[2]
    assert len(set(heights[3:])) == 1


def test_a_threshold_is_never_rounded() -> None:
    assert "threshold 41.25 bits" in _texts(placement_chart(REFERENCE, MARKS, 41.25))


def test_a_long_heading_is_cut_and_keeps_its_whole_form() -> None:
    for heading in ("软件相似性比对" * 12, "word " * 30, "w" * 150):
        root = _root(roc_chart([], heading))
        (bold,) = [text for text in root.iter(f"{SVG}text") if text.get("font-weight") == "bold"]
        assert [title.text for title in bold.iter(f"{SVG}title")] == [heading.strip()]


def test_a_distribution_over_decades_says_so_on_its_axis() -> None:
    svg = distribution_chart([("low", [12.0, 20.0, 30.0]), ("high", [9_000.0])], "Weight (bits)")
    assert "Weight (bits); linear up to 10, logarithmic beyond" in _texts(svg)
    places = [_tick(svg, text, True) for text in ("0", "10", "100", "1,000", "10,000")]
    assert np.allclose(np.diff(places, 2), 0.0, atol=0.03)
    second = _between(svg, "10", "100", math.log10(2.0), True)
    assert _bars(svg)[1][0] <= second <= _bars(svg)[1][0] + 8.63
    assert "Weight (bits)" in _texts(distribution_chart([("low", [12.0, 900.0])], "Weight (bits)"))


def test_values_that_are_infinite_or_not_numbers_are_counted() -> None:
    svg = distribution_chart([("wild", [1.0, 2.0, INF, INF, INF, NAN, NAN])], "")
    texts = _texts(svg)
    assert [texts[texts.index("wild") + step] for step in (1, 2)] == ["5", "3"]
    assert "Arrow: number of values beyond the axis or infinite." in texts
    assert "Omitted because they are not numbers: 2." in texts


def test_placement_marks_lie_at_their_bits_or_at_the_edge() -> None:
    svg = placement_chart([10.0, 12.0, 20.0, 30.0], [("inside", 15.0), ("far", 4_812.34)], 25.0)
    stems = [line for line in _root(svg).iter(f"{SVG}line") if line.get("stroke-width") == "1.30"]
    places = {float(line.get("x1", "")) for line in stems}
    expected = [_between(svg, "0", "40", bits / 40.0, True) for bits in (15.0, 25.0)]
    assert sorted(places) == pytest.approx(expected, abs=0.011)
    texts = _texts(svg)
    assert texts.index("far: 4,812.3 bits") < texts.index("inside: 15.0 bits")
    assert "threshold 25 bits" in texts
    assert "Bars: 4 unrelated pairs, 0 of them without a region (0 bits)." in texts


def test_a_bar_that_dwarfs_the_others_is_cut_and_says_its_count() -> None:
    svg = placement_chart([0.0] * 5_000 + [10.0, 11.0, 12.0, 12.0], [], None)
    assert "5,000" in _texts(svg)
    assert _tick(svg, "1", False) > 0.0


def test_a_logarithmic_placement_has_room_for_its_marks() -> None:
    svg = placement_chart([*REFERENCE, 9_000.0], MARKS, 33.0)
    assert any("logarithmic beyond" in text for text in _texts(svg))
    stems = [line for line in _root(svg).iter(f"{SVG}line") if line.get("stroke-width") == "1.30"]
    assert len(stems) == len(MARKS) + 1


def test_only_the_heaviest_marks_are_listed() -> None:
    texts = _texts(placement_chart(REFERENCE, [(f"region {n}", 1.7 * n) for n in range(30)], 30.0))
    assert sum(text.startswith("region ") for text in texts) == 12
    assert "Lines without a label: 18 lighter regions of the case." in texts


def test_the_key_names_every_line_once_and_its_entries_do_not_overlap() -> None:
    many = roc_chart([Series(f"score {n}", [0.0, 1.0], [0.5, 1.0]) for n in range(13)])
    for svg, count in ((many, 14), (GOOD["tippett"](), 3), (GOOD["ece"](), 4), (GOOD["det"](), 3)):
        samples = [
            line for line in _root(svg).iter(f"{SVG}line")
            if math.isclose(float(line.get("x2", "")) - float(line.get("x1", "")), 28.0)
        ]  # fmt: skip
        places = [(float(line.get("y1", "")), float(line.get("x1", ""))) for line in samples]
        assert len(set(places)) == count
        assert min(np.diff(sorted({row for row, _ in places})), default=15.0) >= 15.0
        assert len({line.get("stroke-dasharray") for line in samples}) == min(count, 6)


def test_columns_of_different_length_are_our_fault() -> None:
    with pytest.raises(InvariantError):
        roc_chart([Series("short", [0.0, 1.0], [0.0])])


def test_the_figures_take_what_the_measurements_give() -> None:
    generator = np.random.default_rng(1)
    llr = np.concatenate([generator.normal(2.0, 2.0, 300), generator.normal(-2.0, 2.0, 900)])
    labels = np.arange(1_200) < 300
    curve, falling, calibrated = roc(llr, labels), tippett(llr, labels), pav(llr, labels)
    assert curve is not None
    assert falling is not None
    assert calibrated is not None
    priors = np.linspace(-3.0, 3.0, 61)
    natural = priors * math.log(10.0)
    costs = [ece(each, labels, natural) for each in (llr, calibrated, np.zeros(1_200))]
    series = [Series("score", curve.false_positive_rate, curve.true_positive_rate)]
    for svg in (roc_chart(series), det_chart(series), tippett_chart(*falling), ece_chart(priors, *costs)):
        assert "no data" not in svg
        assert len(svg) < 100_000


anything = st.floats(allow_nan=True, allow_infinity=True)


@settings(max_examples=40, deadline=None)
@given(st.lists(anything, max_size=60), st.lists(anything, max_size=5), st.one_of(st.none(), anything), st.booleans())
def test_no_number_breaks_a_figure(
    values: list[float], others: list[float], threshold: float | None, log: bool
) -> None:
    backwards = values[::-1]
    charts = [
        roc_chart([Series("a", values, backwards), Series("b", others, others)], log_x=log),
        det_chart([Series("a", values, backwards)]),
        tippett_chart(values, backwards, values),
        ece_chart(values, backwards, values, backwards),
        distribution_chart([("a", values), ("b", others)], ""),
        placement_chart(values, [("mark", value) for value in others], threshold),
    ]
    for svg in charts:
        _root(svg)
        assert not re.search(r"\b(?:nan|inf)\b", svg, re.IGNORECASE)
