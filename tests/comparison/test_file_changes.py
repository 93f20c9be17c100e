"""What differs between whole files that correspond: as one word, as edits, as lines, and as comments and notices."""

import pytest

from codematch.model.correspondence import ChangedLines, Difference, DifferenceKind, FileChange, FileRelation
from codematch.model.result import FilePair, PairResult
from tests.comparison.test_counterparts import PUMP, VALVE, units
from tests.comparison.works import LEDGER, TRIANGLE, compared, renamed

HEAD = "# Copyright 2019 Acme Rotor Ltd.\n# Author: Li Wei\n"


def only_pair(known: str, questioned: str) -> FilePair:
    (pair,) = compared({"a.py": known}, {"a.py": questioned}).file_pairs
    return pair


def other_layout(text: str) -> str:
    return text.replace(", ", ",\n            ").replace(" + ", "+") + "\n\n"


@pytest.mark.parametrize(
    ("known", "questioned", "change"),
    [
        (LEDGER, LEDGER, FileChange.NOTHING),
        (PUMP + VALVE, other_layout(PUMP + VALVE), FileChange.FORMATTING),
        (LEDGER, LEDGER.replace("Entries on", "Postings of"), FileChange.COMMENTS),
        (LEDGER, "# Gale Works\n" + LEDGER, FileChange.COMMENTS),
        (TRIANGLE, TRIANGLE.replace("stack", "pile"), FileChange.NAMES),
        (TRIANGLE, TRIANGLE.replace("37.5", "40.0"), FileChange.LITERALS),
        (TRIANGLE, TRIANGLE.replace("37.5", "40.0").replace("stack", "pile"), FileChange.NAMES_AND_LITERALS),
        (PUMP + VALVE + TRIANGLE, VALVE + PUMP + TRIANGLE, FileChange.ORDER),
        (LEDGER, LEDGER + "\n\nready = LedgerBook('q', 4)\n", FileChange.CODE),
    ],
)
def test_what_differs_between_two_files_is_named(known: str, questioned: str, change: FileChange) -> None:
    assert only_pair(known, questioned).change is change


def test_lines_are_counted_both_ways_and_tokens_by_edit() -> None:
    changed = PUMP.replace("limit * 7", "limit * 9").replace("total", "amount")
    pair = only_pair(PUMP + TRIANGLE, changed + "\n\nx = [PUMP, 4]\n" + TRIANGLE)
    count = len([line for line in (PUMP + TRIANGLE).split("\n") if line.strip()])
    assert (pair.lines.known, pair.matched_lines.known) == (count, count)
    assert (pair.lines.questioned, pair.matched_lines.questioned) == (count + 1, count)
    assert (pair.renamed_tokens, pair.literal_tokens, pair.moved_tokens) == (4, 1, 0)
    moved = only_pair(PUMP + LEDGER + TRIANGLE, LEDGER + TRIANGLE + PUMP)
    (unit,) = (item for item in units(compared({"p.py": PUMP}, {"p.py": PUMP + "y = 1\n"})).values() if item.known)
    assert moved.moved_tokens == unit.known.tokens


def test_of_several_partners_one_is_the_main_one() -> None:
    pair = compared({"both.py": PUMP + VALVE}, {"pump.py": PUMP + "\n\nq = 3\n", "valve.py": VALVE})
    mains = {item.relation: tuple(item.main) for item in pair.file_pairs}
    assert mains == {FileRelation.RENAMED: (True, True), FileRelation.SPLIT: (False, True)}


# Comments and notices


def listed(pair: PairResult, *kinds: DifferenceKind) -> list[tuple[str, str, str]]:
    return [(item.kind.value, str(item.change["known"]), str(item.change["questioned"])) for item in pair.differences
            if item.kind in kinds]  # fmt: skip


def notes(known: str, questioned: str) -> list[tuple[str, str, str]]:
    pair = compared({"a.py": known}, {"a.py": questioned})
    return listed(pair, DifferenceKind.NOTICE, DifferenceKind.COMMENT)


def test_changed_removed_and_added_notices_are_listed_first() -> None:
    pair = compared({"a.py": HEAD + LEDGER}, {"a.py": "# Copyright 2023 Bolt Inc.\n" + LEDGER.replace("(none)", "-")})
    assert [item.kind for item in pair.differences] == ["notice", "notice", "text"]
    assert listed(pair, DifferenceKind.NOTICE) == [
        ("notice", "Copyright 2019 Acme Rotor Ltd.", "Copyright 2023 Bolt Inc."),
        ("notice", "Author: Li Wei", ""),
    ]
    lines = [tuple(item.line) for item in pair.differences if item.kind is DifferenceKind.NOTICE]
    assert lines == [(1, 1), (2, 0)]
    assert notes(LEDGER, LEDGER + "# SPDX-License-Identifier: MIT\n") == [
        ("notice", "", "SPDX-License-Identifier: MIT")
    ]


def test_credits_in_texts_are_notices() -> None:
    known = '__author__ = "Li Wei"\n__copyright__ = "Copyright 2019 Acme Rotor Ltd."\nTITLE = "Rotor"\n' + LEDGER
    changed = known.replace("Li Wei", "Max Roe").replace("Acme Rotor", "Bolt").replace('"Rotor"', '"Gale"')
    pair = compared({"a.py": known}, {"a.py": changed})
    kinds = [(item.kind.value, item.line.known) for item in pair.differences]
    assert sorted(kinds) == [("notice", 1), ("notice", 2), ("text", 3)]


def test_a_product_name_replaced_in_comments_is_found_wherever_comments_stand() -> None:
    known = f"# Rotor Suite: accounts\n{LEDGER}\n# end of Rotor Suite\n"
    assert notes(known, known.replace("Rotor Suite", "Gale Works")) == [
        ("comment", "Rotor Suite: accounts", "Gale Works: accounts"),
        ("comment", "end of Rotor Suite", "end of Gale Works"),
    ]
    script = "/* Rotor Suite */\nfunction pump(list, most) {\n  // Rotor Suite pumps\n" + "".join(
        f"  if (list[{n}].pressure > most * {n}) {{ total += list[{n}].open(most - {n}); }}\n" for n in range(3, 9)
    )
    pair = compared({"a.js": script + "}\n"}, {"a.js": script.replace("Rotor Suite", "Gale Works") + "}\n"})
    assert len(listed(pair, DifferenceKind.COMMENT)) == 2
    assert pair.file_pairs[0].change is FileChange.COMMENTS


def test_the_same_comment_change_in_many_files_is_one_row() -> None:
    texts = {f"p{n}.py": f"# Rotor Suite\n{LEDGER}k = {n}\n" for n in range(3)}
    pair = compared(texts, {path: text.replace("Rotor Suite", "Gale Works") for path, text in texts.items()})
    (row,) = (item for item in pair.differences if item.kind is DifferenceKind.COMMENT)
    assert (row.places, row.files, row.path.known, tuple(row.line)) == (3, 3, "p0.py", (1, 1))


def test_comments_that_moved_or_came_are_not_changed_ones() -> None:
    known = "# one\n" + PUMP + "# two\n" + VALVE
    assert notes(known, "# two\n" + PUMP + "# one\n" + VALVE) == []
    assert notes(known, "# one\n# one more\n" + PUMP + "# two\n" + VALVE) == []


def test_comments_of_files_that_share_a_passage_only_are_not_compared() -> None:
    much = "".join(f"value_{n} = [{n}, 'text {n}'] if flag_{n} else other_{n % 7}(ready={n})\n" for n in range(200))
    pair = compared({"a.py": HEAD + LEDGER + PUMP + TRIANGLE + VALVE}, {"b.py": "# Other\n" + much + PUMP})
    assert pair.differences == ()
    assert pair.changed_lines == ()


# Inserted and deleted lines


def lines_of(known: dict[str, str], questioned: dict[str, str]) -> tuple[PairResult, ChangedLines]:
    pair = compared(known, questioned)
    (found,) = pair.changed_lines
    return pair, found


def test_inserted_and_deleted_lines_are_runs_within_their_units() -> None:
    changed = LEDGER.replace(
        "        return position\n",
        "        if position > 10:\n            self.audit(position)\n        return position\n",
    ).replace("            total_cents += amount_cents\n", "")
    pair, found = lines_of({"a.py": LEDGER}, {"a.py": changed})
    known, questioned = LEDGER.split("\n"), changed.split("\n")
    (gone,), (come,) = found.deleted, found.inserted
    assert known[gone[0] - 1 : gone[1]] == ["            total_cents += amount_cents"]
    assert [line.strip() for line in questioned[come[0] - 1 : come[1]]] == [
        "if position > 10:", "self.audit(position)",
    ]  # fmt: skip
    assert [found.units[row[4]] for row in (gone, come)] == ["LedgerBook.running_totals", "LedgerBook.post_entry"]
    assert gone[2] == gone[3] == 3
    assert pair.file_pairs[found.pair - 1].known_path == "a.py"


def test_a_line_with_something_new_in_it_says_how_much() -> None:
    _, found = lines_of({"a.py": PUMP}, {"a.py": PUMP.replace("enumerate(chambers)", "enumerate(chambers[1:])")})
    ((first, last, gone, tokens, _),) = found.inserted
    assert first == last == 5
    assert 0 < gone < tokens
    assert found.deleted == ()


def test_bulk_is_one_row_and_comments_of_one_file_are_rows_without_tokens() -> None:
    rows = "".join(f"    deposit({n}, 'row {n}')\n" for n in range(300))
    _, found = lines_of({"a.py": "# gone\n" + LEDGER}, {"a.py": LEDGER + "\n\ndef load():\n" + rows})
    assert found.deleted == ((1, 1, 0, 0, -1),)
    ((first, last, gone, tokens, unit),) = found.inserted
    assert last - first == 300
    assert gone == tokens
    assert unit == 0


def test_what_went_to_another_file_is_neither_deleted_nor_inserted() -> None:
    pair = compared({"both.py": PUMP + VALVE}, {"pump.py": PUMP + "\n\nq = 3\n", "valve.py": VALVE})
    assert [(item.deleted, [row[2] for row in item.inserted]) for item in pair.changed_lines] == [((), [3])]


# Split and merged units


def test_units_are_split_and_merged() -> None:
    halves = PUMP.strip("\n").split("\n"), VALVE.strip("\n").split("\n")
    whole = "\n".join(["def both(chambers, limit, rows, steps):", *halves[0][1:-1], *halves[1][1:]]) + "\n"
    parts = PUMP.replace("    return total or fallback(chambers[0], limit=limit)\n", "") + VALVE
    split = compared({"a.py": LEDGER + "\n\n" + whole}, {"a.py": LEDGER + parts})
    found = sorted(
        (item.relation.value, item.known.name, item.questioned.name)
        for item in split.unit_pairs
        if item.known and item.questioned and item.known.name == "both"
    )
    assert found == [("edited", "both", "valve_table"), ("split", "both", "pump_rate")]
    merged = compared({"a.py": LEDGER + parts}, {"a.py": LEDGER + "\n\n" + whole})
    back = {item.relation.value for item in merged.unit_pairs if item.questioned and item.questioned.name == "both"}
    assert back == {"edited", "merged"}


def test_functions_in_identical_files_are_counted() -> None:
    pair = compared({"a.py": LEDGER, "b.py": PUMP}, {"a.py": LEDGER, "b.py": PUMP + VALVE})
    assert tuple(pair.unit_tally.functions) == (5, 6)
    assert tuple(pair.unit_tally.in_identical_files) == (4, 4)


def test_a_renamed_file_has_no_lines_of_its_own() -> None:
    pair = compared({"a.py": LEDGER}, {"b.py": renamed(LEDGER)})
    assert pair.changed_lines == ()
    names = [item for item in pair.differences if item.kind is DifferenceKind.NAME]
    assert names
    assert all(isinstance(item, Difference) and item.places for item in names)
