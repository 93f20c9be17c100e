"""No change of ending or of format takes a file out of reach: what the first pass leaves over is read as plain text."""

import pytest

from codematch.languages import TEXT
from codematch.model.match import MatchClass
from codematch.pipeline import compare_works
from codematch.settings import PlainPass, Settings
from tests.comparison.works import LEDGER, TRIANGLE, compared, work
from tests.regressions.test_language_pairs import QUEUE, RING

PLAIN = {"ring.c": RING, "quay.js": QUEUE, "ledger.py": LEDGER}


def wrapped(text: str, kind: str) -> str:
    """A text inside something that no grammar of ours reads."""
    if kind == "log":
        return "2026-01-04 10:03 begin of the dump that was asked for\n" + text + "\n2026-01-04 10:04 end\n"
    if kind == "letter":
        return "Dear colleague, as discussed on the telephone, here it is once more.\n\n" + text + "\nBest wishes\n"
    return "Program listing of the archive, page one of one, set in ten point.\n\f" + text


@pytest.mark.parametrize("kind", ["log", "letter", "listing"])
@pytest.mark.parametrize("name", sorted(PLAIN))
def test_code_in_a_format_without_a_grammar_is_found(name: str, kind: str) -> None:
    pair = compared({name: PLAIN[name]}, {"attachment.doc1": wrapped(PLAIN[name], kind), "other.py": TRIANGLE})
    assert pair.totals.token.matched.known >= 0.95 * pair.totals.token.total.known
    region = pair.regions[0]
    assert region.language == TEXT or region.known.language == region.questioned.language
    assert region.significance is None or region.language != TEXT


@pytest.mark.parametrize("name", sorted(PLAIN))
def test_both_directions_are_searched(name: str) -> None:
    pair = compared({"attachment.doc1": wrapped(PLAIN[name], "letter")}, {name: PLAIN[name]})
    assert pair.totals.token.matched.questioned >= 0.95 * pair.totals.token.total.questioned


def test_what_was_searched_as_plain_text_is_counted() -> None:
    pair = compared({"ring.c": RING}, {"attachment.doc1": wrapped(RING, "letter")})
    if any(region.language == TEXT for region in pair.regions):
        entry = next(entry for entry in pair.significance if entry.language == TEXT)
        assert entry.tokens.known > 100
        assert entry.null_digest
        assert entry.not_evaluated is None


def test_unrelated_files_of_other_languages_share_nothing() -> None:
    pair = compared({"ring.c": RING, "quay.js": QUEUE}, {"ledger.py": LEDGER, "triangle.py": TRIANGLE})
    assert pair.regions == ()


def test_the_pass_can_be_switched_off() -> None:
    settings = Settings(plain=PlainPass(on=False))
    known, questioned = work("known", {"ring.c": RING}), work("questioned", {"a.doc1": wrapped(RING, "letter")})
    assert compare_works(known, questioned, settings=settings).pairs[0].regions == ()


def test_a_region_of_the_pass_is_weighed_no_higher_than_in_the_language_of_the_code() -> None:
    whole = compared({"ring.c": RING}, {"ring.c": RING + "\n// a note\n"}).regions[0]
    plain = compared({"ring.c": RING}, {"attachment.doc1": wrapped(RING, "letter")}).regions[0]
    assert plain.weight.structure <= whole.weight.structure + 1e-9
    assert plain.match_class is not MatchClass.BYTE_IDENTICAL


def test_a_program_within_a_string_at_the_top_level_is_read() -> None:
    hidden = f"import os\n\n'''\n{LEDGER}\n'''\n\nprint(os.name)\n"
    pair = compared({"ledger.py": LEDGER}, {"other.py": hidden, "triangle.py": TRIANGLE})
    assert pair.totals.token.matched.known >= 0.9 * pair.totals.token.total.known
