"""What a result says of AI artefacts: observations and figures of class MX, never a verdict."""

from dataclasses import dataclass
from enum import StrEnum

from codematch.model.message import Message
from codematch.model.sides import Both

MODEL_LEVEL = "MX"
"""The class of everything that is said of AI artefacts: algorithms and models, not a comparison of expression."""


RELATION_COUNT = "count-"
"""What the names of figures begin with that count the rows in a relation."""


class ArtefactKind(StrEnum):
    """What a file of an AI work is."""

    CONFIGURATION = "configuration"
    WEIGHTS = "weights"
    ADAPTER = "adapter"
    TOKENIZER = "tokenizer"
    PROMPT = "prompt"
    MODEL_CARD = "model-card"
    NOTEBOOK = "notebook"
    DATA_LIST = "data-list"
    CODE = "code"


class ArtefactAspect(StrEnum):
    """What is compared, in the order of a report."""

    CONFIGURATION = "configuration"
    STRUCTURE = "structure"
    PARAMETERS = "parameters"
    TOKENIZER = "tokenizer"
    PROMPT = "prompt"
    PIPELINE = "pipeline"


class ArtefactRelation(StrEnum):
    """How two fields, layers, tensors, tokens or calls are related; one side alone where there is no other."""

    EQUAL = "equal"
    DIFFERENT = "different"
    RENAMED = "renamed"
    ONLY_KNOWN = "only-known"
    ONLY_QUESTIONED = "only-questioned"
    IDENTICAL = "identical"
    DTYPE = "dtype"
    QUANTISED = "quantised"
    TRANSPOSED = "transposed"
    SCALED = "scaled"
    PERMUTED = "permuted"
    PRUNED = "pruned"
    PART = "part"
    MERGED = "merged"
    ABOVE_NULL = "above-null"
    WITHIN_NULL = "within-null"
    UNTELLING = "untelling"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True, kw_only=True)
class Artefact:
    """A file of one work that is an AI artefact.

    `format` is what was recognised ("" if nothing was), `is_read` whether its content was read, `detail` what could be
    read of it, or why it was not.
    """

    kind: ArtefactKind
    path: str
    format: str
    sha256: str
    size_bytes: int
    is_read: bool
    detail: Message | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArtefactFigure:
    """A figure by name: 0 to 1, or a count."""

    name: str
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ArtefactRate:
    """How many pairs of independently trained models of one architecture reach a figure.

    `reaching` of `pairs` pairs of `models` models do; `upper` is the upper bound of the share of such pairs at the
    level of the settings, computed on models. Of several architectures the one with the most is stated.
    """

    figure: str
    architecture: str
    reaching: int
    pairs: int
    models: int
    upper: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ArtefactRow:
    """One row of a table: a field, layer, tensor, token or call of each side; None where a side has none.

    `known_detail` and `questioned_detail` are values or shapes. `seen_in` of `seen_of` public configurations have the
    value (0 of 0 where nothing was counted). `rate` says how many pairs of independent models have a matrix that
    reaches the figure that tells most. `in_base` says that a common base has the same. `note` says what else is to be
    known.
    """

    relation: ArtefactRelation
    known: Message | None = None
    questioned: Message | None = None
    known_detail: Message | None = None
    questioned_detail: Message | None = None
    figures: tuple[ArtefactFigure, ...] = ()
    seen_in: int = 0
    seen_of: int = 0
    rate: ArtefactRate | None = None
    in_base: bool = False
    note: Message | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArtefactPair:
    """A pair of artefacts and what they share: `figures` sum up, `rates` compare them with independent models.

    `rows` are those that tell most, `rows_omitted` those that are not listed. `published` names public architectures
    that both have.
    """

    aspect: ArtefactAspect
    path: Both[str]
    figures: tuple[ArtefactFigure, ...]
    rates: tuple[ArtefactRate, ...] = ()
    rows: tuple[ArtefactRow, ...] = ()
    rows_omitted: int = 0
    published: tuple[str, ...] = ()
    match_class: str = MODEL_LEVEL


class ArtefactCause(StrEnum):
    """Explanations of what two AI works share, each tested as far as what is given allows."""

    COMMON_BASE = "common-base"
    COMMON_FRAMEWORK = "common-framework"
    PUBLISHED_ARCHITECTURE = "published-architecture"
    PUBLIC_TOKENIZER = "public-tokenizer"
    SAME_PAPER = "same-paper"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArtefactExplanation:
    """What came of testing one explanation: whether it could be tested, and what was found for and against it."""

    cause: ArtefactCause
    is_tested: bool
    supporting: tuple[Message, ...] = ()
    opposing: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ArtefactsResult:
    """All that was compared of AI artefacts: the inventory of both works, pairs by aspect, explanations.

    `omitted` are pairs that are not listed, `null_digest` is that of the null of parameters, `notes` say what was not
    done.
    """

    known_inventory: tuple[Artefact, ...]
    questioned_inventory: tuple[Artefact, ...]
    inventory_omitted: Both[int]
    pairs: tuple[ArtefactPair, ...] = ()
    omitted: int = 0
    explanations: tuple[ArtefactExplanation, ...] = ()
    null_digest: str = ""
    notes: tuple[Message, ...] = ()
