"""The measuring tools measure: time, memory of the whole tree of processes, and the list of parsed files."""

import json
import os
import sys

import pytest

from tests.benchmarks.parser_floor import balanced_chunks, parse_all
from tests.benchmarks.process_tree import PROC, descendants, measure
from tests.benchmarks.speed import Speed, describe, parsed_files

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


def test_only_parsed_files_make_the_floor(tmp_path):
    def entry(path, disposition, parser):
        return {"path": path, "disposition": disposition, "parser": parser, "language": "python"}

    files = [entry("a.py", "compared", "tree-sitter"), entry("b.sql", "compared", "text"), entry("c", "excluded", "")]
    pair = {"known": {"files": files}, "questioned": {"files": files[:1]}, "regions": [{}, {}]}
    report = tmp_path / "report.json"
    report.write_text(json.dumps({"pairs": [pair]}))
    parsed, text_files, regions = parsed_files(report, tmp_path / "k", tmp_path / "q")
    assert parsed == [(str(tmp_path / "k" / "a.py"), "python"), (str(tmp_path / "q" / "a.py"), "python")]
    assert (text_files, regions) == (1, 2)


def test_ratio_is_of_medians():
    result = Speed(
        label="a : b",
        files=2,
        text_files=0,
        bytes=10,
        lines=2,
        regions=0,
        floor_seconds=(1.0, 2.0, 9.0),
        compare_seconds=(6.0, 4.0, 5.0),
        bare_seconds=(6.0, 4.0, 5.0),
        resident_bytes=4_000_000_000,
        proportional_bytes=3_500_000_000,
    )
    assert result.ratio == pytest.approx(2.5)
    text = describe(result, 2)
    assert "target 2.5 or less: met" in text
    assert "target 3 GB or less: missed" in text
