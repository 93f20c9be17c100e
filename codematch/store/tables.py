"""Tables as Parquet files: the only module that imports pyarrow.

Nothing is read with threads: processes are forked from this one, and a thread that is alive then could keep a lock for
ever in the child.
"""

import hashlib
import os
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from codematch.errors import ResourceError, StoreError
from codematch.extras import require
from codematch.process_limits import ADVICE, require_memory, shortage
from codematch.store.layout import FILES, PRINTS, SOURCES, TABLES
from codematch.store.manifest import TableFile

if TYPE_CHECKING:
    import pyarrow as pa

    Table: TypeAlias = pa.Table

Columns = Mapping[str, Sequence[Any]]
"""The values of a table by the names of its columns, all of one length; arrays where they are numbers."""
_ROWS_OF_A_GROUP = {SOURCES: 64, FILES: 4_000, PRINTS: 1_000_000}
_ROWS = 50_000
_LEVEL = 5  # of Zstandard
_LIBRARIES_BYTES = 1_000_000_000
"""Address space without which Arrow and DuckDB do not load, or crash while they do [bytes]."""


def require_libraries() -> None:
    """Refuse an index where its libraries are missing, because they are an extra, or have no room.

    Raises:
        StoreError: One of them is not installed.
        ResourceError: The address space is too small for them: they would end the process instead.
    """
    require("index", "an index")
    try:
        require_memory(_LIBRARIES_BYTES)
    except MemoryError:
        raise ResourceError(
            f"an index needs {_LIBRARIES_BYTES // 1_000_000:,} MB of address space; raise the limit (ulimit -v)"
        ) from None


def _arrow() -> tuple[Any, Any]:
    """Return the modules of pyarrow, which are loaded when a table is."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    return pa, pq


def make(name: str, columns: Columns) -> "pa.Table":
    """Return a table of an index."""
    pa, _ = _arrow()
    kinds = {"int64": pa.int64(), "text": pa.string(), "bytes": pa.large_binary(), "numbers": pa.list_(pa.int64())}
    schema = pa.schema([(column, kinds[kind]) for column, kind in TABLES[name].items()])
    return pa.table({column: pa.array(columns[column], type=schema.field(column).type) for column in TABLES[name]})


def joined(name: str, parts: Sequence["pa.Table"]) -> "pa.Table":
    """Return tables of one kind as one: fingerprints sorted, other rows in the order of the tables."""
    pa, _ = _arrow()
    table = pa.concat_tables(parts)
    return table.sort_by([("hash", "ascending"), ("text", "ascending")]) if name == PRINTS else table


def numbers(columns: Mapping[str, NDArray[np.int64]]) -> "pa.Table":
    """Return a table of int64 columns in memory."""
    pa, _ = _arrow()
    return pa.table({name: pa.array(values, type=pa.int64()) for name, values in columns.items()})


def write(path: Path, name: str, table: "pa.Table") -> TableFile:
    """Write a table to a new file, and wait until the disk has it."""
    _, pq = _arrow()
    plain: dict[str, Any] = {"use_dictionary": True}
    if name == PRINTS:
        plain = {"use_dictionary": ["text"], "column_encoding": {"hash": "DELTA_BINARY_PACKED"}}
    if name == SOURCES:
        plain = {"use_dictionary": False}
    with path.open("xb") as file:
        pq.write_table(
            table, file, compression="zstd", compression_level=_LEVEL,
            row_group_size=_ROWS_OF_A_GROUP.get(name, _ROWS), write_statistics=name != SOURCES, **plain,
        )  # fmt: skip
        file.flush()
        os.fsync(file.fileno())
    return TableFile(rows=table.num_rows, size_bytes=path.stat().st_size, sha256=digest(path))


def digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read(path: Path, columns: Sequence[str] | None = None) -> "pa.Table":
    """Read a table, or some of its columns.

    Raises:
        StoreError: The file is missing or damaged.
    """
    pa, pq = _arrow()
    try:
        with pq.ParquetFile(path) as file:
            return file.read(columns=None if columns is None else list(columns), use_threads=False)
    except (OSError, pa.ArrowException) as error:
        raise damaged(path, error) from None


def read_rows(path: Path, rows: Sequence[int]) -> list[dict[str, Any]]:
    """Return rows of the table of sources by their places, sorted; only the groups that have any are read.

    Raises:
        StoreError: The file is missing or damaged.
    """
    pa, pq = _arrow()
    size = _ROWS_OF_A_GROUP[SOURCES]
    groups: dict[int, list[int]] = {}
    for row in rows:
        groups.setdefault(row // size, []).append(row % size)
    found: list[dict[str, Any]] = []
    try:
        with pq.ParquetFile(path) as file:
            for group, inside in groups.items():
                found += file.read_row_group(group, use_threads=False).take(inside).to_pylist()
    except (OSError, pa.ArrowException) as error:
        raise damaged(path, error) from None
    return found


def places_of(keys: "pa.ChunkedArray", wanted: Collection[str]) -> list[int]:
    """Return where some values are in a column."""
    import pyarrow as pa
    import pyarrow.compute as pc

    mask = pc.is_in(keys, value_set=pa.array(sorted(wanted), type=keys.type))
    places: list[int] = pc.indices_nonzero(mask).to_pylist()
    return places


def read_of(path: Path, column: str, wanted: Collection[int]) -> list[dict[str, Any]]:
    """Return the rows of a table with one of some numbers in a column; groups without any are passed over.

    Raises:
        StoreError: The file is missing or damaged.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    low, high = min(wanted), max(wanted)
    found: list[dict[str, Any]] = []
    try:
        with pq.ParquetFile(path) as file:
            for group in range(file.num_row_groups):
                part = file.metadata.row_group(group)
                bounds = part.column(file.schema_arrow.get_field_index(column)).statistics
                if bounds is None or (bounds.min <= high and bounds.max >= low):
                    found += with_one_of(file.read_row_group(group, use_threads=False), column, wanted).to_pylist()
    except (OSError, pa.ArrowException) as error:
        raise damaged(path, error) from None
    return found


def with_one_of(table: "pa.Table", column: str, wanted: Collection[Any], *, but: bool = False) -> "pa.Table":
    """Return the rows of a table with one of some values in a column, or `but` those with none of them."""
    import pyarrow as pa
    import pyarrow.compute as pc

    mask = pc.is_in(table[column], value_set=pa.array(sorted(wanted), type=table[column].type))
    return table.filter(pc.invert(mask) if but else mask)


def damaged(path: Path, error: Exception) -> StoreError:
    """Return what is said of a file that is missing or cannot be read.

    Raises:
        ResourceError: It cannot be read for want of memory or of open files.
    """
    if short := shortage(error):
        raise ResourceError(ADVICE[short]) from None
    said = error.strerror if isinstance(error, OSError) and error.strerror else str(error).partition("\n")[0]
    return StoreError(f"{path}: is missing or damaged ({said}); run codematch index check")
