"""The measuring tools measure: time, memory of the whole tree of processes, and the list of parsed files."""

import os
import re
import sys

import pytest

from tests.benchmarks.growth import exponent, nested
from tests.benchmarks.measuring import Floor, Times, compare_once, floor_of, floor_once, read_pair
from tests.benchmarks.parser_floor import balanced_chunks, parse_all
from tests.benchmarks.process_tree import PROC, descendants, measure
from tests.benchmarks.speed import Speed, describe

BLOCK = 60_000_000
CHILD = f"import time; block = b'x' * {BLOCK}; time.sleep(0.6)"
PARENT = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {CHILD!r}], check=True); sys.exit(3)"


def test_time_exit_code_and_output(tmp_path):
    usage = measure([sys.executable, "-c", "import time; time.sleep(0.3); print('done')"], tmp_path, tmp_path / "log")
    assert usage.exit_code == 0
    assert 0.3 <= usage.seconds < 5
    assert (tmp_path / "log").read_text() == "done\n"


@pytest.mark.skipif(not PROC.is_dir(), reason="memory is read from /proc")
def test_memory_of_a_grandchild_counts(tmp_path):
    usage = measure([sys.executable, "-c", PARENT], tmp_path, tmp_path / "log")
    assert usage.exit_code == 3
    assert usage.proportional_bytes > BLOCK
    assert usage.resident_bytes >= usage.proportional_bytes * 0.9
    assert usage.resident_bytes < BLOCK + 200_000_000


@pytest.mark.skipif(not PROC.is_dir(), reason="processes are read from /proc")
def test_a_process_is_its_own_descendant():
    assert os.getpid() in descendants(os.getpid())


def test_chunks_hold_every_file_once_and_balance():
    files = [(f"{i}.py", "python") for i in range(50)]
    sizes = [(i * 37) % 101 + 1 for i in range(50)]
    chunks = balanced_chunks(files, sizes, 4)
    assert sorted(item for chunk in chunks for item in chunk) == sorted(files)
    loads = [sum(sizes[files.index(item)] for item in chunk) for chunk in chunks]
    assert max(loads) - min(loads) <= max(sizes)


def test_fewer_files_than_chunks():
    assert balanced_chunks([("a.py", "python")], [1], 8) == [[("a.py", "python")]]


def test_the_floor_parses(tmp_path):
    file = tmp_path / "a.py"
    file.write_bytes(b"a = 1\nb = 2\n")
    assert parse_all([(str(file), "python")] * 2) == (24, 4)


def test_the_floor_reads_what_has_no_grammar(tmp_path):
    file = tmp_path / "a.txt"
    file.write_bytes(b"one\ntwo\n")
    assert parse_all([(str(file), "")]) == (8, 2)


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """Two small works, their comparison, and what it took."""
    folder = tmp_path_factory.mktemp("works")
    for name, value in (("known", 1), ("questioned", 2)):
        (folder / name).mkdir()
        (folder / name / "a.py").write_text(f"def scale(size):\n    return size * {value}\n")
        (folder / name / "b.txt").write_text("A note on sizes.\n")
        (folder / name / "c.bin").write_bytes(bytes(range(256)) * 8)
    usage = compare_once(folder / "known", folder / "questioned", folder / "out", 1)
    return folder, usage, read_pair(folder / "out")


def test_every_compared_file_is_in_the_floor(small):
    folder, usage, pair = small
    floor = floor_of(pair, folder / "known", folder / "questioned")
    paths = [(path.removeprefix(f"{folder}/"), language) for path, language in floor.files]
    assert sorted(paths) == [
        ("known/a.py", "python"),
        ("known/b.txt", ""),
        ("questioned/a.py", "python"),
        ("questioned/b.txt", ""),
    ]
    assert (floor.parsed, floor.unreachable) == (2, 0)
    assert usage.cpu_seconds > 0.1
    floor_usage, counts = floor_once(floor, folder, 1)
    assert counts == {"files": 4, "bytes": 2 * (37 + 17), "lines": 6}
    assert floor_usage.cpu_seconds < usage.cpu_seconds


def test_what_lies_in_an_archive_is_counted_apart(small):
    folder, _, pair = small
    assert floor_of(pair, folder / "elsewhere", folder / "questioned") == Floor(
        files=((str(folder / "questioned" / "a.py"), "python"), (str(folder / "questioned" / "b.txt"), "")),
        unreachable=2,
    )


def times(*seconds):
    return Times(wall=seconds, cpu=seconds)


def speed_of(related):
    return Speed(
        label="a : b",
        related=related,
        jobs=2,
        files=3,
        parsed=2,
        unreachable=0,
        bytes=1_000_000,
        lines=2,
        regions=1,
        token_shares=(0.5, 0.25),
        line_shares=(0.75, 1.0),
        floor=times(1.0, 2.0, 9.0),
        compare=times(11.0, 14.0, 10.0),
        bare=times(11.0, 10.5, 9.0),
        resident_bytes=4_000_000_000,
        proportional_bytes=3_500_000_000,
        report_bytes=250_000,
        beside_bytes=10_000,
    )


def test_ratio_is_of_medians():
    result = speed_of(related=True)
    assert result.ratio == pytest.approx(5.5)
    assert result.labels_ratio == pytest.approx(0.25)
    assert result.report_share == 0.25


def test_each_figure_stands_beside_its_aim():
    def verdicts(result):
        return re.findall(r"\| (met|missed) ", describe(result))

    assert verdicts(speed_of(related=True)) == ["met", "met", "missed", "met"]
    assert verdicts(speed_of(related=False)) == ["missed", "met", "missed", "met"]


def test_nested_subsets_are_beginnings_of_one_another(tmp_path):
    for name in ("known", "questioned"):
        for number in range(40):
            file = tmp_path / name / f"f{number % 5}" / f"{number}.py"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text("a = 1\n" * 10)
    sizes = nested(tmp_path / "known", tmp_path / "questioned", (100, 300, 10_000))
    assert [len(paths) for paths in sizes] == [5, 15, 40]
    assert sizes[1][:5] == sizes[0]
    assert sizes[2][:15] == sizes[1]


def test_exponent():
    assert exponent([10, 100, 1000], [1.0, 10.0, 100.0]) == pytest.approx(1.0)
    assert exponent([10, 100, 1000], [1.0, 100.0, 10_000.0]) == pytest.approx(2.0)
