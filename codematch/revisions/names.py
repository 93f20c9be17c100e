"""Which words of the questioned work stand in the places of which words of the known one.

Lines in a row that are equal but for their words are set side by side, and each pair of words is a vote. A questioned
word is taken back to the known one only if the known work never has it: so a name that the known work itself changed
later stays what it is, and still tells the versions apart.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from codematch.revisions.lines import abstract, normal, words_of
from codematch.settings import Versions

Names = dict[bytes, bytes]
Votes = dict[bytes, Counter[bytes]]
"""For each questioned word the known words in its place, with their numbers."""


def count_votes(questioned: Sequence[bytes], known: Sequence[bytes], rules: Versions) -> Votes:
    """Count which words stand in the places of which in lines that are equal but for their words.

    Args:
        questioned: The lines of a questioned file.
        known: The lines of the known content that shares most with it.
        rules: The settings.
    """
    votes: Votes = defaultdict(Counter)
    for left, right in _equal_lines(_forms(questioned), _forms(known), rules.name_lines):
        for word, other in zip(words_of(left), words_of(right), strict=True):
            votes[word][other] += 1
    return votes


def choose(votes: Votes, rules: Versions) -> Names:
    """Return the known word of each questioned word that has one: most of its votes, and others have few.

    A known word that is left as it is somewhere was not replaced by another one; what is in its place elsewhere may be
    what replaced a name that the known work itself gave up.
    """
    found = {}
    kept = {word for word, counts in votes.items() if counts[word] and counts.most_common(1)[0][0] == word}
    for word, counts in votes.items():
        (best, count), *_ = counts.most_common(1)
        if (
            best != word
            and best not in kept
            and count >= rules.name_votes
            and count >= rules.name_share * counts.total()
        ):
            found[word] = best
    return found


def pooled(every: Iterable[Votes]) -> Votes:
    """Return the sum of the votes of several files."""
    whole: Votes = defaultdict(Counter)
    for votes in every:
        for word, counts in votes.items():
            whole[word].update(counts)
    return whole


def unknown_only(names: Sequence[Names], lines: Iterable[bytes]) -> list[Names]:
    """Leave out the words that a known line has."""
    wanted = {word for each in names for word in each}
    seen = {word for line in lines for word in wanted.intersection(words_of(line))} if wanted else set()
    return [{word: other for word, other in each.items() if word not in seen} for each in names]


def _forms(lines: Iterable[bytes]) -> list[tuple[bytes, bytes]]:
    """Return the abstract form and the normal form of all lines that have any."""
    return [(abstract(text), text) for line in lines if (text := normal(line))]


def _equal_lines(
    left: Sequence[tuple[bytes, bytes]], right: Sequence[tuple[bytes, bytes]], run: int
) -> Iterable[tuple[bytes, bytes]]:
    """Yield lines of equal form: those in runs of a form that each side has once, and what is next to them."""
    places = _single_runs(right, run)
    paired: dict[int, int] = {}
    for key, start in _single_runs(left, run).items():
        other = places.get(key)
        if other is None:
            continue
        for step, begin in ((1, 0), (-1, -1)):
            at = begin
            while (
                0 <= start + at < len(left)
                and 0 <= other + at < len(right)
                and start + at not in paired
                and left[start + at][0] == right[other + at][0]
            ):
                paired[start + at] = other + at
                at += step
    return [(left[one][1], right[other][1]) for one, other in sorted(paired.items())]


def _single_runs(forms: Sequence[tuple[bytes, bytes]], run: int) -> Mapping[tuple[bytes, ...], int]:
    """Return where each run of lines is whose form occurs once."""
    runs = sorted(
        (tuple(form for form, _ in forms[start : start + run]), start) for start in range(len(forms) - run + 1)
    )
    found = {}
    for key, group in groupby(runs, key=lambda item: item[0]):
        starts = [start for _, start in group]
        if len(starts) == 1:
            found[key] = starts[0]
    return found
