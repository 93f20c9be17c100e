"""A comparison of fingerprints for other programs: `exchange.json`, and a table each of pairs of files and of runs."""

from codematch.model.document import codec
from codematch.model.exchange import ExchangeResult
from codematch.report.exchange.cells import runs
from codematch.report.formats.to_csv import encoded_table
from codematch.report.formats.to_json import encoded

PAIRS, RUNS = "exchange-pairs.csv", "exchange-runs.csv"
_PAIR_HEAD = (
    "known", "known_path", "questioned", "questioned_path", "identical", "shared_exact", "shared_renamed", "known_part",
    "questioned_part", "resemblance", "bits", "runs",
)  # fmt: skip
_RUN_HEAD = (
    "known", "known_path", "known_first", "known_last", "questioned", "questioned_path", "questioned_first",
    "questioned_last", "class", "tokens", "bits",
)  # fmt: skip


def document(result: ExchangeResult) -> bytes:
    """Return `exchange.json`: UTF-8, keys sorted, numbers at stored precision."""
    return encoded(codec(ExchangeResult).write(result))


def tables(result: ExchangeResult) -> dict[str, bytes]:
    """Return the tables by the names of their files, in UTF-8 with lines that end in CR LF."""
    known, questioned = ({one.number: one.path for one in side.files} for side in (result.known, result.questioned))
    pairs = (
        (
            pair.known, known[pair.known], pair.questioned, questioned[pair.questioned], int(pair.identical),
            pair.shared_exact, pair.shared_renamed, pair.known_part, pair.questioned_part, pair.resemblance, pair.bits,
            len(pair.runs),
        )
        for pair in result.pairs
    )  # fmt: skip
    rows = (
        (
            pair.known, known[pair.known], *run.known_lines, pair.questioned, questioned[pair.questioned],
            *run.questioned_lines, run.match_class, run.tokens, run.bits,
        )
        for pair, run in runs(result)
    )  # fmt: skip
    return {PAIRS: encoded_table(_PAIR_HEAD, pairs), RUNS: encoded_table(_RUN_HEAD, rows)}
