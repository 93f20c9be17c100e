"""Every further place of a passage in its own work is listed, and the place that is cited fits best."""

from codematch.model.asserted import AssertedItem
from codematch.model.result import PairResult
from codematch.pipeline import ComparisonInputs, compare_works
from codematch.settings import Settings
from tests.comparison.test_counterparts import PUMP, VALVE
from tests.comparison.works import LEDGER, TRIANGLE, compared, renamed, work

Place = tuple[str, int, int, bool]


def places(pair: PairResult, side: str, path: str) -> list[Place]:
    """The further places of the only region of a questioned file."""
    (region,) = (item for item in pair.regions if item.questioned.path == path)
    files = getattr(pair, side).files
    return sorted(
        (files[file].path, first, last, bool(same))
        for item in pair.further_places
        if item.region == region.number
        for file, first, last, same in getattr(item, side)
    )


def lines_of(text: str, part: str) -> tuple[int, int]:
    first = text[: text.index(part.strip("\n"))].count("\n") + 1
    return first, first + part.strip("\n").count("\n")


def test_other_places_in_either_work_are_listed_with_their_lines() -> None:
    known = {"a.py": LEDGER + PUMP, "b.py": TRIANGLE + PUMP, "c.py": PUMP.replace("chamber", "cell") + VALVE}
    pair = compared(known, {"q.py": PUMP, "r.py": "k = 1\n" + PUMP})
    found = places(pair, "known", "q.py")
    assert len(found) == 2
    for path, first, last, same in found:
        text = known[path]
        part = PUMP.replace("chamber", "cell") if path == "c.py" else PUMP
        assert (first, last) == lines_of(text, part)
        assert same == (path != "c.py")
    assert places(pair, "questioned", "q.py") == [("r.py", 4, 9, True)]


def test_what_is_nowhere_else_has_no_places() -> None:
    pair = compared({"a.py": LEDGER, "b.py": PUMP}, {"a.py": LEDGER + VALVE, "c.py": PUMP})
    assert pair.further_places == ()


def test_a_copy_that_was_edited_a_little_is_a_place_too() -> None:
    edited = LEDGER.replace("position -= 1\n", "position -= 1\n            self.steps += 1\n").replace("min(", "most(")
    pair = compared({"new/ledger.py": LEDGER, "old/ledger.py": edited}, {"ledger.py": LEDGER})
    ((path, first, last, same),) = places(pair, "known", "ledger.py")
    assert (path, same) == ("old/ledger.py", False)
    assert first == 2
    assert abs(last - len(edited.strip("\n").split("\n")) - 1) <= 2


def test_a_repeated_passage_within_one_file_is_found() -> None:
    text = PUMP + TRIANGLE + PUMP.replace("pump_rate", "pump_rate_again")
    pair = compared({"a.py": text}, {"q.py": PUMP})
    ((path, first, last, _),) = places(pair, "known", "q.py")
    assert path == "a.py"
    assert (first, last) in (lines_of(text, PUMP), lines_of(text, PUMP.replace("pump_rate", "pump_rate_again")))


def test_files_with_the_same_bytes_are_places() -> None:
    known = {"src/a.py": LEDGER, "copy/a.py": LEDGER, "x/b.py": LEDGER}
    pair = compared(known, {"src/a.py": LEDGER + "k = 1\n"})
    assert [place[0] for place in places(pair, "known", "src/a.py")] == ["copy/a.py", "x/b.py"]


def test_many_places_are_counted() -> None:
    known = {f"m{n:02}.py": f"tag_{n} = {n}\n" * (n % 3 + 1) + PUMP for n in range(30)}
    pair = compared(known, {"q.py": PUMP})
    (item,) = pair.further_places
    assert item.total.known == len(item.known) == 29


# The place that is cited


def cited(known: dict[str, str], questioned: dict[str, str], *asserted: AssertedItem) -> list[tuple[str, str]]:
    inputs = ComparisonInputs(asserted=asserted)
    pair = compare_works(
        work("known", known), work("questioned", questioned), inputs, settings=Settings()
    ).pairs[0]  # fmt: skip
    return sorted((item.known.path, item.questioned.path) for item in pair.regions)


def test_of_files_with_the_same_bytes_the_nearest_path_is_cited() -> None:
    known = {"archive/ledger.py": LEDGER, "src/ledger.py": LEDGER}
    for text in (LEDGER, LEDGER + "k = 1\n", renamed(LEDGER)):
        assert cited(known, {"src/ledger.py": text}) == [("src/ledger.py", "src/ledger.py")]
        assert cited(known, {"other/book.py": text}) == [("src/ledger.py", "other/book.py")]
    assert cited({"lib/ledger.py": LEDGER}, {"bak/lib/ledger.py": LEDGER, "lib/ledger.py": LEDGER}) == [
        ("lib/ledger.py", "lib/ledger.py")
    ]


def test_an_archive_of_an_old_release_is_cited_last() -> None:
    old = "release-1.0.zip!/core/src/ledger.py"
    for text in (LEDGER, LEDGER + "# 1.0\n"):
        known = {old: text, "zz/ledger.py": LEDGER}
        assert cited(known, {"core/src/ledger.py": LEDGER}) == [("zz/ledger.py", "core/src/ledger.py")]
        assert cited(known, {"core/src/ledger.py": LEDGER + "# q\n"}) == [("zz/ledger.py", "core/src/ledger.py")]
    assert cited({old: LEDGER}, {"a.py": LEDGER}) == [(old, "a.py")]


def test_what_only_the_old_release_holds_is_cited_there() -> None:
    known = {"old/ledger.py": LEDGER, "src/ledger.py": LEDGER.split("    def overdrawn_days")[0]}
    assert ("old/ledger.py", "src/ledger.py") in cited(known, {"src/ledger.py": LEDGER})


def test_a_moved_unit_is_cited_from_the_present_work() -> None:
    known = {"backup/pump.py": "rate = 1\n" + PUMP, "lib/pump.py": TRIANGLE + PUMP}
    questioned = {"q.py": LEDGER + PUMP, "ledger.py": LEDGER}
    assert ("lib/pump.py", "q.py") in cited(known, questioned)


def test_an_asserted_file_is_cited_before_others() -> None:
    known = {"archive/ledger.py": LEDGER, "src/ledger.py": LEDGER}
    item = AssertedItem(text="archive/ledger.py", path="archive/ledger.py")
    assert cited(known, {"src/ledger.py": LEDGER}, item) == [("archive/ledger.py", "src/ledger.py")]


def test_an_asserted_passage_is_cited_where_it_is_asserted() -> None:
    known = {"lib/pump.py": TRIANGLE + PUMP, "src/core.py": VALVE + PUMP.replace("# ", "") + LEDGER}
    questioned = {"lib/pump.py": "k = 1\n" + PUMP}
    assert cited(known, questioned) == [("lib/pump.py", "lib/pump.py")]
    for item in (
        AssertedItem(text="src/core.py", path="src/core.py"),
        AssertedItem(text="src/core.py:pump_rate", path="src/core.py", symbol="pump_rate"),
    ):
        assert cited(known, questioned, item) == [("src/core.py", "lib/pump.py")]
    other = AssertedItem(text="src/core.py:valve_table", path="src/core.py", symbol="valve_table")
    assert cited(known, questioned, other) == [("lib/pump.py", "lib/pump.py")]


def test_a_passage_that_is_only_similar_stays_where_it_is() -> None:
    known = {"lib/pump.py": TRIANGLE + PUMP, "src/core.py": VALVE + PUMP.replace("total", "sum_")}
    item = AssertedItem(text="src/core.py", path="src/core.py")
    assert cited(known, {"lib/pump.py": "k = 1\n" + PUMP}, item) == [("lib/pump.py", "lib/pump.py")]


def test_a_region_that_is_cited_elsewhere_says_the_same_of_both_places() -> None:
    known = {"lib/pump.py": TRIANGLE + PUMP, "src/core.py": VALVE + PUMP}
    item = AssertedItem(text="src/core.py", path="src/core.py")
    inputs = ComparisonInputs(asserted=(item,))
    trees = work("known", known), work("questioned", {"q/pump.py": "k = 1\n" + PUMP.replace("total", "sum_")})
    pair = compare_works(*trees, inputs, settings=Settings()).pairs[0]
    (region,) = pair.regions
    assert (region.known.path, region.match_class.value) == ("src/core.py", "M2")
    assert (region.known.first_line, region.known.last_line) == lines_of(known["src/core.py"], PUMP)
    assert [row.known_text for row in pair.exhibits[0].rows] == PUMP.strip("\n").split("\n")
    assert pair.asserted[0].matched_tokens == region.tokens
    assert places(pair, "known", "q/pump.py")[0][0] == "lib/pump.py"
