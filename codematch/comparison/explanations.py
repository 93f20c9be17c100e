"""Which explanations the regions have, as far as labels and findings say; nothing is concluded from what is left.

An explanation is tested by filters, whose labels count in tokens, and by kinds of findings, which are signs only. One
that needs material (`--common`, the library, `--agreed`) is not testable without it.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from codematch.model.evidence import ChannelResult, Finding, Place
from codematch.model.explanation import Explanation, ExplanationId, Outcome
from codematch.model.filtration import FilterId, Ledger, ReasonCode, RegionLabel
from codematch.model.match import Region
from codematch.model.message import Message, PathName, Quote

MOST_SIGNS = 5
"""Shown of each explanation; the rest is counted."""


@dataclass(frozen=True, slots=True)
class _Test:
    """What tests an explanation: reason codes, the filters that give them, and kinds of findings.

    With `needs_material` it is testable only where something was given with one of its codes; a finding must hold one
    of the `marks`, where there are any.
    """

    codes: frozenset[ReasonCode] = frozenset()
    filters: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    needs_material: bool = False
    marks: tuple[str, ...] = ()


_GIVEN = (FilterId.COMMON, FilterId.LIBRARY)
TESTS: Mapping[ExplanationId, _Test] = {
    ExplanationId.THIRD_PARTY: _Test(
        codes=frozenset({ReasonCode.OSS, ReasonCode.OSS_MODIFIED, ReasonCode.VENDOR}),
        filters=(*_GIVEN, FilterId.VENDORED),
        kinds=("release-notice", "licence-notice"),
    ),
    ExplanationId.GENERATOR: _Test(
        codes=frozenset({ReasonCode.GENERATED, ReasonCode.MINIFIED}),
        filters=(FilterId.GENERATED,),
        kinds=("tool-notice",),
    ),
    ExplanationId.COMMON_ALGORITHM: _Test(
        codes=frozenset({ReasonCode.COMMON_ALGO}), filters=(FilterId.COMMON,), needs_material=True
    ),
    ExplanationId.COMMON_AUTHOR: _Test(kinds=("author-mark", "copyright-holder")),
    ExplanationId.COMMON_NAMES: _Test(codes=frozenset({ReasonCode.COMMON_IDIOM}), filters=(FilterId.IDIOMS,)),
    ExplanationId.DERIVATION: _Test(),
    ExplanationId.AI_ASSISTANT: _Test(),
    ExplanationId.PUBLIC_ANSWER: _Test(
        kinds=("url", "comment", "task"),
        marks=("stackoverflow.com", "stackexchange.com", "gist.github.com", "csdn.net"),
    ),
    ExplanationId.DICTATED: _Test(
        codes=frozenset({ReasonCode.API_DICTATED, ReasonCode.PROTOCOL_STANDARD, ReasonCode.HARDWARE}),
        filters=(FilterId.INTERFACE, FilterId.STANDARDS, FilterId.COMMON),
    ),
    ExplanationId.HOUSE_STYLE: _Test(
        codes=frozenset({ReasonCode.SDK_TEMPLATE}), filters=(FilterId.COMMON,), needs_material=True
    ),
    ExplanationId.COMMON_UPSTREAM: _Test(
        codes=frozenset({ReasonCode.OSS, ReasonCode.OSS_MODIFIED}),
        filters=_GIVEN,
        kinds=("copyright-holder", "release-notice"),
    ),
    ExplanationId.AUTHORISED: _Test(
        codes=frozenset({ReasonCode.LICENSED, ReasonCode.USER_AGREED}),
        filters=(FilterId.COMMON, FilterId.AGREED),
        needs_material=True,
    ),
}


def explain(
    regions: Sequence[Region], ledger: Ledger, channels: Sequence[ChannelResult], given: Set[ReasonCode] = frozenset()
) -> tuple[Explanation, ...]:
    """Return the outcome of every explanation, in their order; `given` are the codes of what the run was given."""
    findings = [finding for channel in channels for finding in channel.findings]
    return tuple(_explanation(name, TESTS[name], regions, (ledger, given), findings) for name in ExplanationId)


def _explanation(
    name: ExplanationId,
    test: _Test,
    regions: Sequence[Region],
    tested_with: tuple[Ledger, Set[ReasonCode]],
    findings: Sequence[Finding],
) -> Explanation:
    labels = [(region, label) for region in regions for label in region.labels if label.code in test.codes]
    speaking = [item for item in findings if _speaks(item, test)]
    signs = [label.basis for _, label in labels] + [_sign(item) for item in speaking]
    inside = {region.number for region, _ in labels} | {item.region for item in speaking if item.region}
    different = list(dict.fromkeys(signs))
    return Explanation(
        id=name,
        outcome=_outcome(test, *tested_with, bool(different)),
        tests=(*test.filters, *test.kinds),
        regions=tuple(sorted(inside)),
        tokens=_tokens(labels),
        all_tokens=sum(region.tokens for region in regions),
        signs=tuple(different[:MOST_SIGNS]),
        signs_total=len(different),
    )


def _tokens(labels: Sequence[tuple[Region, RegionLabel]]) -> int:
    """The aligned pairs that labels cover; those of several filters may overlap, so only the largest counts."""
    largest: dict[int, int] = {}
    for region, label in labels:
        largest[region.number] = max(largest.get(region.number, 0), label.tokens)
    return sum(largest.values())


def _speaks(finding: Finding, test: _Test) -> bool:
    if finding.kind not in test.kinds:
        return False
    return not test.marks or any(mark in finding.text.lower() for mark in test.marks)


def _sign(finding: Finding) -> Message:
    return Message.of(
        "finding",
        text=Quote(finding.text),
        known=_place(finding.known),
        questioned=_place(finding.questioned),
    )


def _place(place: Place) -> Message:
    if not place.line:
        return Message.of("whole-file", path=PathName(place.path))
    return Message.of("place", path=PathName(place.path), line=place.line)


def _outcome(test: _Test, ledger: Ledger, given: Set[ReasonCode], is_found: bool) -> Outcome:
    if is_found:
        return Outcome.FOUND
    rows = [row for row in ledger.rows if row.filter in test.filters and row.enabled]
    if test.needs_material and given.isdisjoint(test.codes):
        return Outcome.NOT_TESTABLE
    return Outcome.NOT_FOUND if rows or test.kinds else Outcome.NOT_TESTABLE
