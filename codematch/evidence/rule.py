"""The form of a detector."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from codematch.evidence.detector_input import DetectorInput, DetectorResult
from codematch.model.evidence import Channel
from codematch.model.rule import Rule

Check = Callable[[DetectorInput], DetectorResult]
"""Examines two works."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Detector(Rule):
    """A detector looks for one thing in two works, and returns findings and counts.

    Attributes:
        channel: The channel that it belongs to.
        check: Examines two works.
        kinds: The kinds of its findings.
        needs_regions: It looks at what regions align; the others run before regions are known.
        finds_tokens: Its findings are texts of tokens, of which those outside the regions get a note.
    """

    kind: ClassVar[str] = "detector"
    group: ClassVar[str] = "evidence"

    channel: Channel
    check: Check
    kinds: tuple[str, ...] = ()
    needs_regions: bool = False
    finds_tokens: bool = False

    @property
    def part(self) -> str:
        """What the rule is, with its channel."""
        return f"{self.kind}: {self.channel.value}"

    @property
    def switch(self) -> str:
        """The setting that turns all detectors off."""
        return "evidence.channels"

    @property
    def titles(self) -> tuple[str, ...]:
        """What its findings are called, and what else may explain them."""
        return tuple(f"{name}.{kind}" for kind in self.kinds for name in ("finding", "else"))
