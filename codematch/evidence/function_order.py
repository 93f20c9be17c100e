"""Functions of the same names in the same order in two files.

For each file of the questioned work, the file of the known work with most functions of the same names. An order by the
alphabet is named as such.

Why: Most languages leave the order of functions to the author, and it remains when the bodies are rewritten.

Not covered: Renamed functions; an order that an interface prescribes is found too.

Example: `open, lock, read, flush, unlock, close` in both files.
"""

from codematch.evidence.detector_input import DetectorInput, DetectorResult, EvidenceFile
from codematch.evidence.ordered_lists import NamedList, compare_order, once, order_kinds, order_notes
from codematch.evidence.rule import Detector
from codematch.model.evidence import Channel
from codematch.settings.detectors import FunctionOrder


def _check(case: DetectorInput) -> DetectorResult:
    """Return for each questioned file the known file with most functions of the same names, and how many keep order."""
    left, right = ([_functions(file) for file in work.files] for work in case.works)
    found = compare_order(left, right, "functions", case.settings)
    return DetectorResult(
        figures={
            "files": len(found),
            "functions": sum(item.count.known for item in found),
            "in-order": sum(int(str(item.note["kept"])) for item in found if item.note),
        },
        findings=found,
    )


def _functions(file: EvidenceFile) -> NamedList:
    names = [unit.name for unit in file.stream.units if unit.kind == "function"]
    return NamedList(file=file, line=0, places=once(names), text_of=lambda place: names[place].rsplit(".", 1)[-1])


RULE = Detector(
    id="function-order",
    docs=__doc__,
    channel=Channel.ORDER,
    check=_check,
    settings=FunctionOrder,
    kinds=order_kinds("functions"),
    messages=order_notes("functions"),
)
