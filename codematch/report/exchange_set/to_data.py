"""Many works compared by fingerprints, for other programs: `exchange-set.json`, a table of pairs and one of works."""

from codematch.model.document import codec
from codematch.model.exchange_set import ExchangeSet
from codematch.report.formats.to_csv import encoded_table
from codematch.report.formats.to_json import encoded
from codematch.report.text.messages import sentence

PAIRS, WORKS = "exchange-set-pairs.csv", "exchange-set-works.csv"
_PAIR_HEAD = (
    "rank", "first", "first_label", "second", "second_label", "files", "identical", "shared", "runs", "heaviest_bits",
    "bits", "record",
)  # fmt: skip
_WORK_HEAD = ("number", "label", "from_source", "files", "fingerprints", "detail")


def document(result: ExchangeSet) -> bytes:
    """Return `exchange-set.json`: UTF-8, keys sorted, numbers at stored precision."""
    return encoded(codec(ExchangeSet).write(result))


def tables(result: ExchangeSet) -> dict[str, bytes]:
    """Return the tables by the names of their files, in UTF-8 with lines that end in CR LF; sealed cells are empty."""
    pairs = (
        (
            one.rank, one.first, result.work(one.first).label, one.second, result.work(one.second).label, one.files,
            one.identical, one.shared, *("" if value is None else value for value in
                                         (one.runs, one.heaviest_bits, one.bits)), one.record,
        )
        for one in result.pairs
    )  # fmt: skip
    works = (
        (one.number, one.label, int(one.from_source), one.files, one.fingerprints, sentence(one.failure))
        for one in result.works
    )
    return {PAIRS: encoded_table(_PAIR_HEAD, pairs), WORKS: encoded_table(_WORK_HEAD, works)}
