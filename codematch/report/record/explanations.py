"""Alternative explanations: table T8."""

from collections.abc import Iterator

from codematch.model.explanation import Explanation, Outcome
from codematch.report.record.blocks import Block, Cell, Line
from codematch.report.record.builders import cell, line, lines, quiet, strong, text
from codematch.report.record.context import PairContext, each_pair
from codematch.report.record.tables import dash, table
from codematch.report.text import numbers, say, sentence, sentences


@each_pair
def explanations(here: PairContext) -> Iterator[Block]:
    """Yield table T8: every explanation with what tested it, what came out, and what it leaves."""
    if not here.pair.explanations:
        yield text(say("explanations.none"))
        return
    heads = (("row-number", "n", 0.4), ("explanation", "", 2.2), ("explanation.result", "", 1.0),
             ("explanation.tests", "", 3.2), ("explanation.regions", "n", 0.7), ("explanation.tokens", "n", 1.1),
             ("explanation.remaining", "n", 1.1), ("explanation.signs", "", 2.6))  # fmt: skip
    yield text(say("explanations.intro"))
    rows = (_cells(here, place, item) for place, item in enumerate(here.pair.explanations, start=1))
    yield table(heads, rows, number="T8", anchor=here.anchor("T8"))


def _cells(here: PairContext, place: int, item: Explanation) -> tuple[Cell, ...]:
    made, without = sentences.tests(here.pair, item)
    signs: list[Line | str] = [sentence(sign) for sign in item.signs]
    rest = item.signs_total - len(item.signs)
    signs += [line(quiet(say("explanation.more", count=rest)))] if rest else []
    measured = (
        cell(len(item.regions)),
        lines(item.tokens, quiet(numbers.ratio(item.tokens, item.all_tokens))),
        cell(item.all_tokens - item.tokens),
    )
    return (
        cell(place),
        cell(say(f"explains.{item.id.value}")),
        cell(strong(say(f"outcome.{item.outcome.value}"))),
        lines(made, *([quiet(without)] if without else [])),
        *(measured if item.outcome is not Outcome.NOT_TESTABLE else (dash(), dash(), dash())),
        lines(*signs),
    )
