"""Sentences of the first page and of what would change it: each says what was measured, in both languages."""

import re
from dataclasses import replace

import pytest

import codematch
from codematch.model.evidence import Place
from codematch.model.match import Region
from codematch.model.stratum import StrataFound, Stratum
from codematch.report.finding_places import FindingPlaces, Within
from codematch.report.record import record
from codematch.report.record.blocks import Items, Table, Text
from codematch.report.record.context import Context
from codematch.report.record.glance import glance
from codematch.report.render_options import RenderOptions
from codematch.report.text import LANGUAGES, glance_sentences, in_language, region_sentences, strata_sentences
from tests.policy.works import LEDGER, ROUTE, VALVE, write

NOTICE = "# Copyright (c) 2021 Brenkowitz Hydraulics GmbH. All rights reserved.\n"


def words(blocks):
    """Every text of blocks, of tables too."""
    for block in blocks:
        if isinstance(block, Text):
            yield "".join(span.text for span in block.spans)
        if isinstance(block, Items):
            yield from ("".join(span.text for span in line.spans) for line in block.lines)
        if isinstance(block, Table):
            for row in block.rows:
                yield from ("".join(span.text for span in line.spans) for cell in row.cells for line in cell)


@pytest.fixture(scope="module")
def notices(tmp_path_factory):
    """Two works with nothing in common but a notice."""
    folder = tmp_path_factory.mktemp("notices")
    known = write(folder / "k", {"a.py": NOTICE + "def one(a):\n    return [x for x in a if x]\n"})
    return codematch.compare(known, write(folder / "q", {"b.py": NOTICE + "class Two:\n    size = 4\n"}))


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    folder = tmp_path_factory.mktemp("shared")
    known = write(folder / "k", {"valve.py": VALVE, "ledger.py": LEDGER, "own.py": "queue_of_refused = 1\n"})
    material = write(folder / "c", {"valve.py": VALVE})
    questioned = write(folder / "q", {"v.py": VALVE, "l.py": LEDGER.replace("balance", "total"), "r.py": ROUTE})
    return codematch.compare(known, questioned, common=[material])


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_region_the_page_names_what_is_in_both_works(notices, language):
    with in_language(language):
        said = " ".join(words(glance(Context(notices, RenderOptions(language=language)))))
        sections = record(notices, RenderOptions(language=language)).sections
        blocks = [outer for section in sections for outer in section.blocks]
        listed = " ".join(words([*blocks, *(inner for outer in blocks for inner in getattr(outer, "blocks", ()))]))
    assert notices.pairs[0].regions == ()
    assert {"en": "Artefacts 1", "zh": "遗留痕迹 1"}[language] in said or {"en": "Comments", "zh": "注释"}[
        language
    ] in said
    assert "Brenkowitz" in listed  # a short record has the annex of findings, too


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_has_a_wrong_plural_or_lacks_its_end(notices, shared, language):
    for result in (notices, shared):
        with in_language(language):
            said = list(words(glance(Context(result, RenderOptions(language=language)))))
            rates = glance_sentences.rates(result, result.pairs[0])
        assert not any(re.search(r"\b1 (?:pairs|regions|files|groups|lines)\b", one) for one in said), said
        assert rates.endswith({"en": ".", "zh": "。"}[language])
        assert not re.search(r"% [A-Z]", rates)


def test_all_files_compared_is_one_sentence(shared):
    assert glance_sentences.left_out(shared.pairs[0]) == "Every file of both works was compared."


def test_a_question_told_above_names_where(shared):
    from codematch.model.engagement import Engagement

    asked = replace(shared, engagement=Engagement(questions=("Which files correspond?", "Are any files identical?")))
    said = " ".join(words(glance(Context(asked, RenderOptions()))))
    assert "Told above, under: Which files correspond?" in said


def test_figures_of_another_stratum_are_said_to_be_so(shared):
    pair = shared.pairs[0]
    entry = next(one for one in pair.significance if one.language == "python")
    found = pair.strata.found
    same_task = StrataFound(found=found, chosen=Stratum.SAME_TASK, is_given=True)
    stated = strata_sentences.figures_of(replace(pair, strata=same_task), replace(entry, stratum=None))
    assert (
        stated
        == "For Python there are no figures of works for the same task; the statements are about unrelated works."
    )
    own = replace(pair, strata=StrataFound(found=found, chosen=Stratum.UNRELATED, is_given=True))
    assert strata_sentences.figures_of(own, replace(entry, stratum=None)) == ""


def test_the_sentence_on_the_heaviest_region_says_whose_figures_it_states(shared):
    pair = shared.pairs[0]
    other = StrataFound(found=pair.strata.found, chosen=Stratum.SAME_AUTHOR, is_given=True)
    said = region_sentences.heaviest_coincidence(replace(pair, strata=other))
    assert said.startswith("For Python ")
    assert "works by the same author" in said or "the figures are those of" in said


def test_what_was_given_is_not_listed_as_missing(shared, notices):
    from codematch.report.record.sensitivity import would_change

    given, bare = (" ".join(words(would_change(Context(result, RenderOptions())))) for result in (shared, notices))
    assert "besides the one work that was given with --common" in given
    assert "if given with --common, it is labelled" in bare
    for said in (given, bare):
        assert "could not be read" not in said  # every file was compared


def test_a_finding_is_placed_by_both_sides(shared):
    pair = shared.pairs[0]
    finding = next(item for channel in pair.evidence for item in channel.findings if item.region)
    places = FindingPlaces(pair)
    first, other = pair.regions[:2]

    def within(known: Region | None, questioned: Region | None) -> Within:
        at = [Place(path=one.path, line=one.first_line) if one else Place(path="elsewhere.py", line=1)
              for one in (known and known.known, questioned and questioned.questioned)]  # fmt: skip
        return places.within(replace(finding, region=0, known=at[0], questioned=at[1]))

    assert places.within(finding) is Within.ONE_REGION
    assert within(first, other) is Within.DIFFERENT_REGIONS
    assert within(first, None) is Within.KNOWN_SIDE
    assert within(None, first) is Within.QUESTIONED_SIDE
    assert within(None, None) is Within.NO_REGION
    whole = replace(finding, region=0, known=Place(path="a", line=0), questioned=Place(path="b", line=0))
    assert places.within(whole) is Within.WHOLE_FILE
