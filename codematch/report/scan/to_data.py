"""A scan for other programs: `scan.json`, and a table each of its pairs and its works."""

from codematch.model.precision import stored_bits, stored_share
from codematch.model.scan import ScanResult
from codematch.model.scan_document import scan_document
from codematch.report.formats.to_csv import encoded_table
from codematch.report.formats.to_json import encoded
from codematch.report.text.messages import sentence

PAIRS, WORKS = "scan-pairs.csv", "scan-works.csv"
_PAIR_HEAD = (
    "rank", "first", "first_label", "second", "second_label", "score", "share", "structure", "names", "literals",
    "comments", "state", "sources", "reported", "regions", "heaviest_bits", "outside_base_bits", "threshold_bits",
    "first_share", "second_share", "record",
)  # fmt: skip
_WORK_HEAD = (
    "number", "label", "state", "root", "duplicate_of", "files", "lines", "tokens", "base_tokens", "languages",
    "cluster", "detail",
)  # fmt: skip


def document(result: ScanResult) -> bytes:
    """Return `scan.json`: UTF-8, keys sorted, numbers at stored precision."""
    return encoded(scan_document(result))


def tables(result: ScanResult) -> dict[str, bytes]:
    """Return the tables by the names of their files, in UTF-8 with lines that end in CR LF."""
    pairs = (
        (
            pair.rank, pair.first, result.work(pair.first).label, pair.second, result.work(pair.second).label,
            *map(stored_share, (pair.score, pair.share, pair.structure, pair.names, pair.literals, pair.comments)),
            pair.state.value, " ".join(source.value for source in pair.sources), int(pair.reported), pair.regions,
            *map(stored_bits, (pair.heaviest_bits, pair.outside_base_bits, pair.threshold_bits)),
            stored_share(pair.first_share), stored_share(pair.second_share), pair.record,
        )
        for pair in result.pairs
    )  # fmt: skip
    works = (
        (
            work.number, work.label, work.state.value, work.root, work.duplicate_of or "", work.files, work.lines,
            work.tokens, work.base_tokens, " ".join(work.languages), work.cluster or "", sentence(work.detail),
        )
        for work in result.works
    )  # fmt: skip
    return {PAIRS: encoded_table(_PAIR_HEAD, pairs), WORKS: encoded_table(_WORK_HEAD, works)}
