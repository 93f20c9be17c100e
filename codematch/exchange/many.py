"""Many works by their fingerprints: each read or made once, every pair that is asked for compared, ranked."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from codematch.comparison.prepare import Progress
from codematch.errors import CodematchError, InputError, UsageError
from codematch.exchange.comparing import Side, compare_prints
from codematch.model.exchange import ExchangeResult
from codematch.model.exchange_set import EXCHANGE_SET_VERSION, ExchangedWork, ExchangedWorks, ExchangeSet
from codematch.model.message import Message, system_said
from codematch.parallel import Jobs, map_in_processes
from codematch.settings import Exchange
from codematch.version import VERSION

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Found:
    """What works share, and the full comparison of each listed pair by the numbers of its works."""

    result: ExchangeSet
    compared: Mapping[Pair, ExchangeResult]


def read_sides(labels: Sequence[str], read: Callable[[int], Side], progress: Progress | None) -> list[Side | Message]:
    """Read works one by one; one that cannot be read is what is said of it, a wrong key ends the run.

    Args:
        labels: What the works are called.
        read: Reads a work by its place.
        progress: Told how many are done.

    Raises:
        UsageError: A work was made with another key.
    """
    found: list[Side | Message] = []
    for place in range(len(labels)):
        try:
            found.append(read(place))
        except UsageError:
            raise
        except (CodematchError, OSError) as error:
            found.append(system_said(error))
        if progress is not None:
            progress("read", place + 1, len(labels))
    return found


def compare_many(
    labels: Sequence[str], sides: Sequence[Side | Message], rules: Exchange, *, questioned: int = -1, jobs: Jobs = 1,
    progress: Progress | None = None,
) -> Found:  # fmt: skip
    """Compare works by their fingerprints.

    Args:
        labels: What they are called.
        sides: Each of them, or why it could not be read.
        rules: From which weight on runs count.
        questioned: The place of the questioned work, whose pairs with the others are compared; -1 for all pairs.
        jobs: Number of processes, or a cluster; the result does not depend on it.
        progress: Told how many pairs are done.

    Raises:
        UsageError: They were made with different keys, versions or settings.
        InputError: Fewer than two can be compared.
    """
    usable = [place for place, side in enumerate(sides) if isinstance(side, Side)]
    held = {place: side for place, side in enumerate(sides) if isinstance(side, Side)}
    if len(usable) < 2 or (questioned >= 0 and questioned not in usable):
        raise InputError(f"{labels[max(questioned, 0)]}: there is no other work to compare it with; give more works")
    pairs = [(first, second) for first in usable for second in usable if _is_asked(first, second, questioned)]
    found: dict[Pair, ExchangeResult] = {}
    with map_in_processes(_compare, (held, pairs, rules), range(len(pairs)), jobs) as portions:
        for done, (place, one) in enumerate(portions, start=1):
            if one.pairs:
                found[pairs[place]] = one
            if progress is not None:
                progress("compare", done, len(pairs))
    open_ = all(side.prints.is_open for side in held.values())
    rows = sorted((_row(pair, found[pair], open_) for pair in found), key=_weight)
    first = held[usable[0]].prints
    result = ExchangeSet(
        format_version=EXCHANGE_SET_VERSION,
        tool="codematch",
        version=VERSION,
        key_id=first.key_id,
        is_open=open_,
        window=first.window,
        min_bits=rules.min_run_bits,
        questioned=questioned + 1,
        works=tuple(_work(place, label, side) for place, (label, side) in enumerate(zip(labels, sides, strict=True))),
        pairs=tuple(_ranked(row, rank) for rank, row in enumerate(rows, start=1)),
        pairs_total=len(pairs),
    )
    return Found(result=result, compared={(first + 1, second + 1): one for (first, second), one in found.items()})


def _is_asked(first: int, second: int, questioned: int) -> bool:
    return first < second if questioned < 0 else second == questioned and first != questioned


def _compare(task: tuple[Mapping[int, Side], Sequence[Pair], Exchange], place: int) -> ExchangeResult:
    sides, pairs, rules = task
    first, second = pairs[place]
    return compare_prints(sides[first], sides[second], rules)


def _weight(row: ExchangedWorks) -> tuple[float, int, int, int, int]:
    return -(row.bits or 0.0), -row.identical, -row.shared, row.first, row.second


def _ranked(row: ExchangedWorks, rank: int) -> ExchangedWorks:
    return replace(row, rank=rank)


def _row(pair: Pair, result: ExchangeResult, is_open: bool) -> ExchangedWorks:
    runs = [run for one in result.pairs for run in one.runs]
    return ExchangedWorks(
        rank=0,
        first=pair[0] + 1,
        second=pair[1] + 1,
        files=len(result.pairs),
        identical=sum(one.identical for one in result.pairs),
        shared=sum(one.shared_renamed for one in result.pairs),
        runs=len(runs) if is_open else None,
        heaviest_bits=max((run.bits for run in runs), default=0.0) if is_open else None,
        bits=float(np.round(sum(one.bits for one in result.pairs), 6)) if is_open else None,
    )


def _work(place: int, label: str, side: Side | Message) -> ExchangedWork:
    if isinstance(side, Message):
        return ExchangedWork(number=place + 1, label=label, from_source=False, failure=side)
    return ExchangedWork(
        number=place + 1,
        label=label,
        from_source=side.from_source,
        files=len(side.prints.files),
        fingerprints=sum(len(file.renamed) for file in side.prints.files),
    )
