"""What is still found of files that a language model rewrote.

    python -m tests.benchmarks.assistant DIR [--jobs N]

DIR holds `pairs.csv` as for `codematch evaluate`, and the files that it names. The kind of a pair says how its second
file was made from the first (`assistant-1` to `assistant-4`); a pair labelled 0 has the kind of its rewritten file, and
was not made from the other. A column `purpose`, which may be missing, is `same` where both serve the same purpose. The
table is left in `results/assistant.md`, the figures in `results/assistant.json`. Neither files nor names of files
are in them.
"""

import argparse
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from codematch.comparison.prepare import PreparedWork, Toolkit
from codematch.errors import CodematchError
from codematch.evaluation import COMBINATION, read_pairs
from codematch.evaluation.pairs import PairList
from codematch.evaluation.scores import ScoredPairs, score_pairs
from codematch.intake import read_work
from codematch.model.evaluation import Pair
from codematch.pipeline import compare_prepared, make_tools, prepare
from codematch.rarity import KINDS
from codematch.settings import Settings
from codematch.significance.discrimination import auc
from codematch.version import METHOD
from tests.benchmarks.saving import save
from tests.benchmarks.tables import markdown

HEAVY_BITS = 60.0
"""A region of this weight is reported between works of some hundred thousand tokens, too."""
NAMES = {
    "assistant-1": "1 clean: new names, comments and layout",
    "assistant-2": "2 refactor: functions, loops and data changed",
    "assistant-3": "3 reimplement: written from a summary",
    "assistant-4": "4 port: written in another language",
    "independent": "independent files for the same purpose",
}
POSITIVE = ""
"""The role of pairs labelled 1. Other roles are the purposes of pairs labelled 0."""
ROLES = {POSITIVE: "rewritten", "same": "another file for the same purpose", "other": "another file"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """The median and the range of a figure over pairs."""

    median: float
    lowest: float
    highest: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What is found of the pairs of one kind and role, in one language ("" for all).

    `reported` counts pairs with a region or a sum over the files that reaches the threshold of unrelated works, `heavy`
    those with a reported region of at least `HEAVY_BITS`. `heaviest` (in bits) and `matched` (the mean aligned
    share of the two works) are without limits and filters. `shared` are the bits of each kind of items that both works
    have, by rarity in the set; `survives` the same as a share of what the first work has. `score` is the leading one of
    `codematch evaluate`, `auc` how well it tells rewritten pairs from all others of the kind; None without both.
    """

    kind: str
    role: str
    language: str
    pairs: int
    reported: int
    heavy: int
    heaviest: Spread
    matched: Spread
    shared: dict[str, Spread]
    survives: dict[str, Spread]
    score: Spread
    auc: float | None


def spread(values: NDArray[np.float64]) -> Spread:
    """Return the median and the range of some values; at least one."""
    return Spread(median=float(np.median(values)), lowest=float(values.min()), highest=float(values.max()))


def _role(pair: Pair, listed: PairList) -> str:
    if pair.positive:
        return POSITIVE
    given = pair.cells[listed.header.index("purpose")] if "purpose" in listed.header else ""
    return given or "other"


def heaviest_reported(pairs: Sequence[Pair], folder: Path) -> NDArray[np.float64]:
    """Return the weight of the heaviest region reported of each pair [bits], float64 (n,); 0 without any."""
    toolkit = make_tools(Settings())
    works = {path: _work(folder / path, toolkit) for pair in pairs for path in (pair.known, pair.questioned)}
    found = []
    for pair in pairs:
        compared = compare_prepared(works[pair.known], works[pair.questioned], toolkit)
        found.append(max((region.weight.total for region in compared.regions), default=0.0))
    return np.array(found, dtype=np.float64)


def _work(path: Path, toolkit: Toolkit) -> PreparedWork:
    (work,) = prepare([read_work(str(path), toolkit.settings.intake)], toolkit)
    return work


def _figures(
    scored: ScoredPairs, heavy: NDArray[np.bool_], where: NDArray[np.bool_], name: tuple[str, str, str]
) -> Figures:
    """Return the figures of the pairs that `where` is true of; both bool (s,)."""
    kind, role, language = name
    survives = {
        item: bits.both / np.where(bits.known > 0.0, bits.known, np.inf) for item, bits in scored.shared.items()
    }
    return Figures(
        kind=kind,
        role=role,
        language=language,
        pairs=int(np.count_nonzero(where)),
        reported=int(np.count_nonzero(scored.reported[where])),
        heavy=int(np.count_nonzero(heavy[where])),
        heaviest=spread(scored.values["heaviest"][where]),
        matched=spread(scored.values["coverage"][where]),
        shared={item: spread(scored.shared[item].both[where]) for item in KINDS},
        survives={item: spread(survives[item][where]) for item in KINDS},
        score=spread(scored.values[COMBINATION][where]),
        auc=_auc(scored, kind, language) if role == POSITIVE else None,
    )


def _auc(scored: ScoredPairs, kind: str, language: str) -> float | None:
    chosen = np.array([pair.kind == kind and language in ("", pair.language) for pair in scored.scored], dtype=np.bool_)
    return auc(scored.values[COMBINATION][chosen], scored.labels[chosen])


def summarise(scored: ScoredPairs, heavy: NDArray[np.bool_], listed: PairList) -> list[Figures]:
    """Return the figures of every kind and role, then those of every language; `heavy` is bool (s,)."""
    members: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for place, pair in enumerate(scored.scored):
        for language in ("", pair.language):
            members[pair.kind, _role(pair, listed), language].append(place)
    order = sorted(members, key=lambda name: (name[2] != "", name[0], list(ROLES).index(name[1]), name[2]))
    found = []
    for name in order:
        where = np.zeros(len(scored.scored), dtype=np.bool_)
        where[members[name]] = True
        found.append(_figures(scored, heavy, where, name))
    return found


def measure(folder: Path, jobs: int = 1) -> tuple[list[Figures], list[str]]:
    """Evaluate the pairs of a folder.

    Returns:
        The figures, and a line for each pair that could not be scored.

    Raises:
        InputError: There is no list, or a wrong one.
    """
    listed = read_pairs(folder / "pairs.csv")
    groups = {pair.line: pair.language for pair in listed.usable}
    scored = score_pairs(listed.pairs, groups, folder, Settings(), jobs=jobs)
    failed = [f"line {pair.line}: {pair.state}, {pair.detail}" for pair in scored.pairs if pair not in scored.scored]
    heavy = heaviest_reported(scored.scored, folder) >= HEAVY_BITS
    return summarise(scored, heavy, listed), failed


def _cell(figure: Spread, digits: int) -> str:
    return f"{figure.median:.{digits}f} ({figure.lowest:.{digits}f}..{figure.highest:.{digits}f})"


def _rows(figures: Iterable[Figures]) -> list[list[str]]:
    return [
        [
            NAMES.get(row.kind, row.kind),
            ROLES[row.role],
            str(row.pairs),
            f"{row.reported} ({row.reported / row.pairs:.0%})",
            str(row.heavy),
            _cell(row.heaviest, 0),
            _cell(row.matched, 2),
            _cell(row.score, 2),
            "" if row.auc is None else f"{row.auc:.3f}",
        ]
        for row in figures
    ]


def _surviving(figures: Iterable[Figures]) -> list[list[str]]:
    return [
        [NAMES.get(row.kind, row.kind), ROLES[row.role]]
        + [
            f"{row.shared[item].median:.0f} bits, {row.survives[item].median:.0%}"
            f" ({row.survives[item].lowest:.0%}..{row.survives[item].highest:.0%})"
            for item in KINDS
        ]
        for row in figures
    ]


def _by_language(figures: Sequence[Figures]) -> list[list[str]]:
    return [
        [NAMES.get(row.kind, row.kind), row.language, str(row.pairs), str(row.reported), _cell(row.heaviest, 0)]
        + [f"{row.survives[item].median:.0%}" for item in KINDS]
        for row in figures
    ]


def table(figures: Sequence[Figures]) -> str:
    """Return the figures as Markdown: what is reported, what survives, and both by language."""
    overall = [row for row in figures if not row.language]
    head = ["rewriting", "second file", "pairs", "reported", f"of ≥ {HEAVY_BITS:.0f} bits", "heaviest [bits]"]
    head += ["matched share", "leading score", "AUC"]
    languages = [row for row in figures if row.language and row.role == POSITIVE]
    notes = (
        f"Method {METHOD}. Median (lowest..highest) over pairs. Reported: a region, or the sum over the two files, "
        f"reaches the threshold of unrelated works of this size; the next column has those with a reported region of "
        f"{HEAVY_BITS:.0f} bits. The heaviest region and the matched share are without limits and filters. Leading "
        f"score: `{COMBINATION}` of `codematch evaluate`; AUC: rewritten against all other pairs of the kind.",
        "Bits that both files have, by rarity in the set, and their share of what the first file has: structure as "
        "sequences of ten tokens without names and values.",
        "Rewritten files by language; the last columns are the median shares that survive.",
    )
    parts = [
        markdown(head, _rows(overall)),
        notes[0],
        markdown(["rewriting", "second file", *KINDS], _surviving(overall)),
        notes[1],
        markdown(["rewriting", "language", "pairs", "reported", "heaviest [bits]", *KINDS], _by_language(languages)),
        notes[2],
    ]
    return "\n\n".join(parts)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, metavar="DIR", help="the folder with pairs.csv")
    parser.add_argument("--jobs", type=int, default=1)
    arguments = parser.parse_args()
    try:
        figures, failed = measure(arguments.folder, arguments.jobs)
    except CodematchError as error:
        parser.exit(1, f"{error}\n")
    text = table(figures)
    print(text)
    save("assistant", text, figures)
    for line in failed:
        print(f"skipped: {line}")


if __name__ == "__main__":
    main()
