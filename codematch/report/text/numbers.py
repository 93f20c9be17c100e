"""The only module that formats numbers and times for readers.

Rounding must never turn "almost" into "always": 0 % and 100 % are printed only when exact. A number that is
not there prints as "not assessed", in the language of the report.
"""

import math
import re
from datetime import datetime, timedelta, timezone

from codematch.model.match import Weight
from codematch.model.precision import SHARE_DECIMALS, stored_bits, stored_share, stored_total
from codematch.report.text.wording import current_language, say

_HUNDREDTHS = 10_000  # hundredths of a per cent in the whole
_BEYOND = 0.05  # what a one-sided 95 % bound leaves out
_SIZE_UNITS = ("kB", "MB", "GB", "TB")


def integer(number: int | None) -> str:
    """Return a count with thousands separators."""
    return say("not-assessed") if number is None else f"{number:,}"


def line(number: int | None) -> str:
    """Return a line number as an editor shows it, "" where there is no line."""
    return "" if number is None else str(number)


def line_range(first: int, last: int) -> str:
    """Return the lines from first to last, both included."""
    return str(first) if first == last else f"{first}–{last}"


def ratio(part: int | None, whole: int | None) -> str:
    """Return part of whole in per cent: two decimals, rounded half up, computed on integers.

    Without a whole there is nothing to assess. "<0.01 %" and "99.99 %" are printed for what would
    otherwise be rounded to nothing or to everything.
    """
    if part is None or not whole:
        return say("not-assessed")
    if part == 0 or part == whole:
        return percent("0" if part == 0 else "100")
    hundredths = (2 * part * _HUNDREDTHS + whole) // (2 * whole)
    if hundredths == 0:
        return percent("<0.01")
    if part < whole:
        hundredths = min(hundredths, _HUNDREDTHS - 1)
    return percent(f"{hundredths // 100:,}.{hundredths % 100:02d}")


def percent(number: str) -> str:
    """Return a number with the sign of per cent, as the language sets it: "80 %", "80%"."""
    return say("percent", number=number)


def share(value: float | None) -> str:
    """Return a share from 0 to 1 in per cent, by the rules of `ratio`."""
    if value is None:
        return say("not-assessed")
    whole = 10**SHARE_DECIMALS
    return ratio(round(stored_share(value) * whole), whole)


def threshold(value: float | None) -> str:
    """Return a share that is a setting, in per cent with the decimals it was given, e.g. "80 %"."""
    return say("not-assessed") if value is None else percent(f"{round(100 * value, 4):g}")


def upper(value: float | None) -> str:
    """Return an upper bound of a share in per cent with one decimal, rounded up, or that there is none below 1."""
    if value is None:
        return say("not-assessed")
    tenths = math.ceil(round(1_000 * value, 6))
    if tenths >= 1_000:
        return say("bound.none", whole=percent("100"))
    return say("bound.most", share=percent(f"{tenths / 10:.1f}"))


def bound(value: float | None) -> str:
    """Return an upper bound as part of a sentence; see `upper`."""
    found = upper(value)
    return found if value is None or math.ceil(round(1_000 * value, 6)) >= 1_000 else say("bound", upper=found)


def times(value: float) -> str:
    """Return how many times something is taken, with one decimal, rounded up."""
    return f"{math.ceil(round(10 * value, 6)) / 10:,.1f}"


def likelihood_ratio(log10_ratio: float) -> str:
    """Return a likelihood ratio of 1 or more with one significant figure."""
    power = math.floor(log10_ratio + 1e-9)
    leading = round(10 ** (log10_ratio - power))
    value = leading * 10.0**power
    return f"{value:,.0f}"


def likelihood_bound(log10_ratio: float) -> str:
    """Return a bound of a likelihood ratio, rounded towards 1: a whole number, or one over a whole number."""
    whole = math.floor(10.0 ** abs(log10_ratio) + 1e-9)
    return f"1/{whole:,}" if log10_ratio < 0 and whole > 1 else f"{whole:,}"


def index(value: float | None) -> str:
    """Return a similarity index from 0 to 1 with three decimals, 0 and 1 only when exact."""
    if value is None:
        return say("not-assessed")
    stored = stored_share(value)
    if stored in (0.0, 1.0):
        return f"{stored:.0f}"
    return f"{min(max(stored, 0.001), 0.999):.3f}"


def estimate(value: float | None, permutations: int) -> str:
    """Return a similarity index estimated from MinHash signatures, with its standard error or bound.

    Of `permutations` independent values that agree with probability J (Broder 1997), the share that agrees has
    the standard error sqrt(J (1 - J) / permutations), which follows after ±. When all or none agree there is only
    a bound: the exact one-sided 95 % limit 0.05 ** (1 / permutations) of the binomial distribution, rounded away
    from the estimate.
    """
    if value is None or permutations < 1:
        return say("not-assessed")
    stored = stored_share(value)
    if stored in (0.0, 1.0):
        agree = math.floor(1_000 * _BEYOND ** (1 / permutations)) / 1_000
        return f"≥ {agree:.3f}" if stored else f"≤ {1 - agree:.3f}"
    error = math.sqrt(stored * (1 - stored) / permutations)
    return f"{index(stored)} ± {error:.3f}"


_BEIJING = timedelta(hours=8)
_SECONDS = re.compile(r"T\d\d:\d\d:\d\d")


def moment(text: str) -> str:
    """Return a time in ISO 8601 with its zone; in Chinese, universal time is converted to Beijing time.

    Any other text is returned unchanged.
    """
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        return text
    offset = time.utcoffset()
    if offset is None:
        return text
    if current_language() == "zh" and not offset:
        time, offset = time.astimezone(timezone(_BEIJING)), _BEIJING
    minutes = int(abs(offset).total_seconds()) // 60
    zone = f"UTC{'-' if offset < timedelta(0) else '+'}{minutes // 60:02d}:{minutes % 60:02d}"
    named = {timedelta(0): say("zone.universal"), _BEIJING: say("zone.beijing")}
    parts = {
        "date": _date(f"{time:%Y-%m-%d}"),
        "hour": _part(f"{time:%H}"),
        "minute": _part(f"{time:%M}"),
        "zone": named.get(offset, zone),
    }
    return (
        say("moment", second=_part(f"{time:%S}"), **parts) if _SECONDS.search(text) else say("moment.minute", **parts)
    )


def day(text: str) -> str:
    """Return a date in ISO 8601 as the language writes it; any other text is returned unchanged."""
    try:
        datetime.strptime(text, "%Y-%m-%d")
    except ValueError:
        return text
    return _date(text)


def date_or_moment(text: str) -> str:
    """Return a date, a time with its zone, or two of them with a slash for a period, as the language writes them.

    Any other text is returned unchanged.
    """
    first, slash, last = (part.strip() for part in text.partition("/"))
    return say("date.period", first=day(moment(first)), last=day(moment(last))) if slash else day(moment(text))


def _date(text: str) -> str:
    year, month, day_of_month = text.split("-")
    return say("date.form", year=year, month=_part(month), day=_part(day_of_month))


def _part(digits: str) -> str:
    """Return a part of a date or time: two digits, in Chinese without a leading zero."""
    return str(int(digits)) if current_language() == "zh" else digits


def bits(value: float | None) -> str:
    """Return a number of bits with one decimal and no unit; "<0.1" rather than a zero that is none."""
    if value is None:
        return say("not-assessed")
    stored = stored_bits(value)
    return "<0.1" if 0.0 < stored < 0.05 else f"{stored:,.1f}"


def total(weight: Weight) -> str:
    """Return the total of a weight in bits, as the sum of its stored channels."""
    return bits(stored_total(weight))


def bits_per_token(value: float | None) -> str:
    """Return a mean number of bits per token with two decimals."""
    return say("not-assessed") if value is None else f"{stored_bits(value):,.2f}"


def size(size_bytes: int | None) -> str:
    """Return a number of bytes in decimal units: exact below 1,000, then with one decimal, rounded down."""
    if size_bytes is None:
        return say("not-assessed")
    if size_bytes < 1_000:
        return f"{size_bytes} B"
    power = min((len(str(size_bytes)) - 1) // 3, len(_SIZE_UNITS))
    tenths = size_bytes * 10 // 1_000**power
    return f"{tenths // 10:,}.{tenths % 10} {_SIZE_UNITS[power - 1]}"


def setting(value: object) -> str:
    """Return the value of a setting in full."""
    if isinstance(value, bool) or not isinstance(value, int):
        return str(value)
    return integer(value)


def bar(part: float, whole: float) -> str:
    """Return the width of a bar as a CSS percentage of the whole, computed on stored numbers and clipped."""
    part, whole = stored_bits(part), stored_bits(whole)
    filled = 0.0 if whole <= 0 else min(max(part / whole, 0.0), 1.0)
    return f"{100 * filled:.2f}%"
