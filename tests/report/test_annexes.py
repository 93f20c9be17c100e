"""Body and annexes: what is long is named with the file that has all of it, its rows and its digest."""

import csv
import hashlib
import io
import re
from itertools import pairwise

import pytest

from codematch.report.documents import documents
from codematch.report.record import record
from codematch.report.record.blocks import Table, walk
from codematch.report.record.context import BODY_ROWS
from codematch.report.render_options import RenderOptions
from codematch.report.text.wording import LANGUAGES, in_language
from tests.report.sample_result import large_result, sample_result

_NAMED = re.compile(r"([a-zA-Z-]+\.csv)\s*[(（]([\d,]+)\s*(?:rows|行)[,，]\s*SHA-256 ([0-9a-f]{16})")


@pytest.mark.parametrize("languages", [("en",), ("zh",), LANGUAGES])
def test_files_that_a_record_names_are_written_with_it(languages: tuple[str, ...]) -> None:
    made = documents(large_result(200), "html", languages)
    pages = [content.decode() for name, content in made.items() if name.endswith(".html")]
    assert len(pages) == len(languages)
    for page in pages:
        named = _NAMED.findall(page)
        assert {name for name, _, _ in named} >= {"matches.csv"}
        for name, rows, digest in named:
            content = made[name]
            assert hashlib.sha256(content).hexdigest().startswith(digest)
            assert len(list(csv.reader(io.StringIO(content.decode(), newline="")))) - 1 == int(rows.replace(",", ""))


def test_the_body_has_few_rows_and_the_annex_all_of_them() -> None:
    made = record(large_result(200), RenderOptions())
    counts = {
        section.id: [len(block.rows) for block in walk(section.blocks)
                     if isinstance(block, Table) and block.kind.startswith("regions")]
        for section in made.sections
    }  # fmt: skip
    assert max(counts["levels"]) == BODY_ROWS
    assert counts["annex-places"] == [200]


def test_rows_that_others_lead_to_are_there_once() -> None:
    for result in (sample_result(), large_result(200)):
        made = record(result, RenderOptions())
        ids = [row.id for section in made.sections for block in walk(section.blocks) if isinstance(block, Table)
               for row in block.rows if row.id]  # fmt: skip
        assert len(ids) == len(set(ids))
        assert {f"row-1-{region.number}" for region in result.pairs[0].regions} <= set(ids)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_chinese_document_is_numbered_as_one(language: str) -> None:
    with in_language(language):
        made = record(sample_result(), RenderOptions(language=language, profile="cn"))
    parts = [section.part for section in made.sections if section.part]
    labels = [section.label for section in made.sections]
    if language == "zh":
        assert [part[:2] for part in parts] == [f"{digit}、" for digit in "一二三四五六七"]
        starts = [place for place, section in enumerate(made.sections) if section.part]
        for start, stop in pairwise([*starts, len(labels)]):
            assert labels[start:stop] == [f"（{digit}）" for digit in "一二三四五六七八九十"[: stop - start]]
    else:
        assert [part[:2] for part in parts] == [f"{number}." for number in range(1, 8)]
    first = [section for section in made.sections if section.part]
    assert {section.label for section in first} == {labels[0]}
