"""Comments that both works hold, as a whole or in part: the same words in the same order, the rarest first."""

import re
from collections import defaultdict
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from codematch.evidence.detector_input import Counts, DetectorInput, DetectorResult, EvidenceFile, Subject
from codematch.evidence.occurrences import Occurrences, collect
from codematch.masking import COVER, blanked, masked
from codematch.model.evidence import Channel, Finding, Place, Rarity, by_rarity
from codematch.model.message import Message
from codematch.model.sides import Both
from codematch.model.stable_hash import text_hash
from codematch.model.words import comment_words, join_words

_TASK = re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b")


def whole_comments(case: DetectorInput) -> DetectorResult:
    """Return the comments whose words are the same in both works; a Chinese or Japanese character is a word.

    The rarity of a comment is that of its rarest word. Licence texts stand last.
    """
    left, right = (_wholes(work) for work in case.works)
    _, at_left, at_right = np.intersect1d(left.hashes, right.hashes, assume_unique=True, return_indices=True)
    found = []
    for first, second in zip(at_left.tolist(), at_right.tolist(), strict=True):
        file, comment = case.known.files[left.files[first]], int(left.places[first])
        other, other_comment = case.questioned.files[right.files[second]], int(right.places[second])
        text = file.stream.comments.texts[comment]
        found.append(
            Finding(
                channel=Channel.COMMENTS,
                kind=_kind(file, comment, text),
                text=text,
                known=_place(file, comment),
                questioned=_place(other, other_comment),
                count=Both(int(left.counts[first]), int(right.counts[second])),
                rarity=_rarest(comment_words([text]), file.stream.language_of_comment(comment), case.counts),
            )
        )
    most = case.settings.max_characters
    found.sort(key=lambda item: (item.kind == "licence-text", *by_rarity(replace(item, text=item.text[:most]))))
    listed = [replace(item, text=masked(item.text)[:most]) for item in found[: case.settings.max_findings]]
    figures = {"known": len(left.hashes), "questioned": len(right.hashes), "shared": len(found)}
    return DetectorResult(figures=figures, findings=listed, unlisted=len(found) - len(listed))


def comment_runs(case: DetectorInput) -> DetectorResult:
    """Return the comments that share a run of words, and are not the same as a whole; licence texts are left out."""
    wholes = np.intersect1d(_wholes(case.known).hashes, _wholes(case.questioned).hashes, assume_unique=True)
    left, right = (_runs(work, wholes) for work in case.works)
    _, at_left, at_right = np.intersect1d(left.hashes, right.hashes, assume_unique=True, return_indices=True)
    by_comment: dict[tuple[int, int], list[tuple[int, int, int]]] = defaultdict(list)
    for first, second in zip(at_left.tolist(), at_right.tolist(), strict=True):
        number, run = int(left.files[first]), int(left.places[first])
        comment = int(case.known.files[number].facts.comments.run_comments[run])
        by_comment[number, comment].append((run, int(right.files[second]), int(right.places[second])))
    found = [_run(number, comment, sorted(runs), case) for (number, comment), runs in sorted(by_comment.items())]
    found.sort(key=by_rarity)
    return DetectorResult(figures={"run": len(found)}, findings=found)


def _run(number: int, comment: int, runs: list[tuple[int, int, int]], case: DetectorInput) -> Finding:
    """The finding of a comment of the known work that shares runs of words: the longest of them is shown."""
    file, size = case.known.files[number], case.settings.comment_run_words
    begin = int(np.searchsorted(file.facts.comments.run_comments, comment))
    text = file.stream.comments.texts[comment]
    words = comment_words([text])
    best = max(_rows(runs), key=len)
    first, last = best[0][0] - begin, best[-1][0] - begin
    shown = words[first : last + size]
    other = case.questioned.files[best[0][1]]
    other_comment = int(other.facts.comments.run_comments[best[0][2]])
    return Finding(
        channel=Channel.COMMENTS,
        kind="comment-part",
        text=join_words(_masked(words, text)[first : last + size])[: case.settings.max_characters],
        known=_place(file, comment),
        questioned=_place(other, other_comment),
        count=Both(1, 1),
        rarity=_rarest(shown, file.stream.language_of_comment(comment), case.counts),
        note=Message.of("note-comment-part", shared=len(shown), words=len(words)),
    )


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


def _wholes(work: Subject) -> Occurrences:
    return collect((file.facts.comments.wholes, np.arange(len(file.facts.comments.wholes))) for file in work.files)


def _runs(work: Subject, wholes: NDArray[np.uint64]) -> Occurrences:
    """The runs of words of a work, without those in comments that both works hold as a whole, or in licence texts."""
    parts = []
    for file in work.files:
        comments = file.facts.comments
        left_out = np.isin(comments.wholes, wholes)
        left_out[sorted(file.notices)] = True
        places = np.flatnonzero(~left_out[comments.run_comments])
        parts.append((comments.runs[places], places))
    return collect(parts)


def _kind(file: EvidenceFile, comment: int, text: str) -> str:
    if comment in file.notices:
        return "licence-text"
    return "task" if _TASK.search(text) else "comment"


def _place(file: EvidenceFile, comment: int) -> Place:
    return Place(path=file.record.path, line=int(file.stream.comments.lines[comment]))


def _rarest(words: list[str], language: str, counts: Counts) -> Rarity | None:
    hashes = np.array([text_hash(word.encode()) for word in sorted(set(words))], dtype=np.uint64)
    known = [rarity for rarity in counts(language, "comment_words", hashes) if rarity is not None]
    return min(known, key=lambda rarity: rarity.seen_in, default=None)
