"""Comments with the same words in both works.

The words and their order count; punctuation, case and line breaks do not. A Chinese, Japanese or Korean character is a
word. The rarity of a comment is that of its rarest word. Licence texts are listed last.

Why: A compiler ignores comments, so they remain when code is rewritten, and nothing requires two authors to use the
same words.

Not covered: Comments with any other word (see `comment-runs`); very short comments.

Example: `# the valve sticks below 4 degrees, so wait for two readings` in both works.
"""

import re
from typing import NamedTuple

import numpy as np

from codematch.evidence.detector_input import DetectorInput, DetectorResult, EvidenceFile
from codematch.evidence.occurrences import Occurrences
from codematch.evidence.rule import Detector
from codematch.evidence.shared_comments import place_of, rarest_of, whole_comments_of
from codematch.masking import masked
from codematch.model.evidence import Channel, Finding, Rarity
from codematch.model.sides import Both
from codematch.model.words import comment_words
from codematch.settings.detectors import WholeComments

_TASK = re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b")


def _check(case: DetectorInput) -> DetectorResult:
    """Return the comments whose words are the same in both works; a Chinese or Japanese character is a word.

    The rarity of a comment is that of its rarest word. Licence texts stand last.
    """
    left, right = (whole_comments_of(work) for work in case.works)
    _, at_left, at_right = np.intersect1d(left.hashes, right.hashes, assume_unique=True, return_indices=True)
    found: list[_Shared] = []
    for first, second in zip(at_left.tolist(), at_right.tolist(), strict=True):
        file, comment = case.known.files[left.files[first]], int(left.places[first])
        text = file.stream.comments.texts[comment]
        found.append(_Shared(file, comment, _kind(file, comment, text), text, first, second))
    read = [(comment_words([item.text]), item.file.stream.language_of_comment(item.comment)) for item in found]
    ordered = sorted(
        zip(found, rarest_of(read, case.counts), strict=True),
        key=lambda item: _order(item[0], item[1], case.settings.max_characters),
    )
    listed = [_finding(*item, (left, right), case) for item in ordered[: case.settings.max_findings]]
    figures = {"known": len(left.hashes), "questioned": len(right.hashes), "shared": len(found)}
    return DetectorResult(figures=figures, findings=listed, unlisted=len(found) - len(listed))


class _Shared(NamedTuple):
    """A comment of both works: where it stands in the known one, its kind and text, and its places in the two lists."""

    file: EvidenceFile
    comment: int
    kind: str
    text: str
    first: int
    second: int


def _order(item: _Shared, rarity: Rarity | None, most: int) -> tuple[bool, int, int, str]:
    """Licence texts last; seen in fewest projects first, then the longest, as far as they are shown."""
    text = item.text[:most]
    return item.kind == "licence-text", rarity.seen_in if rarity else 0, -len(text), text


def _finding(
    item: _Shared, rarity: Rarity | None, sides: tuple[Occurrences, Occurrences], case: DetectorInput
) -> Finding:
    left, right = sides
    other, other_comment = case.questioned.files[right.files[item.second]], int(right.places[item.second])
    return Finding(
        channel=Channel.COMMENTS,
        kind=item.kind,
        text=masked(item.text)[: case.settings.max_characters],
        known=place_of(item.file, item.comment),
        questioned=place_of(other, other_comment),
        count=Both(int(left.counts[item.first]), int(right.counts[item.second])),
        rarity=rarity,
    )


def _kind(file: EvidenceFile, comment: int, text: str) -> str:
    if comment in file.notices:
        return "licence-text"
    return "task" if _TASK.search(text) else "comment"


RULE = Detector(
    id="whole-comments",
    docs=__doc__,
    channel=Channel.COMMENTS,
    check=_check,
    settings=WholeComments,
    kinds=("comment", "task", "licence-text"),
    messages=("note-material", "background"),
)
