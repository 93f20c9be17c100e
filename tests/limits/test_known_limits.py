"""The failure modes of `codematch/limits.toml` that no other test shows, each on works of a few lines.

Where a test asserts a weakness, it is not a wish: when the method gets better, the test fails, and the entry of the
register has to be written anew.
"""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

import codematch
from codematch.model.match import MatchClass
from codematch.model.result import CaseResult, PairResult
from codematch.model.source import Reason
from codematch.settings import Settings, Significance, Weighing
from codematch.weight.ngrams import Scorer, count_ngrams
from tests.comparison.works import LEDGER, TRIANGLE
from tests.folders import write_folder

Compare = Callable[..., CaseResult]
UNRELATED_TEXT = "import wharf\n\nwharf.open(gate=2)\n\n\n"


def settings(min_weight: float) -> Settings:
    """Every region from so many bits on, whatever unrelated works reach."""
    return Settings(weighing=Weighing(min_weight=min_weight), significance=Significance(coincidence_rate=1))


LOW = settings(20.0)


@pytest.fixture
def compare(tmp_path: Path) -> Compare:
    """Compare works given as {path: text}, read from the disk as a user's would be."""

    def write(role: str, files: dict[str, str | bytes]) -> str:
        return str(write_folder(tmp_path / role, files))

    turns = iter(range(9))

    def run(
        known: dict[str, str | bytes],
        questioned: dict[str, str | bytes],
        common: dict[str, str | bytes] | None = None,
        rules: Settings = LOW,
    ) -> CaseResult:
        turn = next(turns)
        shared = [write(f"{turn}/common", common)] if common else []
        works = write(f"{turn}/known", known), write(f"{turn}/questioned", questioned)
        return codematch.compare(*works, common=shared, settings=rules)

    return run


def pair(result: CaseResult) -> PairResult:
    return result.pairs[0]


def matched(result: CaseResult) -> int:
    return pair(result).totals.token.matched.known


def codes(result: CaseResult) -> list[set[str]]:
    return [{label.code.value for label in region.labels} for region in pair(result).regions]


# What weighs too much, or says less than it seems to


def test_tables_of_one_shape_share_a_region(compare: Compare) -> None:
    def table(seed: int) -> str:
        return (
            "ROWS = [\n" + "".join(f"    ({seed * 7919 + n}, {n * seed}, 'k{seed}{n}'),\n" for n in range(60)) + "]\n"
        )

    (region,) = pair(compare({"a.py": table(3)}, {"b.py": table(5)})).regions
    assert region.weight.structure > 50
    assert region.weight.literals < 5
    ordinary = pair(compare({"a.py": LEDGER}, {"b.py": UNRELATED_TEXT + LEDGER})).regions[0]
    assert region.weight.structure / region.tokens < 0.5 * ordinary.weight.structure / ordinary.tokens


def test_what_lies_six_tokens_back_does_not_count() -> None:
    model = count_ngrams([np.random.default_rng(1).integers(2, 6, 4_000)], 6)

    def bits(history: list[int]) -> float:
        return float(Scorer(model).bits(np.array([*history, 5]), np.array([0]))[-1])

    assert bits([2, 3, 4, 5, 2, 3]) == bits([5, 3, 4, 5, 2, 3])
    assert bits([2, 3, 4, 5, 2, 3]) != bits([2, 2, 4, 5, 2, 3])


TEXTBOOK = """
def bubble_sort(values):
    count = len(values)
    for turn in range(count):
        for place in range(0, count - turn - 1):
            if values[place] > values[place + 1]:
                values[place], values[place + 1] = values[place + 1], values[place]
    return values
"""
TEXTBOOK_AGAIN = """
def order(a):
    n = len(a)
    for i in range(n):
        for j in range(0, n - i - 1):
            if a[j] > a[j + 1]:
                a[j], a[j + 1] = a[j + 1], a[j]
    return a
"""


def test_a_textbook_algorithm_written_twice_is_a_region(compare: Compare) -> None:
    (region,) = pair(compare({"a.py": TEXTBOOK + LEDGER}, {"b.py": TEXTBOOK_AGAIN + TRIANGLE})).regions
    assert region.match_class is MatchClass.RENAMED
    assert region.weight.structure > 50
    assert region.weight.names + region.weight.literals < 5


INTERFACE = """\
interface Codec {
    void begin(OutputStream out, Charset charset, Map<String, Object> options) throws IOException;
    <T extends Comparable<T>> void writeSorted(Collection<? super T> items, Comparator<T> order);
    byte[] readFully(InputStream in, int limit, boolean strict) throws IOException, CodecException;
    long skip(long count, TimeUnit unit, BiFunction<Long, Long, Boolean> progress);
    Optional<String> header(String name, Supplier<String> otherwise);
}
"""
FRAMEWORK = """\
@app.middleware("http")
async def stamp_request(request, call_next):
    request.state.stamp = request.headers.get("x-stamp") or secrets.token_hex(8)
    started = time.perf_counter()
    response = await call_next(request)
    response.headers.update({"x-stamp": request.state.stamp, "x-took": f"{time.perf_counter() - started:.4f}"})
    return response
"""


def test_a_prescribed_interface_is_a_region_until_it_is_named(compare: Compare) -> None:
    works = {"A.java": f"{INTERFACE}class A {{ int a; }}\n"}, {"B.java": f"class B {{ long[] b() {{}} }}\n{INTERFACE}"}
    (alone,) = codes(compare(*works))
    (named,) = codes(compare(*works, common={"Codec.java": INTERFACE}))
    assert "API-DICTATED" in alone
    assert named == alone | {"OSS"}


def test_the_idiom_of_a_framework_is_a_region_until_it_is_named(compare: Compare) -> None:
    works = {"a.py": FRAMEWORK + LEDGER}, {"b.py": UNRELATED_TEXT + FRAMEWORK + TRIANGLE}
    assert "OSS" not in codes(compare(*works))[0]
    assert "OSS" in codes(compare(*works, common={"quickstart.py": FRAMEWORK}))[0]


def habit(name: str, thing: str, tool: str, call: str, least: str) -> str:
    """How one author begins and ends a function, whatever it is about."""
    return f"""
def {name}({thing}, {tool}):
    if not ({thing} and {tool}):
        log.debug("{name}: nothing to do (%r, %r)", {thing}, {tool})
        return None
    try:
        found = {tool}.{call} or {least}
    finally:
        {tool}.release({thing})
    assert found >= {least}, ({thing}, found)
    return found
"""


def test_the_habits_of_one_author_are_a_region(compare: Compare) -> None:
    weigh = habit("weigh", "parcel", "scale", "read(parcel, retries=3)", "0")
    fetch = habit("fetch", "page", "client", "get(page, timeout=9)", "1")
    (region,) = pair(compare({"a.py": weigh + LEDGER}, {"b.py": fetch + TRIANGLE})).regions
    assert (region.known.unit, region.questioned.unit) == ("weigh", "fetch")
    assert region.weight.structure > 50


HEADER = """\
/* Licensed under the Example Public Terms, version 9. Redistribution of this lighthouse file
 * is permitted provided that the keeper of the lamp retains this notice and the tide table.
 */
"""
LAMP = """\
static int lamp(int dusk, const char *glass)
{
    return dusk ? strtol(glass + 3, NULL, 16) ^ dusk << 2 : ~(glass[0] | 0x40);
}
"""


def test_a_licence_header_weighs_as_a_comment(compare: Compare) -> None:
    plain, headed = (
        pair(compare({"a.c": head + LAMP}, {"b.c": head + LAMP + "int dusk;\n"})).regions[0].weight
        for head in ("", HEADER)
    )
    assert plain.comments == 0
    assert headed.comments > 20
    assert headed.structure == plain.structure


def test_shared_text_grows_with_the_works(compare: Compare) -> None:
    known = [
        "def parse(argv, stream):\n    return argv[1:], stream.read(4096)\n",
        "class Cache:\n    def get(self, key, default=None):\n        return self.items.get(key, default)\n",
        "def main(path, encoding='utf-8'):\n    print(path, encoding)\n",
    ]
    questioned = [
        "def parse(stream, argv):\n    if stream.read(4096) in argv: raise KeyError\n",
        "class Cache(dict):\n    key, items = None, ()\n    get = default = None\n",
        "encoding = path = 'utf-8'\nimport main\n",
    ]
    bits = []
    for count in (1, 2, 3):
        works = ({f"{n}.py": part for n, part in enumerate(side[:count])} for side in (known, questioned))
        found = pair(compare(*works))
        assert found.regions == ()
        assert found.shared_text is not None
        bits.append(found.shared_text.names_bits + found.shared_text.literals_bits)
    assert bits == sorted(set(bits))


# What is not found, or weighs too little

NINE_LINES = """\
def load_lines(path):
    lines = []
    with open(path) as file:
        for line in file:
            line = line.strip()
            if not line:
                continue
            lines.append(line)
    return lines
"""


def test_nine_ordinary_lines_cannot_reach_the_least_weight(compare: Compare) -> None:
    works = {"a.py": NINE_LINES}, {"b.py": UNRELATED_TEXT + NINE_LINES}
    assert pair(compare(*works, rules=settings(50.0))).regions == ()
    (region,) = pair(compare(*works, rules=settings(5.0))).regions
    assert region.match_class is MatchClass.NORMALISED
    assert region.weight.total < 50


EVERY_FEW_TOKENS = """\
speed = gauge(rope) + drift
depth = sonar(keel) + tide
angle = vane(mast) + leeway
total = sum(speed) + depth
reach = chart(total) + angle
watch = clock(reach) + depth
limit = table(watch) + reach
draft = hull(limit) + speed
"""


def test_an_edit_in_every_eight_tokens_leaves_no_region(compare: Compare) -> None:
    known = {"a.py": EVERY_FEW_TOKENS}
    assert matched(compare(known, {"b.py": UNRELATED_TEXT + EVERY_FEW_TOKENS})) == 64
    assert (
        matched(compare(known, {"b.py": UNRELATED_TEXT + EVERY_FEW_TOKENS.replace("+", "-")}, rules=settings(1))) == 0
    )


SMALL_UNITS = (
    "north = lambda grid, row: grid[row - 1]\n",
    "flag = mask | 1 << bit if value else mask & ~bit\n",
    "del crumbs[-depth:], path[depth]\n",
    "assert tally >= least, f'{tally} of {least}'\n",
    "widest = max(len(str(cell)) for cell in row)\n",
    "rest, *first = first @ second ** -3\n",
)


def test_small_units_in_another_order_are_partly_lost(compare: Compare) -> None:
    known, rules = {"a.py": "".join(SMALL_UNITS)}, settings(50.0)
    kept = compare(known, {"b.py": UNRELATED_TEXT + "".join(SMALL_UNITS)}, rules=rules)
    shuffled = compare(
        known, {"b.py": UNRELATED_TEXT + "".join(SMALL_UNITS[n] for n in (5, 2, 0, 4, 1, 3))}, rules=rules
    )
    assert len(pair(kept).regions) == 1
    assert matched(shuffled) < 0.95 * matched(kept)
    weights = [sum(region.weight.total for region in pair(result).regions) for result in (kept, shuffled)]
    assert weights[1] < 0.8 * weights[0]


SPREAD = """
def spread(values, weights, least):
    total = 0
    kept = []
    for value, weight in zip(values, weights):
        if value > least:
            total += value * weight
            kept.append(value)
        else:
            total -= weight
    return total / len(kept), max(kept)
"""
SPREAD_IN_OTHER_WORDS = """
def spread(values, weights, least):
    kept, total, at = [], 0, 0
    while at < len(values):
        if least >= values[at]:
            total = total - weights[at]
        else:
            kept += [values[at]]
            total = total + weights[at] * values[at]
        at = at + 1
    mean = total / len(kept)
    return (mean, sorted(kept)[-1])
"""


def test_statements_in_other_words_are_not_followed(compare: Compare) -> None:
    assert matched(compare({"a.py": SPREAD}, {"b.py": UNRELATED_TEXT + SPREAD})) > 60
    assert matched(compare({"a.py": SPREAD}, {"b.py": SPREAD_IN_OTHER_WORDS})) < 20


NOTICE = '''\
NOTICE = """The keeper of this light shall trim the lamp at dusk, wind the clockwork every four hours,
and enter in the book the wind, the glass, and every sail that passed between two watches."""


def notice(station, hour):
    lines = NOTICE.splitlines()
    return [line.center(72) if hour % 4 else line for line in lines if station not in line]
'''


def test_a_text_literal_with_one_other_word_is_another_literal(compare: Compare) -> None:
    known = {"a.py": NOTICE}
    (same,), (edited,) = (
        pair(compare(known, {"b.py": UNRELATED_TEXT + text})).regions
        for text in (NOTICE, NOTICE.replace("dusk", "dawn"))
    )
    assert same.weight.literals - edited.weight.literals == pytest.approx(5, abs=1)
    assert edited.weight.structure == same.weight.structure


IN_PYTHON = """
def overdrawnDays(entries, limitCents):
    days = {}
    totalCents = 0
    for valueDate, amountCents in entries:
        totalCents += amountCents
        if totalCents < -limitCents:
            days[valueDate] = min(days.get(valueDate, 0), totalCents)
    return sorted(days.items(), key=lambda day: day[1])
"""
IN_JAVASCRIPT = """
function overdrawnDays(entries, limitCents) {
  const days = new Map();
  let totalCents = 0;
  for (const [valueDate, amountCents] of entries) {
    totalCents += amountCents;
    if (totalCents < -limitCents) {
      days.set(valueDate, Math.min(days.get(valueDate) ?? 0, totalCents));
    }
  }
  return [...days.entries()].sort((a, b) => a[1] - b[1]);
}
"""


def test_a_translation_leaves_no_region_but_its_rare_names(compare: Compare) -> None:
    found = pair(compare({"a.py": IN_PYTHON}, {"b.js": IN_JAVASCRIPT}, rules=settings(1)))
    assert found.regions == ()
    assert found.shared_text is not None
    assert found.shared_text.names_bits > 20


READABLE = """
function settle(entries, limit) {
  let total = 0;
  const late = [];
  for (const entry of entries) {
    if (entry.paid) {
      total += entry.amount;
    } else {
      late.push(entry);
      total -= entry.fee * 1.25;
    }
    if (total > limit) {
      return null;
    }
  }
  late.sort((a, b) => b.fee - a.fee);
  return { total: total, late: late };
}
"""
SHORTENED = (
    "function s(e,l){let t=0;const a=[];for(const n of e){if(n.paid){t+=n.amount;}else{a.push(n);t-=n.fee*1.25;}"
    "if(t>l){return null;}}a.sort((a,b)=>b.fee-a.fee);return{total:t,late:a};}"
)
REWRITTEN = (
    "const s=(e,l)=>{let t=0,a=[],n;for(n of e)if(n.paid?t+=n.amount:(a.push(n),t-=1.25*n.fee),t>l)return null;"
    "return a.sort((e,l)=>l.fee-e.fee),{total:t,late:a}}"
)


def test_minified_code_is_found_until_its_statements_are_rewritten(compare: Compare) -> None:
    known = {"settle.js": READABLE}
    assert matched(compare(known, {"min.js": SHORTENED})) > 90
    assert matched(compare(known, {"min.js": REWRITTEN})) == 0


WITH_MACROS = """\
#define CLAMP(v, lo, hi) ((v) < (lo) ? (lo) : (v) > (hi) ? (hi) : (v))
#define AT(img, x, y) ((img)->rows[CLAMP(y, 0, (img)->height - 1)][CLAMP(x, 0, (img)->width - 1)])

int edge(const struct image *img, int x, int y)
{
    return AT(img, x + 1, y) - AT(img, x - 1, y) + 2 * (AT(img, x, y + 1) - AT(img, x, y - 1));
}
"""
EXPANDED = """\
int edge(const struct image *img, int x, int y)
{
    int left = x < 1 ? 0 : x - 1, right = x + 1 < img->width ? x + 1 : img->width - 1;
    int up = y < 1 ? 0 : y - 1, down = y + 1 < img->height ? y + 1 : img->height - 1;

    return img->rows[y][right] - img->rows[y][left] + 2 * (img->rows[down][x] - img->rows[up][x]);
}
"""


def test_macros_are_not_expanded(compare: Compare) -> None:
    assert matched(compare({"edge.c": WITH_MACROS}, {"edge.c": "int dusk;\n" + WITH_MACROS})) > 100
    assert matched(compare({"edge.c": WITH_MACROS}, {"edge.c": EXPANDED})) < 20


QUERY = """
CREATE VIEW overdue AS SELECT berth, vessel, arrived + allowed AS leaves FROM moorings
WHERE paid < fee * (leaves - arrived) AND vessel NOT IN (SELECT vessel FROM exempt WHERE season = 7)
GROUP BY berth HAVING COUNT(vessel) > 2 ORDER BY leaves DESC;
"""


def test_renaming_hides_a_file_that_the_plain_lexer_reads(compare: Compare) -> None:
    replaced = QUERY
    for name in ("overdue", "berth", "vessel", "arrived", "allowed", "leaves", "moorings", "paid", "fee", "season"):
        replaced = replaced.replace(name, f"x{name[::-1]}")
    assert matched(compare({"a.cql": QUERY}, {"b.cql": f"-- dusk\n{QUERY}"})) > 50
    hidden = compare({"a.cql": QUERY}, {"b.cql": replaced})
    assert matched(hidden) == 0
    assert [item.reason for item in hidden.limitations] == [Reason.NO_GRAMMAR] * 2


# What is read wrongly, or not shown in full

POLISH = """\
napis = "łza, mąka, głos, ręka"
miara = len(napis) * 3.25 + ord(napis[4]) % 17
wynik = [znak for znak in napis if znak not in "ą, ł" and miara > 5]
"""


def test_a_wrongly_guessed_encoding_costs_the_texts_and_is_on_record(compare: Compare) -> None:
    known = {"a.py": POLISH}
    right, wrong = (
        pair(compare(known, {"b.py": (UNRELATED_TEXT + POLISH).encode(codec)})) for codec in ("utf-8", "iso8859-16")
    )
    assert right.regions[0].weight.literals > wrong.regions[0].weight.literals + 5
    assert wrong.regions[0].weight.structure == right.regions[0].weight.structure
    (record,) = wrong.questioned.files
    assert (record.encoding, record.encoding_basis) == ("iso-8859-1", "single-bytes")


def test_a_long_exhibit_is_cut_and_every_line_still_counts(compare: Compare) -> None:
    lines = "".join(f"step_{n} = engage(gear[{n}], load={n * n % 97})\n" for n in range(450))
    found = pair(compare({"a.py": lines}, {"b.py": "dusk = 1\n" + lines}))
    (exhibit,) = found.exhibits
    assert (len(exhibit.rows), exhibit.omitted_rows) == (400, 50)
    assert found.totals.line.matched.known == 450
