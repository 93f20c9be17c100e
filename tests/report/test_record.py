"""The record: its sections in the order of each profile, its claims with what they rest on, its blank fields blank."""

from dataclasses import fields, replace

import pytest

from codematch.model.result import CaseResult
from codematch.report.record import ANNEXES, OF_A_CASE, ORDERS, SECTIONS, record
from codematch.report.record.blocks import (
    Article,
    Block,
    Facts,
    Figure,
    Folded,
    Record,
    Section,
    Span,
    Style,
    Table,
    Text,
    walk,
)
from codematch.report.record.differences import excerpts
from codematch.report.render_options import CustodyLine, RenderOptions
from codematch.report.text.wording import LANGUAGES, in_language, say, terms
from tests.report.sample_result import empty_result, hostile_result, identical_result, large_result, sample_result

RESULTS = {
    "sample": sample_result,
    "empty": empty_result,
    "identical": identical_result,
    "hostile": hostile_result,
}
BLANK = ("examiner", "qualifications", "testimony", "compensation", "opinion", "signature")


def made(result: CaseResult, language: str = "en", **form: object) -> Record:
    with in_language(language):
        return record(result, RenderOptions(language=language, **form))


def blocks_of(section: Section) -> list[Block]:
    return list(walk(section.blocks))


def section(record: Record, key: str) -> Section:
    return next(section for section in record.sections if section.id == key)


def spans(block: Block) -> list[Span]:
    if isinstance(block, Table):
        return [span for row in block.rows for cell in row.cells for line in cell for span in line.spans]
    return list(block.spans) if isinstance(block, Text) else []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", RESULTS)
def test_every_section_is_there_in_the_order_of_the_profile(name: str, language: str) -> None:
    result = RESULTS[name]()
    left_out = set() if result.engagement else OF_A_CASE
    for profile, order in ORDERS.items():
        record = made(result, language, profile=profile)
        body = [section for section in record.sections if not section.annex]
        expected = [number for number in order if number and SECTIONS[number][0] not in left_out]
        expected = [number for number in expected if not record.short or SECTIONS[number][0] != "sensitivity"]
        assert [section.number for section in body] == expected
        assert all(section.blocks for section in record.sections)
        assert [section.part != "" for section in record.sections].count(True) == (
            7 if profile == "cn" and result.engagement else 0
        )


@pytest.mark.parametrize("name", RESULTS)
def test_an_annex_is_there_where_it_has_content_after_the_body(name: str) -> None:
    record = made(RESULTS[name]())
    annexes = [section.id for section in record.sections if section.annex]
    assert [section.id for section in record.sections[-len(annexes) :]] == annexes
    assert set(annexes) <= {key for key, _ in ANNEXES}
    assert "annex-settings" in annexes


def test_the_cover_names_the_matter_and_any_order_that_is_not_that_of_the_numbers() -> None:
    for profile in ORDERS:
        cover = made(sample_result(), profile=profile).cover
        facts = [row for block in cover if isinstance(block, Facts) for row in block.rows]
        assert [value[0].spans[0].text for _, value in facts[:2] if value] == ["Weir v. Sluice", "(2026) 7"]
        said = " ".join(span.text for block in cover if isinstance(block, Text) for span in block.spans)
        assert "The order here" not in said  # the numbers are those that the profile uses
    said = " ".join(span.text for block in made(sample_result(), rebuttal=True).cover if isinstance(block, Text)
                    for span in block.spans)  # fmt: skip
    assert "The order here is 12, 15, 7, " in said


def test_every_table_of_the_specification_is_there_with_rows() -> None:
    record = made(sample_result())
    tables = {block.number: block for part in record.sections for block in blocks_of(part) if isinstance(block, Table)}
    assert {f"T{number}" for number in range(1, 12)} - {"T2"} <= tables.keys()
    assert all(table.rows for table in tables.values())
    assert "custody log" in " ".join(
        span.text for block in blocks_of(section(record, "custody")) for span in spans(block)
    )


@pytest.mark.parametrize("name", RESULTS)
def test_every_statement_of_the_summary_rests_on_something_that_is_there(name: str) -> None:
    record = made(RESULTS[name]())
    (table,) = [block for block in blocks_of(section(record, "summary")) if getattr(block, "kind", "") == "statements"]
    assert len(table.rows) >= 6
    for row in table.rows:
        links = [span.link for line in row.cells[-1] for span in line.spans if span.link]
        assert links
        assert set(links) <= record.anchors


def test_every_exhibit_names_an_explanation_that_was_tested_or_says_that_none_was() -> None:
    result = sample_result()
    bare = replace(result, pairs=tuple(replace(pair, explanations=()) for pair in result.pairs))
    starts = {key: say(key, explanations="").strip(" .") for key in ("exhibit.found", "exhibit.not-found",
                                                                    "exhibit.not-testable")}  # fmt: skip
    for each, expected in ((result, tuple(starts.values())), (bare, (say("explanations.none"),))):
        articles = [block for part in made(each).sections for block in blocks_of(part) if isinstance(block, Article)]
        assert articles
        for article in articles:
            said = [span.text for block in article.blocks if isinstance(block, Text) for span in block.spans]
            assert any(text.startswith(expected) for text in said)


@pytest.mark.parametrize("language", LANGUAGES)
def test_fields_of_the_examiner_are_blank(language: str) -> None:
    record = made(sample_result(), language)
    with in_language(language):
        names = {say(f"engagement.{name}") for name in BLANK}
    values = {name: value for part in record.sections for block in blocks_of(part) if isinstance(block, Facts)
              for name, value in block.rows if name in names}  # fmt: skip
    assert values == dict.fromkeys(names)


def test_what_does_not_match_and_differs_is_part_of_every_record() -> None:
    for form in ({}, {"profile": "cn"}, {"tier": "PUBLIC"}):
        captions = [block.caption for block in blocks_of(section(made(sample_result(), **form), "differences"))
                    if isinstance(block, Table)]  # fmt: skip
        parts = ("unmatched", "changed", "relations", "changes", "script", "lines", "unit-pairs", "changed-units",
                 "folders")  # fmt: skip
        assert captions == [say(f"differences.{part}") for part in parts]


def test_differences_inside_regions_add_up_to_the_passages() -> None:
    result = large_result(25)
    # Older results do not say what differs between whole files.
    pair = result.pairs[0]
    bare = tuple(replace(item, change=None) for item in pair.file_pairs)
    result = replace(result, pairs=(replace(pair, file_pairs=bare),))
    (table,) = [block for block in blocks_of(section(made(result), "differences"))
                if getattr(block, "caption", "") == say("differences.inside")]  # fmt: skip
    columns = [[int(row.cells[place][0].spans[0].text.replace(",", "")) for row in table.rows] for place in (1, 2)]
    steps = [step for region in result.pairs[0].regions for step in region.script]
    assert [sum(column) for column in columns] == [
        sum(step.known for step in steps),
        sum(step.questioned for step in steps),
    ]


def test_less_reporting_never_leaves_more() -> None:
    (table,) = [
        block for block in blocks_of(section(made(large_result(30)), "sensitivity")) if isinstance(block, Table)
    ]
    counts = [row.cells[1][0].spans[0].text.replace(",", "") for row in table.rows]
    told = [int(count) for count in counts if count != say("dash")]
    assert told[0] == 30
    assert all(count <= told[0] for count in told)
    assert len(table.rows) - 1 >= 6


def test_what_cannot_be_told_of_every_region_is_not_told_of_some() -> None:
    result = large_result(30)
    pairs = (
        replace(pair, significance=(), regions=tuple(replace(region, significance=None) for region in pair.regions))
        for pair in result.pairs
    )
    bare = replace(result, pairs=tuple(pairs))
    (table,) = [block for block in blocks_of(section(made(bare), "sensitivity")) if isinstance(block, Table)]
    told = {row.cells[0][0].spans[0].text: row.cells[1][0].spans[0].text for row in table.rows}
    assert told[say("sensitivity.none")] == "30"
    assert told[say("sensitivity.threshold", factor="2")] == told[say("sensitivity.structure")] == say("dash")


def test_figures_are_captioned_and_name_their_data() -> None:
    figures = [
        block for part in made(sample_result()).sections for block in blocks_of(part) if isinstance(block, Figure)
    ]
    assert {"F1", "F2", "F9"} <= {figure.number for figure in figures}
    for figure in figures:
        assert figure.caption.endswith(say("figure.summary"))
        assert len(figure.digest) == 64
        assert figure.svg.startswith("<svg")


def test_the_heat_map_leads_to_pairs_and_these_to_regions() -> None:
    record = made(sample_result())
    (heat_map,) = [block for part in record.sections for block in blocks_of(part)
                   if isinstance(block, Figure) and block.number == "F1"]  # fmt: skip
    pairs = next(
        block for part in record.sections for block in blocks_of(part) if getattr(block, "kind", "") == "pairs"
    )
    assert {row.id for row in pairs.rows} <= record.anchors
    assert all(f'href="#{row.id}"' in heat_map.svg for row in pairs.rows)
    links = {span.link for span in spans(pairs) if span.link}
    assert links
    assert links <= record.anchors


def test_the_ratios_name_the_work_of_each_line() -> None:
    (ratios,) = [
        block
        for block in blocks_of(section(made(sample_result()), "overview"))
        if isinstance(block, Table) and block.number == "T6"
    ]
    assert {tuple(line.spans[0].text for line in row.cells[2]) for row in ratios.rows} == {("K", "Q")}


def test_time_is_said_not_to_be_examined_and_why() -> None:
    words = " ".join(span.text for block in blocks_of(section(made(sample_result()), "time")) for span in spans(block))
    assert say("time.not-examined") in words
    assert say("time.why") in words


def test_numbers_of_exhibits_stay_whatever_is_shown() -> None:
    whole, other = made(sample_result()), made(sample_result(), profile="cn", tier="PUBLIC")
    ids = [[block.number for part in record.sections for block in blocks_of(part) if isinstance(block, Article)]
           for record in (whole, other)]  # fmt: skip
    assert ids[0] == ids[1] == ["E1", "E2"]
    assert whole.id == other.id
    assert whole.root == other.root


def test_terms_are_in_both_languages() -> None:
    assert dict(terms())["questioned item (Q)"] == "检材"
    assert len(terms()) > 140
    assert all(english and chinese for english, chinese in terms())


def test_folded_lists_say_how_many_they_hold() -> None:
    folded = [
        block for part in made(large_result(30)).sections for block in blocks_of(part) if isinstance(block, Folded)
    ]
    assert all(block.summary for block in folded)


def test_pages_are_left_to_the_rendering() -> None:
    (index,) = [block for part in made(sample_result()).sections for block in blocks_of(part)
                if getattr(block, "number", "") == "T11"]  # fmt: skip
    assert [span.style for row in index.rows for span in row.cells[1][0].spans] == [Style.PAGES, Style.PAGES]


def test_reference_works_stand_in_t1_and_t3_with_their_root_hashes() -> None:
    record = made(sample_result())
    (t1,) = [block for block in blocks_of(section(record, "materials")) if isinstance(block, Table)]
    (t3,) = [block for block in blocks_of(section(record, "custody")) if isinstance(block, Table)]
    assert [column.head for column in t1.columns] == ["", "K1 · known", "Q1 · questioned", "P7 · shared material"]
    root = sample_result().pairs[0].prior[0].work.root
    assert [row.cells[3][0].spans[0].text for row in t1.rows if row.cells[0][0].spans[0].text == say("root")] == [root]
    assert [span.text for span in t3.rows[2].cells[2][0].spans] == [root]

    changed = made(replace(sample_result(), changed=("prior.1",)))
    (t3,) = [block for block in blocks_of(section(changed, "custody")) if isinstance(block, Table)]
    assert [row.cells[3][0].spans[0].text == say("custody.changed") for row in t3.rows] == [False, False, True]
    assert "shared material P1" in changed.cover[0].spans[0].text


def test_many_reference_works_make_several_tables() -> None:
    result = sample_result()
    pair = replace(result.pairs[0], prior=result.pairs[0].prior * 5)
    part = section(made(replace(result, pairs=(pair,))), "materials")
    heads = [column.head for block in blocks_of(part) if isinstance(block, Table) for column in block.columns]
    named = [head for head in heads if head]
    assert named == [
        "K1 · known",
        "Q1 · questioned",
        "P7 · shared material",
        *(f"P{n} · shared material" for n in range(2, 6)),
    ]


def test_what_is_covered_is_counted_by_kind() -> None:
    words = " ".join(span.text for block in blocks_of(section(made(sample_result()), "scope")) for span in spans(block))
    assert "Rows with masked text: 3." in words
    assert "Masked text by kind: key 3, e-mail 1." in words


def test_the_custody_log_is_table_t2_and_says_which_entry_is_late() -> None:
    values = {field.name: "" for field in fields(CustodyLine) if field.name != "late"} | {
        "item": "K1",
        "time": "2026-03-05T14:30+08:00",
    }
    log = (CustodyLine(**values | {"number": 1}), CustodyLine(**values | {"number": 2, "late": True}))
    for language in LANGUAGES:
        part = section(made(sample_result(), language, custody=log), "custody")
        (table,) = [block for block in blocks_of(part) if isinstance(block, Table) and block.number == "T2"]
        times = [[line.spans[0].text for line in row.cells[1]] for row in table.rows]
        with in_language(language):
            time = {"en": "2026-03-05 14:30 (UTC+08:00)", "zh": "2026年3月5日14时30分（北京时间）"}[language]
            assert times == [[time], [time, say("custody.late")]]


def test_an_item_without_an_id_is_called_by_its_role() -> None:
    result = sample_result()
    assert result.engagement is not None
    bare = replace(result.engagement, items=tuple(replace(item, id="") for item in result.engagement.items))
    record = made(replace(result, engagement=bare))
    (t1,) = [block for block in blocks_of(section(record, "materials")) if isinstance(block, Table)]
    (t3,) = [block for block in blocks_of(section(record, "custody")) if isinstance(block, Table)]
    assert [column.head.split()[0] for column in t1.columns[1:]] == ["K", "Q", "P1"]
    assert [row.cells[0][0].spans[0].text for row in t3.rows] == ["K", "Q", "P1"]


def test_a_long_text_that_was_changed_is_shown_around_the_change() -> None:
    long = "word " * 60
    known, questioned = excerpts(f'"{long}old{long}"', f'"{long}new{long}"')
    assert known.startswith("[…]")
    assert known.endswith("[…]")
    assert len(known) <= 106
    assert ("old" in known, "new" in questioned) == (True, True)
    assert excerpts("7\n 8", "9") == ("7 8", "9")
