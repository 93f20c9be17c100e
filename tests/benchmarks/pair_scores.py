"""Every score of every pair of a labelled set: the channels of codematch, and trivial and research scores beside.

Each file is read and prepared once as a work of its own; regions of any weight count, so that small evidence shows.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from codematch.comparison.prepare import PreparedWork
from codematch.errors import CodematchError
from codematch.fingerprints.minhash import resemblance
from codematch.intake import read_work
from codematch.model.result import PairResult
from codematch.model.stable_hash import text_hash
from codematch.model.tokens import CLASS_CODES, TokenClass, TokenStream
from codematch.pipeline import compare_prepared, make_tools, prepare
from codematch.settings import Settings
from codematch.weight.background import Background
from codematch.weight.channels import comment_words
from codematch.weight.rarity import item_bits
from tests.benchmarks.labelled_pairs import LabelledSet
from tests.benchmarks.shared_items import Bag, Rarity, bag_of, rarity_by_group, shared_bits, shared_share

Array = NDArray[np.float64]

KINDS = ("names", "literals", "comments")
REGION_SCORES = ("structure", "names", "literals", "comments", "total", "heaviest structure", "heaviest total")
COVERAGE_SCORES = ("coverage min", "coverage max", "coverage mean")
OTHER_SCORES = ("total excess", "resemblance", "identical lines")
CHANNELS = (*REGION_SCORES, *COVERAGE_SCORES, "resemblance", "shared names", "shared literals")
"""What a result of codematch says; the rest is trivial or research."""
SHARED_SCORES = ("shared names", "shared literals", "shared comments")
SET_SCORES = tuple(f"set {kind}{form}" for kind in KINDS for form in ("", " share"))
SCORES = (*REGION_SCORES, *COVERAGE_SCORES, *OTHER_SCORES, *SHARED_SCORES, *SET_SCORES)
"""Their meaning stands in README.md."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FileItems:
    """What a file holds apart from its structure: bags of names, literals, comment words; and its stripped lines."""

    bags: Mapping[str, Bag]
    lines: frozenset[bytes]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ScoredSet:
    """A labelled set with one float64 (pairs,) for each score; `unreadable` pairs were left out."""

    labelled: LabelledSet
    scores: Mapping[str, Array]
    unreadable: int

    @property
    def labels(self) -> NDArray[np.bool_]:
        """Which pairs are of common origin: bool (pairs,)."""
        return np.array([pair.positive for pair in self.labelled.pairs], dtype=bool)


def low_settings() -> Settings:
    """Return the default settings with no lower bound on a region's weight, and nothing kept for display."""
    default = Settings()
    return replace(
        default,
        weighing=replace(default.weighing, min_weight=0.0),
        counting=replace(default.counting, max_exhibits=0, max_alternatives=0),
    )


def score_set(labelled: LabelledSet, settings: Settings, progress: Callable[[int, int], None]) -> ScoredSet:
    """Score every pair of a set whose two files can be read."""
    toolkit = make_tools(settings)
    works: dict[str, PreparedWork] = {}
    for path in labelled.paths:
        try:
            tree = read_work(str(labelled.folder / path), settings.intake)
        except CodematchError:
            continue
        work = prepare([tree], toolkit)[0]
        if work.files:
            works[path] = work
    pairs = tuple(pair for pair in labelled.pairs if pair.known in works and pair.questioned in works)
    readable = replace(labelled, pairs=pairs)
    items = {path: _items(works[path], labelled.folder / path) for path in readable.paths}
    rarities = _set_rarities(readable, items)
    rows = []
    for number, pair in enumerate(pairs, start=1):
        known, questioned = works[pair.known], works[pair.questioned]
        row = _region_scores(compare_prepared(known, questioned, toolkit))
        row["resemblance"] = resemblance(known.files[0].sketch, questioned.files[0].sketch)
        row |= _item_scores(items[pair.known], items[pair.questioned], rarities[pair.task])
        background = toolkit.weigher.background(known.files[0].stream.language)
        row["shared comments"] = _comment_bits(items[pair.known], items[pair.questioned], background)
        rows.append(row)
        progress(number, len(pairs))
    scores = {name: np.array([row[name] for row in rows], dtype=np.float64) for name in SCORES}
    return ScoredSet(labelled=readable, scores=scores, unreadable=len(labelled.pairs) - len(pairs))


def _region_scores(pair: PairResult) -> dict[str, float]:
    weights = [region.weight for region in pair.regions]
    scores = {channel: sum(getattr(weight, channel) for weight in weights) for channel in REGION_SCORES[:5]}
    scores["heaviest structure"] = max((weight.structure for weight in weights), default=0.0)
    scores["heaviest total"] = max((weight.total for weight in weights), default=0.0)
    scores["total excess"] = sum(max(0.0, weight.total - Settings().chaining.gap_open_bits) for weight in weights)
    if pair.shared_text is not None:
        scores["shared names"], scores["shared literals"] = pair.shared_text.names_bits, pair.shared_text.literals_bits
    tokens = pair.totals.token
    shares = (
        tokens.known_matched / max(tokens.known_total, 1),
        tokens.questioned_matched / max(tokens.questioned_total, 1),
    )
    return scores | dict(zip(COVERAGE_SCORES, (min(shares), max(shares), sum(shares) / 2), strict=True))


def _items(work: PreparedWork, path: Path) -> FileItems:
    stream: TokenStream = work.files[0].stream
    words = [text_hash(word.encode()) for word in comment_words(stream.comments.texts)]
    return FileItems(
        bags={
            "names": bag_of(stream.texts[stream.classes == CLASS_CODES[TokenClass.IDENTIFIER]]),
            "literals": bag_of(stream.texts[stream.classes == CLASS_CODES[TokenClass.LITERAL]]),
            "comments": bag_of(np.array(words, dtype=np.uint64)),
        },
        lines=frozenset(line.strip() for line in path.read_bytes().splitlines()) - {b""},
    )


def _set_rarities(labelled: LabelledSet, items: Mapping[str, FileItems]) -> dict[str, dict[str, Rarity]]:
    """Return the rarity of each kind of item among the files of each task (of the set, where there are no tasks)."""
    tasks = {path: pair.task for pair in labelled.pairs for path in (pair.known, pair.questioned)}
    found: dict[str, dict[str, Rarity]] = {task: {} for task in tasks.values()}
    for kind in KINDS:
        bags = {path: items[path].bags[kind] for path in tasks}
        for task, rarity in rarity_by_group(bags, tasks).items():
            found[task][kind] = rarity
    return found


def _item_scores(known: FileItems, questioned: FileItems, in_set: Mapping[str, Rarity]) -> dict[str, float]:
    scores = {"identical lines": float(len(known.lines & questioned.lines))}
    for kind in KINDS:
        bags = known.bags[kind], questioned.bags[kind]
        scores[f"set {kind}"] = shared_bits(*bags, in_set[kind])
        scores[f"set {kind} share"] = shared_share(*bags, in_set[kind])
    return scores


def _comment_bits(known: FileItems, questioned: FileItems, background: Background | None) -> float:
    """Return the rarity of the comment words that both files hold; 0 without a background."""
    if background is None:
        return 0.0
    rarity = partial(item_bits, background.comment_words, background.projects)
    return shared_bits(known.bags["comments"], questioned.bags["comments"], rarity)
