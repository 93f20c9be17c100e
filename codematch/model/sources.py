"""The texts of files that share regions, line by line beside each other, which are kept in a file beside `report.json`.

The file holds a JSON object on each line, known before questioned. First come the texts, each different one once:
`sha256` is the digest of the original file, `text` what is compared and shown of it, with secrets and personal data
covered as in exhibits. Long lines are shown in parts, each on a line of its own; `divided` has the lines of the file
that are, and the number of parts of each. Then come the pairs of files that share regions, in the order of the result:
`known` and `questioned` are the digests of their texts, `rows` the lines that correspond, `moved` regions whose lines
stand in another order than the rest, each as its number and its own rows. `wrapped` are the lines of both files that
are in no row, but whose code stands on other lines of the other file, each with the marked characters that do not.
Where a text has lines in parts, `places` has for each region its number and its first and last shown lines, known
before questioned.

A row is `[k, q, n]`, n lines from k and from q on that are equal but for white space at their ends, or
`[k, q, 1, state, marks, marks]`, two lines of which the marked characters differ (see `RowState`). Lines are those of
the text, from 1; lines in no row and not wrapped have no counterpart in the other file.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from codematch import saved_files
from codematch.errors import StoreError
from codematch.model.frozen import require
from codematch.model.shape import BESIDE

FILE_NAME = re.compile(r"sources(?:-\d+)?\.jsonl")

Row = tuple[Any, ...]
"""See the head of this module."""
WrappedLine = tuple[int, tuple[tuple[int, int], ...]]
Wrapped = tuple[tuple[WrappedLine, ...], tuple[WrappedLine, ...]]
"""Lines of the known and of the questioned file, each with the half-open ranges of characters that are marked."""
NOTHING_WRAPPED: Wrapped = ((), ())


@dataclass(frozen=True, slots=True, kw_only=True)
class AlignedFiles:
    """Two files that share regions, and which of their lines correspond.

    `texts` are the digests of the known and the questioned file. `rows` ascend on both sides; `moved` are the numbers
    of regions of which most lines are in none of them, each with its own rows. `wrapped` are lines that are broken
    otherwise. `places` are regions with the lines that
    show them, where lines are shown in parts.
    """

    texts: tuple[str, str]
    paths: tuple[str, str]
    rows: tuple[Row, ...]
    moved: tuple[tuple[int, tuple[Row, ...]], ...] = ()
    wrapped: Wrapped = NOTHING_WRAPPED
    places: tuple[tuple[int, int, int, int, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceTexts:
    """What the file beside a result holds: texts by the digest of their file, their lines in parts, pairs of files."""

    texts: dict[str, str]
    pairs: tuple[AlignedFiles, ...]
    divided: dict[str, tuple[tuple[int, int], ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """The file with the texts of a pair of works.

    `sha256` is the digest of the file, `texts` the number of texts in it, `omitted` the number of pairs of files that
    share regions and are not in it, because `counting.max_source_bytes` was reached. `content` is what is in the file;
    empty where it is missing.
    """

    file: str
    sha256: str
    texts: int
    omitted: int
    content: bytes = field(default=b"", repr=False, compare=False, metadata=BESIDE)

    def __post_init__(self) -> None:
        require(FILE_NAME.fullmatch(self.file) is not None, f"no name of a file of texts: {self.file!r}")
        require(not self.content or self.is_content(self.content), f"{self.file} is not what the result records")

    @property
    def is_missing(self) -> bool:
        """Whether the file with the texts is missing."""
        return self.texts > 0 and not self.content

    def is_content(self, content: bytes) -> bool:
        """Return whether bytes are those of the file."""
        return hashlib.sha256(content).hexdigest() == self.sha256

    def read(self) -> SourceTexts:
        """Return the texts and the pairs of files; nothing where the file is missing.

        Raises:
            StoreError: The file is none of texts and pairs.
        """
        try:
            return self._read()
        except (ValueError, KeyError, TypeError, AttributeError):
            raise StoreError(f"{self.file}: is damaged; restore it, or compare the works again") from None

    def _read(self) -> SourceTexts:
        texts: dict[str, str] = {}
        pairs: list[AlignedFiles] = []
        divided: dict[str, tuple[tuple[int, int], ...]] = {}
        for line in self.content.splitlines():
            entry = saved_files.json_value(line)
            if "text" in entry:
                texts[entry["sha256"]] = entry["text"]
                if "divided" in entry:
                    divided[entry["sha256"]] = tuple((line, count) for line, count in entry["divided"])
            else:
                pairs.append(_pair(entry))
        return SourceTexts(texts=texts, pairs=tuple(pairs), divided=divided)


def packed(found: SourceTexts, omitted: int, file: str = "sources.jsonl") -> Sources:
    """Return texts and pairs of files as the file that holds them."""
    content = "".join(f"{line}\n" for line in _lines(found)).encode("utf-8", "surrogatepass")
    return Sources(
        file=file,
        sha256=hashlib.sha256(content).hexdigest(),
        texts=len(found.texts),
        omitted=omitted,
        content=content,
    )


def _lines(found: SourceTexts) -> Iterator[str]:
    encoder = json.JSONEncoder(ensure_ascii=True, separators=(",", ":"), sort_keys=True)
    for digest, text in found.texts.items():
        divided = {"divided": found.divided[digest]} if digest in found.divided else {}
        yield encoder.encode({"sha256": digest, "text": text, **divided})
    for pair in found.pairs:
        yield encoder.encode(
            {
                "known": pair.texts[0],
                "questioned": pair.texts[1],
                "known_path": pair.paths[0],
                "questioned_path": pair.paths[1],
                "rows": pair.rows,
                "moved": pair.moved,
                **({"wrapped": pair.wrapped} if any(pair.wrapped) else {}),
                **({"places": pair.places} if pair.places else {}),
            }
        )


def _pair(entry: dict[str, Any]) -> AlignedFiles:
    return AlignedFiles(
        texts=(entry["known"], entry["questioned"]),
        paths=(entry["known_path"], entry["questioned_path"]),
        rows=tuple(map(tuple, entry["rows"])),
        moved=tuple((number, tuple(map(tuple, rows))) for number, rows in entry["moved"]),
        wrapped=_wrapped(entry.get("wrapped", NOTHING_WRAPPED)),
        places=tuple(map(tuple, entry.get("places", ()))),
    )


def _wrapped(entry: Any) -> Wrapped:
    known, questioned = (
        tuple((line, tuple((first, stop) for first, stop in marks)) for line, marks in lines) for lines in entry
    )
    return known, questioned
