"""Settings of version pinning: which revisions of a known work explain the questioned one."""

from dataclasses import dataclass

from codematch.settings.declaration import setting


@dataclass(frozen=True, slots=True, kw_only=True)
class Versions:
    """The search for the version that was taken; nothing here changes the weight of a region."""

    max_revisions: int = setting(
        100_000, "revisions", 2, 10**7, "the newest revisions that are read; older ones are left out and counted"
    )
    min_shared: float = setting(
        8.0, "features", 1.0, 10**6, "least weight of what a questioned and a known file share to be held together"
    )
    min_share: float = setting(
        0.1, "", 0.0, 1.0, "and this is at least the share of what the questioned file has, by weight"
    )
    max_candidates: int = setting(6, "files", 1, 1_000, "known files that a questioned file is held against at most")
    samples: int = setting(
        8, "contents", 1, 10_000, "contents of a known path, from first to last, that are looked at to find candidates"
    )
    candidate_share: float = setting(
        0.3, "", 0.0, 1.0, "and that share at least this much of what the one that shares most does"
    )
    name_lines: int = setting(
        3, "lines", 1, 100, "lines in a row that are equal but for their words, once on each side, pair these words"
    )
    name_votes: int = setting(2, "lines", 1, 1_000, "least number of pairs by which a word is taken for a renamed one")
    name_share: float = setting(0.6, "", 0.0, 1.0, "and they are this share of all pairs of the word")
    renamed_share: float = setting(
        0.9, "", 0.0, 1.0, "names are looked for where lines share less than this part of what they share without words"
    )
    equal_weight: float = setting(
        3.0, "features", 0.0, 10**6, "a revision explains the work equally well if it has at most this much less of it"
    )
    equal_share: float = setting(
        0.001, "", 0.0, 1.0, "or, in a work with many edits, this share of its features that no revision has"
    )
    file_equal_weight: float = setting(
        1.0, "features", 0.0, 10**6, "the same for a single file, of which a revision has less to lose"
    )
    max_points: int = setting(1_000, "revisions", 10, 10**6, "points of the curve that a result lists, about")
    max_decisive: int = setting(
        10, "lines", 1, 10_000, "lines that decide which are listed for each end of an interval"
    )
    max_files: int = setting(500, "files", 1, 10**6, "questioned files whose own interval a result lists")
