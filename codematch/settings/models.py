"""Settings of the training of background models and of the measurement of error rates."""

from dataclasses import dataclass

from codematch.settings.declaration import setting


@dataclass(frozen=True, slots=True, kw_only=True)
class Training:
    """Training of background models."""

    max_project_tokens: int = setting(
        400_000, "tokens", 1, 10**9, "maximum per project, so that no project dominates a background"
    )
    max_vocabulary: int = setting(
        3_000, "kinds", 10, 60_000, "maximum size; other kinds count as unknown; matters for plain text"
    )
    max_kgrams: int = setting(
        500_000, "k-grams", 0, 10**8, "the most common are kept, so that a model stays under 3 MB"
    )
    max_model_bytes: int = setting(2_500_000, "bytes", 1_000, 10**9, "rare n-grams are dropped until a model fits")
    held_out_every: int = setting(
        5, "projects", 2, 1_000, "one project in this many measures the mean information content"
    )
    min_projects: int = setting(8, "projects", 2, 10**6, "a smaller background is marked as small")
    min_tokens: int = setting(500_000, "tokens", 1, 10**9, "a smaller background is marked as small")


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """Measurement of error rates on labelled pairs; nothing here changes the weight of a region."""

    replicates: int = setting(1_000, "replicates", 1, 10**6, "bootstrap replicates of whole groups for every interval")
    level: float = setting(0.95, "level", 0.5, 0.9999, "two-sided level of every bootstrap interval")
    max_distributions: int = setting(
        24, "rows", 1, 10_000, "a figure of distributions with more rows shows the two labels only"
    )
    folds: int = setting(5, "folds", 2, 100, "parts of the pairs if groups cannot be left out")
    min_clusters: int = setting(
        30, "clusters", 1, 10**6, "with fewer clusters error rates have no bound, and the table says so"
    )
    max_group_folds: int = setting(100, "folds", 2, 10**6, "if there are more groups, several are left out at a time")
    half_bits: float = setting(
        30.0, "bits", 0, 10**6, "structure of a smaller work with this much counts half: a few statements tell little"
    )
    names_factor: float = setting(0.1, "", 0, 100, "weight of shared names against structure: many names are customary")
    literals_factor: float = setting(1.0, "", 0, 100, "weight of shared literals against structure")
    comments_factor: float = setting(1.0, "", 0, 100, "weight of shared words of comments against structure")
    aligned_factor: float = setting(
        0.05, "", 0, 100, "weight of the aligned share of the smaller work for each doubling of the heaviest region"
    )
