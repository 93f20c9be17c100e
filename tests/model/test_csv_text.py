"""CSV: a cell with a line end is one cell to every reader."""

import csv
import io

import pytest

from codematch.model.csv_text import csv_text

CELLS = ["a\rb", "a\nb", "a\r\nb", "\r", "a,b", 'a"b', "", "plain", "中文"]


@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_cells_with_line_ends_are_quoted_whatever_ends_the_lines(end):
    text = csv_text([["head", *CELLS], CELLS], end)
    assert list(csv.reader(io.StringIO(text, newline=""), strict=True)) == [["head", *CELLS], CELLS]
    assert '"a\rb"' in text
    assert text.endswith(f"中文{end}")


def test_no_other_module_writes_csv():
    from pathlib import Path

    import codematch

    root = Path(codematch.__file__).parent
    writers = {
        path.relative_to(root).as_posix()
        for path in root.rglob("*.py")
        if any(word in path.read_text(encoding="utf-8") for word in ("csv.writer(", "csv.DictWriter("))
    }
    assert writers == {"model/csv_text.py"}
