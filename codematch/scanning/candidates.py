"""Which pairs of works are compared: those that share a passage, and those with files or functions that resemble.

What is promised and what is measured stand in the result: the recall of the index on some works whose signatures are
all compared, and how many of some pairs that are no candidates are reported when they are compared nevertheless.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from codematch.comparison.prepare import PreparedWork, Progress, Toolkit, languages_of
from codematch.comparison.significance import count_tokens
from codematch.fingerprints.bands import choose_bands
from codematch.languages import TEXT
from codematch.model.scan import CandidateSource, IndexRecall
from codematch.model.sides import Both
from codematch.scanning.base_code import BaseCode
from codematch.scanning.passages import find_passages
from codematch.scanning.resemblance import measure_recall, signed_files, signed_units, similar_works
from codematch.scanning.traces import Traces
from codematch.significance.statement import LanguageSize, assess_language

Pair = tuple[int, int]
_STEPS = 2  # sizes of works are rounded down to powers of two to the power of one over this: thresholds are looked up


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Chosen:
    """The candidates with their sources, by the positions of their works, and what the index promises."""

    sources: Mapping[Pair, tuple[CandidateSource, ...]]
    recall: IndexRecall


class Thresholds:
    """From which weight on a shared window makes candidates [bits], by the positions of two works.

    The threshold of a language depends on the sizes of the works; those of a window are a part of it, and rounded down
    sizes keep them low.
    """

    def __init__(self, works: Sequence[PreparedWork], toolkit: Toolkit) -> None:
        self._toolkit = toolkit
        self._sizes = [{name: _rounded(count_tokens(work, (name,))) for name in languages_of(work)} for work in works]
        self._known: dict[tuple[str, int, int], float] = {}

    def __call__(self, first: int, second: int) -> float:
        """Return the lowest threshold of a language that both works have, that of plain text without one."""
        left, right = self._sizes[first], self._sizes[second]
        common = sorted(left.keys() & right.keys()) or [TEXT]
        bits = min(self._threshold(name, left.get(name, 1), right.get(name, 1)) for name in common)
        return bits * self._toolkit.settings.scan.candidate_share

    def _threshold(self, language: str, first: int, second: int) -> float:
        key = language, min(first, second), max(first, second)
        if key not in self._known:
            background = self._toolkit.weigher.background(language)
            size = LanguageSize(
                language=language, tokens=Both(first, second), background=background.digest if background else "",
                bits=None,
            )  # fmt: skip
            found = assess_language(size, self._toolkit.nulls.get(language), self._toolkit.settings)
            self._known[key] = found.threshold_bits
        return self._known[key]


def _rounded(tokens: int) -> int:
    step = 0
    while 2 ** ((step + 1) / _STEPS) <= tokens:
        step += 1
    return int(2 ** (step / _STEPS))


def choose_candidates(
    works: Sequence[PreparedWork],
    traces: Sequence[Traces],
    base: BaseCode,
    toolkit: Toolkit,
    jobs: int,
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
    passages = find_passages(traces, Thresholds(works, toolkit), rules, least, jobs, base.grams)
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
