"""What a filter or a detector declares of itself, in the one file that holds it."""

from dataclasses import dataclass, fields
from inspect import cleandoc
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A filter or a detector: its id, its documentation, its settings and the messages that it writes.

    `docs` is the docstring of its module: a summary of one line, what the rule does, and paragraphs that begin with
    "Why:", "Not covered:" and "Example:". `settings` is the class of `codematch.settings` with its settings, None for a
    rule without any. `messages` are the keys of all messages that it may write into a result.
    """

    kind: ClassVar[str] = "rule"
    group: ClassVar[str] = ""
    """The group of settings that `settings` is a part of."""

    id: str
    docs: str | None
    settings: type | None = None
    messages: tuple[str, ...] = ()

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The documentation as paragraphs of one line each, the summary first."""
        return tuple(" ".join(part.split()) for part in cleandoc(self.docs or "").split("\n\n"))

    @property
    def summary(self) -> str:
        """What the rule finds, in one line."""
        return self.paragraphs[0].rstrip(".")

    @property
    def part(self) -> str:
        """What the rule is, and where it belongs."""
        return self.kind

    @property
    def switch(self) -> str:
        """The dotted name of the setting that turns the rule off, "" for a rule that is always on."""
        return ""

    @property
    def setting_names(self) -> tuple[str, ...]:
        """The dotted names of its settings."""
        return tuple(f"{self.group}.{item.name}" for item in fields(self.settings)) if self.settings else ()

    @property
    def titles(self) -> tuple[str, ...]:
        """The keys of the texts, other than messages, that a report needs for the rule."""
        return ()

    @property
    def text_keys(self) -> tuple[str, ...]:
        """The keys of all texts that a report needs for the rule, in every language."""
        return (*self.titles, *(f"message.{key}" for key in self.messages))
