"""Two works by their fingerprints: pairs of files, and where places can be read, runs and functions."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from codematch.errors import UsageError
from codematch.exchange.runs import FoundRun, find_runs
from codematch.model.exchange import (
    EXACT,
    EXCHANGE_VERSION,
    LEVELS,
    RENAMED,
    ExchangedFile,
    ExchangedPair,
    ExchangeResult,
    ExchangeSide,
    FileDetails,
    FilePrints,
    SharedUnit,
    UnitSpan,
    WorkPrints,
)
from codematch.model.precision import stored_bits, stored_share
from codematch.settings import Exchange
from codematch.version import VERSION


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Side:
    """A side of a comparison: what reports call it, its fingerprints, and whether they were made of source just now."""

    label: str
    prints: WorkPrints
    from_source: bool


def compare_prints(known: Side, questioned: Side, rules: Exchange) -> ExchangeResult:
    """Compare two works by their fingerprints.

    Raises:
        UsageError: They were made with different keys, versions or settings.
    """
    first, second = known.prints, questioned.prints
    if first.key_id != second.key_id:
        raise UsageError(
            f"{questioned.label}: was not made with the key of {known.label}; both sides need the same key, or none"
        )
    if (first.method, first.k, first.window) != (second.method, second.k, second.window):
        raise UsageError(
            f"{questioned.label}: was made by another version of codematch or with other settings than {known.label}; "
            "make both again with the same"
        )
    is_open = first.is_open and second.is_open
    crowded = _crowded(first, second, rules) if is_open else np.empty(0, dtype=np.uint64)
    found = (
        _pair((a, first.files[a]), (b, second.files[b]), shared, rules, (first.k, first.window), crowded)
        for (a, b), shared in sorted(_shared(first, second).items())
    )
    pairs = [pair for pair in found if _is_listed(pair, is_open, rules)]
    return ExchangeResult(
        format_version=EXCHANGE_VERSION,
        tool="codematch",
        version=VERSION,
        key_id=first.key_id,
        is_open=is_open,
        k=first.k,
        window=first.window,
        min_bits=rules.min_run_bits,
        known=_side(known),
        questioned=_side(questioned),
        pairs=tuple(sorted(pairs, key=lambda one: (-one.bits, -one.resemblance, one.known, one.questioned))),
    )


def _is_listed(pair: ExchangedPair, is_open: bool, rules: Exchange) -> bool:
    return pair.identical or bool(pair.runs) or (not is_open and pair.shared_renamed >= rules.min_shared)


def _shared(known: WorkPrints, questioned: WorkPrints) -> dict[tuple[int, int], dict[str, int]]:
    """Return how many different fingerprints two files share at each level, for all that share any or are equal."""
    found: dict[tuple[int, int], dict[str, int]] = {}
    for level in LEVELS:
        holders: dict[int, list[int]] = {}
        for number, file in enumerate(known.files):
            for value in file.at(level).tolist():
                holders.setdefault(value, []).append(number)
        for number, file in enumerate(questioned.files):
            for value in file.at(level).tolist():
                for holder in holders.get(value, ()):
                    counts = found.setdefault((holder, number), dict.fromkeys(LEVELS, 0))
                    counts[level] += 1
    digests: dict[str, list[int]] = {}
    for number, file in enumerate(known.files):
        digests.setdefault(file.digest, []).append(number)
    for number, file in enumerate(questioned.files):
        for holder in digests.get(file.digest, ()):
            found.setdefault((holder, number), dict.fromkeys(LEVELS, 0))
    return found


def _crowded(known: WorkPrints, questioned: WorkPrints, rules: Exchange) -> NDArray[np.uint64]:
    """Return the fingerprints at too many pairs of places, sorted."""
    crowded = []
    for level in LEVELS:
        sides = []
        for work in (known, questioned):
            own = [file.details.windows[level].hashes for file in work.files if file.details is not None]
            sides.append(np.unique(np.concatenate([np.empty(0, np.uint64), *own]), return_counts=True))
        both, first, second = np.intersect1d(sides[0][0], sides[1][0], assume_unique=True, return_indices=True)
        crowded.append(both[sides[0][1][first] * sides[1][1][second] > rules.max_product])
    return np.unique(np.concatenate(crowded))


def _pair(
    known: tuple[int, FilePrints],
    questioned: tuple[int, FilePrints],
    shared: dict[str, int],
    rules: Exchange,
    shape: tuple[int, int],
    crowded: NDArray[np.uint64],
) -> ExchangedPair:
    sizes = [len(file.renamed) for _, file in (known, questioned)]
    count = shared[RENAMED]
    details = known[1].details, questioned[1].details
    runs: list[FoundRun] = []
    units: list[SharedUnit] = []
    if details[0] is not None and details[1] is not None and count:
        runs = find_runs(details[0], details[1], shape, crowded, rules.min_run_bits)
        units = _units(details[0], details[1], runs, rules) if runs else []
    return ExchangedPair(
        known=known[0] + 1,
        questioned=questioned[0] + 1,
        identical=known[1].digest == questioned[1].digest,
        shared_exact=shared[EXACT],
        shared_renamed=count,
        known_part=stored_share(count / max(sizes[0], 1)),
        questioned_part=stored_share(count / max(sizes[1], 1)),
        resemblance=stored_share(count / max(sum(sizes) - count, 1)),
        bits=stored_bits(sum(one.run.bits for one in runs)),
        runs=tuple(one.run for one in runs),
        units=tuple(units),
    )


def _units(known: FileDetails, questioned: FileDetails, runs: Sequence[FoundRun], rules: Exchange) -> list[SharedUnit]:
    """Return the pairs of functions that are each other's best, with enough of the smaller one in shared runs."""
    shared: dict[tuple[int, int], int] = {}
    for run in runs:
        for first in _overlapping(known.units, run.known):
            for second in _overlapping(questioned.units, run.questioned):
                tokens = _inside(run, known.units[first], questioned.units[second])
                shared[first, second] = shared.get((first, second), 0) + tokens
    sizes = [[unit.stop_token - unit.first_token for unit in side.units] for side in (known, questioned)]
    order = sorted(shared, key=lambda pair: (-shared[pair] / (sizes[0][pair[0]] + sizes[1][pair[1]]), pair))
    used: tuple[set[int], set[int]] = set(), set()
    found = []
    for pair in order:
        first, second = pair
        if first in used[0] or second in used[1]:
            continue
        if shared[pair] >= rules.unit_share * min(sizes[0][first], sizes[1][second]):
            used[0].add(first)
            used[1].add(second)
            found.append(pair)
    return [
        _unit(known.units[first], questioned.units[second], shared[first, second]) for first, second in sorted(found)
    ]


def _overlapping(units: Sequence[UnitSpan], span: tuple[int, int]) -> list[int]:
    return [number for number, unit in enumerate(units) if unit.first_token < span[1] and unit.stop_token > span[0]]


def _unit(known: UnitSpan, questioned: UnitSpan, shared: int) -> SharedUnit:
    return SharedUnit(
        known_lines=(known.first_line, known.last_line),
        questioned_lines=(questioned.first_line, questioned.last_line),
        known_share=stored_share(min(shared / (known.stop_token - known.first_token), 1.0)),
        questioned_share=stored_share(min(shared / (questioned.stop_token - questioned.first_token), 1.0)),
    )


def _inside(run: FoundRun, known: UnitSpan, questioned: UnitSpan) -> int:
    """Return how many tokens of a run are in two functions at once."""
    apart = run.questioned[0] - run.known[0]
    start = max(run.known[0], known.first_token, questioned.first_token - apart)
    return max(0, min(run.known[1], known.stop_token, questioned.stop_token - apart) - start)


def _side(side: Side) -> ExchangeSide:
    files = (
        ExchangedFile(
            number=number,
            digest=file.digest,
            language=file.language,
            fingerprints=len(file.renamed),
            path=file.details.path if file.details is not None else "",
            size_bytes=file.details.size_bytes if file.details is not None else None,
            lines=file.details.lines if file.details is not None else None,
            tokens=file.details.tokens if file.details is not None else None,
        )
        for number, file in enumerate(side.prints.files, start=1)
    )
    return ExchangeSide(label=side.label, from_source=side.from_source, files=tuple(files))
