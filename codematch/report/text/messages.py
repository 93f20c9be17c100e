"""Renders a message as a sentence or phrase in the language of the report."""

from string import Formatter
from typing import Any

from codematch.errors import InvariantError
from codematch.model.message import Message, Name, Value
from codematch.report.text import numbers
from codematch.report.text.language_names import language_name
from codematch.report.text.wording import current_language, say, texts

_COUNT = "count"
_LANGUAGES = ("language", "grammar")
"""Values that are ids of languages."""
_AS_TYPED = "unused-language-of"
"""The message that repeats what a user gave as a language."""
_DATES = ("newest",)


def sentence(message: Message | None) -> str:
    """Return what a message says, "" for none.

    A message whose `count` is one has a text of its own, `<key>.one`, where the language has a singular.

    Raises:
        InvariantError: There is no such text, or it names a value that the message lacks or has of another type.
    """
    if message is None:
        return ""
    values = dict(message.values)
    if message.key != _AS_TYPED:
        values |= {name: Name(language_name(str(values[name]))) for name in _LANGUAGES if name in values}
    values |= {name: Name(numbers.day(str(values[name]))) for name in _DATES if name in values}
    count = values.get(_COUNT)
    key = f"message.{message.key}"
    found = texts(current_language())
    template = found.get(f"{key}.one") if count == 1 else None
    if template is None:
        template = found.get(key)
    try:
        if template is None:
            raise KeyError(key)
        return _Filling(count).vformat(template, (), values)
    except (KeyError, ValueError) as error:
        raise InvariantError(f"no wording for the message {message}, or it lacks the value {error}") from error


class _Filling(Formatter):
    """Fills in values: whole numbers in groups of three digits, rows with what they leave out."""

    def __init__(self, count: Value | None) -> None:
        self._count = count

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, Message):
            return sentence(value)
        if isinstance(value, tuple):
            return self._row(value)
        if isinstance(value, int) and not format_spec:
            return f"{value:,}"
        if format_spec.endswith("%"):
            return numbers.percent(str(super().format_field(value, format_spec)).removesuffix("%"))
        return str(super().format_field(value, format_spec))

    def _row(self, values: tuple[Any, ...]) -> str:
        listed = say("separator.words").join(self.format_field(value, "") for value in values)
        more = self._count - len(values) if isinstance(self._count, int) else 0
        return say("message.and-more", listed=listed, more=f"{more:,}") if more > 0 else listed
