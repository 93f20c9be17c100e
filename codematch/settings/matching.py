"""Settings of fingerprints, seeds, chains, weights, thresholds and counts."""

from dataclasses import dataclass

from codematch.settings.declaration import setting, switch


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprinting:
    """Winnowing and MinHash (Schleimer, Wilkerson & Aiken 2003; Broder 1997)."""

    k: int = setting(12, "tokens", 2, 64, "length of a token sequence with a fingerprint")
    window: int = setting(8, "k-grams", 1, 256, "every shared run of window + k - 1 tokens shares a fingerprint")
    permutations: int = setting(128, "permutations", 16, 1024, "standard error of resemblance at most 4.4 %")
    seed: int = setting(1, "", 0, 2**31 - 1, "fixed, so that every machine computes the same MinHash signature")
    min_unit_tokens: int = setting(40, "tokens", 1, 10**6, "shorter units have no MinHash signature")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seeding:
    """Exact matches of k-grams at the level `renamed`, from which alignments start."""

    k: int = setting(10, "tokens", 4, 64, "short enough to fit between two edits")
    min_bits: float = setting(8.0, "bits", 0, 1_000, "k tokens that weigh less are light, that is, ordinary code")
    max_light_product: int = setting(4, "pairs", 0, 10**6, "a light k-gram with more pairs of places is skipped")
    max_product: int = setting(
        256, "pairs", 1, 10**6, "a k-gram with more pairs of places (known times questioned) is skipped"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Corresponding:
    """Which files and units correspond, before anything is searched for."""

    k: int = setting(8, "tokens", 2, 64, "length of the k-grams by which files find each other")
    sampling: int = setting(4, "k-grams", 1, 1_000, "one k-gram in this number is taken: the larger, the faster")
    max_holders: int = setting(
        64, "files", 1, 10**6, "a k-gram in more known files is ignored when partners are sought"
    )
    min_shared: float = setting(
        1.0, "k-grams", 0, 10**6, "partners share at least this number that no other known file has"
    )
    min_containment: float = setting(0.1, "share", 0, 1, "and at least this share of the k-grams of the smaller file")
    max_partners: int = setting(
        2, "files", 1, 1_000, "maximum number of known files that a questioned file is aligned with"
    )
    min_unit_tokens: int = setting(20, "tokens", 1, 10**6, "shorter units have no counterpart of their own")
    unit_share: float = setting(
        0.25, "share of tokens", 0, 1, "a unit's counterpart has at least this share of the smaller one"
    )
    whole_share: float = setting(
        0.9, "share", 0, 1, "a region with this share of both files needs no structure: names and literals suffice"
    )
    established_share: float = setting(
        0.25, "share", 0, 1, "files whose regions cover this share of the smaller one are searched again"
    )
    place_grams: int = setting(
        16, "k-grams", 1, 1_000, "number by which a passage is looked for elsewhere in its own work"
    )
    place_share: float = setting(0.8, "share", 0.01, 1, "a further place of a passage has at least this share of them")
    max_places: int = setting(
        64, "places", 2, 10**6, "maximum number listed for a passage; a k-gram at more places is not looked for"
    )
    within_k: int = setting(
        10, "tokens", 2, 64, "length of the sequences that are sought within corresponding functions"
    )
    min_shown: float = setting(25.0, "bits", 0, 10**6, "lighter regions do not show which functions correspond")
    function_share: float = setting(
        0.7, "share of tokens", 0, 1, "functions of established files correspond from this share of the smaller one on"
    )
    elsewhere_share: float = setting(
        0.5, "share of tokens", 0, 1, "functions of other files correspond from this share of both on"
    )
    max_replaced: int = setting(8, "tokens", 1, 1_000, "longer passages that replace others are lines, not differences")
    repeat_share: float = setting(
        0.5, "share of tokens", 0.01, 1, "a part of which this much is shared with a nearer counterpart repeats it"
    )
    min_rest: int = setting(
        5, "tokens", 1, 10**6, "corresponding functions with fewer unmatched tokens are not aligned again"
    )
    max_function_holders: int = setting(
        4, "functions", 1, 10**6, "a sequence in more functions of a file is ignored when functions are paired"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Chaining:
    """Dynamic programming over runs, with gap costs in bits."""

    gap_open_bits: float = setting(4.0, "bits", 0, 100, "measured: see tests/benchmarks")
    gap_token_bits: float = setting(0.3125, "bits per token of shift", 0, 10, "5/16: sums of such numbers are exact")
    max_gap_tokens: int = setting(40, "tokens", 1, 10_000, "longer gaps end a chain")
    insertion_bits: float = setting(
        2.0, "bits", 0, 100, "cost of what only one of two corresponding functions has; measured: see tests/benchmarks"
    )
    predecessors: int = setting(60, "runs", 1, 1_000, "number of earlier runs that are considered for a chain")


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighing:
    """Weight of tokens and regions, in bits."""

    min_weight: float = setting(
        25.0, "bits", 0, 10**6, "regions with less structure need more names and literals; see also significance"
    )
    min_established: float = setting(
        15.0, "bits", 0, 10**6, "threshold in established pairs of files; see corresponding.established_share"
    )
    min_established_structure: float = setting(
        5.0, "bits", 0, 10**6, "chains with less structure are not searched for again in such pairs"
    )
    flat_bits: float = setting(1.0, "bits", 0, 10, "weight of each token in a language without a background")
    token_cap_bits: float = setting(10.0, "bits", 1, 64, "maximum weight of a token")
    common_share: float = setting(0.15, "share", 0, 1, "factor for a token whose 12-gram two background projects share")
    repeated_share: float = setting(0.10, "share", 0, 1, "factor for a token whose 8-gram occurred earlier in its file")
    min_sample_tokens: int = setting(
        2_000, "tokens", 1, 10**9, "with fewer tokens the fit of the background is not assessed"
    )
    case_bits_ratio: float = setting(
        1.5, "times", 1, 10, "a case that differs this much from its background gives a warning"
    )
    # Null models hold for the value they were made with. What values are worth is in tests/benchmarks/README.md.
    rename_bits: float = setting(
        3.0, "bits", 0, 64, "maximum weight of each repetition of a consistent rename; 0: renames weigh nothing"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainPass:
    """The last pass: unmatched files as plain text, regardless of language."""

    on: bool = switch(True, "compare files of unrelated languages as plain text")
    min_shared: int = setting(6, "names and literals", 1, 10**6, "files that share fewer rare ones are not aligned")
    max_files: int = setting(4, "files of a work", 1, 10**6, "a name or literal in more files is not rare")
    min_tokens: int = setting(20, "tokens", 1, 10**6, "a file with fewer unmatched tokens is skipped")


@dataclass(frozen=True, slots=True, kw_only=True)
class Significance:
    """Comparison with unrelated projects: the threshold of reported regions, and the training of null models."""

    coincidence_rate: float = setting(
        0.05, "share", 1e-6, 1, "share of unrelated pairs of this size that may reach the threshold; 1: no threshold"
    )
    unfitted_bits: float = setting(50.0, "bits", 0, 10**6, "threshold in a language without a null model")
    level: float = setting(0.95, "level", 0.5, 0.9999, "confidence level of every one-sided bound")
    first_band_tokens: int = setting(
        2_000, "tokens", 10, 10**6, "size of the works in the smallest band of a null model"
    )
    band_factor: int = setting(4, "times", 2, 64, "size of the works of a band compared with the previous band")
    bands: int = setting(6, "bands", 1, 20, "number of bands; works of the last one have two million tokens")
    few_band_works: int = setting(
        6, "works", 2, 10**6, "a band with fewer works is not used; its bound says how little few works tell"
    )
    min_band_works: int = setting(20, "works", 2, 10**6, "a null model needs a band with at least this number of works")
    max_band_works: int = setting(
        100, "works", 2, 10**6, "maximum number of works in a band, because of the time for all pairs"
    )
    project_bytes: int = setting(
        12, "bytes per token", 1, 1_000, "bytes read of a project for each token of the largest band; source has fewer"
    )
    min_families: int = setting(
        8, "groups", 1, 10**6, "with fewer families of clusters a stratum of a language is that of all languages"
    )
    curve_points: int = setting(400, "points", 2, 10**6, "maximum number of points of a curve that a result keeps")
    fit_above_bits: float = setting(
        15.0, "bits", 0, 1_000, "lighter quantiles are not fitted: the least weight distorts them"
    )
    least_bits: float = setting(
        0.0, "bits", 0, 10**6, "threshold in every language whose own is not higher; --min-weight sets it"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Counting:
    """When a file or function counts as matched, and how much of a result is displayed."""

    unit_share: float = setting(
        0.8, "share of tokens", 0, 1, "a function with at least this share of matched tokens counts as matched"
    )
    file_share: float = setting(
        0.5, "share of tokens", 0, 1, "a file with at least this share of matched tokens counts as matched"
    )
    max_alternatives: int = setting(
        5, "alternatives", 0, 1_000, "maximum number listed for a region; the rest is counted"
    )
    max_asserted_files: int = setting(
        5, "files", 1, 10**6, "maximum number of files listed for an asserted item; the rest is counted"
    )
    max_exhibits: int = setting(300, "regions", 0, 10**6, "maximum number of regions with an exhibit")
    max_exhibit_rows: int = setting(400, "rows", 1, 10**6, "longer exhibits are truncated, and say so")
    max_identical_rows: int = setting(
        40, "rows", 1, 10**6, "the same for byte-identical files, whose digests are equal anyway"
    )
    max_source_bytes: int = setting(
        100_000_000, "bytes", 0, 10**10, "texts of files with regions kept for the viewer; 0 keeps none"
    )
