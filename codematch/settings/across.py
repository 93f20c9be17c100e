"""Settings of the alignment across languages."""

from dataclasses import dataclass

from codematch.settings.declaration import setting, switch


@dataclass(frozen=True, slots=True, kw_only=True)
class Across:
    """What files and functions of unrelated languages share in names, texts, numbers, comments and order."""

    on: bool = switch(True, "compare files of unrelated languages by what does not depend on the language")
    min_name_characters: int = setting(
        3, "characters", 1, 1_000, "shorter names are counters and abbreviations of anything"
    )
    min_text_characters: int = setting(3, "characters", 1, 1_000, "shorter literals are separators")
    min_number: int = setting(100, "", 0, 10**9, "smaller numbers are sizes, indices and codes of anything")
    run_words: int = setting(5, "words", 2, 64, "words of a comment in a row that count: shorter runs are idioms")
    prose_words: int = setting(
        12,
        "words",
        2,
        1_000,
        "a literal with as many is read as a comment: documentation is a literal in some languages",
    )
    max_holders: int = setting(
        64, "files or functions", 1, 10**6, "what occurs in more files or functions of a work is ignored"
    )
    min_unit_tokens: int = setting(20, "tokens", 1, 10**6, "shorter functions are not compared by themselves")
    near_share: float = setting(
        0.5, "share", 0, 1, "functions are joined in files that may weigh this share of the threshold of functions"
    )
    unfitted_bits: float = setting(200.0, "bits", 0, 10**6, "threshold where the null model does not apply")
    max_pairs: int = setting(100, "pairs", 0, 10**6, "maximum number of pairs of files, and of functions, in a result")
    max_items: int = setting(12, "items", 0, 10**6, "maximum number of common items listed for a pair, heaviest first")
    listed_pairs: int = setting(20, "pairs", 0, 10**6, "number of pairs, heaviest first, whose common items are listed")
    counted_bytes: int = setting(
        500_000, "bytes", 1_000, 10**9, "read of a project whose items are counted, so that no project dominates"
    )
    reference_bytes: int = setting(1_000_000, "bytes", 1_000, 10**9, "read of a project for the null model")
    max_projects: int = setting(16, "projects", 2, 10**6, "taken of a corpus, so that no language dominates the counts")
    held_out_every: int = setting(
        2, "projects", 2, 1_000, "one project in this many is not counted, but compared with the others as unrelated"
    )
