"""A session of Spark: tasks handed to its machines, and tables of an index for queries. Only here is PySpark imported.

A machine that is lost costs time: Spark gives its tasks to others. When no machine is left for a while, or a task has
failed several times, the run ends with one line.
"""

import contextlib
import os
import sys
import tempfile
import threading
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from codematch.cluster import payload
from codematch.cluster.address import Address, check, parse
from codematch.cluster.worker import Errand, result_of
from codematch.errors import CodematchError, StoreError

Result = TypeVar("Result")
WAIT_SECONDS = 60.0
"""How long a run waits for a machine before it gives up [s]."""
_LOOK_SECONDS = 0.5
_TASKS_OF_A_SLOT = 4  # in a wave of tasks, whose results are fetched together: a matter of memory
_ROWS_OF_A_PARTITION = 2_000_000
_BROADCAST_BYTES = 64 << 20
_PYTHON = "PYSPARK_PYTHON"


class Spark:
    """Machines of a cluster, connected: `slots` tasks run at a time.

    Args:
        address: Where the cluster is.
        session: The session of Spark.
    """

    def __init__(self, address: Address, session: Any) -> None:
        self.address = address
        self.session = session
        self._context = session.sparkContext
        if not address.is_local:
            self._wait_for_machines()
        self.slots = max(1, int(self._context.defaultParallelism))

    @contextlib.contextmanager
    def map(
        self, work: Callable[[Any, Any], Any], shared: Any, tasks: Sequence[Any]
    ) -> Iterator[Iterator[tuple[Any, Any]]]:
        """Work on tasks on the machines; see `codematch.parallel.map_in_processes`."""
        if not tasks:
            yield iter(())
            return
        content, parts = payload.written(work, shared, tasks)
        sent = [self._context.broadcast(one) for one in (content, *parts)]
        errand = Errand(partial(_value, sent[0]), [partial(_part, one) for one in sent[1:]])
        try:
            yield self._done(errand, tasks)
        finally:
            for one in sent:
                with contextlib.suppress(Exception):  # the context may be gone
                    one.destroy()

    def _done(self, errand: Errand, tasks: Sequence[Any]) -> Iterator[tuple[Any, Any]]:
        step = max(1, self.slots * _TASKS_OF_A_SLOT)
        for start in range(0, len(tasks), step):
            stop = min(start + step, len(tasks))
            places = self.session.range(start, stop, 1, stop - start)
            rows = places.mapInArrow(partial(_answers, errand), "place long, answer binary")
            for place, answer in sorted(self.run(rows.collect)):
                yield tasks[place], result_of(bytes(answer))

    def run(self, query: Callable[[], Result]) -> Result:
        """Return what a query of this session returns; end it when no machine is left.

        Raises:
            StoreError: The cluster gave up.
        """
        found: list[Result] = []
        failed: list[BaseException] = []

        def ask() -> None:
            try:
                with _quiet():
                    found.append(query())
            except BaseException as error:
                failed.append(error)

        thread = threading.Thread(target=ask, daemon=True)
        thread.start()
        last = time.monotonic()
        while thread.is_alive():
            thread.join(_LOOK_SECONDS)
            now = time.monotonic()
            if self.address.is_local or self.machines() > 0:
                last = now
            elif now - last > WAIT_SECONDS and thread.is_alive():
                raise StoreError(
                    f"--engine {self.address.master}: the cluster has lost all its machines; start it again"
                )
        if failed:
            raise _said(self.address, failed[0])
        return found[0]

    def table(self, name: str, paths: Sequence[str]) -> None:
        """Give files of Parquet a name for queries."""
        with _quiet():
            self.session.read.parquet(*paths).createOrReplaceTempView(name)

    def expect(self, rows: int) -> None:
        """Spread queries over as many tasks as so many rows need."""
        number = max(2 * self.slots, -(-rows // _ROWS_OF_A_PARTITION))
        self.session.conf.set("spark.sql.shuffle.partitions", str(number))

    def _wait_for_machines(self) -> None:
        begin = time.monotonic()
        while self.machines() == 0:
            if time.monotonic() - begin > WAIT_SECONDS:
                raise StoreError(f"--engine {self.address.master}: the cluster gave no machine in {WAIT_SECONDS:.0f} s")
            time.sleep(_LOOK_SECONDS)

    def machines(self) -> int:
        """Return how many machines are at work."""
        try:
            return len(self._context._jsc.sc().statusTracker().getExecutorInfos()) - 1  # one of them is this process
        except Exception:  # the session has ended
            return 0


@contextlib.contextmanager
def connected(engine: str) -> Iterator[Spark | None]:
    """Start a session on an engine, None for the one in this process; leaving the block ends it.

    Raises:
        UsageError: There is no such engine.
        StoreError: Something is missing, or the cluster does not answer.
    """
    address = parse(engine)
    if address is None:
        yield None
        return
    check(address)
    with _quiet(), tempfile.TemporaryFile() as log:
        session, gateway = _started(address, log)
        try:
            yield Spark(address, session)
        finally:
            _stop(session, gateway)


def _started(address: Address, log: Any) -> tuple[Any, Any]:
    from pyspark import SparkConf, SparkContext
    from pyspark.java_gateway import launch_gateway
    from pyspark.sql import SparkSession

    gateway = None
    try:
        gateway = launch_gateway(None, popen_kwargs={"stdout": log, "stderr": log})
        conf = SparkConf(loadDefaults=True, _jvm=gateway.jvm).setMaster(address.master)
        for name, value in _settings(address).items():
            conf.setIfMissing(name, value)
        with _python(address):
            context = SparkContext(conf=conf, gateway=gateway)
        return SparkSession(context), gateway
    except Exception as error:
        _stop(None, gateway)
        log.seek(0)
        rows = [row for row in log.read().decode("utf-8", "replace").splitlines() if "rror" in row or "xception" in row]
        said = (rows or str(error).splitlines() or [type(error).__name__])[0].strip()
        raise StoreError(f"--engine {address.master}: Spark did not start ({said[:200]})") from None


def _settings(address: Address) -> dict[str, str]:
    """Return the settings of a session that a cluster's own configuration does not state."""
    found = {
        "spark.app.name": "codematch",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.maxResultSize": "0",
        "spark.sql.autoBroadcastJoinThreshold": str(_BROADCAST_BYTES),
        "spark.sql.execution.arrow.pyspark.enabled": "true",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.warehouse.dir": str(Path(tempfile.gettempdir()) / "codematch-no-warehouse"),
    }
    if address.is_loopback:
        found |= {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
    return found


@contextlib.contextmanager
def _python(address: Address) -> Iterator[None]:
    """Let machines that share this one's folders run this Python, unless another is named."""
    is_ours = _PYTHON not in os.environ and address.master.startswith(("local", "spark"))
    if is_ours:
        os.environ[_PYTHON] = sys.executable
    try:
        yield
    finally:
        if is_ours:
            del os.environ[_PYTHON]


def _stop(session: Any, gateway: Any) -> None:
    """End the session and its Java process, and let a later session start one of its own."""
    from pyspark import SparkContext

    with contextlib.suppress(Exception):
        if session is not None:
            session.stop()
    if gateway is not None:
        with contextlib.suppress(Exception):
            gateway.shutdown()
        with contextlib.suppress(Exception):
            gateway.proc.stdin.close()
        with contextlib.suppress(Exception):
            gateway.proc.wait(timeout=10)
    SparkContext._gateway = SparkContext._jvm = None


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep what PySpark says of versions of its own dependencies from the user."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _said(address: Address, error: BaseException) -> BaseException:
    """Return the error that is raised here for one of the cluster."""
    if isinstance(error, CodematchError) or not isinstance(error, Exception):
        return error
    rows = [row.strip() for row in str(error).splitlines() if row.strip()]
    told = next((row for row in rows if "Lost task" in row or "xception:" in row), rows[0] if rows else "")
    return StoreError(f"--engine {address.master}: the cluster gave up ({told[:200] or type(error).__name__})")


def _value(sent: Any) -> bytes:
    content: bytes = sent.value
    return content


def _part(sent: Any) -> bytes:
    """Return a part without keeping it: a process has many."""
    path = getattr(sent, "_path", None)
    content: bytes = sent.value if path is None else sent.load_from_path(path)
    return content


def _answers(errand: Errand, batches: Iterator[Any]) -> Iterator[Any]:
    import pyarrow as pa

    for batch in batches:
        for place, answer in errand.answers(batch.column(0).to_pylist()):
            yield pa.RecordBatch.from_pydict(
                {"place": pa.array([place], pa.int64()), "answer": pa.array([answer], pa.binary())}
            )
