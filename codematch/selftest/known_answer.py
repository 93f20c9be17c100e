"""The known answer: two tiny works, compared with the default settings, against what was recorded.

The works hold one file of each match class (a repeated one, one with other layout and comments, one with every name
replaced, one with edits), and on each side a file that has nothing to do with the other work.
"""

import hashlib
from collections import Counter
from collections.abc import Mapping

from codematch.errors import CodematchError
from codematch.intake import read_work
from codematch.model.match import Edit, Region, RegionSide
from codematch.model.minhash import Sketches
from codematch.model.precision import stored_bits
from codematch.model.result import PairResult, Ratio, Work
from codematch.pipeline import compare_works
from codematch.selftest.expectations import FOLDER
from codematch.selftest.outcome import Check, compare_texts
from codematch.settings import Settings

GROUP = "known answer"
KNOWN, QUESTIONED = (FOLDER / "works" / side for side in ("known", "questioned"))
_NOTHING = "nothing"


def check_answer(expected: Mapping[str, str], jobs: int = 1) -> tuple[Check, ...]:
    """Compare the two tiny works and hold every observation against what was recorded."""
    try:
        found = observe(jobs)
    except CodematchError as error:
        return _not_compared(f"failed: {error}")
    names = [*expected, *(name for name in found if name not in expected)]
    return tuple(compare_texts(GROUP, name, expected.get(name, _NOTHING), found.get(name, _NOTHING)) for name in names)


def skip_answer() -> tuple[Check, ...]:
    """Return the one failed check of a comparison that damaged models make impossible."""
    return _not_compared("not made: a model does not load")


def observe(jobs: int = 1) -> dict[str, str]:
    """Compare the two tiny works with the default settings, and describe what was found in short texts by name.

    Raises:
        CodematchError: The works or the data of the languages cannot be read.
    """
    settings = Settings()
    known, questioned = (read_work(str(folder), settings.intake) for folder in (KNOWN, QUESTIONED))
    pair = compare_works(known, questioned, settings=settings, jobs=jobs).pairs[0]
    found = {"known work": pair.known.root, "questioned work": pair.questioned.root}
    for work in (pair.known, pair.questioned):
        found |= {f"sketch of {file.path}": _short_digest(pair.sketches, file.sketch) for file in work.files}
    for region in pair.regions:
        found |= _describe_region(region)
    for role, work, matched in (
        ("known", pair.known, {region.known.path for region in pair.regions}),
        ("questioned", pair.questioned, {region.questioned.path for region in pair.regions}),
    ):
        found[f"{role} files without a region"] = _unmatched(work, matched)
    return found | _describe_totals(pair)


def _describe_region(region: Region) -> dict[str, str]:
    """Where a region is and of what class it is, how it was edited, and what it weighs at stored precision."""
    name = f"region {region.number}"
    weight = region.weight
    channels = {channel: stored_bits(getattr(weight, channel)) for channel in type(weight).__slots__}
    return {
        f"{name}: place": f"{region.match_class}, {_place(region.known)}, {_place(region.questioned)}",
        f"{name}: edits": _edits(region),
        f"{name}: bits": ", ".join(f"{channel} {bits}" for channel, bits in channels.items()),
    }


def _place(side: RegionSide) -> str:
    return f"{side.path}:{side.first_line}-{side.last_line} (bytes {side.first_byte}-{side.stop_byte})"


def _edits(region: Region) -> str:
    """How many tokens of each kind of edit, in how many steps."""
    tokens: Counter[Edit] = Counter()
    for step in region.script:
        tokens[step.edit] += max(step.known, step.questioned)
    counted = ", ".join(f"{edit} {tokens[edit]}" for edit in Edit if tokens[edit])
    return f"{counted}, in {len(region.script)} steps"


def _unmatched(work: Work, matched: set[str]) -> str:
    return ", ".join(file.path for file in work.files if file.path not in matched) or _NOTHING


def _describe_totals(pair: PairResult) -> dict[str, str]:
    units = {unit: getattr(pair.totals, unit) for unit in type(pair.totals).__slots__}
    return {f"matched: {unit}": _ratio(ratio) for unit, ratio in units.items()}


def _ratio(ratio: Ratio) -> str:
    known = f"{ratio.matched.known} of {ratio.total.known} known"
    return f"{known}, {ratio.matched.questioned} of {ratio.total.questioned} questioned"


def _short_digest(sketches: Sketches | None, number: int | None) -> str:
    """The first half of the SHA-256 of a signature in hex, which itself has a thousand digits."""
    values = b"" if sketches is None or number is None else sketches[number].tobytes()
    return hashlib.sha256(values.hex().encode()).hexdigest()[:32]


def _not_compared(found: str) -> tuple[Check, ...]:
    """One failed check in the place of all: a list of answers that nobody gave would hide the cause."""
    return (compare_texts(GROUP, "comparison", "made", found),)
