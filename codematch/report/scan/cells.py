"""What the page and the terminal say of a scan: facts, cells of tables, and figures."""

from collections.abc import Iterator, Sequence

from codematch.model.scan import PairState, RankedPair, ScannedWork, ScanResult, WorkState
from codematch.report.charts.sets import Link, Node, dendrogram_chart, graph_chart, leaf_order, matrix_chart
from codematch.report.text import counted, numbers, say
from codematch.report.text.language_names import language_name
from codematch.report.text.messages import sentence

FIGURE_WORKS = 60
"""Works that a figure shows: those of reported pairs first, then those of the highest scores."""


def pair_folder(pair: RankedPair) -> str:
    """Return the name of the folder with the record of a pair."""
    return f"pairs/{pair.first}-{pair.second}"


def facts(result: ScanResult) -> list[tuple[str, str]]:
    """Return the facts at the top: the id of the name of each, and its value."""
    chosen = result.candidates
    states = [(state, sum(work.state is state for work in result.works)) for state in WorkState]
    counted = [
        say("scan.state-count", state=say(f"scan.work.{state.value}"), count=numbers.integer(count))
        for state, count in states
        if count
    ]
    return [
        ("scan.works", say("separator.words").join(counted)),
        ("scan.pairs", numbers.integer(result.pairs_total)),
        ("scan.candidates", numbers.integer(chosen.candidates)),
        ("scan.compared", numbers.integer(chosen.compared)),
        ("scan.reported", numbers.integer(result.reported_total)),
        ("scan.expected", say("scan.expected-value", count=f"{chosen.expected:.2g}", rate=f"{chosen.rate:.2g}")),
        ("scan.clusters", numbers.integer(len(result.clusters))),
    ]


def recall(result: ScanResult) -> list[str]:
    """Return how the candidates were chosen, what the index promises, and what was measured."""
    chosen, index = result.candidates, result.candidates.index
    by_source = (
        say("scan.state-count", state=say(f"scan.source.{name}"), count=numbers.integer(count))
        for name, count in chosen.by_source.items()
    )
    lines = [
        say("scan.by-source", sources=say("separator.words").join(by_source)),
        say(
            "scan.index", bands=str(index.bands), rows=str(index.rows), promised=numbers.share(index.promised),
            resemblance=f"{index.resemblance:g}",
        ),
        say(
            "scan.index-measured", works=numbers.integer(index.sample_works), sampled=numbers.integer(index.sampled),
            found=numbers.integer(index.found),
        ),
    ]  # fmt: skip
    if chosen.sampled:
        figures = {"sampled": numbers.integer(chosen.sampled), "missed": numbers.integer(chosen.missed)}
        lines.append(say("scan.missed", **figures))
    return [*lines, *map(sentence, result.limitations)]


def none_reported(result: ScanResult) -> str:
    """Return what stands where no pair is reported: there is none, or the pairs were only ranked."""
    return say("none") if result.candidates.compared or not result.candidates.candidates else say("scan.only-ranked")


def reported(result: ScanResult) -> list[RankedPair]:
    """Return the reported pairs by rank."""
    return [pair for pair in result.pairs if pair.reported]


def others(result: ScanResult) -> list[RankedPair]:
    """Return the listed pairs that are not reported, by rank."""
    return [pair for pair in result.pairs if not pair.reported]


def found(pair: RankedPair) -> str:
    """Return what the comparison of a pair found, or why there is none."""
    if pair.state is PairState.FAILED:
        return sentence(pair.detail)
    if pair.state is PairState.NOT_COMPARED:
        return say("scan.not-compared")
    return counted("scan.regions-found", pair.regions) if pair.regions else say("none")


def bits(pair: RankedPair) -> tuple[str, str]:
    """Return the weight of the heaviest region, and without base code."""
    if not pair.regions:
        return say("dash"), say("dash")
    return numbers.bits(pair.heaviest_bits), numbers.bits(pair.outside_base_bits)


def matched(pair: RankedPair) -> str:
    """Return the parts of both works that are in regions."""
    if not pair.regions:
        return say("dash")
    return say("scan.both-shares", first=numbers.share(pair.first_share), second=numbers.share(pair.second_share))


def kinds(pair: RankedPair) -> str:
    """Return the shares by kind of items."""
    shares = pair.structure, pair.names, pair.literals, pair.comments
    return " / ".join(f"{share:.2f}" for share in shares)


def state(result: ScanResult, work: ScannedWork) -> str:
    """Return what became of a work, with the reason."""
    if work.state is WorkState.DUPLICATE:
        return say("scan.duplicate-of", number=str(work.duplicate_of), label=result.work(work.duplicate_of).label)
    told = say(f"scan.work.{work.state.value}")
    return told if work.detail is None else say("scan.state-detail", state=told, detail=sentence(work.detail))


def languages(work: ScannedWork) -> str:
    """Return the languages of a work."""
    return say("separator.words").join(map(language_name, work.languages))


def duplicates(result: ScanResult) -> list[ScannedWork]:
    """Return the works that have the same files as an earlier one."""
    return [work for work in result.works if work.state is WorkState.DUPLICATE]


def anchor(pair: RankedPair) -> str:
    """Return the anchor of the row of a pair."""
    return f"p{pair.first}-{pair.second}"


def figures(result: ScanResult) -> Iterator[tuple[str, str]]:
    """Yield the name and the SVG text of every figure that there is something to draw for."""
    merges = _merges(result)
    shown = _shown(result, leaf_order(merges))
    nodes = [Node(number=number, label=result.work(number).label) for number in shown]
    links = [
        Link(first=pair.first, second=pair.second, score=pair.score, anchor=anchor(pair))
        for pair in result.pairs
        if pair.first in set(shown) and pair.second in set(shown)
    ]
    if len(nodes) > 1:
        yield "matrix", matrix_chart(nodes, links)
    if merges:
        held = set(leaf_order(merges))
        cut = float(result.manifest.settings["scan"]["cluster_score"])  # type: ignore[index]
        yield "dendrogram", dendrogram_chart([node for node in nodes if node.number in held], merges, cut)
        pairs = {(pair.first, pair.second) for pair in reported(result)}
        clusters = {work: one.number for one in result.clusters for work in one.works}
        yield (
            "graph",
            graph_chart(
                [node for node in nodes if node.number in held],
                [link for link in links if (link.first, link.second) in pairs],
                clusters,
            ),
        )


def _merges(result: ScanResult) -> list[tuple[int, int, int, float]]:
    """Return the first steps of single linkage, of as many works as a figure shows."""
    first = len(result.works) + 1
    found: list[tuple[int, int, int, float]] = []
    for place, merge in enumerate(result.merges):
        row = (first + place, merge.left, merge.right, merge.score)
        if len(leaf_order([*found, row])) > FIGURE_WORKS:
            break
        found.append(row)
    return found


def _shown(result: ScanResult, joined: Sequence[int]) -> list[int]:
    """Return the works of the figures: those that are joined, then those of the pairs by rank."""
    ranked = (number for pair in result.pairs for number in (pair.first, pair.second))
    return list(dict.fromkeys([*joined, *ranked]))[:FIGURE_WORKS]
