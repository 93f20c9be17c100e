"""Settings of the strata: from which measured figures on two works count as works of one kind."""

from dataclasses import dataclass

from codematch.settings.declaration import setting


@dataclass(frozen=True, slots=True, kw_only=True)
class Strata:
    """When a stratum fits two works. Measured on public pairs without a common origin: see codematch/README.md."""

    interface_names: float = setting(
        2.5, "rare names", 0, 10**6, "a same interface needs public signatures in common that count this much"
    )
    interface_share: float = setting(
        0.1, "share", 0, 1, "and they are this share of those of the work that declares fewer"
    )
    interface_files: float = setting(
        0.25, "share", 0, 1, "or this share of the files of the work with fewer files has its name on both sides"
    )
    interface_min_files: int = setting(
        2, "files", 1, 10**6, "least number of files with the same name; one where each work is one file"
    )
    interface_vocabulary_bits: float = setting(
        20.0, "bits", 0, 10**9, "or the names that both use, or the literals, have this rarity in all"
    )
    interface_words_share: float = setting(
        0.1, "share", 0, 1, "and these names are this share of those of the work that has less, by rarity"
    )
    interface_texts_share: float = setting(0.15, "share", 0, 1, "or these literals are, likewise")
    words_most: float = setting(
        0.7,
        "share",
        0,
        1,
        "works that share more of their words than this are no evidence of an interface",
    )
    framework_share: float = setting(
        0.1, "share of files", 0, 1, "a same framework is used in this share of the files of both works"
    )
    framework_files: int = setting(3, "files", 1, 10**6, "and in this number of files of both works")
    framework_vocabulary_bits: float = setting(
        20.0, "bits", 0, 10**9, "or the names that both use have this rarity in all"
    )
    framework_words_share: float = setting(
        0.05, "share", 0, 1, "and are this share of those of the work that has less, by rarity"
    )
    author_share: float = setting(
        0.2, "share of files", 0, 1, "a same author is named in this share of the files of both works that name any"
    )
    task_tokens: int = setting(
        20_000, "tokens", 1, 10**9, "a same task is looked for in programs that are no larger than this"
    )
    task_files: int = setting(20, "files", 1, 10**6, "and have no more files than this")
    task_names_share: float = setting(
        0.12, "share", 0, 1, "least share of the names of the smaller program, by rarity, that the other one has too"
    )
    task_texts_share: float = setting(0.2, "share", 0, 1, "or the same share of its literals, by rarity")
    task_texts: int = setting(2, "literals", 1, 10**6, "of which there are at least this number")
    examples: int = setting(6, "names", 1, 1_000, "maximum number of names that a reason lists; the rest is counted")
