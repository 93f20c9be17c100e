"""Keys, members or cases of two lists in the same order.

Lists are the keys of a table, the members of an enumeration and the cases of a switch. Two lists are compared if they
share most of their members. An order by the alphabet or by size is named as such.

Why: The order of such lists is usually free, and is seldom changed.

Not covered: Renamed members; short lists.

Example: The keys `gain, bias, ramp, seed, rate, trim` in both works.
"""

from functools import partial

import numpy as np
from numpy.typing import NDArray

from codematch.evidence.detector_input import DetectorInput, DetectorResult, EvidenceFile, Subject
from codematch.evidence.ordered_lists import NamedList, compare_order, once, order_kinds, order_notes
from codematch.evidence.rule import Detector
from codematch.model.evidence import Channel
from codematch.settings.detectors import MemberOrder


def _check(case: DetectorInput) -> DetectorResult:
    """Return the lists of keys, members or cases of both works that share most of their members, and their order."""
    left, right = (_groups(work) for work in case.works)
    found = compare_order(left, right, "members", case.settings, share=case.settings.order_share)
    return DetectorResult(
        figures={
            "lists": len(found),
            "same-order-lists": sum(item.kind == order_kinds("members")[0] for item in found),
        },
        findings=found,
    )


def _groups(work: Subject) -> list[NamedList]:
    result = []
    for file in work.files:
        for group in range(len(file.facts.groups)):
            tokens = file.facts.groups.members(group)
            places = once(file.stream.texts[tokens].tolist())
            text_of = partial(_text, file, tokens)
            result.append(NamedList(file=file, line=file.place(int(tokens[0])).line, places=places, text_of=text_of))
    return result


def _text(file: EvidenceFile, tokens: NDArray[np.integer], place: int) -> str:
    return file.text(int(tokens[place]))


RULE = Detector(
    id="member-order",
    docs=__doc__,
    channel=Channel.ORDER,
    check=_check,
    settings=MemberOrder,
    kinds=order_kinds("members"),
    messages=order_notes("members"),
)
