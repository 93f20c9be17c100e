import io
import sys
import threading

from codematch.cli.progress import ProgressBars


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_bars_show_step_counts_rate_and_time_and_start_no_thread(monkeypatch):
    threads = threading.active_count()
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "120")

    with ProgressBars(quiet=False) as progress:
        for done in range(4):
            progress("reading known", done, 3)
        progress("aligning", 0, 0)
        assert threading.active_count() == threads

    shown = screen.getvalue()
    assert "reading known" in shown
    assert "3/3" in shown
    assert "/s" in shown
    assert "aligning" in shown


def test_silent_without_a_terminal(capfd):
    with ProgressBars(quiet=False) as progress:
        progress("reading known", 1, 3)

    assert capfd.readouterr() == ("", "")


def test_silent_when_quiet(monkeypatch):
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)

    with ProgressBars(quiet=True) as progress:
        progress("reading known", 1, 3)

    assert screen.getvalue() == ""
