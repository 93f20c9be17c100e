"""The tables of AI artefacts in CSV: the inventory of both works, pairs with their figures, and their rows."""

from collections.abc import Iterator, Sequence

from codematch.model.artefacts import ArtefactRow
from codematch.model.result import PairResult
from codematch.model.sides import SIDES
from codematch.report.text.messages import sentence

Row = Sequence[object]
INVENTORY = ("side", "kind", "path", "format", "sha256", "size_bytes", "read", "detail")
PAIRS = ("number", "aspect", "class", "known_path", "questioned_path", "figure", "value", "reaching", "of_pairs",
         "models", "upper")  # fmt: skip
ROWS = ("number", "relation", "known", "known_detail", "questioned", "questioned_detail", "figures", "seen_in",
        "seen_of", "in_base", "note")  # fmt: skip


def inventory(pair: PairResult) -> Iterator[Row]:
    """Yield the files of both works that are AI artefacts."""
    found = pair.artefacts
    if found is None:
        return
    for side, items in zip(SIDES, (found.known_inventory, found.questioned_inventory), strict=True):
        for item in items:
            detail = sentence(item.detail)
            yield side, item.kind, item.path, item.format, item.sha256, item.size_bytes, item.is_read, detail


def figures(pair: PairResult) -> Iterator[Row]:
    """Yield the figures of each pair of artefacts, with how many pairs of independent models reach them."""
    for number, item in enumerate(pair.artefacts.pairs if pair.artefacts else (), start=1):
        rates = {f"median-{rate.figure}": rate for rate in item.rates}
        for figure in item.figures:
            rate = rates.get(figure.name)
            stated = (rate.reaching, rate.pairs, rate.models, rate.upper) if rate else (None,) * 4
            yield number, item.aspect, item.match_class, *item.path, figure.name, figure.value, *stated


def rows(pair: PairResult) -> Iterator[Row]:
    """Yield the rows of each pair of artefacts."""
    for number, item in enumerate(pair.artefacts.pairs if pair.artefacts else (), start=1):
        for row in item.rows:
            yield number, *_row(row)


def _row(row: ArtefactRow) -> Row:
    values = "; ".join(f"{figure.name} {figure.value}" for figure in row.figures)
    sides = (row.known, row.known_detail, row.questioned, row.questioned_detail)
    return row.relation, *map(sentence, sides), values, row.seen_in, row.seen_of, row.in_base, sentence(row.note)
