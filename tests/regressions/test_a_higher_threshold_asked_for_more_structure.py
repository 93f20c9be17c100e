"""`--min-weight` raised the least structure with the threshold, so that nothing said what the threshold kept out."""

import pytest

from codematch.cli.compare_options import CompareArguments, read_options
from codematch.comparison.provenance import gather_limitations
from codematch.errors import UsageError
from codematch.model.message import Message
from codematch.model.source import Reason
from codematch.pipeline import compare_prepared, compare_works, make_tools, prepare
from codematch.settings import Settings, Significance, Weighing
from tests.comparison.works import LEDGER, TRIANGLE, work

KNOWN_WORK = {"a.py": LEDGER, "b.py": TRIANGLE}
QUESTIONED_WORK = {"c.py": LEDGER.replace("\n", "\n\n"), "d.py": TRIANGLE}
OWN = "\n\n".join(
    f"def own{n}(x):\n    while x[{n}] not in own:\n        del x[{n}:]\n    yield from own{n}" for n in range(9)
)
"""Code of one work that keeps its files from being established by one function in them."""


def limits(settings: Settings, known: dict[str, str], questioned: dict[str, str]) -> list[Message]:
    tools = make_tools(settings)
    works = prepare((work("k", known), work("q", questioned)), tools)
    pair = compare_prepared(works[0], works[1], tools)
    found = gather_limitations(works, pair, (), settings)
    return [item.detail for item in found if item.reason is Reason.LIGHT_MATCHES]


def test_the_option_sets_the_threshold_and_leaves_structure_alone() -> None:
    def settings(least: float, *changes: str) -> tuple[float, float, float]:
        given = CompareArguments(min_weight=least, set_=list(changes), known="a", questioned="b")
        found = read_options(given, None).settings
        return found.significance.least_bits, found.significance.coincidence_rate, found.weighing.min_weight

    assert settings(80) == (80, 1, 25)
    assert settings(9) == (9, 1, 9)
    assert settings(30, "weighing.min_weight=20") == (30, 1, 20)


def test_a_region_of_names_and_literals_reaches_a_given_threshold() -> None:
    def structure(least: float) -> list[float]:
        settings = Settings(significance=Significance(least_bits=least, coincidence_rate=1))
        pair = compare_works(work("k", KNOWN_WORK), work("q", QUESTIONED_WORK), settings=settings).pairs[0]
        return [region.weight.structure for region in pair.regions if region.weight.total >= least]

    least = max(structure(0)) + 1
    assert structure(least)


def test_a_threshold_says_how_many_matches_it_kept_out() -> None:
    settings = Settings(significance=Significance(least_bits=1_000, coincidence_rate=1))
    known, questioned = {"a.py": LEDGER + TRIANGLE}, {"b.py": OWN + "\n\n\n" + TRIANGLE.replace("side", "edge")}
    assert limits(settings, known, questioned) == [Message.of("light-matches", count=1, least=25.0, most=1_000.0)]


def test_more_structure_than_by_default_is_a_limitation() -> None:
    settings = Settings(weighing=Weighing(min_weight=90))
    assert Message.of("least-structure", least=90.0, default=25.0) in limits(settings, KNOWN_WORK, QUESTIONED_WORK)
    assert limits(Settings(weighing=Weighing(min_weight=20)), {"a.py": LEDGER}, {"a.py": LEDGER}) == []


def test_a_weight_to_fail_on_is_not_below_the_threshold() -> None:
    with pytest.raises(UsageError, match="70 is below the least weight that is reported, 80"):
        read_options(CompareArguments(min_weight=80, fail_on_weight=70, known="a", questioned="b"), None)
