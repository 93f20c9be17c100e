"""What names an engine: known forms, and one line at once for what is missing."""

import socket
import time
from importlib import util
from pathlib import Path

import pytest

import codematch
from codematch.cluster import address
from codematch.errors import StoreError, UsageError


@pytest.mark.parametrize(
    ("engine", "places"),
    [
        ("local", ()),
        ("local[4]", ()),
        ("local[*]", ()),
        ("yarn", ()),
        ("spark://10.0.0.7:7077", (("10.0.0.7", 7077),)),
        ("spark://first:7077,second", (("first", 7077), ("second", 7077))),
        ("spark://[::1]:7077", (("::1", 7077),)),
        ("k8s://https://api.example:6443", (("api.example", 6443),)),
        ("k8s://api.example", (("api.example", 443),)),
    ],
)
def test_engines_are_those_of_spark(engine: str, places: tuple[tuple[str, int], ...]) -> None:
    found = address.parse(engine)
    assert found is not None
    assert (found.master, found.places) == (engine, places)


def test_the_engine_of_this_process_has_no_address() -> None:
    assert address.parse("duckdb") is None


@pytest.mark.parametrize("engine", ["", "sprak", "local[0]", "local[x]", "spark://", "spark://a:port", "k8s://a:99999"])
def test_other_engines_are_refused_with_those_there_are(engine: str) -> None:
    with pytest.raises(UsageError, match=r"unknown engine; choose from duckdb, local\[N\], spark://HOST:PORT"):
        address.parse(engine)


def checked(engine: str) -> str:
    """Return what is said of an engine that cannot be used."""
    found = address.parse(engine)
    assert found is not None
    with pytest.raises(StoreError) as said:
        address.check(found)
    assert "\n" not in str(said.value)
    return str(said.value)


@pytest.fixture
def java(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pretend that PySpark and Java are installed."""
    monkeypatch.setattr(address, "find_spec", lambda _: util.spec_from_loader("pyspark", None))
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "java").touch()
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))


def test_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch, java: None) -> None:
    monkeypatch.setenv("JAVA_HOME", "/no/java")
    assert "Java is not in JAVA_HOME (/no/java); install Java 17" in checked("local[2]")
    monkeypatch.delenv("JAVA_HOME")
    monkeypatch.setenv("PATH", "")
    assert "Java is not on the PATH" in checked("local[2]")
    monkeypatch.setattr(address, "find_spec", lambda _: None)
    assert "needs PySpark; pip install 'codematch[spark]'" in checked("local[2]")


def test_a_cluster_of_yarn_needs_its_configuration(monkeypatch: pytest.MonkeyPatch, java: None) -> None:
    monkeypatch.delenv("HADOOP_CONF_DIR", raising=False)
    monkeypatch.delenv("YARN_CONF_DIR", raising=False)
    assert "needs HADOOP_CONF_DIR" in checked("yarn")


def test_where_nothing_listens_the_run_ends_at_once(tmp_path: Path, java: None) -> None:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    begin = time.monotonic()
    assert f"spark://127.0.0.1:{port}: nothing answers there (Connection refused)" in checked(
        f"spark://127.0.0.1:{port}"
    )
    with pytest.raises(StoreError, match="nothing answers there"):
        codematch.scan([tmp_path / "a", tmp_path / "b"], engine=f"spark://127.0.0.1:{port}")
    assert time.monotonic() - begin < 20
