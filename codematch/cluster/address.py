"""What names an engine, and whether it can be reached: nothing here waits for more than seconds."""

import os
import re
import shutil
import socket
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from codematch.errors import StoreError, UsageError

HERE = "duckdb"
"""The engine in this process, with processes of this machine."""
FORMS = "duckdb, local[N], spark://HOST:PORT, yarn, k8s://HOST:PORT"
_LOCAL = re.compile(r"local(\[(\*|[1-9][0-9]{0,3})(, *[1-9][0-9]{0,3})?\])?")
_PLACES = re.compile(r"(spark|k8s)://(https?://)?([^/,\s]+(,[^/,\s]+)*)")
_PORTS = {"spark": 7077, "k8s": 443}
_SECONDS = 5.0
"""How long an address has to answer [s]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """An engine of Spark: `master` as Spark takes it, and the `places` (host, port) that must answer, one of them."""

    master: str
    places: tuple[tuple[str, int], ...] = ()

    @property
    def is_local(self) -> bool:
        """Whether it runs in processes of this machine that it starts itself."""
        return self.master.startswith("local")

    @property
    def is_loopback(self) -> bool:
        """Whether all of it is on this machine."""
        return self.is_local or (
            bool(self.places) and all(host == "localhost" or host.startswith("127.") for host, _ in self.places)
        )


def parse(engine: str) -> Address | None:
    """Return the address of an engine, None for the one in this process.

    Raises:
        UsageError: There is no such engine.
    """
    if engine == HERE:
        return None
    if engine == "yarn" or _LOCAL.fullmatch(engine):
        return Address(master=engine)
    found = _PLACES.fullmatch(engine)
    places = [_place(text, _PORTS[found[1]]) for text in found[3].split(",")] if found else []
    if not places or any(place is None for place in places):
        raise UsageError(f"--engine {engine}: unknown engine; choose from {FORMS}")
    return Address(master=engine, places=tuple(place for place in places if place is not None))


def _place(text: str, port: int) -> tuple[str, int] | None:
    host, colon, stated = text.rpartition(":") if not text.endswith("]") else (text, "", "")
    if not colon:
        host = text
    elif not stated.isdecimal() or not 0 < int(stated) < 65536:
        return None
    return host.strip("[]"), int(stated) if colon else port


def check(address: Address) -> None:
    """Say what a session would miss.

    Raises:
        StoreError: PySpark or Java is not installed, a configuration is missing, or nothing answers at the address.
    """
    if find_spec("pyspark") is None:
        raise StoreError(f"--engine {address.master}: needs PySpark; pip install 'codematch[spark]'")
    home = os.environ.get("JAVA_HOME")
    if shutil.which("java") is None if home is None else not _has_java(Path(home)):
        where = "is not on the PATH" if home is None else f"is not in JAVA_HOME ({home})"
        raise StoreError(f"--engine {address.master}: Java {where}; install Java 17 or newer")
    if address.master == "yarn" and not (os.environ.get("HADOOP_CONF_DIR") or os.environ.get("YARN_CONF_DIR")):
        raise StoreError("--engine yarn: needs HADOOP_CONF_DIR; set it to the folder with the files of the cluster")
    said = ""
    for host, port in address.places:
        try:
            socket.create_connection((host, port), timeout=_SECONDS).close()
            return
        except OSError as error:
            said = error.strerror or "no answer"
    if address.places:
        raise StoreError(f"--engine {address.master}: nothing answers there ({said}); is the cluster running?")


def _has_java(home: Path) -> bool:
    return any((home / "bin" / name).is_file() for name in ("java", "java.exe"))
