"""Every channel of evidence by itself on irplag, at every level of rewriting: does each of them tell anything?"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np

from codematch.evaluation.pairs import read_pairs
from codematch.intake import read_work
from codematch.model.evaluation import Pair
from codematch.model.result import PairResult
from codematch.pipeline import compare_prepared, make_tools, prepare
from codematch.settings import Evidence, Settings
from codematch.significance.discrimination import auc, mean_by_group
from tests.benchmarks.tables import markdown
from tests.validation.section import Section

SET = "irplag"
LEVELS = ("L1", "L2", "L3", "L4", "L5", "L6")
INTRO = """## Channels of evidence on irplag, by level

ROC AUC within each of the seven tasks, their mean; 0.5 is no better than a coin. A level is held against all
independent programs of its task. These programs have one class and a handful of functions: two functions, cases or keys
of the same names are enough for an order here, six elsewhere. `aligned` is the share of the questioned tokens in
regions, which is no channel beside them. `artefacts` counts findings of all its detectors."""

Figures = Mapping[str, Mapping[str, int]]
Score = Callable[[Figures, PairResult], float]


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _lists(figures: Mapping[str, int]) -> float:
    return figures["in-order"] + figures["same-order-lists"] + 0.0


SCORES: Mapping[str, Score] = {
    "files": lambda f, _: f["files"]["same-bytes"] + f["files"]["same-text"] + 0.0,
    "lines": lambda f, _: _share(f["lines"]["questioned-all-found"], f["lines"]["questioned-all"]),
    "code lines": lambda f, _: _share(f["lines"]["questioned-code-found"], f["lines"]["questioned-code"]),
    "aligned": lambda _, pair: _share(pair.totals.token.matched.questioned, pair.totals.token.total.questioned),
    "names": lambda f, _: _share(f["names"]["shared"], f["names"]["questioned"]),
    "comments": lambda f, _: _share(f["comments"]["shared"] + f["comments"]["run"], f["comments"]["questioned"]),
    "texts": lambda f, _: _share(f["texts"]["shared"], f["texts"]["questioned"]),
    "artefacts": lambda f, _: sum(f["artefacts"].values()) + 0.0,
    "order": lambda f, _: _lists(f["order"]),
}


def section(data: Path) -> Section:
    """Return the section; without the set it is skipped."""
    listed = data / SET / "pairs.csv"
    if not listed.is_file():
        return Section(name="channels", text="", data={}, skipped=(f"channels on {SET}: not on this machine (--data)",))
    pairs = read_pairs(listed).usable
    scores = _scored(pairs, listed.parent)
    groups = [pair.known.split("/")[2] for pair in pairs]
    rows, figures = [], {}
    for name in SCORES:
        values = np.array([row[name] for row in scores])
        cells = [_auc(values, pairs, groups, level) for level in (*LEVELS, "")]
        figures[name] = dict(zip((*LEVELS, "all"), cells, strict=True))
        rows.append([name, *(f"{cell:.3f}" for cell in cells)])
    text = f"{INTRO}\n\n{markdown(['channel', *LEVELS, 'all'], rows)}"
    return Section(name="channels", text=text, data=figures)


def _auc(values: np.typing.NDArray[np.float64], pairs: tuple[Pair, ...], groups: list[str], level: str) -> float:
    kept = np.array([not pair.positive or level in ("", pair.kind) for pair in pairs])
    labels = np.array([pair.positive for pair in pairs])
    chosen = [group for group, keep in zip(groups, kept.tolist(), strict=True) if keep]
    mean, _ = mean_by_group(values[kept], labels[kept], chosen, auc)
    return round(float(mean or 0.0), 6)


def _scored(pairs: tuple[Pair, ...], root: Path) -> list[dict[str, float]]:
    settings = replace(Settings(), evidence=Evidence(min_order_members=2))
    tools = make_tools(settings)
    paths = sorted({path for pair in pairs for path in (pair.known, pair.questioned)})
    trees = [read_work(str(root / path), settings.intake) for path in paths]
    works = dict(zip(paths, prepare(trees, tools), strict=True))
    scored = []
    for pair in pairs:
        result = compare_prepared(works[pair.known], works[pair.questioned], tools)
        figures = {channel.channel.value: channel.figures for channel in result.evidence}
        scored.append({name: score(figures, result) for name, score in SCORES.items()})
    return scored
