"""Settings of an index of many works, and of searches in it."""

from dataclasses import dataclass

from codematch.settings.declaration import setting


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """Indexes and searches in them; nothing here changes the weight of a region."""

    segment_prints: int = setting(
        4_000_000, "fingerprints", 1_000, 10**9, "a segment with as many is written: decides on memory and on the files"
    )
    segment_bytes: int = setting(
        256_000_000, "bytes", 1_000, 10**11, "a segment with as much source is written, for the same reason"
    )
    max_holders: int = setting(
        100, "works", 2, 10**9, "fingerprints and signatures that more works of the index have make no candidates"
    )
    candidate_bits: float = setting(
        30.0, "bits", 0, 10**6,
        "structure that a window of the questioned work shares with a file of the index, by rarity in the index: with "
        "less a work is no candidate",
    )  # fmt: skip
    window_blocks: int = setting(64, "tokens", 16, 10_000, "half a window of the questioned work")
    resemblance: float = setting(
        0.5, "", 0.1, 1.0, "files and functions that resemble each other as much make their works candidates"
    )
    max_screened: int = setting(
        1_000,
        "works",
        1,
        10**7,
        "candidates whose files are compared, those that share most first; the rest is counted",
    )
    screened_share: float = setting(
        0.8, "", 0, 10, "part of the threshold that a region of candidate files reaches before whole works are compared"
    )
    max_compared: int = setting(
        200, "works", 1, 10**6, "works that are compared in full, those that share most first; the rest is counted"
    )
    coincidences: float = setting(
        1.0, "works", 1e-6, 10**6, "unrelated works that a search in the whole index may report by coincidence"
    )
