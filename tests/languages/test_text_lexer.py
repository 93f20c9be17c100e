"""The plain lexer, against an oracle that looks at one character after the other."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from codematch.languages.text_lexer import IDEOGRAPH, SINGLE, SPACE, WORD, class_table, lex, lex_text
from codematch.model.source import Limitation, Reason
from codematch.model.tokens import CLASS_CODES, TokenClass

TABLE = class_table()


def slow_tokens(text: str) -> list[tuple[str, bool, bool]]:
    """(text, is a number, is a word) of each token, character by character."""
    tokens: list[list[str]] = []
    before = SPACE
    for character in text:
        character_class = int(TABLE[ord(character)])
        if character_class == WORD == before:
            tokens[-1].append(character)
        elif character_class != SPACE:
            tokens.append([character])
        before = character_class
    found = []
    for token in tokens:
        is_number = "0" <= token[0] <= "9"
        found.append(("".join(token), is_number, not is_number and TABLE[ord(token[0])] != SINGLE))
    return found


def texts_of(utf8: bytes) -> list[str]:
    starts, stops, _, _ = lex(utf8)
    return [utf8[start:stop].decode() for start, stop in zip(starts.tolist(), stops.tolist(), strict=True)]


@given(
    st.text(
        alphabet=st.one_of(st.sampled_from("ab1_ .,\n中文かé—🙂\u3000，"), st.characters(exclude_categories=["Cs"])),
        max_size=60,
    )
)
def test_tokens_are_those_of_the_oracle(text: str) -> None:
    utf8 = text.encode()
    starts, stops, is_number, is_word = lex(utf8)
    spans = zip(starts.tolist(), stops.tolist(), strict=True)
    found = [utf8[start:stop].decode() for start, stop in spans]
    assert list(zip(found, is_number.tolist(), is_word.tolist(), strict=True)) == slow_tokens(text)


def test_words_numbers_and_punctuation_are_told_apart() -> None:
    assert texts_of(b"SELECT a_1, 0x1F FROM t;") == ["SELECT", "a_1", ",", "0x1F", "FROM", "t", ";"]
    assert texts_of("naïve café—ok".encode()) == ["naïve", "café", "—", "ok"]


def test_each_ideograph_is_a_word_of_its_own() -> None:
    assert texts_of("代码code比较，かな".encode()) == ["代", "码", "code", "比", "较", "，", "か", "な"]


def test_classes_of_characters() -> None:
    expected = {" ": SPACE, "\u3000": SPACE, "\ufeff": SPACE, "_": WORD, "9": WORD, "ß": WORD, "Ж": WORD}
    expected |= {
        "-": SINGLE,
        "«": SINGLE,
        "。": SINGLE,
        "🙂": SINGLE,
        "中": IDEOGRAPH,
        "한": IDEOGRAPH,
        "𠀀": IDEOGRAPH,
    }
    assert {character: int(TABLE[ord(character)]) for character in expected} == expected


def test_a_words_kind_is_its_text_and_numbers_share_a_kind() -> None:
    stream = lex_text("a.txt", b"one two one 1 2 . ,")
    one, two, again, number, other_number, dot, comma = stream.kinds.tolist()
    assert one == again != two
    assert number == other_number
    assert len({one, two, number, dot, comma}) == 5
    codes = [CLASS_CODES[name] for name in (TokenClass.IDENTIFIER, TokenClass.LITERAL, TokenClass.OTHER)]
    assert stream.classes.tolist() == np.repeat(codes, [3, 2, 2]).tolist()


def test_the_stream_says_that_no_grammar_read_it_and_why() -> None:
    reason = Limitation(stage="languages", subject="a.c", reason=Reason.PARSE_DEPTH, detail="deep")
    stream = lex_text("a.c", b"x\ny", (reason,))
    assert (stream.path, stream.language, stream.parser) == ("a.c", "text", "text")
    assert stream.limitations == (reason,)
    assert stream.lines.tolist() == [1, 2]
    assert stream.units == ()
    assert len(stream.comments.texts) == 0


def test_nothing_gives_no_tokens() -> None:
    for utf8 in (b"", b" \n", "\u3000".encode()):
        assert len(lex_text("a.txt", utf8)) == 0
