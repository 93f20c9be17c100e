"""Where statements begin and end, marked in small programs: « before one and » behind it."""

import pytest

from codematch.align.borders import Borders
from codematch.languages import load_languages, tokenize
from codematch.settings import Settings, grammars_folder

LANGUAGES = load_languages(grammars_folder())

PROGRAMS = {
    "python": """\
«@cached
«def total(rows, rate=1):
    «if rows: «return sum(row.net for row in rows)»
    else:
        «count = {
            "a": 1,
            "b": rate,
        }»
    «a = 1;» «return count»
""",
    "javascript": """\
«on('open', function (event, {a, b}) {
  «for (var i = 0, n = 3; i < n; i++) { «show(i)» }»
  «if (a) {
    «b();»
  } else if (b) {
    «a();»
  }»
}, {passive: true});»
""",
    "c": """\
«struct gate { «int width;» };»
«static int open_gate(struct gate *gate,
                     int width)
{
    «for (int i = 0; i < width; i++)
        «gate->width += i;»
    «return (int) sizeof(struct gate);»
}»
""",
    "ruby": """\
«class Gate
  «def open(width)
    «@width = width»
    «raise Closed unless ready?»
  rescue Closed
    «nil»
  end»
end»
""",
    "rust": """\
«fn open(width: u32) -> Option<u32> {
    «let half = width / 2;»
    «match half {
        «0 => None,»
        «n => Some(n),»
    }»
}»
""",
    "json": '«{\n  «"a": {«"b": 1,» «"c": [1, 2]»},»\n  «"d": null»\n}»\n',
    "yaml": "«a:\n  «b: 1»\n«c:\n  «- d»\n  «- e»\n",
    "css": "«.a, .b { «color: red;» «top: 0»}»\n«@media print { «p { «top: 1px;» }» }»\n",
    "text": "«Once upon a time»\n\n«( there was»\n}\n«an end»\n",
}


@pytest.mark.parametrize("language", PROGRAMS)
def test_statements_begin_and_end_where_they_are_marked(language: str) -> None:
    utf8 = PROGRAMS[language].replace("«", "").replace("»", "").encode()
    stream = tokenize("", utf8, language, LANGUAGES, Settings().parsing, divide=False)
    borders = Borders.of(stream)
    shown, at = "", 0
    for token, (start, stop) in enumerate(zip(stream.starts.tolist(), stream.stops.tolist(), strict=True)):
        text = utf8[start:stop].decode()
        shown += utf8[at:start].decode() + "«" * bool(borders.opens[token]) + text
        shown += "»" * bool(borders.closing[token] >= 0)
        at = stop
    assert shown + utf8[at:].decode() == PROGRAMS[language]


def test_a_long_table_has_a_statement_on_each_line() -> None:
    rows = "".join(f"    ({n}, {n * n}, 'row {n}'),\n" for n in range(60))
    stream = tokenize("t.py", f"table = [\n{rows}]\n".encode(), "python", LANGUAGES, Settings().parsing)
    borders = Borders.of(stream)
    begins = [place for place in range(len(stream)) if borders.opens[place]]
    assert [int(stream.lines[place]) for place in begins] == list(range(1, 62))


def test_statements_of_a_script_in_a_page_are_known() -> None:
    page = b"<html><body><script>\nopen(\n  1);\nshut();\n</script></body></html>\n"
    stream = tokenize("p.html", page, "html", LANGUAGES, Settings().parsing)
    borders = Borders.of(stream)
    begins = {page[stream.starts[place] :].split(b"(")[0] for place in range(len(stream)) if borders.opens[place]}
    assert {b"open", b"shut"} <= begins
    assert b"1);\nshut" not in begins
