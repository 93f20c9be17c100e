"""Settings of a scan: every work of a set against every other."""

from dataclasses import dataclass

from codematch.settings.declaration import setting


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """Scans of sets of works; nothing here changes the weight of a region."""

    coincidences: float = setting(
        1.0,
        "pairs",
        1e-6,
        10**6,
        "pairs of unrelated works that a whole scan may report by coincidence: the rate of a single comparison is "
        "lowered to this number divided by the pairs of works, if that is less",
    )
    candidate_k: int = setting(
        12, "tokens", 4, 100, "sequences of this length are looked for in windows; shorter ones occur anywhere"
    )
    window_blocks: int = setting(
        64, "tokens", 16, 10_000, "half a window: two works are candidates by what they share in two blocks in a row"
    )
    max_holders: int = setting(
        64, "works", 2, 10**6, "what more works have makes no candidates, because it is common in the set"
    )
    rare_projects: int = setting(
        20, "projects", 1, 255, "a name or literal that this many projects of the background have makes no candidates"
    )
    candidate_share: float = setting(
        1.25, "", 0.0, 10.0, "times the threshold that a shared window must weigh: order does not count in a window"
    )
    resemblance: float = setting(
        0.5, "", 0.1, 1.0, "files and functions that resemble each other as much make their works candidates"
    )
    resemblance_recall: float = setting(
        0.95, "", 0.5, 0.9999, "promised share of such pairs that the index finds: decides on its bands"
    )
    sample_works: int = setting(
        8, "works", 2, 10**4, "works on which the recall of the index is measured by comparing all signatures"
    )
    sample_pairs: int = setting(
        20, "pairs", 0, 10**6, "pairs that are no candidates and are compared nevertheless: measures what is missed"
    )
    max_compared: int = setting(
        20_000, "pairs", 0, 10**8, "candidates that are compared, the highest scores first; the rest is counted"
    )
    base_share: float = setting(
        0.5, "", 0.1, 1.0, "code that at least this share of the works has is base code of the set"
    )
    min_base_works: int = setting(
        5, "works", 3, 10**6, "base code is looked for if this many works have it: fewer may have it from one another"
    )
    min_base_tokens: int = setting(30, "tokens", 12, 10**6, "shorter passages of base code are idioms")
    cluster_score: float = setting(
        0.3, "", 0.0, 10.0, "reported pairs from this score on are in one cluster (single linkage)"
    )
    max_listed: int = setting(
        1_000, "pairs", 1, 10**8, "pairs without reported regions that the result lists, the highest first"
    )
    max_records: int = setting(100, "pairs", 0, 10**6, "reported pairs that get a folder with their full record")
    max_works: int = setting(10_000, "works", 2, 10**6, "a scan keeps a table of all pairs and all works in memory")
