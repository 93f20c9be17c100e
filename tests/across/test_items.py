"""Names, texts, numbers and runs of words are the same items in every language."""

import numpy as np
import pytest

from codematch.across.items import Kind, counted_items, item_hash, item_table, plain_literal, plain_name, word_item
from codematch.across.parts import own_text, parts_of
from codematch.languages import load_languages, tokenize
from codematch.settings import Across, Parsing, grammars_folder

LANGUAGES = load_languages(grammars_folder())
RULES = Across()


def table_of(*files: tuple[str, str], functions: bool = False):
    """The items of files in (language, text), each weighing one bit."""
    own = []
    for number, (language, text) in enumerate(files):
        stream = tokenize(f"file{number}", text.encode(), language, LANGUAGES, Parsing())
        own.append(own_text(stream, text.encode()))
    parts = [part for *_, part in parts_of(own, RULES, functions=functions)]
    return item_table(parts, lambda items: np.ones(len(items)), RULES)


def holds(table, kind: Kind, plain: bytes) -> set[int]:
    """The parts that hold an item."""
    return set(table.parts[table.items == item_hash(kind, plain)].tolist())


@pytest.mark.parametrize("name", [b"parseHeader", b"parse_header", b"ParseHeader", b"_parse_header_", b"PARSE_HEADER"])
def test_a_name_is_one_item_in_every_convention(name):
    assert plain_name(name, RULES) == b"parseheader"


def test_short_names_are_no_items():
    assert plain_name(b"i_", RULES) == b"" == plain_name(b"it", RULES)


@pytest.mark.parametrize(
    ("literal", "kind", "plain"),
    [
        (b"0x1F40", Kind.NUMBERS, b"8000.0"),
        (b"8_000L", Kind.NUMBERS, b"8000.0"),
        (b"8000u32", Kind.NUMBERS, b"8000.0"),
        (b"99", Kind.NUMBERS, b""),
        (b"1e400", Kind.NUMBERS, b"inf"),
        (b'"Cannot open %s: bad tide."', Kind.TEXTS, b"cannot open : bad tide"),
        (b"'Cannot open {path}: bad tide'", Kind.TEXTS, b"cannot open : bad tide"),
        (b'f"Cannot open {path}: bad tide"', Kind.TEXTS, b"cannot open : bad tide"),
        (b'"&tide;"', Kind.TEXTS, b"&tide;"),
        (b'"ab"', Kind.TEXTS, b""),
    ],
)
def test_a_literal_says_the_same_in_every_language(literal, kind, plain):
    assert plain_literal(literal, RULES) == (kind, plain)


def test_items_of_two_languages_meet():
    table = table_of(
        ("java", "class Tide { int moonPhase(int day) { return lunarTable[day] * 29531; } }"),
        ("python", "def moon_phase(day):\n    return lunar_table[day] * 29_531\n"),
    )

    assert holds(table, Kind.NAMES, b"moonphase") == {0, 1} == holds(table, Kind.NAMES, b"lunartable")
    assert holds(table, Kind.NUMBERS, b"29531.0") == {0, 1}


def test_documentation_is_a_comment_in_every_language():
    said = "Returns the phase of the moon on a given day counted from the first new moon of the era"
    table = table_of(
        ("java", f"/** {said}. */\nclass Moon {{ int phase() {{ return 1; }} }}"),
        ("python", f'def phase():\n    """{said}."""\n    return 1\n'),
    )

    runs = table.items[table.kinds == Kind.COMMENTS]
    assert len(said.split()) - RULES.run_words + 1 == len(set(runs.tolist())) == len(runs) // 2


def test_comments_on_consecutive_lines_are_one():
    table = table_of(("python", "# the tide turns\n# twice a day\nx = 1\n"))

    assert int((table.kinds == Kind.COMMENTS).sum()) == 6 - RULES.run_words + 1


def test_imports_are_no_items():
    table = table_of(("python", "import lunarcalendar\nphase = lunar\n"))

    assert not holds(table, Kind.NAMES, b"lunarcalendar")
    assert holds(table, Kind.NAMES, b"phase") == {0}


def test_a_function_has_its_own_items_and_the_comment_before_it():
    text = "first_value = 1\n# when the moon is full the tide is high\ndef spring_tide(day_number, moon_phase):\n"
    text += "    return day_number * moon_phase + day_number * moon_phase + day_number * moon_phase\n"
    table = table_of(("python", text), functions=True)

    assert holds(table, Kind.NAMES, b"springtide") == {0}
    assert not holds(table, Kind.NAMES, b"firstvalue")
    assert (table.kinds == Kind.COMMENTS).any()


def test_words_are_counted_one_by_one():
    stream = tokenize("file", b"# full moon tide\nphase = 1\n", "python", LANGUAGES, Parsing())
    found = counted_items([part for *_, part in parts_of([own_text(stream, b"# full moon tide\nphase = 1\n")], RULES,
                                                         functions=False)], RULES)  # fmt: skip

    assert {word_item(word) for word in ("full", "moon", "tide")} < set(found.tolist())
    assert item_hash(Kind.NAMES, b"phase") in set(found.tolist())


def test_a_file_without_comments_or_names_has_no_items():
    assert len(table_of(("python", "1\n"))) == 0
    assert len(item_table([], lambda items: np.ones(len(items)), RULES)) == 0
