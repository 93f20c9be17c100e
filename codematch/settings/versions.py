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
        8.0, "features", 1.0, 10**6, "least weight of what a questioned and a known file share to be compared"
    )
    min_share: float = setting(
        0.1, "", 0.0, 1.0, "and this is at least the share of what the questioned file has, by weight"
    )
    max_candidates: int = setting(6, "files", 1, 1_000, "known files that a questioned file is compared with at most")
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
    unchanged_share: float = setting(
        0.6, "", 0.0, 1.0, "a file of which a known one has this share as it is is not searched for renamed lines"
    )
    renamed_share: float = setting(
        0.9, "", 0.0, 1.0, "names are looked for where lines share less than this part of what they share without words"
    )
    edit_share: float = setting(
        0.5,
        "",
        0.0,
        1.0,
        "a revision explains the work equally well if it lacks at most this share of what no revision has: an edit may "
        "make neighbours of two lines that were neighbours in another revision",
    )
    equal_weight: float = setting(
        3.0, "features", 0.0, 10**6, "and lacks at most this much, however many edits there are"
    )
    equal_share: float = setting(0.001, "", 0.0, 1.0, "or, if that is more, this share of what no revision has")
    file_equal_weight: float = setting(
        1.0, "features", 0.0, 10**6, "the same for a single file, of which a revision has less to lose"
    )
    max_points: int = setting(1_000, "revisions", 10, 10**6, "points of the curve that a result lists, about")
    max_decisive: int = setting(
        10, "lines", 1, 10_000, "lines that decide which are listed for each end of an interval"
    )
    max_files: int = setting(500, "files", 1, 10**6, "questioned files whose own interval a result lists")
    gain_share: float = setting(
        0.01, "", 0.0, 1.0, "a revision adds to a passage if it adds more than this share of what the last one has"
    )
    whole_share: float = setting(
        0.8, "", 0.0, 1.0, "a passage came whole if one revision adds this share of it; else it grew"
    )
    backwards_seconds: int = setting(
        300, "seconds", 0, 10**9, "a commit may precede its parent by this much: clocks of machines differ"
    )
    apart_days: float = setting(
        30.0, "days", 0.0, 10**5, "author and committer of a commit may be this far apart: patches wait to be taken"
    )
    same_second_commits: int = setting(5, "commits", 2, 10**6, "commits of one second show that a tool wrote them")
    even_commits: int = setting(8, "commits", 3, 10**6, "commits in a row at the same interval, to the second")
    finished_files: int = setting(
        20, "files", 1, 10**6, "a first commit with this many files may be a finished product"
    )
    finished_share: float = setting(
        0.6, "", 0.0, 1.0, "and it is one if this share of the files of the last revision is in it"
    )
    zone_hours: float = setting(6.0, "hours", 0.0, 10**4, "nobody travels far within this time")
    zone_minutes: int = setting(180, "minutes", 1, 1560, "a zone that changes by this much is another region")
    zone_jumps: int = setting(3, "changes", 1, 10**6, "such changes of one person; single ones occur by travelling")
    max_anomalies: int = setting(5, "anomalies", 1, 10**6, "anomalies of each kind that a result lists")
    growth_ratio: float = setting(
        3.0, "", 1.0, 1_000.0, "one side grew if this many times as many of its revisions add to what both share"
    )
    growth_revisions: float = setting(
        5.0, "revisions", 1.0, 10**6, "and this many add to a shared file: fewer may be updates of what was taken over"
    )
    small_step: float = setting(
        0.15, "", 0.0, 1.0, "a file was developed here if half of its changes concern at most this share of its lines"
    )
    beginning_days: float = setting(
        7.0, "days", 0.0, 10**5, "what a history has within this time of its beginning may be older than the history"
    )
    holder_commits: int = setting(
        3,
        "commits",
        1,
        10**6,
        "a person whom shared notices name is one of a side if this many commits there are theirs",
    )
    holder_ratio: float = setting(
        10.0, "", 1.0, 10**6, "and their share of the commits of this side is that many times as large as of the other"
    )
    main_people: float = setting(
        0.5, "", 0.0, 1.0, "the people of common commits are those who together made this share of them, the fewest"
    )
    people_share: float = setting(
        0.1, "", 0.0, 1.0, "they went on at a side if this share of its own later commits is theirs"
    )
    people_ratio: float = setting(
        3.0, "", 1.0, 1_000.0, "and this is at least this many times the share at the other side"
    )
    own_commits: int = setting(
        10, "commits", 1, 10**6, "least number of commits that each side has beyond the common ones to compare people"
    )
    common_states: int = setting(
        5,
        "contents",
        2,
        10**6,
        "least number of contents of shared files that both histories have, and of those between",
    )
    leftover_lines: int = setting(
        3,
        "lines",
        1,
        10**6,
        "least number of lines of both works that name the project of one side and so bear on the direction",
    )
    max_signatures: int = setting(
        8,
        "signatures",
        0,
        10**6,
        "signed tags, and files with signatures, of each side that are listed unnamed by a case",
    )
    bulk_files: int = setting(10, "files", 1, 10**6, "files that one revision moves, or renames in, are a bulk change")
    notice_files: int = setting(2, "files", 1, 10**6, "shared files from which one revision removes notices")
    max_events: int = setting(50, "revisions", 1, 10**6, "revisions with bulk changes that a result lists")
    related_share: float = setting(
        0.1, "", 0.0, 1.0, "a work that has less in common with every other one is not in the tree of descent"
    )
    form_share: float = setting(
        0.25, "", 0.0, 1.0, "the same where lines are compared without their words, which unrelated works share more of"
    )
    between_share: float = setting(
        0.01, "", 0.0, 1.0, "a work is between others if it lacks at most this share of what works on both sides have"
    )
    least_support: float = setting(
        0.5, "", 0.0, 1.0, "divisions of works that fewer replicates have are not shown as divisions"
    )
    division_share: float = setting(
        0.001, "", 0.0, 1.0, "nor are those with fewer features of either kind than this share of those of a work"
    )
    replicates: int = setting(200, "replicates", 0, 10**6, "bootstrap replicates for the support of a division")
    bootstrap_seed: int = setting(1, "", 0, 10**9, "seed of the replicates: the same in every run")
    min_blocks: int = setting(
        20, "files", 2, 10**6, "whole files are drawn if there are this many; else runs of lines of them"
    )
    block_lines: int = setting(20, "lines", 1, 10**6, "lines of such a run: what is changed at once is drawn at once")
    max_blocks: int = setting(1_000, "blocks", 10, 10**6, "blocks that are drawn from; more are joined")
