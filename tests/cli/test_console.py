"""The last line of defence: whatever goes wrong, one line, the right exit code."""

import errno
import os
import subprocess
import sys

import pytest
import typer

from codematch.cli import console, failures
from codematch.errors import (
    CodematchError,
    InputError,
    InvariantError,
    ResourceError,
    SpecError,
    StoreError,
    UsageError,
)


def outcome(failure: BaseException, capfd) -> tuple[int, str]:
    app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)

    @app.command()
    def fail() -> None:
        raise failure

    with pytest.raises(SystemExit) as stop:
        console.run(app, [])
    captured = capfd.readouterr()
    assert captured.out == ""
    return int(stop.value.code or 0), captured.err


@pytest.mark.parametrize(
    ("kind", "code"), [(UsageError, 2), (InputError, 3), (SpecError, 4), (StoreError, 5), (CodematchError, 70)]
)
def test_each_kind_of_error_has_its_exit_code(kind, code, capfd):
    assert outcome(kind("work.zip is cut short: get it again"), capfd) == (
        code,
        "codematch: work.zip is cut short: get it again\n",
    )


@pytest.mark.parametrize("failure", [InvariantError("spans overlap"), ZeroDivisionError("spans overlap")])
def test_a_fault_of_ours_says_where_to_report_it(failure, capfd, monkeypatch):
    monkeypatch.delenv(failures.DEBUG, raising=False)

    code, err = outcome(failure, capfd)

    assert code == 70
    assert err.count("\n") == 1
    assert f"internal error ({type(failure).__name__}: spans overlap)" in err
    assert "Report this line" in err
    assert "CODEMATCH_DEBUG=1" in err


def test_the_traceback_shows_only_when_asked_for(capfd, monkeypatch):
    monkeypatch.setenv(failures.DEBUG, "1")

    code, err = outcome(ZeroDivisionError("by zero"), capfd)

    assert code == 70
    assert "Traceback" in err


def test_an_interrupt_is_130(capfd):
    assert outcome(KeyboardInterrupt(), capfd) == (130, "codematch: interrupted; nothing is half written\n")


def test_too_little_memory_is_said_plainly(capfd):
    code, err = outcome(MemoryError(), capfd)

    assert code == 71
    assert "out of memory" in err
    assert "--jobs 1" in err


@pytest.mark.parametrize(
    ("failure", "said"),
    [
        (OSError(errno.EMFILE, "Too many open files", "a.py"), "too many files are open"),
        (OSError(errno.ENOMEM, "Cannot allocate memory"), "out of memory"),
        (OSError(errno.EAGAIN, "Resource temporarily unavailable"), "no more processes"),
        (ImportError("libarrow.so: failed to map segment from shared object"), "out of memory"),
        (RuntimeError("can't start new thread"), "no more processes"),
    ],
)
def test_a_machine_that_gives_too_little_is_no_fault_of_ours(failure, said, capfd):
    code, err = outcome(failure, capfd)
    assert code == ResourceError.exit_code == 71
    assert err.startswith(f"codematch: {said}")
    assert err.count("\n") == 1


def test_an_error_of_ours_that_one_file_too_many_caused_says_so(capfd):
    try:
        try:
            raise OSError(errno.EMFILE, "Too many open files", "report.json")
        except OSError:
            raise StoreError("report.json: cannot be read; give a readable report.json") from None
    except StoreError as error:
        failure = error
    assert outcome(failure, capfd)[0] == 71
    assert outcome(InputError("out of memory error.zip: is cut short"), capfd)[0] == 3


def test_a_hostile_file_name_stays_one_printable_line(capfd):
    code, err = outcome(InputError("a\nb\x1b[31m\u202e\udcff.zip: unreadable"), capfd)

    assert code == 3
    assert err == "codematch: a b\\x1b[31m\\u202e\\udcff.zip: unreadable\n"


def test_a_reader_that_goes_away_changes_no_exit_code():
    program = "from codematch.cli import main; main(['settings'])"
    read_end, write_end = os.pipe()
    os.close(read_end)
    run = subprocess.run([sys.executable, "-c", program], stdout=write_end, stderr=subprocess.PIPE, check=False)
    os.close(write_end)

    assert (run.returncode, run.stderr) == (0, b"")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="this system has no device that is always full")
def test_a_full_disk_behind_stdout_is_one_line_and_exit_5():
    program = "from codematch.cli import main; main(['settings'])"
    with open("/dev/full", "wb") as full:
        run = subprocess.run([sys.executable, "-c", program], stdout=full, stderr=subprocess.PIPE, check=False)

    assert run.returncode == 5
    assert run.stderr == b"codematch: cannot write to stdout (No space left on device); send it to a file (> FILE)\n"


def test_the_command_line_starts_without_the_heavy_libraries():
    program = (
        "import sys; from codematch.cli import app; import codematch;"
        "print([name for name in ('numpy', 'tree_sitter', 'rich', 'jinja2', 'dulwich', 'datasketch')"
        " if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert run.stdout.strip() == "[]"


def test_the_program_exits_with_the_code():
    command = [sys.executable, "-m", "codematch", "compare"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)

    assert run.returncode == 2
    assert (
        run.stderr
        == "codematch: missing argument 'KNOWN': give both works, or --case FILE; see codematch compare --help\n"
    )
