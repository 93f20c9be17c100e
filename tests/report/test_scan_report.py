"""The page and the tables of a scan: all there is, escaped, in both languages, and without a work too many."""

import re
import xml.dom.minidom
from dataclasses import replace

import pytest

from codematch.model.message import Message, Name
from codematch.model.result import Manifest
from codematch.model.scan import (
    SCAN_VERSION,
    BasePassage,
    Candidates,
    CandidateSource,
    Cluster,
    IndexRecall,
    Merge,
    PairState,
    RankedPair,
    ScannedWork,
    ScanResult,
    WorkState,
)
from codematch.report.charts.sets import leaf_order
from codematch.report.scan import cells, documents, render, text
from codematch.report.text.wording import LANGUAGES, in_language
from codematch.settings import Settings, as_dict

MANIFEST = Manifest(tool="codematch", version="0", libraries={}, grammars={}, settings=as_dict(Settings()), sketch={})


def sample(works: int = 4, label: str = "<script>alert(1)</script>") -> ScanResult:
    """A scan of some works of which the first two are reported, one is a duplicate and one unreadable."""
    rows = [
        ScannedWork(number=n, label=label if n == 1 else f"work{n}", state=WorkState.COMPARED, root="a" * 64, files=1,
                    lines=10, tokens=100, languages=("python",), cluster=1 if n < 3 else 0)
        for n in range(1, works + 1)
    ]  # fmt: skip
    rows.append(ScannedWork(number=works + 1, label="twin", state=WorkState.DUPLICATE, root="a" * 64, duplicate_of=1))
    told = Message.of("system-said", text=Name("=cmd|broken"))
    rows.append(ScannedWork(number=works + 2, label="=bad", state=WorkState.UNREADABLE, detail=told))
    common = {"share": 0.4, "structure": 0.5, "names": 0.1, "literals": 0.0, "comments": 0.0}
    pairs = [
        RankedPair(rank=1, first=1, second=2, score=0.9, state=PairState.COMPARED, reported=True, regions=3,
                   sources=(CandidateSource.PASSAGES,), heaviest_bits=120.5, outside_base_bits=90.25,
                   threshold_bits=40.0, first_share=0.5, second_share=0.25, record="pairs/1-2/report.html", **common),
        *(RankedPair(rank=n, first=1, second=n, score=0.1, state=PairState.NOT_COMPARED, **common)
          for n in range(3, works + 1)),
    ]  # fmt: skip
    recall = IndexRecall(resemblance=0.5, bands=26, rows=3, promised=0.97, sample_works=8, sampled=4, found=4)
    return ScanResult(
        format_version=SCAN_VERSION,
        manifest=MANIFEST,
        works=tuple(rows),
        pairs=tuple(pairs),
        pairs_total=works * (works - 1) // 2,
        reported_total=1,
        candidates=Candidates(pairs=6, candidates=1, compared=1, by_source={"passages": 1, "files": 0, "units": 0},
                              sampled=2, missed=0, rate=0.05, expected=0.3, index=recall),
        clusters=(Cluster(number=1, works=(1, 2), pairs=1, weakest=0.9),),
        merges=(Merge(left=1, right=2, score=0.9, works=2),),
        base=(BasePassage(work=1, path="a/b.py", first_line=3, last_line=9, tokens=44, works=3),),
        limitations=(Message.of("scan-failed-pairs", count=1),),
    )  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_part_is_on_the_page_and_names_are_escaped(language):
    page = documents(sample(), ("html",), [language])["scan.html"].decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;" in page
    for part in ("reported", "clusters", "figures", "others", "base", "works", "method"):
        assert f'id="{part}"' in page
    assert 'href="pairs/1-2/report.html"' in page
    for svg in re.findall(r"<svg.*?</svg>", page, re.DOTALL):
        xml.dom.minidom.parseString(svg)  # noqa: S318 - made by this program
    assert 'href="#p1-2"' in page
    assert 'id="p1-2"' in page


def test_figures_show_at_most_so_many_works_and_none_without_pairs():
    many = dict(cells.figures(sample(200)))
    assert many["matrix"].count("rotate") == 0
    assert len(re.findall(r">\d+ work\d+<", many["matrix"])) == cells.FIGURE_WORKS - 1
    alone = replace(sample(), pairs=(), merges=(), clusters=())
    assert dict(cells.figures(alone)) == {}
    assert b"<svg" not in render(alone, "html")


def test_no_two_lines_of_a_dendrogram_cross():
    assert leaf_order([(5, 1, 3, 0.9), (6, 2, 4, 0.8), (7, 5, 6, 0.2)]) == [1, 3, 2, 4]


def test_tables_run_no_formula():
    tables = documents(sample(), ("csv",), ["en"])

    assert b"'=bad,unreadable" in tables["scan-works.csv"]
    assert b"\r\n1,1,<script>" in tables["scan-pairs.csv"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_summary_fits_its_width(language):
    with in_language(language):
        lines = text(sample(), 80).splitlines()

    assert max(map(len, lines)) <= 80
    assert any("0.900" in line for line in lines)


def test_a_changed_work_is_named_on_the_page():
    page = documents(replace(sample(), changed=("work2",)), ("html",), ["en"])["scan.html"].decode()

    assert "INVALID: these works changed during the scan: work2" in page


def test_pairs_are_filtered_by_words_and_score_in_a_browser(browser, tmp_path):
    (tmp_path / "scan.html").write_bytes(render(sample(works=20), "html"))
    page = browser.new_page()
    heard = []
    page.on("console", lambda said: heard.append(said.text))
    page.on("request", lambda request: heard.append(request.url))
    page.goto((tmp_path / "scan.html").as_uri())
    table = page.locator("table.filterable:has(#p1-3)")
    rows = table.locator("tbody").filter(visible=True)
    assert rows.count() == 18
    finder = page.locator("input.finder:not(.least)")
    finder.fill("work12")
    assert rows.count() == 1
    finder.fill("")
    page.locator("input.least").first.fill("0.2")
    assert rows.count() == 0
    page.locator("figure a[href='#p1-3']").first.click()
    assert page.locator("#p1-3").is_visible()
    assert rows.count() == 18
    assert heard == [(tmp_path / "scan.html").as_uri()]
    page.close()
