"""The folder of an index and its tables: names of files, and the columns of every table.

A text is the content of a file read in one encoding and language; files with the same text share its rows. Numbers of
works and texts are those of their segment, times 2**32, plus a count: they are never used again.
"""

from collections.abc import Mapping

FORMAT = 1
"""The shape of the folder: raised by every change of tables or columns."""
MANIFEST = "index.json"
SEGMENTS = "segments"
WRITER_LOCK = "writer.lock"
READER_LOCK = "reader.lock"
STAGED = ".new-"
"""What names begin with that are not part of the index yet: folders of segments, and the manifest."""

NO_TEXT = -1
"""The text of a file that is not compared."""
OF_FILE = -1
"""The unit of the signature of a whole file."""
SIGNATURE_WORDS = 16
"""A signature holds the lowest byte of each value of a MinHash signature, eight in a column."""
SIGNATURES = tuple(f"s{place:02}" for place in range(SIGNATURE_WORDS))

WORKS, FILES, TEXTS = "works", "files", "texts"
UNITS, PRINTS, SOURCES = "units", "fingerprints", "sources"
TABLES: Mapping[str, Mapping[str, str]] = {
    WORKS: {
        "work": "int64",
        "label": "text",
        "root": "text",
        "content": "text",
        "origin": "text",
        "limitations": "text",
        "files": "int64",
        "lines": "int64",
        "tokens": "int64",
        "size_bytes": "int64",
        "languages": "text",
    },
    FILES: {"work": "int64", "path": "text", "text": "int64", "source": "text", "record": "text"},
    TEXTS: {"text": "int64", "key": "text", "language": "text", "lines": "int64", "tokens": "int64", "prints": "int64"},
    UNITS: {
        "text": "int64",
        "unit": "int64",
        "name": "text",
        "first_line": "int64",
        "last_line": "int64",
        **dict.fromkeys(SIGNATURES, "int64"),
    },
    PRINTS: {"hash": "int64", "text": "int64"},
    SOURCES: {
        "source": "text",
        "content": "bytes",
        "utf8": "bytes",
        "utf8_starts": "numbers",
        "original_starts": "numbers",
    },
}
"""The columns of each table: `int64`, `text`, `bytes` (may be missing), `numbers` (a list of int64).

`units` has a row for each file that has fingerprints (`unit` -1, without a name) and for each longer unit.
`fingerprints` has each fingerprint of a text once, sorted; a uint64 is kept as the int64 of the same bits. `sources` is
absent from an index without sources; its `utf8` is missing where the text is the content itself.
"""
