"""The channels of evidence beside the regions, each by itself, in the order of a report."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from codematch.comparison.located_region import LocatedRegion
from codematch.comparison.material_comments import MaterialComments, first_place
from codematch.comparison.prepare import PreparedFile, PreparedWork, Toolkit
from codematch.comparison.reference_material import MaterialWork
from codematch.evidence import DETECTORS
from codematch.evidence.detector_input import Aligned, DetectorInput, DetectorResult, EvidenceFile, Subject
from codematch.evidence.occurrences import Occurrences
from codematch.evidence.shared_tokens import aligned_texts, outside
from codematch.evidence.unknown_words import dictionary, rare_words
from codematch.evidence.words import shared_words
from codematch.filtration import FILTERS
from codematch.model.evidence import Channel, ChannelResult, Finding, Rarity
from codematch.model.filtration import FilterId
from codematch.model.match import MatchClass, Region
from codematch.model.message import Message, Name
from codematch.model.tokens import TokenClass
from codematch.weight.weigher import Weigher

_SHOWN_DIGEST = 16


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RegionFreeFindings:
    """What was found without regions, in the order of the detectors, and the different names of both works."""

    found: tuple[DetectorResult, ...]
    names: tuple[Occurrences, Occurrences]


def examine_apart(known: PreparedWork, questioned: PreparedWork, toolkit: Toolkit) -> RegionFreeFindings | None:
    """Return what the detectors find that need no regions; None where channels are off."""
    if not toolkit.settings.evidence.channels:
        return None
    works = _subject(known), _subject(questioned)
    case = DetectorInput(
        known=works[0],
        questioned=works[1],
        names=(works[0].token_texts(TokenClass.IDENTIFIER), works[1].token_texts(TokenClass.IDENTIFIER)),
        words=shared_words(
            [file.facts.words for file in works[0].files],
            [file.facts.words for file in works[1].files],
            dictionary(toolkit.settings.evidence).unknown,
        ),
        aligned=(),
        counts=partial(_rarities, toolkit.weigher),
        settings=toolkit.settings.evidence,
    )
    case = replace(case, unknown=tuple(rare_words(case)))
    return RegionFreeFindings(
        found=tuple(rule.check(case) for rule in DETECTORS if not rule.needs_regions), names=case.names
    )


def gather_evidence(
    known: PreparedWork,
    questioned: PreparedWork,
    located: Sequence[LocatedRegion],
    apart: RegionFreeFindings | None,
    toolkit: Toolkit,
    material: Sequence[MaterialWork] = (),
) -> tuple[ChannelResult, ...]:
    """Return what every channel finds in two works; nothing where channels are off.

    Args:
        known: The known work.
        questioned: The questioned work.
        located: The regions, in report order.
        apart: What `examine_apart` found in the same works.
        toolkit: Backgrounds and settings.
        material: What both works are held against: comments that stand in it are found with its name.
    """
    if apart is None:
        return ()
    settings = toolkit.settings.evidence
    case = DetectorInput(
        known=_subject(known),
        questioned=_subject(questioned),
        names=apart.names,
        words={},
        aligned=tuple(map(_aligned, located)),
        counts=partial(_rarities, toolkit.weigher),
        settings=settings,
    )
    places, aligned, without = _Places(item.region for item in located), aligned_texts(case), iter(apart.found)
    comments = [MaterialComments(item, toolkit.settings.filtration) for item in material]
    found: dict[Channel, list[DetectorResult]] = {channel: [] for channel in Channel}
    for rule in DETECTORS:
        result = rule.check(case) if rule.needs_regions else next(without)
        if rule.finds_tokens:
            result = outside(result, aligned)
        if rule.channel is Channel.COMMENTS:
            result = _in_material(result, case, comments)
        found[rule.channel].append(result)
    return tuple(_channel(channel, parts, places, settings.max_findings) for channel, parts in found.items())


def _in_material(found: DetectorResult, case: DetectorInput, material: Sequence[MaterialComments]) -> DetectorResult:
    """Return findings of comments with a note on those that stand in material."""
    if not material:
        return found
    files = {file.record.path: file for file in case.known.files}
    texts = {
        (path, line): text
        for path, file in files.items()
        for line, text in zip(file.stream.comments.lines.tolist(), file.stream.comments.texts, strict=True)
    }
    findings = [
        replace(item, note=Message.of("note-material", place=place))
        if (place := first_place(texts.get((item.known.path, item.known.line), ""), material))
        else item
        for item in found.findings
    ]
    return replace(found, findings=findings)


def _channel(channel: Channel, parts: Sequence[DetectorResult], places: "_Places", most: int) -> ChannelResult:
    """What the detectors of one channel found: of each the first findings."""
    figures: dict[str, int] = {}
    listed: list[Finding] = []
    omitted = 0
    for found in parts:
        figures |= found.figures
        listed += [replace(item, region=places.region(item)) for item in found.findings[:most]]
        omitted += max(0, len(found.findings) - most) + found.unlisted
    return ChannelResult(channel=channel, figures=figures, findings=tuple(listed), omitted=omitted)


class _Places:
    """Which region two places lie in: the regions by their files, each with its number and the lines of its edges."""

    def __init__(self, regions: Iterable[Region]) -> None:
        rows: dict[tuple[str, str], list[tuple[int, int, int, int, int]]] = {}
        for region in regions:
            known, questioned = region.known, region.questioned
            lines = known.first_line, known.last_line, questioned.first_line, questioned.last_line
            rows.setdefault((known.path, questioned.path), []).append((region.number, *lines))
        self._by_files = {files: np.array(own, dtype=np.int64).T for files, own in rows.items()}

    def region(self, finding: Finding) -> int:
        """Return the number of the first region that holds both places of a finding, 0 when none does."""
        known, questioned = finding.known, finding.questioned
        rows = self._by_files.get((known.path, questioned.path)) if known.line and questioned.line else None
        if rows is None:
            return 0
        numbers, *lines = rows
        inside = (lines[0] <= known.line) & (known.line <= lines[1])
        inside &= (lines[2] <= questioned.line) & (questioned.line <= lines[3])
        return int(numbers[np.argmax(inside)]) if inside.any() else 0


def _rarities(weigher: Weigher, language: str, kind: str, hashes: NDArray[np.uint64]) -> Sequence[Rarity | None]:
    """Count items of a kind in the background of a language."""
    background = weigher.background(language)
    if background is None:
        return [None] * len(hashes)
    seen = getattr(background, kind).look_up(hashes).tolist()
    corpus = Message.of("background", language=Name(language), digest=Name(background.digest[:_SHOWN_DIGEST]))
    rarities = {
        count: Rarity(seen_in=count, projects=background.projects, corpus=corpus) for count in sorted(set(seen))
    }
    return [rarities[count] for count in seen]


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
                explained=_explained(file),
            )
            for source, file in zip(work.sources, work.files, strict=True)
            if file.facts is not None
        ),
    )


def _explained(file: PreparedFile) -> frozenset[int]:
    """The lines of a file on which every token is labelled by a filter of what anybody has."""
    marks = [mark for rule in FILTERS if rule.is_customary for mark in file.marks.get(rule.id, ())]
    if not marks:
        return frozenset()
    lines = file.stream.lines
    labelled = np.zeros(len(lines), dtype=np.bool_)
    for mark in marks:
        labelled[mark.first : mark.stop] = True
    explained = np.zeros(int(lines.max(initial=0)) + 1, dtype=np.bool_)
    explained[lines[labelled]] = True
    explained[lines[~labelled]] = False
    return frozenset(np.flatnonzero(explained).tolist())


def _aligned(item: LocatedRegion) -> Aligned:
    return Aligned(
        known_file=item.known_file,
        questioned_file=item.questioned_file,
        known=item.aligned.known,
        questioned=item.aligned.questioned,
        identical=item.region.match_class is MatchClass.BYTE_IDENTICAL,
        renames=tuple((rename.known, rename.questioned) for rename in item.region.renames),
    )
