"""The words by which notices are found, from `notices.toml`."""

import tomllib
from pathlib import Path
from typing import Any

WORDS: dict[str, Any] = tomllib.loads(Path(__file__).with_name("notices.toml").read_text(encoding="utf-8"))
