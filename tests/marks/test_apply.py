"""Marks are found again by content: after moved lines, renamed files, another run; never on changed content."""

import json
from dataclasses import replace

import pytest

import codematch
from codematch.errors import StoreError
from codematch.marks import MarksFile, StatedMark, read_marks, with_marks
from codematch.marks.apply import stated
from codematch.marks.file import edited
from codematch.model.document import from_document
from codematch.model.marks import MarkFit, MarkGroup, MarkKind
from codematch.model.precision import stored_total
from codematch.report.formats import to_json
from codematch.report.redaction import redacted, without_code
from tests.policy.works import LEDGER, OWN, ROUTE, VALVE, write

BARE = StatedMark(kind=MarkKind.SET_ASIDE, identity="", name="Li Wei", reason="a common model", date="2026-11-29")


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    files = {"ledger.py": LEDGER, "valve.py": VALVE, "route.py": ROUTE}
    return write(tmp_path_factory.mktemp("known"), files)


@pytest.fixture(scope="module")
def result(known, tmp_path_factory):
    files = {"lib/valve.py": VALVE + OWN.format(1), "ledger.py": OWN.format(2) + LEDGER}
    return codematch.compare(known, write(tmp_path_factory.mktemp("first"), files))


def region_in(result, name):
    return next(one for one in result.pairs[0].regions if one.known.path == name)


@pytest.fixture(scope="module")
def file(result, tmp_path_factory):
    """Sets the region of the valve aside, and marks that of the ledger as seen and asserted."""
    path = tmp_path_factory.mktemp("marks") / "marks.toml"
    ledger = region_in(result, "ledger.py")
    marks = [stated(region_in(result, "valve.py"), BARE)]
    marks += [stated(ledger, replace(BARE, kind=kind, reason="")) for kind in (MarkKind.SEEN, MarkKind.ASSERTED)]
    path.write_bytes(edited(b"", (), marks))
    return path


def marks_of(result):
    return {
        region.questioned.path: {mark.kind for mark in result.pairs[0].marks.of(region.number)}
        for region in result.pairs[0].regions
    }


def test_marks_apply_to_the_regions_they_were_made_for_and_change_nothing_else(result, file):
    marked = with_marks(result, read_marks(file))

    assert marks_of(marked) == {
        "lib/valve.py": {MarkKind.SET_ASIDE}, "ledger.py": {MarkKind.SEEN, MarkKind.ASSERTED},
    }  # fmt: skip
    assert replace(marked.pairs[0], marks=None) == result.pairs[0]
    assert from_document(json.loads(to_json.render(marked))).pairs[0].marks == marked.pairs[0].marks


def test_moved_lines_renamed_files_and_other_layout_keep_marks(known, file, tmp_path):
    moved = {
        "src/pump/regulation.py": OWN.format(3) * 4 + VALVE,
        "src/books.py": "# another comment\n\n" + LEDGER.replace("    ", "  ") + OWN.format(5),
    }
    again = codematch.compare(known, write(tmp_path, moved), marks=file)

    assert marks_of(again) == {
        "src/pump/regulation.py": {MarkKind.SET_ASIDE}, "src/books.py": {MarkKind.SEEN, MarkKind.ASSERTED},
    }  # fmt: skip
    assert again.pairs[0].marks.unmatched() == ()


def test_changed_content_needs_a_new_mark_and_says_where_it_is(known, file, tmp_path):
    changed = {"lib/valve.py": VALVE.replace("opening", "position"), "route.py": ROUTE}
    marks = codematch.compare(known, write(tmp_path, changed), marks=file).pairs[0].marks

    valve, *ledger = marks.marks
    region = next(one for one in codematch.compare(known, tmp_path).pairs[0].regions if one.known.path == "valve.py")
    assert (valve.fit, valve.regions, valve.nearest) == (MarkFit.CHANGED, (), region.number)
    assert 0 < valve.shared <= 1
    assert {mark.fit for mark in ledger} == {MarkFit.GONE}
    totals = {total.group: total.regions for total in marks.totals}
    assert (totals[MarkGroup.SET_ASIDE], totals[MarkGroup.SEEN]) == (0, 0)


def test_one_of_two_places_of_the_same_content_is_marked_the_one_nearest_to_its_old_place(known, file, tmp_path):
    twice = {"a/valve.py": VALVE, "lib/valve.py": OWN.format(7) + VALVE, "ledger.py": LEDGER}
    found = marks_of(codematch.compare(known, write(tmp_path, twice), marks=file))

    assert found["lib/valve.py"] == {MarkKind.SET_ASIDE}
    assert found["a/valve.py"] == set()


def test_a_mark_without_places_applies_to_every_region_with_its_content(known, result, tmp_path):
    identity = region_in(result, "valve.py").identity[:10]
    again = codematch.compare(known, write(tmp_path, {"a/valve.py": VALVE, "b/valve.py": VALVE}))
    given = MarksFile(name="m.toml", data=b"", marks=(replace(BARE, identity=identity),))

    assert set(map(frozenset, marks_of(with_marks(again, given)).values())) == {frozenset({MarkKind.SET_ASIDE})}


def test_totals_are_those_of_the_regions_shown(result, file):
    marks = with_marks(result, read_marks(file)).pairs[0].marks
    totals = {total.group: total for total in marks.totals}
    valve, ledger = region_in(result, "valve.py"), region_in(result, "ledger.py")

    assert totals[MarkGroup.SET_ASIDE].weight_bits == stored_total(valve.weight)
    assert totals[MarkGroup.WITHOUT_SET_ASIDE].residual_bits == stored_total(ledger.residual or ledger.weight)
    for name in ("regions", "tokens", "weight_bits", "residual_bits"):
        both = (getattr(totals[group], name) for group in (MarkGroup.SET_ASIDE, MarkGroup.WITHOUT_SET_ASIDE))
        assert sum(both) == pytest.approx(getattr(totals[MarkGroup.ALL], name))


def test_the_order_of_marks_and_regions_does_not_matter(result, file):
    given = read_marks(file)
    pair = result.pairs[0]
    backwards = replace(result, pairs=(replace(pair, regions=pair.regions[::-1]),))
    turned = replace(given, marks=given.marks[::-1])

    assert marks_of(with_marks(backwards, given)) == marks_of(with_marks(result, turned))


def test_a_redacted_form_states_marks_and_takes_none(result, file):
    marked = with_marks(result, read_marks(file))
    for form in (without_code(marked), redacted(marked, b"0" * 32).result):
        assert [mark.text for mark in form.pairs[0].marks.marks] == ["a common model", "", ""]
        assert {mark.identity for mark in form.pairs[0].marks.marks} == {""}
        with pytest.raises(StoreError, match="does not record what its regions contain"):
            with_marks(form, read_marks(file))
