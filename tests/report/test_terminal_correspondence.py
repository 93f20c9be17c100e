"""What the terminal says of corresponding files, functions, differences and further places, in few lines."""

from dataclasses import replace

import pytest

from codematch.model.correspondence import DifferenceKind
from codematch.model.result import CaseResult
from codematch.report.formats.to_terminal import text
from codematch.report.text import in_language, say
from tests.regressions.test_second_copies_were_in_no_pair import KNOWN, result
from tests.report.sample_result import sample_result

MOST_LINES = 44
"""Lines of all four parts, the blank ones between them included."""


def parts(found: CaseResult, width: int = 100) -> list[str]:
    lines = text(found, width).splitlines()
    begin = lines.index(say("correspondence.files"))
    return lines[begin : next((at for at, line in enumerate(lines) if line == say("evidence")), len(lines))]


@pytest.fixture(scope="module")
def sample() -> CaseResult:
    return sample_result()


def test_all_four_are_there_and_short(sample: CaseResult) -> None:
    lines = parts(sample)
    heads = ["correspondence.files", "correspondence.units", "correspondence.differences", "further-places"]
    assert [line for line in lines if line in map(say, heads)] == [say(key) for key in heads]
    assert len(lines) <= MOST_LINES


def test_every_kind_of_difference_is_counted_and_notices_come_first(sample: CaseResult) -> None:
    lines = parts(sample)
    at = lines.index(say("correspondence.differences"))
    kinds = {item.kind for item in sample.pairs[0].differences}
    assert all(say(f"difference.{kind}") in " ".join(lines[at + 1 : at + 3]) for kind in kinds)
    first = min(kinds, key=list(DifferenceKind).index)
    entries = [line.strip() for line in lines[at + 2 :] if line.strip().startswith(say(f"difference.{first}") + "  ")]
    assert entries


def test_the_same_is_said_in_chinese(sample: CaseResult) -> None:
    with in_language("zh"):
        lines = parts(sample)
    assert "相互对应文件中的差异" in lines
    assert len(lines) <= MOST_LINES


def test_a_further_place_is_named_with_its_region() -> None:
    lines = " ".join(parts(result(KNOWN, {"book.py": KNOWN["book.py"]})))
    assert "region 1, known" in lines
    assert "old/book_2018.py:" in lines
    assert "Files without a region: 2 in the known work, 0 in the questioned work." in lines


def test_what_is_not_recorded_is_left_out(sample: CaseResult) -> None:
    pair = replace(sample.pairs[0], differences=(), unit_pairs=(), further_places=())
    lines = parts(replace(sample, pairs=(pair,)))
    assert say("correspondence.differences") not in lines
    assert say("correspondence.units") not in lines
