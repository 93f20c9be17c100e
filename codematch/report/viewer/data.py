"""Data for a script in a page: JSON that no text of a work can end, run or leave."""

import json
from typing import Any

_ENCODER = json.JSONEncoder(ensure_ascii=True, allow_nan=False, separators=(",", ":"))


def encoded(value: Any) -> str:
    """Return a value as JSON in ASCII without `<`, `>` and `&`: it is inert in HTML and in a script."""
    return _ENCODER.encode(value).replace("<", r"\u003c").replace(">", r"\u003e").replace("&", r"\u0026")


def call(name: str, value: Any) -> bytes:
    """Return a script that hands a value to the viewer under a name; a page opened as a file can load nothing else."""
    return f"codematchData({encoded(name)},{encoded(value)});\n".encode("ascii")
