"""Which regions of a result are new: what counts is what they contain, not where they are."""

import json
from dataclasses import replace

import pytest

import codematch
from codematch.errors import StoreError
from codematch.model.policy import Standing
from codematch.policy import baseline
from codematch.policy.baseline import render
from codematch.report.redaction import without_code
from tests.policy.works import LEDGER, OWN, ROUTE, VALVE, write

SAME = {"lib/valve.py": VALVE + OWN.format(1), "ledger.py": OWN.format(2) + LEDGER}


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    files = {"ledger.py": LEDGER, "valve.py": VALVE, "route.py": ROUTE}
    return write(tmp_path_factory.mktemp("known"), files)


@pytest.fixture(scope="module")
def saved(known, tmp_path_factory):
    """The baseline of a work with two of three functions."""
    folder = tmp_path_factory.mktemp("first")
    result = codematch.compare(known, write(folder / "work", SAME))
    file = folder / "baseline.json"
    file.write_bytes(render(result))
    return result, file


def standings(known, work, files, file) -> list[tuple[str, Standing]]:
    """The path of each region in the questioned work, and how it stands to the baseline."""
    result = codematch.compare(known, write(work, files), policy={"baseline": file, "fail_on_new": True})
    pair = result.pairs[0]
    assert pair.policy is not None
    assert [one.region for one in pair.policy.standings] == [region.number for region in pair.regions]
    new = {one.region for one in pair.policy.standings if one.is_new}
    assert set(pair.policy.failing(pair.regions)) == new
    found = [(region.questioned.path, one) for region, one in zip(pair.regions, pair.policy.standings, strict=True)]
    return sorted(found, key=lambda item: (item[0], item[1].region))


def test_moved_lines_and_renamed_files_are_not_new(known, saved, tmp_path):
    moved = {
        "src/pump/regulation.py": OWN.format(3) * 4 + VALVE,
        "src/books.py": "# another comment\n\n" + LEDGER.replace("    ", "  ") + OWN.format(5),
    }
    found = standings(known, tmp_path, moved, saved[1])

    assert [(path, one.is_new, one.is_known_as_it_is) for path, one in found] == [
        ("src/books.py", False, True),
        ("src/pump/regulation.py", False, True),
    ]


def test_a_further_function_is_new_also_directly_behind_one_that_is_not(known, saved, tmp_path):
    found = standings(known, tmp_path, {**SAME, "ledger.py": LEDGER + ROUTE}, saved[1])

    assert [path for path, one in found if one.is_new] == ["ledger.py"]
    assert all(not one.is_new for path, one in found if path == "lib/valve.py")


def test_a_second_place_of_the_same_function_is_new_and_the_first_one_is_not(known, saved, tmp_path):
    found = standings(known, tmp_path, {**SAME, "a_first.py": VALVE}, saved[1])

    assert {path: one.is_new for path, one in found} == {"a_first.py": True, "ledger.py": False, "lib/valve.py": False}


def test_a_region_that_lost_a_line_is_not_new(known, saved, tmp_path):
    shorter = VALVE.replace('        alarm_panel.raise_warning("valve saturated", opening, sensor.identifier)\n', "")
    renamed = LEDGER.replace("rejected", "refused").replace("balance", "total")
    found = standings(known, tmp_path, {"lib/valve.py": shorter, "ledger.py": renamed}, saved[1])

    assert [(path, one.is_new, one.is_known_as_it_is) for path, one in found] == [
        ("ledger.py", False, False),
        ("lib/valve.py", False, False),
    ]
    assert all(one.new_share is not None and one.new_share < 0.25 for _, one in found)


def test_regions_that_are_gone_are_counted(known, saved, tmp_path):
    result = codematch.compare(known, write(tmp_path, {"route.py": ROUTE}), policy={"baseline": saved[1]})
    policy = result.pairs[0].policy

    assert policy is not None
    assert policy.baseline is not None
    assert (policy.baseline.regions, policy.baseline.gone) == (2, 2)
    assert policy.failing(result.pairs[0].regions) == ()  # a baseline alone is no limit


def test_the_same_regions_give_the_same_bytes_and_hold_no_code(saved):
    result, file = saved
    pair = result.pairs[0]
    turned = replace(result, pairs=(replace(pair, regions=tuple(reversed(pair.regions))),))
    text = file.read_text(encoding="utf-8")

    assert render(turned) == render(result) == file.read_bytes()
    assert "settle_ledger" not in text
    assert len(text.splitlines()) == len(pair.regions) + 2


def test_a_result_without_identities_has_no_baseline(saved):
    with pytest.raises(StoreError, match="does not record what its regions contain"):
        render(without_code(saved[0]))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is not a baseline"),
        (b"[]", "is not a baseline"),
        (b'{"format": "something"}', "is not a baseline"),
        (b"\xff\xfe", "is not a baseline"),
        (b'{"format":"codematch-baseline","version":99,"scheme":1,"gram_tokens":8,"sample":4}', "another version"),
        (
            b'{"format":"codematch-baseline","version":1,"scheme":1,"gram_tokens":8,"sample":4,"known":"","questioned":"",'
            b'"regions":[{"identity":3}]}',
            "is damaged",
        ),
        (
            b'{"format":"codematch-baseline","version":1,"scheme":1,"gram_tokens":8,"sample":4,"known":"","questioned":"",'
            b'"regions":[{"identity":"a","content":"abc","class":"M1","language":"c","bits":1,"known":"","questioned":""}]}',
            "is damaged",
        ),
    ],
)
def test_what_is_no_baseline_is_refused_in_one_line(tmp_path, content, said):
    file = tmp_path / "b.json"
    file.write_bytes(content)
    with pytest.raises(StoreError, match=said) as error:
        baseline.read(file)
    assert "\n" not in str(error.value)
    with pytest.raises(StoreError, match="codematch baseline write"):
        baseline.read(tmp_path / "missing.json")


def test_an_entry_is_readable(saved):
    row = json.loads(saved[1].read_bytes())["regions"][0]
    assert set(row) == {"identity", "class", "language", "bits", "known", "questioned", "content"}
    assert len(row["identity"]) == 32


def test_what_was_removed_is_not_new_where_it_comes_back_until_the_baseline_is_written_again(known, saved, tmp_path):
    found = standings(known, tmp_path / "moved", {"other.py": OWN.format(4) + VALVE}, saved[1])
    assert [(path, one.is_new) for path, one in found] == [("other.py", False)]

    without = codematch.compare(known, write(tmp_path / "without", {"ledger.py": LEDGER}))
    file = tmp_path / "again.json"
    file.write_bytes(render(without))
    found = standings(known, tmp_path / "back", {"other.py": OWN.format(4) + VALVE}, file)
    assert [(path, one.is_new) for path, one in found] == [("other.py", True)]
