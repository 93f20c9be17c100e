"""The channels of evidence beside the regions, each by itself, in the order of a report."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from codematch.comparison.assemble import LocatedRegion
from codematch.comparison.prepare import PreparedWork, Toolkit
from codematch.evidence.commented_out import commented_out
from codematch.evidence.comments import comment_runs, whole_comments
from codematch.evidence.files import same_files, same_folders
from codematch.evidence.layout import layout
from codematch.evidence.leftovers import leftovers
from codematch.evidence.lines import lines
from codematch.evidence.notices import notices
from codematch.evidence.order import function_order, member_order
from codematch.evidence.renames import renames
from codematch.evidence.shared_marks import shared_marks
from codematch.evidence.strange_words import misspellings, stems
from codematch.evidence.subject import Aligned, Detector, EvidenceFile, Examined, Subject
from codematch.evidence.tokens import names, texts
from codematch.evidence.words import shared_words
from codematch.model.evidence import Channel, ChannelResult, Finding, Rarity
from codematch.model.filtration import FilterId
from codematch.model.match import MatchClass, Region
from codematch.model.tokens import TokenClass
from codematch.weight.weigher import Weigher

DETECTORS: Mapping[Channel, tuple[Detector, ...]] = {
    Channel.FILES: (same_files, same_folders),
    Channel.LINES: (lines,),
    Channel.NAMES: (names, renames, stems),
    Channel.COMMENTS: (whole_comments, comment_runs),
    Channel.TEXTS: (texts,),
    Channel.ARTEFACTS: (misspellings, notices, shared_marks, commented_out, leftovers, layout),
    Channel.ORDER: (function_order, member_order),
}
_SHOWN_DIGEST = 16


def gather_evidence(
    known: PreparedWork, questioned: PreparedWork, located: Sequence[LocatedRegion], toolkit: Toolkit
) -> tuple[ChannelResult, ...]:
    """Return what every channel finds in two works, wherever it stands; nothing where channels are off."""
    settings = toolkit.settings.evidence
    if not settings.channels:
        return ()
    works = _subject(known), _subject(questioned)
    case = Examined(
        known=works[0],
        questioned=works[1],
        names=(works[0].token_texts(TokenClass.IDENTIFIER), works[1].token_texts(TokenClass.IDENTIFIER)),
        words=shared_words(*([file.facts.words for file in work.files] for work in works)),
        aligned=tuple(map(_aligned, located)),
        counts=partial(_rarities, toolkit.weigher),
        settings=settings,
    )
    places = _Places(item.region for item in located)
    return tuple(_channel(channel, case, places, settings.max_findings) for channel in DETECTORS)


def _channel(channel: Channel, case: Examined, places: "_Places", most: int) -> ChannelResult:
    """What the detectors of one channel find: of each the first findings."""
    figures: dict[str, int] = {}
    listed: list[Finding] = []
    omitted = 0
    for detector in DETECTORS[channel]:
        found = detector(case)
        figures |= found.figures
        listed += [replace(item, region=places.region(item)) for item in found.findings[:most]]
        omitted += max(0, len(found.findings) - most)
    return ChannelResult(channel=channel, figures=figures, findings=tuple(listed), omitted=omitted)


class _Places:
    """Which region two places lie in: the regions by their files."""

    def __init__(self, regions: Iterable[Region]) -> None:
        self._by_files: dict[tuple[str, str], list[Region]] = {}
        for region in regions:
            self._by_files.setdefault((region.known.path, region.questioned.path), []).append(region)

    def region(self, finding: Finding) -> int:
        """Return the number of the first region that holds both places of a finding, 0 when none does."""
        if not finding.known.line or not finding.questioned.line:
            return 0
        for region in self._by_files.get((finding.known.path, finding.questioned.path), ()):
            inside = (
                side.first_line <= place.line <= side.last_line
                for side, place in ((region.known, finding.known), (region.questioned, finding.questioned))
            )
            if all(inside):
                return region.number
        return 0


def _rarities(weigher: Weigher, language: str, kind: str, hashes: NDArray[np.uint64]) -> Sequence[Rarity | None]:
    """Count items of a kind in the background of a language."""
    background = weigher.background(language)
    if background is None:
        return [None] * len(hashes)
    seen = getattr(background, kind).look_up(hashes).tolist()
    corpus = f"background of {language} {background.digest[:_SHOWN_DIGEST]}"
    return [Rarity(seen_in=count, projects=background.projects, corpus=corpus) for count in seen]


def _subject(work: PreparedWork) -> Subject:
    return Subject(
        records=tuple(source.record for source in work.tree.files),
        files=tuple(
            EvidenceFile(
                record=source.record,
                utf8=source.utf8,
                stream=file.stream,
                facts=file.facts,
                notices=frozenset(
                    number for mark in file.marks.get(FilterId.LICENCES, ()) for number in range(mark.first, mark.stop)
                ),
            )
            for source, file in zip(work.sources, work.files, strict=True)
            if file.facts is not None
        ),
    )


def _aligned(item: LocatedRegion) -> Aligned:
    return Aligned(
        known_file=item.known_file,
        questioned_file=item.questioned_file,
        known=item.aligned.known,
        questioned=item.aligned.questioned,
        identical=item.region.match_class is MatchClass.BYTE_IDENTICAL,
        renames=tuple((rename.known, rename.questioned) for rename in item.region.renames),
    )
