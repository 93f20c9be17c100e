"""What a result says of one file or line: why it is matched, labelled, unmatched, excluded or unreadable.

Nothing here needs the works: all of it is selected from the result, and what the result lacks is named.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from codematch.model.across import AcrossPair
from codematch.model.evidence import Finding
from codematch.model.filtration import Exclusion
from codematch.model.match import Exhibit, ExhibitRow, Region
from codematch.model.message import Message, PathName
from codematch.model.result import CaseResult, FileEntry, PairResult, Shown, UnitEntry, Work
from codematch.model.source import Disposition, Limitation, Reason
from codematch.report import view
from codematch.report.explain.find_place import FoundPlace
from codematch.report.explain.values import (
    Gap,
    LighterMatch,
    NotRecorded,
    Opposite,
    PlaceExplanation,
    RegionPart,
    Status,
    Threshold,
)
from codematch.report.record.context import exhibit_number

Value = TypeVar("Value")
_PLAIN_TEXT = "text"
_OF_SEEDS = frozenset({Reason.FREQUENT_SEEDS})
"""Limitations of a whole run that may be why no region aligns a line."""


def explain(result: CaseResult, place: FoundPlace) -> tuple[PlaceExplanation, ...]:
    """Return what a result says of a place, once for each pair whose work contains the file."""
    found = []
    for number, pair in enumerate(result.pairs, start=1):
        work = view.of(view.works(pair), place.role)
        file = next((file for file in work.files if file.path == place.path), None)
        if file is not None:
            found.append(_Examined(result, pair, number, place, work, file).explanation())
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Examined:
    """A file of a work, and the line of it that is asked for, in one pair of a result."""

    result: CaseResult
    pair: PairResult
    number: int
    place: FoundPlace
    work: Work
    file: FileEntry

    @property
    def counted(self) -> str:
        """The path by which regions, labels and findings name the file: that of the file that counts for it."""
        return self.file.duplicate_of or self.file.path

    def explanation(self) -> PlaceExplanation:
        regions = tuple(self._part(region) for region in view.ranked(self.pair) if self._spans(region))
        limitations = self._limitations(bool(regions))
        status = self._status(bool(regions))
        unmatched = status is Status.UNMATCHED
        thresholds = tuple(self._thresholds()) if unmatched else ()
        manifest = self.result.manifest
        return PlaceExplanation(
            pair=self.number,
            role=self.place.role,
            work=self.work.label,
            line=self.place.line,
            status=status,
            file=replace(self.file, sketch=None, units=()),
            unit=self._unit(),
            regions=regions,
            all_regions=len(self.pair.regions),
            exhibits=len(self.pair.exhibits),
            lighter_matches=tuple(self._lighter_matches()),
            labels=tuple(sorted(self._labels(self.place.role, self.counted, self.place.line), key=_by_line)),
            counterpart_labels=tuple(self._counterpart_labels(regions)),
            findings=tuple(self._findings()),
            across=tuple(self._across()),
            limitations=limitations,
            thresholds=thresholds,
            structure_bits=view.setting_value(manifest, "weighing", "min_weight") if unmatched else None,
            same_place_bits=view.setting_value(manifest, "weighing", "min_established") if unmatched else None,
            weighs_renames=view.weighs_renames(self.result),
            not_recorded=tuple(self._not_recorded(status, regions, limitations, thresholds)),
        )

    def _own(self, known: Value, questioned: Value) -> Value:
        """Return the value of the side that is asked about."""
        return known if self.place.role == "known" else questioned

    def _status(self, in_region: bool) -> Status:
        if self.file.disposition is Disposition.COMPARED:
            return Status.IN_REGION if in_region else Status.UNMATCHED
        return Status.EXCLUDED if self.file.disposition is Disposition.EXCLUDED else Status.UNREADABLE

    def _is_here(self, path: str, first: int, last: int) -> bool:
        return path == self.counted and (self.place.line is None or first <= self.place.line <= last)

    def _spans(self, region: Region) -> bool:
        side = self._own(*view.sides(region))
        return self._is_here(side.path, side.first_line, side.last_line)

    def _part(self, region: Region) -> RegionPart:
        exhibit = next((item for item in self.pair.exhibits if item.region == region.number), None)
        row = self._row(exhibit)
        return RegionPart(
            number=region.number,
            match_class=region.match_class,
            weight=region.weight,
            residual=region.residual,
            tokens=region.tokens,
            residual_tokens=region.residual_tokens,
            known=region.known,
            questioned=region.questioned,
            labels=region.labels,
            exhibit="" if exhibit is None else exhibit_number(self.number, region.number, len(self.result.pairs) > 1),
            opposite=None if self.place.line is None else self._opposite(exhibit, row),
            row=row,
            omitted_rows=exhibit.omitted_rows if exhibit is not None else 0,
        )

    def _row(self, exhibit: Exhibit | None) -> ExhibitRow | None:
        """Return the row of an exhibit that shows the line."""
        if exhibit is None or self.place.line is None:
            return None
        lines = ((self._own(row.known_line, row.questioned_line), row) for row in exhibit.rows)
        return next((row for line, row in lines if line == self.place.line), None)

    def _opposite(self, exhibit: Exhibit | None, row: ExhibitRow | None) -> Opposite:
        if exhibit is None:
            return Opposite.NO_EXHIBIT
        if row is None:
            return Opposite.LEFT_OUT if self.result.shown is Shown.NO_CODE else Opposite.CUT
        return Opposite.NONE if None in (row.known_line, row.questioned_line) else Opposite.LINE

    def _unit(self) -> UnitEntry | None:
        """Return the innermost function or class around the line that is long enough to be listed."""
        # A file that repeats another one lists no units: those of the file that counts for it are its own.
        units = next((file.units for file in self.work.files if file.path == self.counted), ())
        around = [unit for unit in units if unit.first_line <= (self.place.line or 0) <= unit.last_line]
        inner = min(around, key=lambda unit: unit.last_line - unit.first_line, default=None)
        return None if inner is None else replace(inner, sketch=None)

    def _lighter_matches(self) -> Iterator[LighterMatch]:
        for region in self.pair.regions:
            for match in region.alternatives:
                known = (match.known_path, match.known_first_line, match.known_last_line)
                questioned = (match.questioned_path, match.questioned_first_line, match.questioned_last_line)
                if self._is_here(*self._own(known, questioned)):
                    yield LighterMatch(region=region.number, match=match)

    def _labels(self, role: str, path: str, line: int | None) -> Iterator[Exclusion]:
        for item in self.pair.ledger.exclusions if self.pair.ledger is not None else ():
            on_line = line is None or item.first_line <= line <= item.last_line
            if item.side == role and item.path == path and on_line:
                yield item

    def _counterpart_labels(self, regions: Sequence[RegionPart]) -> Iterator[Exclusion]:
        """Yield the labels of the lines that exhibits show opposite: a pair of tokens is labelled by either side."""
        for part in regions:
            if part.row is not None:
                other, side, line = self._own(
                    ("questioned", part.questioned, part.row.questioned_line),
                    ("known", part.known, part.row.known_line),
                )
                if line is not None:
                    yield from self._labels(other, side.path, line)

    def _findings(self) -> Iterator[Finding]:
        for channel in self.pair.evidence:
            for finding in channel.findings:
                place = self._own(finding.known, finding.questioned)
                if place.path == self.counted and (self.place.line is None or place.line in (0, self.place.line)):
                    yield finding

    def _across(self) -> Iterator[AcrossPair]:
        """Yield the pairs of files and of functions across languages that the place is in, the items left out."""
        found = self.pair.across
        for item in (*found.file_pairs, *found.function_pairs) if found is not None else ():
            if self._is_here(*(self._own(*both) for both in (item.path, item.first_line, item.last_line))):
                yield replace(item, items=(), items_omitted=0)

    def _limitations(self, in_region: bool) -> tuple[Limitation, ...]:
        seeds = self.file.disposition is Disposition.COMPARED and not in_region
        return tuple(
            item
            for item in self.result.limitations
            if self._names_file(item) or self._is_of_language(item) or (seeds and item.reason in _OF_SEEDS)
        )

    def _names_file(self, item: Limitation) -> bool:
        own = {self.file.path, self.counted}
        return item.subject in own or (item.subject == self.work.label and not own.isdisjoint(_paths(item.detail)))

    def _is_of_language(self, item: Limitation) -> bool:
        """Return whether a limitation concerns all files in the language of this one."""
        if not self.file.language:
            return False
        plain = (
            item.reason is Reason.NO_GRAMMAR and self.file.language == _PLAIN_TEXT and item.subject == self.work.label
        )
        return plain or (item.stage == "weight" and item.subject == self.file.language)

    def _thresholds(self) -> Iterator[Threshold]:
        """Yield the threshold of the file's language.

        Without one, yield that of plain text, as which all files are read once more, and for a questioned file all: a
        threshold goes by the language of the known side, which may be a related one.
        """
        entries = self.pair.significance
        own = [entry for entry in entries if entry.language == self.file.language]
        others = [entry for entry in entries if entry.language == _PLAIN_TEXT or self.place.role != "known"]
        for entry in own or others:
            yield Threshold(language=entry.language, threshold_bits=entry.threshold_bits)

    def _not_recorded(
        self,
        status: Status,
        regions: Sequence[RegionPart],
        limitations: tuple[Limitation, ...],
        thresholds: tuple[Threshold, ...],
    ) -> Iterator[NotRecorded]:
        if status in (Status.EXCLUDED, Status.UNREADABLE):
            if self.place.line is not None and not self.file.lines:
                yield NotRecorded(gap=Gap.LINES)
        else:
            yield from self._unrecorded_text(status, regions, thresholds)
            yield from self._unrecorded_labels()
        if self.pair.evidence:
            yield NotRecorded(gap=Gap.FINDING_PLACES)
            yield from _counted(Gap.FINDINGS_OMITTED, sum(channel.omitted for channel in self.pair.evidence))
        else:
            yield NotRecorded(gap=Gap.FINDINGS)
        yield from self._unrecorded_limitations(limitations)

    def _unrecorded_text(
        self, status: Status, regions: Sequence[RegionPart], thresholds: tuple[Threshold, ...]
    ) -> Iterator[NotRecorded]:
        unmatched = status is Status.UNMATCHED
        if self.place.line is not None and unmatched:
            yield NotRecorded(gap=Gap.LINE_TEXT)
        elif self.place.line is not None and any(part.opposite is not Opposite.LINE for part in regions):
            yield NotRecorded(gap=Gap.LINE_TOKENS)
        if unmatched:
            if self.file.tokens and all(entry.language != self.file.language for entry in thresholds):
                yield NotRecorded(gap=Gap.THRESHOLD)
            unlisted = sum(region.alternatives_total - len(region.alternatives) for region in self.pair.regions)
            yield from _counted(Gap.LIGHTER_MATCHES, unlisted)

    def _unrecorded_labels(self) -> Iterator[NotRecorded]:
        ledger = self.pair.ledger
        yield NotRecorded(gap=Gap.LABELS if ledger is None else Gap.LABELS_OUTSIDE)
        if ledger is not None:
            yield from _counted(Gap.LABELS_OMITTED, ledger.exclusions_omitted)

    def _unrecorded_limitations(self, limitations: tuple[Limitation, ...]) -> Iterator[NotRecorded]:
        works, label = [*view.works(self.pair), *(prior.work for prior in self.pair.prior)], self.work.label
        holders = [work for work in works if any(file.path in (self.file.path, self.counted) for file in work.files)]
        shared_label = sum(work.label == label for work in works) > 1
        by_path = any(item.subject != label or shared_label for item in filter(self._names_file, limitations))
        if len(holders) > 1 and by_path:
            yield NotRecorded(gap=Gap.LIMITATION_WORK)
        others = (item for item in self.result.limitations if item not in limitations and item.subject == label)
        yield from _counted(Gap.LIMITATION_FILES, sum(map(self._may_count, others)))

    def _may_count(self, item: Limitation) -> bool:
        """Return whether a limitation counts files that it does not name, which may include this one.

        One about files that are not compared gives the reason that each of them has.
        """
        values = dict(item.detail.values)
        count, files = values.get("count"), values.get("files")
        beyond = isinstance(count, int) and isinstance(files, tuple) and count > len(files)
        if not beyond or (item.reason is Reason.EMPTY and self.file.tokens):
            return False
        return self.file.reason is item.reason if item.reason in _NOT_COMPARED else self.file.reason is None


_NOT_COMPARED = frozenset({
    Reason.BINARY, Reason.TOO_LARGE, Reason.SYMLINK, Reason.LEAVES_ROOT, Reason.SPECIAL_FILE, Reason.SUBMODULE,
    Reason.LFS_POINTER, Reason.ENCRYPTED, Reason.UNSUPPORTED_ARCHIVE, Reason.ARCHIVE_LIMIT, Reason.DAMAGED,
    Reason.READ_ERROR, Reason.HIDDEN_DATA,
})  # fmt: skip
"""Reasons why files are not compared that are also those of limitations."""


def _counted(gap: Gap, count: int) -> Iterator[NotRecorded]:
    """Yield a gap with its count, unless the count is 0."""
    if count:
        yield NotRecorded(gap=gap, count=count)


def _by_line(label: Exclusion) -> tuple[int, int]:
    return label.first_line, label.last_line


def _paths(message: Message) -> Iterator[str]:
    """Yield every path that a message names."""
    for _, value in message.values:
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, Message):
                yield from _paths(item)
            elif isinstance(item, PathName):
                yield str(item)
