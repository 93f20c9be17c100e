"""The encodings of the files of one work that are not Unicode by themselves, decided together.

A short comment may read well in several encodings. The files of a work were mostly written on one machine, so they
vote: each with its bytes beyond ASCII for every encoding in which it reads like text. The winner is taken for all
files that it fits, and the rest vote again, so that a work of several origins is divided. Then the files of each folder
that no encoding fits take what their folder has. The order of the files plays no part.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from codematch.intake import charsets
from codematch.intake.charsets import Charset, Reading
from codematch.settings import Intake

_FOREIGN = bytes(range(0x80, 0x100))
_EQUAL = 0.999
"""Of the votes of the winner: with this share, those of another encoding are equal but for rounding."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a file is decoded by; `rival` is another encoding that is as plausible, under which it reads differently."""

    charset: Charset
    basis: str
    rival: Charset | None = None


@dataclass(frozen=True, slots=True)
class _Ballot:
    """The votes for each encoding, and the different ones among them."""

    votes: Mapping[Charset, float]
    different: Mapping[Charset, frozenset[int]]
    order: Mapping[Charset, int]


def decide(samples: Mapping[str, bytes], limits: Intake) -> dict[str, Decision]:
    """Decide on the encodings of the files of a work, by the digests of the files.

    `samples` are the lines of each file that have bytes beyond ASCII. A file that is natural in no encoding takes the
    encoding of most files of the work if its bytes allow that, else what charset detection says.
    """
    readings = {digest: charsets.readings(samples[digest], limits) for digest in sorted(samples)}
    open_files = dict(readings)
    decided: dict[str, Decision] = {}
    basis = "common-characters" if len(samples) == 1 else "common-characters-of-the-work"
    while any(open_files.values()):
        ballot = _count(open_files, samples, limits)
        winner, unsure = _winner(ballot, limits)
        fitting = [
            digest
            for digest, own in open_files.items()
            if any(one.charset is winner for one in own) or charsets.fits(samples[digest], winner, limits)
        ]
        rivals = _rivals(ballot, winner, unsure, limits)
        for digest in fitting:
            decided[digest] = Decision(winner, basis, _rival(samples[digest], open_files[digest], winner, rivals))
            del open_files[digest]
    for digest in open_files:
        decided[digest] = _otherwise(samples[digest])
    return decided


def best(sample: bytes, limits: Intake) -> Charset | None:
    """Return the encoding in which one text reads best, None when it reads like text in none."""
    readings = charsets.readings(sample, limits)
    return _winner(_count({"": readings}, {"": sample}, limits), limits)[0] if readings else None


def _count(readings: Mapping[str, Sequence[Reading]], samples: Mapping[str, bytes], limits: Intake) -> _Ballot:
    votes: Counter[Charset] = Counter()
    different: dict[Charset, frozenset[int]] = defaultdict(frozenset)
    for digest, own in readings.items():
        foreign = min(len(samples[digest]) - len(samples[digest].translate(None, _FOREIGN)), limits.max_votes_bytes)
        for one in own:
            # Whole numbers add up to the same in any order.
            votes[one.charset] += round(1000 * one.share * one.frequency * foreign)
            different[one.charset] |= one.different
    return _Ballot(votes, different, charsets.PREFERENCE)


def _winner(ballot: _Ballot, limits: Intake) -> tuple[Charset, Charset | None]:
    """Return the winner, and the encoding that it only beat because there is too little text to be sure."""
    ranked = sorted(ballot.votes, key=lambda one: (-ballot.votes[one], ballot.order[one]))
    best = ballot.votes[ranked[0]]
    unsure = None
    for one in sorted(ranked, key=lambda one: ballot.order[one]):
        close = limits.alike_votes if charsets.needs_evidence(one) else _EQUAL
        if ballot.votes[one] < close * best:
            continue
        if charsets.needs_evidence(one) and len(ballot.different[one]) < limits.min_evidence_characters:
            unsure = one
            continue
        return one, unsure
    return ranked[0], None


def _rivals(ballot: _Ballot, winner: Charset, unsure: Charset | None, limits: Intake) -> list[Charset]:
    if charsets.needs_evidence(winner):
        return []  # enough different characters: the other reading would be a chance of one in thousands
    least = limits.rival_votes * ballot.votes[winner]
    ranked = sorted(ballot.votes, key=lambda one: (-ballot.votes[one], ballot.order[one]))
    return [one for one in ranked if one is not winner and (one is unsure or ballot.votes[one] >= least)]


def _rival(sample: bytes, own: Sequence[Reading], winner: Charset, rivals: Sequence[Charset]) -> Charset | None:
    text = sample.decode(winner.codec, "replace")
    possible = {one.charset for one in own}
    return next((one for one in rivals if one in possible and sample.decode(one.codec, "replace") != text), None)


def _otherwise(sample: bytes) -> Decision:
    charset, basis = charsets.other(sample)
    return Decision(charset, basis)
