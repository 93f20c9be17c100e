"""Sentences on what pairs of files share in all, beside what unrelated works do."""

from collections.abc import Iterable

from codematch.model.asserted import AssertedResult
from codematch.model.result import FilePair, PairResult
from codematch.model.significance import FilePairSum, LanguageSignificance
from codematch.report.text import numbers, stratum_rates
from codematch.report.text.language_names import language_name
from codematch.report.text.region_sentences import coincidence as coincidence_of_region
from codematch.report.text.visible import visible
from codematch.report.text.wording import running, say


def thresholds(pair: PairResult) -> list[str]:
    """Return for each language from which sum on a pair of files is reported, and how many unrelated pairs reach it."""
    return [_line(entry) for entry in pair.significance if entry.pair_threshold_bits is not None]


def _line(entry: LanguageSignificance) -> str:
    language, bits = language_name(entry.language), numbers.bits(entry.pair_threshold_bits)
    if entry.pair_reaching is None:
        return say("sums.threshold", language=language, threshold=bits)
    return say(
        "sums.line",
        language=language,
        reaching=entry.pair_reaching,
        pairs=entry.pairs,
        threshold=bits,
        upper=numbers.bound(entry.pair_upper),
    )


def heaviest(pair: PairResult) -> str:
    """Return the statement on the pair of files with the greatest sum, "" where none is evaluated."""
    stated = [row for row in _summed(pair.file_pairs) if row[0].reaching is not None]
    if not stated:
        return ""
    found, item = max(stated, key=lambda entry: entry[0].bits)
    return say(
        "sums.heaviest",
        known=visible(item.known_path),
        questioned=visible(item.questioned_path),
        bits=numbers.bits(found.bits),
        left=numbers.bits(found.residual_bits),
        statement=coincidence(found, entry_of(pair, item)),
    )


def coincidence(found: FilePairSum | None, entry: LanguageSignificance | None) -> str:
    """Return how many pairs of the stratum and of unrelated works have two files with such a sum, or "not evaluated".

    `entry` is that of the language of the two files.
    """
    if found is None or entry is None or found.reaching is None:
        return say("not-evaluated")
    unrelated = say("sums.pair", reaching=found.reaching, pairs=entry.pairs, upper=numbers.bound(found.upper))
    return running([stratum_rates.pair_sum(entry, found.stratum), unrelated])


def of_item(pair: PairResult, entry: AssertedResult) -> list[str]:
    """Return the two statements on an asserted item: its heaviest region, and its pair of files with the greatest sum.

    The statements are those of the whole region and of the whole pair of files.
    """
    numbers_of = {part.region for part in entry.counterparts}
    regions = [region for region in pair.regions if region.number in numbers_of]
    if not regions:
        return []
    first = min(regions, key=lambda region: region.number)
    lines = [say("asserted.heaviest", number=first.number, statement=coincidence_of_region(pair, first))]
    places = {(part.known_path, part.questioned_path) for part in entry.counterparts}
    stated = _summed(item for item in pair.file_pairs if (item.known_path, item.questioned_path) in places)
    if stated:
        found, item = max(stated, key=lambda row: row[0].bits)
        statement = coincidence(found, entry_of(pair, item))
        lines.append(say("asserted.sum", bits=numbers.bits(found.bits), statement=statement))
    return lines


def _summed(items: Iterable[FilePair]) -> list[tuple[FilePairSum, FilePair]]:
    return [(item.sum, item) for item in items if item.sum is not None]


def entry_of(pair: PairResult, item: FilePair) -> LanguageSignificance | None:
    """Return what a pair of files is compared with: the entry of the language of its known file, None without one."""
    languages = {file.path: file.language for file in pair.known.files}
    return next((entry for entry in pair.significance if entry.language == languages.get(item.known_path)), None)
