"""A pair in which secrets and personal data are covered wherever text of the works is shown."""

from dataclasses import replace

from codematch.comparison.masked_differences import mask_differences
from codematch.comparison.masked_exhibits import mask_exhibits
from codematch.comparison.masked_quotes import mask_quotes
from codematch.comparison.prepare import PreparedWork
from codematch.model.result import PairResult


def mask_pair(pair: PairResult, known: PreparedWork, questioned: PreparedWork) -> PairResult:
    """Return a pair with what is secret or personal covered in exhibits and quotes, and counted by kind."""
    exhibits, lines, kinds = mask_exhibits(pair.exhibits, pair.regions, known, questioned)
    differences = mask_differences(pair.differences, known, questioned)
    rest = mask_quotes(replace(pair, exhibits=exhibits, masked_lines=lines, masked=kinds, differences=()))
    return replace(rest, differences=differences)
