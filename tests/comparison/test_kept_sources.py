"""The texts of files that share regions, and which of their lines are kept beside each other."""

from dataclasses import replace
from pathlib import Path

import pytest

import codematch
from codematch.model.match import RowState
from codematch.model.result import CaseResult
from codematch.model.sources import SourceTexts, packed
from codematch.settings import Settings
from tests.report.viewer_works import SECRET, compared, works


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> CaseResult:
    return compared(tmp_path_factory.mktemp("works"))


def kept(result: CaseResult) -> SourceTexts:
    sources = result.pairs[0].sources
    assert sources is not None
    return sources.read()


def test_texts_are_whole_and_there_once(result: CaseResult) -> None:
    found = kept(result)
    pair = result.pairs[0]
    lines = {file.sha256: file.lines for work in (pair.known, pair.questioned) for file in work.files}
    assert {digest: text.count("\n") for digest, text in found.texts.items()} == {
        digest: lines[digest] for digest in found.texts
    }
    assert len(found.pairs) == len(pair.file_pairs)
    assert {digest for files in found.pairs for digest in files.texts} == found.texts.keys()


def test_rows_ascend_and_say_of_two_lines_what_exhibits_say(result: CaseResult) -> None:
    found, pair = kept(result), result.pairs[0]
    states = {
        (region.known.path, row.known_line, row.questioned_line): row.state
        for exhibit in pair.exhibits
        for region in pair.regions
        if region.number == exhibit.region
        for row in exhibit.rows
        if row.known_line and row.questioned_line
    }
    seen = 0
    for files in found.pairs:
        last = 0, 0
        for row in files.rows:
            assert row[0] > last[0]
            assert row[1] > last[1]
            last = row[0] + row[2] - 1, row[1] + row[2] - 1
            for step in range(row[2]):
                state = states.get((files.paths[0], row[0] + step, row[1] + step))
                said = RowState(row[3]) if len(row) > 3 else RowState.IDENTICAL
                assert state in (None, said)
                seen += state is not None
    assert seen > 40


def test_a_region_in_another_order_has_rows_of_its_own(result: CaseResult) -> None:
    (files,) = [one for one in kept(result).pairs if one.moved]
    ((number, rows),) = files.moved
    (region,) = [one for one in result.pairs[0].regions if one.number == number]
    assert (rows[0][0], rows[0][1]) == (region.known.first_line, region.questioned.first_line)
    assert sum(row[2] for row in rows) == region.known.last_line - region.known.first_line + 1


def test_secrets_are_covered_unless_the_run_shows_them(result: CaseResult, tmp_path: Path) -> None:
    assert [text for text in kept(result).texts.values() if SECRET in text] == []
    known, questioned = works(tmp_path)
    shown = codematch.compare(known, questioned, jobs=1, unmask="ordered by the court")
    assert len([text for text in kept(shown).texts.values() if SECRET in text]) == 2


@pytest.mark.parametrize(("most", "texts", "omitted"), [(0, None, None), (2_000, 2, 1), (10**6, 4, 0)])
def test_a_limit_is_kept_and_what_is_left_out_is_counted(
    tmp_path: Path, most: int, texts: int | None, omitted: int | None
) -> None:
    known, questioned = works(tmp_path)
    settings = Settings()
    settings = replace(settings, counting=replace(settings.counting, max_source_bytes=most))
    sources = codematch.compare(known, questioned, jobs=1, settings=settings).pairs[0].sources
    assert (sources.texts if sources else None, sources.omitted if sources else None) == (texts, omitted)


def test_what_is_packed_is_read_back(result: CaseResult) -> None:
    found = kept(result)
    again = packed(found, 3)
    assert again.read() == found
    assert (again.texts, again.omitted) == (len(found.texts), 3)
    assert again.content.isascii()
