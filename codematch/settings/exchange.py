"""Settings of fingerprint files, which two parties exchange instead of source."""

from dataclasses import dataclass

from codematch.settings.declaration import setting


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """Fingerprint files and their comparison."""

    min_window_bits: float = setting(
        8.0, "bits", 0, 1_000, "a sequence of fingerprinting.k tokens that weighs less is ordinary code and is left out"
    )
    min_run_bits: float = setting(30.0, "bits", 0, 10**6, "lighter shared runs occur in unrelated works, too")
    max_product: int = setting(
        256, "pairs", 1, 10**6, "a fingerprint with more pairs of places (known times questioned) finds no runs"
    )
    min_shared: int = setting(
        3, "fingerprints", 1, 10**6, "files that share fewer are not listed when positions are sealed"
    )
    unit_share: float = setting(
        0.5, "share of tokens", 0.01, 1, "functions are listed whose shared runs have this share of the smaller one"
    )
