"""Masked exhibits: each line is read as its file is written, and by what stands around it there."""

from dataclasses import replace

from codematch.comparison.masked_exhibits import mask_exhibits
from codematch.model.match import Exhibit, ExhibitRow, RowState
from codematch.pipeline import compare_prepared, make_tools
from codematch.settings import Settings, Weighing
from tests.comparison.test_exhibits import BODY
from tests.comparison.works import prepared_pair, work

TOOLS = make_tools(Settings(weighing=Weighing(min_weight=20.0)))
BEGIN, END = "-----BEGIN RSA " + "PRIVATE KEY-----", "-----END RSA " + "PRIVATE KEY-----"
LINES = ("MIIEpAIBAAKCAQEAq83vEjRWeJAq83vEjRWeJA", "q83vEjRWeJAq83vEjRWeJAq83vEjRWeJAq83vEjR", "WeJA=")
KEY = f'key = """{BEGIN}\n' + "\n".join(LINES) + f'\n{END}"""\n'


def exhibits(known: dict[str, str], questioned: dict[str, str]):
    works = prepared_pair(work("known", known), work("questioned", questioned))
    pair = compare_prepared(*works, TOOLS)
    return works, pair


def texts(exhibit: Exhibit) -> list[tuple[str, str]]:
    return [(row.known_text, row.questioned_text) for row in exhibit.rows]


def test_a_key_is_covered_where_an_exhibit_shows_but_its_middle():
    (known, questioned), pair = exhibits({"a.py": "x = 1\n" + BODY + KEY}, {"b.py": BODY + KEY})
    (exhibit,) = pair.exhibits
    middle = replace(exhibit, rows=tuple(row for row in exhibit.rows if row.known_text in LINES))
    assert len(middle.rows) == len(LINES)

    (shown,), count, _ = mask_exhibits([middle], pair.regions, known, questioned)

    assert count == len(LINES)
    assert {character for pair_ in texts(shown) for text in pair_ for character in text} == {"█"}


def test_rows_with_something_covered_are_counted_and_all_others_stay():
    code = BODY + "mail = 'wei.zhang@example.com'\nsend('010-62345678')\n"
    (known, questioned), pair = exhibits({"a.py": code}, {"b.py": "pass\n" + code})

    (shown,), count, kinds = mask_exhibits(pair.exhibits, pair.regions, known, questioned)

    assert (count, kinds) == (2, {"e-mail": 2, "phone": 2})
    assert texts(shown)[-2:] == [("mail = 'we███████████████████'",) * 2, ("send('01██████████')",) * 2]
    assert texts(shown)[:-2] == texts(pair.exhibits[0])[:-2]


def test_a_line_is_read_as_its_own_file_is_written():
    (known, questioned), pair = exhibits({"a.py": BODY}, {"b.py": "pass\n" + BODY})
    row = ExhibitRow(
        state=RowState.IDENTICAL,
        known_line=1,
        known_text="password: hunter",
        questioned_line=None,
        questioned_text="",
    )
    exhibit, region = replace(pair.exhibits[0], rows=(row,)), pair.regions[0]
    settings = replace(region, known=replace(region.known, path="a.yaml"), language="text")
    renamed = replace(known, sources=tuple(_renamed(source, "a.yaml") for source in known.sources))

    assert mask_exhibits([exhibit], [region], known, questioned)[1] == 0
    (shown,), count, _ = mask_exhibits([exhibit], [settings], renamed, questioned)
    assert (shown.rows[0].known_text, count) == ("password: ██████", 1)


def _renamed(source, path):
    return replace(source, record=replace(source.record, path=path))
