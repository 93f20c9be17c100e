"""Trees of works that descend from one another, as blocks: sentences, figures, tables of works and of connections."""

import math
from collections.abc import Iterator

from codematch.model.descent import DescentEdge, DescentResult, DescentTree, DescentWork
from codematch.model.scan import WorkState
from codematch.report.charts.descent_tree import descent_chart
from codematch.report.record.blocks import Block, Cell, Facts, Heading, Row
from codematch.report.record.builders import aside, cell, path, text
from codematch.report.record.descent_layout import TreeRow, rows_of
from codematch.report.record.tables import dash, figure, table
from codematch.report.text import numbers, say, sentence


def blocks(result: DescentResult) -> Iterator[Block]:
    """Yield everything that a page shows of the trees."""
    yield Facts(tuple((say(key), cell(value)) for key, value in facts(result)))
    for number, tree in enumerate(result.trees, start=1):
        yield Heading(heading(result, number), f"tree-{number}")
        for words in told(result, tree):
            yield text(words)
        rows = rows_of(tree, len(result.works))
        drawn = [(row.column, row.before, row.edge.support if row.edge else None, label(result, row)) for row in rows]
        yield figure(descent_chart(drawn, say("figure.descent")), "", f"tree-{number}-figure", "figure.descent", drawn)
        yield _connections(result, tree, number)
    yield _works(result)
    for words in method(result):
        yield aside(words)


def facts(result: DescentResult) -> list[tuple[str, str]]:
    """Return the names and values of what the trees rest on."""
    blocks_of = "descent.blocks.files" if result.blocks_are_files else "descent.blocks.runs"
    drawn = say(blocks_of, blocks=numbers.integer(result.blocks), replicates=numbers.integer(result.replicates))
    return [
        ("scan.works", numbers.integer(len(result.works))),
        ("descent.trees", numbers.integer(len(result.trees))),
        ("descent.features", numbers.integer(result.features)),
        ("descent.compared", say("descent.by-form" if result.by_form else "descent.as-written")),
        ("descent.support", drawn),
    ]


def heading(result: DescentResult, number: int) -> str:
    """Return the heading of a tree; of the only one, without its number."""
    return say("descent.tree") if len(result.trees) == 1 else say("descent.tree-number", number=number)


def told(result: DescentResult, tree: DescentTree) -> list[str]:
    """Return the sentences about a tree: its main line, its root, and how far the names agree with it."""
    labels = [named(result, number) for number in tree.main_line]
    line = say("descent.separator").join(labels)
    whole = len(tree.main_line) == len(tree.works)
    found = [say("descent.chain" if whole else "descent.main-line", works=len(tree.works), line=line)]
    if tree.rooted_at:
        found.append(say("descent.rooted", label=named(result, tree.rooted_at)))
    else:
        found.append(say("descent.unrooted"))
    if tree.ordered_pairs:
        found.append(say("descent.names", agreeing=tree.agreeing_pairs, pairs=tree.ordered_pairs))
    return found


def named(result: DescentResult, number: int) -> str:
    """Return the label of a work, or what stands for a node without one."""
    work = result.work(number)
    return work.label if work is not None else say("descent.node", number=number)


def label(result: DescentResult, row: TreeRow) -> str:
    """Return the label of the work in a row, "" for a node without one."""
    work = result.work(row.node)
    return work.label if work is not None else ""


def _connections(result: DescentResult, tree: DescentTree, number: int) -> Block:
    heads = (("descent.first", "", 2.4), ("descent.second", "", 2.4), ("descent.support", "n", 1.0),
             ("descent.likeness", "n", 1.0), ("descent.first-only", "n", 1.2),
             ("descent.second-only", "n", 1.2))  # fmt: skip
    rows = (
        Row(
            (
                cell(path(named(result, edge.first))),
                cell(path(named(result, edge.second))),
                support(edge),
                cell(numbers.share(likeness(edge))),
                cell(edge.first_only),
                cell(edge.second_only),
            )
        )
        for edge in tree.edges
    )
    return table(heads, rows, anchor=f"tree-{number}-connections", caption="descent.connections")


def likeness(edge: DescentEdge) -> float:
    """Return what two nodes have in common, estimated by the length between them."""
    return math.exp(-edge.length)


def support(edge: DescentEdge) -> Cell:
    """Return a cell with the support of the division that an edge makes; a dash where every tree has it."""
    return dash() if edge.support is None else cell(share(edge.support))


def share(value: float) -> str:
    """Return a share of replicates in whole per cent."""
    return numbers.percent(f"{round(100 * value)}")


def _works(result: DescentResult) -> Block:
    heads = (("descent.number", "n", 0.5), ("descent.work", "", 2.4), ("descent.place", "", 2.0),
             ("descent.features", "n", 1.0), ("descent.own", "n", 1.0), ("descent.lacking", "n", 1.0),
             ("descent.nearest", "", 1.2))  # fmt: skip
    rows = (
        Row(
            (
                cell(work.number),
                cell(path(work.label)),
                cell(place(result, work)),
                *(
                    (cell(work.features), cell(work.own), cell(work.lacking), cell(nearest(work)))
                    if work.state is WorkState.COMPARED
                    else (dash(), dash(), dash(), dash())
                ),
            ),
            id=f"work-{work.number}",
        )
        for work in result.works
    )
    return table(heads, rows, anchor="works", caption="scan.works")


def place(result: DescentResult, work: DescentWork) -> str:
    """Return where a work is in its tree, or why it is in none."""
    if work.state is WorkState.DUPLICATE:
        return say("scan.duplicate-of", number=str(work.duplicate_of), label=named(result, work.duplicate_of))
    if work.state is not WorkState.COMPARED:
        told_of = say(f"scan.work.{work.state.value}")
        return told_of if work.detail is None else say("scan.state-detail", state=told_of, detail=sentence(work.detail))
    if not work.tree:
        return say("descent.apart")
    if not work.is_between:
        return say("descent.at-end")
    return say("descent.between", support=share(work.between_support))


def nearest(work: DescentWork) -> str:
    """Return the number of the work that is most like one, and how much."""
    return say("descent.nearest-work", number=work.nearest, share=numbers.share(work.likeness))


def method(result: DescentResult) -> list[str]:
    """Return what the words of the tables mean, and what the trees cannot tell."""
    keys = ("descent.about-features", "descent.about-support", "descent.about-between", "descent.about-limits")
    return [*map(say, keys), *map(sentence, result.limitations), say("descent.disclaimer")]
