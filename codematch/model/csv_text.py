"""The only writer of CSV."""

import csv
import io
from collections.abc import Iterable

LINE_END = "\r\n"
"""What RFC 4180 ends lines with."""


def csv_text(rows: Iterable[Iterable[object]], end: str = LINE_END) -> str:
    """Return rows as CSV.

    A cell with CR or LF is quoted, whatever ends the lines: before version 3.13 Python quotes only what the end of a
    line contains, and readers take a bare CR for the end of a row.

    Args:
        rows: The head, and the rows below it.
        end: What ends a line.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator=LINE_END)
    if end == LINE_END:
        writer.writerows(rows)
        return out.getvalue()
    lines = []
    for row in rows:
        out.seek(0)
        out.truncate()
        writer.writerow(row)
        lines.append(out.getvalue().removesuffix(LINE_END) + end)
    return "".join(lines)
