"""The encoding of names that are not UTF-8: what the texts of the work are in, else what the names read best in.

A few names seldom tell an encoding. Where the texts of the work are in one that the names fit, it is that one. Else,
of the pages for Latin script in which the names are nearly as plausible, it is the one with the fewest letters out of
place, and the one most used among equals. A second page in which they read otherwise and as well is the rival.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from codematch.intake import charsets, vote
from codematch.intake.charsets import Charset
from codematch.intake.decode import DECLARED, by_itself, sample
from codematch.intake.entries import Entry
from codematch.intake.letter_places import misplaced
from codematch.intake.signatures import HEAD_BYTES, packing
from codematch.settings import Intake

_MAX_NAMES = 256
"""Names that are looked at one by one."""
_SUPERSETS = {"iso-8859-1": ("windows-1252",), "iso-8859-2": ("windows-1250",), "iso-8859-5": ("windows-1251",)}


@dataclass(frozen=True, slots=True)
class NamesRead:
    """The encoding of names, and the `rival` in which they read otherwise and as well."""

    charset: Charset
    rival: Charset | None = None


def is_utf8(name: bytes) -> bool:
    """Tell whether a name is valid UTF-8, or was until it was cut within its last character."""
    if name.isascii():
        return True
    try:
        name.decode()
    except UnicodeDecodeError as error:
        is_cut = error.end == len(name) and error.reason == "unexpected end of data"
        return is_cut and not name[: error.start].isascii()
    return True


def spoken(entries: Iterable[Entry], limits: Intake) -> tuple[Charset, ...]:
    """Return the encodings of the texts of a work that are not Unicode, that of most files first.

    Files in nested archives do not count: the root hash, which depends on the names, does not cover them.
    """
    declared: dict[str, Charset] = {}
    samples: dict[str, bytes] = {}
    for entry in entries:
        content = entry.content
        if content is None or entry.nested or content.isascii() or entry.size_bytes > limits.max_file_bytes:
            continue
        if packing(content[:HEAD_BYTES]) is not None:
            continue
        decoded = by_itself(content, limits)
        charset = charsets.named(decoded.encoding) if decoded is not None and decoded.basis == DECLARED else None
        if decoded is None:
            samples[entry.digest] = sample(content, limits)
        elif charset is not None:
            declared[entry.digest] = charset
    decided = (one.charset for one in vote.decide(samples, limits).values() if one.basis.startswith("common"))
    counts = Counter([*declared.values(), *decided])
    return tuple(sorted(counts, key=lambda one: (-counts[one], one.label)))


def decide(found: Iterable[bytes], limits: Intake, texts: Sequence[Charset] = ()) -> NamesRead | None:
    """Decide on the encoding of those names of one container that are not UTF-8.

    `texts` is what `spoken` returned. None if all names are UTF-8, or are plausible in no encoding.
    """
    legacy = sorted({name for name in found if not is_utf8(name)})
    foreign = b"\n".join(legacy)[: limits.detection_sample_bytes]
    if not foreign:
        return None
    for charset in texts:
        for label in (charset.label, *_SUPERSETS.get(charset.label, ())):
            page = charsets.named(label)
            if page is not None and charsets.fits(foreign, page, limits):
                return NamesRead(page)
    best = vote.best(foreign, limits)
    if best is not None and best.multibyte:
        return NamesRead(best, _multibyte_rival(foreign, best, limits))
    votes = _votes(foreign, limits) if best is not None else _votes_of_each(legacy[:_MAX_NAMES], limits)
    if best is None and votes:
        best = min(votes, key=lambda page: (-votes[page], charsets.PREFERENCE[page]))
    if best is None or not charsets.is_latin(best):
        return None if best is None else NamesRead(best)
    least = limits.near_page_votes * votes[best]
    return _latin(foreign, [page for page, count in votes.items() if count >= least], limits.rival_misplaced)


def _votes(foreign: bytes, limits: Intake) -> dict[Charset, float]:
    """Return how plausible names are together in each page for Latin script in which they are."""
    readings = charsets.readings(foreign, limits)
    return {one.charset: one.share * one.frequency for one in readings if charsets.is_latin(one.charset)}


def _votes_of_each(names: Sequence[bytes], limits: Intake) -> dict[Charset, float]:
    """Return the same of names in several languages: how plausible they are each by itself, in pages that fit all."""
    each = [_votes(name, limits) for name in names]
    pages = set.intersection(*(set(votes) for votes in each))
    return {page: sum(votes[page] for votes in each) / len(each) for page in pages}


def _latin(foreign: bytes, near: Sequence[Charset], few: int) -> NamesRead:
    """Return the page with the fewest letters out of place of those that names read nearly best in."""
    texts = {page: foreign.decode(page.codec, "replace") for page in near}
    odd = {page: misplaced(text) for page, text in texts.items()}
    ranked = sorted(odd, key=lambda page: (odd[page], charsets.PREFERENCE[page]))
    first = ranked[0]
    rivals = (page for page in ranked[1:] if odd[page] <= odd[first] + few and texts[page] != texts[first])
    return NamesRead(first, next(rivals, None))


def _multibyte_rival(foreign: bytes, best: Charset, limits: Intake) -> Charset | None:
    """Return the encoding in which the names read as well, when they are too few to be sure."""
    decision = vote.decide({"": foreign}, limits)[""]
    return decision.rival if decision.charset is best else None
