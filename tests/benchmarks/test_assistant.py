"""The benchmark of rewritten files tells what was reported and what survives, and leaves no names of files behind."""

import csv
import json
from dataclasses import asdict

import pytest

from codematch.errors import InputError
from codematch.evaluation import read_pairs
from tests.benchmarks.assistant import HEAVY_BITS, POSITIVE, heaviest_reported, measure, table

ORIGINAL = '''
"""Keeps the readings of a weather station."""

THRESHOLD = 41.5


class Station:
    def __init__(self, title, readings):
        self.title = title
        self.readings = list(readings)
        self.rejected = {}

    def add_reading(self, moment, celsius):
        if celsius > THRESHOLD or celsius < -THRESHOLD:
            self.rejected[moment] = celsius
            return False
        for index, (earlier, _) in enumerate(self.readings):
            if earlier == moment:
                self.readings[index] = (moment, celsius)
                return True
        self.readings.append((moment, celsius))
        self.readings.sort(key=lambda pair: pair[0])
        return True

    def describe(self, limit=12):
        total = 0.0
        lines = ["station: " + self.title]
        for moment, celsius in self.readings[:limit]:
            total += celsius
            lines.append("%s: %5.1f" % (moment, celsius))
        if self.readings:
            lines.append("mean: %5.2f" % (total / min(limit, len(self.readings))))
        return "\\n".join(lines)
'''
NEW_NAMES = {
    "Station": "Logbook", "title": "label", "readings": "entries", "rejected": "outliers", "moment": "when",
    "celsius": "degrees", "add_reading": "record", "describe": "summary", "THRESHOLD": "BOUND", "earlier": "known",
    "total": "amount", "lines": "rows", "limit": "most", "index": "place", "weather station": "device",
}  # fmt: skip
OTHER = """
def shortest(graph, start):
    queue, seen = [start], {start: None}
    while queue:
        node = queue.pop(0)
        seen.update({n: node for n in graph[node] if n not in seen and not queue.append(n)})
    return seen
"""


@pytest.fixture
def folder(tmp_path):
    rewritten = ORIGINAL
    for old, new in NEW_NAMES.items():
        rewritten = rewritten.replace(old, new)
    for name, text in (("original.py", ORIGINAL), ("rewritten.py", rewritten), ("other.py", OTHER)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    _write(
        tmp_path,
        ("original.py", "rewritten.py", "1", "assistant-1", "python", ""),
        ("other.py", "rewritten.py", "0", "assistant-1", "python", "same"),
        ("original.py", "missing.py", "1", "assistant-2", "python", ""),
    )
    return tmp_path


def _write(folder, *rows):
    with (folder / "pairs.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("path_a", "path_b", "label", "kind", "language", "purpose"), *rows])


def test_new_names_leave_the_structure_and_the_literals(folder):
    figures, failed = measure(folder)

    (all_languages, python) = [row for row in figures if row.role == POSITIVE]
    assert (all_languages.language, python.language) == ("", "python")
    assert (all_languages.pairs, all_languages.reported, all_languages.heavy, all_languages.auc) == (1, 1, 1, 1.0)
    assert all_languages.heaviest.median >= HEAVY_BITS
    assert all_languages.survives["structure"].median > 0.9
    assert all_languages.survives["literals"].median > 0.5
    assert all_languages.survives["names"].median < 0.3
    assert len(failed) == 1
    assert failed[0].startswith("line 4: missing")


def test_a_file_for_the_same_purpose_is_a_row_of_its_own(folder):
    figures, _ = measure(folder)

    (row,) = [row for row in figures if row.role == "same" and not row.language]
    assert (row.pairs, row.reported, row.heavy, row.auc) == (1, 0, 0, None)


def test_the_table_names_no_file(folder):
    figures, _ = measure(folder)

    text = table(figures) + json.dumps([asdict(row) for row in figures])
    assert "1 (100%)" in text
    assert ".py" not in text


def test_the_heaviest_region_is_one_that_a_comparison_reports(folder):
    pairs = read_pairs(folder / "pairs.csv").pairs[:2]

    rewritten, other = heaviest_reported(pairs, folder)
    assert rewritten >= HEAVY_BITS
    assert other == 0.0


def test_a_folder_without_a_list_is_an_error(tmp_path):
    with pytest.raises(InputError):
        measure(tmp_path)
