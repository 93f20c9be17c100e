"""What the program says, as data: a key and typed values, which a report turns into a sentence of its language.

No stage writes a sentence into a result. What is quoted from the works is typed as a quote, so that masking and
redaction cover it without knowing the sentence, and two results can be compared without reading prose.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Self


class Name(str):
    """A name that is not text of a work: of a language, a setting, a format, a rule, a work; what a system reported."""

    __slots__ = ()


class PathName(str):
    """A path within a work, or what is said of a link."""

    __slots__ = ()


class Quote(str):
    """Text of a work. Masking and redaction cover it."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence or a phrase: the key of its text in every language, and the values that it names, by name.

    A value is a number, a name, a path, a quote, another message, or a row of one of the last four; a row that names
    only the first of many comes with a number `count`.
    """

    key: str
    values: tuple[tuple[str, "Value"], ...] = ()

    @classmethod
    def of(cls, key: str, /, **values: "Value") -> Self:
        """Return a message; the order of the values says nothing."""
        return cls(key, tuple(sorted(values.items())))

    def __getitem__(self, name: str) -> "Value":
        """Return a value.

        Raises:
            KeyError: The message has no such value.
        """
        return dict(self.values)[name]

    def with_quotes(self, change: Callable[[str], str]) -> Self:
        """Return the message with every quote of the works changed, also in messages that it names."""
        return replace(self, values=tuple((name, _changed(value, change)) for name, value in self.values))

    def __str__(self) -> str:
        """Return the key and the values: for sorting and for errors, never for readers."""
        return f"{self.key}({', '.join(f'{name}={value}' for name, value in self.values)})"


def system_said(error: Exception) -> Message:
    """Return what an operating system, a reader of a format or a library reported, in its own words."""
    text = error.strerror if isinstance(error, OSError) else str(error)
    return Message.of("system-said", text=Name(text or type(error).__name__))


Single = Name | PathName | Quote | Message
Value = int | float | Single | tuple[Name, ...] | tuple[PathName, ...] | tuple[Quote, ...] | tuple[Message, ...]


def _changed(value: Value, change: Callable[[str], str]) -> Value:
    if isinstance(value, Quote):
        return Quote(change(value))
    if isinstance(value, Message):
        return value.with_quotes(change)
    if isinstance(value, tuple):
        return tuple(_changed(item, change) for item in value)  # type: ignore[return-value]
    return value
