"""From two prepared works to the chains that account for what they share.

Steps 5 to 8 of the method. What corresponds is settled first, from the top down and by identity before resemblance:
byte-identical files; units that were moved to another file unchanged; what corresponding files hold in the same order;
units that were moved within them. What is left is searched for needles in the whole other work, and files that then
share enough to be reported are looked at once more, without limits of frequency and down to a lower weight.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import compress

import numpy as np
from numpy.typing import NDArray

from codematch.align.chain import Chain, CumulativeBits, find_chains, reweighed
from codematch.align.resolve import Accepted, Assignment, resolve
from codematch.align.seeds import Runs, find_runs, merge_runs
from codematch.align.sequence import SymbolSequence
from codematch.comparison.correspondents import Partners, aligned_partners, moved_units, partners_of
from codematch.comparison.file_pair_sums import NO_LIGHT_THRESHOLDS, FilePairSums, LightThresholds, decide
from codematch.comparison.identical_files import identical_files
from codematch.comparison.light_pieces import Pieces, find_pieces
from codematch.comparison.prepare import PreparedWork
from codematch.comparison.strength import strengths
from codematch.comparison.unit_alignment import align_functions
from codematch.comparison.works_table import Pair, WorksTable, lay_out
from codematch.model.frozen import handed_over
from codematch.model.kgrams import kgram_hashes
from codematch.model.spans import span_positions
from codematch.settings import Settings
from codematch.weight.weigher import Weigher


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Matching:
    """What was found: `accepted` chains, the first `identical` of which are byte-identical files.

    The last `reported_by_sum` of them are reported because of the sum of their pair of files; `light` are the pieces
    that are not reported, and `sums` those of all pairs of files.
    `seeds_set_aside` counts the questioned places at which a shared k-gram was too frequent to be a seed,
    `light_matches` the matches with `weighing.min_weight` bits of structure that weigh less than the threshold.
    """

    known: SymbolSequence
    questioned: SymbolSequence
    bits: CumulativeBits
    accepted: tuple[Accepted, ...]
    identical: int
    reported_by_sum: int
    light: Pieces
    sums: FilePairSums
    seeds_set_aside: int
    light_matches: int


def match_works(
    known: PreparedWork,
    questioned: PreparedWork,
    weigher: Weigher,
    thresholds: Mapping[str, float],
    settings: Settings,
    light_thresholds: LightThresholds = NO_LIGHT_THRESHOLDS,
) -> Matching:
    """Find what the works share, one to one on the questioned side.

    A chain must reach the threshold of its language in structure, names and literals together, and a needle
    `weighing.min_weight` bits of structure; in files that share enough to be established, `weighing.min_established`
    bits of the three are enough.

    Args:
        known: The known work.
        questioned: The questioned work.
        weigher: The backgrounds.
        thresholds: From how many bits on a region is reported, for each language of the known work.
        settings: Every tunable.
        light_thresholds: From how many bits on what is lighter is reported.
    """
    table = lay_out(known, questioned, weigher, thresholds, settings)
    identical = identical_files(known, questioned)
    assignment = Assignment.empty(len(table.right.symbols)).take([table.whole_file(pair) for pair in identical])
    assignment, twins, light = _match_corresponding(table, assignment, {pair[1] for pair in identical})
    assignment, needles, runs = _match_needles(table, assignment, twins)
    assignment, light = _accept_established(table, assignment, light)
    assignment = _look_again(table, assignment)
    found = _established(table, assignment)
    table, assignment = align_functions(table, assignment, len(identical), found, partial(_accept_units, found))
    pieces = find_pieces(assignment, [*light, *needles], runs, table.scales, settings.weighing)
    decided = decide(table, assignment, pieces, light_thresholds)
    return Matching(
        known=table.left,
        questioned=table.right,
        bits=table.scales.bits,
        accepted=decided.assignment.accepted,
        identical=len(identical),
        reported_by_sum=decided.reported_by_sum,
        light=decided.light,
        sums=decided.sums,
        seeds_set_aside=runs.set_aside,
        light_matches=_count_light(table, decided.assignment, [*light, *needles]),
    )


# Files and units that correspond


def _match_corresponding(
    table: WorksTable, assignment: Assignment, settled: set[int]
) -> tuple[Assignment, list[Chain], list[Chain]]:
    """Match files and units that correspond, in the order in which the module names them.

    Args:
        table: The works.
        assignment: What has been accepted.
        settled: The questioned files that are accounted for.

    Returns:
        The assignment, the identical units and all other chains that are too light to be reported.
    """
    settings = table.settings
    partners = partners_of(table, settled)
    elsewhere = moved_units(table, table.units, assignment.free(), partners, elsewhere=True)
    assignment, _ = _accept(table, assignment, _chains(table, elsewhere, 0.0), table.thresholds, 0.0)
    assignment, light = _match_partners(table, assignment, partners, 0)
    moved = moved_units(table, table.units, assignment.free(), partners, elsewhere=False)
    assignment, twins = _accept(table, assignment, _chains(table, moved, 0.0), table.thresholds, 0.0)
    assignment, light = _accept_established(table, assignment, [*light, *twins])
    renamed = moved_units(table, table.renamed_units(), _free_of(assignment, twins), partners, elsewhere=False)
    least = settings.weighing.min_weight
    assignment, _ = _accept(table, assignment, _chains(table, renamed, 0.0), table.thresholds, least)
    for turn in range(1, settings.corresponding.max_partners):
        assignment, lighter = _match_partners(table, assignment, partners, turn)
        light += lighter
    return assignment, twins, light


def _match_partners(
    table: WorksTable, assignment: Assignment, partners: Partners, turn: int
) -> tuple[Assignment, list[Chain]]:
    """Align files with their best partner, or with the next in turn; return what is too light to be reported, too."""
    free = assignment.free()
    pairs = [
        (own[turn], file)
        for file, own in partners.items()
        if turn < len(own) and _open_tokens(table, free, file) >= table.settings.seeding.k
    ]
    chains = _chains(table, aligned_partners(table, pairs, free), 0.0)
    assignment, light = _accept(table, assignment, chains, table.thresholds, table.settings.weighing.min_weight)
    # Of files that are nearly the same, names and literals alone may tell: tables and templates have little structure.
    is_whole = [_is_whole(table, *item) for item in zip(light, table.files_of(light), strict=True)]
    assignment, left = _accept(table, assignment, list(compress(light, is_whole)), table.thresholds, 0.0)
    return assignment, [*(chain for chain, whole in zip(light, is_whole, strict=True) if not whole), *left]


def _is_whole(table: WorksTable, chain: Chain, files: Pair) -> bool:
    """Say whether a chain holds nearly all tokens of both files that it lies in."""
    larger = max(len(own[file].exact) for own, file in zip(table.levels, files, strict=True))
    return bool(chain.lengths.sum() >= table.settings.corresponding.whole_share * larger)


def _open_tokens(table: WorksTable, free: NDArray[np.bool_], file: int) -> int:
    return int(np.count_nonzero(free[table.right.bounds[file] : table.right.bounds[file + 1]]))


# Needles, and what else lies beside them


def _match_needles(
    table: WorksTable, assignment: Assignment, twins: Sequence[Chain]
) -> tuple[Assignment, list[Chain], Runs]:
    """Match all that is free, but for what has an identical counterpart that is too light to be reported.

    Returns:
        The assignment, the chains that are too light, and the runs that the chains were made of.
    """
    rest = _without(table.right, _free_of(assignment, twins), table.settings.seeding.k)
    runs = find_runs(table.left, rest, table.settings.seeding)
    least = table.settings.weighing.min_weight
    assignment, light = _accept(table, assignment, _chains(table, runs, least), table.thresholds, least)
    return assignment, light, runs


def _count_light(table: WorksTable, assignment: Assignment, light: Sequence[Chain]) -> int:
    """Return how many light chains would be regions if `weighing.min_weight` bits of structure were enough."""
    least = table.settings.weighing.min_weight
    with_light, _ = _accept(table, assignment, light, dict.fromkeys(table.thresholds, least), least)
    return len(with_light.chains) - len(assignment.chains)


def _free_of(assignment: Assignment, twins: Sequence[Chain]) -> NDArray[np.bool_]:
    """Return which questioned tokens neither an accepted chain nor an identical counterpart accounts for: bool (n,)."""
    free = assignment.free().copy()
    for chain in twins:
        free[span_positions(chain.questioned, chain.lengths)] = False
    return free


def _accept_established(
    table: WorksTable, assignment: Assignment, light: Sequence[Chain]
) -> tuple[Assignment, list[Chain]]:
    """Accept what was too light to be reported by itself in files that share enough to be; return what is left, too."""
    established = _established(table, assignment)
    rules = table.settings
    within: list[Chain] = []
    rest: list[Chain] = []
    for chain, is_within in zip(light, _lie_within(table, established, light), strict=True):
        (within if is_within else rest).append(chain)
    least = rules.weighing.min_established_structure
    assignment, left = _accept(table, assignment, within, _low_thresholds(table), least)
    return assignment, [*rest, *left]


def _lie_within(table: WorksTable, established: Mapping[int, Sequence[int]], chains: Sequence[Chain]) -> list[bool]:
    """Say which chains of more than a few tokens lie in files that share enough to be established."""
    return [
        known in established.get(questioned, ()) and bool(chain.lengths.sum() >= table.settings.seeding.k)
        for chain, (known, questioned) in zip(chains, table.files_of(chains), strict=True)
    ]


def _accept_units(
    established: Mapping[int, Sequence[int]], table: WorksTable, assignment: Assignment, chains: Sequence[Chain]
) -> Assignment:
    """Accept chains, those in files that share enough to be established down to a lower weight."""
    rules = table.settings.weighing
    assignment, light = _accept(table, assignment, chains, table.thresholds, rules.min_weight)
    within = list(compress(light, _lie_within(table, established, light)))
    return _accept(table, assignment, within, _low_thresholds(table), rules.min_established_structure)[0]


def _look_again(table: WorksTable, assignment: Assignment) -> Assignment:
    """Match what is left of pairs of files that share enough to be reported, down to a lower weight."""
    established = _established(table, assignment)
    for turn in range(table.settings.corresponding.max_partners):
        partners = {file: own[turn] for file, own in established.items() if turn < len(own)}
        runs = _runs_between(table, assignment.free(), partners)
        chains = _chains(table, runs, table.settings.weighing.min_established_structure)
        assignment, _ = _accept(table, assignment, chains, _low_thresholds(table), 0.0)
    return assignment


def _low_thresholds(table: WorksTable) -> dict[str, float]:
    return dict.fromkeys(table.thresholds, table.settings.weighing.min_established)


def _established(table: WorksTable, assignment: Assignment) -> dict[int, list[int]]:
    """Return for each questioned file the known files that it shares enough with, those with most tokens first.

    The chains of two files must hold `corresponding.established_share` of the tokens of the smaller one.
    """
    tokens: dict[int, Counter[int]] = defaultdict(Counter)
    for chain, (known, questioned) in zip(assignment.chains, table.files_of(assignment.chains), strict=True):
        tokens[questioned][known] += int(chain.lengths.sum())
    sizes = np.diff(table.left.bounds), np.diff(table.right.bounds)
    share = table.settings.corresponding.established_share
    return {
        file: [
            known
            for known, count in sorted(own.items(), key=lambda item: (-item[1], item[0]))
            if count >= share * min(sizes[0][known], sizes[1][file])
        ]
        for file, own in tokens.items()
    }


def _runs_between(table: WorksTable, free: NDArray[np.bool_], partners: Mapping[int, int]) -> Runs:
    """The runs of what is free of questioned files in their known partners, by exact and by renamed seeds."""
    # Many questioned files may have one known partner: a k-gram that stands once in each of them still seeds.
    sharing = max(Counter(partners.values()).values(), default=1)
    seeding = replace(table.settings.seeding, max_product=max(table.settings.seeding.max_product, sharing))
    open_ = {file: known for file, known in partners.items() if _open_tokens(table, free, file) >= seeding.k}
    found = []
    for level in ("exact", "renamed"):
        left, right = _paired(table, open_, level)
        found.append(find_runs(left, _without(right, free, seeding.k), seeding))
    return merge_runs(found, table.left, table.right)


def _paired(table: WorksTable, partners: Mapping[int, int], level: str) -> tuple[SymbolSequence, SymbolSequence]:
    """The two sequences with k-grams that agree only within the given pairs of files, none of them light."""
    known = _salted(table, 0, {file: file for file in partners.values()}, level)
    return known, _salted(table, 1, partners, level)


def _salted(table: WorksTable, side: int, salts: Mapping[int, int], level: str) -> SymbolSequence:
    """A sequence with the k-grams of these files alone, each file's with a salt of its own."""
    sequence, own = (table.left, table.right)[side], table.levels[side]
    grams = np.zeros_like(sequence.grams)
    for file, salt in salts.items():
        hashes = kgram_hashes(getattr(own[file], level), table.settings.seeding.k)
        key = np.uint64((salt + 1) * 0x9E3779B97F4A7C15 & 0xFFFFFFFFFFFFFFFF)
        grams[sequence.bounds[file] : sequence.bounds[file] + len(hashes)] = hashes ^ key
    return replace(sequence, grams=handed_over(grams), light=handed_over(np.zeros(len(grams), dtype=bool)))


def _without(sequence: SymbolSequence, free: NDArray[np.bool_], k: int) -> SymbolSequence:
    """Drop the k-grams that touch a token which is not free."""
    taken = np.zeros(len(free) + k, dtype=np.int64)
    np.cumsum(~free, out=taken[1 : len(free) + 1])
    taken[len(free) + 1 :] = taken[len(free)]
    clear = taken[k:] == taken[: len(free)]
    return replace(sequence, grams=handed_over(np.where(clear, sequence.grams, np.uint64(0))))


# Chains of runs


def _chains(table: WorksTable, runs: Runs, min_bits: float) -> list[Chain]:
    """Return the chains of runs within pairs of files, with the weight that counts.

    They are looked for without the discount for what the known work repeats, for it would hide the right counterpart.
    """
    scales, rules = table.scales, table.settings.chaining
    groups = table.left.file_of(runs.known) * len(table.right.bounds) + table.right.file_of(runs.questioned)
    runs, groups = _heavy_groups(runs, groups, scales.full, min_bits)
    return reweighed(find_chains(runs, groups, scales.full, rules, min_bits), scales.full, scales.bits)


def _accept(
    table: WorksTable,
    assignment: Assignment,
    chains: Sequence[Chain],
    thresholds: Mapping[str, float],
    min_structure: float,
) -> tuple[Assignment, list[Chain]]:
    """Accept the chains that reach the floor of their language, strongest first; return those that do not, too."""
    judge = partial(strengths, table.scales, thresholds=thresholds, min_structure=min_structure)
    contenders, light = [], []
    for chain, strength, (known, questioned) in zip(chains, judge(chains), table.files_of(chains), strict=True):
        if strength is None:
            light.append(chain)
            continue
        contenders.append((chain, strength, (-table.path_fit(known, questioned), questioned, known)))
    contenders.sort(key=lambda item: (item[2], int(item[0].questioned[0]), int(item[0].known[0])))
    return resolve(assignment, contenders, table.scales.bits, table.settings.chaining, judge), light


def _heavy_groups(
    runs: Runs, groups: NDArray[np.int64], bits: CumulativeBits, min_bits: float
) -> tuple[Runs, NDArray[np.int64]]:
    """Keep the pairs of files whose runs together could make a chain of `min_bits`."""
    if len(runs) == 0:
        return runs, groups
    _, number = np.unique(groups, return_inverse=True)
    sums = np.bincount(number, weights=bits.lower(runs.known, runs.questioned, runs.lengths))
    keep = sums[number] >= min_bits
    kept = Runs(
        known=runs.known[keep],
        questioned=runs.questioned[keep],
        lengths=runs.lengths[keep],
        set_aside=runs.set_aside,
    )
    return kept, groups[keep]
