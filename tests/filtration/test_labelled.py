"""Every filter on labelled files: no line too many, and no more missed than is known."""

import pytest

from tests.filtration.labelled import TESTED, Outcome, outcomes

MISSED = {
    ("vendored", "lib/copied_queue.py"): [1, 2, 3, 4, 5],  # nothing in it says where it is from
    ("licences", "static/lift.js"): [1],  # a banner that only names the licence
    ("licences", "a/odd_licence.py"): [1],  # in words of its own
    ("imports", "core/clock.js"): [2],  # require is a call like any other
    ("data", "data/records.py"): list(range(2, 16)),  # calls between the literals
    ("data", "data/json.json"): [1, 2, 3, 4, 5],  # the plain lexer takes its words one by one
    ("interface", "bean/barge.cs"): [2],  # properties are no functions
    ("standards", "etc/lockd.jsonc"): [1, 2, 3, 4],  # nobody has listed this format
}


@pytest.fixture(scope="module")
def found() -> tuple[Outcome, ...]:
    return tuple(outcomes())


def test_no_filter_labels_a_line_too_many(found):
    assert [(o.filter, o.path, sorted(o.labelled - o.expected)) for o in found if o.labelled - o.expected] == []


def test_what_filters_miss_is_known(found):
    missed = {(o.filter, o.path): sorted(o.expected - o.labelled) for o in found if o.expected - o.labelled}
    assert missed == MISSED


def test_every_filter_has_something_to_find(found):
    assert {o.filter for o in found if o.expected & o.labelled} == {rule.id for rule in TESTED}
