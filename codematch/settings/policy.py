"""Settings of what counts for the exit code; nothing here changes a region, a weight or a count."""

from dataclasses import dataclass

from codematch.settings.declaration import setting


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """Comparison of regions with those of a baseline."""

    new_share: float = setting(
        0.25,
        "",
        0.0,
        1.0,
        "a region is new if more of its content is not in the baseline: its borders move when code around it changes, "
        "and a short region has few sampled sequences",
    )
    new_bits: float = setting(
        25.0,
        "bits",
        0.0,
        10**6,
        "a region is also new if what the baseline does not have weighs as much: a long region must not hide a short "
        "one that was added to it (the default is that of weighing.min_weight)",
    )
