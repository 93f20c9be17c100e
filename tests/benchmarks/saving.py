"""Where the benchmarks leave their figures: `results/<name>.md` to read, `results/<name>.json` to compare."""

import json
import math
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "results"


def _plain(value: Any) -> Any:
    """Return plain data: floats rounded to six decimals, numbers that are none as None."""
    if isinstance(value, float):
        return round(value, 6) if math.isfinite(value) else None
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value


def save(name: str, text: str, rows: Sequence[Any], folder: Path = FOLDER) -> None:
    """Write a table and the figures behind it, given as dataclass instances or dictionaries."""
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.md").write_text(text.rstrip() + "\n", encoding="utf-8")
    plain = [_plain(row if isinstance(row, dict) else asdict(row)) for row in rows]
    (folder / f"{name}.json").write_text(json.dumps(plain, indent=1, sort_keys=True) + "\n", encoding="utf-8")
