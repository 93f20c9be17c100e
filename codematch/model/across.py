"""What files and functions of unrelated languages share, as a result states it: class M5, never a region of tokens."""

from dataclasses import dataclass
from enum import StrEnum

from codematch.model.message import Message
from codematch.model.sides import Both
from codematch.model.stratum import Stratum

FEATURE_LEVEL = "M5"
"""The class of every such pair: what corresponds are features, not tokens."""


class AcrossKind(StrEnum):
    """What is shared: a name in any convention, a text, a number, a run of words in comments."""

    NAME = "name"
    TEXT = "text"
    NUMBER = "number"
    COMMENT = "comment"


class AcrossNotEvaluated(StrEnum):
    """Why nothing is known of independent programs for this comparison."""

    NO_NULL = "no-null"
    OTHER_SETTINGS = "other-settings"


@dataclass(frozen=True, slots=True, kw_only=True)
class AcrossItem:
    """One thing that both sides have, with the line of each where it first occurs (from 1).

    `text` quotes it as it is in the known work; `bits` is what it is worth, `in_order` whether it is a name that occurs
    in the same order among the common names on both sides.
    """

    kind: AcrossKind
    text: Message
    line: Both[int]
    bits: float
    in_order: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AcrossRate:
    """How many pairs of independent works have a pair of files (or functions) that weighs as much.

    `reaching` of `pairs` pairs of works from `clusters` tasks or projects do; `share` is that of all pairs if every
    cluster counts the same, `upper` its upper bound at the level of the settings, computed on clusters (0 to 1).
    """

    stratum: Stratum
    reaching: int
    pairs: int
    clusters: int
    share: float
    upper: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AcrossPair:
    """A pair of files, or of functions, of unrelated languages and what it weighs by channel [bits].

    `unit` are the names of the functions, "" for whole files; lines count from 1, inclusive. `total_bits` is the sum of
    names, comments and order, and of texts and numbers as far as they do not exceed names and comments. `common` is the
    number of common items, `common_names` that of names, of which `ordered_names` are in the same order. `items` are
    the heaviest common items, `items_omitted` those that are not listed. `rates` has the least favourable stratum
    first, and is empty if nothing is known.
    """

    path: Both[str]
    language: Both[str]
    unit: Both[str]
    first_line: Both[int]
    last_line: Both[int]
    total_bits: float
    names_bits: float
    texts_bits: float
    numbers_bits: float
    comments_bits: float
    order_bits: float
    common: int
    common_names: int
    ordered_names: int
    items: tuple[AcrossItem, ...] = ()
    items_omitted: int = 0
    rates: tuple[AcrossRate, ...] = ()
    match_class: str = FEATURE_LEVEL


@dataclass(frozen=True, slots=True, kw_only=True)
class AcrossResult:
    """What was compared across languages, and the pairs of files and of functions that reach the threshold.

    `files` are how many of each work took part, `functions` how many of those of them that share enough, `languages`
    those of both works. `file_threshold_bits` and `function_threshold_bits` are the weights from which on pairs are
    listed, heaviest first; `omitted_files` and `omitted_functions` reach them and are not listed. `heaviest_bits` and
    `heaviest_function_bits` are the heaviest weights, whether they reach the threshold or not. `multiple` is how many
    comparisons of the size of the reference the case amounts to (at least 1); bounds are multiplied by it.
    `null_digest` is that of the null model.
    """

    files: Both[int]
    functions: Both[int]
    languages: tuple[str, ...]
    file_threshold_bits: float
    function_threshold_bits: float
    heaviest_bits: float
    heaviest_function_bits: float
    multiple: float
    null_digest: str
    not_evaluated: AcrossNotEvaluated | None = None
    file_pairs: tuple[AcrossPair, ...] = ()
    function_pairs: tuple[AcrossPair, ...] = ()
    omitted_files: int = 0
    omitted_functions: int = 0
