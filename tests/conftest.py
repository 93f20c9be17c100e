"""Every test runs without the reference library, the cache and the language of whoever runs it."""

import importlib
import os
import sys
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.browser import browser

__all__ = ["browser"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option of a machine that has every oracle, browser and tool: there, a skip would hide a missing one."""
    parser.addoption("--no-skips", action="store_true", help="a test that would be skipped fails, with its reason")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what asks for a browser: starting one takes longer than most tests. Skip on Windows what needs POSIX."""
    for item in items:
        if sys.platform == "win32" and item.get_closest_marker("posix"):
            item.add_marker(pytest.mark.skip(reason="needs forks, signals or pipes of POSIX"))
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.slow)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skip into a failure where `--no-skips` asks for that."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and item.config.getoption("--no-skips"):
        report.outcome = "failed"
        report.longrepr = f"skipped, which --no-skips does not allow: {call.excinfo and call.excinfo.value}"
    return report


# How long an example takes says how busy the machine is, and nothing about the program.
settings.register_profile("whole", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("few", settings.get_profile("whole"), max_examples=30)
settings.load_profile("few")
"""`make test-all`, CI and the mutants take the whole number of examples: `--hypothesis-profile=whole`."""


class _Forks:
    """Whether files are read in a process of their own, as on Linux, or in this one, as where none can be forked.

    A process that holds what 9,000 tests need takes longer to fork than most tests take. There are such processes with
    `--hypothesis-profile=whole`, in tests that are marked `supervised`, and wherever more than one is asked for.
    """

    allowed = True


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Decide where the next test reads files."""
    is_whole = item.config.getoption("--hypothesis-profile", None) == "whole"
    _Forks.allowed = is_whole or item.get_closest_marker("supervised") is not None


@pytest.fixture(autouse=True, scope="session")
def no_library_of_the_user(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    home = tmp_path_factory.mktemp("data-home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(home))
        patch.setenv("CODEMATCH_CACHE_DIR", "")
        patch.setenv("CODEMATCH_LANG", "en")
        yield home


@pytest.fixture(autouse=True, scope="session")
def models_are_read_once() -> Iterator[None]:
    """Not where nothing compares: reading what is patched takes longer than the tests of a package alone."""
    with pytest.MonkeyPatch.context() as patch:
        if "codematch.pipeline" in sys.modules:
            importlib.import_module("tests.read_once").read_once(patch)
        yield


@pytest.fixture(autouse=True, scope="session")
def one_process_unless_a_test_asks_for_more() -> Iterator[None]:
    """Another process reads again what this one has read; without `--jobs`, the command line would start some."""
    with pytest.MonkeyPatch.context() as patch:
        if "codematch.cli.run_record" in sys.modules:
            patch.setattr("codematch.cli.run_record.available_cores", lambda: 1)
        yield


@pytest.fixture(autouse=True, scope="session")
def files_are_read_in_this_process() -> Iterator[None]:
    """Unless a test is marked `supervised`."""
    with pytest.MonkeyPatch.context() as patch:
        if parallel := sys.modules.get("codematch.parallel"):
            can_fork = parallel._can_fork
            patch.setattr(parallel, "_can_fork", lambda: _Forks.allowed and can_fork())
        yield


@pytest.fixture(autouse=True, scope="session")
def nothing_waits_for_the_disk() -> Iterator[None]:
    """Tests end processes, not the power supply: what was written is read back without waiting for the disk."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _: None)
        yield
