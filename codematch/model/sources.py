"""The texts of files that share regions, line by line beside each other, which are kept in a file beside `report.json`.

The file holds a JSON object on each line, known before questioned. First come the texts, each different one once:
`sha256` is the digest of the original file, `text` what is compared and shown of it, with secrets and personal data
covered as in exhibits. Then come the pairs of files that share regions, in the order of the result: `known` and
`questioned` are the digests of their texts, `rows` the lines that correspond, `moved` regions whose lines stand in
another order than the rest, each as its number and its own rows.

A row is `[k, q, n]`, n lines from k and from q on that are equal but for white space at their ends, or
`[k, q, 1, state, marks, marks]`, two lines of which the marked characters differ (see `RowState`). Lines count from 1;
lines in no row have no counterpart in the other file.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from codematch.model.frozen import require
from codematch.model.shape import BESIDE

FILE_NAME = re.compile(r"sources(?:-\d+)?\.jsonl")

Row = tuple[Any, ...]
"""See the head of this module."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlignedFiles:
    """Two files that share regions, and which of their lines correspond.

    `texts` are the digests of the known and the questioned file. `rows` ascend on both sides; `moved` are the numbers
    of regions of which most lines are in none of them, each with its own rows.
    """

    texts: tuple[str, str]
    paths: tuple[str, str]
    rows: tuple[Row, ...]
    moved: tuple[tuple[int, tuple[Row, ...]], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceTexts:
    """What the file beside a result holds: texts by the digest of their file, and pairs of files."""

    texts: dict[str, str]
    pairs: tuple[AlignedFiles, ...]


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
        """Return the texts and the pairs of files; nothing where the file is missing."""
        texts: dict[str, str] = {}
        pairs: list[AlignedFiles] = []
        for line in self.content.splitlines():
            entry = json.loads(line)
            if "text" in entry:
                texts[entry["sha256"]] = entry["text"]
            else:
                pairs.append(_pair(entry))
        return SourceTexts(texts=texts, pairs=tuple(pairs))


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
        yield encoder.encode({"sha256": digest, "text": text})
    for pair in found.pairs:
        yield encoder.encode(
            {
                "known": pair.texts[0],
                "questioned": pair.texts[1],
                "known_path": pair.paths[0],
                "questioned_path": pair.paths[1],
                "rows": pair.rows,
                "moved": pair.moved,
            }
        )


def _pair(entry: dict[str, Any]) -> AlignedFiles:
    return AlignedFiles(
        texts=(entry["known"], entry["questioned"]),
        paths=(entry["known_path"], entry["questioned_path"]),
        rows=tuple(map(tuple, entry["rows"])),
        moved=tuple((number, tuple(map(tuple, rows))) for number, rows in entry["moved"]),
    )
