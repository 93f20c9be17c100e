"""Rare names that occur in both works.

A name is listed if few projects of the background contain it, with the count, rarest first. Names in regions are listed
too.

Why: Names are chosen freely. The fewer projects have a name, the more seldom two authors choose it independently.

Not covered: Changed names (see `renames` and `name-stems`); names of a field that the background lacks appear rare;
languages without a background.

Example: `wobbleDampingFactor` in both works and in none of 60 background projects.
"""

from codematch.evidence.detector_input import DetectorInput, DetectorResult
from codematch.evidence.rule import Detector
from codematch.evidence.shared_tokens import shared_tokens
from codematch.model.evidence import Channel
from codematch.settings.detectors import Names


def _check(case: DetectorInput) -> DetectorResult:
    """Return the rare names that both works hold."""

    def kind(text: str) -> str:
        return "name" if len(text) >= case.settings.min_name_characters else ""

    return shared_tokens(Channel.NAMES, "names", case.names, kind, case)


RULE = Detector(
    id="names",
    docs=__doc__,
    channel=Channel.NAMES,
    check=_check,
    settings=Names,
    kinds=("name",),
    messages=("note-outside", "background"),
    finds_tokens=True,
)
