"""What is asked of an index, as expressions that any engine can run: the only module that imports Ibis.

DuckDB runs them in this process, Spark on a cluster. Nothing here depends on which but `_Engine` and `_OnSpark`: the
tables are files of Parquet, the expressions are those of Ibis, and sums are of whole numbers, so that they are the same
in any order. What is rare or common is decided by the caller, from counts: a fingerprint that very many works have
reaches no join, and its holders are counted in parts.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from codematch.cluster.spark import Spark
from codematch.errors import ResourceError, StoreError
from codematch.parallel import Jobs
from codematch.process_limits import ADVICE, shortage
from codematch.store import tables
from codematch.store.contents import Contents
from codematch.store.layout import FILES, NO_TEXT, PRINTS, SIGNATURES, TABLES, TEXTS, UNITS

if TYPE_CHECKING:
    from codematch.store.tables import Table

Numbers = NDArray[np.int64]
BAND_VALUES = 4
"""Values of a signature that must agree for two texts or units to meet: half of one of its columns."""
BANDS = 2 * len(SIGNATURES)


class _Engine:
    """DuckDB, in this process."""

    def __init__(self) -> None:
        import ibis

        self._backend = ibis.duckdb.connect(
            autoinstall_known_extensions=False, autoload_known_extensions=False, temp_directory=""
        )

    def table(self, name: str, paths: Sequence[str], rows: int) -> Any:
        """Return a table of so many rows for expressions."""
        return self._backend.read_parquet(paths, table_name=name)

    def run(self, expression: Any) -> "Table":
        """Return what an expression says."""
        return self._backend.to_pyarrow(expression)

    def close(self) -> None:
        """End what it started."""
        self._backend.disconnect()


class _OnSpark:
    """A session of Spark, which goes on when the queries are done."""

    def __init__(self, spark: Spark) -> None:
        import ibis

        self._spark = spark
        self._backend = ibis.pyspark.connect(spark.session)

    def table(self, name: str, paths: Sequence[str], rows: int) -> Any:
        """Return a table of so many rows for expressions."""
        if name == PRINTS:
            self._spark.expect(rows)
        self._spark.table(name, paths)
        return self._backend.table(name)

    def run(self, expression: Any) -> "Table":
        """Return what an expression says."""
        return self._spark.run(lambda: self._backend.to_pyarrow(expression))

    def close(self) -> None:
        """Leave the session to its owner."""


class Queries:
    """An index, and an engine that is connected to it: the cluster that `jobs` is, else DuckDB."""

    def __init__(self, contents: Contents, jobs: Jobs = 1) -> None:
        self._engine = _OnSpark(jobs) if isinstance(jobs, Spark) else _Engine()
        with _saying_damaged():
            self._tables = {name: self._table(name, contents) for name in (FILES, PRINTS, TEXTS, UNITS)}

    def _table(self, name: str, contents: Contents) -> Any:
        import ibis

        paths = contents.paths(name)
        if not paths:
            return ibis.memtable(tables.make(name, dict.fromkeys(TABLES[name], ())))
        return self._engine.table(name, paths, sum(one.tables[name].rows for one in contents.manifest.segments))

    def close(self) -> None:
        """End the engine and its threads, but for a cluster."""
        self._engine.close()

    def holders(self, hashes: Numbers) -> tuple[Numbers, Numbers]:
        """Return the fingerprints that the index has, and how many of its works have each.

        Args:
            hashes: Different fingerprints, int64 (m,).

        Returns:
            int64 (n,) of those that it has, sorted, and int64 (n,) of the numbers of works.
        """
        asked = _memory(hash=hashes)
        hits = self._tables[PRINTS].inner_join(asked, "hash").select("hash", "text")
        held = hits.inner_join(self._carriers(), "text").group_by("hash")
        known, works = _sorted(self._run(held.aggregate(works=lambda table: table.work.nunique())), "hash", "works")
        return known, works

    def windows(self, rows: dict[str, Numbers], least: int) -> tuple[Numbers, Numbers, Numbers]:
        """Return the windows of the questioned work that share enough with a text, one row for each text.

        Args:
            rows: int64 (r,) each of `hash`, `window`, and `bits`, what a fingerprint adds to a window, as whole
                numbers.
            least: What `bits` must sum to.

        Returns:
            int64 (n,) each of the window, the text, and the sum of `bits`, sorted by window and text.
        """
        found = self._tables[PRINTS].inner_join(_memory(**rows), "hash").group_by("window", "text")
        sums = found.aggregate(bits=lambda table: table.bits.sum())
        window, text, bits = _sorted(self._run(sums.filter(sums.bits >= least)), "window", "text", "bits")
        return window, text, bits

    def carriers(self, texts: Numbers) -> tuple[Numbers, Numbers]:
        """Return the works that have some texts: int64 (n,) of texts and of works, sorted by both."""
        found = self._carriers().inner_join(_memory(text=texts), "text").select("text", "work")
        text, work = _sorted(self._run(found), "text", "work")
        return text, work

    def resembling(self, signatures: Numbers, most: int) -> tuple[Numbers, Numbers, Numbers, int]:
        """Return which texts and units of the index agree with signatures in a band.

        Args:
            signatures: int64 (s, w), signatures of the questioned work.
            most: A place of the index that more texts share finds nothing, and is counted.

        Returns:
            int64 (n,) of the row in `signatures`, of the text and of the unit, sorted; and how many places of the
            index that were asked for are shared by too many.
        """
        asked = _places({"row": np.arange(len(signatures)), **dict(zip(SIGNATURES, signatures.T, strict=True))})
        stored = _places(self._tables[UNITS].select("text", "unit", *SIGNATURES))
        counts = stored.inner_join(asked.select("band", "place").distinct(), ["band", "place"])
        counts = counts.group_by("band", "place").aggregate(texts=lambda table: table.text.nunique())
        few = counts.filter(counts.texts <= most)
        found = stored.inner_join(few.select("band", "place"), ["band", "place"])
        found = found.inner_join(asked, ["band", "place"]).select("row", "text", "unit").distinct()
        row, text, unit = _sorted(self._run(found), "row", "text", "unit")
        crowded = self._run(counts.filter(counts.texts > most).aggregate(places=lambda table: table.count()))
        return row, text, unit, int(crowded["places"][0].as_py())

    def sizes(self, works: Numbers) -> dict[int, dict[str, int]]:
        """Return for some works the tokens of their texts by language."""
        carriers = self._carriers().inner_join(_memory(work=works), "work").select("work", "text")
        held = carriers.inner_join(self._tables[TEXTS], "text").group_by("work", "language")
        rows = self._run(held.aggregate(tokens=lambda table: table.tokens.sum())).to_pylist()
        found: dict[int, dict[str, int]] = {number: {} for number in works.tolist()}
        for row in rows:
            found[row["work"]][row["language"]] = int(row["tokens"])
        return found

    def signatures(self, texts: Numbers, units: Numbers) -> dict[tuple[int, int], Numbers]:
        """Return the signatures of texts and units of the index, int64 (w,) each."""
        asked = _memory(text=texts, unit=units)
        found = self._run(self._tables[UNITS].inner_join(asked, ["text", "unit"]).select("text", "unit", *SIGNATURES))
        keys = zip(found["text"].to_pylist(), found["unit"].to_pylist(), strict=True)
        table = np.stack([found[name].to_numpy() for name in SIGNATURES], axis=1)
        return dict(zip(keys, table, strict=True))

    def _carriers(self) -> Any:
        files = self._tables[FILES]
        return files.filter(files.text != NO_TEXT).select("text", "work").distinct()

    def _run(self, expression: Any) -> "Table":
        with _saying_damaged():
            return self._engine.run(expression)


@contextmanager
def _saying_damaged() -> Iterator[None]:
    """Say in one line what an engine reports, whichever it is."""
    try:
        yield
    except StoreError:
        raise
    except Exception as error:
        if short := shortage(error):
            raise ResourceError(ADVICE[short]) from None
        said = str(error).strip().partition("\n")[0]
        raise StoreError(f"the index cannot be searched ({said}); run codematch index check") from None


def _memory(**columns: Numbers) -> Any:
    import ibis

    return ibis.memtable(tables.numbers(columns))


def _places(signatures: Any) -> Any:
    """Return a row for each band of signatures, with its number and its four values as one number."""
    import ibis

    table = _memory(**signatures) if isinstance(signatures, dict) else signatures
    kept = [name for name in table.columns if name not in SIGNATURES]
    low, high = (
        [table[name] & ibis.literal(0xFFFFFFFF, "int64") for name in SIGNATURES],
        [table[name] >> ibis.literal(32, "int64") for name in SIGNATURES],
    )
    parts = [
        table.select(*kept, band=ibis.literal(band, "int64"), place=place) for band, place in enumerate(low + high)
    ]
    return ibis.union(*parts)


def _sorted(table: "Table", *columns: str) -> tuple[Numbers, ...]:
    """Return columns of a table as int64 (n,), its rows sorted by them."""
    values = [table[name].to_numpy().astype(np.int64) for name in columns]
    order = np.lexsort(values[::-1])
    return tuple(column[order] for column in values)
