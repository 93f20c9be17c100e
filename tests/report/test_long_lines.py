"""What forms say of works with whole programs on one line: shares of tokens beside those of lines, and the parts."""

import html
import json
import re

import pytest

import codematch
from codematch.report.formats import terminal_brief
from codematch.report.text.wording import in_language
from tests.regressions.test_long_lines_were_shown_from_their_beginning import OTHER, SOURCE, minified


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    folder = tmp_path_factory.mktemp("long")
    for name, text in (("k/a.js", SOURCE), ("q/b.js", OTHER + minified(SOURCE) + OTHER)):
        (folder / name).parent.mkdir()
        (folder / name).write_text(text, encoding="utf-8")
    return codematch.compare(folder / "k", folder / "q")


def test_the_summary_says_tokens_and_shows_the_parts(result):
    with in_language("en"):
        text = " ".join(terminal_brief.text(result, 160).split())
    matched, total = (getattr(result.pairs[0].totals.token, name).questioned for name in ("matched", "total"))
    assert f"0 of 1 lines of the questioned work (0 %); by tokens 100 % and {100 * matched / total:.2f} %" in text
    assert "aligned tokens of the questioned work" in text
    assert "register(" not in text
    assert "q=m>0.0125?0:q+1;" in text or "while(q<29){" in text


@pytest.mark.parametrize(("language", "said"), [("en", "By tokens: "), ("zh", "按词法单元计")])
def test_every_form_says_tokens(result, language, said):
    for form in ("html", "markdown"):
        page = codematch.render(result, form, language=language).decode()
        assert said in page


def test_the_page_shows_the_parts_beside_their_lines(result):
    page = codematch.render(result).decode()
    exhibit = re.search(r'<article class="exhibit".*?</article>', page, re.DOTALL)
    assert exhibit is not None
    text = html.unescape(re.sub(r"<[^>]+>", "", exhibit[0]))
    assert "q=m>0.0125?0:q+1;" in text
    assert "register(" not in text


def test_parts_are_saved_and_read_again(result, tmp_path):
    saved = tmp_path / "report.json"
    saved.write_bytes(codematch.render(result, "json"))
    assert "questioned_begin" in json.dumps(json.loads(saved.read_bytes()))
    assert codematch.read_result(saved).pairs[0].exhibits == result.pairs[0].exhibits
