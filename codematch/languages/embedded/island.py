"""Islands: what is in a file in another language than the file's own, with the way back to the file's bytes."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from codematch.model.frozen import array_value, require

NOWHERE = -1
"""The place of a byte that was put in so that a part parses, and that the file does not have."""

Span = tuple[int, int]
"""Where something begins and where it ends, half open [bytes of the outer text]."""


@array_value
class Island:
    """A text to be read by the grammar of `language`, which a format holds.

    `language` is the name of a language; one without a grammar here is read as plain text. `form` names the format by
    which the island itself is divided, "" for that of its language. `begins` and `ends`, int32 (n,) for n bytes of
    `utf8`, say where the byte is in the outer text, half open: an escape is several bytes there; both are `NOWHERE`
    for bytes that were put in. `cell` is the number of the notebook's cell, from 1; 0 where there are none.

    Where the outer text goes on between two bytes, tokens are split, for something else is there. In a `continuous`
    island nothing does but what the format joins lines with (`",` and `"` in a notebook): it belongs to no token.
    """

    language: str
    utf8: bytes
    begins: NDArray[np.int32]
    ends: NDArray[np.int32]
    form: str = ""
    is_continuous: bool = False
    cell: int = 0

    def __post_init__(self) -> None:
        require(
            len(self.utf8) == len(self.begins) == len(self.ends), "the places of an island are not those of its text"
        )

    def runs(self) -> NDArray[np.int32]:
        """Return for each byte the number of the stretch of the outer text in which it is: int32 (n,)."""
        begins, ends, real = self.begins, self.ends, self.begins != NOWHERE
        if self.is_continuous or not real.any():
            return np.zeros(len(begins), dtype=np.int32)
        places = np.flatnonzero(real)
        before, behind = places[:-1], places[1:]
        is_new = (begins[behind] != ends[before]) & (begins[behind] != begins[before])
        numbers = np.zeros(len(begins), dtype=np.int32)
        numbers[places[1:][is_new]] = 1
        return np.cumsum(numbers, dtype=np.int32)

    def spans(self) -> tuple[Span, ...]:
        """Return which stretches of the outer text it takes, in order."""
        places = np.flatnonzero(self.begins != NOWHERE)
        if not len(places):
            return ()
        if self.is_continuous:
            return ((int(self.begins[places[0]]), int(self.ends[places[-1]])),)
        runs = self.runs()[places]
        first = np.flatnonzero(np.concatenate(([True], runs[1:] != runs[:-1])))
        last = np.concatenate((first[1:] - 1, [len(places) - 1]))
        return tuple(sorted(zip(self.begins[places[first]].tolist(), self.ends[places[last]].tolist(), strict=True)))


class Writer:
    """Puts an island together from stretches of the outer text, in file order."""

    def __init__(self, outer: bytes) -> None:
        self._outer = outer
        self._texts: list[bytes] = []
        # Of each piece where it stands, and how far the place moves on with each of its bytes: an escape stays.
        self._places: list[tuple[int, int, int]] = []
        self._is_empty = True

    @property
    def is_empty(self) -> bool:
        """Whether nothing visible of the outer text is in it."""
        return self._is_empty

    def text(self) -> bytes:
        """Return what was put together so far."""
        return b"".join(self._texts)

    def take(self, start: int, stop: int) -> "Writer":
        """Add outer[start:stop] as it is."""
        if start < stop:
            self._add(self._outer[start:stop], (start, start + 1, 1))
        return self

    def put(self, text: bytes) -> "Writer":
        """Add a text that the outer one does not have."""
        if text:
            self._texts.append(text)
            self._places.append((NOWHERE, NOWHERE, 0))
        return self

    def decode(self, text: bytes, start: int, stop: int) -> "Writer":
        """Add `text`, which is how outer[start:stop], an escape, is read."""
        if text:
            self._add(text, (start, stop, 0))
        return self

    def islands(self, language: str, *, form: str = "", is_continuous: bool = False) -> tuple[Island, ...]:
        """Return what was put together as one island; none if nothing visible of the outer text is in it."""
        return () if self._is_empty else (self.island(language, form=form, is_continuous=is_continuous),)

    def island(self, language: str, *, form: str = "", is_continuous: bool = False, cell: int = 0) -> Island:
        """Return what was put together, as an island."""
        lengths = np.fromiter(map(len, self._texts), np.int64, len(self._texts))
        places = np.array(self._places, dtype=np.int64).reshape(-1, 3)
        size = int(lengths.sum())
        within = np.arange(size) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        within *= np.repeat(places[:, 2], lengths)
        return Island(
            language=language,
            utf8=self.text(),
            begins=(np.repeat(places[:, 0], lengths) + within).astype(np.int32),
            ends=(np.repeat(places[:, 1], lengths) + within).astype(np.int32),
            form=form,
            is_continuous=is_continuous,
            cell=cell,
        )

    def _add(self, text: bytes, place: tuple[int, int, int]) -> None:
        self._texts.append(text)
        self._places.append(place)
        self._is_empty = self._is_empty and not text.strip()


def stretch(outer: bytes, start: int, stop: int, language: str, form: str = "") -> Island:
    """Return outer[start:stop] as an island."""
    return Writer(outer).take(start, stop).island(language, form=form)


def joined(islands: Iterable[Island]) -> Island:
    """Return several islands of one language as one, a line end between them: one parse for all."""
    parts = list(islands)
    line_end = np.full(1, NOWHERE, dtype=np.int32)
    first = parts[0]
    return Island(
        language=first.language,
        utf8=b"".join(part.utf8 + b"\n" for part in parts),
        begins=np.concatenate([array for part in parts for array in (part.begins, line_end)]),
        ends=np.concatenate([array for part in parts for array in (part.ends, line_end)]),
        form=first.form,
    )


def without(utf8: bytes, spans: Iterable[Span], language: str) -> Island:
    """Return a text as an island that leaves out some half-open spans [bytes]."""
    begins = np.arange(len(utf8), dtype=np.int32)
    ends = begins + 1
    for start, stop in spans:
        begins[start:stop] = ends[start:stop] = NOWHERE
    return Island(language=language, utf8=utf8, begins=begins, ends=ends)
