"""A search for other programs: `search.json`, and a table each of its works, its regions and the questioned files."""

from codematch.model.precision import stored_bits, stored_share
from codematch.model.search import SearchResult
from codematch.model.search_document import search_document
from codematch.report.formats.to_csv import encoded_table
from codematch.report.formats.to_json import encoded
from codematch.report.text.messages import sentence

WORKS, REGIONS, FILES = "search-works.csv", "search-regions.csv", "search-files.csv"
_WORK_HEAD = (
    "rank", "label", "root", "languages", "files", "lines", "tokens", "sources", "shared_bits", "state", "reported",
    "weight_bits", "heaviest_bits", "threshold_bits", "known_share", "questioned_share", "regions", "record", "detail",
)  # fmt: skip
_REGION_HEAD = (
    "rank", "label", "region", "match_class", "language", "known_path", "known_first_line", "known_last_line",
    "known_unit", "questioned_path", "questioned_first_line", "questioned_last_line", "questioned_unit", "tokens",
    "weight_bits", "holders", "reported",
)  # fmt: skip
_FILE_HEAD = ("questioned_path", "place", "rank", "label", "known_path", "regions", "weight_bits")


def document(result: SearchResult) -> bytes:
    """Return `search.json`: UTF-8, keys sorted, numbers at stored precision."""
    return encoded(search_document(result))


def tables(result: SearchResult) -> dict[str, bytes]:
    """Return the tables by the names of their files, in UTF-8 with lines that end in CR LF."""
    works = (
        (
            hit.rank, hit.label, hit.root, " ".join(hit.languages), hit.files, hit.lines, hit.tokens,
            " ".join(source.value for source in hit.sources), stored_bits(hit.shared_bits), hit.state.value,
            int(hit.reported), *map(stored_bits, (hit.weight_bits, hit.heaviest_bits, hit.threshold_bits)),
            stored_share(hit.known_share), stored_share(hit.questioned_share), len(hit.regions), hit.record,
            sentence(hit.detail),
        )
        for hit in result.hits
    )  # fmt: skip
    regions = (
        (
            hit.rank, hit.label, one.number, one.match_class, one.language, one.known.path, one.known.first_line,
            one.known.last_line, one.known.unit, one.questioned.path, one.questioned.first_line,
            one.questioned.last_line, one.questioned.unit, one.tokens, stored_bits(one.weight_bits), one.holders,
            int(one.reported),
        )
        for hit in result.hits
        for one in hit.regions
    )  # fmt: skip
    files = (
        (one.path, place, source.rank, result.hit(source.rank).label, source.path, source.regions,
         stored_bits(source.weight_bits))
        for one in result.files
        for place, source in enumerate(one.sources, start=1)
    )  # fmt: skip
    return {
        WORKS: encoded_table(_WORK_HEAD, works),
        REGIONS: encoded_table(_REGION_HEAD, regions),
        FILES: encoded_table(_FILE_HEAD, files),
    }
