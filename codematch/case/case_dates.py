"""Dates and times in a case file: ISO 8601, a time with its zone."""

import contextlib
from collections.abc import Mapping
from datetime import date, datetime

DATES: Mapping[str, tuple[str, ...]] = {
    "examination": ("accepted", "examined"),
    "known": ("received",),
    "questioned": ("received",),
    "prior": ("received",),
    "attested": ("time",),
}
"""The keys of each table whose values are dates, or times with their zone."""
_PERIODS = frozenset({"examined"})
"""The keys that may be a period: two dates with a slash between them."""
FORMS = "write for example 2026-03-05 or 2026-03-05T14:30+08:00"


def is_fit(key: str, text: str) -> bool:
    """Return whether a text is what a key of `DATES` may be; a blank one is."""
    parts = text.split("/", 1) if key in _PERIODS else [text]
    return not text.strip() or all(_is_date(part.strip()) for part in parts)


def _is_date(text: str) -> bool:
    with contextlib.suppress(ValueError):
        date.fromisoformat(text)
        return True
    with contextlib.suppress(ValueError):
        return datetime.fromisoformat(text).tzinfo is not None
    return False
