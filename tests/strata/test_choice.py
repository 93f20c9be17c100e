"""The least favourable stratum that fits is chosen, unless the examiner gives one."""

import pytest

from codematch.errors import InvariantError, UsageError
from codematch.model.message import Message
from codematch.model.stratum import AUTO, FoundStratum, StrataFound, Stratum, StratumFigure, parse_stratum
from codematch.settings import Settings, grammars_folder
from codematch.significance.reference_sets import NullModels
from codematch.strata.choice import ORDER, choose

ALL = tuple(Stratum)


def found(*fitting: Stratum) -> list[FoundStratum]:
    return [
        FoundStratum(stratum=stratum, fits=stratum in fitting, figures=(), reason=Message.of("unrelated-fits"))
        for stratum in ALL
    ]


def test_every_stratum_has_its_place_in_the_order():
    assert sorted(ORDER) == sorted(Stratum)


def test_the_order_is_that_of_what_pairs_of_all_languages_reach():
    settings = Settings()
    models = NullModels(grammars_folder(), settings)
    held = [models.refer(stratum, "a language without pairs") for stratum in ORDER[1:]]
    reached = [found.heaviest.quantile(settings.significance.coincidence_rate) for found in held]

    assert reached == sorted(reached)
    assert models.refer(ORDER[0], "python") is None


def test_the_least_favourable_stratum_that_fits_is_chosen_and_stated_first():
    chosen = choose(found(Stratum.UNRELATED, Stratum.SAME_AUTHOR, Stratum.SAME_INTERFACE))

    assert chosen.chosen is Stratum.SAME_INTERFACE
    assert not chosen.is_given
    assert [entry.stratum for entry in chosen.fitting] == [
        Stratum.SAME_INTERFACE, Stratum.SAME_AUTHOR, Stratum.UNRELATED,
    ]  # fmt: skip
    assert len(chosen.found) == len(ALL)


def test_what_the_examiner_gives_is_taken_even_where_it_does_not_fit():
    chosen = choose(found(Stratum.UNRELATED, Stratum.SAME_TASK), Stratum.SAME_FRAMEWORK)

    assert chosen.chosen is Stratum.SAME_FRAMEWORK
    assert chosen.is_given
    assert chosen.found[0].stratum is Stratum.SAME_TASK


def test_a_chosen_stratum_must_be_among_those_that_were_measured():
    with pytest.raises(InvariantError):
        StrataFound(found=tuple(found(Stratum.UNRELATED)[:1]), chosen=Stratum.SAME_TASK, is_given=True)


def test_names_of_strata_are_read_and_others_refused():
    assert parse_stratum(AUTO, "--stratum") is None
    assert parse_stratum("same-task", "--stratum") is Stratum.SAME_TASK
    with pytest.raises(UsageError, match="--stratum same-bug: unknown stratum; choose from auto, unrelated"):
        parse_stratum("same-bug", "--stratum")


def test_a_figure_is_reached_from_its_least_value_on():
    def figure(value, least=None):
        return StratumFigure(name="task-texts", value=value, is_share=False, least=least)

    assert [figure(2, 2).is_reached, figure(1.9, 2).is_reached, figure(0).is_reached] == [True, False, True]
