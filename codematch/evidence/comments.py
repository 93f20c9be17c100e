"""Comments that both works hold: the same words in the same order, the rarest first."""

import re

import numpy as np

from codematch.evidence.masking import masked
from codematch.evidence.subject import Counts, Subject
from codematch.model.evidence import Channel, ChannelResult, Finding, Place, Rarity
from codematch.model.stable_hash import text_hash
from codematch.model.words import comment_words
from codematch.settings import Evidence

_TASK = re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b")


def comments(known: Subject, questioned: Subject, counts: Counts, settings: Evidence) -> ChannelResult:
    """Return the comments whose words are the same in both works; a Chinese or Japanese character is a word.

    The rarity of a comment is that of its rarest word.
    """
    left, right = _by_words(known, settings), _by_words(questioned, settings)
    shared = [words for words in left if words in right]
    found = []
    for words in shared:
        (path, line, language, text, count), (other_path, other_line, _, _, other_count) = left[words], right[words]
        found.append(
            Finding(
                channel=Channel.COMMENTS,
                kind="task" if _TASK.search(text) else "comment",
                text=masked(text)[: settings.max_characters],
                known=Place(path=path, line=line),
                questioned=Place(path=other_path, line=other_line),
                known_count=count,
                questioned_count=other_count,
                rarity=_rarest(words, language, counts),
            )
        )
    found.sort(key=lambda item: (item.rarity.seen_in if item.rarity else 0, -len(item.text), item.text))
    figures = {"known": len(left), "questioned": len(right), "shared": len(shared)}
    return ChannelResult.of(Channel.COMMENTS, figures, found, settings.max_findings)


_First = tuple[str, int, str, str, int]
"""Path, line, language and text of the first such comment, and how many there are."""


def _by_words(work: Subject, settings: Evidence) -> dict[tuple[str, ...], _First]:
    result: dict[tuple[str, ...], _First] = {}
    for file in work.files:
        stream = file.stream
        for line, text in zip(stream.comments.lines.tolist(), stream.comments.texts, strict=True):
            words = tuple(comment_words([text]))
            if len(words) < settings.min_comment_words:
                continue
            if words in result:
                path, first, language, shown, count = result[words]
                result[words] = path, first, language, shown, count + 1
            else:
                result[words] = file.record.path, line, stream.language, text, 1
    return result


def _rarest(words: tuple[str, ...], language: str, counts: Counts) -> Rarity | None:
    hashes = np.array([text_hash(word.encode()) for word in sorted(set(words))], dtype=np.uint64)
    known = [rarity for rarity in counts(language, "comment_words", hashes) if rarity is not None]
    return min(known, key=lambda rarity: rarity.seen_in, default=None)
