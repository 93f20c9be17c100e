"""Messages: data by value, quotes that can be changed wherever they stand."""

import pytest

from codematch.model.message import Message, Name, PathName, Quote, system_said

FULL = Message.of(
    "outer",
    number=3,
    share=0.25,
    name=Name("keep me"),
    path=PathName("keep/me"),
    quote=Quote("cover me"),
    row=(Quote("cover a"), Quote("cover b")),
    names=(Name("keep a"), Name("keep b")),
    inner=Message.of("inner", quote=Quote("cover inside"), deeper=Message.of("deepest", row=(Quote("cover below"),))),
    inners=(Message.of("one", quote=Quote("cover first")), Message.of("two", name=Name("keep last"))),
)


def quotes(message: Message) -> list[str]:
    found: list[str] = []
    message.with_quotes(lambda text: found.append(text) or text)  # type: ignore[func-returns-value]
    return sorted(found)


def test_quotes_are_changed_in_rows_and_in_messages_within_messages() -> None:
    assert quotes(FULL) == ["cover a", "cover b", "cover below", "cover first", "cover inside", "cover me"]
    changed = FULL.with_quotes(lambda _: "▒")
    assert "cover" not in str(changed)
    assert str(changed).count("▒") == 6
    assert str(changed).count("keep") == str(FULL).count("keep") == 5


def test_a_changed_quote_is_still_a_quote() -> None:
    changed = FULL.with_quotes(str.upper)
    assert quotes(changed) == sorted(text.upper() for text in quotes(FULL))
    assert [type(changed[name]) for name in ("number", "share", "name", "path")] == [int, float, Name, PathName]
    assert all(type(item) is Name for item in changed["names"])


def test_a_message_without_quotes_stays_equal() -> None:
    plain = Message.of("plain", name=Name("a"), inner=Message.of("lines", first=1, last=2))
    assert plain.with_quotes(lambda _: "▒") == plain


def test_messages_are_equal_by_key_and_values_in_any_order() -> None:
    one, other = Message.of("link", target=PathName("x"), line=2), Message.of("link", line=2, target=PathName("x"))
    assert one == other
    assert hash(one) == hash(other)
    assert str(one) == str(other) == "link(line=2, target=x)"
    assert len({one, other}) == 1


@pytest.mark.parametrize(
    "other",
    [
        Message.of("link-outside", target=PathName("x")),
        Message.of("link", target=PathName("y")),
        Message.of("link", goal=PathName("x")),
        Message.of("link"),
    ],
)
def test_another_key_or_value_is_another_message(other: Message) -> None:
    assert other != Message.of("link", target=PathName("x"))


def test_a_value_is_had_by_its_name_and_key_is_free_as_a_name() -> None:
    message = Message.of("parser-table", key=Name("yytable"), cls=1)
    assert (message.key, message["key"]) == ("parser-table", "yytable")
    with pytest.raises(KeyError):
        message["absent"]


def test_what_a_system_reports_is_in_its_words_or_has_the_name_of_the_error() -> None:
    assert system_said(PermissionError(13, "Permission denied", "/srv/x")) == Message.of(
        "system-said", text=Name("Permission denied")
    )
    assert system_said(ValueError("odd")) == Message.of("system-said", text=Name("odd"))
    assert system_said(EOFError()) == Message.of("system-said", text=Name("EOFError"))
