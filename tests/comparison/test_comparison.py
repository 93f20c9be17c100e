"""Whole comparisons of small works, from trees in memory to results."""

from dataclasses import replace

import pytest

from codematch.comparison.reference_material import MaterialTree
from codematch.model.filtration import FilterId, ReasonCode
from codematch.model.match import Edit, MatchClass, Region, RowState
from codematch.model.result import CaseResult, PairResult
from codematch.model.source import Disposition, Reason, SourceTree
from codematch.model.stratum import Stratum
from codematch.pipeline import ComparisonInputs, compare_works
from codematch.settings import Chaining, Seeding, Settings, Significance, Weighing
from tests.comparison.works import LEDGER, RENAMED_WORDS, TRIANGLE, message, renamed, work

LOW = Settings(weighing=Weighing(min_weight=20.0))


def compare(known: SourceTree, questioned: SourceTree, jobs: int = 1, **options: object) -> CaseResult:
    return compare_works(known, questioned, ComparisonInputs(**options), settings=LOW, jobs=jobs)


def pair_of(known: dict[str, str], questioned: dict[str, str]) -> PairResult:
    return compare(work("known", known), work("questioned", questioned)).pairs[0]


def test_identical_works_match_whole_and_every_file_is_m0() -> None:
    files = {"a/ledger.py": LEDGER, "b/geometry.py": TRIANGLE, "b/again.py": TRIANGLE, "empty.py": "", "notes.txt": "x"}
    pair = pair_of(files, files)
    for ratio in (pair.totals.file, pair.totals.line, pair.totals.token, pair.totals.function):
        assert ratio.total.known == ratio.total.questioned == ratio.matched.known == ratio.matched.questioned > 0
    assert {region.match_class for region in pair.regions} == {MatchClass.BYTE_IDENTICAL}
    assert [(p.known_path, p.questioned_path) for p in sorted(pair.file_pairs, key=lambda p: p.known_path)] == [
        ("a/ledger.py", "a/ledger.py"),
        ("b/again.py", "b/again.py"),
        ("notes.txt", "notes.txt"),
    ]
    assert pair.totals.file.total.known == 4  # the repeated file counts once


def test_works_with_nothing_in_common_share_no_region() -> None:
    pair = pair_of({"ledger.py": LEDGER}, {"geometry.py": TRIANGLE})
    assert pair.regions == ()
    assert pair.totals.token.matched.known == pair.totals.token.matched.questioned == 0
    assert pair.totals.token.total.known > 100


def test_a_renamed_work_is_m2_with_its_rename_map() -> None:
    pair = pair_of({"ledger.py": LEDGER}, {"journal.py": renamed(LEDGER)})
    (region,) = pair.regions
    assert region.match_class is MatchClass.RENAMED
    assert region.rename_consistency == 1.0
    mapping = {rename.known: rename.questioned for rename in region.renames}
    assert mapping == {name: RENAMED_WORDS[name] for name in mapping}
    assert mapping["LedgerBook"] == "CashJournal"
    assert {rename.exceptions for rename in region.renames} == {0}
    assert pair.totals.token.matched.known == pair.totals.token.total.known
    assert (region.known.first_line, region.known.last_line) == (2, LEDGER.count("\n"))
    assert region.known.unit == "LedgerBook"


def test_white_space_and_comments_leave_m1() -> None:
    spaced = LEDGER.replace("        # Entries on the same day keep the order in which they were posted.\n", "")
    spaced = spaced.replace("    def ", "\n    def ").replace("0, memo", "0,  memo")
    (region,) = pair_of({"ledger.py": LEDGER}, {"ledger.py": spaced}).regions
    assert region.match_class is MatchClass.NORMALISED
    assert [step.edit for step in region.script] == [Edit.IDENTICAL]


def test_an_insertion_splits_nothing_and_the_script_replays() -> None:
    edited = LEDGER.replace("            position -= 1\n", "            position -= 1\n            audit(position)\n")
    (region,) = pair_of({"ledger.py": LEDGER}, {"ledger.py": edited}).regions
    assert region.match_class is MatchClass.EDITED
    assert sum(step.known for step in region.script) == region.known.stop_token - region.known.first_token
    assert (
        sum(step.questioned for step in region.script) == region.questioned.stop_token - region.questioned.first_token
    )
    assert sum(step.questioned for step in region.script if step.edit is Edit.INSERTED) == 4
    exhibit = pair_of({"ledger.py": LEDGER}, {"ledger.py": edited}).exhibits[0]
    alone = [row for row in exhibit.rows if row.state is RowState.QUESTIONED_ONLY]
    assert [row.questioned_text.strip() for row in alone] == ["audit(position)"]


def test_bytes_of_a_region_give_its_text_again() -> None:
    known = work("known", {"x/two.py": TRIANGLE + LEDGER})
    questioned = work("questioned", {"ledger.py": "# head\n" + LEDGER})
    (region,) = compare(known, questioned).pairs[0].regions
    left = known.files[0].content[region.known.first_byte : region.known.stop_byte]
    right = questioned.files[0].content[region.questioned.first_byte : region.questioned.stop_byte]
    assert left == right
    assert left.startswith(b"class LedgerBook")


def test_exhibit_rows_are_the_lines_of_both_sides_in_order_and_complete() -> None:
    pair = pair_of({"ledger.py": LEDGER}, {"journal.py": renamed(LEDGER).replace("# Entries", "# The rows")})
    region, exhibit = pair.regions[0], pair.exhibits[0]
    known_lines = [row.known_line for row in exhibit.rows if row.known_line is not None]
    questioned_lines = [row.questioned_line for row in exhibit.rows if row.questioned_line is not None]
    assert known_lines == list(range(region.known.first_line, region.known.last_line + 1))
    assert questioned_lines == list(range(region.questioned.first_line, region.questioned.last_line + 1))
    first = exhibit.rows[0]
    assert first.known_text[slice(*first.known_marks[0])] == "LedgerBook"
    assert first.questioned_text[slice(*first.questioned_marks[0])] == "CashJournal"
    assert first.state is RowState.RENAMED


def test_a_file_repeated_ten_times_inflates_no_ratio() -> None:
    once = pair_of({"ledger.py": LEDGER, "geometry.py": TRIANGLE}, {"ledger.py": LEDGER})
    copies = {f"{number}/ledger.py": LEDGER for number in range(10)}
    ten = pair_of({"ledger.py": LEDGER, "geometry.py": TRIANGLE}, copies)
    varied = {f"{number}/ledger.py": LEDGER + f"\nversion = {number}\n" for number in range(10)}
    near = pair_of({"ledger.py": LEDGER, "geometry.py": TRIANGLE}, varied)
    assert ten.totals == once.totals
    assert near.totals.token.matched.known == once.totals.token.matched.known
    assert sum(entry.duplicate_of != "" for entry in ten.questioned.files) == 9


def test_size_asymmetry_shows_in_the_two_directions() -> None:
    many = {f"filler{number}.py": TRIANGLE.replace("37.5", str(number)) for number in range(60)}
    pair = pair_of({**many, "ledger.py": LEDGER}, {"ledger.py": LEDGER})
    token = pair.totals.token
    assert token.matched.questioned == token.total.questioned
    assert token.matched.known / token.total.known < 0.05


@pytest.mark.slow
def test_the_number_of_workers_changes_nothing() -> None:
    known = work("known", {f"{n}.py": LEDGER.replace("0", str(n)) * 40 for n in range(9)})
    questioned = work("questioned", {f"{n}.py": renamed(LEDGER) * 40 + TRIANGLE * n for n in range(9)})
    assert compare(known, questioned, jobs=1) == compare(known, questioned, jobs=2)


def test_common_material_is_labelled_and_never_dropped() -> None:
    known, questioned = work("known", {"a.py": LEDGER}), work("questioned", {"b.py": LEDGER + TRIANGLE})
    plain = compare(known, questioned).pairs[0]
    tree = work("template", {"t.py": renamed(LEDGER)})
    template = MaterialTree(filter=FilterId.COMMON, tree=tree, code=ReasonCode.SDK_TEMPLATE, name="template")
    labelled = compare(known, questioned, material=(template,)).pairs[0]

    assert all(label.filter != FilterId.COMMON for region in plain.regions for label in region.labels)
    ((label, *_),) = [region.labels for region in labelled.regions]
    assert (label.filter, label.code) == (FilterId.COMMON, ReasonCode.SDK_TEMPLATE)
    assert (label.basis["work"], message(label.basis, "place")["path"]) == ("template", "t.py")
    assert [unlabelled(region) for region in labelled.regions] == [unlabelled(region) for region in plain.regions]
    assert labelled.totals == plain.totals


def unlabelled(region: Region) -> Region:
    return replace(region, labels=(), residual_tokens=0, residual=None)


def test_languages_that_were_not_chosen_are_excluded_with_that_reason() -> None:
    known = work("known", {"a.py": LEDGER, "b.c": "int main(void) { return 0; }\n"})
    pair = compare(known, known, languages=("python",)).pairs[0]
    entries = {entry.path: entry for entry in pair.known.files}
    assert entries["b.c"].disposition is Disposition.EXCLUDED
    assert entries["b.c"].reason is Reason.LANGUAGE_NOT_CHOSEN
    assert pair.known.counts == {"compared": 1, "excluded": 1, "unreadable": 0}


def test_weights_are_reported_by_channel_and_names_vanish_with_renaming() -> None:
    same = pair_of({"a.py": LEDGER}, {"b.py": LEDGER + "\n"}).regions[0]
    other = pair_of({"a.py": LEDGER}, {"b.py": renamed(LEDGER)}).regions[0]
    assert other.weight.structure == pytest.approx(same.weight.structure)
    assert other.weight.names < same.weight.names
    assert same.weight.literals > 0
    assert same.weight.comments > 0


def test_shared_text_counts_names_and_literals_wherever_they_stand() -> None:
    scattered = 'def one():\n    return "unlabelled posting"\n\n\ndef two():\n    return 4711\n'
    shared = pair_of({"a.py": LEDGER}, {"b.py": scattered}).shared_text
    assert shared is not None
    assert (shared.names, shared.literals) == (0, 1)
    assert shared.literals_bits > 3


def test_tables_of_data_meet_their_own_kin() -> None:
    def table(seed: int, changed: int = -1) -> str:
        rows = [f"    ({seed * 7919 + n * n}, {n + seed})," for n in range(300)]
        if changed >= 0:
            rows[changed] = "    (1, 2),"
        return "ROWS = [\n" + "\n".join(rows) + "\n]\n"

    known = {f"v{seed}.py": table(seed) for seed in range(1, 5)}
    questioned = {f"data/t{seed}.py": table(seed, changed=seed) for seed in range(1, 5)}
    found = {(p.known_path, p.questioned_path) for p in pair_of(known, questioned).file_pairs}
    assert found == {(f"v{seed}.py", f"data/t{seed}.py") for seed in range(1, 5)}


def test_more_near_copies_of_one_file_than_a_kgram_may_have_places_all_find_it() -> None:
    copies = {f"copy{n}.py": LEDGER + f"\n\ndef extra_{n}():\n    return {n}\n" for n in range(6)}
    few = replace(LOW, seeding=Seeding(max_product=3))
    pair = compare_works(work("known", {"ledger.py": LEDGER}), work("questioned", copies), settings=few).pairs[0]
    assert [region.questioned.path for region in pair.regions] == sorted(copies)
    assert {region.known.path for region in pair.regions} == {"ledger.py"}


def test_what_is_light_counts_in_files_that_share_enough_and_nowhere_else() -> None:
    small = "def limit(name, scale=3):\n    return scale * DEPTHS[name] - 7 % len(name)\n"
    changed = small.replace("scale=3", "scale=4")
    known = work("known", {"lib/book.py": LEDGER + "\n\n" + TRIANGLE + "\n\n" + small, "lib/limits.py": small})
    questioned = work("questioned", {"lib/book.py": changed + "\n\n" + LEDGER, "lib/limits.py": "x = 1\n" + changed})
    high = Settings(significance=Significance(unfitted_bits=90.0), chaining=Chaining(predecessors=59))

    pair = compare_works(known, questioned, settings=high).pairs[0]

    assert pair.significance[0].threshold_bits == 90.0
    places = [(region.known.path, region.questioned.path, region.questioned.first_line) for region in pair.regions]
    assert places == [("lib/book.py", "lib/book.py", 6), ("lib/book.py", "lib/book.py", 1)]
    assert 15.0 <= pair.regions[1].weight.total < 90.0


def test_files_that_are_nearly_the_same_need_no_structure() -> None:
    table = "WORDS = [\n" + "".join(f'    "quern{n}{n * 7}",\n' for n in range(30)) + "]\n"
    known, questioned = {"a.py": table}, {"b.py": table.replace("quern321", "other")}
    high = Settings(weighing=Weighing(min_weight=90.0))
    apart = ComparisonInputs(stratum=Stratum.UNRELATED)
    (region,) = compare_works(work("k", known), work("q", questioned), apart, settings=high).pairs[0].regions
    assert region.weight.structure < 90.0
    assert region.weight.literals > region.weight.structure
    within = {"b.py": table.replace("quern321", "other") + LEDGER + TRIANGLE}
    regions = compare_works(work("k", known), work("q", within), apart, settings=high).pairs[0].regions
    carried = [item for item in regions if item.questioned.first_line < 30]  # the null model lets literals carry it
    assert [item.weight.structure < 90.0 < item.weight.literals for item in carried] == [True]
