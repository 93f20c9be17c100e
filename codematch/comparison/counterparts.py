"""Counterparts: what became of each file and of each unit, as the regions of a comparison show it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from codematch.align.sequence import SymbolSequence
from codematch.comparison.changed_comments import compare_comments
from codematch.comparison.differences import list_differences, listed_regions
from codematch.comparison.file_changes import Files, describe_changes, left_over
from codematch.comparison.further_places import find_further_places
from codematch.comparison.literal_forms import without_forms
from codematch.comparison.located_region import LocatedRegion
from codematch.comparison.partner_comments import join_comments
from codematch.comparison.passages import choose_listed, note_copies, passages_of
from codematch.comparison.prepare import PreparedWork
from codematch.comparison.replacements import find_replacements
from codematch.comparison.tally import Coverage, pair_files
from codematch.comparison.unit_pairs import pair_units, tally_units
from codematch.model.correspondence import ChangedLines, Difference, FileRelation, FurtherPlaces, UnitPair, UnitTally
from codematch.model.result import FilePair, PairResult
from codematch.model.sides import Both
from codematch.settings import Corresponding, Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Counterparts:
    """What of two works corresponds: pairs of files, heaviest first, pairs of units, and what differs in them."""

    file_pairs: tuple[FilePair, ...]
    unit_pairs: tuple[UnitPair, ...]
    unit_tally: UnitTally
    differences: tuple[Difference, ...]
    changed_lines: tuple[ChangedLines, ...]
    further_places: tuple[FurtherPlaces, ...]


def find_counterparts(
    regions: Sequence[LocatedRegion],
    works: tuple[PreparedWork, PreparedWork],
    covered: tuple[Coverage, Coverage],
    sequences: tuple[SymbolSequence, SymbolSequence],
    settings: Settings,
) -> Counterparts:
    """Return what corresponds, as the regions of a comparison show it.

    Args:
        regions: The regions, in report order.
        works: The known and the questioned work.
        covered: Which tokens of each file of both works the regions align.
        sequences: The tokens of both works.
        settings: From when on files and units correspond, and passages are the same.
    """
    rules = settings.corresponding
    regions = without_forms(regions, works)
    pairs = relate_files(pair_files(regions, *works), rules)
    groups: dict[Files, list[LocatedRegion]] = {}
    for item in regions:
        groups.setdefault((item.known_file, item.questioned_file), []).append(item)
    files_of = {(items[0].region.known.path, items[0].region.questioned.path): files for files, items in groups.items()}
    places = [files_of[pair.known_path, pair.questioned_path] for pair in pairs]
    pairs = note_copies(pairs, groups, places, rules.repeat_share)
    pairs = choose_listed(pairs, groups, places, rules.repeat_share)
    pairs, wholes = describe_changes(pairs, groups, places, works)
    units = pair_units(regions, pairs, *works, rules)
    passages = passages_of(pairs, groups, places, wholes, units, rules.elsewhere_share)
    comments = {
        number: compare_comments(whole, passages.get(number, ()))
        for number, whole in wholes.items()
        if pairs[number].is_listed
    }
    comments = join_comments(comments, pairs, wholes, places)
    alone = {number: (found.known, found.questioned) for number, found in comments.items()}
    listed = listed_regions(regions, pairs)
    return Counterparts(
        file_pairs=pairs,
        unit_pairs=units,
        unit_tally=tally_units(works),
        differences=list_differences(
            listed,
            (wholes, comments),
            works,
            find_replacements(listed, works, covered, rules.max_replaced),
        ),
        changed_lines=left_over(pairs, wholes, places, covered, alone, passages),
        further_places=find_further_places(regions, works, sequences, settings),
    )


def with_counterparts(pair: PairResult, found: Counterparts) -> PairResult:
    """Return a pair of works with what corresponds in them."""
    return replace(
        pair,
        unit_pairs=found.unit_pairs,
        unit_tally=found.unit_tally,
        differences=found.differences,
        changed_lines=found.changed_lines,
        further_places=found.further_places,
    )


def relate_files(pairs: Sequence[FilePair], settings: Corresponding) -> tuple[FilePair, ...]:
    """Return pairs of files with what each file is to the other, in the same order."""
    mains: tuple[dict[str, FilePair], dict[str, FilePair]] = ({}, {})
    for pair in pairs:
        for main, path, matched in (
            (mains[0], pair.known_path, pair.matched.known),
            (mains[1], pair.questioned_path, pair.matched.questioned),
        ):
            best = main.get(path)
            if best is None or matched > (best.matched.known if main is mains[0] else best.matched.questioned):
                main[path] = pair
    return tuple(
        replace(
            pair,
            relation=_relation(pair, mains, settings.established_share),
            main=Both(mains[0][pair.known_path] is pair, mains[1][pair.questioned_path] is pair),
        )
        for pair in pairs
    )


def _relation(
    pair: FilePair, mains: tuple[dict[str, FilePair], dict[str, FilePair]], established_share: float
) -> FileRelation:
    of_known, of_questioned = mains[0][pair.known_path] is pair, mains[1][pair.questioned_path] is pair
    share = max(pair.matched.known / pair.tokens.known, pair.matched.questioned / pair.tokens.questioned)
    if share < established_share or not (of_known or of_questioned):
        return FileRelation.PART
    if not of_known:
        return FileRelation.SPLIT
    if not of_questioned:
        return FileRelation.MERGED
    if pair.known_path == pair.questioned_path:
        return FileRelation.SAME_PATH
    same_name = pair.known_path.rpartition("/")[2] == pair.questioned_path.rpartition("/")[2]
    return FileRelation.MOVED if same_name else FileRelation.RENAMED
