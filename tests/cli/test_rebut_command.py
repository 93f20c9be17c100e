"""The record of the other side: from the bundle alone, with every explanation and the same numbers."""

import pytest

from codematch.report.documents import render
from codematch.report.record import record
from codematch.report.record.blocks import Figure, Table, walk
from codematch.report.render_options import RenderOptions
from tests.report.sample_result import sample_result


@pytest.fixture
def saved(tmp_path):
    folder = tmp_path / "bundle"
    folder.mkdir()
    (folder / "report.json").write_bytes(render(sample_result(), "json"))
    return folder


def test_it_is_made_from_the_result_alone(codematch, saved, tmp_path):
    out = tmp_path / "questions"

    made = codematch("rebut", saved, "--format", "html", "--format", "pdf", "--lang", "both", "--out", out)

    assert made.code == 0
    assert sorted(path.name for path in out.iterdir() if path.suffix != ".csv") == [
        "SHA256SUMS", "rebuttal.en.html", "rebuttal.en.pdf", "rebuttal.zh.html", "rebuttal.zh.pdf", "run.json",
    ]  # fmt: skip
    assert codematch("case", "verify", out).code == 0


def test_every_explanation_has_a_row_that_is_filled():
    made = record(sample_result(), RenderOptions(rebuttal=True))
    tables = {
        block.number: block for section in made.sections for block in walk(section.blocks) if isinstance(block, Table)
    }
    rows = tables["T8"].rows
    assert len(rows) == len(sample_result().pairs[0].explanations) == 12
    assert all(any(span.text for span in line.spans) for row in rows for cell in row.cells[:4] for line in cell)
    assert {"T3", "T5", "T6", "T9", "T10"} <= tables.keys()


def test_its_numbers_are_those_of_the_whole_record():
    whole, part = (record(sample_result(), form) for form in (RenderOptions(), RenderOptions(rebuttal=True)))
    sections = {section.id: section for section in whole.sections}
    assert part.id == whole.id
    for section in part.sections:
        shown, all_of_it = (
            [block for block in walk(blocks) if not isinstance(block, Figure)]  # whose links lead to other sections
            for blocks in (section.blocks, sections[section.id].blocks)
        )
        assert shown == all_of_it


def test_it_leaves_the_result_and_other_folders_alone(codematch, saved, tmp_path):
    out = tmp_path / "o"
    assert codematch("rebut", saved, "--out", saved / "x").refused(2, "would change the result")
    assert codematch("rebut", saved / "report.json", "--out", saved / "x").code == 0
    assert codematch("rebut", saved, "--format", "csv", "--out", out).refused(2, "choose from html, pdf, docx")
    assert codematch("rebut", tmp_path / "gone.json", "--out", out).refused(5, "no such file")
