"""The rows in which a tree of works is drawn: the line that goes on stays in its column, side branches are indented."""

from collections.abc import Iterator
from dataclasses import dataclass

from codematch.model.descent import DescentEdge, DescentTree


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeRow:
    """A node of the tree in its row: its number, the column, and the row and edge of the node it is connected to."""

    node: int
    column: int
    before: int = -1
    edge: DescentEdge | None = None


def rows_of(tree: DescentTree, works: int) -> list[TreeRow]:
    """Return the nodes of a tree from the root, or from the first end of the main line, each after its neighbour.

    Args:
        tree: A tree.
        works: The number of works; nodes above it are none.
    """
    edges: dict[int, list[tuple[int, DescentEdge]]] = {}
    for one in tree.edges:
        edges.setdefault(one.first, []).append((one.second, one))
        edges.setdefault(one.second, []).append((one.first, one))
    start = tree.rooted_at or tree.main_line[0]
    main, rows = set(tree.main_line), list[TreeRow]()

    def weight(node: int, before: int) -> tuple[bool, int]:
        found = list(_beyond(edges, node, before))
        return bool(main & set(found)), sum(one <= works for one in found)

    pending = [TreeRow(node=start, column=0)]
    while pending:
        row = pending.pop()
        rows.append(row)
        before = rows[row.before].node if row.before >= 0 else 0
        following = [(node, edge) for node, edge in edges.get(row.node, ()) if node != before]
        here = row.node
        following.sort(key=lambda item: (weight(item[0], here), -item[0]))
        sides = len(following) - 1
        own = [
            TreeRow(node=node, column=row.column + (place < sides), before=len(rows) - 1, edge=edge)
            for place, (node, edge) in enumerate(following)
        ]
        pending += own[::-1]
    return rows


def _beyond(edges: dict[int, list[tuple[int, DescentEdge]]], node: int, origin: int) -> Iterator[int]:
    pending = [(node, origin)]
    while pending:
        here, before = pending.pop()
        yield here
        pending += [(one, here) for one, _ in edges[here] if one != before]
