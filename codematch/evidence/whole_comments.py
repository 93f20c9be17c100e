"""Comments with the same words in both works.

The words and their order count; punctuation, case and line breaks do not. A Chinese, Japanese or Korean character is a
word. The rarity of a comment is that of its rarest word. Licence texts are listed last.

Why: A compiler ignores comments, so they remain when code is rewritten, and nothing requires two authors to use the
same words.

Not covered: Comments with any other word (see `comment-runs`); very short comments.

Example: `# the valve sticks below 4 degrees, so wait for two readings` in both works.
"""

import re
from dataclasses import replace

import numpy as np

from codematch.evidence.detector_input import DetectorInput, DetectorResult, EvidenceFile
from codematch.evidence.rule import Detector
from codematch.evidence.shared_comments import place_of, rarest_of, whole_comments_of
from codematch.masking import masked
from codematch.model.evidence import Channel, Finding, by_rarity
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
    found: list[Finding] = []
    read: list[tuple[list[str], str]] = []
    for first, second in zip(at_left.tolist(), at_right.tolist(), strict=True):
        file, comment = case.known.files[left.files[first]], int(left.places[first])
        other, other_comment = case.questioned.files[right.files[second]], int(right.places[second])
        text = file.stream.comments.texts[comment]
        read.append((comment_words([text]), file.stream.language_of_comment(comment)))
        found.append(
            Finding(
                channel=Channel.COMMENTS,
                kind=_kind(file, comment, text),
                text=text,
                known=place_of(file, comment),
                questioned=place_of(other, other_comment),
                count=Both(int(left.counts[first]), int(right.counts[second])),
            )
        )
    rarities = rarest_of(read, case.counts)
    found = [replace(item, rarity=rarity) for item, rarity in zip(found, rarities, strict=True)]
    most = case.settings.max_characters
    found.sort(key=lambda item: (item.kind == "licence-text", *by_rarity(replace(item, text=item.text[:most]))))
    listed = [replace(item, text=masked(item.text)[:most]) for item in found[: case.settings.max_findings]]
    figures = {"known": len(left.hashes), "questioned": len(right.hashes), "shared": len(found)}
    return DetectorResult(figures=figures, findings=listed, unlisted=len(found) - len(listed))


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
