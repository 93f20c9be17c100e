"""Runs of words that comments of both works share.

For each comment of the known work, the longest run in a comment of the questioned work. Comments that both works have
as a whole, and licence texts, are left out.

Why: An edited comment keeps most of its words in order.

Not covered: Comments in which words were exchanged throughout; short runs.

Example: `... so wait for two readings of the sensor before it opens ...` inside two longer comments.
"""

from collections import defaultdict
from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from codematch.evidence.detector_input import DetectorInput, DetectorResult, Subject
from codematch.evidence.occurrences import Occurrences, collect
from codematch.evidence.rule import Detector
from codematch.evidence.shared_comments import place_of, rarest_of, whole_comments_of
from codematch.masking import COVER, blanked
from codematch.model.evidence import Channel, Finding, by_rarity
from codematch.model.message import Message
from codematch.model.sides import Both
from codematch.model.words import comment_words, join_words
from codematch.settings.detectors import CommentRuns


def _check(case: DetectorInput) -> DetectorResult:
    """Return the comments that share a run of words, and are not the same as a whole; licence texts are left out."""
    known, questioned = (whole_comments_of(work).hashes for work in case.works)
    wholes = np.intersect1d(known, questioned, assume_unique=True)
    left, right = (_runs(work, wholes) for work in case.works)
    _, at_left, at_right = np.intersect1d(left.hashes, right.hashes, assume_unique=True, return_indices=True)
    by_comment: dict[tuple[int, int], list[tuple[int, int, int]]] = defaultdict(list)
    for first, second in zip(at_left.tolist(), at_right.tolist(), strict=True):
        number, run = int(left.files[first]), int(left.places[first])
        comment = int(case.known.files[number].facts.comments.run_comments[run])
        by_comment[number, comment].append((run, int(right.files[second]), int(right.places[second])))
    shared = [_run(number, comment, sorted(runs), case) for (number, comment), runs in sorted(by_comment.items())]
    rarities = rarest_of([(words, language) for _, words, language in shared], case.counts)
    found = [replace(item, rarity=rarity) for (item, _, _), rarity in zip(shared, rarities, strict=True)]
    found.sort(key=by_rarity)
    return DetectorResult(figures={"run": len(found)}, findings=found)


def _run(
    number: int, comment: int, runs: list[tuple[int, int, int]], case: DetectorInput
) -> tuple[Finding, list[str], str]:
    """The finding of a comment of the known work that shares runs of words: the longest of them is shown.

    Its words and their language are returned with it: how rare they are is counted for all findings at once.
    """
    file, size = case.known.files[number], case.settings.comment_run_words
    begin = int(np.searchsorted(file.facts.comments.run_comments, comment))
    text = file.stream.comments.texts[comment]
    words = comment_words([text])
    best = max(_rows(runs), key=len)
    first, last = best[0][0] - begin, best[-1][0] - begin
    shown = words[first : last + size]
    other = case.questioned.files[best[0][1]]
    other_comment = int(other.facts.comments.run_comments[best[0][2]])
    finding = Finding(
        channel=Channel.COMMENTS,
        kind="comment-part",
        text=join_words(_masked(words, text)[first : last + size])[: case.settings.max_characters],
        known=place_of(file, comment),
        questioned=place_of(other, other_comment),
        count=Both(1, 1),
        note=Message.of("note-comment-part", shared=len(shown), words=len(words)),
    )
    return finding, shown, file.stream.language_of_comment(comment)


def _masked(words: list[str], text: str) -> list[str]:
    """The words of a comment, those of secrets and personal data covered: apart from one another they have no form."""
    pairs = zip(words, comment_words([blanked(text)]), strict=True)
    return [word if word == blank else COVER * len(word) for word, blank in pairs]


def _rows(runs: list[tuple[int, int, int]]) -> list[list[tuple[int, int, int]]]:
    """Divide runs of words into rows in which each begins one word after the one before, on both sides."""
    rows: list[list[tuple[int, int, int]]] = []
    for run in runs:
        last = rows[-1][-1] if rows else None
        if last is not None and run == (last[0] + 1, last[1], last[2] + 1):
            rows[-1].append(run)
        else:
            rows.append([run])
    return rows


def _runs(work: Subject, wholes: NDArray[np.uint64]) -> Occurrences:
    """The runs of words of a work, without those in comments that both works hold as a whole, or in licence texts."""
    comments = [file.facts.comments for file in work.files]
    bounds = np.cumsum([0, *(len(item.wholes) for item in comments)]).tolist()
    left_out = np.isin(np.concatenate([np.empty(0, np.uint64), *(item.wholes for item in comments)]), wholes)
    for file, first in zip(work.files, bounds, strict=False):
        left_out[[first + number for number in file.notices]] = True
    parts = []
    for item, (first, stop) in zip(comments, pairwise(bounds), strict=True):
        places = np.flatnonzero(~left_out[first:stop][item.run_comments])
        parts.append((item.runs[places], places))
    return collect(parts)


RULE = Detector(
    id="comment-runs",
    docs=__doc__,
    channel=Channel.COMMENTS,
    check=_check,
    settings=CommentRuns,
    kinds=("comment-part",),
    messages=("note-comment-part", "note-material", "background"),
)
