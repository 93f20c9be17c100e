"""The form of a filter."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from typing import ClassVar

from codematch.filtration.file_view import FileView
from codematch.model.filtration import Mark, ReasonCode
from codematch.model.rule import Rule
from codematch.settings import Filtration

Check = Callable[[FileView, Filtration], Iterable[Mark]]
"""Labels the passages of one file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter(Rule):
    """A filter labels passages with a reason code and its basis; it removes nothing.

    Attributes:
        codes: The reason codes that it gives.
        check: Labels one file; None for a filter that compares works with material, which `comparison` does.
        by_place: It also looks at the path, so that copies of one file may be labelled differently.
        needs_both_sides: Its labels count only if both sides have one for the same reason. That a tool wrote a passage,
            or that it comes from elsewhere, explains its presence in two works only if it is so in both; a label on one
            side is in the hands of whoever wants it there.
        on_comments: Its marks are numbers of comments, not of tokens.
        is_customary: It labels what any program of its kind has.
    """

    kind: ClassVar[str] = "filter"
    group: ClassVar[str] = "filtration"

    codes: tuple[ReasonCode, ...]
    check: Check | None = None
    by_place: bool = False
    needs_both_sides: bool = False
    on_comments: bool = False
    is_customary: bool = False

    @property
    def switch(self) -> str:
        """The setting of the same name, if there is one."""
        has_switch = self.settings is not None and any(item.name == self.id for item in fields(self.settings))
        return f"{self.group}.{self.id}" if has_switch else ""

    @property
    def titles(self) -> tuple[str, ...]:
        """Its name, and the names of its reason codes."""
        return (f"filter.{self.id}", *(f"code.{code.value}" for code in self.codes))

    def is_on(self, settings: Filtration) -> bool:
        """Say whether the filter is on; one without a switch always is."""
        return bool(getattr(settings, self.id, True))
