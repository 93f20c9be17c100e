"""A file copied in pieces, each too light for a region, was reported by nothing; nor was a file of declarations.

A pair of files is reported by the sum of what it shares, and what names and literals carry needs no structure, where
a null model says what unrelated works reach.
"""

import random

import pytest

from codematch.comparison.prepare import Toolkit
from codematch.model.result import FilePair, PairResult
from codematch.pipeline import compare_prepared, prepare
from tests.comparison.nulls import with_null
from tests.comparison.works import TOOLS, work

REGION, PAIR = 130.0, 200.0

PIECES = (
    "if valve.torque > self.limits[side] * 3:\n    valve.close(side, reason='torque', after=self.grace // 2)",
    "rows = sorted((pump.label, pump.rate) for pump in plant.pumps if pump.rate is not None)\nself.rates.update(rows)",
    "while sensor.pending and not sensor.closed:\n    frame = sensor.read(self.frame_size, wait=0.25)\n    yield frame",
    "depth = max(0.0, tank.height - gauge.offset) * 9.81 * tank.density\nself.pressures[tank.key] = depth, gauge.unit",
    "try:\n    lease = registry.acquire(shaft.serial, owner=crew)\nexcept Taken as taken:\n    lease = taken.lease",
    "angle = (previous + 2 * current + following) / 4 % 360\nself.bearings[current.station] = angle, previous.station",
    "for rung, ladder in enumerate(self.ladders[1:], 7):\n    ladder.lower(rung * self.pitch - ladder.slack)",
    "with archive.section('spillway', mode='append') as section:\n    section.write(struct.pack('<hd', level, flow))",
)
"""Statements of the known file: each a piece of 35 to 115 bits."""
FORMS = (
    (
        "{a} = [{b} for {b} in {c} if {b}]",
        "assert {a} not in {b}, {c}",
        "{a} -= {b} ** {n}",
        "del {a}[{b}:{c}]",
    ),
    (
        "{a} = lambda {b}: {b} @ {c}",
        "print({a} or {b}({c}, {n}), end={c})",
        "global {a}, {b}, {c}",
        "{a}, *{b} = {c} if {a} else {{{n}: {b}}}",
    ),
)
"""Statements of their own: each of the two modules has its own forms, so that they share nothing by chance."""


def own_lines(draw: random.Random, forms: tuple[str, ...], count: int) -> list[str]:
    def name() -> str:
        return "".join(draw.choices("abcdefghijklmnop", k=7))

    return [draw.choice(forms).format(a=name(), b=name(), c=name(), n=draw.randrange(10**6)) for _ in range(count)]


def indented(text: str) -> list[str]:
    return [f"    {line}" for line in text.split("\n")]


def module(seed: int, pieces: tuple[str, ...]) -> str:
    """Functions of their own, each with a piece among other statements."""
    draw, forms = random.Random(seed), FORMS[seed > 1]  # noqa: S311 - variety, not secrecy
    lines: list[str] = []
    for number, piece in enumerate(pieces):
        lines += [f"def step_{seed}_{number}(self, {chr(97 + number)}):"]
        for part in (own_lines(draw, forms, 4), [piece], own_lines(draw, forms, 4)):
            lines += indented("\n".join(part))
    return "\n".join(lines) + "\n"


def compared(known: dict[str, str], questioned: dict[str, str], toolkit: Toolkit) -> PairResult:
    works = prepare((work("known", known), work("q", questioned)), toolkit)
    return compare_prepared(works[0], works[1], toolkit)


def scattered(pieces: tuple[str, ...], pair: float | None = PAIR) -> PairResult:
    tools = with_null(TOOLS, region=REGION, pair=pair)
    return compared({"plant.py": module(1, PIECES)}, {"mill.py": module(2, pieces)}, tools)


def only(result: PairResult) -> FilePair:
    assert len(result.file_pairs) == 1
    return result.file_pairs[0]


def test_without_a_null_of_sums_nothing_is_found():
    result = scattered(PIECES, pair=None)

    assert result.regions == ()
    assert [entry.pair_threshold_bits for entry in result.significance if entry.language == "python"] == [None]


def test_scattered_pieces_are_reported_because_of_their_pair_of_files():
    result = scattered(PIECES)
    found = only(result)

    assert len(result.regions) >= 5
    assert all(region.by_pair and region.weight.total < REGION for region in result.regions)
    assert found.sum is not None
    assert found.sum.bits >= PAIR
    assert found.sum.threshold_bits == PAIR
    assert found.sum.pieces == found.regions
    assert found.sum.reaching == 0
    assert found.sum.upper is not None
    assert 0 < found.sum.upper < 0.2
    assert found.sum.residual_bits is not None
    assert 0 < found.sum.residual_bits <= found.sum.bits


@pytest.mark.parametrize("order", [(7, 6, 5, 4, 3, 2, 1, 0), (3, 0, 6, 1, 7, 2, 5, 4)])
def test_the_order_of_the_pieces_does_not_matter(order):
    found = only(scattered(tuple(PIECES[place] for place in order)))

    assert found.sum is not None
    assert found.sum.bits >= PAIR


def test_a_few_pieces_are_no_report():
    assert scattered(PIECES[:2]).regions == ()


def test_pieces_in_many_pairs_of_files_do_not_add_up():
    questioned = {f"part{number}.py": module(number + 9, (piece,)) for number, piece in enumerate(PIECES)}
    result = compared({"plant.py": module(1, PIECES)}, questioned, with_null(TOOLS, region=REGION, pair=PAIR))

    assert result.regions == ()


def declarations(changed: int) -> str:
    """93 constants, the last of which are other ones."""
    parts = ("SLUICE", "PENSTOCK", "FOREBAY", "TAILRACE"), ("CREST", "INVERT", "APRON", "WEIR", "SILL", "GATE")
    names = [f"{first}_{second}_{third}" for first in parts[0] for second in parts[1] for third in "ABCD"]
    lines = [f"{name} = {place * 7919 % 10_007}" for place, name in enumerate(names[:93])]
    others = [f"X_{line.replace(' = ', '_Y = 5')}" for line in lines[93 - changed :]]
    return "\n".join(lines[: 93 - changed] + others) + "\n"


def test_a_file_of_declarations_that_is_mostly_the_same_is_reported():
    known, questioned = declarations(0), declarations(22)
    same = len(set(known.splitlines()) & set(questioned.splitlines()))
    result = compared({"levels.py": known}, {"heights.py": questioned}, with_null(TOOLS, region=REGION, pair=PAIR))

    assert same == 71
    covered = max((region.known.last_line - region.known.first_line + 1 for region in result.regions), default=0)
    assert covered >= 71
    assert result.regions[0].weight.structure < TOOLS.settings.weighing.min_weight
    assert not result.regions[0].by_pair
