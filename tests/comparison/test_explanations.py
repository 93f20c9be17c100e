"""Explanations: each is found, not found or not testable for the reason that it should be; none concludes anything."""

import pytest

from codematch.comparison.reference_material import MaterialTree
from codematch.filtration.agreed import Agreement
from codematch.model.explanation import Explanation, ExplanationId, Outcome
from codematch.model.filtration import FilterId, ReasonCode
from codematch.model.message import Message, Name, PathName, Quote
from codematch.pipeline import ComparisonInputs, compare_works
from codematch.settings import Filtration, Settings
from tests.comparison.works import LEDGER, TRIANGLE, message, renamed, work

HOLDER = "# Copyright (c) 2012-2019 The Lock Keepers. All rights reserved.\n"
OTHER = "# Copyright 2021 by the lock keepers\n"
PLAIN = ({"a.py": LEDGER}, {"b.py": renamed(LEDGER)})


def explanations(
    works: tuple[dict[str, str], dict[str, str]], filtration: Filtration | None = None, **options: object
) -> dict[ExplanationId, Explanation]:
    settings = Settings(filtration=filtration or Filtration())
    known, questioned = (work(name, files) for name, files in zip(("known", "questioned"), works, strict=True))
    pair = compare_works(known, questioned, ComparisonInputs(**options), settings=settings).pairs[0]
    return {item.id: item for item in pair.explanations}


def material(code: ReasonCode, text: str = LEDGER) -> MaterialTree:
    return MaterialTree(filter=FilterId.COMMON, tree=work("upstream", {"u.py": text}), code=code, name="upstream")


def sign(text: str, known: str, questioned: str) -> Message:
    """A finding on the first line of either file."""
    places = (Message.of("place", path=PathName(path), line=1) for path in (known, questioned))
    return Message.of("finding", text=Quote(text), known=next(places), questioned=next(places))


def test_all_twelve_stand_in_their_order():
    found = explanations(PLAIN)

    assert list(found) == list(ExplanationId)
    assert found[ExplanationId.DERIVATION].outcome is Outcome.NOT_TESTABLE
    assert found[ExplanationId.AI_ASSISTANT].outcome is Outcome.NOT_TESTABLE


@pytest.mark.parametrize(
    ("code", "name"),
    [
        (ReasonCode.OSS, ExplanationId.THIRD_PARTY),
        (ReasonCode.OSS, ExplanationId.COMMON_UPSTREAM),
        (ReasonCode.COMMON_ALGO, ExplanationId.COMMON_ALGORITHM),
        (ReasonCode.SDK_TEMPLATE, ExplanationId.HOUSE_STYLE),
        (ReasonCode.LICENSED, ExplanationId.AUTHORISED),
        (ReasonCode.HARDWARE, ExplanationId.DICTATED),
    ],
)
def test_material_speaks_for_the_explanation_that_its_reason_names(code, name):
    item = explanations(PLAIN, material=[material(code)])[name]

    assert item.outcome is Outcome.FOUND
    assert (item.regions, item.tokens) == ((1,), item.all_tokens)
    assert (item.signs[0].key, item.signs[0]["work"]) == ("in-work", "upstream")
    assert message(item.signs[0], "place")["path"] == "u.py"


def test_what_needs_material_is_tested_only_by_material_that_was_given_for_its_reason():
    needs = (ExplanationId.COMMON_ALGORITHM, ExplanationId.HOUSE_STYLE, ExplanationId.AUTHORISED)
    without = explanations(PLAIN)
    other = explanations(PLAIN, material=[material(ReasonCode.COMMON_ALGO, TRIANGLE)])

    assert [without[name].outcome for name in needs] == [Outcome.NOT_TESTABLE] * 3
    assert [other[name].outcome for name in needs] == [Outcome.NOT_FOUND, *[Outcome.NOT_TESTABLE] * 2]

    agreement = Agreement(reason="joint work", name="both", paths=("nothing.py",))
    agreed = explanations(PLAIN, agreements=[agreement])
    assert [agreed[name].outcome for name in needs] == [*[Outcome.NOT_TESTABLE] * 2, Outcome.NOT_FOUND]


def test_a_filter_that_is_off_tests_nothing():
    off = explanations(PLAIN, Filtration(idioms=False))[ExplanationId.COMMON_NAMES]
    on = explanations(PLAIN)[ExplanationId.COMMON_NAMES]

    assert (off.outcome, on.outcome) == (Outcome.NOT_TESTABLE, Outcome.FOUND)


def test_a_common_holder_speaks_for_an_author_and_an_upstream_in_common():
    found = explanations(({"a.py": HOLDER + LEDGER}, {"b.py": OTHER + renamed(LEDGER)}))

    for name in (ExplanationId.COMMON_AUTHOR, ExplanationId.COMMON_UPSTREAM):
        assert found[name].outcome is Outcome.FOUND
        assert found[name].signs == (sign("the lock keepers", "a.py", "b.py"),)
        assert found[name].tokens == 0
    assert explanations(PLAIN)[ExplanationId.COMMON_AUTHOR].outcome is Outcome.NOT_FOUND

    licence = "Copyright 2012 The Lock Keepers\n\nYou may use it.\n"
    found = explanations(({"a.py": LEDGER, "LICENSE": licence}, {"b.py": renamed(LEDGER), "LICENSE.txt": licence}))
    assert found[ExplanationId.COMMON_AUTHOR].signs == (sign("the lock keepers", "LICENSE", "LICENSE.txt"),)


def test_a_source_on_the_web_that_both_name_is_a_sign():
    note = "# see https://stackoverflow.com/a/1234567 for how\n"
    found = explanations(({"a.py": note + LEDGER}, {"b.py": note + TRIANGLE}))[ExplanationId.PUBLIC_ANSWER]

    assert found.outcome is Outcome.FOUND
    assert "stackoverflow.com/a/1234567" in found.signs[0]["text"]
    assert isinstance(found.signs[0]["text"], Quote)


def test_what_was_agreed_on_speaks_for_agreed_reuse():
    agreement = Agreement(reason="joint work", name="both", paths=("b.py",))
    found = explanations(PLAIN, agreements=[agreement])[ExplanationId.AUTHORISED]

    assert (found.outcome, found.signs) == (
        Outcome.FOUND,
        (Message.of("agreed", reason=Name("joint work"), by=Name("both")),),
    )


def test_generated_code_on_both_sides_is_one_explanation():
    head = "# automatically generated by gauge-gen\n"
    found = explanations(({"a.py": head + LEDGER}, {"b.py": head + renamed(LEDGER)}))[ExplanationId.GENERATOR]

    assert (found.outcome, found.regions) == (Outcome.FOUND, (1,))
