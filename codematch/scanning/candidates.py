"""Which pairs of works are compared: those that share a passage, and those with files or functions that resemble.

What is promised and what is measured stand in the result: the recall of the index on some works whose signatures are
all compared, and how many of some pairs that are no candidates are reported when they are compared nevertheless.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from codematch.comparison.prepare import PreparedWork, Progress, Toolkit
from codematch.fingerprints.bands import choose_bands
from codematch.model.scan import CandidateSource, IndexRecall
from codematch.parallel import Jobs
from codematch.scanning.base_code import BaseCode
from codematch.scanning.passages import find_passages
from codematch.scanning.resemblance import measure_recall, signed_files, signed_units, similar_works
from codematch.scanning.thresholds import Thresholds, sizes_of
from codematch.scanning.traces import Traces

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Chosen:
    """The candidates with their sources, by the positions of their works, and what the index promises."""

    sources: Mapping[Pair, tuple[CandidateSource, ...]]
    recall: IndexRecall


def window_thresholds(works: Sequence[PreparedWork], toolkit: Toolkit) -> Thresholds:
    """Return from which weight on a shared window makes candidates [bits], by the positions of two works."""
    return Thresholds([sizes_of(work) for work in works], toolkit, toolkit.settings.scan.candidate_share)


def choose_candidates(
    works: Sequence[PreparedWork],
    traces: Sequence[Traces],
    base: BaseCode,
    toolkit: Toolkit,
    jobs: Jobs,
    progress: Progress | None,
) -> Chosen:
    """Return the pairs to compare.

    Args:
        works: All works that are compared.
        traces: Those of each.
        base: The base code of the set, which makes no candidates.
        toolkit: Settings, null models and backgrounds.
        jobs: Number of processes.
        progress: Told which of three steps is done.
    """
    settings = toolkit.settings
    rules = settings.scan
    tell = progress or (lambda step, done, total: None)
    tell("candidates", 0, 3)
    least = settings.weighing.min_weight * rules.candidate_share
    passages = find_passages(traces, window_thresholds(works, toolkit), rules, least, jobs, base.grams)
    tell("candidates", 1, 3)
    bands = choose_bands(settings.fingerprinting.permutations, rules.resemblance, rules.resemblance_recall)
    files, units = signed_files(works, base.masks), signed_units(works, base.masks)
    found = {
        CandidateSource.PASSAGES: passages,
        CandidateSource.FILES: similar_works(files, bands, rules),
        CandidateSource.UNITS: similar_works(units, bands, rules),
    }
    tell("candidates", 2, 3)
    sample = sorted(range(len(works)), key=lambda number: (works[number].tree.digest, number))[: rules.sample_works]
    sampled, right = measure_recall((files, units), sample, bands, rules)
    tell("candidates", 3, 3)
    pairs = sorted(set().union(*found.values()))
    return Chosen(
        sources={pair: tuple(source for source, its in found.items() if pair in its) for pair in pairs},
        recall=IndexRecall(
            resemblance=rules.resemblance,
            bands=bands.count,
            rows=bands.rows,
            promised=bands.promised(rules.resemblance),
            sample_works=len(sample),
            sampled=sampled,
            found=right,
        ),
    )
