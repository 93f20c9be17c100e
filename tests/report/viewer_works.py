"""Two small works for the viewer: renamed and moved functions, names and lines that would do harm as markup."""

from pathlib import Path

import codematch
from codematch.model.result import CaseResult

HOSTILE = "<img src=x onerror=alert(1)> & 'q'.py"
"""A name of a file that is markup."""
SECRET = "hunter2-Zebra!Quartz"  # noqa: S105 - of nobody

_FIRST = '''
def settle_batch(entries, limit):
    """Add up entries until the limit of a batch is reached, and carry the rest over."""
    carried, settled = [], 0.0
    for position, entry in enumerate(entries):
        amount = entry["amount"] * entry.get("factor", 1.0375)
        if settled + amount > limit:
            carried.append((position, entry))
            continue
        settled += round(amount, 4)
        entry["state"] = "settled"
    return settled, carried
'''
_SECOND = '''
class TideTable:
    """Heights of the tide at a harbour, interpolated between the times that were read off a gauge."""

    def __init__(self, readings, datum=-0.42):
        self.readings = sorted(readings)
        self.datum = datum

    def height_at(self, moment):
        before = [reading for reading in self.readings if reading[0] <= moment]
        after = [reading for reading in self.readings if reading[0] > moment]
        if not before or not after:
            raise LookupError(f"no reading on both sides of {moment}")
        (left, low), (right, high) = before[-1], after[0]
        share = (moment - left) / (right - left)
        return self.datum + low + share * share * (3 - 2 * share) * (high - low)
'''
_THIRD = '''
def compress_runs(samples, tolerance=0.015):
    """Replace runs of samples that hardly differ by their mean and their length."""
    runs = []
    for sample in samples:
        if runs and abs(runs[-1][0] - sample) <= tolerance:
            mean, length = runs[-1]
            runs[-1] = ((mean * length + sample) / (length + 1), length + 1)
        else:
            runs.append((sample, 1))
    return [(round(mean, 6), length) for mean, length in runs]
'''
_TRICKS = (
    'BANNER = "</script><script>alert(2)</script>"\n'
    'ORDER = "\u202ereversed\u202c" + "line\u2028end"\n'
    'FACE = "\U0001f600 smiling at " + "both"\n'
    f'password = "{SECRET}"\n'
)


def works(folder: Path) -> tuple[Path, Path]:
    """Write the known and the questioned work, and return their folders."""
    known, questioned = folder / "known", folder / "questioned"
    for side in (known, questioned):
        (side / "src").mkdir(parents=True)
    order = f"{_TRICKS}\n{_FIRST}\n{_SECOND}\n{_THIRD}"
    (known / "src" / "harbour.py").write_text(order, encoding="utf-8")
    moved = f"{_TRICKS}\n{_THIRD}\n{_FIRST.replace('carried', 'deferred')}\n{_SECOND.replace('-0.42', '-0.57')}"
    (questioned / "src" / "port.py").write_text(moved, encoding="utf-8")
    (known / HOSTILE).write_text(f"# first of two\n{_SECOND.replace('Tide', 'Moon')}", encoding="utf-8")
    (questioned / HOSTILE).write_text(f"# second of two\n{_SECOND.replace('Tide', 'Moon')}", encoding="utf-8")
    (known / "alone.py").write_text("print('nothing of this is in the other work')\n", encoding="utf-8")
    return known, questioned


def compared(folder: Path) -> CaseResult:
    """Return the comparison of the two works."""
    known, questioned = works(folder)
    return codematch.compare(known, questioned, jobs=1)
