"""No two works end a comparison because of their languages; related languages are compared as one.

Found in use: the same text as `a.c` against `b.cpp` ended with exit code 70 and wrote nothing.
"""

import itertools
import json
from pathlib import Path

import pytest

from codematch.comparison.prepare import prepare_works
from codematch.languages import TEXT
from codematch.model.document import from_document, to_document
from codematch.model.match import MatchClass
from codematch.model.result import PairResult
from codematch.pipeline import compare_prepared, compare_works
from codematch.settings import Settings
from tests.comparison.works import TOOLS, work

FIXTURES = Path(__file__).parents[2] / "fixtures" / "languages"
LANGUAGES = (*TOOLS.languages.names, TEXT)

RING = r"""
/* Ring of gate marks: the oldest mark gives way to the newest one. */
#include "gate.h"

static const unsigned WEIR_SALT = 40961u;

int gate_ring_push(struct gate_ring *ring, unsigned mark, long tide_level)
{
    unsigned slot = (ring->head * 31u + mark) % ring->capacity;
    if (tide_level > ring->flood_limit) {
        ring->refused += 1;
        return -7;
    }
    while (ring->cells[slot].taken && ring->cells[slot].age < ring->patience) {
        slot = (slot + 13u) % ring->capacity;
        ring->probes++;
    }
    ring->cells[slot].mark = mark ^ WEIR_SALT;
    ring->cells[slot].taken = 1;
    ring->cells[slot].age = 0;
    ring->head = slot;
    return (int)slot;
}
"""

QUEUE = """
// Lanes of a quay: whoever waits longest and weighs least goes first.
const QUAY_FACTOR = 0.8125;

function admitBarge(lanes, barge, tideLevel) {
  let chosen = null;
  for (const lane of lanes) {
    const pressure = lane.waiting.length * QUAY_FACTOR + barge.draught / (lane.depth - tideLevel);
    if (lane.closed || pressure > lane.limit) {
      lane.refused += 1;
      continue;
    }
    if (chosen === null || pressure < chosen.pressure) {
      chosen = { lane, pressure };
    }
  }
  if (chosen) {
    chosen.lane.waiting.push({ id: barge.id, since: Date.now(), crew: barge.crew ?? [] });
  }
  return chosen ? chosen.lane.name : "anchorage";
}
"""


def compared(known: dict[str, str], questioned: dict[str, str]) -> PairResult:
    result = compare_works(work("known", known), work("questioned", questioned), settings=Settings())
    saved = json.loads(json.dumps(to_document(result)))
    assert len(from_document(saved).pairs[0].regions) == len(result.pairs[0].regions)
    return result.pairs[0]


def sample(language: str) -> tuple[str, str]:
    """A path and a text in a language."""
    if language == TEXT:
        return "notes.txt", "The quay was closed at half tide because the weir had been opened by hand.\n" * 3
    path = next(path for path in sorted(FIXTURES.iterdir()) if path.stem == language)
    return path.name, path.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def prepared() -> dict[tuple[str, bool], object]:
    """Every language as a work of its own, alone and with a third file in Python beside it."""
    trees = {}
    for language in LANGUAGES:
        path, text = sample(language)
        trees[language, False] = work(language, {path: text})
        trees[language, True] = work(language, {path: text, "third.py": "def third(value):\n    return value * 3\n"})
    return dict(zip(trees, prepare_works(list(trees.values()), TOOLS), strict=True))


@pytest.mark.slow
@pytest.mark.parametrize("third", [False, True])
def test_every_pair_of_languages_is_compared(prepared, third: bool) -> None:
    for known, questioned in itertools.product(LANGUAGES, repeat=2):
        pair = compare_prepared(prepared[known, third], prepared[questioned, False], TOOLS)
        entries = {entry.language: entry for entry in pair.significance}
        assert all(region.language in entries for region in pair.regions), (known, questioned)
        if known == questioned:
            assert pair.totals.file.matched.known == 1, known


@pytest.mark.parametrize(
    ("text", "known", "questioned"),
    [
        *((RING, *names) for names in itertools.permutations(("ring.c", "ring.cpp", "ring.mm"), 2)),
        *((QUEUE, *names) for names in itertools.permutations(("quay.js", "quay.ts", "quay.tsx", "quay.jsx"), 2)),
    ],
)
def test_a_passage_is_found_in_the_related_language(text: str, known: str, questioned: str) -> None:
    pair = compared({known: text}, {questioned: text.replace("refused", "turned_away") + "\n// a trailing note\n"})
    tokens = pair.totals.token
    assert tokens.matched.known >= 0.97 * tokens.total.known
    region = pair.regions[0]
    assert region.language == region.known.language
    assert {region.known.language, region.questioned.language} <= {
        "c",
        "cpp",
        "objc",
        "javascript",
        "typescript",
        "tsx",
    }
    if region.known.language != region.questioned.language:
        assert region.significance is None
    assert region.weight.names > 0


def test_what_was_searched_counts_the_whole_family() -> None:
    pair = compared(
        {"ring.c": RING}, {"ring.cpp": RING + "namespace quay { }\n", "tiny.c": "int tiny(void) { return 1; }\n"}
    )
    entry = next(entry for entry in pair.significance if entry.language == "c")
    cpp = next(file for file in pair.questioned.files if file.path == "ring.cpp")
    tiny = next(file for file in pair.questioned.files if file.path == "tiny.c")
    assert entry.tokens.questioned == cpp.tokens + tiny.tokens


@pytest.mark.parametrize(("known", "questioned"), [("ring.c", "ring.cpp"), ("quay.js", "quay.ts"), ("a.py", "a.txt")])
def test_byte_identical_means_that_both_token_streams_are_equal(known: str, questioned: str) -> None:
    text = QUEUE if known.endswith("js") else RING
    pair = compared({known: text}, {questioned: text})
    counts = {file.tokens for work in (pair.known, pair.questioned) for file in work.files}
    for region in pair.regions:
        assert region.match_class is not MatchClass.BYTE_IDENTICAL or {region.tokens} == counts
    assert pair.totals.file.matched.known == 1
