"""Filters and detectors of evidence on labelled fixtures: what they find, miss, and find beyond the labels."""

from collections import defaultdict
from collections.abc import Iterable

from tests.benchmarks.tables import markdown
from tests.evidence import labelled as evidence
from tests.filtration import labelled as filters
from tests.validation.section import Section

INTRO = """## Filters and detectors on labelled fixtures

The fixtures were written for this project (`fixtures/detectors`), some of them to be missed. They say what a filter or
detector does with a form that somebody thought of, not how often that form occurs: precision and recall here are no
error rates of a case. Filters count lines of files, detectors findings in pairs of works. Common idioms are decided by
the background, which no reader can label.
"""


def section() -> Section:
    """Return the section."""
    by_filter, by_kind = _filters(), _kinds()
    parts = [INTRO, _table("filter", by_filter), _table("finding", by_kind)]
    data = {
        name: {key: dict(zip(("found", "wrong", "missed"), counts, strict=True)) for key, counts in counted.items()}
        for name, counted in (("filters", by_filter), ("findings", by_kind))
    }
    return Section(name="detectors", text="\n\n".join(parts), data=data)


Counts = dict[str, tuple[int, int, int]]
"""By name: how many were found, how many wrongly, how many missed."""


def _filters() -> Counts:
    return _counted(
        (o.filter, len(o.expected & o.labelled), len(o.labelled - o.expected), len(o.expected - o.labelled))
        for o in filters.outcomes()
    )


def _kinds() -> Counts:
    rows = []
    for outcome in evidence.outcomes():
        for kind in {kind for kind, _ in outcome.expected | outcome.found}:
            found, expected = (
                {item: count for item, count in counts.items() if item[0] == kind}
                for counts in (outcome.found, outcome.expected)
            )
            both = sum(min(count, expected.get(item, 0)) for item, count in found.items())
            rows.append((kind, both, sum(found.values()) - both, sum(expected.values()) - both))
    return _counted(rows)


def _counted(rows: Iterable[tuple[str, int, int, int]]) -> Counts:
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for name, *counts in rows:
        for place, count in enumerate(counts):
            sums[name][place] += count
    return {name: (counts[0], counts[1], counts[2]) for name, counts in sorted(sums.items())}


def _table(head: str, counts: Counts) -> str:
    rows = [
        [name, str(found), str(wrong), str(missed), _share(found, found + wrong), _share(found, found + missed)]
        for name, (found, wrong, missed) in counts.items()
    ]
    return markdown([head, "found", "wrong", "missed", "precision", "recall"], rows)


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "–"
