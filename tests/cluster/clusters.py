"""A real cluster on loopback: a master of Spark and two workers, each with one slot."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WORKERS = 2
_READY_SECONDS = 90.0


def missing() -> str:
    """Return why there can be no cluster here, "" if there can."""
    if find_spec("pyspark") is None:
        return "pyspark is not installed"
    return "" if shutil.which("java") else "Java is not installed"


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


class Cluster:
    """A master and its workers; `address` is what `--engine` takes."""

    def __init__(self, folder: Path) -> None:
        spec = find_spec("pyspark")
        assert spec is not None
        assert spec.origin is not None
        self._home = Path(spec.origin).parent
        self._folder = folder
        self._running: list[subprocess.Popen[bytes]] = []
        port = free_port()
        self.address = f"spark://127.0.0.1:{port}"
        self._start("master", "Master", "--host", "127.0.0.1", "--port", str(port), "--webui-port", "0")
        self._wait_for("master", "New state: ALIVE", 1)
        for number in range(WORKERS):
            place = folder / f"work{number}"
            self._start(
                f"worker{number}", "Worker", "--host", "127.0.0.1", "--webui-port", "0", "-c", "1", "-m", "1g",
                "-d", str(place), self.address,
            )  # fmt: skip
        self._wait_for("master", "Registering worker", WORKERS)

    def lose_a_worker(self) -> None:
        """Kill a worker with everything that it runs."""
        os.killpg(self._running[-1].pid, signal.SIGKILL)

    def stop(self) -> None:
        for one in reversed(self._running):
            with suppress(ProcessLookupError):
                os.killpg(one.pid, signal.SIGKILL)
            one.wait()

    def _start(self, name: str, role: str, *options: str) -> None:
        environment = {
            **os.environ,
            "SPARK_HOME": str(self._home),
            "SPARK_LOCAL_IP": "127.0.0.1",
            "SPARK_DAEMON_MEMORY": "256m",
            "PYSPARK_PYTHON": sys.executable,
            "PYTHONPATH": str(ROOT),
        }
        command = [self._home / "bin" / "spark-class", f"org.apache.spark.deploy.{role.lower()}.{role}", *options]
        with (self._folder / f"{name}.log").open("wb") as log:
            started = subprocess.Popen(command, stdout=log, stderr=log, env=environment, start_new_session=True)
        self._running.append(started)

    def _wait_for(self, name: str, text: str, times: int) -> None:
        begin = time.monotonic()
        while (self._folder / f"{name}.log").read_text(errors="replace").count(text) < times:
            assert time.monotonic() - begin < _READY_SECONDS, f"{name} was not ready in time"
            assert all(one.poll() is None for one in self._running), "a part of the cluster ended"
            time.sleep(0.2)


@contextmanager
def cluster(folder: Path) -> Iterator[Cluster]:
    """Start a cluster, and end it with the block."""
    made = Cluster.__new__(Cluster)
    made._running = []
    try:
        made.__init__(folder)  # type: ignore[misc]
        yield made
    finally:
        made.stop()
