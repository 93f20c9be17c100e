"""Quotes are changed wherever messages stand in a result, found by the types."""

from codematch.model.match import Weight
from codematch.model.message import Message, Name, Quote
from codematch.model.quotes import with_quotes
from tests.report.sample_result import sample_result


def test_every_quote_is_changed_once_and_has_a_place_of_its_own() -> None:
    result = sample_result()
    places: list[str] = []
    changed = with_quotes(result, lambda place, text: places.append(place) or f"<{text}>")  # type: ignore[func-returns-value]
    changes = [f"pairs-1:differences-{number}:change:{side}" for number in (1, 2, 3, 4, 5, 6) for side in (1, 2)]
    note_places = ["pairs-1:evidence-1:findings-1:note:1", "pairs-1:evidence-1:findings-1:note:2"]
    reasons = [f"pairs-1:strata:found-1:reason:{number}" for number in (1, 2)]
    assert sorted(places) == sorted(changes + note_places + reasons)
    note = changed.pairs[0].evidence[0].findings[0].note
    assert note == Message.of("note-stem", known=Quote("<<u>a</u>>"), questioned=Quote("<b>"))


def test_what_holds_no_quote_is_returned_as_it_is() -> None:
    result = sample_result()
    assert with_quotes(result, lambda _, text: text) == result
    pair = with_quotes(result, lambda _, text: text + "!").pairs[0]
    assert pair.regions == result.pairs[0].regions
    assert pair.exhibits is result.pairs[0].exhibits
    weight = Weight(structure=1.0, names=0.0, literals=0.0, comments=0.0)
    assert with_quotes(weight, lambda _, text: text + "!") is weight


def test_names_are_no_quotes() -> None:
    limitation = sample_result().limitations[0]
    assert isinstance(limitation.detail["language"], Name)
    assert with_quotes(limitation, lambda _, text: "▒") == limitation
